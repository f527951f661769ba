import type { Figure, Trace } from "./figure.js";
import { traceColour } from "./palette.js";
import { logTicks } from "./ticks.js";

/** What Plotly draws: the value of the mime type `application/vnd.plotly.v1+json`. */
export interface PlotlyFigure {
  /** Plotly's traces. */
  readonly data: readonly Record<string, unknown>[];
  /** Plotly's axes, title and legend. */
  readonly layout: Record<string, unknown>;
}

/** Characters of a caption in a line, and pixels a line. */
const captionLine = 96;
const captionHeight = 17;

/**
 * A figure in Plotly's own terms, with its caption below: dark on white, like the static picture, whatever the colours around it.
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
  const equal = figure.xAxis.equalScale || figure.yAxis.equalScale;
  const caption = wrap(figure.caption);
  return {
    data: figure.traces.map((trace, index) => plotlyTrace(trace, index)),
    layout: {
      title: { text: figure.title },
      xaxis: { ...plotlyAxis(figure, "x"), ...(equal ? { constrain: "domain" } : {}) },
      yaxis: { ...plotlyAxis(figure, "y"), ...(equal ? { scaleanchor: "x", constrain: "domain" } : {}) },
      paper_bgcolor: "#fff",
      plot_bgcolor: "#fff",
      font: { color: "#222" },
      margin: { t: 84, r: 24, b: 64 + captionHeight * caption.length, l: 64 },
      annotations: [
        {
          ...{ text: caption.join("<br>"), showarrow: false, align: "left", font: { size: 12 } },
          ...{ xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "top", yshift: -52 },
        },
      ],
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      showlegend: figure.traces.filter((trace) => trace.type !== "heatmap").length > 1,
    },
  };
}

/** Words in lines; what Plotly would read as tags is text. */
function wrap(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)!} ${word}`.trim();
    if (longer.length <= captionLine || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
}

function plotlyTrace(trace: Trace, index: number): Record<string, unknown> {
  switch (trace.type) {
    case "scatter": {
      const colour = traceColour(index, trace);
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
    }
    case "bar":
      return {
        type: "bar",
        name: trace.name,
        x: trace.x,
        y: trace.y,
        marker: { color: traceColour(index) },
        ...(trace.errorY ? { error_y: { type: "data", array: trace.errorY, visible: true } } : {}),
      };
    case "heatmap":
      return { type: "heatmap", name: trace.name, x: trace.x, y: trace.y, z: trace.z, colorscale: "Viridis" };
  }
}

function plotlyAxis(figure: Figure, side: "x" | "y"): Record<string, unknown> {
  const axis = side === "x" ? figure.xAxis : figure.yAxis;
  const range = axis.range && (axis.type === "log" ? axis.range.map(Math.log10) : axis.range);
  const ticks = axis.type === "log" ? logTicks(figure, side) : undefined;
  const rows = side === "y" && figure.traces.some(({ type, y }) => type === "heatmap" && typeof y[0] === "string");
  return {
    title: { text: axis.title },
    type: axis.type ?? "-",
    automargin: true,
    ...(range ? { range } : {}),
    ...(rows ? { autorange: "reversed" } : {}),
    ...(ticks ? { tickvals: ticks.values, ticktext: ticks.texts } : {}),
  };
}
