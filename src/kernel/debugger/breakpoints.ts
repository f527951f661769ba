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
    const refuse = (message: string): DapBreakpoint[] =>
      places.map(({ line }) => ({ verified: false, line, source: { path }, message }));
    if (!this.#cells.isPath(path)) return refuse("breakpoints are set in cells");
    const positions = await this.#positions(path);
    if (positions === null) return refuse("the cell cannot be compiled");
    const found = places.map((place) => {
      // Of a cell that is neither dumped nor run the lines are not known yet: they are taken as they are.
      const line = positions ? positions.generated(place.line - 1)?.line : place.line - 1;
      return { place, line };
    });
    const wanted = found.flatMap(({ place, line }) => (line === undefined ? [] : [{ ...place, line: line + 1 }]));
    await this.#remove(path);
    this.#wanted.set(path, wanted);
    for (const run of this.#cells.ofPath(path)) await this.arm(run);
    return found.map(({ place, line }) =>
      line === undefined
        ? { verified: false, line: place.line, source: { path }, message: "there is no code from this line on" }
        : { verified: true, line: line + 1, source: { path } },
    );
  }

  /** Sets what is wanted in a run of a cell, which may be about to begin. */
  async arm({ path, url, positions }: RunCell): Promise<void> {
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

  /** Places of the last run of a cell, or of what it would be; `null` when it cannot be compiled. */
  async #positions(path: string): Promise<Positions | null | undefined> {
    const code = this.#cells.code(path);
    const run = this.#cells.ofPath(path).at(-1);
    if (run || code === undefined) return run?.positions;
    const mappings = await this.#mappingsOf(code);
    return mappings === null ? null : new Positions(mappings);
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
