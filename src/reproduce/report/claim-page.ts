import type { Claim, Json, JsonObject } from "../../claims/claim.js";
import type { LedgerCheck, LedgerClaim } from "../ledger.js";
import { provedWords } from "../../proved/words.js";
import type { CheckedCertificate, CheckResult } from "../result.js";
import { sentencesOf } from "./abstracts.js";
import { claimPath, linksFrom, namedBy, walkthroughPath, type Book } from "./book.js";
import { argumentLinks } from "./document-page.js";
import { experimentBody, experimentControl, paperRecipe, recordedSection, whatItTakes } from "./experiment.js";
import { figureElements, type FigureLines } from "./figure-element.js";
import {
  badge,
  count,
  covers,
  duration,
  escape,
  number,
  page,
  papers,
  size,
  valueTable,
  wordMeanings,
} from "./html.js";
import { inlineMarkdownToHtml, markdownToHtml, slug } from "./markdown.js";
import { sourcePath, type SourceLines } from "./source-lines.js";
import { formalStatement, theoremControls } from "./theorem.js";

const methods = {
  theorem: "Formal proof",
  certificate: "Certificate",
  numerical: "Numerical check",
  experiment: "Experiment",
} as const;

/** The page of one claim: its statement, what is shown of it, why it is true, and every check with all that is known of it. */
export function claimPage(index: number, book: Book, source: SourceLines): string {
  const entry = book.ledger[index]!;
  const { claim, word, checks, seconds } = entry;
  const links = linksFrom(book, "../", claim.id);
  const module = source.module(claim.module);
  const body = `<header class="masthead">
<p class="kicker">Paper ${claim.paper} · ${escape(papers[claim.paper].title)}</p>
<h1><span class="id">${escape(claim.id)}</span> ${inlineMarkdownToHtml(claim.title)}</h1>
${answeredSentences(claim)}
</header>
<section class="claim"><h2>Statement</h2>
<div class="theorem">${markdownToHtml(claim.statement)}</div>
<p class="quiet">Source: ${inlineMarkdownToHtml(claim.source)}</p>
${assumptions(entry)}
</section>
<section class="shown"><h2>What is shown</h2>
<p class="word">${badge(word)} ${word === null ? "Not run yet." : escape(wordMeanings[word])}</p>
${covers(claim, word, links)}
${checks.map(whatItTakes).join("")}
<p class="quiet">${seconds > 0 ? `${duration(seconds)} of computing. ` : ""}${checks.map(({ check, word: own }) => `<a href="#${escape(check.id)}">${escape(check.id)}</a>${own === null ? "" : ` (${own})`}`).join(", ")}</p>
</section>
${formalStatement(entry, book)}
<section><h2>Why it is true</h2>${markdownToHtml(claim.why, links)}
${argumentLinks(claim, book)}
${readOn(entry, book, module)}</section>
${checks.map((check) => checkSection(check, claim.id, source.of(claim.id, check.check.id))).join("\n")}
${reported(entry)}
${historyOf(claim, book)}
<nav class="neighbours" aria-label="Neighbouring claims">${neighbour(book.ledger[index - 1], "prev")} ${neighbour(book.ledger[index + 1], "next")}</nav>`;
  return page({ title: `${claim.id}: ${claim.title}`, root: "../", body, scripts: ["checker.js", "page.js"] });
}

