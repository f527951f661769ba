import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelFolder } from "../folder.js";
import { requireForModules } from "../old-names.js";
import { isPackageSpecifier, locatePackage } from "../packages/specifier.js";
import { stampOf } from "./stamp.js";

/**
 * `require` as the cells of a folder and its modules have it: with TypeScript, with packages by `npm:`, and with local files anew once they
 * were edited.
 */
export class RequiredModules {
  readonly ofCells: NodeJS.Require;
  /** The notebook as a module of the old kind, which is the main one. */
  readonly module: NodeJS.Module;
  readonly #folder: string;
  readonly #provided: ReadonlyMap<string, object>;
  readonly #cache: NodeJS.Require["cache"];
  /** What the local files that were required were like when they were seen last. */
  readonly #stamps = new Map<string, string>();
  /** The modules of the new kind that have required a file. */
  readonly #users = new Map<string, Set<string>>();
  /** Files whose modules are to be evaluated again, for those who import them. */
  #stale = new Set<string>();

  /** `provided` are modules that the kernel itself stands for. */
  constructor(folder: string, provided: ReadonlyMap<string, object>) {
    this.#folder = folder;
    this.#provided = provided;
    const filename = join(folder, "cell.ts");
    const require = createRequire(filename);
    this.#cache = require.cache;
    const forModule = (url: string): NodeJS.Require => this.#at(createRequire(url), fileURLToPath(url));
    Object.defineProperty(globalThis, requireForModules, { value: forModule });
    this.module = Object.assign(new Module(filename), { filename, paths: require.resolve.paths("x") ?? [] });
    const plain = this.#at(require);
    const anew = (name: string): unknown => {
      if (!isLocal(name)) return plain(name);
      this.look();
      try {
        return plain(name);
      } finally {
        this.look();
      }
    };
    this.ofCells = Object.assign(anew, plain, { main: this.module });
  }

  /** Node's own `require` for a file, with what it does not know; `user` is a module that is told when what it requires has changed. */
  #at(from: NodeJS.Require, user?: string): NodeJS.Require {
    const ours = (name: string): unknown => {
      const place = isPackageSpecifier(name) ? locatePackage(name, this.#folder) : undefined;
      if (isLocal(name)) requireTypeScript();
      if (isLocal(name) && name.endsWith(".ipynb")) {
        throw new Error(`${name} is a notebook: write await import(${JSON.stringify(name)})`);
      }
      const provided = this.#provided.get(name);
      if (provided) return provided;
      if (place) return createRequire(place.from)(place.specifier);
      if (user !== undefined && isLocal(name)) this.#note(from.resolve(name), user);
      return from(name) as unknown;
    };
    const resolve = (name: string, options?: { paths?: string[] }): string => {
      if (isLocal(name)) requireTypeScript();
      return from.resolve(name, options);
    };
    return Object.assign(ours, from, { resolve: Object.assign(resolve, from.resolve) });
  }

  #note(path: string, user: string): void {
    this.#users.set(path, (this.#users.get(path) ?? new Set()).add(user));
  }

  /** Forgets the local files that have changed on disk since they were seen last, and those that require them. */
  look(): void {
    const stale = new Set<string>();
    const local = Object.entries(this.#cache).filter(([path]) => !/[\\/]node_modules[\\/]/.test(path));
    for (const [path] of local) {
      const stamp = stampOf(path.replace(/\?.*$/, ""));
      if ((this.#stamps.get(path) ?? stamp) !== stamp) stale.add(path);
      this.#stamps.set(path, stamp);
    }
    for (const path of stale) {
      for (const [each, module] of local) if (module?.children.some(({ id }) => id === path)) stale.add(each);
    }
    for (const path of stale) {
      delete this.#cache[path];
      this.#stamps.delete(path);
      for (const each of [path, ...(this.#users.get(path) ?? [])]) this.#stale.add(each);
    }
  }

  /** Files that are to be evaluated again, since this was asked last. */
  takeStale(): string[] {
    this.look();
    const stale = [...this.#stale];
    this.#stale = new Set();
    return stale;
  }
}

/** Whether a name stands for a file of the notebook's surroundings rather than for a package. */
export function isLocal(name: unknown): boolean {
  return /^([.#]|\.{0,2}\/|file:)/.test(String(name));
}

let isTypeScriptRequired = false;

/** Lets `require` have files of TypeScript, with or without their ending, from when it asks for the first file that is no package's. */
function requireTypeScript(): void {
  if (isTypeScriptRequired) return;
  isTypeScriptRequired = true;
  (createRequire(kernelFolder)("tsx/cjs/api") as { register(): void }).register();
}
