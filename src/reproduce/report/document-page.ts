import { posix } from "node:path";
import { linksFrom, namedBy, claimPath, documentPath, type Book, type Document } from "./book.js";
import { badge, escape, page } from "./html.js";
import { inlineMarkdownToHtml, markdownToHtml, slug } from "./markdown.js";

/** A proof or an explanation as a page: its statements numbered, with links to the claims that stand on it. */
export function documentPage(document: Document, book: Book): string {
  const links = linksFrom(book, "../");
  const { html, statements } = numbered(markdownToHtml(document.markdown.replace(/^# .+$/m, ""), links));
  const body = `<header class="masthead">
<p class="kicker"><code>${escape(document.path)}</code></p>
<h1>${inlineMarkdownToHtml(document.title)}</h1>
${standing(document, book)}
${contents(statements)}
</header>
<div class="document">
${relinked(html, document.path, book)}
</div>`;
  return page({ title: document.title, root: "../", body, scripts: ["page.js"] });
}

/** The claims whose arguments name the document. */
function standing(document: Document, book: Book): string {
  const claims = book.ledger.filter(({ claim }) => namedBy(claim, book).documents.includes(document));
  if (claims.length === 0) return "";
  const items = claims.map(
    ({ claim, word }) =>
      `<li><a href="../${claimPath(claim.id)}">${escape(claim.id)} ${inlineMarkdownToHtml(claim.title)}</a> ${badge(word)}</li>`,
  );
  return `<p class="quiet">What is argued here is used by:</p><ul class="plain">${items.join("")}</ul>`;
}

interface Statement {
  readonly id: string;
  readonly number: number;
  readonly name: string;
}

/** Every paragraph that begins with a name in bold letters gets an anchor and a number, and every heading an anchor. */
function numbered(html: string): { html: string; statements: Statement[] } {
  const statements: Statement[] = [];
  const unique = uniqueIds();
  const anchored = withAnchors(html, unique).replace(/<p><strong>([\s\S]*?)<\/strong>/g, (_, name: string) => {
    const id = unique(name.replace(/[.:]$/, ""));
    const number = statements.push({ id, name, number: statements.length + 1 });
    return `<p class="statement-of" id="${id}"><a class="statement-number" href="#${id}" aria-label="Statement ${number}">${number}</a> <strong>${name}</strong>`;
  });
  return { html: anchored, statements };
}

/** Headings with anchors of their names. */
export function withAnchors(html: string, unique = uniqueIds()): string {
  return html.replace(/<h([1-4])>([\s\S]*?)<\/h\1>/g, (_, level: string, text: string) => {
    return `<h${level} id="${unique(text)}">${text}</h${level}>`;
  });
}

/** Names as anchors, each once on a page. */
function uniqueIds(): (html: string) => string {
  const used = new Set(["main"]);
  return (html) => {
    // Characters that HTML writes by name are none of a slug's.
    const text = html
      .replace(/<math[\s\S]*?<\/math>/g, "")
      .replace(/<[^>]*>|&#?\w+;/g, (part) => (part[0] === "&" ? " " : ""));
    const wanted = slug(text) || "statement";
    let id = wanted;
    for (let n = 2; used.has(id); n++) id = `${wanted}-${n}`;
    used.add(id);
    return id;
  };
}

function contents(statements: readonly Statement[]): string {
  if (statements.length < 2) return "";
  const items = statements.map(
    ({ id, name, number }) => `<li><a href="#${id}">${number} ${name.replace(/\.$/, "")}</a></li>`,
  );
  return `<details><summary>${statements.length} statements</summary><ul class="plain">${items.join("")}</ul></details>`;
}

/** Links between the project's files, as links between pages; a file without a page is named. `from` is the path of the text. */
export function relinked(html: string, from: string, book: Book): string {
  const links = linksFrom(book, "../");
  return html
    .replace(
      /<a href="([^"#:]+)(#[^"]*)?">([\s\S]*?)<\/a>/g,
      (whole, href: string, anchor: string | undefined, text: string) => {
        if (/^(https?:|\.\.\/(claims|theory|walkthroughs|proofs\/Normlab))/.test(href)) return whole;
        const target = links.file(posix.join(posix.dirname(from), href));
        return target === undefined ? text : `<a href="${target}${anchor ?? ""}">${text}</a>`;
      },
    )
    .replace(/<img [^>]*>/g, "");
}

/** Links to the documents a claim's argument stands on, with how many statements each has. */
export function argumentLinks(claim: Parameters<typeof namedBy>[0], book: Book): string {
  const { documents } = namedBy(claim, book);
  const items = documents.map(
    (document) =>
      `<li><a href="../${documentPath(document.path)}">${inlineMarkdownToHtml(document.title)}</a> <span class="quiet">${escape(document.path)}</span></li>`,
  );
  return items.length === 0 ? "" : `<h3>The argument in full</h3><ul class="plain">${items.join("")}</ul>`;
}
