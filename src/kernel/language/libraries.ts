import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const folder = dirname(createRequire(import.meta.url).resolve("typescript"));

/** The declarations of the language and its environment, as the compiler is to see them. */
export interface Libraries {
  /** The one file that stands for all. */
  readonly file: string;
  /** Texts by path: that file's, and empty ones for those that are part of it and may be asked for by name. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * TypeScript's own libraries as one file instead of a hundred. What a hundred files say of `Array` is put together again for every
 * check; what one file says of it is put together when it is parsed.
 */
export function combineLibraries(names: readonly string[]): Libraries {
  const key = names.join();
  const libraries = combined.get(key) ?? combine(names);
  combined.set(key, libraries);
  return libraries;
}

/** Kept, so that a snapshot has them at hand. */
const combined = new Map<string, Libraries>();

function combine(names: readonly string[]): Libraries {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  const modules: string[] = [];
  const parts: string[] = [];
  function add(name: string): void {
    if (seen.has(name)) return;
    seen.add(name);
    const path = join(folder, name);
    const text = ts.sys.readFile(path) ?? "";
    for (const { fileName } of ts.preProcessFile(text).libReferenceDirectives)
      add(`lib.${fileName.toLowerCase()}.d.ts`);
    // One that is a module would make all of them one.
    if (isModule(text)) modules.push(name.slice("lib.".length, -".d.ts".length));
    else {
      texts.set(path, "");
      parts.push(withoutReferences(text));
    }
  }
  for (const name of names) add(name);
  const text = [...modules.map((name) => `/// <reference lib="${name}" />`), ...parts].join("\n");
  const file = join(folder, `lib.notebook-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.d.ts`);
  texts.set(file, text);
  return { file, texts };
}

/**
 * The declarations of a package whose entry refers to a file for each of its parts, as those of Node do: texts by path, of which the
 * entry's holds all parts. Parts that are modules stay what they are, and the others, which may be asked for by name, are empty.
 */
export function combineParts(entry: string): ReadonlyMap<string, string> {
  const known = combinedParts.get(entry);
  if (known) return known;
  const texts = new Map<string, string>();
  const references: string[] = [];
  const parts: string[] = [];
  function add(path: string): void {
    if (texts.has(path)) return;
    texts.set(path, "");
    const text = ts.sys.readFile(path) ?? "";
    const found = ts.preProcessFile(text);
    if (path !== entry && isModule(text)) {
      texts.delete(path);
      references.push(`/// <reference path="${path}" />`);
      return;
    }
    for (const { fileName } of found.libReferenceDirectives) references.push(`/// <reference lib="${fileName}" />`);
    for (const { fileName } of found.typeReferenceDirectives) references.push(`/// <reference types="${fileName}" />`);
    for (const { fileName } of found.referencedFiles) add(resolve(dirname(path), fileName));
    parts.push(withoutReferences(text));
  }
  add(entry);
  combinedParts.set(entry, texts);
  return texts.set(entry, [...references, ...parts].join("\n"));
}

const combinedParts = new Map<string, ReadonlyMap<string, string>>();

function isModule(text: string): boolean {
  return /^(export|import)\b/m.test(text);
}

function withoutReferences(text: string): string {
  return text.replace(/^\/\/\/ *<reference .*$/gm, "");
}