/** The words that the claim had in the runs of this folder, and what was other each time. */
function historyOf({ id }: Claim, { history }: Book): string {
  const entries = history[id] ?? [];
  if (entries.length === 0) return "";
  const rows = entries.map((entry, i) => {
    const before = entries[i - 1];
    const changes = [
      ...(before && before.word !== entry.word ? [`was ${before.word}`] : []),
      ...(before && before.profile !== entry.profile ? ["another profile"] : []),
      ...(before && before.version !== entry.version ? ["another version"] : []),
      ...(before && before.results !== entry.results ? ["other code, parameters, seeds or data"] : []),
    ];
    const what = before === undefined ? "first run" : changes.join(", ");
    return `<tr><td><time datetime="${entry.finished}">${entry.finished.slice(0, 16).replace("T", " ")} UTC</time></td><td>${badge(entry.word)}</td><td>${entry.profile}</td><td>${escape(entry.version)}</td><td><code>${escape(entry.results)}</code></td><td>${what}</td></tr>`;
  });
  return `<section><h2>History</h2>
<p class="quiet">The runs in this folder after which something was other than before. Two runs in full: <code>normlab compare</code>.</p>
<div class="scroll" tabindex="0" role="group" aria-label="History"><table class="numbers"><thead><tr><th scope="col">ended</th><th scope="col">word</th><th scope="col">profile</th><th scope="col">version</th><th scope="col">results</th><th scope="col">what is other</th></tr></thead>
<tbody>${rows.join("")}</tbody></table></div></section>`;
}

function neighbour(entry: LedgerClaim | undefined, rel: "prev" | "next"): string {
  if (entry === undefined) return "";
  const { id, title } = entry.claim;
  const text = `${escape(id)} <span>${inlineMarkdownToHtml(title)}</span>`;
  return `<a rel="${rel}" href="../${claimPath(id)}">${rel === "prev" ? `← ${text}` : `${text} →`}</a>`;
}

/** The sentences of the abstract that the claim answers, by number. */
function answeredSentences({ id, paper }: Claim): string {
  const answered = sentencesOf(id).map(
    ({ number: n, says }) => `<a href="../papers.html#${paper}-${n}">sentence ${n}</a>: ${escape(says)}`,
  );
  return answered.length === 0
    ? `<p class="sentence">Beyond the paper’s abstract.</p>`
    : answered.map((text) => `<p class="sentence">It answers the abstract’s ${text}</p>`).join("");
}

/** Claims its argument names and those that name it, the walkthrough, and the claim as code. */
function readOn({ claim }: LedgerClaim, book: Book, module: string | undefined): string {
  const link = (id: string) => `<a href="../${claimPath(id)}">${escape(id)}</a>`;
  const uses = namedBy(claim, book).claims;
  const usedBy = book.ledger.filter((other) => namedBy(other.claim, book).claims.includes(claim.id));
  const walkthrough = claim.notebook && book.walkthroughs.find(({ file }) => file === claim.notebook!.file);
  const rows = [
    ...(uses.length > 0 ? [["It names", uses.map(link).join(", ")]] : []),
    ...(usedBy.length > 0 ? [["It is named by", usedBy.map((other) => link(other.claim.id)).join(", ")]] : []),
    ...(walkthrough
      ? [
          [
            "Walkthrough",
            `<a href="../${walkthroughPath(walkthrough.file)}#${slug(claim.notebook!.section)}">${escape(claim.notebook!.section)}</a>, in notebooks/${escape(walkthrough.file)} (<code>npm run lab</code> opens it)`,
          ],
        ]
      : []),
    ...(module === undefined ? [] : [["As code", `<a href="../${sourcePath(module)}">${escape(module)}</a>`]]),
  ];
  if (rows.length === 0) return "";
  return `<dl class="facts">${rows.map(([name, text]) => `<div><dt>${name}</dt><dd>${text}</dd></div>`).join("")}</dl>`;
}

function assumptions({ claim }: LedgerClaim): string {
  if (claim.assumptions.length === 0) return "";
  const items = claim.assumptions.map(
    ({ name, text }) => `<div><dt>${escape(name)}</dt><dd>${inlineMarkdownToHtml(text)}</dd></div>`,
  );
  return `<h3>Assumptions</h3><dl class="facts">${items.join("")}</dl>`;
}

