import { createRequire } from "node:module";
import { join } from "node:path";
import type { Figure } from "./figure.js";
import { figureToPlotly } from "./plotly.js";
import { figureToSvg } from "./svg.js";

/** One thing in several representations; a front end shows the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** A figure on the page that can be drawn anew in its place. */
export interface DisplayedFigure {
  update(figure: Figure): void;
}

type SendBundle = (bundle: MimeBundle, options: { displayId: string; update: boolean }) => void;

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

/** How the running kernel takes a whole bundle; undefined outside a notebook. */
function notebookSender(): SendBundle | undefined {
  const own = (globalThis as Record<symbol, unknown>)[Symbol.for("Jupyter.displayBundle")];
  if (typeof own === "function") return own as SendBundle;
  return tslabSender();
}

/** tslab's public display pushes one representation a message; its own writer takes a bundle. It exists only once tslab runs a cell. */
function tslabSender(): SendBundle | undefined {
  const require = createRequire(join(process.cwd(), "notebook.js"));
  let file: string;
  try {
    file = require.resolve("tslab/dist/jupyter.js");
  } catch {
    return undefined;
  }
  const loaded = require.cache[file]?.exports as
    { lastWriteDisplayData?: (message: unknown, update: boolean) => void } | undefined;
  const write = loaded?.lastWriteDisplayData;
  if (!write) return undefined;
  return (data, { displayId, update }) => write({ data, metadata: {}, transient: { display_id: displayId } }, update);
}
