import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Axis, BarTrace, Figure, HeatmapTrace, ScatterTrace, Trace } from "./figure.js";
import { traceColour } from "./palette.js";

/** How the static picture sits on its page. */
export interface SvgOptions {
  /** `print` (the default): dark on white, as a picture by itself. `inherit`: the page's own text colour on its own ground. */
  readonly ground?: "print" | "inherit";
  /** Width in pixels (640). */
  readonly width?: number;
  /** Height in pixels (400). */
  readonly height?: number;
}

const marginLeft = 64;
const marginRight = 20;

/**
 * A figure as a static SVG, drawn without a browser; title and caption are its accessible name and description.
 *
 * @example
 * const figure: Figure = {
 *   id: "square", title: "Square", caption: "x squared grows.",
 *   traces: [{ type: "scatter", name: "x²", mode: "lines", x: [0, 1, 2], y: [0, 1, 4] }],
 *   xAxis: { title: "x" }, yAxis: { title: "x²" },
 * };
 * figureToSvg(figure).startsWith("<svg"); // => true
 */
export function figureToSvg(figure: Figure, options: SvgOptions = {}): string {
  const { ground = "print", width = 640, height = 400 } = options;
  const { document } = parseHTML("<html><body></body></html>");
  const legendRows = legendLayout(figure.traces, width);
  const top = 34 + legendRows.height;
  const plot = Plot.plot({
    document,
    width,
    height,
    marginTop: top + 12,
    marginLeft,
    marginRight,
    marginBottom: 44,
    style: { fontSize: "12px", background: "transparent" },
    x: plotScale(figure.xAxis, figure.traces, "x"),
    y: plotScale(figure.yAxis, figure.traces, "y"),
    color: figure.traces.some((trace) => trace.type === "heatmap") ? { type: "linear", scheme: "viridis" } : undefined,
    aspectRatio: figure.yAxis.equalScale || figure.xAxis.equalScale ? 1 : undefined,
    marks: figure.traces.flatMap((trace, index) => marksOf(trace, index, figure, width - marginLeft - marginRight)),
  } as Plot.PlotOptions) as unknown as SVGElementLike;
  // A log axis without positive data or an empty figure still gives a frame; warnings would be text inside the picture.
  const drawn = plot.outerHTML.startsWith("<svg") ? plot : plot.querySelector("svg")!;
  const total = Number(drawn.getAttribute("height") ?? height);
  const colour = ground === "print" ? ' color="#222"' : "";
  const backdrop = ground === "print" ? `<rect width="100%" height="100%" fill="#fff"/>` : "";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" role="img"` +
    ` aria-label="${escapeXml(figure.title)}" font-family="system-ui, sans-serif"${colour}>` +
    `<title>${escapeXml(figure.title)}</title><desc>${escapeXml(figure.caption)}</desc>${backdrop}` +
    `<text x="16" y="24" font-size="15" font-weight="600" fill="currentColor">${escapeXml(figure.title)}</text>` +
    legendRows.svg +
    drawn.outerHTML +
    "</svg>"
  );
}

interface SVGElementLike {
  readonly outerHTML: string;
  querySelector(selector: string): SVGElementLike | null;
  getAttribute(name: string): string | null;
}

function plotScale(axis: Axis, traces: readonly Trace[], side: "x" | "y"): Plot.ScaleOptions {
  const banded = traces.some(
    (trace) => trace.type === "heatmap" || (side === "x" && trace.type === "bar") || axis.type === "category",
  );
  return {
    label: axis.title,
    labelAnchor: "center",
    labelArrow: "none",
    grid: !banded,
    ...(banded ? { type: "band", domain: categories(traces, side) } : axis.type === "log" ? { type: "log" } : {}),
    ...(axis.range ? { domain: [...axis.range], clamp: false } : {}),
  } as Plot.ScaleOptions;
}

function categories(traces: readonly Trace[], side: "x" | "y"): (string | number)[] {
  const values = traces.flatMap((trace): readonly (string | number)[] => trace[side]);
  return [...new Set(values)];
}

function marksOf(trace: Trace, index: number, figure: Figure, innerWidth: number): Plot.Markish[] {
  switch (trace.type) {
    case "scatter":
      return scatterMarks(trace, index, figure);
    case "bar":
      return barMarks(trace, index, figure, innerWidth);
    case "heatmap":
      return heatmapMarks(trace);
  }
}

