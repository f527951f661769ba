import type { Debugger } from "node:inspector";
import type { JsonRecord } from "../protocol/wire.js";
import type { Inspector } from "../processes/inspector.js";
import type { DebuggedCells, RunCell } from "./cells.js";
import { Positions } from "./positions.js";
import { DebugError, integerField, type DapBreakpoint } from "./protocol.js";

interface Wanted {
  readonly line: number;
  readonly condition?: string;
}

/** The mappings of a cell that has not been run, from the compiler; `null` when it cannot be compiled. */
export type MappingsOf = (code: string) => Promise<string | null>;

/** The breakpoints of cells, which outlive the runs of these cells: each run is a script of its own and gets them anew. */
export class Breakpoints {
  readonly #inspector: Inspector;
  readonly #cells: DebuggedCells;
  readonly #mappingsOf: MappingsOf;
  readonly #wanted = new Map<string, readonly Wanted[]>();
  readonly #set = new Map<string, string[]>();

  constructor(inspector: Inspector, cells: DebuggedCells, mappingsOf: MappingsOf) {
    this.#inspector = inspector;
    this.#cells = cells;
    this.#mappingsOf = mappingsOf;
  }

  /** Replaces the breakpoints of a path. Those on lines without code move to the next line that has some. */
  async replace(path: string, requested: readonly unknown[]): Promise<DapBreakpoint[]> {
    const places = requested.map(readWanted);
    const code = this.#cells.code(path);
    const refuse = (message: string): DapBreakpoint[] =>
      places.map(({ line }) => ({ verified: false, line, source: { path }, message }));
    if (code === undefined) return refuse("no cell is known under this path: breakpoints are set in cells");
    const runs = this.#cells.ofPath(path);
    const mappings = runs.length > 0 ? undefined : await this.#mappingsOf(code);
    if (mappings === null) return refuse("the cell cannot be compiled");
    const positions = runs.at(-1)?.positions ?? new Positions(mappings!);
    const found = places.map((place) => ({ place, line: positions.generated(place.line - 1)?.line }));
    const wanted = found.flatMap(({ place, line }) => (line === undefined ? [] : [{ ...place, line: line + 1 }]));
    await this.#remove(path);
    this.#wanted.set(path, wanted);
    for (const run of runs) await this.#setIn(run);
    return found.map(({ place, line }) =>
      line === undefined
        ? { verified: false, line: place.line, source: { path }, message: "there is no code from this line on" }
        : { verified: true, line: line + 1, source: { path } },
    );
  }

  /** Sets what is wanted in a cell that is about to run. */
  async arm(run: RunCell): Promise<void> {
    await this.#setIn(run);
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
  }

  forgetAll(): void {
    this.#wanted.clear();
    this.#set.clear();
  }

  async #setIn({ path, url, positions }: RunCell): Promise<void> {
    for (const { line, condition } of this.#wanted.get(path) ?? []) {
      const place = positions.generated(line - 1);
      if (!place) continue;
      const { line: lineNumber, column: columnNumber } = place.at;
      const { breakpointId } = await this.#inspector.post<Debugger.SetBreakpointByUrlReturnType>(
        "Debugger.setBreakpointByUrl",
        { url, lineNumber, columnNumber, ...(condition !== undefined && { condition }) },
      );
      this.#set.set(path, [...(this.#set.get(path) ?? []), breakpointId]);
    }
  }

  async #remove(path: string): Promise<void> {
    const ids = this.#set.get(path) ?? [];
    this.#set.delete(path);
    for (const breakpointId of ids) await this.#inspector.post("Debugger.removeBreakpoint", { breakpointId });
  }
}

function readWanted(requested: unknown): Wanted {
  if (typeof requested !== "object" || requested === null) throw new DebugError("breakpoints: expected records");
  const { condition } = requested as JsonRecord;
  const line = integerField(requested as JsonRecord, "line");
  return { line, ...(typeof condition === "string" && condition !== "" && { condition }) };
}
