import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Claim } from "../../claims/claim.js";
import type { History } from "../history.js";
import type { LedgerClaim } from "../ledger.js";
import type { Notebook } from "../notebook.js";
import { slug, type Links } from "./markdown.js";

/** What every page of the report may speak of and link to. */
export interface Book {
  readonly ledger: readonly LedgerClaim[];
  /** What the claims came to in this run and in earlier ones of its folder. */
  readonly history: History;
  readonly documents: readonly Document[];
  readonly walkthroughs: readonly Walkthrough[];
  /** Files of formal proofs that are rendered: `C3.v`. */
  readonly proofs: ReadonlySet<string>;
  /** The files that a file of formal proofs requires. */
  requires(file: string): readonly string[];
}

/** A text of the project: a proof on paper, or what explains the evidence. */
export interface Document {
  /** As other texts name it: `docs/theory/c3.md`. */
  readonly path: string;
  readonly title: string;
  readonly markdown: string;
}

/** A notebook with its committed outputs. */
export interface Walkthrough {
  /** `01-pln.ipynb`. */
  readonly file: string;
  readonly title: string;
  readonly notebook: Notebook;
}

/** The project's folder, which holds `docs`, `notebooks` and `proofs`. */
const project = fileURLToPath(new URL("../../../", import.meta.url));

/** What explains the evidence, besides the proofs in `docs/theory`. */
const explanations = ["trust", "certificates", "how-it-works", "experiments"].map((name) => `docs/${name}.md`);

/** The documents that ship. */
export function readDocuments(): Document[] {
  const theory = readdirSync(join(project, "docs", "theory")).filter((name) => name.endsWith(".md"));
  return [...theory.sort().map((name) => `docs/theory/${name}`), ...explanations].map((path) => {
    const markdown = readFileSync(join(project, path), "utf8");
    return { path, markdown, title: /^# (.+)$/m.exec(markdown)?.[1]?.replace(/\\(.)/g, "$1") ?? path };
  });
}

/** The walkthroughs that ship. */
export function readWalkthroughs(): Walkthrough[] {
  const files = readdirSync(join(project, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  return files.sort().map((file) => {
    const notebook = JSON.parse(readFileSync(join(project, "notebooks", file), "utf8")) as Notebook;
    const first = [notebook.cells[0]?.source ?? ""].flat().join("");
    return { file, notebook, title: /^# (.+)$/m.exec(first)?.[1] ?? file };
  });
}

/** Where the pages lie in the site. */
export function claimPath(id: string): string {
  return `claims/${encodeURIComponent(id)}.html`;
}

export function documentPath(path: string): string {
  return `theory/${basename(path, ".md")}.html`;
}

export function walkthroughPath(file: string): string {
  return `walkthroughs/${basename(file, ".ipynb")}.html`;
}

export function proofPath(file: string): string {
  return `proofs/Normlab.${file.replace(/\.v$/, "").replaceAll("/", ".")}.html`;
}

/** The links of a page; `root` is the way from it to the site's folder, and `own` the claim it speaks of, to which nothing links. */
export function linksFrom(book: Book, root: string, own?: string): Links {
  const claims = new Set(book.ledger.map(({ claim }) => claim.id));
  const documents = new Set(book.documents.map(({ path }) => path));
  return {
    claim: (id) => (claims.has(id) && id !== own ? root + claimPath(id) : undefined),
    file(path, statement) {
      const anchor = statement === undefined ? "" : `#${slug(statement)}`;
      if (documents.has(path)) return `${root}${documentPath(path)}${anchor}`;
      const proof = path.replace(/^proofs\//, "");
      return path.startsWith("proofs/") && book.proofs.has(proof) ? root + proofPath(proof) + anchor : undefined;
    },
  };
}

/** What a claim's words name: documents (`docs/theory/c3.md`), and other claims in its argument. */
export function namedBy(claim: Claim, book: Book): { documents: Document[]; claims: string[] } {
  const words = [claim.why, claim.covers ?? "", claim.theorem?.leavesOut ?? ""].join("\n");
  const ids = new Set([...words.matchAll(/\b([A-Z]\d+'?)(?![\w.])/g)].map(([, id]) => id!));
  return {
    documents: book.documents.filter(({ path }) => path.startsWith("docs/theory/") && words.includes(path)),
    claims: book.ledger.map(({ claim: { id } }) => id).filter((id) => id !== claim.id && ids.has(id)),
  };
}
