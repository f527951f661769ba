import { evidenceWords, type PaperId } from "../../claims/claim.js";
import type { LedgerClaim } from "../ledger.js";
import type { RecordedRun } from "../recorded.js";
import { claimPath, linksFrom, type Book } from "./book.js";
import { badge, count, covers, duration, escape, page, papers, wordMeanings } from "./html.js";
import { inlineMarkdownToHtml, markdownToHtml } from "./markdown.js";

/** What the report says about the run as a whole. */
export interface RunFacts {
  readonly version: string;
  readonly profile: string;
  readonly node: string;
}

/** The site's first page: every statement, how strong its evidence is, what that stands on, and how long it took. */
export function ledgerPage(book: Book, facts: RunFacts): string {
  const { ledger } = book;
  const ids = (Object.keys(papers) as PaperId[]).filter((id) => ledger.some(({ claim }) => claim.paper === id));
  const body = `<header class="masthead">
<p class="kicker">normlab ${escape(facts.version)} · profile <b>${escape(facts.profile)}</b> · Node ${escape(facts.node)}</p>
<h1>The ledger</h1>
<p class="lede">Every statement of three papers on normalization layers, what was done to show it, and how strong that evidence is.
A certificate can be checked again on the claim’s page, in your own browser.</p>
${tally(ledger)}
${filters(ids, ledger)}
</header>
${ids.map((id) => paperSection(id, book)).join("\n")}
${meanings()}
${fileChecker()}
<section><h2>Files</h2>
<p><a href="ro-crate-metadata.json">ro-crate-metadata.json</a> lists everything this run stood on and everything it made, with SHA-256;
<a href="ledger.json">ledger.json</a> is this page as data. Certificates are in <code>certificates/</code>: check them with
<code>npx normlab check</code>, or with <a href="check.html">a checker of your own</a>.</p></section>`;
  return page({ title: "normlab: the ledger", root: "", body, scripts: ["checker.js", "page.js"] });
}

/** A search over everything, and what is shown of the ledger; both need scripts. */
function filters(ids: readonly PaperId[], ledger: readonly LedgerClaim[]): string {
  const words = evidenceWords.filter((word) => ledger.some((entry) => entry.word === word));
  const options = (values: readonly string[], name: (value: string) => string) =>
    values.map((value) => `<option value="${value}">${name(value)}</option>`).join("");
  return `<form class="filters" role="search" aria-label="Report" hidden>
<label>Search everything <input type="search" name="query" autocomplete="off"></label>
<label>Paper <select name="paper"><option value="">all</option>${options(ids, (id) => `${id}: ${escape(papers[id as PaperId].title)}`)}</select></label>
<label>Evidence <select name="word"><option value="">all</option>${options(words, (word) => word)}</select></label>
<output aria-live="polite"></output>
</form>
<ul class="found" aria-label="Found" hidden></ul>`;
}

function tally(ledger: readonly LedgerClaim[]): string {
  const items = evidenceWords
    .map((word) => ({ word, n: ledger.filter((entry) => entry.word === word).length }))
    .filter(({ n }) => n > 0)
    .map(({ word, n }) => `<li><b>${n}</b> ${badge(word)}</li>`);
  return `<ul class="tally" aria-label="Claims by evidence">${items.join("")}</ul>`;
}

function paperSection(id: PaperId, book: Book): string {
  const rows = book.ledger.filter(({ claim }) => claim.paper === id).map((entry) => ledgerRow(entry, book));
  return `<section data-paper="${id}">
<h2><span class="paper">Paper ${id}</span> ${escape(papers[id].title)} <small>arXiv ${papers[id].arxiv}</small></h2>
<table class="ledger">
<thead><tr><th scope="col">Claim</th><th scope="col">Statement</th><th scope="col">Evidence</th><th scope="col">It stands on</th><th scope="col" class="number">Took</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</section>`;
}

function ledgerRow({ claim, word, checks, seconds }: LedgerClaim, book: Book): string {
  const fault = checks.some((check) => check.fault) ? `<p class="fault">a check is out of order</p>` : "";
  const link = claimPath(claim.id);
  return `<tr id="${escape(claim.id)}" data-word="${word ?? ""}">
<td class="id"><a href="${link}">${escape(claim.id)}</a></td>
<th scope="row"><a href="${link}">${inlineMarkdownToHtml(claim.title)}</a><div class="statement">${markdownToHtml(claim.statement)}</div></th>
<td class="evidence">${badge(word)}${fault}${covers(claim, word, linksFrom(book, "", claim.id))}</td>
<td class="stands"><ul>${standsOn(checks)
    .map((item) => `<li>${escape(item)}</li>`)
    .join("")}</ul></td>
<td class="number">${seconds > 0 ? duration(seconds) : "–"}</td>
</tr>`;
}

/** `12 certificates`, `2 numerical checks`, `1 experiment, 24 trials`: what ran, by kind. */
function standsOn(checks: LedgerClaim["checks"]): string[] {
  const ran = checks.filter(({ result }) => result !== undefined);
  const certificates = ran.flatMap(({ result }) => (result!.method === "certificate" ? result!.certificates : []));
  const accepted = certificates.filter(({ verdict }) => verdict === "accepted").length;
  const numerical = ran.filter(({ check }) => check.method === "numerical").length;
  const experiments = ran.filter(({ check }) => check.method === "experiment");
  const trials = experiments.reduce(
    (sum, { tasks }) => sum + tasks.filter(({ task }) => task.kind === "trial").length,
    0,
  );
  const recorded = checks.flatMap((check) => (check.recorded ? [recordedText(check.recorded)] : []));
  const waiting = checks.length - ran.length;
  const theorem = ran.find(({ result }) => result!.method === "theorem" && result!.passed);
  return [
    ...(theorem?.check.method === "theorem" ? [`theorem ${theorem.check.theorem.name}, checked by Rocq`] : []),
    ...(certificates.length > 0
      ? [
          `${count(accepted, "certificate")} accepted${accepted < certificates.length ? ` of ${certificates.length}` : ""}`,
        ]
      : []),
    ...(numerical > 0 ? [count(numerical, "numerical check")] : []),
    ...(experiments.length > 0 ? [`${count(experiments.length, "experiment")}, ${count(trials, "trial")}`] : []),
    ...recorded,
    ...(waiting > 0 ? [`${count(waiting, "check")} not run`] : []),
  ];
}

/** `recorded full run: supported, 72 trials`. */
function recordedText(recorded: RecordedRun): string {
  if (recorded.status === "refused") return "recorded full run: refused";
  return `recorded full run: ${recorded.word}, ${count(recorded.record.trials.length, "trial")}`;
}

function meanings(): string {
  const rows = evidenceWords.map((word) => `<div><dt>${badge(word)}</dt><dd>${escape(wordMeanings[word])}</dd></div>`);
  return `<section><h2>Evidence</h2><dl class="meanings">${rows.join("")}</dl>
<p>Strength falls from the first to the fourth; the last three are ends of their own. A claim has the word of its weakest check. Every check has a control, the same check on a false statement, and counts only if the
control failed.</p></section>`;
}

/** A place to check any certificate file. */
function fileChecker(): string {
  return `<section><h2>Check a certificate of your own</h2>
<div class="certificate" data-certificate-file>
<p><label>A certificate file <input type="file" accept=".json,application/json"></label></p>
<p><output aria-live="polite"></output></p>
</div>
<noscript><p>This needs scripts; <code>npx normlab check FILE</code> does not.</p></noscript>
</section>`;
}
