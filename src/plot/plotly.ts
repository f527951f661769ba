import type { Axis, Figure, Trace } from "./figure.js";
import { traceColour } from "./palette.js";

/** What Plotly draws: the value of the mime type `application/vnd.plotly.v1+json`. */
export interface PlotlyFigure {
  readonly data: readonly Record<string, unknown>[];
  readonly layout: Record<string, unknown>;
}

/**
 * A figure in Plotly's own terms. The ground is transparent, so that the page's light or dark colours show through.
 *
 * @example
 * const figure: Figure = {
 *   id: "square", title: "Square", caption: "x squared grows.",
 *   traces: [{ type: "scatter", name: "x²", mode: "lines", x: [0, 1, 2], y: [0, 1, 4] }],
 *   xAxis: { title: "x" }, yAxis: { title: "x²" },
 * };
 * figureToPlotly(figure).data.length; // => 1
 */
export function figureToPlotly(figure: Figure): PlotlyFigure {
  return {
    data: figure.traces.map(plotlyTrace),
    layout: {
      title: { text: figure.title },
      xaxis: plotlyAxis(figure.xAxis),
      yaxis: { ...plotlyAxis(figure.yAxis), ...(figure.yAxis.equalScale ? { scaleanchor: "x" } : {}) },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: { t: 84, r: 24, b: 48, l: 64 },
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      showlegend: figure.traces.filter((trace) => trace.type !== "heatmap").length > 1,
    },
  };
}

function plotlyTrace(trace: Trace, index: number): Record<string, unknown> {
  const colour = traceColour(index);
  switch (trace.type) {
    case "scatter":
      return {
        type: "scatter",
        name: trace.name,
        x: trace.x,
        y: trace.y,
        mode: trace.mode,
        line: { color: colour, dash: trace.dash ?? "solid", shape: trace.shape ?? "linear", width: 2 },
        marker: { color: colour, size: 6 },
        ...(trace.errorY ? { error_y: { type: "data", array: trace.errorY, visible: true } } : {}),
        ...(trace.fill ? { fill: trace.fill, fillcolor: `${colour}33` } : {}),
        ...(trace.text ? { text: trace.text } : {}),
      };
    case "bar":
      return {
        type: "bar",
        name: trace.name,
        x: trace.x,
        y: trace.y,
        marker: { color: colour },
        ...(trace.errorY ? { error_y: { type: "data", array: trace.errorY, visible: true } } : {}),
      };
    case "heatmap":
      return { type: "heatmap", name: trace.name, x: trace.x, y: trace.y, z: trace.z, colorscale: "Viridis" };
  }
}

function plotlyAxis(axis: Axis): Record<string, unknown> {
  const range = axis.range && (axis.type === "log" ? axis.range.map(Math.log10) : axis.range);
  return {
    title: { text: axis.title },
    type: axis.type ?? "-",
    automargin: true,
    ...(range ? { range } : {}),
  };
}
