import type { TextDocument } from "vscode-languageserver-textdocument";
import { DirectiveError, readDirectives, withoutDirectives } from "../directives.js";
import type { OpenFiles } from "../language/open-files.js";
import { Notebook } from "../language/notebook.js";
import type { NotebookCell, CellText } from "../language/notebook-cell.js";
import type { CheckMode } from "../modes.js";

/** A cell as its author sees it: a document of its own, or a part of one. */
export interface Part {
  readonly id: string;
  readonly document: TextDocument;
  readonly start: number;
  readonly text: string;
  /** How it is checked where neither notebook nor directive says it. */
  readonly mode: CheckMode;
}

/** A directive that is not understood. */
export interface Misunderstood {
  readonly part: Part;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** What is open in the editor beside a notebook: files, and the documents that are cells of other notebooks. */
export interface OpenNotebooks extends OpenFiles {
  /** The document of a notebook's cell, by its number among those with code. */
  cellOf(path: string, number: number): TextDocument | undefined;
}

/** A notebook that is open in an editor, whatever documents it comes in. */
export class Book {
  readonly uri: string;
  readonly notebook: Notebook;
  readonly open: OpenNotebooks;
  parts: readonly Part[] = [];
  misunderstood: readonly Misunderstood[] = [];

  constructor(uri: string, folder: string, open: OpenNotebooks) {
    this.uri = uri;
    this.open = open;
    this.notebook = new Notebook(folder, open);
  }

  /** Takes over what the editor has now; `mode` is what the notebook says of itself. */
  update(parts: readonly Part[], mode: CheckMode | undefined): void {
    this.parts = parts;
    const misunderstood: Misunderstood[] = [];
    let directed: CheckMode | undefined;
    const cells = parts.map((part): CellText => {
      const begun = mode ?? part.mode;
      try {
        const { typecheck } = readDirectives(part.text).directives;
        if (typecheck !== undefined) directed = typecheck === "on" ? begun : typecheck;
      } catch (error) {
        if (!(error instanceof DirectiveError)) throw error;
        const start = Math.max(0, part.text.search(/^%/m));
        const end = start + /^.*/.exec(part.text.slice(start))![0].length;
        misunderstood.push({ part, start, end, message: error.message });
      }
      return { id: part.id, text: withoutDirectives(part.text), mode: directed ?? begun };
    });
    this.misunderstood = misunderstood;
    this.notebook.update(cells);
  }

  /** The documents in which cells stand. */
  get documents(): Set<TextDocument> {
    return new Set(this.parts.map(({ document }) => document));
  }

  partOf(cell: NotebookCell): Part {
    return this.parts.find(({ id }) => id === cell.id)!;
  }

  /** The cell that stands at a place of a document, or the last one before it. */
  partAt(document: TextDocument, offset: number): Part | undefined {
    return this.parts.findLast((part) => part.document === document && part.start <= offset);
  }
}
