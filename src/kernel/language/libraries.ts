import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
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
    if (/^export\b/m.test(text)) modules.push(name.slice("lib.".length, -".d.ts".length));
    else {
      texts.set(path, "");
      parts.push(text.replace(/^\/\/\/ *<reference .*$/gm, ""));
    }
  }
  for (const name of names) add(name);
  const text = [...modules.map((name) => `/// <reference lib="${name}" />`), ...parts].join("\n");
  const file = join(folder, `lib.notebook-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.d.ts`);
  texts.set(file, text);
  return { file, texts };
}
