import { createRequire, isBuiltin, register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { kernelFolder } from "../folder.js";

type Namespace = Record<string, unknown>;
type ImportOptions = { readonly with?: Record<string, string> };
type Importer = (specifier: string, options?: ImportOptions) => Promise<Namespace>;

/** `import`, `require` and `import.meta` as the cells of a folder see them. */
export class CellImports {
  readonly require: NodeJS.Require;
  readonly meta: {
    readonly url: string;
    readonly filename: string;
    readonly dirname: string;
    resolve(name: string): string;
  };
  readonly #import: Importer;
  readonly #provided: ReadonlyMap<string, object>;
  #localModules: MessagePort | undefined;

  /** `provided` are modules that the kernel itself stands for. */
  constructor(folder: string, provided: ReadonlyMap<string, object>) {
    const filename = join(folder, "cell.ts");
    this.#provided = provided;
    // Only a script compiled under this address resolves specifiers as a module in the notebook's folder would.
    const script = new Script("(specifier, options) => import(specifier, options)", {
      filename,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    this.#import = script.runInThisContext() as Importer;
    const require = createRequire(filename);
    const ours = (name: string): unknown => provided.get(name) ?? (require(name) as unknown);
    this.require = Object.assign(ours, require);
    const url = pathToFileURL(filename).href;
    this.meta = {
      url,
      filename,
      dirname: folder,
      resolve: (name) =>
        isBuiltin(name) ? `node:${name.replace(/^node:/, "")}` : pathToFileURL(require.resolve(name)).href,
    };
  }

  /** A real `import()`; local modules that were edited since are evaluated again. */
  async import(specifier: unknown, options?: ImportOptions): Promise<Namespace> {
    const name = String(specifier);
    const provided = this.#provided.get(name);
    if (provided) return { ...provided, default: provided };
    if (/^(\.{0,2}\/|file:)/.test(name)) await this.#refreshLocalModules();
    const isJson = /\.json$/.test(name) && !options?.with;
    return this.#import(name, isJson ? { ...options, with: { type: "json" } } : options);
  }

  /** Makes imported names variables of the notebook. A name the module does not export is an error, as in any module. */
  bind(specifier: string, namespace: Namespace, pairs: readonly (readonly [local: string, exported: string])[]): void {
    for (const [local, exported] of pairs) {
      if (exported === "*") setGlobal(local, namespace);
      else if (exported in namespace) followExport(local, namespace, exported);
      else {
        // A CommonJS module whose names Node could not tell beforehand: they are properties of its one export.
        const whole = namespace.default;
        const isThere = typeof whole === "object" && whole !== null && exported in whole;
        const isFunctionProperty = typeof whole === "function" && exported in whole;
        if (!isThere && !isFunctionProperty) {
          throw new SyntaxError(`The module '${specifier}' does not provide an export named '${exported}'`);
        }
        setGlobal(local, (whole as Namespace)[exported]);
      }
    }
  }

  async #refreshLocalModules(): Promise<void> {
    if (!this.#localModules) {
      // First TypeScript's loader, then the hooks that are asked before it.
      const { register: registerTypeScript } = await import("tsx/esm/api");
      registerTypeScript();
      const { port1, port2 } = new MessageChannel();
      register(new URL("evaluator/module-hooks.js", kernelFolder), { data: { port: port2 }, transferList: [port2] });
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
      port.postMessage("refresh");
    });
    for (const path of stale) delete this.require.cache[path];
  }
}

function setGlobal(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
}

/** An imported name is the module's own variable: when the module assigns it, the cells see that. */
function followExport(name: string, namespace: Namespace, exported: string): void {
  Object.defineProperty(globalThis, name, { get: () => namespace[exported], configurable: true, enumerable: true });
}