function scatterMarks(trace: ScatterTrace, index: number, figure: Figure): Plot.Markish[] {
  const stroke = traceColour(index);
  const points = pointsOf(trace.x, trace.y);
  const marks: Plot.Markish[] = [];
  const previous = figure.traces[index - 1];
  if (trace.fill === "tonexty" && previous?.type === "scatter") {
    const lower = pointsOf(previous.x, previous.y);
    const outline = [...points, ...lower.reverse()];
    marks.push(
      Plot.line(outline, { x: "x", y: "y", fill: stroke, fillOpacity: 0.15, stroke: "none", curve: "linear" }),
    );
  }
  if (trace.mode !== "markers") {
    const strokeDasharray = trace.dash === "dash" ? "6,4" : trace.dash === "dot" ? "2,3" : undefined;
    marks.push(
      Plot.line(points, {
        x: "x",
        y: "y",
        stroke,
        strokeWidth: 2,
        strokeDasharray,
        curve: trace.shape === "hv" ? "step-after" : "linear",
      }),
    );
  }
  if (trace.mode !== "lines") marks.push(Plot.dot(points, { x: "x", y: "y", fill: stroke, r: 3 }));
  if (trace.errorY) marks.push(errorMarks(points, trace.errorY, stroke));
  return marks;
}

function barMarks(trace: BarTrace, index: number, figure: Figure, innerWidth: number): Plot.Markish[] {
  const bars = figure.traces.filter((other) => other.type === "bar");
  const place = bars.indexOf(trace);
  // Bars of one category stand side by side: each takes its share of the band, which is nine tenths of the category's width.
  const band = (0.9 * innerWidth) / categories(figure.traces, "x").length;
  const share = band / bars.length;
  const inset = { insetLeft: place * share, insetRight: (bars.length - 1 - place) * share };
  const points = trace.x.map((x, i) => ({ x, y: trace.y[i]! }));
  return [
    Plot.barY(points, { x: "x", y: "y", fill: traceColour(index), ...inset }),
    ...(trace.errorY
      ? [errorMarks(points, trace.errorY, "currentColor", (place - (bars.length - 1) / 2) * share)]
      : []),
    Plot.ruleY([0]),
  ];
}

function heatmapMarks(trace: HeatmapTrace): Plot.Markish[] {
  const cells = trace.z.flatMap((row, i) => row.map((z, j) => ({ x: trace.x[j]!, y: trace.y[i]!, z })));
  return [Plot.cell(cells, { x: "x", y: "y", fill: "z" })];
}

function errorMarks(
  points: readonly { x: number | string; y: number }[],
  half: readonly number[],
  stroke: string,
  dx = 0,
): Plot.Markish {
  const intervals = points.map((point, i) => ({ x: point.x, low: point.y - half[i]!, high: point.y + half[i]! }));
  return Plot.ruleX(intervals, { x: "x", y1: "low", y2: "high", stroke, dx });
}

/** Infinite and missing values are gaps, as in Plotly. */
function pointsOf(x: readonly number[], y: readonly number[]): { x: number; y: number }[] {
  return x.map((value, i) => ({ x: value, y: Number.isFinite(y[i]!) ? y[i]! : NaN }));
}

function legendLayout(traces: readonly Trace[], width: number): { svg: string; height: number } {
  const named = traces.flatMap((trace, index) => (trace.type === "heatmap" ? [] : [{ name: trace.name, index }]));
  if (named.length < 2) return { svg: "", height: 0 };
  let x = 16;
  let y = 44;
  const parts: string[] = [];
  for (const { name, index } of named) {
    const length = 26 + 7 * name.length;
    if (x + length > width && x > 16) {
      x = 16;
      y += 18;
    }
    parts.push(
      `<rect x="${x}" y="${y - 4}" width="14" height="4" fill="${traceColour(index)}"/>` +
        `<text x="${x + 18}" y="${y + 2}" font-size="12" fill="currentColor">${escapeXml(name)}</text>`,
    );
    x += length;
  }
  return { svg: parts.join(""), height: y - 26 };
}

/** Text made safe inside XML and HTML. */
export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