function checkSection(entry: LedgerCheck, claim: string, lines: FigureLines): string {
  const { check, word, seconds, recorded, sample } = entry;
  // What a sampled record says is shown as the record's.
  const result = sample ? undefined : entry.result;
  const role = check.role === "corroboration" ? " · a second opinion, not counted as evidence" : "";
  const body = result ? resultBody(entry, result) : sampleBody(entry);
  const expectation =
    check.method === "experiment"
      ? `<p><b>Stated before it ran:</b> ${inlineMarkdownToHtml(check.expectation)}</p>`
      : "";
  return `<section class="check" id="${escape(check.id)}">
<p class="kicker">${methods[check.method]}${role} · <code>${escape(claim)}.${escape(check.id)}</code></p>
<h2>${inlineMarkdownToHtml(check.title)}</h2>
<p>${badge(word)} <span class="quiet">${seconds > 0 ? duration(seconds) : ""}</span></p>
${expectation}
${thisRun(entry)}
${body}
${result ? figureElements(result.figures, lines) : ""}
<p class="control">${controlMark(result)}<b>Control.</b> ${inlineMarkdownToHtml(check.control)} ${result ? controlText(result) : ""}</p>
${result?.method === "certificate" ? certificateList(entry, result.controlCertificates, "rejected") : ""}
${provenance(entry)}
${recordedSection(recorded, lines)}
${paperRecipe(
  check,
  entry.tasks.some(({ task }) => task.profile === "paper"),
)}
</section>`;
}

/** What became of the sample of a record's trials, or why there is none. */
function sampleBody({ sample, missing, fault }: LedgerCheck): string {
  const told = missing === undefined ? "" : `<p class="${fault ? "fault" : "quiet"}">${escape(missing)}</p>`;
  if (sample === undefined) return told;
  return `${told}<p><b>${escape(sample.text)}.</b> <span class="quiet">Chosen by the seed ${sample.seed} (<code>--sample-seed</code> changes it). ${escape(sample.rule)}</span></p>`;
}

/** Where there are two runs to tell apart: which this one is, and what it says by itself. */
function thisRun({ recorded, result, tasks, foundWord, word, sample }: LedgerCheck): string {
  if (recorded === undefined || result === undefined) return "";
  const own =
    foundWord === word
      ? ""
      : `<p>${badge(foundWord)} by itself. The word above is the weaker of this and of the recorded run’s below.</p>`;
  const what = sample ? "a sample of the recorded run" : `profile ${tasks.at(-1)!.task.profile}`;
  return `<h3>This run, ${escape(what)}</h3>${own}`;
}

function resultBody(entry: LedgerCheck, result: CheckResult): string {
  const { check } = entry;
  const summary = `<p>${inlineMarkdownToHtml(result.summary)}</p>`;
  switch (result.method) {
    case "certificate":
      return summary + certificateList(entry, result.certificates, "accepted");
    case "numerical": {
      const why = check.method === "numerical" ? check.tolerance.why : "";
      const deviation = result.deviation === null ? "not finite" : number(result.deviation);
      return `${summary}<dl class="facts"><div><dt>Deviation</dt><dd>${deviation}</dd></div>
<div><dt>Tolerance</dt><dd>${number(result.tolerance)}: ${inlineMarkdownToHtml(why)}</dd></div></dl>`;
    }
    case "experiment":
      return experimentBody(result);
    case "theorem":
      return summary;
  }
}

