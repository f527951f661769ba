import { readFileSync } from "node:fs";
import type { InitializeHook, LoadHook, ResolveHook } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script } from "node:vm";
import type { MessagePort } from "node:worker_threads";
import { cellsOfModule } from "../notebook/module.js";
import { isPackageSpecifier, locatePackage } from "../packages/specifier.js";
import { withOldNames } from "../old-names.js";
import { stampOf } from "./stamp.js";
import { moduleOfWantedNames, noteWantedNames, wantedNamesAt, withWantedNames } from "./wanted-names.js";

/**
 * Runs in Node's loader thread. Local modules (outside `node_modules`) that changed on disk, and those that import them, get a new
 * address at the next import from a cell, so that they are evaluated again; unchanged ones keep their identity and their state.
 */
interface LocalModule {
  version: number;
  stamp: string;
  readonly importers: Set<string>;
}

const modules = new Map<string, LocalModule>();

let notebooks = "";

export const initialize: InitializeHook<{ port?: MessagePort; folder: string }> = ({ port, folder }) => {
  notebooks = folder;
  port?.on("message", (changed: readonly string[]) => port.postMessage(refresh(changed)));
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  if (isPackageSpecifier(specifier)) {
    // Node hands on the same context, and changes it.
    const { parentURL: parent } = context;
    const place = locatePackage(specifier, notebooks);
    if (!place) throw new Error(`${specifier} is not installed: a cell has to import it first`);
    const found = await next(place.specifier, { ...context, parentURL: pathToFileURL(place.from).href });
    return withNames(found, specifier, parent);
  }
  const result = await next(specifier, context);
  if (!result.url.startsWith("file:")) return result;
  if (result.url.includes("/node_modules/")) return withNames(result, specifier, context.parentURL);
  // The loader below may have written queries of its own into the path.
  const path = fileURLToPath(result.url.replace(/(\?|%3F).*$/, ""));
  const module = modules.get(path) ?? { version: 0, stamp: stampOf(path), importers: new Set() };
  modules.set(path, module);
  if (context.parentURL?.startsWith("file:")) {
    module.importers.add(fileURLToPath(context.parentURL.replace(/\?.*$/, "")));
  }
  // What a notebook imports as TypeScript is written as an ES module, whatever the nearest package.json says of its .js files.
  const isTypeScript = /\.(m?tsx?|jsx)$/.test(path);
  const url = isTypeScript ? pathToFileURL(path) : new URL(result.url);
  if (module.version > 0) url.searchParams.set("version", String(module.version));
  const isModule = isTypeScript || (result.format !== "module" && isModuleBySyntax(path));
  return { ...result, url: url.href, format: isModule ? "module" : result.format };
};

type Resolved = Awaited<ReturnType<ResolveHook>>;

/** What a package's module is to who imports it, where Node may not know its names. */
function withNames(result: Resolved, specifier: string, parent: string | undefined): Resolved {
  // Without a format it is told when the module is loaded.
  if (!result.url.startsWith("file:") || (result.format != null && result.format !== "commonjs")) return result;
  const url = withWantedNames(result.url, specifier, parent, (each) =>
    isPackageSpecifier(each) ? locatePackage(each, notebooks)?.specifier : each,
  );
  return url === result.url ? result : { ...result, url, format: "module" };
}

/** Whether a file that no package.json says to be a module is one all the same, by what is written in it. */
function isModuleBySyntax(path: string): boolean {
  if (!path.endsWith(".js")) return false;
  try {
    void new Script(readFileSync(path, "utf8"), { filename: path });
    return false;
  } catch (error) {
    return /Cannot use import statement outside a module|Cannot use 'import\.meta'|Unexpected token 'export'/.test(
      String((error as Error).message),
    );
  }
}

/** Notebooks become modules, and JSX becomes what it is in cells. */
export const load: LoadHook = async (url, context, next) => {
  const names = wantedNamesAt(url);
  if (names) {
    const { format } = await next(names.module, { ...context, format: undefined });
    return { format: "module", source: moduleOfWantedNames(names, format === "commonjs"), shortCircuit: true };
  }
  const isLocal = url.startsWith("file:") && !url.includes("/node_modules/") && /\.(ipynb|ts|tsx|jsx)(\?|$)/.test(url);
  const path = isLocal ? fileURLToPath(url.replace(/\?.*$/, "")) : "";
  const jsx = /\.[tj]sx$/.test(path) ? await withoutJsx(path) : undefined;
  if (jsx !== undefined) {
    noteWantedNames(url, jsx);
    return { format: "module", source: withOldNames(jsx), shortCircuit: true };
  }
  const code = /\.(ipynb|ts)$/.test(path) ? cellsOfModule(path) : undefined;
  if (!code) {
    const loaded = await next(url, context);
    if (!path || loaded.format !== "module" || loaded.source == null) return loaded;
    const source = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    noteWantedNames(url, await withoutTypes(path, source));
    return { ...loaded, source: withOldNames(source) };
  }
  const { notebookModule } = await import("../language/notebook-module.js");
  return { format: "module", source: notebookModule(path, code), shortCircuit: true };
};

/**
 * A module's JavaScript. From Node 26 on TypeScript's loader comes after these hooks, and the source is as it was written: with imports
 * of types, which nothing need export. One that cannot be read is left to that loader, which says so.
 */
async function withoutTypes(path: string, source: string): Promise<string> {
  if (!/\bfrom\s*["'][^"'./#]/.test(source)) return source;
  const { transform } = await import("esbuild");
  const loader = path.endsWith(".ts") ? "ts" : "tsx";
  return transform(source, { loader, format: "esm", jsx: "preserve" }).then(
    ({ code }) => code,
    () => source,
  );
}

/** A file with JSX, where TypeScript's loader would take it for the oldest form; `undefined` where it does not. */
async function withoutJsx(path: string): Promise<string | undefined> {
  const { jsxOfFile } = await import("../language/options.js");
  const jsx = jsxOfFile(path);
  if (jsx === undefined) return undefined;
  const { transform } = await import("esbuild");
  const { code } = await transform(readFileSync(path, "utf8"), {
    loader: path.endsWith(".tsx") ? "tsx" : "jsx",
    ...jsx,
    format: "esm",
    target: `node${process.versions.node}`,
    sourcefile: path,
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
  });
  return code;
}

/** Gives the files whose modules are to be evaluated again, some because of what they require. */
function refresh(changed: readonly string[]): string[] {
  const stale = new Set<string>();
  function markStale(path: string): void {
    if (stale.has(path)) return;
    stale.add(path);
    for (const importer of modules.get(path)?.importers ?? []) markStale(importer);
  }
  for (const path of changed) if (modules.has(path)) markStale(path);
  for (const [path, module] of modules) {
    const stamp = stampOf(path);
    if (stamp === module.stamp) continue;
    module.stamp = stamp;
    markStale(path);
  }
  for (const path of stale) {
    const module = modules.get(path);
    if (module) module.version++;
  }
  return [...stale];
}
