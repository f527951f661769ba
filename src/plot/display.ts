import type { Figure } from "./figure.js";
import { notebookSender, type MimeBundle } from "./notebook.js";
import { figureToPlotly } from "./plotly.js";
import { figureToSvg } from "./svg.js";

/** A figure on the page that can be drawn anew in its place. */
export interface DisplayedFigure {
  /** Draws another figure in this one's place. */
  update(figure: Figure, options?: DisplayOptions): void;
}

/** How a figure is shown. */
export interface DisplayOptions {
  /** Default true. A still picture is quick, for what changes several times a second. */
  readonly interactive?: boolean;
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
  return { "application/vnd.plotly.v1+json": figureToPlotly(figure), ...stillBundle(figure) };
}

function stillBundle(figure: Figure): MimeBundle {
  return { "image/svg+xml": figureToSvg(figure), "text/plain": `${figure.title}\n${figure.caption}` };
}

let displayed = 0;

/**
 * Shows a figure below the running notebook cell, in the normlab kernel or in tslab; outside a notebook it prints title and caption.
 * The handle draws another figure in the same place: live curves.
 */
export function displayFigure(figure: Figure, options: DisplayOptions = {}): DisplayedFigure {
  const send = notebookSender() ?? ((bundle) => console.log(bundle["text/plain"]));
  const displayId = `normlab-figure-${process.pid}-${++displayed}`;
  const still = (next: Figure, update: boolean) => send(stillBundle(next), { displayId, update });
  const draw = (next: Figure, update: boolean) => send(figureBundle(next), { displayId, update });
  let drawn = options.interactive ?? true;
  (drawn ? draw : still)(figure, false);
  return {
    update(next, { interactive = true } = {}) {
      // JupyterLab's Plotly draws an output once and lets updates pass: after a still picture it begins anew.
      if (drawn || !interactive) still(next, true);
      if (interactive) draw(next, true);
      drawn = interactive;
    },
  };
}
