import ts from "typescript";
import {
  ErrorCodes,
  ResponseError,
  SymbolKind,
  type DocumentHighlight,
  type DocumentSymbol,
  type Hover,
  type Location,
  type Range,
  type SignatureHelp,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { inspectPlace } from "../language/inspect.js";
import { definitionsOf, occurrencesOf, type Spot } from "../language/occurrences.js";
import { wordsOf } from "../language/libraries.js";
import type { Book, Part } from "./book.js";
import { documentationOf } from "./completion.js";
import { locationOf, rangeIn, withoutModules, type Place } from "./places.js";

export function hover({ notebook, cell, part, position }: Place): Hover | null {
  const at = cell.toFile(position);
  const inspected = inspectPlace(notebook.service, cell.path, at);
  if (!inspected) return null;
  const span = notebook.service.getQuickInfoAtPosition(cell.path, at)?.textSpan;
  const range = span && rangeOf(part, place(span), cell);
  return { contents: { kind: "markdown", value: withoutModules(inspected.markdown) }, ...(range && { range }) };
}

function place({ start, length }: ts.TextSpan): readonly [number, number] {
  return [start, start + length];
}

/** A part of a cell's file in the document; `undefined` for what its author has not written. */
function rangeOf(part: Part, [from, to]: readonly [number, number], cell: Place["cell"]): Range | undefined {
  const [start, end] = [cell.toText(from), cell.toText(to)];
  return start === undefined || end === undefined ? undefined : rangeIn(part, start, end);
}

export function definitions({ book, notebook, cell, position }: Place): Location[] {
  return definitionsOf(notebook, cell, position).flatMap((spot) => locationOf(book, spot) ?? []);
}

export function references(of: Place, withDeclaration: boolean): Location[] {
  const { book, notebook, cell, position } = of;
  const declarations = definitionsOf(notebook, cell, position);
  const isDeclaration = (spot: Spot): boolean =>
    declarations.some(({ path, start }) => path === spot.path && start === spot.start);
  return uses(of)
    .filter((spot) => withDeclaration || !isDeclaration(spot))
    .flatMap((spot) => locationOf(book, spot) ?? []);
}

export function highlights(of: Place): DocumentHighlight[] {
  const { uri } = of.part.document;
  return uses(of).flatMap((spot) => {
    const location = locationOf(of.book, spot);
    return location?.uri === uri ? [{ range: location.range }] : [];
  });
}

function uses({ notebook, cell, position }: Place): Spot[] {
  return occurrencesOf(
    notebook,
    cell,
    position,
    (path, at) => notebook.service.getReferencesAtPosition(path, at) ?? [],
  );
}

/** What would be renamed. */
export function prepareRename({ notebook, cell, part, position }: Place): { range: Range; placeholder: string } {
  const info = notebook.service.getRenameInfo(cell.path, cell.toFile(position), renaming);
  if (!info.canRename) throw new ResponseError(ErrorCodes.InvalidRequest, info.localizedErrorMessage);
  const range = rangeOf(part, place(info.triggerSpan), cell);
  if (!range) throw new ResponseError(ErrorCodes.InvalidRequest, "nothing that can be renamed stands here");
  return { range, placeholder: info.displayName };
}

const renaming = { providePrefixAndSuffixTextForRename: true };

/** Renames what stands at a place in all cells, and in local modules. */
export function rename(of: Place, newName: string, withVersions: boolean): WorkspaceEdit {
  if (typeof newName !== "string" || !isName(newName)) {
    const message = `newName: expected a name of TypeScript, got ${JSON.stringify(newName)}`;
    throw new ResponseError(ErrorCodes.InvalidParams, message);
  }
  prepareRename(of);
  const { book, notebook, cell, position } = of;
  const query = (path: string, at: number): readonly ts.RenameLocation[] =>
    notebook.service.findRenameLocations(path, at, false, false, renaming) ?? [];
  const edits = new Map<string, TextEdit[]>();
  const spots = occurrencesOf(notebook, cell, position, query);
  if (isTaken(of, spots, newName)) {
    throw new ResponseError(
      ErrorCodes.InvalidParams,
      `newName: ${newName} is declared already, and would stand for both`,
    );
  }
  for (const spot of spots) {
    const location = locationOf(book, spot);
    if (!location) continue;
    const edit = { range: location.range, newText: `${spot.prefix ?? ""}${newName}${spot.suffix ?? ""}` };
    edits.set(location.uri, [...(edits.get(location.uri) ?? []), edit]);
  }
  if (!withVersions) return { changes: Object.fromEntries(edits) };
  const versions = new Map([...book.documents].map(({ uri, version }) => [uri, version]));
  return {
    documentChanges: [...edits].map(([uri, each]) => ({
      textDocument: { uri, version: versions.get(uri) ?? null },
      edits: each,
    })),
  };
}

/** Whether a name stands for something else where that which is renamed is declared or used. */
function isTaken({ notebook, cell, position }: Place, spots: readonly Spot[], newName: string): boolean {
  const program = notebook.service.getProgram()!;
  const checker = program.getTypeChecker();
  const nodeOf = (path: string, at: number): ts.Node | undefined => {
    const file = program.getSourceFile(path);
    return file && identifierAt(file, at);
  };
  const node = nodeOf(cell.path, cell.toFile(position));
  const symbol = node && checker.getSymbolAtLocation(node);
  if (!node || !symbol) return false;
  const { parent } = symbol as { readonly parent?: ts.Symbol };
  if (symbol.flags & (ts.SymbolFlags.ClassMember | ts.SymbolFlags.EnumMember)) {
    const name = ts.escapeLeadingUnderscores(newName);
    return (parent?.members?.has(name) ?? false) || (parent?.exports?.has(name) ?? false);
  }
  const oldName = node.getText();
  const isOfNotebook = cell.origins.has(oldName) || isAtTop(symbol);
  if (isOfNotebook && notebook.cells.some(({ names }) => names.has(newName))) return true;
  return spots.some(({ cell: owner, path, start }) => {
    const place = nodeOf(path, owner ? owner.toFile(start) : start);
    if (!place) return false;
    const all = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
    const found = (checker as ResolvingChecker).resolveName(newName, place, all, true);
    if (!found || found === symbol) return false;
    // What is declared further out and not used here is only hidden.
    return !isAtTop(found) || isUsed(scopeOf(symbol), newName);
  });
}

/** A query of the checker's that its declarations leave out. */
interface ResolvingChecker extends ts.TypeChecker {
  resolveName(name: string, at: ts.Node, flags: ts.SymbolFlags, excludeGlobals: boolean): ts.Symbol | undefined;
}

function identifierAt(node: ts.Node, at: number): ts.Node | undefined {
  if (at < node.getFullStart() || at > node.end) return undefined;
  const found = ts.forEachChild(node, (child) => identifierAt(child, at));
  return found ?? (ts.isIdentifier(node) && node.getStart() <= at ? node : undefined);
}

function isAtTop({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((each) => ts.isSourceFile(scopeAround(each)));
}

function scopeOf({ declarations = [] }: ts.Symbol): ts.Node | undefined {
  return declarations[0] && scopeAround(declarations[0]);
}

/** The function, block or file in which a declaration holds. */
function scopeAround(declaration: ts.Node): ts.Node {
  return ts.findAncestor(
    declaration.parent,
    (each) =>
      ts.isFunctionLike(each) ||
      ts.isBlock(each) ||
      ts.isForStatement(each) ||
      ts.isForOfStatement(each) ||
      ts.isSourceFile(each),
  )!;
}

function isUsed(scope: ts.Node | undefined, name: string): boolean {
  if (!scope) return false;
  if (ts.isIdentifier(scope) && scope.text === name) return true;
  return ts.forEachChild(scope, (child) => isUsed(child, name) || undefined) ?? false;
}

function isName(text: string): boolean {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(text)) return false;
  const { diagnostics = [] } = ts.transpileModule(`let ${text} = 0; export {};`, { reportDiagnostics: true });
  return diagnostics.length === 0;
}

export function signatureHelp({ notebook, cell, position }: Place): SignatureHelp | null {
  const help = notebook.service.getSignatureHelpItems(cell.path, cell.toFile(position), undefined);
  if (!help) return null;
  return {
    signatures: help.items.map((item) => {
      let label = wordsOf(item.prefixDisplayParts);
      const separator = wordsOf(item.separatorDisplayParts);
      const parameters = item.parameters.map(({ displayParts, documentation }, i) => {
        if (i > 0) label += separator;
        const start = label.length;
        label += withoutModules(wordsOf(displayParts));
        const value = wordsOf(documentation);
        return {
          label: [start, label.length] as [number, number],
          ...(value && { documentation: { kind: "markdown" as const, value } }),
        };
      });
      label += withoutModules(wordsOf(item.suffixDisplayParts));
      const value = documentationOf(item);
      return {
        label,
        parameters,
        ...(value && { documentation: { kind: "markdown" as const, value } }),
      };
    }),
    activeSignature: help.selectedItemIndex,
    activeParameter: help.argumentIndex,
  };
}

/** What the cells of a document declare. */
export function symbols(book: Book, document: TextDocument): DocumentSymbol[] {
  return book.parts
    .filter((part) => part.document === document)
    .flatMap((part) => {
      const cell = book.notebook.cell(part.id)!;
      const { childItems = [] } = book.notebook.service.getNavigationTree(cell.path);
      return childItems.flatMap((item) => symbolOf(item, part, cell));
    });
}

function symbolOf(item: ts.NavigationTree, part: Part, cell: Place["cell"]): DocumentSymbol[] {
  const [span] = item.spans;
  const range = span && rangeOf(part, place(span), cell);
  if (!range || item.kind === ts.ScriptElementKind.alias) return [];
  const selectionRange = (item.nameSpan && rangeOf(part, place(item.nameSpan), cell)) ?? range;
  const children = (item.childItems ?? []).flatMap((each) => symbolOf(each, part, cell));
  return [{ name: item.text, kind: symbolKinds[item.kind] ?? SymbolKind.Variable, range, selectionRange, children }];
}

const symbolKinds: Partial<Record<ts.ScriptElementKind, SymbolKind>> = {
  [ts.ScriptElementKind.functionElement]: SymbolKind.Function,
  [ts.ScriptElementKind.classElement]: SymbolKind.Class,
  [ts.ScriptElementKind.interfaceElement]: SymbolKind.Interface,
  [ts.ScriptElementKind.typeElement]: SymbolKind.Interface,
  [ts.ScriptElementKind.enumElement]: SymbolKind.Enum,
  [ts.ScriptElementKind.enumMemberElement]: SymbolKind.EnumMember,
  [ts.ScriptElementKind.moduleElement]: SymbolKind.Module,
  [ts.ScriptElementKind.memberFunctionElement]: SymbolKind.Method,
  [ts.ScriptElementKind.memberVariableElement]: SymbolKind.Property,
  [ts.ScriptElementKind.constructorImplementationElement]: SymbolKind.Constructor,
  [ts.ScriptElementKind.constElement]: SymbolKind.Constant,
};
