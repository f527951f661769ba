import {
  ErrorCodes,
  ResponseError,
  type Location,
  type Position,
  type Range,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { originalOf } from "../language/libraries.js";
import type { Notebook } from "../language/notebook.js";
import type { NotebookCell } from "../language/notebook-cell.js";
import type { Spot } from "../language/occurrences.js";
import type { Book, Part } from "./book.js";
import { uriOf, type Library } from "./library.js";

/** A place in a cell. */
export interface Place {
  readonly book: Book;
  readonly notebook: Notebook;
  readonly part: Part;
  readonly cell: NotebookCell;
  /** In the text of the cell. */
  readonly position: number;
}

/** The cell and the place in it that a request names; `undefined` where there is no cell. */
export function placeOf(library: Library, params: TextDocumentPositionParams): Place | undefined {
  const { position } = params;
  if (!isPosition(position)) throw invalid("position", "line and character, both whole numbers", position);
  const { book, document } = documentOf(library, params);
  return book && placeAt(book, document!, document!.offsetAt(position));
}

export function documentOf(
  library: Library,
  { textDocument }: { readonly textDocument: { readonly uri: string } },
): { readonly book?: Book; readonly document?: TextDocument } {
  if (typeof textDocument?.uri !== "string") {
    throw invalid("textDocument.uri", "the address of a document", textDocument?.uri);
  }
  return library.find(textDocument.uri) ?? {};
}

export function placeAt(book: Book, document: TextDocument, offset: number): Place | undefined {
  const part = book.partAt(document, offset);
  const cell = part && book.notebook.cell(part.id);
  if (!cell) return undefined;
  return { book, notebook: book.notebook, part, cell, position: Math.min(offset - part.start, cell.text.length) };
}

export function invalid(where: string, expected: string, received: unknown): ResponseError {
  const got = received === undefined ? "nothing" : JSON.stringify(received);
  return new ResponseError(ErrorCodes.InvalidParams, `${where}: expected ${expected}, got ${got}`);
}

function isPosition(value: unknown): value is Position {
  const { line, character } = (value ?? {}) as Partial<Position>;
  return Number.isInteger(line) && Number.isInteger(character) && line! >= 0 && character! >= 0;
}

export function rangeIn({ document, start }: Part, from: number, to: number): Range {
  return { start: document.positionAt(start + from), end: document.positionAt(start + to) };
}

/** Where a spot is in the editor, or on disk; `undefined` for what has no file. */
export function locationOf(book: Book, spot: Spot): Location | undefined {
  const { cell, path, start, end } = spot;
  if (cell) {
    const part = book.partOf(cell);
    return { uri: part.document.uri, range: rangeIn(part, start, end) };
  }
  const { notebook } = book;
  const text = notebook.service.getProgram()?.getSourceFile(path)?.text;
  if (text === undefined) return undefined;
  if (notebook.isReal(path)) return locationIn(path, text, start, end);
  const original = originalOf(notebook.libraries, text, start);
  return original && locationIn(original.path, original.text, original.start, original.start + end - start);
}

function locationIn(path: string, text: string, start: number, end: number): Location {
  const document = TextDocument.create(path, "typescript", 0, text);
  return { uri: uriOf(path), range: { start: document.positionAt(start), end: document.positionAt(end) } };
}

/** Cells are modules to the compiler, which writes their names where no author has. */
export function withoutModules(text: string): string {
  return text.replace(/import\("[^"]*\bcell-\d+(\.tsx?)?"\)\.|typeof import\("[^"]*\bcell-\d+(\.tsx?)?"\)/g, "");
}
