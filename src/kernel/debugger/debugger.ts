import type { Debugger as Protocol, Runtime } from "node:inspector";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Inspector } from "../processes/inspector.js";
import { textField, type JsonRecord } from "../protocol/wire.js";
import { Breakpoints, type MappingsOf } from "./breakpoints.js";
import { DebuggedCells, type CompiledCell } from "./cells.js";
import { askedByVsCode, toldToVsCode } from "./vscode.js";
import { scopesOf, stackFrame, type Frame } from "./frames.js";
import {
  DebugError,
  integerField,
  listField,
  recordField,
  stringField,
  threadId,
  type DapEvent,
  type DapVariable,
} from "./protocol.js";
import { foreignScripts, Scripts } from "./scripts.js";
import { firstLine, Stops, type Continuation } from "./stops.js";
import { Variables } from "./variables.js";

/** What the debugger needs of the kernel. */
export interface DebuggerHost {
  readonly inspector: Inspector;
  mappingsOf: MappingsOf;
  /** An expression of TypeScript as JavaScript. */
  toJavaScript(code: string): Promise<string>;
  publish(event: DapEvent): void;
  /** Stops the running cell, variables kept. */
  interrupt(): void;
}

/** Time after which an expression that is evaluated is ended, in milliseconds. */
const evaluationTime = 5000;

type Command = (given: JsonRecord) => JsonRecord | Promise<JsonRecord>;

/**
 * Jupyter's debugger for cells: answers `debug_request`s by asking V8's inspector in the evaluator. Lines are those of the cells'
 * TypeScript. As long as no frontend has sent `initialize`, cells run without any of it.
 */
export class Debugger {
  readonly cells = new DebuggedCells();
  readonly #host: DebuggerHost;
  readonly #inspector: Inspector;
  readonly #breakpoints: Breakpoints;
  readonly #variables: Variables;
  readonly #scripts = new Scripts(this.cells);
  readonly #stops: Stops;
  #isStarted = false;
  /** Resolved once the debugger is in force in the present process. */
  #enabled: Promise<void> = Promise.resolve();
  /** One request after another, as what they ask of the inspector must not mingle. */
  #last: Promise<unknown> = Promise.resolve();
  #sequence = 0;
  #exceptions: "none" | "uncaught" | "all" = "none";

