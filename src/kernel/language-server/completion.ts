import ts from "typescript";
import {
  CompletionItemKind,
  CompletionItemTag,
  type CompletionItem,
  type CompletionList,
  type TextEdit,
} from "vscode-languageserver";
import { importInPlace, preferences, suggestionsAt } from "../language/complete.js";
import { wordsOf } from "../language/libraries.js";
import type { Library } from "./library.js";
import { percentMark } from "../notebook/format.js";
import { placeAt, rangeIn, withoutModules, type Place } from "./places.js";

/** What a client gives back of an item that it wants to know more of. */
interface ItemData {
  readonly uri: string;
  readonly offset: number;
  readonly name: string;
  readonly source?: string;
  readonly data?: ts.CompletionEntryData;
}

const most = 1000;

/** What may stand at a place. `canImport`: the client adds an import where a name needs one; else the name comes with it. */
export function complete(place: Place, canImport: boolean): CompletionList {
  const { notebook, cell, part, position } = place;
  notebook.focus(cell);
  const of = {
    service: notebook.service,
    path: cell.path,
    offset: cell.toFile(position) - position,
    declared: new Map([...cell.origins].map(([name, { names }]) => [name, { kind: names.get(name)! }])),
  };
  const { suggestions, start, end } = suggestionsAt(of, cell.text, position);
  const range = rangeIn(part, start, Math.min(end, cell.text.length));
  const shown = suggestions.slice(0, most);
  const items = shown.map(({ entry, text, kind, module }, index): CompletionItem => {
    const inserted = module === undefined || canImport ? text : importInPlace(module, entry);
    const data: ItemData = {
      uri: part.document.uri,
      offset: part.start + position,
      name: entry.name,
      ...(entry.source !== undefined && { source: entry.source }),
      ...(entry.data && { data: entry.data }),
    };
    return {
      label: entry.name,
      kind: kindOf(kind),
      // The order is the compiler's; two that have the same name are two.
      sortText: String(index).padStart(5, "0"),
      ...(inserted !== entry.name && { insertText: inserted }),
      textEdit: { range, newText: inserted },
      ...(module !== undefined && { labelDetails: { description: module } }),
      ...(entry.kindModifiers?.includes("deprecated") && { tags: [CompletionItemTag.Deprecated] }),
      data,
    };
  });
  // With the third letter come the names that modules export.
  return { isIncomplete: shown.length < suggestions.length || position - start < 3, items };
}

/** Type, documentation and import of an item. */
export function resolve(library: Library, item: CompletionItem, canImport: boolean): CompletionItem {
  const { uri, offset, name, source, data } = (item.data ?? {}) as Partial<ItemData>;
  const found = uri === undefined ? undefined : library.find(uri);
  const place = found && offset !== undefined ? placeAt(found.book, found.document, offset) : undefined;
  if (!place || name === undefined) return item;
  const { notebook, cell, position } = place;
  const details = notebook.service.getCompletionEntryDetails(
    cell.path,
    cell.toFile(position),
    name,
    {},
    source,
    preferences(source !== undefined),
    data,
  );
  if (!details) return item;
  const edits = canImport ? importsOf(place, details.codeActions ?? []) : [];
  return {
    ...item,
    detail: withoutModules(wordsOf(details.displayParts)).replace(/^\(alias\) |\nimport [^\n]*$/g, ""),
    documentation: { kind: "markdown", value: documentationOf(details) },
    ...(edits.length > 0 && { additionalTextEdits: edits }),
  };
}

/** Imports that an item needs: what the compiler puts among those that no author has written goes to the top of the cell. */
function importsOf({ cell, part }: Place, actions: readonly ts.CodeAction[]): TextEdit[] {
  const changes = actions.flatMap(({ changes: files }) => files).filter(({ fileName }) => fileName === cell.path);
  return changes
    .flatMap(({ textChanges }) => textChanges)
    .flatMap(({ span, newText }): TextEdit[] => {
      const start = cell.toText(span.start);
      const end = cell.toText(ts.textSpanEnd(span));
      if (start !== undefined && end !== undefined && start > 0) return [{ range: rangeIn(part, start, end), newText }];
      if (span.length > 0) return [];
      const top = topOf(part.text);
      return [{ range: rangeIn(part, top, top), newText: `${newText.trim()}\n` }];
    });
}

/** Where code may begin: behind directives and the mark of a cell. */
function topOf(text: string): number {
  let [top, read] = [0, 0];
  for (const line of text.match(/[^\n]*(\n|$)/g) ?? []) {
    read += line.length;
    if (/^%/.test(line) || percentMark(line.trimEnd()) !== undefined) top = read;
    else if (line.trim() !== "") break;
  }
  return top;
}

export function documentationOf({
  documentation,
  tags = [],
}: {
  readonly documentation?: ts.SymbolDisplayPart[];
  readonly tags?: ts.JSDocTagInfo[];
}): string {
  const lines = tags.map(({ name, text }) => `*@${name}* ${wordsOf(text)}`.trimEnd());
  return [wordsOf(documentation), ...lines].filter(Boolean).join("\n\n");
}

function kindOf(kind: string): CompletionItemKind {
  switch (kind) {
    case "const":
      return CompletionItemKind.Constant;
    case "let":
    case "var":
    case "local var":
    case "parameter":
    case "using":
    case "await using":
    case "alias":
    case "import":
      return CompletionItemKind.Variable;
    case "function":
    case "local function":
      return CompletionItemKind.Function;
    case "method":
    case "construct":
    case "call":
      return CompletionItemKind.Method;
    case "property":
    case "getter":
    case "setter":
    case "accessor":
    case "index":
    case "JSX attribute":
      return CompletionItemKind.Property;
    case "class":
    case "local class":
      return CompletionItemKind.Class;
    case "interface":
    case "type":
    case "type parameter":
    case "primitive type":
      return CompletionItemKind.Interface;
    case "enum":
      return CompletionItemKind.Enum;
    case "enum member":
      return CompletionItemKind.EnumMember;
    case "module":
    case "namespace":
    case "external module name":
      return CompletionItemKind.Module;
    case "script":
      return CompletionItemKind.File;
    case "directory":
      return CompletionItemKind.Folder;
    case "keyword":
      return CompletionItemKind.Keyword;
    case "string":
      return CompletionItemKind.Value;
    default:
      return CompletionItemKind.Text;
  }
}
