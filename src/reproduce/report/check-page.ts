import type { RunFacts } from "./ledger-page.js";
import { documentPath, type Book } from "./book.js";
import { count, page } from "./html.js";

/** How to doubt the report with other programs than ours. */
export function checkPage(book: Book, questions: number, facts: RunFacts): string {
  const certificates = book.ledger.flatMap(({ checks }) =>
    checks.flatMap(({ result }) => (result?.method === "certificate" ? result.certificates : [])),
  );
  const body = `<header class="masthead"><h1>Check it without us</h1>
<p class="lede">Nothing below asks for trust in this report. Its certificates, proofs and questions are files that lie beside it; other programs read them.</p></header>
<section><h2>1. The certificates, with the small checker</h2>
<p>${count(certificates.length, "certificate")} in <code>certificates/</code>, false ones in <code>certificates/controls/</code>. The checker has no dependency and knows nothing of how they were made; it also runs on every claim’s page, in your browser.</p>
<pre class="source" tabindex="0" role="group" aria-label="Commands">npx normlab check certificates/*.json           # exit code 0: all accepted
npx normlab check certificates/controls/*.json  # exit code 1: each rejected</pre></section>
<section><h2>2. The certificates, with a second checker</h2>
<p>Written in another language (Python, on python-flint) from <a href="${documentPath("docs/certificates.md")}">the description of the format</a> alone. In the repository:</p>
<pre class="source" tabindex="0" role="group" aria-label="Commands">npm run second-checker -- reproduction/certificates --mutations 20</pre>
<p>Or write a third: the description states every rule with its proof, in some 300 lines.</p></section>
<section><h2>3. The inequalities, with an SMT solver</h2>
<p>${questions > 0 ? `${count(questions, "inequality certificate")} of this run, each as a question in SMT-LIB 2 in <code>smt-lib/</code>: is there a number where it fails? Any solver of nonlinear real arithmetic answers <code>unsat</code> where there is none.` : "This run has no inequality certificate; a run of C3 has some."}
Those of high degree take a solver long, and some it gives up.</p>
<pre class="source" tabindex="0" role="group" aria-label="Commands">pip install z3-solver
for f in smt-lib/*.smt2; do echo "$f: $(z3 -T:60 "$f")"; done</pre></section>
<section><h2>4. The formal proofs, with Rocq’s second kernel</h2>
<p>The sources are in the repository’s <code>proofs/</code> (${book.proofs.size > 0 ? "rendered here in <code>proofs/</code>" : "not rendered in this run"}). <code>coqchk</code> reads what was compiled, with a smaller kernel, and lists the axioms.
What must be believed then: <a href="${documentPath("docs/trust.md")}">trust</a>.</p>
<pre class="source" tabindex="0" role="group" aria-label="Commands">cd proofs
coq_makefile -f _CoqProject -o Makefile.coq
make -f Makefile.coq
coqchk -silent -o -Q . Normlab Normlab.C5</pre></section>
<section><h2>5. The experiments, with other seeds</h2>
<p>The records hold each trial’s seed, parameters and result. Which trials are run again is drawn by a seed that you choose; the conclusion is drawn anew.</p>
<pre class="source" tabindex="0" role="group" aria-label="Commands">npx normlab reproduce B7 --sample-seed 12345</pre></section>
<section><h2>6. The files, by their hashes</h2>
<p><a href="ro-crate-metadata.json">ro-crate-metadata.json</a> lists every file of this report with its SHA-256, the versions and the machine: normlab ${facts.version}, profile ${facts.profile}, Node ${facts.node}.</p></section>`;
  return page({ title: "Check it without us", root: "", body });
}
