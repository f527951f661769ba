import { existsSync, realpathSync } from "node:fs";
import type { Debugger } from "node:inspector";
import { fileURLToPath, pathToFileURL } from "node:url";
import { kernelFolder } from "../folder.js";
import type { DebuggedCells } from "./cells.js";
import { Positions, type Position } from "./positions.js";

/** The kernel's own files, Node's and those of packages, as patterns of addresses: steps pass over them, their frames are not shown. */
export const foreignScripts = ["^node:", "/node_modules/", `^${escapeForPattern(kernelFolder.href)}`];
const isForeign = new RegExp(foreignScripts.join("|"));

/** The file of a local module that a path leads to, as V8 knows it; `undefined` when there is none, or it is not the user's. */
export function moduleFile(path: string): string | undefined {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return undefined;
  try {
    const file = realpathSync(path);
    return isForeign.test(pathToFileURL(file).href) ? undefined : file;
  } catch {
    return undefined;
  }
}

/** What V8 runs of the user's: a run of a cell, or a version of a local module. */
export interface Script {
  readonly path: string;
  readonly url: string;
  /** Places of the TypeScript, where the script has been made from some. */
  readonly positions: Positions | undefined;
  /** Of a cell: the line after its last. */
  readonly end: number;
}

/** Where the user's code stands in the scripts that V8 runs: the cells, and local modules. */
export class Scripts {
  readonly #cells: DebuggedCells;
  readonly #parsed = new Map<string, Debugger.ScriptParsedEventDataType>();
  readonly #known = new Map<string, Script | undefined>();

  constructor(cells: DebuggedCells) {
    this.#cells = cells;
  }

  /** Notes a script that V8 has read. */
  add(script: Debugger.ScriptParsedEventDataType): void {
    if (script.url.startsWith("file:") && !isForeign.test(script.url)) this.#parsed.set(script.scriptId, script);
  }

  clear(): void {
    this.#parsed.clear();
    this.#known.clear();
  }

  /** The script of this id, if it is the user's. */
  script(id: string): Script | undefined {
    if (!this.#known.has(id)) this.#known.set(id, this.#read(id));
    return this.#known.get(id);
  }

  /** The version of a local module that was read last. */
  latest(file: string): Script | undefined {
    return this.#modules().findLast(({ path }) => path === file);
  }

  /** The files of the local modules that have been read. */
  moduleFiles(): string[] {
    return [...new Set(this.#modules().map(({ path }) => path))];
  }

  /** The file and place that the user wrote; `undefined` in code that is not the user's. */
  place({
    scriptId,
    lineNumber,
    columnNumber = 0,
  }: Debugger.Location): { path: string; position: Position } | undefined {
    const script = this.script(scriptId);
    if (!script) return undefined;
    const generated = { line: lineNumber, column: columnNumber };
    const position = script.positions ? script.positions.original(generated) : generated;
    return position && { path: script.path, position };
  }

  /** Whether a place is that where a cell returns to the kernel, after its last line. */
  isEndOfCell({ scriptId, lineNumber }: Debugger.Location): boolean {
    return lineNumber >= (this.script(scriptId)?.end ?? Infinity);
  }

  #modules(): Script[] {
    const scripts = [...this.#parsed.keys()].map((id) => this.script(id));
    return scripts.filter((script) => script !== undefined && !this.#cells.isPath(script.path)) as Script[];
  }

  #read(id: string): Script | undefined {
    const parsed = this.#parsed.get(id);
    if (!parsed) return undefined;
    const { url } = parsed;
    const cell = this.#cells.ofUrl(url);
    if (cell) return { ...cell, end: parsed.endLine };
    const path = fileURLToPath(url.replace(/[?#].*$/, ""));
    return existsSync(path) ? { path, url, positions: inlineMap(parsed.sourceMapURL), end: Infinity } : undefined;
  }
}

/** The source map that a compiler has put into the script itself. */
function inlineMap(url: string | undefined): Positions | undefined {
  const match = /^data:application\/json[^,]*;base64,(.*)$/.exec(url ?? "");
  if (!match) return undefined;
  const { mappings } = JSON.parse(Buffer.from(match[1]!, "base64").toString()) as { mappings: string };
  return new Positions(mappings);
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
