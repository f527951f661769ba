import { createHash } from "node:crypto";
import type { CompiledCell } from "./debugger/cells.js";
import { Dependencies, type Change, type KnownCell } from "./dependencies.js";
import { DirectiveError, readDirectives, type Directives } from "./directives.js";
import type { History } from "./history.js";
import { versions } from "./info.js";
import type { Prepared, PrepareRequest } from "./language/prepare.js";
import type { CellNames } from "./language/uses.js";
import type { CheckMode } from "./modes.js";
import type { Evaluator, Outcome } from "./processes/evaluator.js";
import type { Language } from "./processes/language.js";
import { textField, type Header, type JsonRecord, type Message } from "./protocol/wire.js";
import type { ErrorReport } from "./report.js";
import { NpmError } from "./packages/npm.js";
import type { InstallMode } from "./packages/packages.js";
import { PackageProvider } from "./packages/provide.js";
import {
  installModeOfNotebook,
  isSloppyIn,
  modeOfNotebook,
  notebookMetadata,
  npmVariable,
  type Settings,
} from "./settings.js";
import { inspected } from "./values.js";

/** What an execution says while it goes on. */
export interface ExecutionOutput {
  publish(type: string, content: JsonRecord, parent: Header, metadata?: JsonRecord): void;
  /** A cell has been compiled, and runs when this is resolved. */
  beforeEvaluation(cell: CompiledCell): Promise<void>;
}

/** Runs cells: directives, check, evaluation, and the messages that the protocol wants around them. */
export class Executions {
  readonly #evaluator: Evaluator;
  readonly #language: Language;
  readonly #history: History;
  readonly #output: ExecutionOutput;
  readonly #settings: Settings;
  #count = 0;
  #silentCount = 0;
  #mode: CheckMode | undefined;
  #npm: InstallMode | undefined;
  #record = false;
  /** Whether cells follow; `undefined` until somebody has said. */
  #reactive: boolean | undefined;
  #wantsStale = false;
  readonly #dependencies = new Dependencies();
  readonly #packages = new PackageProvider(process.cwd(), () => notebookMetadata().packages);
  #isInterrupted = false;

  constructor(evaluator: Evaluator, language: Language, history: History, output: ExecutionOutput, settings: Settings) {
    this.#settings = settings;
    this.#evaluator = evaluator;
    this.#language = language;
    this.#history = history;
    this.#output = output;
  }

  get count(): number {
    return this.#count;
  }

  /** Told when the user asks to stop, for the time before a cell is evaluated; whether npm was running, and is stopped. */
  interrupt(): boolean {
    this.#isInterrupted = true;
    return this.#packages.stop();
  }

  /** Lets npm install what running code asks for; resolved with the reason where that cannot be. */
  async fetchPackage(specifier: string, header: Header | undefined): Promise<string | undefined> {
    try {
      await this.#provide([specifier], header);
      return undefined;
    } catch (error) {
      return this.#isInterrupted ? "stopped by the user while npm was running" : (error as Error).message;
    }
  }

