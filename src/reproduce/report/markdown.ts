import { Marked, type Tokens } from "marked";
import katex from "marked-katex-extension";
import { escapeXml } from "../../plot/xml.js";

/** Where what a text names can be read in the report; undefined where it cannot. */
export interface Links {
  /** A claim, by its id. */
  claim(id: string): string | undefined;
  /** A file of the project, as a text names it: `docs/theory/c3.md`, `proofs/C3.v`; with the anchor of a statement in it. */
  file(path: string, anchor?: string): string | undefined;
}

// HTML in KaTeX's own fonts, which the site holds (`fonts.ts`), with MathML beside it for those who hear the page.
const mathematics = katex({ output: "htmlAndMathml", throwOnError: false, strict: "ignore", nonStandard: true });
const plain = new Marked(mathematics, products());

/** Markdown with mathematics between dollar signs, as HTML. With `links`, the claims and files that it names become links. */
export function markdownToHtml(markdown: string, links?: Links): string {
  // Wide tables and code scroll by themselves, not the page.
  return parserWith(links)
    .parse(markdown, { async: false })
    .replaceAll("<pre>", '<pre class="source" tabindex="0" role="group" aria-label="Code">')
    .replaceAll("<table>", '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>')
    .replaceAll("</table>", "</table></div>");
}

/** The same for a single line, without a paragraph around it. */
export function inlineMarkdownToHtml(markdown: string, links?: Links): string {
  return parserWith(links).parseInline(markdown, { async: false });
}

function parserWith(links: Links | undefined): Marked {
  return links === undefined ? plain : new Marked(mathematics, products(), { renderer: linking(links) });
}

/** `2*pi*x` is a product: an asterisk right after a letter, a digit or a bracket emphasises nothing. */
function products() {
  return {
    tokenizer: {
      emStrong(_src: string, _masked: string, before = "") {
        return /[\p{L}\p{N})\]]/u.test(before) ? undefined : (false as const);
      },
    },
  };
}

const named = /((?:docs|proofs)\/[\w/-]+\.(?:md|v))(?:(,| \()(\s?)((?:Theorem|Lemma) \d+))?|\b([A-Z]\d+'?)(?![\w.])/g;

function linking(links: Links) {
  const linked = (escaped: string) =>
    escaped
      .replaceAll("&#39;", "'")
      .replace(
        named,
        (whole: string, path?: string, join?: string, space?: string, statement?: string, id?: string) => {
          if (id !== undefined) return anchor(links.claim(id), escapeXml(id));
          const file = anchor(links.file(path!), path!);
          if (statement === undefined) return file === path ? whole : file;
          return `${file}${join}${space}${anchor(links.file(path!, slug(statement)), statement)}`;
        },
      );
  return {
    text(token: Tokens.Text | Tokens.Escape): string | false {
      if ("tokens" in token && token.tokens) return false;
      return linked(escapeXml(token.text));
    },
    // A link's text leads where the link does, whatever it names.
    link({ raw, href, text }: Tokens.Link): string | false {
      return raw.startsWith("[") && anchor(href, plain.parseInline(text, { async: false }));
    },
    codespan({ text }: Tokens.Codespan): string {
      const escaped = escapeXml(text);
      const file = /^(docs|proofs)\/\S+$/.test(text) ? links.file(text) : undefined;
      return file === undefined ? `<code>${escaped}</code>` : anchor(file, `<code>${escaped}</code>`);
    },
  };
}

function anchor(href: string | undefined, html: string): string {
  return href === undefined ? html : `<a href="${escapeXml(href)}">${html}</a>`;
}

/** A heading or a name as an anchor: `theorem-2`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}
