import type { LedgerClaim } from "../ledger.js";
import type { TheoremResult } from "../result.js";
import { escape } from "./html.js";
import { linksFrom, proofPath, type Book } from "./book.js";
import { inlineMarkdownToHtml } from "./markdown.js";

/** The formal statement beside the sentence: what it says in words, its text, its axioms, and where its proof is. */
export function formalStatement({ claim, checks }: LedgerClaim, book: Book): string {
  const { theorem } = claim;
  if (theorem === undefined) return "";
  const entry = checks.find(({ check }) => check.method === "theorem");
  const result = entry?.result?.method === "theorem" ? entry.result : undefined;
  const left =
    theorem.leavesOut === undefined
      ? ""
      : `<p class="leaves-out"><b>It leaves out:</b> ${inlineMarkdownToHtml(theorem.leavesOut, linksFrom(book, "../", claim.id))}</p>`;
  const body = result?.passed
    ? `<pre class="formal" tabindex="0" role="group" aria-label="Formal statement">${escape(result.statement)}</pre>
<p>Axioms: ${axioms(result)}. The words are those of ${definitions(result, book)}; the proof is in
${proofLink(theorem.file, book, theorem.name)}.</p>`
    : `<p class="quiet">Not checked in this run: ${escape(entry?.missing ?? result?.summary ?? "not run yet")}</p>`;
  return `<section class="claim"><h2>Formal statement</h2>
<p><b>In words:</b> ${inlineMarkdownToHtml(theorem.says)}</p>
${left}
${body}
</section>`;
}

/** The shared definitions it stands on: those of vectors and networks, or those of matrices. */
function definitions({ files }: TheoremResult, book: Book): string {
  return ["Definitions.v", "Matrices.v"]
    .filter((file) => files.includes(file))
    .map((file) => proofLink(file, book))
    .join(" and ");
}

/** A file of proofs, linked where it is rendered. */
function proofLink(file: string, book: Book, name = ""): string {
  if (!book.proofs.has(file)) return escape(file);
  return `<a href="../${proofPath(file)}${name ? `#${escape(name)}` : ""}">${escape(file)}</a>`;
}

function axioms({ axioms }: TheoremResult): string {
  if (axioms.length === 0) return "none";
  return axioms.map((axiom) => `<code>${escape(axiom)}</code>`).join(", ");
}

/** What became of the mutated statements, which the control itself names. */
export function theoremControls({ mutations }: Pick<TheoremResult, "mutations">): string {
  const accepted = mutations.filter(({ outcome }) => outcome !== "refused");
  const said = { proved: "proved by the same proof", "not readable": "no statement at all", refused: "" };
  if (accepted.length > 0) return accepted.map(({ what, outcome }) => `${escape(what)}: ${said[outcome]}.`).join(" ");
  const refused = mutations.length === 1 ? "It is not proved" : `None of the ${mutations.length} is proved`;
  return mutations.length === 0 ? "" : `${refused} by the same proof, as it must be.`;
}
