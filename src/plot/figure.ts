/** A line, a set of markers, or both, over numbers. */
export interface ScatterTrace {
  /** Names the form of trace. */
  readonly type: "scatter";
  /** In the legend. */
  readonly name: string;
  /** n numbers; NaN leaves a gap. */
  readonly x: readonly number[];
  /** n numbers; NaN leaves a gap. */
  readonly y: readonly number[];
  /** What is drawn at and between the points. */
  readonly mode: "lines" | "markers" | "lines+markers";
  /** Half-widths of a vertical interval at each point. */
  readonly errorY?: readonly number[];
  /** Fill towards the previous trace: the pair is then a band. */
  readonly fill?: "tonexty";
  /** How the line is drawn; `solid` by default. */
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
  /** Names the form of trace. */
  readonly type: "bar";
  /** In the legend. */
  readonly name: string;
  /** The categories. */
  readonly x: readonly (string | number)[];
  /** Height of each bar. */
  readonly y: readonly number[];
  /** Half-widths of a vertical interval at each bar. */
  readonly errorY?: readonly number[];
}

/** A matrix drawn in colour; `z[i][j]` stands at `x[j]`, `y[i]`. Numbers of y grow upwards; named rows are read downwards. */
export interface HeatmapTrace {
  /** Names the form of trace. */
  readonly type: "heatmap";
  /** Of the values, beside the scale. */
  readonly name: string;
  /** Places of the columns. */
  readonly x: readonly (string | number)[];
  /** Places of the rows. */
  readonly y: readonly (string | number)[];
  /** rows × columns values. */
  readonly z: readonly (readonly number[])[];
}

/** Something that is drawn, told apart by `type`. */
export type Trace = ScatterTrace | BarTrace | HeatmapTrace;

/** An axis of a figure. */
export interface Axis {
  /** What is measured, with its unit. */
  readonly title: string;
  /** `linear` by default. */
  readonly type?: "linear" | "log" | "category";
  /** Least and greatest value shown; by default those of the data. */
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
  /** What it shows, in a few words. */
  readonly title: string;
  /** What the reader should see in it, in one or two sentences; also the text for those who cannot see it. */
  readonly caption: string;
  /** Drawn one over the other, in this order. */
  readonly traces: readonly Trace[];
  /** The horizontal axis. */
  readonly xAxis: Axis;
  /** The vertical axis. */
  readonly yAxis: Axis;
}
