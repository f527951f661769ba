import ts from "typescript";
import type { Notebook } from "./notebook.js";
import type { NotebookCell } from "./notebook-cell.js";

/** A part of a cell, or of a file on disk. */
export interface Spot {
  readonly cell?: NotebookCell;
  readonly path: string;
  /** In the text of the cell, or in the file. */
  readonly start: number;
  readonly end: number;
  /** What a new name would have to have before and after it there. */
  readonly prefix?: string;
  readonly suffix?: string;
}

/** A part of a file of the compiler. */
interface Found {
  readonly fileName: string;
  readonly textSpan: ts.TextSpan;
  readonly prefixText?: string;
  readonly suffixText?: string;
}

/** Where what stands at a place is declared. */
export function definitionsOf(notebook: Notebook, cell: NotebookCell, position: number): Spot[] {
  const found = notebook.service.getDefinitionAtPosition(cell.path, cell.toFile(position)) ?? [];
  return distinct(found.flatMap((each) => follow(notebook, each)));
}

/** The place that the author has written for one that the compiler names. */
function follow(notebook: Notebook, found: Found): Spot[] {
  const spot = spotOf(notebook, found);
  if (spot) return [spot];
  const cell = notebook.cellOfFile(found.fileName);
  const name = cell?.fileText.slice(found.textSpan.start, ts.textSpanEnd(found.textSpan));
  const origin = name === undefined ? undefined : cell!.origins.get(name);
  if (!origin) return [];
  return declarationsIn(notebook, origin, name!).flatMap((each) => spotOf(notebook, each) ?? []);
}

/**
 * All places where the name at a place is used, by what `query` finds in single cells: cells see a variable of another one through
 * declarations that no author has written, so each that sees it is asked.
 */
export function occurrencesOf(
  notebook: Notebook,
  cell: NotebookCell,
  position: number,
  query: (path: string, at: number) => readonly Found[],
): Spot[] {
  const spots: Spot[] = [];
  const asked = new Set<string>();
  const places: { readonly path: string; readonly at: number }[] = [{ path: cell.path, at: cell.toFile(position) }];
  /** A variable is asked for where it is declared, and in all cells that see it. */
  function addVariable(origin: NotebookCell, name: string): void {
    if (asked.has(`${origin.path} ${name}`)) return;
    asked.add(`${origin.path} ${name}`);
    for (const { fileName, textSpan } of declarationsIn(notebook, origin, name)) {
      places.push({ path: fileName, at: textSpan.start });
    }
    for (const each of notebook.cells) {
      const at = each.origins.get(name) === origin ? each.linkOf(name) : undefined;
      if (at !== undefined) places.push({ path: each.path, at });
    }
  }
  for (const { path, at } of places) {
    for (const found of query(path, at)) {
      const spot = spotOf(notebook, found);
      if (spot) spots.push(spot);
      const owner = notebook.cellOfFile(found.fileName);
      if (!owner) continue;
      const name = owner.fileText.slice(found.textSpan.start, ts.textSpanEnd(found.textSpan));
      if (!spot) addVariable(owner.origins.get(name) ?? owner, name);
      else if (owner.names.has(name) && isDeclaration(notebook, owner, name, found)) addVariable(owner, name);
    }
  }
  return distinct(spots);
}

function isDeclaration(notebook: Notebook, cell: NotebookCell, name: string, { textSpan }: Found): boolean {
  return declarationsIn(notebook, cell, name).some((each) => each.textSpan.start === textSpan.start);
}

/** Where a cell declares a name that it gives to others. */
function declarationsIn(notebook: Notebook, { path }: NotebookCell, name: string): Found[] {
  const program = notebook.service.getProgram();
  const file = program?.getSourceFile(path);
  const checker = program?.getTypeChecker();
  const module = file && checker!.getSymbolAtLocation(file);
  const exported = module && checker!.tryGetMemberInModuleExports(name, module);
  const specifier = exported?.declarations?.find(ts.isExportSpecifier);
  const symbol = specifier ? checker!.getExportSpecifierLocalTargetSymbol(specifier) : exported;
  return (symbol?.declarations ?? []).flatMap((declaration) => {
    const identifier = ts.getNameOfDeclaration(declaration);
    if (!identifier || declaration.getSourceFile() !== file) return [];
    const textSpan = ts.createTextSpanFromBounds(identifier.getStart(file), identifier.end);
    return [{ fileName: path, textSpan }];
  });
}

function spotOf(notebook: Notebook, { fileName: path, textSpan, prefixText, suffixText }: Found): Spot | undefined {
  const cell = notebook.cellOfFile(path);
  const end = ts.textSpanEnd(textSpan);
  const around = {
    ...(prefixText !== undefined && { prefix: prefixText }),
    ...(suffixText !== undefined && { suffix: suffixText }),
  };
  if (!cell) return { path, start: textSpan.start, end, ...around };
  const start = cell.toText(textSpan.start);
  const last = cell.toText(end);
  return start === undefined || last === undefined ? undefined : { cell, path, start, end: last, ...around };
}

function distinct(spots: readonly Spot[]): Spot[] {
  const known = new Map(spots.map((spot) => [`${spot.path} ${spot.start}`, spot]));
  return [...known.values()];
}
