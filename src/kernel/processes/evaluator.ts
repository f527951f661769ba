import { spawn, type ChildProcess } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import type { Duplex, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { CellToRun } from "../evaluator/cells.js";
import { descriptors } from "../evaluator/channel.js";
import type { ErrorReport } from "../report.js";
import type { JsonRecord } from "../protocol/wire.js";
import type { Question, QuestionAnswer } from "../questions.js";
import { encodeFrame, FrameReader, type Frame } from "../frames.js";
import { kernelFolder } from "../folder.js";
import { evaluatorOptions } from "../node-options.js";
import { describeExit, endKernel, exitReport } from "./exits.js";
import { Inspector } from "./inspector.js";
import { Looks } from "./looks.js";
import { RawPipe } from "./raw-pipe.js";

/** How a cell ended. */
export type Outcome =
  | { readonly status: "ok"; readonly data?: Record<string, unknown> }
  | {
      readonly status: "error";
      readonly error: ErrorReport;
      /** Nothing of the cell has run, as its imports have failed. */
      readonly importFailed?: boolean;
    };

/** What the kernel does with what comes from the process that evaluates cells; `context` is the request it belongs to. */
export interface EvaluatorEvents {
  output(name: "stdout" | "stderr", text: string, context: string): Promise<void>;
  publish(frame: Frame, context: string): Promise<void>;
  input(question: Question): void;
  /** Code wants a package that is not there; resolved with why it cannot have it. */
  fetchPackage(specifier: string, context: string): Promise<string | undefined>;
  /** An interrupt has no effect: native code is running. */
  stuck(): void;
  /** The process has ended by itself, and has been replaced. */
  ended(why: string): void;
}

/** How long an interrupt may have no effect before the user is told, in milliseconds. */
const patience = 3000;

/** The kernel's side of the process that evaluates cells: starts it, feeds it, and replaces it when it ends. */
export class Evaluator {
  readonly inspector = new Inspector((record) => this.#write(descriptors.control, record));
  readonly looks = new Looks(
    (record) => this.#write(descriptors.fromKernel, record),
    () => this.isRunning,
  );
  readonly #events: EvaluatorEvents;
  #child!: ChildProcess;
  #ready!: Promise<void>;
  #isReady!: () => void;
  /** Who waits for the end of a cell, by its request. */
  #running = new Map<string, (outcome: Outcome) => void>();
  #context = "";
  #raw: RawPipe[] = [];
  #isStopping = false;
  /** How many processes in a row have ended before they were ready. */
  #failedStarts = 0;
  #seed: string | undefined;
  readonly #comms = new Map<string, () => void>();
  #wasInterrupted = false;
  #synchronised: () => void = () => undefined;
  /** Output that is being published, and when there was some last: clients may make it wait. */
  #publishing = 0;
  #lastOutput = 0;
  #isStuck = false;
  #stuckTimer: NodeJS.Timeout | undefined;
  /** Said instead of the exit code, when the kernel itself ended the process. */
  #reason: string | undefined;

  constructor(events: EvaluatorEvents) {
    this.#events = events;
    this.#start();
  }

  get isRunning(): boolean {
    return this.#running.size > 0;
  }

  /** Whether it has been asked to stop, and has not done so yet. */
  get isInterrupting(): boolean {
    return this.#stuckTimer !== undefined;
  }

  async run(cell: CellToRun): Promise<Outcome> {
    await this.#ready;
    if (this.#wasInterrupted) await this.#settle();
    this.#context = cell.id;
    return new Promise((resolve) => {
      this.#running.set(cell.id, resolve);
      this.#write(descriptors.fromKernel, { type: "run", cell });
    });
  }

  /** Takes away variables that no cell declares any more. */
  forget(names: readonly string[]): void {
    this.#write(descriptors.fromKernel, { type: "forget", names });
  }

  /** Makes `Math.random` repeatable, also in a process that replaces this one. */
  seed(seed: string | undefined): void {
    this.#seed = seed;
    this.#write(descriptors.fromKernel, { type: "seed", seed });
  }

  /**
   * Stops what is running. Where that has no effect, as native code is running, it goes on being asked for, until the code returns; to ask
   * once more ends the process.
   */
  interrupt(): void {
    if (this.#isStuck) {
      this.replace("it was in native code, which could not be interrupted");
      return;
    }
    this.#wasInterrupted = true;
    this.#write(descriptors.control, { type: "interrupt" });
    this.#stuckTimer ??= setTimeout(() => {
      this.#isStuck = true;
      this.#events.stuck();
    }, patience).unref();
  }

  #interruptHandled(): void {
    clearTimeout(this.#stuckTimer);
    this.#stuckTimer = undefined;
    this.#isStuck = false;
  }

  /** Passes on a comm message; resolved when what it set off is done. */
  async comm(id: string, record: JsonRecord, buffers: readonly Buffer[]): Promise<void> {
    await this.#ready;
    const handled = new Promise<void>((resolve) => this.#comms.set(id, resolve));
    const lengths = buffers.map(({ length }) => length);
    this.#write(descriptors.fromKernel, { type: "comm", id, ...record, lengths }, Buffer.concat(buffers));
    await handled;
  }

  answerInput({ id, later }: Question, answer: QuestionAnswer): void {
    if (later) this.#write(descriptors.fromKernel, { type: "answer", id, ...answer });
    else this.#pipe(descriptors.input).write(`${JSON.stringify({ id, ...answer })}\n`);
  }

  /** Ends the process and starts another; the running cell fails with the reason. */
  replace(reason: string): void {
    this.#reason = reason;
    this.#child.kill("SIGKILL");
  }

  stop(): void {
    this.#isStopping = true;
    this.#child.kill("SIGKILL");
  }

  /** A termination that comes late may hit the reading of a message: what is asked after an interrupt is asked until it is answered. */
  async #settle(): Promise<void> {
    const child = this.#child;
    let isAnswered = false;
    this.#synchronised = () => (isAnswered = true);
    while (!isAnswered && child === this.#child && child.exitCode === null) {
      this.#write(descriptors.fromKernel, { type: "synchronise" });
      for (let waited = 0; waited < 300 && !isAnswered; waited += 2) await delay(2);
    }
    this.#wasInterrupted = false;
  }

  #write(descriptor: number, record: Frame["record"], bytes?: Uint8Array): void {
    for (const part of encodeFrame(record, bytes)) this.#pipe(descriptor).write(part);
  }

  #pipe(descriptor: number): Duplex {
    return this.#child.stdio[descriptor] as Duplex;
  }

  #start(): void {
    this.#ready = new Promise((resolve) => (this.#isReady = resolve));
    const main = fileURLToPath(new URL("evaluator.cjs", kernelFolder));
    const child = spawn(process.execPath, [...evaluatorOptions(), main], {
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", "pipe"],
    });
    this.#child = child;
    for (const pipe of child.stdio) pipe?.on("error", () => undefined);
    this.#raw = (["stdout", "stderr"] as const).map(
      (name) => new RawPipe((text) => this.#publish(() => this.#events.output(name, text, this.#context))),
    );
    const finished = this.#readFrames(child, this.#pipe(descriptors.toKernel));
    const reader = new FrameReader();
    this.#pipe(descriptors.control).on("data", (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) {
        if (frame.record.type === "interrupted") this.#interruptHandled();
        else this.inspector.handle(frame);
      }
    });
    if (this.#seed !== undefined) this.seed(this.#seed);
    child.on("error", (error) => {
      if (child.pid === undefined) endKernel(error.message, child);
      process.stderr.write(`normlab kernel: ${error.message}\n`);
    });
    child.on("exit", (code, signal) => {
      if (this.#isStopping) return;
      if (signal === null && ++this.#failedStarts === 3) endKernel(describeExit(code, signal), child);
      const why = this.#reason ?? describeExit(code, signal);
      this.#reason = undefined;
      // What it wrote before it ended comes first.
      void Promise.race([finished, this.#quiet(1000)]).then(() => {
        const running = this.#running;
        this.#running = new Map();
        this.#interruptHandled();
        for (const handled of this.#comms.values()) handled();
        this.#comms.clear();
        this.#start();
        this.inspector.lost();
        this.#events.ended(why);
        for (const resolve of running.values()) resolve({ status: "error", error: exitReport(why) });
      });
    });
  }

  async #readFrames(child: ChildProcess, pipe: Readable): Promise<void> {
    const reader = new FrameReader();
    const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
    // Neighbouring writes to one stream travel as one message.
    let text = "";
    let stream: "stdout" | "stderr" = "stdout";
    let context = "";
    const flush = async (): Promise<void> => {
      const pending = text;
      text = "";
      if (pending !== "") await this.#publish(() => this.#events.output(stream, pending, context));
    };
    for await (const chunk of pipe) {
      for (const frame of reader.push(chunk as Buffer)) {
        const { record } = frame;
        if (record.type === "ready") reader.restart = Buffer.from(record.marker as string);
        if (record.type === "stream") {
          const name = record.name as "stdout" | "stderr";
          if (name !== stream || record.context !== context) await flush();
          stream = name;
          context = record.context as string;
          text += decoders[name].write(frame.bytes);
          if (text.length >= 1 << 20) await flush();
        } else {
          await flush();
          await this.#handle(child, frame);
        }
      }
      await flush();
    }
  }

  async #handle(child: ChildProcess, frame: Frame): Promise<void> {
    const { record } = frame;
    const context = String(record.context);
    switch (record.type) {
      case "ready":
        for (const [i, pipe] of [child.stdout!, child.stderr!].entries()) {
          void this.#raw[i]!.read(pipe, record.marker as string);
        }
        this.#failedStarts = 0;
        this.#isReady();
        break;
      case "publish":
        await this.#publish(() => this.#events.publish(frame, context));
        break;
      case "commHandled":
        this.#comms.get(record.id as string)?.();
        this.#comms.delete(record.id as string);
        break;
      case "found":
        this.looks.found(record.id as number, record.found);
        break;
      case "package":
        void this.#events.fetchPackage(record.specifier as string, context).then((error) => {
          this.#write(descriptors.fromKernel, {
            type: "package",
            id: record.id,
            ...(error !== undefined && { error }),
          });
        });
        break;
      case "synchronised":
        this.#synchronised();
        break;
      case "input":
        this.#events.input(record as unknown as Question);
        break;
      case "done": {
        await Promise.race([Promise.all(this.#raw.map(({ marked }) => marked)), this.#quiet(500)]);
        for (const raw of this.#raw) raw.expectMark();
        const resolve = this.#running.get(record.id as string);
        this.#running.delete(record.id as string);
        if (record.error) {
          const importFailed = record.importFailed === true;
          resolve?.({ status: "error", error: record.error as ErrorReport, importFailed });
        } else
          resolve?.({
            status: "ok",
            ...(record.data !== undefined && { data: record.data as Record<string, unknown> }),
          });
        break;
      }
    }
  }

  async #publish(publish: () => Promise<void>): Promise<void> {
    this.#publishing++;
    await publish();
    this.#publishing--;
    this.#lastOutput = Date.now();
  }

  /** Resolved when there has been no output for a time, given in milliseconds. */
  async #quiet(time: number): Promise<void> {
    this.#lastOutput = Date.now();
    for (let left = time; left > 0; left = this.#lastOutput + time - Date.now()) {
      await delay(left);
      if (this.#publishing > 0) this.#lastOutput = Date.now();
    }
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
