import { createRequire, isBuiltin, register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { kernelFolder } from "../folder.js";
import { isPackageSpecifier, locatePackage, type PackagePlace } from "../packages/specifier.js";
import { isCommonJs, withAllNames, type Namespace } from "./namespaces.js";
import { withoutDeprecationWarning } from "./own-warnings.js";
import { isLocal, RequiredModules } from "./required-modules.js";

/** A module and what a cell imports of it. */
export type BoundImport = readonly [
  specifier: string,
  namespace: Namespace,
  pairs: readonly (readonly [local: string, exported: string])[],
];
type ImportOptions = { readonly with?: Record<string, string> };
type Importer = (specifier: string, options?: ImportOptions) => Promise<Namespace>;

/** `import`, `require` and `import.meta` as the cells of a folder see them. */
export class CellImports {
  readonly require: NodeJS.Require;
  /** The notebook as a module of the old kind, which is the main one. */
  readonly module: NodeJS.Module;
  readonly exports: unknown;
  readonly meta: {
    readonly url: string;
    readonly filename: string;
    readonly dirname: string;
    resolve(name: string): string;
  };
  readonly #folder: string;
  /** Importers by the file under whose address they import. */
  readonly #importers = new Map<string, Importer>();
  /** Asks the kernel for a package that is not there. */
  readonly #fetch: (specifier: string) => Promise<void>;
  readonly #provided: ReadonlyMap<string, object>;
  readonly #required: RequiredModules;
  #localModules: MessagePort | undefined;

  /** `provided` are modules that the kernel itself stands for. */
  constructor(folder: string, provided: ReadonlyMap<string, object>, fetch: (specifier: string) => Promise<void>) {
    const filename = join(folder, "cell.ts");
    this.#folder = folder;
    this.#fetch = fetch;
    this.#provided = provided;
    this.#required = new RequiredModules(folder, provided);
    const { module } = this.#required;
    this.module = module;
    this.exports = module.exports;
    this.require = this.#required.ofCells;
    const url = pathToFileURL(filename).href;
    this.meta = {
      url,
      filename,
      dirname: folder,
      resolve: (name) =>
        isBuiltin(name) ? `node:${name.replace(/^node:/, "")}` : pathToFileURL(this.require.resolve(name)).href,
    };
  }

  /** A real `import()`; local modules that were edited since are evaluated again. */
  async import(specifier: unknown, options?: ImportOptions): Promise<Namespace> {
    const name = String(specifier);
    const provided = this.#provided.get(name);
    if (provided) return { ...provided, default: provided };
    if (isLocal(name)) await this.#refreshLocalModules();
    const isJson = /\.json$/.test(name) && !options?.with;
    const { from, specifier: found } = await this.#locate(name);
    const attributes = isJson ? { ...options, with: { type: "json" } } : options;
    const importer = this.#importerAt(from);
    const namespace = await importer(found, attributes)
      .catch((error: unknown) => {
        const path = oldPlaceOf(found, from, error);
        if (path === undefined) throw error;
        return importer(pathToFileURL(path).href, attributes);
      })
      .finally(() => this.#required.look());
    return withAllNames(namespace, (whole) => isJson || isCommonJs(whole, this.require.cache));
  }

  /** What to import for a specifier, seen from which file. */
  async #locate(name: string): Promise<PackagePlace> {
    if (!isPackageSpecifier(name)) return { from: join(this.#folder, "cell.ts"), specifier: name };
    const place = locatePackage(name, this.#folder);
    if (place) return place;
    await this.#fetch(name);
    const fetched = locatePackage(name, this.#folder);
    if (!fetched) throw new Error(`${name}: the package is not there, though npm says that it has installed it`);
    return fetched;
  }

  /** Only a script compiled under an address resolves specifiers as a module there would. */
  #importerAt(filename: string): Importer {
    const known = this.#importers.get(filename);
    if (known) return known;
    const script = new Script("(specifier, options) => import(specifier, options)", {
      filename,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const importer = script.runInThisContext() as Importer;
    this.#importers.set(filename, importer);
    return importer;
  }

  /**
   * Makes imported names variables of the notebook, all or none. A name that its module does not export is an error, as in any module.
   */
  bind(...imports: readonly BoundImport[]): void {
    for (const [specifier, namespace, pairs] of imports) {
      for (const [, exported] of pairs) {
        if (exported !== "*" && !(exported in namespace)) {
          throw new SyntaxError(`The module '${specifier}' does not provide an export named '${exported}'`);
        }
      }
    }
    for (const [, namespace, pairs] of imports) {
      for (const [local, exported] of pairs) {
        if (exported === "*") setGlobal(local, namespace);
        else followExport(local, namespace, exported);
      }
    }
  }

  async #refreshLocalModules(): Promise<void> {
    if (!this.#localModules) {
      // First TypeScript's loader, then the hooks that are asked before it.
      const { register: registerTypeScript } = await import("tsx/esm/api");
      registerTypeScript();
      const { port1, port2 } = new MessageChannel();
      const options = { data: { port: port2, folder: this.#folder }, transferList: [port2] };
      withoutDeprecationWarning(() => register(new URL("evaluator/module-hooks.js", kernelFolder), options));
      port1.unref();
      this.#localModules = port1;
      return;
    }
    const port = this.#localModules;
    const stale = await new Promise<string[]>((resolve) => {
      port.once("message", (paths: string[]) => {
        port.unref();
        resolve(paths);
      });
      port.ref();
      port.postMessage(this.#required.takeStale());
    });
    for (const path of stale) delete this.require.cache[path];
  }
}

/** The file of a package that a name without its ending, or of a folder, stands for: the compiler knows it, and so does `require`. */
function oldPlaceOf(specifier: string, from: string, error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (/^[./#]|^\w+:/.test(specifier)) return undefined;
  if (code !== "ERR_UNSUPPORTED_DIR_IMPORT" && code !== "ERR_MODULE_NOT_FOUND") return undefined;
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    return undefined;
  }
}

function setGlobal(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
}

/** Getters of imported names, which do nothing but look. */
const imported = new WeakSet<() => unknown>();

/** An imported name is the module's own variable: when the module assigns it, the cells see that. */
function followExport(name: string, namespace: Namespace, exported: string): void {
  const get = (): unknown => namespace[exported];
  imported.add(get);
  Object.defineProperty(globalThis, name, { get, configurable: true, enumerable: true });
}

/** What an imported name stands for now; `undefined` for any other property of `globalThis` that has a getter. */
export function importedValue(name: string): unknown {
  const get = Object.getOwnPropertyDescriptor(globalThis, name)?.get;
  try {
    return get && imported.has(get) ? get() : undefined;
  } catch {
    // A variable that its module has not reached yet.
    return undefined;
  }
}
