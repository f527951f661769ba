import ts from "typescript";
import type { DeclarationKind } from "./names.js";
import type { LanguageSession } from "./session.js";
import { valueAt, type ValuePath } from "./value-path.js";

export interface Completion {
  readonly text: string;
  readonly type: string;
}

export interface Completions {
  readonly matches: readonly Completion[];
  /** In UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
  /** The value whose properties may stand there too, where types do not tell what it has; of no steps for names of the notebook. */
  readonly value?: ValuePath;
}

/** A text that a service knows, behind `offset` characters of others, and names in it that were declared elsewhere. */
export interface CompletedText {
  readonly service: ts.LanguageService;
  readonly path: string;
  readonly offset: number;
  readonly declared: ReadonlyMap<string, { readonly kind: DeclarationKind }>;
}

const most = 500;

/** What may stand at a place of a cell. */
export function complete(session: LanguageSession, text: string, position: number): Completions {
  const isMember = /(?<!\.\.)\.\s*[\p{ID_Continue}$#]*$/u.test(text.slice(0, position));
  const asked = session.ask(text, !isMember);
  return completeAt({ service: session.service, declared: session.declared, ...asked }, text, position);
}

/** What may stand at a place: members and names in scope first, then names that other modules export. */
export function completeAt(of: CompletedText, text: string, position: number): Completions {
  const { suggestions, start, end, info } = suggestionsAt(of, text, position);
  const seen = new Set<string>();
  const matches: Completion[] = [];
  for (const { entry, text: inserted, kind, module } of suggestions) {
    // A cell's imports may stand anywhere in it; a completion replaces one place only, so the import is written where it is used.
    const written = module === undefined ? inserted : importInPlace(module, entry);
    if (seen.has(written) || matches.length === most) continue;
    seen.add(written);
    matches.push({ text: written, type: jupyterType(kind) });
  }
  const value = info && !info.isGlobalCompletion && !info.isMemberCompletion ? undefined : valueAt(of, text, position);
  return { matches, start, end, ...(value && { value }) };
}

/** An exported name, and its import where it is used. */
export function importInPlace(module: string, entry: ts.CompletionEntry): string {
  return `(await import("${module}")).${entry.data!.exportName}`;
}

/** Something that may stand at a place. */
export interface Suggestion {
  readonly entry: ts.CompletionEntry;
  /** What is to be written. */
  readonly text: string;
  /** What it is, in the compiler's words. */
  readonly kind: string;
  /** The module that exports it, where it would have to be imported first. */
  readonly module?: string;
  readonly rank: string;
}

/** All that may stand at a place, best first, and what it replaces. */
export function suggestionsAt(
  of: CompletedText,
  text: string,
  position: number,
): {
  readonly suggestions: readonly Suggestion[];
  readonly start: number;
  readonly end: number;
  readonly info: ts.CompletionInfo | undefined;
} {
  const prefix = /[\p{ID_Continue}$#]*$/u.exec(text.slice(0, position))![0];
  const suffix = /^[\p{ID_Continue}$]*/u.exec(text.slice(position))![0];
  const info = of.service.getCompletionsAtPosition(of.path, of.offset + position, preferences(prefix.length >= 3));
  const replaced = info?.optionalReplacementSpan;
  const span = pathSpan(info, text, position) ??
    (replaced && { start: replaced.start - of.offset, length: replaced.length }) ?? {
      start: position - prefix.length,
      length: prefix.length + suffix.length,
    };
  const start = Math.min(span.start, position);
  const suggestions: Suggestion[] = [];
  for (const entry of matching(info?.entries ?? [], text.slice(start, position))) {
    if (entry.source !== undefined && !entry.data?.exportName) continue;
    const module = entry.source === undefined ? undefined : moduleName(entry);
    if (entry.source !== undefined && module === undefined) continue;
    const declared = entry.kind === ts.ScriptElementKind.alias ? of.declared.get(entry.name)?.kind : undefined;
    suggestions.push({
      entry,
      text: insertedText(entry),
      kind: declared ?? entry.kind,
      ...(module !== undefined && { module }),
      rank: `${module === undefined ? 0 : 1}${entry.sortText}${entry.name}`,
    });
  }
  suggestions.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  return { suggestions, start, end: Math.max(position, span.start + span.length), info };
}

/** What is asked for: with names that modules export, of which there are too many for a short beginning. */
export function preferences(withExports: boolean): ts.GetCompletionsAtPositionOptions {
  return {
    includeCompletionsForModuleExports: withExports,
    includeCompletionsWithInsertText: true,
    allowTextChangesInNewFiles: false,
  };
}

/** Inside a module's path: the part of it after the last slash. */
function pathSpan(info: ts.CompletionInfo | undefined, text: string, position: number): ts.TextSpan | undefined {
  const kinds = ["script", "directory", "external module name"];
  if (!info?.entries.some(({ kind }) => kinds.includes(kind))) return undefined;
  const length = /[^'"`/]*$/.exec(text.slice(0, position))![0].length;
  return { start: position - length, length };
}

/** Names that begin with what is typed; in other letter case only when there are none in the same. */
function matching(entries: readonly ts.CompletionEntry[], typed: string): readonly ts.CompletionEntry[] {
  const exact = entries.filter(({ name }) => name.startsWith(typed));
  if (exact.length > 0) return exact;
  return entries.filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()));
}

function insertedText(entry: ts.CompletionEntry): string {
  const inserted = entry.insertText ?? entry.name;
  // `["some key"]` and `?.x` would have to replace the dot as well.
  return entry.replacementSpan || /^[[?]/.test(inserted) ? entry.name : inserted;
}

function moduleName(entry: ts.CompletionEntry): string | undefined {
  const { moduleSpecifier } = (entry.data ?? {}) as { moduleSpecifier?: string };
  const name = moduleSpecifier ?? entry.source;
  return name === undefined || /^[./]/.test(name) ? undefined : name;
}

/** Words for which JupyterLab has icons. */
function jupyterType(kind: string): string {
  switch (kind) {
    case "const":
    case "let":
    case "var":
    case "local var":
    case "parameter":
      return "variable";
    case "method":
    case "local function":
      return "function";
    case "getter":
    case "setter":
    case "accessor":
      return "property";
    case "script":
    case "external module name":
    case "directory":
      return "module";
    default:
      return kind;
  }
}
