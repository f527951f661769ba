import { Marked } from "marked";
import katex from "marked-katex-extension";

// MathML is drawn by the browser itself: no fonts, style sheets or scripts.
const marked = new Marked(katex({ output: "mathml", throwOnError: false, nonStandard: true }));

/** Markdown with mathematics between dollar signs, as HTML with MathML. */
export function markdownToHtml(markdown: string): string {
  return marked.parse(markdown, { async: false });
}

/** The same for a single line, without a paragraph around it. */
export function inlineMarkdownToHtml(markdown: string): string {
  return marked.parseInline(markdown, { async: false });
}