  /** Commands that are answered whether the debugger has been started or not. */
  readonly #always = commands({
    debugInfo: () => this.#info(),
    initialize: (given) => this.#initialize(given),
    dumpCell: (given) => ({ sourcePath: this.cells.dump(stringField(given, "code")) }),
    inspectVariables: async () => ({ variables: await this.#notebookVariables() }),
    variables: async (given) => ({ variables: await this.#readVariables(given) }),
    source: (given) => ({ content: this.#source(stringField(recordField(given, "source"), "path")) }),
    threads: () => ({ threads: [{ id: threadId, name: "cells" }] }),
    modules: async () => {
      if (this.#isStarted) await this.#inspector.settle();
      return this.#modules();
    },
  });
  readonly #started = commands({
    // The evaluator is there already, and breakpoints are in force at once.
    attach: () => ({}),
    configurationDone: () => ({}),
    setBreakpoints: async (given) => {
      const path = stringField(recordField(given, "source"), "path");
      return { breakpoints: await this.#breakpoints.replace(path, listField(given, "breakpoints")) };
    },
    setExceptionBreakpoints: (given) => this.#stopAtExceptions(listField(given, "filters")),
    stackTrace: ({ startFrame, levels }) => {
      const frames = this.#stops.requireStopped().map(stackFrame);
      const start = Number(startFrame ?? 0);
      const end = levels === undefined || levels === 0 ? frames.length : start + Number(levels);
      return { stackFrames: frames.slice(start, end), totalFrames: frames.length };
    },
    scopes: (given) => ({ scopes: this.#scopes(this.#stops.frame(integerField(given, "frameId"))) }),
    evaluate: (given) => this.#evaluate(given),
    copyToGlobals: (given) => this.#copyToGlobals(given),
    continue: async () => ({ ...(await this.#goOn("resume")), allThreadsContinued: true }),
    next: () => this.#goOn("stepOver"),
    stepIn: () => this.#goOn("stepInto"),
    stepOut: () => this.#goOn("stepOut"),
    pause: async () => {
      await this.#stops.pause();
      return {};
    },
    disconnect: (given) => this.#disconnect(given.terminateDebuggee === true),
    terminate: () => {
      this.#host.interrupt();
      return {};
    },
  });

  constructor(host: DebuggerHost) {
    this.#host = host;
    this.#inspector = host.inspector;
    this.#breakpoints = new Breakpoints(host.inspector, this.cells, this.#scripts, host.mappingsOf);
    this.#variables = new Variables(host.inspector, () => this.cells.names);
    this.#stops = new Stops(host.inspector, this.#scripts, (event) => host.publish(event));
    this.#inspector.onEvent = (method, params) => {
      if (method === "Debugger.scriptParsed") this.#scripts.add(params);
      else if (method === "Debugger.paused") this.#paused(params);
      else if (method === "Debugger.resumed") this.#stops.resumed();
    };
  }

  /** Answers the content of a `debug_request`. What cannot be done is a response that says so. */
  answer(request: JsonRecord): Promise<JsonRecord> {
    const command = textField(request.command);
    const answered = this.#last.then(async () => {
      const response = { type: "response", seq: ++this.#sequence, request_seq: request.seq ?? 0, command };
      try {
        const body = await this.#do(command, recordField(request, "arguments"));
        return { ...response, success: true, body };
      } catch (error) {
        return { ...response, success: false, message: (error as Error).message, body: {} };
      }
    });
    this.#last = answered;
    return answered;
  }

  /** Called before a cell runs: resolved once its breakpoints are set. */
  async prepare(cell: CompiledCell): Promise<void> {
    this.cells.add(cell);
    if (!this.#isStarted) return;
    await this.#enabled;
    this.#stops.cellBegins();
    const run = this.cells.ofPath(this.cells.dump(cell.code)).at(-1);
    // The process may end at any time; then there is nothing to stop in.
    if (run) await this.#breakpoints.arm(run).catch(() => undefined);
  }

  /** The evaluator has been replaced: the debugger goes on in the new one, where no cell has run yet. */
  lost(): void {
    this.cells.forgetRuns();
    this.#breakpoints.forgetScripts();
    this.#scripts.clear();
    this.#stops.clear();
    if (this.#isStarted) this.#enabled = this.#enable().catch(() => undefined);
  }

  /** The user has asked to stop the code: it stands still no more. */
  interrupted(): void {
    this.#stops.resumed();
  }

  /** Takes the inspector's notification. */
  #paused(event: Protocol.PausedEventDataType): void {
    if (event.reason === "instrumentation") void this.#beginScript((event.data as { scriptId: string }).scriptId);
    else this.#stops.paused(event, this.#breakpoints.lineOf(event.hitBreakpoints?.[0]));
  }

  /** Before the first statement of a script. */
  async #beginScript(id: string): Promise<void> {
    const script = this.#scripts.script(id);
    // The process may end at any time; then there is nothing to go on.
    if (script) await this.#breakpoints.arm(script).catch(() => undefined);
    await this.#inspector.post("Debugger.resume").catch(() => undefined);
  }

  async #do(command: string, given: JsonRecord): Promise<JsonRecord> {
    const always = this.#always.get(command);
    if (always) return always(given);
    const started = this.#started.get(command);
    if (!started) throw new DebugError(`${command}: this command is not known`);
    if (!this.#isStarted) throw new DebugError(`${command}: the debugger has not been started; send initialize first`);
    if (!answeredAtOnce.has(command)) await this.#inspector.settle();
    return started(given);
  }

  #info(): JsonRecord {
    const { prefix, suffix, hashSeed } = this.cells;
    return {
      isStarted: this.#isStarted,
      hashMethod: "Murmur2",
      hashSeed,
      tmpFilePrefix: prefix,
      tmpFileSuffix: suffix,
      breakpoints: this.#breakpoints.list(),
      stoppedThreads: this.#stops.isStopped ? [threadId] : [],
      richRendering: false,
      exceptionPaths: [],
      copyToGlobals: true,
    };
  }

  #modules(): JsonRecord {
    const modules = this.#scripts.moduleFiles().map((path) => ({ id: path, name: basename(path), path }));
    return { modules, totalModules: modules.length };
  }

  async #initialize({ clientID }: JsonRecord): Promise<JsonRecord> {
    this.#variables.dialect = clientID === "jupyterlab" ? "jupyterlab" : "plain";
    if (!this.#isStarted) await this.#enable();
    this.#isStarted = true;
    this.#host.publish({ event: "initialized", body: {} });
    return {
      supportsConfigurationDoneRequest: true,
      supportsConditionalBreakpoints: true,
      supportsTerminateRequest: true,
      supportTerminateDebuggee: true,
      exceptionBreakpointFilters: [
        { filter: "raised", label: "Raised Exceptions", default: false },
        { filter: "uncaught", label: "Uncaught Exceptions", default: false },
      ],
    };
  }

  async #enable(): Promise<void> {
    await this.#inspector.post("Debugger.enable");
    await this.#inspector.post("Debugger.setBlackboxPatterns", { patterns: foreignScripts });
    await this.#inspector.post("Debugger.setPauseOnExceptions", { state: this.#exceptions });
    await this.#breakpoints.watchForModules();
  }

  async #disconnect(terminate: boolean): Promise<JsonRecord> {
    if (terminate) this.#host.interrupt();
    // Code that stands still goes on with this.
    await this.#inspector.post("Debugger.disable");
    await this.#variables.clear();
    this.#inspector.disconnect();
    this.#isStarted = false;
    this.#breakpoints.forgetAll();
    this.#scripts.clear();
    this.#exceptions = "none";
    this.#stops.clear();
    return {};
  }

  async #stopAtExceptions(filters: readonly unknown[]): Promise<JsonRecord> {
    const unknown = filters.filter((filter) => filter !== "raised" && filter !== "uncaught");
    if (unknown.length > 0)
      throw new DebugError(`filters: expected raised or uncaught, received ${unknown.join(", ")}`);
    this.#exceptions = filters.includes("raised") ? "all" : filters.length > 0 ? "uncaught" : "none";
    await this.#inspector.post("Debugger.setPauseOnExceptions", { state: this.#exceptions });
    return {};
  }

  async #goOn(how: Continuation): Promise<JsonRecord> {
    this.#stops.requireStopped();
    await this.#variables.clear();
    await this.#stops.goOn(how);
    return {};
  }

  #scopes(frame: Frame): JsonRecord[] {
    return scopesOf(frame).map(({ name, scopes }) => ({
      name,
      variablesReference: this.#variables.referToScopes(scopes),
      expensive: false,
    }));
  }