/** Each certificate with a button that runs the checker in the reader's browser. */
function certificateList(
  { tasks }: LedgerCheck,
  certificates: readonly CheckedCertificate[],
  expected: "accepted" | "rejected",
): string {
  const budget = tasks.at(-1)?.task.parameters.budget;
  const work = typeof budget === "number" ? ` data-budget="${budget}"` : "";
  const items = certificates.map((certificate) => {
    const { name, statement, kind, bytes, verdict, reason, proved } = certificate;
    const file = certificateFile(certificate, expected);
    const said = verdict === expected ? "" : ` <strong class="fault">${verdict} in this run</strong>`;
    const second = proved === undefined ? "" : `<p class="quiet">${provedWords(verdict, proved)}.</p>`;
    const why = reason === null ? "" : `<p class="quiet">In this run: ${escape(reason)}</p>`;
    return `<li class="certificate" data-certificate="${certificate.sha256}" data-expected="${expected}"${work}>
<p><b>${escape(statement ?? name)}</b>${said}</p>
<p class="quiet"><a href="../${file}" type="application/json">${escape(name)}.json</a> · ${escape(kind ?? "no kind")} · ${size(bytes)}</p>
${why}${second}
<p class="actions"><button type="button" data-action="check">Check it here</button> <button type="button" data-action="edit" aria-expanded="false">Show and edit</button> <output aria-live="polite"></output></p>
</li>`;
  });
  const many = certificates.length > 4;
  const list = `<ul class="certificates">${items.join("\n")}</ul>`;
  const what =
    expected === "accepted"
      ? count(certificates.length, "certificate")
      : count(certificates.length, "false certificate");
  const all = `<button type="button" data-action="check-all">Check all here</button>`;
  return `<details class="certificate-list"${many || expected === "rejected" ? "" : " open"}><summary>${what}, to be ${expected}</summary>${many ? `<p>${all} <output aria-live="polite"></output></p>` : ""}${list}</details>`;
}

/** Where a certificate lies in the site. */
export function certificateFile({ name }: CheckedCertificate, expected: "accepted" | "rejected"): string {
  return expected === "accepted" ? `certificates/${name}.json` : `certificates/controls/${name}.json`;
}

function controlMark(result: CheckResult | undefined): string {
  if (!result) return "";
  return result.controlFailed ? `<span class="mark">✓</span> ` : `<strong class="fault">✗ did not fail</strong> `;
}

function controlText(result: CheckResult): string {
  switch (result.method) {
    case "certificate":
      return result.controlFailed ? "The checker rejected it, as it must." : "The checker did not reject it.";
    case "numerical": {
      const deviation = result.controlDeviation === null ? "not finite" : number(result.controlDeviation);
      return `Its deviation is ${deviation}${result.controlFailed ? ", beyond the tolerance, as it must be." : ": within the tolerance."}`;
    }
    case "experiment":
      return experimentControl(result);
    case "theorem":
      return theoremControls(result);
  }
}

/** What went in and what was measured, for whoever wants to do it again. */
function provenance({ check, result, tasks }: LedgerCheck): string {
  const seeds = [...new Set(tasks.flatMap(({ task }) => (task.kind === "trial" ? [task.trial.seed] : [])))];
  const backends = [...new Set(tasks.map(({ record }) => record?.backend).filter((name) => name != null))];
  const parameters = tasks.at(-1)?.task.parameters ?? {};
  const rows: [string, Json][] = [
    ...Object.entries(parameters),
    ...(seeds.length > 0 ? [["seeds", seeds.join(", ")] as [string, Json]] : []),
    ...(backends.length > 0 ? [["tensor backend", backends.join(", ")] as [string, Json]] : []),
    ...(check.data ?? []).map((name): [string, Json] => ["data", `data/${name}`]),
    ...tasks
      .filter(({ task }) => task.kind !== "trial")
      .map(({ task }): [string, Json] => ["result", `cache/${task.hash}.json`]),
  ];
  const measured: JsonObject = result?.measurements ?? {};
  return valueTable(Object.entries(measured), "Measurements") + valueTable(rows, "Parameters and files");
}

function reported({ claim }: LedgerClaim): string {
  if (!claim.reported?.length) return "";
  const rows = claim.reported.map(
    ({ what, value, source }) =>
      `<tr><th scope="row">${inlineMarkdownToHtml(what)}</th><td class="number">${escape(value)}</td><td>${inlineMarkdownToHtml(source)}</td></tr>`,
  );
  return `<section><h2>Reported elsewhere</h2><p>Numbers of the papers, as reported there. They are not results of this run.</p>
<table class="numbers"><thead><tr><th scope="col">What</th><th scope="col" class="number">Reported</th><th scope="col">Where</th></tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}
