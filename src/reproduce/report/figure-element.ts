import type { Figure } from "../../plot/figure.js";
import { figureToTable } from "../../plot/page.js";
import { figureToPlotly } from "../../plot/plotly.js";
import { figureToSvg } from "../../plot/svg.js";
import { escape } from "./html.js";

/** Where the line that draws a figure can be read: an address and a name for it; undefined where it is not known. */
export type FigureLines = (figureId: string) => { readonly href: string; readonly name: string } | undefined;

/** Stored figures as panels, several a row; nothing where there is none. */
export function figureElements(figures: readonly Figure[], lines: FigureLines): string {
  if (figures.length === 0) return "";
  const panels = figures.map((figure) => figureElement(restoreFigure(figure), lines(figure.id)));
  return `<div class="figures">${panels.join("\n")}</div>`;
}

/** A figure as a static picture with its numbers in a table, and the data that the page's script draws with Plotly when it is asked to. */
export function figureElement(figure: Figure, line?: ReturnType<FigureLines>): string {
  const { data, layout } = figureToPlotly(figure);
  // The heading, the caption and the colours of the ground are the page's matter.
  const json = JSON.stringify({ data, layout: { ...layout, title: undefined, annotations: undefined } });
  const drawn = line ? ` <a href="${line.href}">drawn by ${escape(line.name)}</a>` : "";
  return `<figure class="figure" data-title="${escape(figure.title)}">
<div class="static">${figureToSvg(figure, { ground: "inherit" })}</div>
<figcaption><b>${escape(figure.title)}.</b> ${escape(figure.caption)}</figcaption>
<p class="actions"><button type="button" data-action="open-figure" aria-expanded="false" hidden>Open</button>${drawn}</p>
<details><summary>Numbers</summary><div class="scroll" tabindex="0" role="group" aria-label="Numbers of the figure">${figureToTable(figure)}</div></details>
<script type="application/json">${json.replaceAll("<", "\\u003c")}</script>
</figure>`;
}

/** A stored figure: JSON has no way to write a gap but null. */
export function restoreFigure(figure: Figure): Figure {
  const numbers = (values: readonly unknown[]) => values.map((value) => (value === null ? NaN : value));
  const traces = figure.traces.map((trace) => {
    const y = numbers(trace.y);
    return trace.type === "heatmap" ? { ...trace, z: trace.z.map(numbers) } : { ...trace, x: numbers(trace.x), y };
  });
  return { ...figure, traces: traces as unknown as Figure["traces"] };
}
