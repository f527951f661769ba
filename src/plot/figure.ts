/** A line, a set of markers, or both, over numbers. */
export interface ScatterTrace {
  readonly type: "scatter";
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly mode: "lines" | "markers" | "lines+markers";
  /** Half-widths of a vertical interval at each point. */
  readonly errorY?: readonly number[];
  /** Fill towards the previous trace: the pair is then a band. */
  readonly fill?: "tonexty";
  readonly dash?: "solid" | "dash" | "dot";
  /** Text shown with each point. */
  readonly text?: readonly string[];
  /** `hv`: a step function, constant until the next x. */
  readonly shape?: "linear" | "hv";
  /** Its place in the palette, where one thing keeps its colour from figure to figure; by default its place among the traces. */
  readonly colour?: number;
}

/** Bars over categories. */
export interface BarTrace {
  readonly type: "bar";
  readonly name: string;
  readonly x: readonly (string | number)[];
  readonly y: readonly number[];
  readonly errorY?: readonly number[];
}

/** A matrix drawn in colour; `z[i][j]` stands at `x[j]`, `y[i]`. Numbers of y grow upwards; named rows are read downwards. */
export interface HeatmapTrace {
  readonly type: "heatmap";
  readonly name: string;
  readonly x: readonly (string | number)[];
  readonly y: readonly (string | number)[];
  readonly z: readonly (readonly number[])[];
}

export type Trace = ScatterTrace | BarTrace | HeatmapTrace;

/** An axis of a figure. */
export interface Axis {
  readonly title: string;
  readonly type?: "linear" | "log" | "category";
  readonly range?: readonly [number, number];
  /** One unit is as long here as on the other axis: a circle is a circle. Stated on either axis. */
  readonly equalScale?: boolean;
}

/**
 * A figure as plain data: what is drawn, and what it says in words. It holds no computation, so it can be stored, compared by its
 * data, and drawn by Plotly, as a static SVG, or read as text.
 */
export interface Figure {
  /** Unique in its claim, kebab-case. */
  readonly id: string;
  readonly title: string;
  /** What the reader should see in it, in one or two sentences; also the text for those who cannot see it. */
  readonly caption: string;
  readonly traces: readonly Trace[];
  readonly xAxis: Axis;
  readonly yAxis: Axis;
}
