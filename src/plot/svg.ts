import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { BarTrace, Figure, HeatmapTrace, ScatterTrace, Trace } from "./figure.js";
import { traceColour } from "./palette.js";
import { colourBar, legendLayout, type ColourScale } from "./svg-legend.js";
import { bandTicks, extent, logTicks } from "./ticks.js";
import { escapeXml } from "./xml.js";

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
const marginBottom = 44;
/** The greatest height of a picture with equal scales, without its legend. */
const greatestHeight = 460;

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
  const matrix = figure.traces.some(({ type }) => type === "heatmap");
  const sides = { left: marginLeft, right: matrix ? 76 : 20 };
  const equal = equalScales(figure, width - sides.left - sides.right);
  const inner = width - sides.left - sides.right - (equal?.spare ?? 0);
  const slanted = slantedNames(figure, inner);
  const plot = Plot.plot({
    document,
    width,
    height: equal === undefined ? height + slanted : top + 12 + equal.height + marginBottom + slanted,
    marginTop: top + 12,
    marginLeft: sides.left + (equal?.spare ?? 0) / 2,
    marginRight: sides.right + (equal?.spare ?? 0) / 2,
    marginBottom: marginBottom + slanted,
    style: { fontSize: "12px", background: "transparent" },
    x: {
      ...plotScale(figure, "x"),
      ...(equal ? { domain: equal.x } : {}),
      ...(slanted > 0 ? { tickRotate: -25 } : {}),
    },
    y: { ...plotScale(figure, "y"), ...(equal ? { domain: equal.y } : {}) },
    color: matrix ? { type: "linear", scheme: "viridis" } : undefined,
    marks: figure.traces.flatMap((trace, index) => marksOf(trace, index, figure, inner)),
  } as Plot.PlotOptions) as unknown as SVGElementLike;
  // A log axis without positive data or an empty figure still gives a frame; warnings would be text inside the picture.
  const drawn = plot.outerHTML.startsWith("<svg") ? plot : plot.querySelector("svg")!;
  const total = Number(drawn.getAttribute("height") ?? height);
  const scale = matrix ? (plot.scale("color") as unknown as ColourScale | undefined) : undefined;
  const bar = scale ? colourBar(scale, width - sides.right + 14, top + 12, total - marginBottom - slanted) : "";
  const colour = ground === "print" ? ' color="#222"' : "";
  const backdrop = ground === "print" ? `<rect width="100%" height="100%" fill="#fff"/>` : "";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" role="img"` +
    ` aria-label="${escapeXml(figure.title)}" font-family="system-ui, sans-serif"${colour}>` +
    `<title>${escapeXml(figure.title)}</title><desc>${escapeXml(figure.caption)}</desc>${backdrop}` +
    `<text x="16" y="24" font-size="15" font-weight="600" fill="currentColor">${escapeXml(figure.title)}</text>` +
    legendRows.svg +
    // Inside a picture with a name parts have none of their own.
    drawn.outerHTML.replaceAll(' aria-label="', ' data-mark="') +
    bar +
    "</svg>"
  );
}

interface SVGElementLike {
  readonly outerHTML: string;
  querySelector(selector: string): SVGElementLike | null;
  getAttribute(name: string): string | null;
  scale(name: string): Plot.Scale | undefined;
}

/** Room below for names of categories that do not fit side by side and are slanted; 0 where they fit. */
function slantedNames(figure: Figure, innerWidth: number): number {
  if (!figure.traces.some(({ type }) => type === "bar")) return 0;
  const names = categories(figure.traces, "x").map(String);
  const longest = Math.max(...names.map((name) => name.length));
  return 6.5 * longest * names.length > innerWidth ? Math.min(2.6 * longest, 70) : 0;
}

/** Domains and size with which a unit is as long on both axes; undefined where the figure does not ask for it. */
function equalScales(figure: Figure, innerWidth: number) {
  if (!figure.xAxis.equalScale && !figure.yAxis.equalScale) return undefined;
  const domain = (side: "x" | "y") => {
    const stated = (side === "x" ? figure.xAxis : figure.yAxis).range;
    if (stated) return stated;
    const [low, high] = extent(figure, side) ?? [0, 1];
    const pad = 0.06 * (high - low || 1);
    return [low - pad, high + pad] as const;
  };
  const [x, y] = [domain("x"), domain("y")];
  const unit = Math.min(innerWidth / (x[1] - x[0]), greatestHeight / (y[1] - y[0]));
  return { x, y, height: unit * (y[1] - y[0]), spare: innerWidth - unit * (x[1] - x[0]) };
}

function plotScale(figure: Figure, side: "x" | "y"): Plot.ScaleOptions {
  const { traces } = figure;
  const axis = side === "x" ? figure.xAxis : figure.yAxis;
  const ticks = axis.type === "log" ? logTicks(figure, side) : undefined;
  const domain = categories(traces, side);
  const banded = traces.some(
    (trace) => trace.type === "heatmap" || (side === "x" && trace.type === "bar") || axis.type === "category",
  );
  return {
    label: axis.title,
    labelAnchor: "center",
    labelArrow: "none",
    grid: !banded,
    ...(banded ? { type: "band", domain, ticks: bandTicks(domain) } : axis.type === "log" ? { type: "log" } : {}),
    ...(axis.range ? { domain: [...axis.range], clamp: false } : {}),
    ...(ticks ? { ticks: ticks.values, tickFormat: (value: number) => ticks.texts[ticks.values.indexOf(value)] } : {}),
  } as Plot.ScaleOptions;
}

function categories(traces: readonly Trace[], side: "x" | "y"): (string | number)[] {
  const values = [...new Set(traces.flatMap((trace): readonly (string | number)[] => trace[side]))];
  const upwards = side === "y" && values.every((value) => typeof value === "number");
  return upwards ? values.sort((a, b) => b - a) : values;
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
  const stroke = traceColour(index, trace);
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
