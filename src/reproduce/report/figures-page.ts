import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Figure } from "../../plot/figure.js";
import { claimPath, linksFrom, type Book } from "./book.js";
import { relinked, withAnchors } from "./document-page.js";
import { sequenceElement, sequenceName, sequencesOf } from "./figure-element.js";
import { escape, page } from "./html.js";
import { markdownToHtml } from "./markdown.js";

const file = "docs/figures.md";

/** The figures of the papers beside ours: `docs/figures.md`, with this run's figures where it names them. */
export function figuresPage(book: Book): string {
  const markdown = readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), "utf8");
  const figures = figuresOf(book);
  const html = markdownToHtml(markdown, linksFrom(book, ""))
    .replace(/<p>Figure: ([\s\S]*?)<\/p>\n?/g, (_, named: string) => {
      const [claim = "", id = ""] = named
        .replace(/<[^>]*>/g, "")
        .replaceAll("&#39;", "'")
        .trim()
        .split(" ");
      return panel(claim, id, figures.get(`${claim} ${id}`));
    })
    // Panels that follow each other stand in one row.
    .replaceAll('</div><!--panel--><div class="figures">', "");
  return page({
    title: "The figures of the papers, and ours",
    root: "",
    body: `<div class="document">${relinked(withAnchors(html), file, book)}</div>`,
  });
}

function panel(claim: string, id: string, figures: readonly Figure[] | undefined): string {
  const source = `<p class="quiet panel-source"><a href="${claimPath(claim)}">${escape(claim)}</a>, ${escape(id)}</p>`;
  const content =
    figures === undefined
      ? `<div class="figure missing"><p class="quiet">Not in this run: <code>normlab reproduce ${escape(claim)}</code> makes it.</p>${source}</div>`
      : sequenceElement(figures, () => undefined).replaceAll("<figcaption>", `<figcaption>${source}`);
  return `<div class="figures">${content}</div><!--panel-->`;
}

/** Every figure of the ledger by claim and id, a sequence's frames by its name; a recorded run's where this run has none. */
function figuresOf(book: Book): Map<string, readonly Figure[]> {
  const found = new Map<string, readonly Figure[]>();
  for (const { claim, checks } of book.ledger) {
    for (const { result, recorded } of checks) {
      const figures = [
        ...(recorded?.status === "concluded" ? recorded.result.figures : []),
        ...(result?.figures ?? []),
      ];
      for (const sequence of sequencesOf(figures)) found.set(`${claim.id} ${sequenceName(sequence[0]!)}`, sequence);
    }
  }
  return found;
}
