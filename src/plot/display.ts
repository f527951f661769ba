import type { Figure } from "./figure.js";
import { notebookSender, type MimeBundle } from "./notebook.js";
import { figureToPlotly } from "./plotly.js";
import { figureToSvg } from "./svg.js";

/** A figure on the page that can be drawn anew in its place. */
export interface DisplayedFigure {
  update(figure: Figure): void;
}

/**
 * The representations of a figure for a notebook: Plotly's mime type for JupyterLab, an SVG for viewers without Plotly, and the
 * title and caption as text. plotly.js itself is never inlined.
 *
 * @example
 * const figure: Figure = { id: "none", title: "Nothing", caption: "Empty.", traces: [], xAxis: { title: "x" }, yAxis: { title: "y" } };
 * Object.keys(figureBundle(figure)).length; // => 3
 */
export function figureBundle(figure: Figure): MimeBundle {
  return {
    "application/vnd.plotly.v1+json": figureToPlotly(figure),
    "image/svg+xml": figureToSvg(figure),
    "text/plain": `${figure.title}\n${figure.caption}`,
  };
}

let displayed = 0;

/**
 * Shows a figure below the running notebook cell, in the normlab kernel or in tslab; outside a notebook it prints title and caption.
 * The handle draws another figure in the same place: live curves.
 */
export function displayFigure(figure: Figure): DisplayedFigure {
  const send = notebookSender() ?? ((bundle) => console.log(bundle["text/plain"]));
  const displayId = `normlab-figure-${process.pid}-${++displayed}`;
  send(figureBundle(figure), { displayId, update: false });
  return { update: (next) => send(figureBundle(next), { displayId, update: true }) };
}
