import { writevSync } from "node:fs";

/**
 * What the kernel's processes say to each other: a record, and bytes that need no encoding.
 * On the wire: length of the record, length of the bytes (32-bit big-endian), record as JSON, bytes.
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
  return bytes.length === 0 ? [Buffer.concat([head, json])] : [Buffer.concat([head, json]), bytes as Buffer];
}

/** Cuts a stream of bytes back into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = headLength;

  /** Takes the next bytes and gives the frames that are complete with them. */
  *push(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#wanted) {
      const data = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      this.#chunks = [data];
      const jsonLength = data.readUInt32BE(0);
      const end = headLength + jsonLength + data.readUInt32BE(4);
      if (data.length < end) {
        this.#wanted = end;
        return;
      }
      this.#chunks = data.length === end ? [] : [data.subarray(end)];
      this.#length = data.length - end;
      this.#wanted = headLength;
      yield {
        record: JSON.parse(data.toString("utf8", headLength, headLength + jsonLength)) as Frame["record"],
        bytes: data.subarray(headLength + jsonLength, end),
      };
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all bytes before it returns, also when the descriptor is not in blocking mode. The first call usually does it all, so
 * that an interrupt cannot leave half a frame behind.
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
