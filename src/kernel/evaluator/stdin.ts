import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Interface } from "node:readline";
import { Interface as PromisesInterface } from "node:readline/promises";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { input, newQuestion, takeUnfinishedLine, type InputAnswer } from "./streams.js";

/** Time for a question to be printed, and for a reader that has enough to pause, before the user is asked, in milliseconds. */
const pause = 20;
/** As in a terminal: ends the input. */
const endOfTransmission = "\u0004";

/** Whatever cells stop: the input is there for all of them. */
const { setTimeout: later, setImmediate: soon } = globalThis;

const waiting = new Map<number, NotebookInput>();

/** `process.stdin`: each line that is wanted is asked of the user, without holding up what else goes on. */
class NotebookInput extends Readable {
  readonly fd = 0;
  readonly isTTY = false;
  readonly #fail: (error: Error) => void;
  /** Who has listened so far only asked questions, and has its answers. */
  isAtRest = false;
  #isOwed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(fail: (error: Error) => void) {
    super({ highWaterMark: 1 });
    this.#fail = fail;
    this.on("newListener", (event) => {
      // An earlier cell may have paused it when it had what it wanted.
      if (event === "data" && this.isPaused() && (this.isAtRest || this.listenerCount("data") === 0)) {
        process.nextTick(() => this.resume());
      }
      if (this.#isOwed && (event === "data" || event === "readable")) this.#ask();
    });
  }

  override resume(): this {
    this.isAtRest = false;
    return super.resume();
  }

  override read(size?: number): unknown {
    if (this.#isOwed) this.#ask();
    return super.read(size);
  }

  override _read(): void {
    this.#isOwed = true;
    this.#ask();
  }

  answered({ value, error, stopped }: InputAnswer): void {
    if (stopped) this.#isOwed = true;
    else if (value === endOfTransmission) this.push(null);
    else if (value !== undefined) this.push(`${value}\n`);
    else {
      // Not as an event of the stream: readline would pass it on to nobody, and the cell would wait for ever.
      this.destroy();
      this.#fail(new Error(`process.stdin: ${error}`));
    }
  }

  /** A reader that has paused or gone meanwhile has got what it wanted. */
  get #isWanted(): boolean {
    if (this.destroyed) return false;
    const isFlowing = this.readableFlowing !== false && this.listenerCount("data") > 0;
    return isFlowing || this.listenerCount("readable") > 0;
  }

  #ask(): void {
    if (this.#timer) return;
    this.#timer = later(() => {
      this.#timer = undefined;
      if (!this.#isOwed || !this.#isWanted) return;
      this.#isOwed = false;
      waiting.set(newQuestion(takeUnfinishedLine(), { later: true }), this);
    }, pause);
  }
}

/** Hands an answer to the reader that has asked. */
export function answerLater(answer: InputAnswer): void {
  waiting.get(answer.id)?.answered(answer);
  waiting.delete(answer.id);
}

/**
 * Lets everything that reads standard input ask the user. `fail` ends the running cell, where the frontend cannot ask and nobody else
 * would hear of it.
 */
export function redirectInput(fail: (error: Error) => void): void {
  let current: NotebookInput | undefined;
  Object.defineProperty(process, "stdin", {
    get: () => (current = current && !current.destroyed && !current.readableEnded ? current : new NotebookInput(fail)),
    configurable: true,
    enumerable: true,
  });
  const { readFileSync, readSync } = fs;
  fs.readFileSync = ((path: unknown, options?: unknown) => {
    if (path !== 0 && path !== "/dev/stdin") return readFileSync(path as string, options as "utf8");
    const encoding =
      typeof options === "object" && options !== null ? (options as { encoding?: string }).encoding : options;
    const bytes = Buffer.from(lineFromUser());
    return typeof encoding === "string" ? bytes.toString(encoding as BufferEncoding) : bytes;
  }) as typeof readFileSync;
  let rest: Buffer = Buffer.alloc(0);
  fs.readSync = ((fd: number, buffer: NodeJS.ArrayBufferView, ...place: unknown[]) => {
    if (fd !== 0) return (readSync as (...all: unknown[]) => number)(fd, buffer, ...place);
    const [first] = place;
    const { offset = 0, length = buffer.byteLength - offset } =
      typeof first === "object" && first !== null
        ? (first as { offset?: number; length?: number })
        : { offset: (first as number | undefined) ?? 0, length: place[1] as number | undefined };
    if (rest.length === 0) rest = Buffer.from(lineFromUser());
    const count = rest.copy(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length));
    rest = rest.subarray(count);
    return count;
  }) as typeof readSync;
  closeLeftLoops();
  restAfterAnswers(Interface.prototype);
  restAfterAnswers(PromisesInterface.prototype);
  syncBuiltinESMExports();
}

/** A loop over lines that is left closes its interface, as Node's documentation has it: else it would go on asking for lines that nobody reads. */
function closeLeftLoops(): void {
  const prototype = Object.getPrototypeOf(Interface.prototype) as Pick<
    Interface,
    "close" | typeof Symbol.asyncIterator
  >;
  const { [Symbol.asyncIterator]: iterate } = prototype;
  prototype[Symbol.asyncIterator] = function () {
    const lines = iterate.call(this as Interface);
    const end = lines.return?.bind(lines);
    lines.return = (...given) => {
      this.close();
      return end?.(...given) ?? Promise.resolve({ done: true, value: undefined });
    };
    return lines;
  };
}

/**
 * An interface that has its answer, and that nobody reads lines from, asks for no more, though nobody has closed it: a cell has no end of the
 * process at which that would be missed. The next question, listener or loop goes on with it.
 */
function restAfterAnswers(prototype: object): void {
  type Asked = Interface & { readonly input?: unknown; readonly closed?: boolean };
  const asking = prototype as { question(this: Asked, ...call: unknown[]): unknown };
  const { question } = asking;
  const asked = new WeakMap<Asked, number>();
  asking.question = function (...call) {
    const number = (asked.get(this) ?? 0) + 1;
    asked.set(this, number);
    if (number === 1) this.on("newListener", (event) => event === "line" && this.resume());
    const answered = (): void => {
      soon(() => {
        const { input } = this;
        if (!(input instanceof NotebookInput) || asked.get(this) !== number || this.closed) return;
        if (this.listenerCount("line") > 0) return;
        this.pause();
        input.isAtRest = true;
      });
    };
    const callback = call.at(-1);
    if (typeof callback === "function") {
      call[call.length - 1] = (answer: string): void => {
        answered();
        (callback as (answer: string) => void)(answer);
      };
      return question.apply(this, call);
    }
    const answer = question.apply(this, call) as Promise<string>;
    answer.then(answered, answered);
    return answer;
  };
  const promised = (question as { [promisify.custom]?: unknown })[promisify.custom];
  if (promised !== undefined) Object.assign(asking.question, { [promisify.custom]: promised });
}

/** A line as it would come from a terminal; nothing when the user ends the input. */
function lineFromUser(): string {
  const line = input(takeUnfinishedLine());
  return line === endOfTransmission ? "" : `${line}\n`;
}
