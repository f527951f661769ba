import { claimPath, type Book } from "./book.js";
import { badge, escape, page } from "./html.js";
import { inlineMarkdownToHtml } from "./markdown.js";

/** A file of formal proofs as coqdoc rendered it, in a page of the report, with the claims whose theorems it holds. */
export function formalPage(file: string, rendered: string, book: Book): string {
  const claims = book.ledger.filter(({ checks }) =>
    checks.some(({ result }) => result?.method === "theorem" && result.files.includes(file)),
  );
  const own = claims.filter(({ claim }) => claim.theorem?.file === file);
  const theorem = own.map(
    ({ claim, word }) =>
      `<p><a href="../${claimPath(claim.id)}">${escape(claim.id)} ${inlineMarkdownToHtml(claim.title)}</a> ${badge(word)}: theorem <a href="#${escape(claim.theorem!.name)}">${escape(claim.theorem!.name)}</a></p>`,
  );
  const others = claims.filter((entry) => !own.includes(entry));
  const stands = others.map(({ claim }) => `<a href="../${claimPath(claim.id)}">${escape(claim.id)}</a>`).join(", ");
  const body = `<header class="masthead"><p class="kicker">Formal proof, checked by Rocq</p><h1>proofs/${escape(file)}</h1>
${theorem.join("")}${stands ? `<p class="quiet">${own.length > 0 ? "Also stands" : "Stands"} under ${stands}.</p>` : ""}</header>
<div class="coqdoc" tabindex="0" role="group" aria-label="Proofs">${content(rendered)}</div>`;
  return page({ title: `proofs/${file}`, root: "../", body });
}

/** What coqdoc wrote, without its frame; its headings begin below the page's own. */
function content(html: string): string {
  const begin = html.indexOf('<div id="main">');
  const end = html.indexOf("<hr/>This page has been generated");
  const inside = begin < 0 ? html : html.slice(begin + '<div id="main">'.length, end < 0 ? undefined : end);
  return inside
    .replace(/<(\/?)h([1-4])/g, (_, slash: string, level: string) => `<${slash}h${Number(level) + 1}`)
    .replace(/<a id="lab\d+"><\/a>/g, "");
}
