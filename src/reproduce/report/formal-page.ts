import { basename } from "node:path";
import { claimPath, proofPath, type Book } from "./book.js";
import { badge, escape, page } from "./html.js";
import { inlineMarkdownToHtml } from "./markdown.js";

/** The names of places in a page that coqdoc rendered. */
export function anchorsOf(rendered: string): Set<string> {
  return new Set([...rendered.matchAll(place)].map(([, id]) => id!));
}

/**
 * A file of formal proofs as coqdoc rendered it, in a page of the report, with the claims whose theorems it holds.
 *
 * @param anchors - the places that a link may lead to, by the names of coqdoc's pages.
 */
export function formalPage(
  file: string,
  rendered: string,
  book: Book,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): string {
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
<div class="coqdoc" tabindex="0" role="group" aria-label="Proofs">${withLivingLinks(content(rendered), basename(proofPath(file)), anchors)}</div>`;
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

/**
 * Without coqdoc's links to places that it gives no name, such as bound variables. Of several places with one name, such as a section and
 * the theorem in it, the last keeps it; links between them lead to the nearest above.
 */
function withLivingLinks(html: string, here: string, anchors: ReadonlyMap<string, ReadonlySet<string>>): string {
  const left = new Map<string, number>();
  for (const [, id] of html.matchAll(place)) left.set(id!, (left.get(id!) ?? 0) + 1);
  const nearest = new Map<string, string>();
  return html.replace(link, (whole, id: string | undefined, file: string, anchor: string, text: string) => {
    if (id !== undefined) {
      const later = left.get(id)! - 1;
      left.set(id, later);
      nearest.set(id, later === 0 ? id : `${id}-${later}`);
      return `<a id="${nearest.get(id)}" class="idref" href="#${nearest.get(id)}">`;
    }
    const named = file === here ? nearest.get(anchor) : undefined;
    if (named !== undefined) return `<a class="idref" href="#${named}">${text}</a>`;
    return anchor === "" || anchors.get(file)?.has(anchor) ? whole : text;
  });
}

const place = /<a id="([^"]*)"/g;
const link = /<a id="([^"]*)" class="idref" href="[^"]*">|<a class="idref" href="([^"#]*)#([^"]*)">(.*?)<\/a>/g;
