import type { EvidenceWord } from "../../claims/claim.js";
import { figureToSvg } from "../../plot/svg.js";
import { restoreFigure } from "../report/figure-element.js";
import { badge, escape } from "../report/html.js";
import { style } from "../report/style.js";
import type { ClaimDifference, Comparison, FigureDifference, ResultDifference } from "./compare.js";
import { jsonText, resultLines, runName, summaryLine } from "./text.js";

/** How many places of a result are listed; `--json` has them all. */
const shown = 20;

/** A comparison as one HTML file that needs nothing beside it. */
export function comparisonPage(comparison: Comparison): string {
  const { runs, claims, stoodOn, same } = comparison;
  const others = stoodOn.map(
    ({ name, values: [a, b] }) =>
      `<tr><th scope="row">${escape(name)}</th><td>${escape(a ?? "–")}</td><td>${escape(b ?? "–")}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>normlab: two runs compared</title>
<link rel="icon" href="data:,">
<style>
${style}
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; }
</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="masthead">
<p class="kicker">normlab compare</p>
<h1>${same ? "The runs agree" : "The runs differ"}</h1>
<dl class="facts"><div><dt>A</dt><dd>${escape(runName(runs[0]))}</dd></div><div><dt>B</dt><dd>${escape(runName(runs[1]))}</dd></div></dl>
<p class="lede">${escape(summaryLine(comparison))}</p>
</header>
<main id="main">
${claims.map(claimSection).join("\n")}
${
  others.length === 0
    ? ""
    : `<section><h2>What they stood on</h2><p>These differ, which is no difference of results by itself.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Versions and data that differ"><table class="numbers"><thead><tr><th scope="col">Name</th><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>${others.join("")}</tbody></table></div></section>`
}
</main>
</body>
</html>
`;
}

function claimSection({ id, title, only, words, checks, results }: ClaimDifference): string {
  const lines = [
    ...(only === null ? [] : [`<p>Only ${only.toUpperCase()} has this claim.</p>`]),
    ...checks.map((check) => `<p><code>${escape(check.name)}</code> ${wordsChange(check.words)}</p>`),
    ...results.map(resultSection),
  ];
  return `<section class="check" id="${escape(id)}">
<h2>${escape(id)} ${escape(title)}</h2>
<p>${wordsChange(words)}</p>
${lines.join("\n")}
</section>`;
}

function wordsChange([a, b]: readonly [EvidenceWord | null, EvidenceWord | null]): string {
  const text = (word: EvidenceWord | null) => (word === null ? "not run yet" : badge(word));
  return a === b ? text(a) : `${text(a)} → ${text(b)}`;
}

function resultSection(result: ResultDifference): string {
  const { name, values, figures } = result;
  const rows = values
    .slice(0, shown)
    .map(
      ({ where, a, b }) =>
        `<tr><th scope="row">${escape(where)}</th><td>${escape(jsonText(a))}</td><td>${escape(jsonText(b))}</td></tr>`,
    );
  const table =
    rows.length === 0
      ? ""
      : `<div class="scroll" tabindex="0" role="region" aria-label="${escape(name)}: values that differ"><table class="numbers"><thead><tr><th scope="col">Value</th><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  const rest = values.length > shown ? `<p class="quiet">and ${values.length - shown} more</p>` : "";
  const said = resultLines({ ...result, values: [] }).map((line) => `<p>${escape(line)}</p>`);
  return [`<h3><code>${escape(name)}</code></h3>`, ...said, table, rest, ...figures.map(figurePair)].join("\n");
}

function figurePair({ pair }: FigureDifference): string {
  const drawn = pair.map((figure, i) => {
    const side = i === 0 ? "A" : "B";
    if (figure === undefined) return `<p>${side} has no such figure.</p>`;
    const svg = figureToSvg(restoreFigure(figure), { ground: "inherit" });
    return `<figure class="figure"><div class="static">${svg}</div><figcaption>${side}: ${escape(figure.title)}</figcaption></figure>`;
  });
  return `<div class="beside">${drawn.join("")}</div>`;
}
