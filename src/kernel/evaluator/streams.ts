import { readSync } from "node:fs";
import { Writable } from "node:stream";
import { descriptors, send } from "./channel.js";

/** Longest piece that is sent at once, in UTF-16 units and in bytes. */
const longest = 1 << 20;

type StreamName = "stdout" | "stderr";

let captured: ((name: StreamName, text: string) => void) | undefined;

/** Hands what is printed to a function instead of the notebook; `undefined` ends that. */
export function captureStreams(handle: typeof captured): void {
  captured = handle;
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
    if (captured) {
      captured(this.#name, bytes.toString());
      return;
    }
    for (let start = 0; start < bytes.length; start += longest) {
      send({ type: "stream", name: this.#name }, bytes.subarray(start, start + longest));
    }
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** Thrown by `input` when the user stops the cell instead of answering. */
export class InputCancelled extends Error {
  override readonly name = "InputCancelled";
}

/** Asks the user for a line and waits for it, without letting anything else run. */
function input(prompt: unknown = "", options: { readonly password?: boolean } = {}): string {
  send({ type: "input", prompt: String(prompt), password: options.password ?? false });
  const head = readExactly(4);
  const answer = JSON.parse(readExactly(head.readUInt32BE(0)).toString("utf8")) as { value?: string; error?: string };
  if (answer.value === undefined) throw new InputCancelled(answer.error ?? "no input");
  return answer.value;
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

function readExactly(length: number): Buffer {
  const buffer = Buffer.alloc(length);
  for (let offset = 0; offset < length;) {
    const count = readSync(descriptors.input, buffer, offset, length - offset, null);
    if (count === 0) throw new InputCancelled("the kernel has ended");
    offset += count;
  }
  return buffer;
}
