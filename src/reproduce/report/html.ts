import type { Claim, EvidenceWord, Json, JsonObject, PaperId } from "../../claims/claim.js";
import { escapeXml } from "../../plot/xml.js";
import { inlineMarkdownToHtml, type Links } from "./markdown.js";

export { escapeXml as escape } from "../../plot/xml.js";

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

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  /** The way to the site's folder: empty, or `../`. */
  readonly root: string;
  /** The content, below the site's own navigation. */
  readonly body: string;
  readonly scripts?: readonly string[];
}

/** The parts of the report that every page links to. */
const parts = [
  ["index.html", "Ledger"],
  ["papers.html", "Papers"],
  ["graph.html", "What stands on what"],
  ["figures.html", "Figures"],
  ["walkthroughs.html", "Walkthroughs"],
  ["check.html", "Check it without us"],
] as const;

/** A whole page. */
export function page({ title, root, body, scripts = ["page.js"] }: PageParts): string {
  const script = scripts.map((name) => `<script src="${root}assets/${name}" defer></script>\n`).join("");
  const links = parts.map(([path, name]) => `<a href="${root}${path}">${name}</a>`).join(" ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}assets/formulas.css">
<link rel="stylesheet" href="${root}assets/style.css">
${script}</head>
<body data-root="${root}">
<a class="skip" href="#main">To the content</a>
<header class="site"><nav aria-label="Report">${links}</nav></header>
<main id="main">
${body}
</main>
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
export function covers(claim: Claim, word: EvidenceWord | null, links?: Links): string {
  if (word === "proved") return "";
  const left = claim.theorem?.leavesOut;
  const texts = [
    ...(left === undefined ? [] : [`Not in the formal theorem: ${left}`]),
    ...(claim.covers ? [claim.covers] : []),
  ];
  return texts.map((text) => `<div class="covers">${inlineMarkdownToHtml(text, links)}</div>`).join("");
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
  return typographic(Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6))));
}

/** A measured number, to two digits of what is uncertain about it: `−0.07`, where the interval is some tenths wide. */
export function measured(value: number, [low, high]: readonly [number, number]): string {
  const half = (high - low) / 2;
  if (!(half > 0) || !Number.isFinite(half)) return number(Number(value.toPrecision(3)));
  const decimals = Math.min(Math.max(1 - Math.floor(Math.log10(half)), 0), 12);
  return typographic(value.toFixed(decimals).replace(/^-(0(?:\.0*)?)$/, "$1"));
}

/** `12 points`, and a number without a dimension by itself. */
export function withUnit(text: string, unit: string): string {
  return unit === "1" || unit === "" ? text : `${text} ${escapeXml(unit)}`;
}

/** A minus that is as wide as a plus, and powers of ten: `−1.2·10⁻⁷`. */
function typographic(text: string): string {
  const [digits, exponent] = text.replaceAll("-", "−").split("e");
  if (exponent === undefined) return digits!;
  return `${digits}·10<sup>${exponent.replace("+", "")}</sup>`;
}

/** `1 certificate`, `3 certificates`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Values by name, folded away under a title; nothing where there is none. */
export function valueTable(pairs: readonly (readonly [string, Json])[], title: string): string {
  if (pairs.length === 0) return "";
  const rows = pairs.map(([name, value]) => {
    const text =
      name === "result"
        ? `<a href="../${String(value)}" type="application/json">${String(value)}</a>`
        : jsonText(value);
    return `<tr><th scope="row">${escapeXml(name)}</th><td>${text}</td></tr>`;
  });
  return `<details><summary>${title}</summary><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="numbers"><tbody>${rows.join("")}</tbody></table></div></details>`;
}

/** A value as it is read: lists by commas, objects as tables, one row an object where all are. */
function jsonText(value: Json): string {
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return escapeXml(value);
  if (value === null || typeof value === "boolean") return value === null ? "none" : value ? "yes" : "no";
  if (isList(value)) {
    const plain = value.every((entry) => entry === null || typeof entry !== "object");
    return plain ? value.map(jsonText).join(", ") : value.map((entry) => `<p>${jsonText(entry)}</p>`).join("");
  }
  const entries = Object.entries(value);
  const columns = [...new Set(entries.flatMap(([, row]) => (isObject(row) ? Object.keys(row) : [])))];
  const head = (name: string) => `<th scope="row">${escapeXml(name)}</th>`;
  if (entries.length === 0 || columns.length === 0 || !entries.every(([, row]) => isObject(row))) {
    const rows = entries.map(([name, inner]) => `<tr>${head(name)}<td>${jsonText(inner)}</td></tr>`);
    return entries.length === 0 ? "none" : `<table><tbody>${rows.join("")}</tbody></table>`;
  }
  const titles = columns.map((name) => `<th scope="col">${escapeXml(name)}</th>`).join("");
  const rows = entries.map(([name, row]) => {
    const cells = columns.map((column) => {
      const inner = (row as JsonObject)[column];
      return `<td>${inner === undefined ? "" : jsonText(inner)}</td>`;
    });
    return `<tr>${head(name)}${cells.join("")}</tr>`;
  });
  return `<table><thead><tr><td></td>${titles}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}
