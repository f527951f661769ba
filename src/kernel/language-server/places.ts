import {
  ErrorCodes,
  ResponseError,
  type Location,
  type Position,
  type Range,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import ts from "typescript";
import { TextDocument } from "vscode-languageserver-textdocument";
import { cellOfNotebookFile } from "../language/notebook-files.js";
import { originalOf } from "../language/libraries.js";
import type { Notebook } from "../language/notebook.js";
import type { NotebookCell } from "../language/notebook-cell.js";
import type { Spot } from "../language/occurrences.js";
import { parsePercent } from "../notebook/format.js";
import type { Book, OpenNotebooks, Part } from "./book.js";
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
  const inNotebook = cellOfNotebookFile(path);
  const text = notebook.service.getProgram()?.getSourceFile(path)?.text;
  if (text === undefined) return undefined;
  if (inNotebook)
    return locationInNotebook(book.open, inNotebook, TextDocument.create(path, "typescript", 0, text), spot);
  if (notebook.isReal(path)) return locationIn(path, text, start, end);
  const original = originalOf(notebook.libraries, text, start);
  return original && locationIn(original.path, original.text, original.start, original.start + end - start);
}

function locationIn(path: string, text: string, start: number, end: number): Location {
  const document = TextDocument.create(path, "typescript", 0, text);
  return { uri: uriOf(path), range: { start: document.positionAt(start), end: document.positionAt(end) } };
}

/** In the cell of a notebook that is open, else in the notebook's file. `cell` is the text that stands for that cell, line for line. */
function locationInNotebook(
  open: OpenNotebooks,
  { path, number }: { readonly path: string; readonly number: number },
  cell: TextDocument,
  { start, end }: Spot,
): Location {
  const range = { start: cell.positionAt(start), end: cell.positionAt(end) };
  const document = open.cellOf(path, number);
  if (document) return { uri: document.uri, range };
  const text = open.at(path)?.text ?? ts.sys.readFile(path) ?? "";
  const file = TextDocument.create(path, "json", 0, text);
  const inFile = (position: Position): Position => {
    if (path.endsWith(".ipynb")) return file.positionAt(offsetInNotebook(text, number, position) ?? 0);
    const begin = parsePercent(text).cells.filter(({ cell_type }) => cell_type === "code")[number - 1]?.line ?? 1;
    return { line: begin - 1 + position.line, character: position.character };
  };
  return { uri: uriOf(path), range: { start: inFile(range.start), end: inFile(range.end) } };
}

/** Where a place of a cell's code stands in the JSON of a notebook, in which texts are written with escapes. */
function offsetInNotebook(text: string, number: number, { line, character }: Position): number | undefined {
  const valueOf = (object: ts.Node | undefined, name: string): ts.Expression | undefined =>
    object && ts.isObjectLiteralExpression(object)
      ? object.properties.filter(ts.isPropertyAssignment).find((each) => (each.name as ts.StringLiteral).text === name)
          ?.initializer
      : undefined;
  const elementsOf = (value: ts.Expression | undefined): readonly ts.Expression[] =>
    value && ts.isArrayLiteralExpression(value) ? value.elements : value ? [value] : [];
  const json = ts.parseJsonText("notebook.json", text);
  const cells = elementsOf(valueOf(json.statements[0]?.expression, "cells"));
  const isCode = (cell: ts.Expression): boolean => {
    const type = valueOf(cell, "cell_type");
    return type !== undefined && ts.isStringLiteral(type) && type.text === "code";
  };
  const source = valueOf(cells.filter(isCode)[number - 1], "source");
  let [atLine, atCharacter] = [0, 0];
  const isHere = (): boolean => atLine === line && atCharacter === character;
  const lines = elementsOf(source);
  for (const literal of lines) {
    for (let at = literal.getStart(json) + 1; at < literal.end - 1;) {
      if (isHere()) return at;
      const isEnd = text.startsWith("\\n", at);
      [atLine, atCharacter] = isEnd ? [atLine + 1, 0] : [atLine, atCharacter + 1];
      at += text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2;
    }
  }
  return isHere() ? lines.at(-1)!.end - 1 : source?.getStart(json);
}

/** Cells are modules to the compiler, which writes their names where no author has. */
export function withoutModules(text: string): string {
  return text.replace(/import\("[^"]*\bcell-\d+(\.tsx?)?"\)\.|typeof import\("[^"]*\bcell-\d+(\.tsx?)?"\)/g, "");
}
