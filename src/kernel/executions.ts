import { createHash } from "node:crypto";
import type { CompiledCell } from "./debugger/cells.js";
import { DirectiveError, readDirectives } from "./directives.js";
import type { History } from "./history.js";
import { versions } from "./info.js";
import type { Prepared, PrepareRequest } from "./language/prepare.js";
import type { CheckMode } from "./modes.js";
import type { Evaluator, Outcome } from "./processes/evaluator.js";
import type { Language } from "./processes/language.js";
import { textField, type Header, type JsonRecord, type Message } from "./protocol/wire.js";
import type { ErrorReport } from "./report.js";
import { NpmError } from "./packages/npm.js";
import type { InstallMode } from "./packages/packages.js";
import { PackageProvider } from "./packages/provide.js";
import { installModeOfNotebook, modeOfNotebook, notebookMetadata, npmVariable, type Settings } from "./settings.js";

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
  async execute({ header, content }: Message): Promise<JsonRecord> {
    const code = textField(content.code);
    const silent = content.silent === true;
    const store = !silent && content.store_history !== false;
    this.#isInterrupted = false;
    if (store) this.#count++;
    const execution_count = this.#count;
    if (!silent) this.#output.publish("execute_input", { code, execution_count }, header);
    const name = store ? `cell-${execution_count}` : `unnumbered-cell-${++this.#silentCount}`;
    const outcome = code.trim() === "" ? { status: "ok" as const } : await this.#run(name, code, header, !silent);
    if (outcome.status === "ok" && outcome.data && !silent) {
      this.#output.publish("execute_result", { execution_count, data: outcome.data, metadata: {} }, header);
    }
    if (this.#record && store) this.#publishRecord(code, header);
    if (store) this.#history.add(execution_count, code, outcome.status === "ok" ? textOf(outcome) : null);
    if (outcome.status === "error") {
      const { error } = outcome;
      if (!silent) this.#output.publish("error", { ...error }, header);
      return { status: "error", execution_count, ...error, user_expressions: {}, payload: [] };
    }
    const user_expressions = await this.#evaluateExpressions(content.user_expressions, header);
    return { status: "ok", execution_count, user_expressions, payload: [] };
  }

  async #run(name: string, code: string, header: Header, wantResult: boolean): Promise<Outcome> {
    let text: string;
    try {
      const { directives, text: rest } = readDirectives(code);
      text = rest;
      if (directives.typecheck !== undefined) {
        this.#mode = directives.typecheck === "on" ? undefined : directives.typecheck;
      }
      if (directives.npm !== undefined) this.#setNpm(directives.npm);
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
      const prepared = await this.#prepare({ name, text, mode: this.#mode ?? modeOfNotebook(this.#settings) });
      if ("error" in prepared) return { status: "error", error: prepared.error };
      if (this.#isInterrupted) return failure("Interrupted", "stopped by the user before the cell began");
      if (prepared.warnings !== undefined && wantResult) {
        this.#output.publish("stream", { name: "stderr", text: prepared.warnings }, header);
      }
      await this.#output.beforeEvaluation({ ...prepared, code });
      const isSloppy = this.#settings.language === "javascript";
      const outcome = await this.#evaluator.run({ ...prepared, id: header.msg_id, text, wantResult, isSloppy });
      if (outcome.status === "error" && outcome.importFailed) await this.#language.revert(name);
      return outcome;
    } catch (error) {
      if (this.#isInterrupted) return failure("Interrupted", "stopped by the user while the cell was being prepared");
      if (error instanceof NpmError) return failure(error.name, error.message);
      return failure("KernelError", String((error as Error).message));
    }
  }

  /** A name that no cell declares may be there all the same: code that was not checked, or a package, has made it. */
  async #prepare(request: PrepareRequest): Promise<Prepared> {
    const prepared = await this.#language.prepare(request);
    if (!("error" in prepared) || !prepared.missing || request.mode !== "notebook") return prepared;
    const known = [...new Set(prepared.missing)];
    for (const name of known) {
      const found = await this.#evaluator.properties([], name);
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
