import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  NotebookCellKind,
  type DidChangeNotebookDocumentParams,
  type DidOpenNotebookDocumentParams,
  type NotebookCell,
  type TextDocumentItem,
} from "vscode-languageserver";
import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import type { CheckMode } from "../modes.js";
import { isCheckMode } from "../modes.js";
import { modeIn, readSettings } from "../settings.js";
import { Book, type OpenNotebooks, type Part } from "./book.js";
import { formOf, piecesOf, type Form, type Piece } from "./split.js";

/** An open notebook, as the protocol tells of it. */
interface OpenNotebook {
  readonly book: Book;
  cells: NotebookCell[];
  readonly documents: Map<string, TextDocument>;
  metadata: unknown;
  isChanged: boolean;
}

/** An open text document. */
interface OpenText {
  readonly book: Book;
  readonly document: TextDocument;
  readonly form: Form;
  pieces: readonly (Piece & { readonly id: string })[];
  isChanged: boolean;
}

/** All that is open in the editor. */
export class Library {
  /** Where notebooks are that have not been saved. */
  folder = process.cwd();
  /** How cells are checked where neither notebook nor directive says it. */
  mode: CheckMode | undefined;
  readonly #notebooks = new Map<string, OpenNotebook>();
  readonly #texts = new Map<string, OpenText>();
  #count = 0;
  readonly #open: OpenNotebooks = {
    at: (path) => {
      const uri = uriOf(path);
      const document = this.#texts.get(uri)?.document;
      if (document) return { text: document.getText(), version: `open ${document.version}` };
      const cells = this.#notebooks.has(uri) ? this.#codeOf(this.#notebooks.get(uri)!) : undefined;
      return (
        cells && {
          text: JSON.stringify({
            cells: cells.map((cell) => ({ cell_type: "code", source: cell.getText() })),
            metadata: {},
            nbformat: 4,
          }),
          version: `open ${cells.map((cell) => `${cell.uri} ${cell.version}`).join()}`,
        }
      );
    },
    cellOf: (path, number) => {
      const notebook = this.#notebooks.get(uriOf(path));
      return notebook && this.#codeOf(notebook)[number - 1];
    },
  };

  openNotebook({ notebookDocument, cellTextDocuments }: DidOpenNotebookDocumentParams): Book {
    const { uri, cells, metadata } = notebookDocument;
    const book = new Book(uri, this.#folderOf(uri), this.#open);
    const documents = new Map(cellTextDocuments.map((each) => [each.uri, documentOf(each)]));
    this.#notebooks.set(uri, { book, cells: [...cells], documents, metadata, isChanged: true });
    return book;
  }

  changeNotebook({ notebookDocument, change }: DidChangeNotebookDocumentParams): Book | undefined {
    const open = this.#notebooks.get(notebookDocument.uri);
    if (!open) return undefined;
    open.isChanged = true;
    if (change.metadata !== undefined) open.metadata = change.metadata;
    const { structure, data = [], textContent = [] } = change.cells ?? {};
    if (structure) {
      const { start, deleteCount, cells = [] } = structure.array;
      open.cells.splice(start, deleteCount, ...cells);
      for (const { uri } of structure.didClose ?? []) open.documents.delete(uri);
      for (const each of structure.didOpen ?? []) open.documents.set(each.uri, documentOf(each));
    }
    for (const each of data) {
      const index = open.cells.findIndex(({ document }) => document === each.document);
      if (index >= 0) open.cells[index] = each;
    }
    for (const { document, changes } of textContent) {
      const text = open.documents.get(document.uri);
      if (text) TextDocument.update(text, changes, document.version);
    }
    return open.book;
  }

  openText(item: TextDocumentItem): Book {
    const book = new Book(item.uri, this.#folderOf(item.uri), this.#open);
    const form = formOf(pathOf(item.uri) ?? item.uri, item.text);
    this.#texts.set(item.uri, { book, document: documentOf(item), form, pieces: [], isChanged: true });
    return book;
  }

  changeText(uri: string, changes: TextDocumentContentChangeEvent[], version: number): Book | undefined {
    const open = this.#texts.get(uri);
    if (!open) return undefined;
    TextDocument.update(open.document, changes, version);
    open.isChanged = true;
    return open.book;
  }

  /** Forgets a notebook or a text document; returns it. */
  close(uri: string): Book | undefined {
    const open = this.#notebooks.get(uri) ?? this.#texts.get(uri);
    this.#notebooks.delete(uri);
    this.#texts.delete(uri);
    return open?.book;
  }

  get books(): Book[] {
    return [...this.#notebooks.values(), ...this.#texts.values()].map(({ book }) => book);
  }

  /** Cells may be checked in other ways than before. */
  settingsChanged(): void {
    for (const open of [...this.#notebooks.values(), ...this.#texts.values()]) open.isChanged = true;
  }

  /** The book that has a document, and the document. */
  find(uri: string): { readonly book: Book; readonly document: TextDocument } | undefined {
    const text = this.#texts.get(uri);
    if (text) return { book: this.upToDate(text.book), document: text.document };
    for (const { book, documents } of this.#notebooks.values()) {
      const document = documents.get(uri);
      if (document) return { book: this.upToDate(book), document };
    }
    return undefined;
  }

  /** Lets a book know what has changed since it was last asked. */
  upToDate(book: Book): Book {
    const notebook = this.#notebooks.get(book.uri);
    const text = this.#texts.get(book.uri);
    const open = notebook?.book === book ? notebook : text?.book === book ? text : undefined;
    if (!open?.isChanged) return book;
    open.isChanged = false;
    if ("cells" in open) book.update(this.#partsOf(open), modeOf(open.metadata) ?? modeOfFile(book.uri));
    else book.update(this.#partsOfText(open), open.form === "module" ? undefined : modeOfFile(book.uri));
    return book;
  }

  #partsOf({ cells, documents }: OpenNotebook): Part[] {
    return cells.flatMap(({ kind, document: uri }) => {
      const document = documents.get(uri);
      if (kind !== NotebookCellKind.Code || !document || !isKnown(document.languageId)) return [];
      return [{ id: uri, document, start: 0, text: document.getText(), mode: this.#modeFor(document.languageId) }];
    });
  }

  #codeOf({ cells, documents }: OpenNotebook): TextDocument[] {
    return cells.flatMap(({ kind, document }) => {
      const found = kind === NotebookCellKind.Code ? documents.get(document) : undefined;
      return found ? [found] : [];
    });
  }

  #partsOfText(open: OpenText): Part[] {
    const { document, form } = open;
    if (!isKnown(document.languageId)) return [];
    open.pieces = this.#named(open.pieces, piecesOf(form, document.getText()));
    // A module is none of a notebook's cells: what TypeScript says of it holds.
    const mode =
      form === "module" && !isJavaScript(document.languageId) ? "strict" : this.#modeFor(document.languageId);
    return open.pieces.map(({ id, start, text }) => ({ id, document, start, text, mode }));
  }

  /** Cells of a text keep their names while others are written. */
  #named(old: OpenText["pieces"], pieces: readonly Piece[]): OpenText["pieces"] {
    const most = Math.min(old.length, pieces.length);
    let before = 0;
    while (before < most && old[before]!.text === pieces[before]!.text) before++;
    let after = 0;
    while (after < most - before && old.at(-1 - after)!.text === pieces.at(-1 - after)!.text) after++;
    const free = old.slice(before, old.length - after);
    return pieces.map((piece, i) => {
      const fromEnd = pieces.length - i;
      const known = i < before ? old[i] : fromEnd <= after ? old.at(-fromEnd) : free.shift();
      return { ...piece, id: known?.id ?? `piece ${++this.#count}` };
    });
  }

  #modeFor(languageId: string): CheckMode {
    return this.mode ?? readSettings(isJavaScript(languageId) ? ["--language", "javascript"] : [], process.env).mode;
  }

  #folderOf(uri: string): string {
    const path = pathOf(uri);
    // JupyterLab names a notebook's code as a file of a folder that does not exist.
    return path === undefined ? this.folder : dirname(path.replace("/.virtual_documents/", "/"));
  }
}

/** The path of a file's address. */
export function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(join(path)).href;
}

function documentOf({ uri, languageId, version, text }: TextDocumentItem): TextDocument {
  return TextDocument.create(uri, languageId, version, text);
}

function isKnown(languageId: string): boolean {
  return /^(typescript|javascript)(react|-jsx)?$|^[jt]sx?$/.test(languageId);
}

function isJavaScript(languageId: string): boolean {
  return languageId.startsWith("j");
}

/** What a notebook's metadata say, as editors send them: those of the file, or wrapped in others. */
function modeOf(metadata: unknown): CheckMode | undefined {
  const { normlab, metadata: inner, custom } = (metadata ?? {}) as Record<string, unknown>;
  const said = (normlab as { typecheck?: unknown } | undefined)?.typecheck;
  if (isCheckMode(said)) return said;
  return inner === undefined && custom === undefined ? undefined : (modeOf(inner) ?? modeOf(custom));
}

function modeOfFile(uri: string): CheckMode | undefined {
  const path = pathOf(uri)?.replace("/.virtual_documents/", "/");
  return path?.endsWith(".ipynb") ? modeIn(path) : undefined;
}
