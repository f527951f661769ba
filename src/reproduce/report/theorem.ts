import type { LedgerClaim } from "../ledger.js";
import type { TheoremResult } from "../result.js";
import { escape } from "./html.js";
import { inlineMarkdownToHtml } from "./markdown.js";

/** The formal statement beside the sentence: what it says in words, its text, its axioms, and where its proof is. */
export function formalStatement({ claim, checks }: LedgerClaim): string {
  const { theorem } = claim;
  if (theorem === undefined) return "";
  const entry = checks.find(({ check }) => check.method === "theorem");
  const result = entry?.result?.method === "theorem" ? entry.result : undefined;
  const left =
    theorem.leavesOut === undefined
      ? ""
      : `<p class="leaves-out"><b>It leaves out:</b> ${inlineMarkdownToHtml(theorem.leavesOut)}</p>`;
  const body = result?.passed
    ? `<pre class="formal" tabindex="0" role="region" aria-label="Formal statement">${escape(result.statement)}</pre>
<p>Axioms: ${axioms(result)}. The words are those of ${definitions(result)}; the proof is in
<a href="../${proofPage(theorem.file)}#${escape(theorem.name)}">${escape(theorem.file)}</a>.</p>`
    : `<p class="quiet">Not checked in this run: ${escape(entry?.missing ?? result?.summary ?? "not run yet")}</p>`;
  return `<section class="claim"><h2>Formal statement</h2>
<p><b>In words:</b> ${inlineMarkdownToHtml(theorem.says)}</p>
${left}
${body}
</section>`;
}

/** The shared definitions it stands on: those of vectors and networks, or those of matrices. */
function definitions({ files }: TheoremResult): string {
  return ["Definitions.v", "Matrices.v"]
    .filter((file) => files.includes(file))
    .map((file) => `<a href="../${proofPage(file)}">${file}</a>`)
    .join(" and ");
}

function axioms({ axioms }: TheoremResult): string {
  if (axioms.length === 0) return "none";
  return axioms.map((axiom) => `<code>${escape(axiom)}</code>`).join(", ");
}

/** What became of the mutated statements. */
export function theoremControls({ mutations }: TheoremResult): string {
  const said = {
    refused: "not proved by the same proof, as it must be",
    proved: "proved by the same proof",
    "not readable": "no statement at all",
  } as const;
  return mutations.map(({ what, outcome }) => `${escape(what)}: ${said[outcome]}.`).join(" ");
}

/** Where a file of proofs is rendered in the site. */
export function proofPage(file: string): string {
  return `proofs/Normlab.${file.replace(/\.v$/, "").replaceAll("/", ".")}.html`;
}