  async #notebookVariables(): Promise<DapVariable[]> {
    // While the cells stand still, references of frames stay valid beside these.
    if (!this.#stops.isStopped) await this.#variables.clear();
    return this.#variables.ofNotebook();
  }

  #readVariables(given: JsonRecord): Promise<DapVariable[]> {
    const optional = (name: string): number => (given[name] === undefined ? 0 : integerField(given, name));
    return this.#variables.of(integerField(given, "variablesReference"), optional("start"), optional("count"));
  }

  #source(path: string): string {
    const code = this.cells.code(path);
    if (code !== undefined) return code;
    try {
      return readFileSync(path, "utf8");
    } catch {
      throw new DebugError(`${path}: there is no such source`);
    }
  }

  async #evaluate(given: JsonRecord): Promise<JsonRecord> {
    const asked = askedByVsCode(stringField(given, "expression"));
    if (asked !== undefined) return this.#tellVsCode(asked, given);
    const expression = await this.#host.toJavaScript(stringField(given, "expression"));
    const frame = given.frameId === undefined ? undefined : this.#stops.frame(integerField(given, "frameId"));
    return this.#variables.describe(await this.#run(frame, expression));
  }

  /** Of a variable in the innermost frame: what VS Code takes for a frame is not always one. */
  async #tellVsCode(name: string | null, given: JsonRecord): Promise<JsonRecord> {
    const frames = this.#stops.isStopped ? this.#stops.requireStopped() : [];
    const frame = frames.find(({ id }) => id === given.frameId) ?? frames[0];
    // One that is not reached yet has no value.
    const value = name === null ? undefined : await this.#run(frame, name).catch(() => undefined);
    return { result: toldToVsCode(value), variablesReference: 0 };
  }

  async #copyToGlobals(given: JsonRecord): Promise<JsonRecord> {
    const [from, to] = [stringField(given, "srcVariableName"), stringField(given, "dstVariableName")];
    const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
    if (!isName.test(from) || !isName.test(to)) throw new DebugError("expected names of variables");
    const frame = this.#stops.frame(integerField(given, "srcFrameId"));
    await this.#run(frame, `void (globalThis[${JSON.stringify(to)}] = ${from})`);
    this.cells.names.add(to);
    return {};
  }

  async #run(frame: Frame | undefined, expression: string): Promise<Runtime.RemoteObject> {
    const options = {
      expression,
      objectGroup: "variables",
      generatePreview: true,
      silent: true,
      timeout: evaluationTime,
    };
    const { result, exceptionDetails } = frame
      ? await this.#inspector.post<Protocol.EvaluateOnCallFrameReturnType>("Debugger.evaluateOnCallFrame", {
          ...options,
          callFrameId: frame.callFrame.callFrameId,
        })
      : await this.#inspector.post<Runtime.EvaluateReturnType>("Runtime.evaluate", options);
    if (!exceptionDetails) return result;
    throw new DebugError(firstLine(result));
  }
}

function commands(byName: Record<string, Command>): ReadonlyMap<string, Command> {
  return new Map(Object.entries(byName));
}

/** Commands for which it does not matter where the cells stand. */
const answeredAtOnce = new Set(["attach", "configurationDone", "terminate"]);
