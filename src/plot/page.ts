import type { Figure, Trace } from "./figure.js";
import { figureToSvg } from "./svg.js";
import { escapeXml } from "./xml.js";

/**
 * Figures as one page of HTML that needs nothing else: each as a static picture in the page's light or dark colours, with its caption
 * and its numbers in a table below.
 *
 * @example
 * const figure: Figure = {
 *   id: "square", title: "Square", caption: "x squared grows.",
 *   traces: [{ type: "scatter", name: "x²", mode: "lines", x: [0, 1, 2], y: [0, 1, 4] }],
 *   xAxis: { title: "x" }, yAxis: { title: "x²" },
 * };
 * figuresToHtml("Squares", [figure]).startsWith("<!doctype html>"); // => true
 */
export function figuresToHtml(title: string, figures: readonly Figure[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeXml(title)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
figure { margin: 2rem 0; }
svg { max-width: 100%; height: auto; }
figcaption { margin: .5rem 0; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
td, th { padding: .1rem .75rem .1rem 0; text-align: right; }
details div { max-height: 20rem; overflow: auto; }
</style>
<h1>${escapeXml(title)}</h1>
${figures.map(figureElement).join("\n")}
</html>
`;
}

function figureElement(figure: Figure): string {
  return `<figure>
${figureToSvg(figure, { ground: "inherit" })}
<figcaption>${escapeXml(figure.caption)}</figcaption>
<details><summary>Numbers</summary><div tabindex="0">${figureToTable(figure)}</div></details>
</figure>`;
}

/**
 * The numbers of a figure as HTML tables, one a trace.
 *
 * @example
 * const figure: Figure = {
 *   id: "square", title: "Square", caption: "x squared grows.",
 *   traces: [{ type: "scatter", name: "x²", mode: "lines", x: [0, 1, 2], y: [0, 1, 4] }],
 *   xAxis: { title: "x" }, yAxis: { title: "x²" },
 * };
 * figureToTable(figure).includes("<td>2</td><td>4</td>"); // => true
 */
export function figureToTable(figure: Figure): string {
  return figure.traces.map((trace) => traceTable(trace, figure)).join("");
}

function traceTable(trace: Trace, figure: Figure): string {
  const head = (cells: readonly (string | number)[]) =>
    `<tr>${cells.map((cell) => `<th scope="col">${escapeXml(cellText(cell))}</th>`).join("")}</tr>`;
  const row = (cells: readonly (string | number)[]) =>
    `<tr>${cells.map((cell) => `<td>${escapeXml(cellText(cell))}</td>`).join("")}</tr>`;
  const body =
    trace.type === "heatmap"
      ? head(["", ...trace.x]) + trace.z.map((values, i) => row([trace.y[i]!, ...values])).join("")
      : head([figure.xAxis.title, figure.yAxis.title, ...(trace.errorY ? ["±"] : [])]) +
        trace.y.map((y, i) => row([trace.x[i]!, y, ...(trace.errorY ? [trace.errorY[i]!] : [])])).join("");
  return `<table><caption>${escapeXml(trace.name)}</caption>${body}</table>`;
}

/** A number without what the last bits of doubles leave: 31.56, not 31.560000000000002. */
function cellText(cell: string | number): string {
  return typeof cell === "number" && Number.isFinite(cell) ? String(Number(cell.toPrecision(12))) : String(cell);
}
