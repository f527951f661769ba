import { readSync } from "node:fs";
import { Writable } from "node:stream";
import { capturedOutputs, descriptors, send } from "./channel.js";

/** Longest piece that is sent at once, in UTF-16 units and in bytes. */
const longest = 1 << 20;

type StreamName = "stdout" | "stderr";

let lastLine = "";

/** What has been printed since the last end of a line: a question, when the user is asked for a line. */
export function takeUnfinishedLine(): string {
  const line = lastLine;
  lastLine = "";
  return line;
}

/** Replaces `process.stdout` and `process.stderr`, and with them the console, by streams that write to the notebook. */
export function redirectStreams(): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = new NotebookStream(name);
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true, writable: true });
  }
}

/**
 * Writes before it returns: what was printed is shown even if the next statement never ends. `write` itself is replaced, as an
 * interrupt in the middle of the usual one would leave the stream waiting for ever.
 */
class NotebookStream extends Writable {
  readonly fd: number;
  readonly isTTY = false;
  readonly #name: StreamName;

  constructor(name: StreamName) {
    super({ decodeStrings: false });
    this.#name = name;
    this.fd = name === "stdout" ? 1 : 2;
  }

  override write(chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof chunk === "string") this.#sendText(chunk, encoding);
    else if (ArrayBuffer.isView(chunk)) this.#send(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    else throw new TypeError("The chunk must be a string or an ArrayBuffer view");
    if (typeof done === "function") process.nextTick(done as () => void);
    return true;
  }

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }

  #sendText(text: string, encoding: unknown): void {
    if (typeof encoding === "string" && !/^utf-?8$/i.test(encoding)) {
      this.#send(Buffer.from(text, encoding as BufferEncoding));
      return;
    }
    for (let start = 0; start < text.length;) {
      let end = Math.min(start + longest, text.length);
      if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end--;
      this.#send(Buffer.from(text.slice(start, end)));
      start = end;
    }
  }

  #send(bytes: Buffer): void {
    const outputs = capturedOutputs();
    if (outputs) {
      outputs.push({ output_type: "stream", name: this.#name, text: bytes.toString() });
      return;
    }
    if (this.#name === "stdout") lastLine = endOfLine(lastLine, bytes);
    for (let start = 0; start < bytes.length; start += longest) {
      send({ type: "stream", name: this.#name }, bytes.subarray(start, start + longest));
    }
  }
}

function endOfLine(before: string, bytes: Buffer): string {
  const at = bytes.lastIndexOf("\n");
  const last = bytes.subarray(Math.max(at + 1, bytes.length - 1000)).toString();
  return at < 0 ? (before + last).slice(-1000) : last;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** Thrown by `input` when the user stops the cell instead of answering. */
export class InputCancelled extends Error {
  override readonly name = "InputCancelled";
}

/** What the kernel answers to a question. */
export interface InputAnswer {
  readonly id: number;
  readonly value?: string;
  /** Why the user cannot be asked. */
  readonly error?: string;
  /** The user has stopped the cell instead of answering. */
  readonly stopped?: boolean;
}

let questions = 0;

/** Asks the user; `later` for one whose answer is not waited for. */
export function newQuestion(
  prompt: string,
  options: { readonly password?: boolean; readonly later?: boolean },
): number {
  const id = ++questions;
  send({ type: "input", id, prompt, password: options.password ?? false, later: options.later ?? false });
  return id;
}

/** Asks the user for a line and waits for it, without letting anything else run. */
export function input(prompt: unknown = "", options: { readonly password?: boolean } = {}): string {
  const id = newQuestion(String(prompt), options);
  let answer = readAnswer();
  // One to a question that was given up may still be there.
  while (answer.id !== id) answer = readAnswer();
  if (answer.value === undefined) throw new InputCancelled(answer.error ?? "stopped by the user");
  return answer.value;
}

/**
 * Bytes of answers, and zeros after them: each is a line of JSON, which has no zeros. So an interrupt between reading and taking note of
 * it loses nothing.
 */
let received: Buffer = Buffer.alloc(1 << 16);

function readAnswer(): InputAnswer {
  for (;;) {
    const end = received.indexOf(0);
    const line = received.indexOf("\n");
    if (line >= 0) {
      const answer = JSON.parse(received.toString("utf8", 0, line)) as InputAnswer;
      received = Buffer.concat([received.subarray(line + 1), Buffer.alloc(line + 1)]);
      return answer;
    }
    if (end < 0) received = Buffer.concat([received, Buffer.alloc(received.length)]);
    else if (readSync(descriptors.input, received, end, received.length - end, null) === 0) {
      throw new InputCancelled("the kernel has ended");
    }
  }
}

/** Asks for a line, as browsers do; an empty answer stands for the text that is offered. */
function prompt(message: unknown = "", offered: unknown = ""): string {
  const answer = input(offered === "" ? message : `${String(message)} [${String(offered)}] `);
  return answer === "" ? String(offered) : answer;
}

/** Asks for yes or no; anything but yes is no. */
function confirm(message: unknown = ""): boolean {
  return /^y(es)?$/i.test(input(`${String(message)} [y/N] `).trim());
}

/** Says something and waits until the user goes on. */
function alert(message: unknown = ""): void {
  input(`${String(message)} [Enter] `);
}

/** Gives cells the ways to ask the user. */
export function defineInput(): void {
  for (const [key, value] of Object.entries({ input, prompt, confirm, alert })) {
    Object.defineProperty(globalThis, key, { value, writable: true, configurable: true });
  }
}
