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
  const panels = sequencesOf(figures).map((sequence) => sequenceElement(sequence, lines));
  return `<div class="figures">${panels.join("\n")}</div>`;
}

/** Frames of one sequence have the ids `name-frame-0`, `name-frame-1` and so on. */
const frameId = /^(.+)-frame-\d+$/;

/** What a figure is called, or the sequence that it is a frame of. */
export function sequenceName({ id }: Figure): string {
  return frameId.exec(id)?.[1] ?? id;
}

/** Figures in their order, those together that are frames of one sequence. */
export function sequencesOf(figures: readonly Figure[]): Figure[][] {
  const sequences = new Map<string, Figure[]>();
  for (const figure of figures) {
    const name = sequenceName(figure);
    sequences.set(name, [...(sequences.get(name) ?? []), figure]);
  }
  return [...sequences.values()];
}

/** One figure, or several as frames that the page's script shows one after the other; without scripts, and on paper, all are there. */
export function sequenceElement(figures: readonly Figure[], lines: FigureLines): string {
  const panels = figures.map((figure) => figureElement(restoreFigure(figure), lines(figure.id)));
  if (panels.length === 1) return panels[0]!;
  return `<div class="frames" role="group" aria-label="${escape(figures[0]!.title)}, and ${panels.length - 1} more frames">${panels.join("\n")}</div>`;
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
