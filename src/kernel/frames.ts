import { writevSync } from "node:fs";

/**
 * What the kernel's processes say to each other: a record, and bytes that need no encoding.
 * On the wire: length of the record, length of the bytes (32-bit big-endian), bytes, record as JSON. So a frame ends with `}`, with which no
 * mark begins: nothing at the end of a whole frame need be held back.
 */
export interface Frame {
  readonly record: { readonly type: string; readonly [key: string]: unknown };
  readonly bytes: Buffer;
}

const headLength = 8;
const nothing = Buffer.alloc(0);

export function encodeFrame(record: Frame["record"], bytes: Uint8Array = nothing): Buffer[] {
  const json = Buffer.from(JSON.stringify(record));
  const head = Buffer.allocUnsafe(headLength);
  head.writeUInt32BE(json.length, 0);
  head.writeUInt32BE(bytes.length, 4);
  return bytes.length === 0 ? [Buffer.concat([head, json])] : [head, bytes as Buffer, json];
}

/** Cuts a stream of bytes back into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = headLength;
  #held: Buffer = nothing;
  /** What stands before the next frame when the writer was stopped in the middle of one: the half frame before it is dropped. */
  restart: Buffer | undefined;

  /** Takes the next bytes and gives the frames that are complete with them. */
  *push(chunk: Buffer): Generator<Frame> {
    if (!this.restart) {
      yield* this.#take(chunk);
      return;
    }
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (let at = rest.indexOf(this.restart); at >= 0; at = rest.indexOf(this.restart)) {
      yield* this.#take(rest.subarray(0, at));
      [this.#chunks, this.#length, this.#wanted] = [[], 0, headLength];
      rest = rest.subarray(at + this.restart.length);
    }
    const end = rest.length - partAtEnd(rest, this.restart);
    this.#held = rest.subarray(end);
    yield* this.#take(rest.subarray(0, end));
  }

  *#take(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#wanted) {
      const data = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      this.#chunks = [data];
      const start = headLength + data.readUInt32BE(4);
      const end = start + data.readUInt32BE(0);
      if (data.length < end) {
        this.#wanted = end;
        return;
      }
      this.#chunks = data.length === end ? [] : [data.subarray(end)];
      this.#length = data.length - end;
      this.#wanted = headLength;
      yield {
        record: JSON.parse(data.toString("utf8", start, end)) as Frame["record"],
        bytes: data.subarray(headLength, start),
      };
    }
  }
}

/** How many bytes at the end may be the beginning of a mark. */
export function partAtEnd(bytes: Buffer, mark: Buffer): number {
  for (let length = Math.min(mark.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all bytes before it returns, also when the descriptor is not in blocking mode. While the reader is slow, an interrupt may leave
 * half a frame behind.
 */
export function writeAll(descriptor: number, parts: readonly Uint8Array[]): void {
  let rest = parts;
  for (;;) {
    let written = 0;
    try {
      written = writevSync(descriptor, rest);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
    while (rest.length > 0 && written >= rest[0]!.length) {
      written -= rest[0]!.length;
      rest = rest.slice(1);
    }
    if (rest.length === 0) return;
    rest = [rest[0]!.subarray(written), ...rest.slice(1)];
  }
}