  #setNpm(mode: InstallMode): void {
    if (mode !== "off" && this.#settings.npm === "off") {
      throw new DirectiveError(`%npm ${mode}: the environment of this kernel does not allow it (${npmVariable}=off)`);
    }
    this.#npm = mode;
  }

  async #provide(specifiers: readonly string[], header: Header | undefined): Promise<void> {
    const npm = this.#settings.npm === "off" ? "off" : (this.#npm ?? installModeOfNotebook(this.#settings));
    await this.#packages.provide(specifiers, npm, (text, metadata, display_id, isUpdate) => {
      const content = { data: { "text/plain": text }, metadata, transient: { display_id } };
      if (header) this.#output.publish(isUpdate ? "update_display_data" : "display_data", content, header);
    });
  }

  /** Answers an `execute_request`. */
  async execute({ header, content, metadata }: Message): Promise<JsonRecord> {
    const code = textField(content.code);
    const key = this.#dependencies.keyOf(metadata, code);
    const silent = content.silent === true;
    const store = !silent && content.store_history !== false;
    this.#isInterrupted = false;
    if (store) this.#count++;
    const execution_count = this.#count;
    if (!silent) this.#output.publish("execute_input", { code, execution_count }, header);
    const name = store ? `cell-${execution_count}` : `unnumbered-cell-${++this.#silentCount}`;
    await this.#forgetDeleted(metadata.deletedCells, key);
    const renewed = store && this.#reactive ? this.#dependencies.before(key) : [];
    await this.#runAgain(renewed);
    let uses: CellNames | undefined;
    let hasRun = false;
    const noted = (names: CellNames | undefined, runs: boolean): void => void ([uses, hasRun] = [names, runs]);
    const outcome =
      code.trim() === "" ? { status: "ok" as const } : await this.#run(name, code, header, !silent, noted);
    if (outcome.status === "ok" && outcome.data && !silent) {
      this.#output.publish("execute_result", { execution_count, data: outcome.data, metadata: {} }, header);
    }
    if (this.#record && store) this.#publishRecord(code, header);
    if (store && uses) {
      const cell = { key, header, code, names: uses };
      await this.#follow(cell, this.#dependencies.note(cell, hasRun), renewed);
    }
    if (store) this.#history.add(execution_count, code, outcome.status === "ok" ? textOf(outcome) : null);
    if (outcome.status === "error") {
      const { error } = outcome;
      if (!silent) this.#output.publish("error", { ...error }, header);
      return { status: "error", execution_count, ...error, user_expressions: {}, payload: [] };
    }
    const user_expressions = await this.#evaluateExpressions(content.user_expressions, header);
    return { status: "ok", execution_count, user_expressions, payload: [] };
  }

  /** Frontends that know say with the next cell which ones were deleted. */
  async #forgetDeleted(ids: unknown, key: string): Promise<void> {
    for (const id of Array.isArray(ids) ? (ids as unknown[]) : []) {
      const deleted = this.#dependencies.keyOf({ cellId: id }, "");
      const change = deleted === key ? undefined : this.#dependencies.remove(deleted);
      if (change) await this.#carryOver(undefined, change, []);
    }
  }

  /** What a run of a cell means for others. */
  async #follow(cell: KnownCell, change: Change, renewed: readonly KnownCell[]): Promise<void> {
    const wantsStale = this.#wantsStale;
    await this.#carryOver(cell.key, change, renewed);
    if (wantsStale) this.#listStale(cell.header);
  }

  /** Cells that stand on what has changed are run again, or are stale. */
  async #carryOver(key: string | undefined, change: Change, renewed: readonly KnownCell[]): Promise<void> {
    const dependents = this.#dependencies.dependents(key, change, this.#reactive ? renewed : undefined);
    if (this.#reactive) {
      if (change.gone.length > 0) {
        await this.#language.forget(change.gone);
        this.#evaluator.forget(change.gone);
      }
      await this.#runAgain(dependents);
    } else {
      this.#dependencies.markStale(dependents, new Set([...change.declared, ...change.written]));
      // Notes are for those who have said that they want to know.
      if (this.#reactive === false) this.#markStale(dependents);
    }
  }

  /** Runs cells that ran before, in place: their new outputs replace the old ones where those are. */
  async #runAgain(cells: readonly KnownCell[]): Promise<void> {
    for (const cell of cells) {
      if (this.#isInterrupted) return;
      const { header, code } = cell;
      const execution_count = ++this.#count;
      this.#output.publish("clear_output", { wait: false }, header);
      let uses: CellNames | undefined;
      const outcome = await this.#run(`cell-${execution_count}`, code, header, true, (names) => void (uses = names));
      this.#dependencies.note({ ...cell, names: uses ?? cell.names }, true);
      if (outcome.status === "error") this.#output.publish("error", { ...outcome.error }, header);
      else if (outcome.data) {
        this.#output.publish("execute_result", { execution_count, data: outcome.data, metadata: {} }, header);
      }
    }
  }

  #markStale(cells: readonly KnownCell[]): void {
    for (const { cell, names } of this.#dependencies.stale.filter(({ cell }) => cells.includes(cell))) {
      const text = `stale: ${names.length === 0 ? "what it stands on" : names.join(", ")} has changed since this cell ran`;
      const content = { data: { "text/plain": text }, metadata: { normlab: { stale: names } }, transient: {} };
      this.#output.publish("display_data", content, cell.header);
    }
  }

  #listStale(header: Header): void {
    const lines = this.#dependencies.stale.map(({ cell, names }) => {
      const [line = ""] = cell.code.split("\n").filter((each) => each.trim() !== "" && !each.startsWith("%"));
      return `${line.slice(0, 60)}  (${names.length === 0 ? "by way of other cells" : names.join(", ")})`;
    });
    const text = lines.length === 0 ? "no cell is stale" : lines.join("\n");
    this.#output.publish("stream", { name: "stdout", text: `${text}\n` }, header);
  }

  async #run(
    name: string,
    code: string,
    header: Header,
    wantResult: boolean,
    noted: (names: CellNames | undefined, runs: boolean) => void = () => undefined,
  ): Promise<Outcome> {
    let text: string;
    let question: Directives["inspect"];
    try {
      const { directives, text: rest } = readDirectives(code);
      [text, question] = [rest, directives.inspect];
      if (directives.typecheck !== undefined) {
        this.#mode = directives.typecheck === "on" ? undefined : directives.typecheck;
      }
      if (directives.npm !== undefined) this.#setNpm(directives.npm);
      if (directives.reactive !== undefined) this.#reactive = directives.reactive;
      this.#wantsStale = directives.stale === true;
      if (directives.record !== undefined) this.#record = directives.record;
      if (directives.seed !== undefined) this.#evaluator.seed(directives.seed ?? undefined);
    } catch (error) {
      if (!(error instanceof DirectiveError)) throw error;
      return failure("DirectiveError", error.message);
    }
    try {
      if (mayImportFromElsewhere(text)) {
        await this.#provide(await this.#language.packages(text), wantResult ? header : undefined);
      }
      const isSloppy = isSloppyIn(this.#settings, text);
      const mode = this.#mode ?? modeOfNotebook(this.#settings);
      const prepared = await this.#prepare({ name, text, written: code, mode, isSloppy });
      noted(prepared.uses, !("error" in prepared));
      if ("error" in prepared) return { status: "error", error: prepared.error };
      if (this.#isInterrupted) return failure("Interrupted", "stopped by the user before the cell began");
      if (prepared.warnings !== undefined && wantResult) {
        this.#output.publish("stream", { name: "stderr", text: prepared.warnings }, header);
      }
      await this.#output.beforeEvaluation({ ...prepared, code });
      const outcome = await this.#evaluator.run({
        text,
        ...prepared,
        id: header.msg_id,
        written: code,
        wantResult,
        isSloppy,
      });
      if (outcome.status === "error" && outcome.importFailed) await this.#language.revert(name);
      if (outcome.status === "ok" && question !== undefined) await this.#explain(question, header);
      return outcome;
    } catch (error) {
      if (this.#isInterrupted) return failure("Interrupted", "stopped by the user while the cell was being prepared");
      if (error instanceof NpmError) return failure(error.name, error.message);
      return failure("KernelError", String((error as Error).message));
    }
  }

  /** Shows what is known of a name, and what it stands for. */
  async #explain({ name, withValue }: NonNullable<Directives["inspect"]>, header: Header): Promise<void> {
    const { looks } = this.#evaluator;
    const found = await inspected(this.#language, looks, name, name.length);
    const value = withValue ? await looks.outline(name.split(".")) : undefined;
    const parts = [
      ...(found ? [{ plain: found.text, markdown: found.markdown }] : []),
      ...(value === undefined || found?.text.includes(value)
        ? []
        : [{ plain: value, markdown: `\`\`\`typescript\n${value}\n\`\`\`` }]),
    ];
    if (parts.length === 0) {
      this.#output.publish("stream", { name: "stderr", text: `nothing is known of ${name}\n` }, header);
      return;
    }
    const data = {
      "text/plain": parts.map(({ plain }) => plain).join("\n\n"),
      "text/markdown": parts.map(({ markdown }) => markdown).join("\n\n"),
    };
    this.#output.publish("display_data", { data, metadata: {}, transient: {} }, header);
  }

  /** A name that no cell declares may be there all the same: code that was not checked, or a package, has made it. */
  async #prepare(request: PrepareRequest): Promise<Prepared> {
    const prepared = await this.#language.prepare(request);
    if (!("error" in prepared) || !prepared.missing || request.mode !== "notebook") return prepared;
    const known = [...new Set(prepared.missing)];
    for (const name of known) {
      const found = await this.#evaluator.looks.properties([], name);
      if (!found.some(({ text }) => text === name)) return prepared;
    }
    return this.#language.prepare({ ...request, known });
  }

  async #evaluateExpressions(expressions: unknown, header: Header): Promise<JsonRecord> {
    const results: JsonRecord = {};
    if (typeof expressions !== "object" || expressions === null) return results;
    for (const [key, expression] of Object.entries(expressions)) {
      const name = `unnumbered-cell-${++this.#silentCount}`;
      const outcome = await this.#run(name, textField(expression), header, true);
      results[key] =
        outcome.status === "ok"
          ? { status: "ok", data: outcome.data ?? { "text/plain": "undefined" }, metadata: {} }
          : { status: "error", ...outcome.error };
    }
    return results;
  }

  /** An output that says what ran: it stays in the notebook. */
  #publishRecord(code: string, header: Header): void {
    const record = { ...versions(), cell: { sha256: createHash("sha256").update(code).digest("hex") } };
    const plain = `normlab ${record.normlab}, TypeScript ${record.typescript}, Node ${record.node}, cell ${record.cell.sha256}`;
    this.#output.publish(
      "display_data",
      { data: { "text/plain": plain }, metadata: { normlab: record }, transient: {} },
      header,
    );
  }
}

/** Whether a cell may import what is to be looked for first; the compiler knows whether it does. */
function mayImportFromElsewhere(text: string): boolean {
  return /\b(import|from)\b/.test(text) && /["'`]((npm|jsr|https?):|\.{0,2}\/)/.test(text);
}

function failure(ename: string, evalue: string): { status: "error"; error: ErrorReport } {
  return { status: "error", error: { ename, evalue, traceback: [`${ename}: ${evalue}`] } };
}

function textOf(outcome: Outcome): string | null {
  const text = outcome.status === "ok" ? outcome.data?.["text/plain"] : undefined;
  return typeof text === "string" ? text : null;
}
