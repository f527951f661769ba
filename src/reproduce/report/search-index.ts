import { claimPath, documentPath, walkthroughPath, type Book } from "./book.js";
import { slug } from "./markdown.js";

/** Something that the search finds. */
export interface SearchEntry {
  readonly title: string;
  readonly href: string;
  readonly kind: "claim" | "check" | "proof on paper" | "walkthrough";
  /** What it says, as plain text. */
  readonly text: string;
}

/** Everything in the report that can be searched for: claims, their checks, documents and walkthroughs by section. */
export function searchIndex(book: Book): SearchEntry[] {
  const claims = book.ledger.flatMap(({ claim, word, checks }): SearchEntry[] => {
    const href = claimPath(claim.id);
    const text = [claim.statement, claim.why, claim.covers ?? "", claim.theorem?.says ?? "", word ?? ""].join(" ");
    return [
      { title: `${claim.id}: ${claim.title}`, href, kind: "claim", text },
      ...checks.map(({ check, result }): SearchEntry => ({
        title: `${claim.id}.${check.id}: ${check.title}`,
        href: `${href}#${check.id}`,
        kind: "check",
        text: [
          result?.summary ?? "",
          check.control,
          ...(result?.method === "certificate"
            ? result.certificates.map(({ name, statement }) => `${name} ${statement ?? ""}`)
            : []),
          ...(result?.figures ?? []).map(({ title, caption }) => `${title}. ${caption}`),
        ].join(" "),
      })),
    ];
  });
  const documents = book.documents.flatMap(({ path, title, markdown }) =>
    sections(title, documentPath(path), markdown, "proof on paper"),
  );
  const walkthroughs = book.walkthroughs.flatMap(({ file, title, notebook }) => {
    const text = notebook.cells.map(({ source }) => [source ?? ""].flat().join("")).join("\n\n");
    return sections(title, walkthroughPath(file), text, "walkthrough");
  });
  return [...claims, ...documents, ...walkthroughs];
}

/** A text by its headings. */
function sections(title: string, page: string, markdown: string, kind: SearchEntry["kind"]): SearchEntry[] {
  return markdown.split(/^(?=#{2,3} )/m).map((part) => {
    const heading = /^#{2,3} (.+)$/m.exec(part)?.[1];
    const href = heading === undefined ? page : `${page}#${slug(heading)}`;
    return { title: heading === undefined ? title : `${title}: ${heading}`, href, kind, text: part };
  });
}
