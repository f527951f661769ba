import type { Figure } from "../../plot/figure.js";
import { figureToTable } from "../../plot/page.js";
import { figureToPlotly } from "../../plot/plotly.js";
import { figureToSvg } from "../../plot/svg.js";
import { escape } from "./html.js";

/** A figure as a static picture with its numbers in a table, and the data from which the page's script makes it interactive. */
export function figureElement(figure: Figure): string {
  const { data, layout } = figureToPlotly(figure);
  // The heading and the legend's place are the page's matter.
  const json = JSON.stringify({ data, layout: { ...layout, title: undefined } }).replaceAll("<", "\\u003c");
  return `<figure class="figure" data-title="${escape(figure.title)}">
<div class="static">${figureToSvg(figure, { ground: "inherit" })}</div>
<figcaption><b>${escape(figure.title)}.</b> ${escape(figure.caption)}</figcaption>
<details><summary>Numbers</summary><div class="scroll" tabindex="0" role="region" aria-label="Numbers of the figure">${figureToTable(figure)}</div></details>
<script type="application/json">${json}</script>
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
