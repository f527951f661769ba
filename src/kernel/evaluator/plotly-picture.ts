import { page } from "./document.js";

type Trace = Record<string, unknown>;
type Mark = object;
type Row = Record<string, unknown>;

/**
 * A static picture of a Plotly figure, for viewers that know no Plotly (VS Code without its renderer, GitHub): its scatter, bar, histogram, box
 * and heatmap traces as an SVG. A figure with other traces has a picture that names them. `undefined` where there is nothing to draw.
 */
export async function plotlyPicture(
  data: readonly Trace[],
  layout: Record<string, unknown>,
): Promise<string | undefined> {
  if (data.length === 0) return undefined;
  const Plot = (await import("@observablehq/plot")) as unknown as PlotLibrary;
  const { document } = page();
  const marks = data.flatMap((trace, i) => marksOf(Plot, trace, colors[i % colors.length]!));
  const unknown = data.filter(({ type }) => !(String(type ?? "scatter") in drawings)).map(({ type }) => String(type));
  const note = unknown.length > 0 ? `${unknown.join(", ")}: shown by Plotly alone` : undefined;
  const names = data.map(({ name }, i) => (typeof name === "string" ? name : `trace ${i}`));
  const figure = Plot.plot({
    document,
    width: numberOr(layout.width, 640),
    height: numberOr(layout.height, 400),
    marginLeft: 60,
    x: axisOf(layout.xaxis),
    y: axisOf(layout.yaxis),
    ...(data.length > 1 && layout.showlegend !== false ? { marginRight: 120 } : {}),
    marks: [
      Plot.frame({ stroke: "#ddd" }),
      ...marks,
      ...(data.length > 1 && layout.showlegend !== false
        ? names.map((name, i) =>
            Plot.text([name], {
              frameAnchor: "top-right",
              dx: 115,
              dy: 14 * i,
              textAnchor: "end",
              fill: colors[i % colors.length],
            }),
          )
        : []),
      ...[titleOf(layout.title)]
        .filter(Boolean)
        .map((title) => Plot.text([title], { frameAnchor: "top", dy: -16, fontSize: 14 })),
      ...(note ? [Plot.text([note], { frameAnchor: "middle" })] : []),
    ],
  });
  const svg = figure.tagName.toLowerCase() === "svg" ? figure : figure.querySelector("svg");
  svg?.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return svg?.outerHTML;
}

interface PlotLibrary {
  plot(options: object): Element;
  frame(options: object): Mark;
  text(data: readonly unknown[], options: object): Mark;
  line(data: readonly Row[], options: object): Mark;
  dot(data: readonly Row[], options: object): Mark;
  areaY(data: readonly Row[], options: object): Mark;
  barY(data: readonly Row[], options: object): Mark;
  barX(data: readonly Row[], options: object): Mark;
  rectY(data: readonly Row[], options: object): Mark;
  boxY(data: readonly Row[], options: object): Mark;
  cell(data: readonly Row[], options: object): Mark;
  ruleY(data: readonly number[], options?: object): Mark;
  binX(outputs: object, options: object): object;
}

/** Plotly's own first colours. */
const colors = ["#636efa", "#ef553b", "#00cc96", "#ab63fa", "#ffa15a", "#19d3f3", "#ff6692", "#b6e880"];

const drawings: Record<string, (plot: PlotLibrary, trace: Trace, color: string) => Mark[]> = {
  scatter: (Plot, trace, color) => {
    const rows = rowsOf(trace);
    const mode = typeof trace.mode === "string" ? trace.mode : rows.length > 20 ? "lines" : "lines+markers";
    return [
      ...(trace.fill === "tozeroy" ? [Plot.areaY(rows, { x: "x", y: "y", fill: color, fillOpacity: 0.3 })] : []),
      ...(mode.includes("lines") ? [Plot.line(rows, { x: "x", y: "y", stroke: color })] : []),
      ...(mode.includes("markers") ? [Plot.dot(rows, { x: "x", y: "y", fill: color, r: 3 })] : []),
    ];
  },
  bar: (Plot, trace, color) =>
    trace.orientation === "h"
      ? [Plot.barX(rowsOf(trace), { x: "x", y: "y", fill: color, fillOpacity: 0.8 })]
      : [Plot.barY(rowsOf(trace), { x: "x", y: "y", fill: color, fillOpacity: 0.8 }), Plot.ruleY([0])],
  histogram: (Plot, trace, color) => [
    Plot.rectY(
      listOf(trace.x).map((x) => ({ x })),
      Plot.binX({ y: "count" }, { x: "x", fill: color, fillOpacity: 0.8 }),
    ),
    Plot.ruleY([0]),
  ],
  box: (Plot, trace, color) => {
    const name = typeof trace.name === "string" ? trace.name : "";
    const x = listOf(trace.x);
    return [
      Plot.boxY(
        listOf(trace.y).map((y, i) => ({ x: x[i] ?? name, y })),
        { x: "x", y: "y", fill: color },
      ),
    ];
  },
  heatmap: (Plot, trace) => {
    const [x, y] = [listOf(trace.x), listOf(trace.y)];
    const cells = listOf(trace.z).flatMap((row, i) => listOf(row).map((z, j) => ({ x: x[j] ?? j, y: y[i] ?? i, z })));
    return [Plot.cell(cells, { x: "x", y: "y", fill: "z" })];
  },
};
drawings.scattergl = drawings.scatter!;

function marksOf(plot: PlotLibrary, trace: Trace, color: string): Mark[] {
  const { marker, line } = trace as { marker?: { color?: unknown }; line?: { color?: unknown } };
  const own = [line?.color, marker?.color].find((each) => typeof each === "string") as string | undefined;
  return drawings[String(trace.type ?? "scatter")]?.(plot, trace, own ?? color) ?? [];
}

function rowsOf(trace: Trace): Row[] {
  const [x, y] = [listOf(trace.x), listOf(trace.y)];
  const length = Math.max(x.length, y.length);
  return Array.from({ length }, (_, i) => ({ x: x.length > 0 ? x[i] : i, y: y.length > 0 ? y[i] : i }));
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : [];
}

function axisOf(axis: unknown): object {
  const { title, type } = (typeof axis === "object" && axis !== null ? axis : {}) as {
    title?: unknown;
    type?: unknown;
  };
  const label = titleOf(title);
  return { label: label ?? null, ...(type === "log" ? { type: "log" } : {}) };
}

function titleOf(title: unknown): string | undefined {
  if (typeof title === "string") return title;
  const { text } = (typeof title === "object" && title !== null ? title : {}) as { text?: unknown };
  return typeof text === "string" ? text : undefined;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
