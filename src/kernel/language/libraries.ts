import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { asNodeHasIt, withGlobalsOfNode } from "./node-has.js";

const folder = dirname(createRequire(import.meta.url).resolve("typescript"));

/** The declarations of the language and its environment, as the compiler is to see them. */
export interface Libraries {
  /** The one file that stands for all of TypeScript's own. */
  readonly file: string;
  /** Texts by path: those of files that stand for many, and empty ones for files that are part of them and may be asked for by name. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * TypeScript's own libraries as one file instead of a hundred, and the types of Node, from their entry on, as another. What many files
 * say of `Array` is put together again for every check; what one file says of it is put together when it is parsed. The newest ones
 * (`esnext`) are what this Node has of them, and so are the globals of Node; a project that names a year has what it names.
 */
export function combineLibraries(names: readonly string[], typesOfNode: string | undefined): Libraries {
  const key = [...names, typesOfNode].join();
  const libraries = combined.get(key) ?? combine(names, typesOfNode);
  combined.set(key, libraries);
  return libraries;
}

/** Where a place of a text that stands for many files is in one of these. */
export function originalOf(
  { texts }: Libraries,
  text: string,
  start: number,
): { readonly path: string; readonly text: string; readonly start: number } | undefined {
  const line = text.lastIndexOf("\n", start) + 1;
  // Enough lines to tell it from others.
  const [sought] = /^(.*\n?){1,6}/.exec(text.slice(line))!;
  for (const [path, combinedText] of texts) {
    if (combinedText !== "" && path.includes("notebook-")) continue;
    const original = ts.sys.readFile(path) ?? "";
    const at = inOneByte(original).indexOf(sought);
    if (at >= 0) return { path, text: original, start: at + start - line };
  }
  return undefined;
}

/** Kept, so that a snapshot has them at hand. */
const combined = new Map<string, Libraries>();

function combine(names: readonly string[], typesOfNode: string | undefined): Libraries {
  const texts = new Map<string, string>();
  const isNewest = names.some((name) => /^lib\.esnext(\.full)?\.d\.ts$/.test(name));
  const locate = (name: string): string => join(folder, `lib.${name.toLowerCase()}.d.ts`);
  const text = gather("lib", names.map(shortName), texts, locate, isNewest ? asNodeHasIt : undefined);
  const file = join(folder, `lib.notebook-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.d.ts`);
  texts.set(file, text);
  if (typesOfNode !== undefined) {
    texts.set(
      typesOfNode,
      gather("path", [typesOfNode], texts, (name, from) => resolve(dirname(from), name), withGlobalsOfNode),
    );
  }
  return { file, texts };
}

/**
 * The text with a control character, of those that no text has, for each character that V8 could not keep in one byte, so that nothing
 * moves: a dash in some comment would double the size of all libraries, in the snapshot and in each kernel.
 */
function inOneByte(text: string): string {
  const short = text.replace(/[^\0-\xff]/g, (character) => {
    const known = codes.get(character) ?? unusedCodes.pop();
    if (known !== undefined) codes.set(character, known);
    return known ?? "?";
  });
  // What V8 makes of a text of two bytes has two bytes, whatever is in it.
  return Buffer.from(short, "latin1").toString("latin1");
}

/** What the compiler says, also of the libraries, with the characters that their authors wrote. */
export function wordsOf(parts: ts.SymbolDisplayPart[] | undefined): string {
  return ts.displayPartsToString(parts).replace(control, (code) => written(code));
}

const control = /[^\t\n\v\f\r\x20-\x7e\xa0-\uffff]/g;
const codes = new Map<string, string>();
/** But the first and the one that ends lines. */
const unusedCodes = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter(
  (code) => code.search(control) >= 0 && code !== "\0" && code !== "\x85",
);

function written(code: string): string {
  for (const [character, given] of codes) if (given === code) return character;
  return code;
}

/** `esnext` of `lib.esnext.d.ts`, as references have it. */
function shortName(name: string): string {
  return name.slice("lib.".length, -".d.ts".length);
}

/**
 * One text out of files and of those they refer to by an attribute. References of other kinds stay, and so do those to modules, of which
 * one would make all of it a module. The files that became part are empty in `texts`, and what `change` gives stands for its file.
 */
function gather(
  attribute: "lib" | "path",
  names: readonly string[],
  texts: Map<string, string>,
  locate: (name: string, from: string) => string,
  change?: (path: string, text: string) => string | undefined,
): string {
  const references = new Set<string>();
  const parts: string[] = [];
  function add(name: string, from: string): void {
    const path = locate(name, from);
    if (texts.has(path)) return;
    const whole = inOneByte(ts.sys.readFile(path) ?? "");
    const changed = change?.(path, whole);
    const text = changed ?? whole;
    if (/^(export|import)\b/m.test(text)) {
      references.add(`/// <reference ${attribute}="${attribute === "path" ? path : name}" />`);
      if (changed !== undefined) texts.set(path, changed);
      return;
    }
    texts.set(path, "");
    const rest = text.replace(/^\/\/\/ *<reference (\w+)="(.*?)".*$/gm, (line, kind: string, referred: string) => {
      if (kind === attribute) add(referred, path);
      else references.add(line);
      return "";
    });
    parts.push(rest);
  }
  for (const name of names) add(name, "");
  return [...references, ...parts].join("\n");
}
