import type { Claim, EvidenceWord, Json, PaperId } from "../../claims/claim.js";
import { escapeXml } from "../../plot/svg.js";
import { inlineMarkdownToHtml } from "./markdown.js";

export { escapeXml as escape } from "../../plot/svg.js";

/** The papers as the report names them. */
export const papers: { readonly [P in PaperId]: { readonly title: string; readonly arxiv: string } } = {
  A: { title: "Parallel Layer Normalization for Universal Approximation", arxiv: "2505.13142" },
  B: { title: "On the Nonlinearity of Layer Normalization", arxiv: "2406.01255" },
  C: { title: "Modulate Your Spectrum in Self-Supervised Learning", arxiv: "2305.16789" },
};

/** What each evidence word says, in a few words. */
export const wordMeanings: { readonly [W in EvidenceWord]: string } = {
  proved: "the whole statement, by a machine-checked proof or by certificates that leave nothing of it out",
  certified: "certificates accepted by the independent checker, for what is listed; the rest is argued on paper",
  verified: "a deterministic numerical check with a stated tolerance",
  supported: "a statistical experiment whose interval lies on the stated side of the least effect that matters",
  inconclusive: "it ran, and did not decide; what it would take is said",
  "not reproduced": "it ran with enough power, and the interval excludes the least effect",
  "not run": "it needs hardware, data or a longer profile than this run had",
};

/** A whole page. `root` is the way to the site's folder: empty, or `../`. */
export function page(title: string, root: string, body: string, scripts: readonly string[] = []): string {
  const script = scripts.map((name) => `<script src="${root}assets/${name}" defer></script>\n`).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}assets/style.css">
${script}</head>
<body>
<a class="skip" href="#main">To the content</a>
${body}
</body>
</html>
`;
}

/** An evidence word as a badge; its meaning is its tooltip. Nothing before a run. */
export function badge(word: EvidenceWord | null): string {
  if (word === null) return "";
  return `<span class="badge ${word.replace(" ", "-")}" title="${escapeXml(wordMeanings[word])}">${word}</span>`;
}

/** What of the statement the evidence covers, where that is less than all of it; nothing where the whole is proved. */
export function covers(claim: Claim, word: EvidenceWord | null): string {
  if (word === "proved") return "";
  const left = claim.theorem?.leavesOut;
  const texts = [
    ...(left === undefined ? [] : [`Not in the formal theorem: ${left}`]),
    ...(claim.covers ? [claim.covers] : []),
  ];
  return texts.map((text) => `<div class="covers">${inlineMarkdownToHtml(text)}</div>`).join("");
}

/** `340 ms`, `4.2 s`, `12 min`, `3.1 h`. */
export function duration(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 99.5) return `${seconds.toPrecision(2)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** `812 bytes`, `41 kB`, `3.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(bytes < 1e4 ? 1 : 0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A number with at most six digits that matter. */
export function number(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** `1 certificate`, `3 certificates`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Values by name, folded away under a title; nothing where there is none. */
export function valueTable(pairs: readonly (readonly [string, Json])[], title: string): string {
  if (pairs.length === 0) return "";
  const rows = pairs.map(
    ([name, value]) => `<tr><th scope="row">${escapeXml(name)}</th><td>${jsonText(value)}</td></tr>`,
  );
  return `<details><summary>${title}</summary><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="numbers"><tbody>${rows.join("")}</tbody></table></div></details>`;
}

function jsonText(value: Json): string {
  if (typeof value === "number") return number(value);
  return typeof value === "string" ? escapeXml(value) : `<code>${escapeXml(JSON.stringify(value))}</code>`;
}
