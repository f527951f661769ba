import type { Debugger } from "node:inspector";
import type { JsonRecord } from "../protocol/wire.js";
import type { Inspector } from "../processes/inspector.js";
import type { DebuggedCells } from "./cells.js";
import { Positions } from "./positions.js";
import { DebugError, integerField, type DapBreakpoint } from "./protocol.js";
import { moduleFile, type Script, type Scripts } from "./scripts.js";

interface Wanted {
  readonly line: number;
  readonly condition?: string;
}

/** The mappings of a cell that has not been run, from the compiler; `null` when it cannot be compiled. */
export type MappingsOf = (code: string) => Promise<string | null>;

/**
 * The breakpoints of cells and local modules. They outlive the runs of a cell and the versions of a module: each is a script of its
 * own and gets them anew.
 */
export class Breakpoints {
  readonly #inspector: Inspector;
  readonly #cells: DebuggedCells;
  readonly #scripts: Scripts;
  readonly #mappingsOf: MappingsOf;
  readonly #wanted = new Map<string, readonly Wanted[]>();
  /** What V8 has been given: the ids, and the lines as the user wrote them. */
  readonly #set = new Map<string, { readonly id: string; readonly line: number }[]>();
  /** By which V8 stops before the first statement of each script. */
  #beforeScripts: string | undefined;

  constructor(inspector: Inspector, cells: DebuggedCells, scripts: Scripts, mappingsOf: MappingsOf) {
    this.#inspector = inspector;
    this.#cells = cells;
    this.#scripts = scripts;
    this.#mappingsOf = mappingsOf;
  }

  /** Replaces the breakpoints of a cell or module. Those on lines without code move to the next line that has some. */
  async replace(source: string, requested: readonly unknown[]): Promise<DapBreakpoint[]> {
    const places = requested.map(readWanted);
    const refuse = (message: string): DapBreakpoint[] =>
      places.map(({ line }) => ({ verified: false, line, source: { path: source }, message }));
    const isCell = this.#cells.isPath(source);
    const path = isCell ? source : moduleFile(source);
    if (path === undefined) return refuse("breakpoints are set in cells and in local modules");
    const scripts = isCell ? this.#cells.ofPath(path) : [this.#scripts.latest(path)].filter((found) => !!found);
    const positions = scripts.at(-1)?.positions ?? (await this.#positionsOfCell(path));
    if (positions === null) return refuse("the cell cannot be compiled");
    const found = places.map((place) => {
      // Of a cell that is neither dumped nor run, and of a module that is not read, the lines are not known yet: they are taken as they are.
      const line = positions ? positions.generated(place.line - 1)?.line : place.line - 1;
      return { place, line };
    });
    const wanted = found.flatMap(({ place, line }) => (line === undefined ? [] : [{ ...place, line: line + 1 }]));
    await this.#remove(path);
    this.#wanted.set(path, wanted);
    for (const script of scripts) await this.arm(script);
    await this.watchForModules();
    return found.map(({ place, line }) =>
      line === undefined
        ? { verified: false, line: place.line, source: { path: source }, message: "there is no code from this line on" }
        : { verified: true, line: line + 1, source: { path: source } },
    );
  }

  /** Sets what is wanted in a script, which may be about to begin. */
  async arm({ path, url, positions }: Pick<Script, "path" | "url" | "positions">): Promise<void> {
    for (const { line, condition } of this.#wanted.get(path) ?? []) {
      const asWritten = { line: line - 1, at: { line: line - 1, column: 0 } };
      const place = positions ? positions.generated(line - 1) : asWritten;
      if (!place) continue;
      const { line: lineNumber, column: columnNumber } = place.at;
      const { breakpointId } = await this.#inspector.post<Debugger.SetBreakpointByUrlReturnType>(
        "Debugger.setBreakpointByUrl",
        { url, lineNumber, columnNumber, ...(condition !== undefined && { condition }) },
      );
      this.#set.set(path, [...(this.#set.get(path) ?? []), { id: breakpointId, line: place.line + 1 }]);
    }
  }

  /** The line of a breakpoint that V8 has hit, by its id. */
  lineOf(breakpointId: string | undefined): number | undefined {
    for (const set of this.#set.values()) {
      const found = set.find(({ id }) => id === breakpointId);
      if (found) return found.line;
    }
    return undefined;
  }

  /** Has V8 stop before each new script as long as breakpoints are wanted in modules, which thus get them before they begin. */
  async watchForModules(): Promise<void> {
    const isWanted = [...this.#wanted].some(([path, wanted]) => wanted.length > 0 && !this.#cells.isPath(path));
    if (isWanted === (this.#beforeScripts !== undefined)) return;
    if (this.#beforeScripts !== undefined) {
      const breakpointId = this.#beforeScripts;
      this.#beforeScripts = undefined;
      await this.#inspector.post("Debugger.removeBreakpoint", { breakpointId });
      return;
    }
    const { breakpointId } = await this.#inspector.post<Debugger.SetBreakpointByUrlReturnType>(
      "Debugger.setInstrumentationBreakpoint",
      { instrumentation: "beforeScriptExecution" },
    );
    this.#beforeScripts = breakpointId;
  }

  /** As `debugInfo` lists them. */
  list(): { readonly source: string; readonly breakpoints: readonly JsonRecord[] }[] {
    return [...this.#wanted]
      .filter(([, wanted]) => wanted.length > 0)
      .map(([source, wanted]) => ({ source, breakpoints: wanted.map((each) => ({ ...each })) }));
  }

  /** Forgets what was set in scripts that are no more. */
  forgetScripts(): void {
    this.#set.clear();
    this.#beforeScripts = undefined;
  }

  forgetAll(): void {
    this.#wanted.clear();
    this.forgetScripts();
  }

  /** Places of what a cell that has been dumped would be; `null` when it cannot be compiled. */
  async #positionsOfCell(path: string): Promise<Positions | null | undefined> {
    const code = this.#cells.code(path);
    if (code === undefined) return undefined;
    const mappings = await this.#mappingsOf(code);
    return mappings === null ? null : new Positions(mappings);
  }

  async #remove(path: string): Promise<void> {
    const set = this.#set.get(path) ?? [];
    this.#set.delete(path);
    for (const { id: breakpointId } of set) await this.#inspector.post("Debugger.removeBreakpoint", { breakpointId });
  }
}

function readWanted(requested: unknown): Wanted {
  if (typeof requested !== "object" || requested === null) throw new DebugError("breakpoints: expected records");
  const { condition } = requested as JsonRecord;
  const line = integerField(requested as JsonRecord, "line");
  return { line, ...(typeof condition === "string" && condition !== "" && { condition }) };
}
