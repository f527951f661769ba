import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { murmur2 } from "./murmur2.js";
import { Positions } from "./positions.js";

/** A cell that has been compiled, as the debugger needs it. */
export interface CompiledCell {
  /** The cell as the frontend sent it. */
  readonly code: string;
  /** The file under which it is evaluated. */
  readonly fileName: string;
  readonly mappings: string;
  readonly names: readonly string[];
}

/** A cell that has been run, or is about to be. */
export interface RunCell {
  readonly path: string;
  readonly url: string;
  readonly positions: Positions;
}

/**
 * The cells that a debugger may speak of. A frontend calls a cell `prefix + hash of its code + suffix`; each time it is run it is a
 * script of its own. No file of that name exists.
 */
export class DebuggedCells {
  readonly hashSeed = 0x6e6f726d;
  readonly prefix = join(tmpdir(), `normlab-kernel-${process.pid}`) + sep;
  readonly suffix = ".ts";
  /** Names of the properties of `globalThis` that the cells have declared. */
  readonly names = new Set<string>();
  readonly #compiled: CompiledCell[] = [];
  readonly #codes = new Map<string, string>();
  readonly #byUrl = new Map<string, RunCell>();
  readonly #byPath = new Map<string, RunCell[]>();

  /** Notes a cell that is run. Hashes and maps are computed when a debugger asks. */
  add(cell: CompiledCell): void {
    for (const name of cell.names) this.names.add(name);
    this.#compiled.push(cell);
  }

  /** Tells the path under which frontends know a cell of this code. */
  dump(code: string): string {
    const path = `${this.prefix}${murmur2(code, this.hashSeed)}${this.suffix}`;
    this.#codes.set(path, code);
    return path;
  }

  /** Whether a path is that of a cell. */
  isPath(path: string): boolean {
    return path.startsWith(this.prefix) && path.endsWith(this.suffix);
  }

  /** The code of a path, if a cell of that code has been dumped or run. */
  code(path: string): string | undefined {
    this.#index();
    return this.#codes.get(path);
  }

  /** The runs of the cell of a path. */
  ofPath(path: string): readonly RunCell[] {
    this.#index();
    return this.#byPath.get(path) ?? [];
  }

  /** The cell whose script has this address. */
  ofUrl(url: string): RunCell | undefined {
    this.#index();
    return this.#byUrl.get(url);
  }

  /** The process with the cells' functions and variables has ended. */
  forgetRuns(): void {
    this.names.clear();
    this.#compiled.length = 0;
    this.#byUrl.clear();
    this.#byPath.clear();
  }

  #index(): void {
    for (const { code, fileName, mappings } of this.#compiled.splice(0)) {
      const cell = { path: this.dump(code), url: pathToFileURL(fileName).href, positions: new Positions(mappings) };
      this.#byUrl.set(cell.url, cell);
      this.#byPath.set(cell.path, [...(this.#byPath.get(cell.path) ?? []), cell]);
    }
  }
}
