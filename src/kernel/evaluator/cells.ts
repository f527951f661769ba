import { dirname } from "node:path";
import { constants, Script } from "node:vm";
import { cellParameters } from "../cell-parameters.js";
import { Deno } from "./deno.js";
import { onBehalfOf, send } from "./channel.js";
import { reportError } from "./errors.js";
import { formatValue } from "./format.js";
import { importedValue, type BoundImport, type CellImports } from "./imports.js";
import { rememberCell } from "./stack.js";

/** A cell as the kernel's compiler hands it over. */
export interface CellToRun {
  /** The request it belongs to. */
  readonly id: string;
  readonly fileName: string;
  readonly text: string;
  /** The same as the user wrote it, with lines of magic. */
  readonly written: string;
  readonly javascript: string;
  readonly mappings: string;
  readonly names: readonly string[];
  /** Those of them that are imported. */
  readonly imported: readonly string[];
  /** Whether the value of the last expression is wanted. */
  readonly wantResult: boolean;
  /** Whether it is run as scripts have always been: what is assigned without a declaration becomes a variable. */
  readonly isSloppy: boolean;
}

/** Thrown into a cell that the user has stopped. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

type CellFunction = (
  cell: unknown,
  require: unknown,
  filename: string,
  dirname: string,
  deno: typeof Deno,
  module: NodeJS.Module,
  exports: unknown,
) => Promise<void>;

/** Evaluates cells: one at a time, beside which those of subshells may run while it waits. */
export class CellRunner {
  readonly #imports: CellImports;
  readonly #finished: () => void;
  /** How to give up each running cell, by its request. */
  readonly #running = new Map<string, (thrown: unknown) => void>();

  /** `finished` is called after each cell, when all it wrote is on its way but its end is not. */
  constructor(imports: CellImports, finished: () => void) {
    this.#imports = imports;
    this.#finished = finished;
  }

  get isRunning(): boolean {
    return this.#running.size > 0;
  }

  /** Requests of the running cells. */
  get requests(): Iterable<string> {
    return this.#running.keys();
  }

  /**
   * Ends the running cells, or that of a request, with an error; whatever they still await, and their results' own ways to be shown, are no
   * longer waited for.
   */
  abandon(thrown: unknown, request?: string): void {
    for (const [id, fail] of this.#running) if (request === undefined || id === request) fail(thrown);
  }

  run(cell: CellToRun): void {
    onBehalfOf(cell.id, () => this.#run(cell));
  }

  #run(cell: CellToRun): void {
    rememberCell(cell);
    let result: { value: unknown } | undefined;
    let isSettled = false;
    let isEnded = false;
    let isBound = cell.imported.length === 0;
    // Functions rather than a chain of promises: after an interrupt no promise of the cell, nor one of showing its result, may ever settle.
    const end = (outcome: {
      readonly data?: unknown;
      readonly error?: unknown;
      readonly importFailed?: boolean;
    }): void => {
      if (isEnded) return;
      this.#finished();
      // Until it is sent the cell can be given up: a reader may be slow.
      send({ type: "done", id: cell.id, ...outcome });
      isEnded = true;
      this.#running.delete(cell.id);
    };
    const fail = (thrown: unknown): void => end({ error: reportError(thrown), importFailed: !isBound });
    const settle = (error?: { thrown: unknown }): void => {
      if (isSettled) return;
      isSettled = true;
      if (error) fail(error.thrown);
      else if (cell.wantResult && result && result.value !== undefined) {
        formatValue(result.value).then((data) => end({ data }), fail);
      } else end({});
    };
    this.#running.set(cell.id, fail);
    const { require, module, exports } = this.#imports;
    const forCell = {
      // Until its code has ended nothing waits for the cell's promise: so V8 can tell errors that the kernel alone will catch.
      ends: (): void => {
        queueMicrotask(() => {
          running.then(
            () => settle(),
            (thrown: unknown) => settle({ thrown }),
          );
        });
      },
      result: (value: unknown): void => {
        result = { value };
      },
      exportDefault: (value: unknown): void => {
        result = { value };
      },
      eval: (code: unknown): unknown => evaluateInScript(code, { require, module, exports, Deno }),
      import: (specifier: unknown, options?: never) => this.#imports.import(specifier, options),
      bind: (...imports: readonly BoundImport[]): void => {
        this.#imports.bind(...imports);
        isBound = true;
      },
      meta: this.#imports.meta,
      refuse: (): never => {
        throw new TypeError("Assignment to constant variable.");
      },
    };
    let evaluate: CellFunction;
    try {
      // What an imported name meant before is left to it until all imports are there.
      for (const name of cell.names) if (!cell.imported.includes(name)) defineGlobal(name);
      const script = new Script(
        `(async function (${cellParameters.join(", ")}) { ${cell.isSloppy ? "" : '"use strict"; '}try {\n${cell.javascript}\n} finally { __cell.ends(); } })`,
        {
          filename: cell.fileName,
          lineOffset: -1,
          importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
        },
      );
      evaluate = script.runInThisContext({ displayErrors: false }) as CellFunction;
    } catch (thrown) {
      settle({ thrown });
      return;
    }
    const { fileName } = cell;
    const running = evaluate(forCell, require, fileName, dirname(fileName), Deno, module, exports);
  }
}

/**
 * Runs a text as a script, which declares global variables, and sees for as long as it runs what cells are given. `require` stays, for
 * functions that the text has made.
 */
function evaluateInScript(code: unknown, given: Record<string, unknown>): unknown {
  const names = Object.keys(given).filter((name) => !(name in globalThis));
  for (const name of names) {
    Object.defineProperty(globalThis, name, { value: given[name], configurable: true, writable: true });
  }
  try {
    return (0, eval)(code as string) as unknown;
  } finally {
    for (const name of names) {
      const { value } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {};
      // What the text has declared itself stays.
      if (name !== "require" && value === given[name]) Reflect.deleteProperty(globalThis, name);
    }
  }
}

/** Makes a name assignable in strict code, whatever it was before; a value that is there stays, also that of an import. */
function defineGlobal(name: string): void {
  const existing = Object.getOwnPropertyDescriptor(globalThis, name);
  if (existing?.writable && existing.configurable) return;
  Object.defineProperty(globalThis, name, {
    value: (existing?.get ? importedValue(name) : existing?.value) as unknown,
    writable: true,
    configurable: true,
    enumerable: true,
  });
}
