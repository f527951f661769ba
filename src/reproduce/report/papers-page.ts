import type { PaperId } from "../../claims/claim.js";
import { abstractSentences, type AbstractSentence } from "./abstracts.js";
import { claimPath, type Book } from "./book.js";
import { badge, escape, page, papers } from "./html.js";
import { inlineMarkdownToHtml } from "./markdown.js";

/** The three abstracts sentence by sentence, and the claims that answer each. */
export function papersPage(book: Book): string {
  const sections = (Object.keys(papers) as PaperId[]).map((id) => paperSection(id, book));
  const body = `<header class="masthead"><h1>Sentence by sentence</h1>
<p class="lede">What the three abstracts say, told in our words and numbered as there, and the claims of the ledger that answer each sentence.</p></header>
${sections.join("\n")}`;
  return page({ title: "The papers, sentence by sentence", root: "", body });
}

function paperSection(id: PaperId, book: Book): string {
  const rows = abstractSentences.filter(({ paper }) => paper === id).map((sentence) => sentenceRow(sentence, book));
  const answering = new Set(abstractSentences.flatMap(({ claims }) => claims));
  const beyond = book.ledger.filter(({ claim }) => claim.paper === id && !answering.has(claim.id));
  const more =
    beyond.length === 0
      ? ""
      : `<p>Beyond the abstract: ${beyond.map(({ claim }) => claimLink(claim.id, book)).join(", ")}.</p>`;
  return `<section><h2><span class="paper">Paper ${id}</span> ${escape(papers[id].title)} <small>arXiv ${papers[id].arxiv}</small></h2>
<ol class="sentences">${rows.join("\n")}</ol>
${more}</section>`;
}

function sentenceRow({ paper, number, says, claims, none }: AbstractSentence, book: Book): string {
  const answers = claims.map((id) => claimLink(id, book));
  const said = answers.length > 0 ? `Answered by ${answers.join(", ")}` : `No claim: ${escape(none ?? "")}`;
  return `<li id="${paper}-${number}" value="${number}"><p>${escape(says)}</p><p class="quiet">${said}</p></li>`;
}

/** A claim's id, title and badge; its id alone where this run's ledger does not hold it. */
function claimLink(id: string, book: Book): string {
  const entry = book.ledger.find(({ claim }) => claim.id === id);
  if (entry === undefined) return escape(id);
  return `<a href="${claimPath(id)}" title="${escape(entry.claim.title)}">${escape(id)}</a> ${badge(entry.word)}<span class="visually-hidden"> ${inlineMarkdownToHtml(entry.claim.title)}</span>`;
}
