/**
 * The part of ZMTP (ZeroMQ's protocol on the wire, version 3) that a publisher needs: the greeting, commands and frames, without
 * security, as Jupyter uses it.
 */

/** What a peer says first: signature, version 3.1, mechanism NULL, not a server. */
export const greeting = Buffer.concat([
  Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1]),
  Buffer.from("NULL".padEnd(20, "\0")),
  Buffer.alloc(32),
]);

const flags = { more: 1, long: 2, command: 4 } as const;

/** A frame as a peer sent it; a command's name is taken out of its body. */
export interface ZmtpFrame {
  readonly command?: string;
  readonly body: Buffer;
}

/** Bytes that are not ZMTP, or none that a subscriber sends. */
export class ZmtpError extends Error {
  override readonly name = "ZmtpError";
}

/** The head of a frame of the given length. */
function head(length: number, flag: number): Buffer {
  if (length < 256) return Buffer.from([flag, length]);
  const long = Buffer.alloc(9);
  long[0] = flag | flags.long;
  long.writeBigUInt64BE(BigInt(length), 1);
  return long;
}

/** A message of several frames. */
export function encodeMessage(parts: readonly (Uint8Array | string)[]): Uint8Array[] {
  return parts.flatMap((part, i) => {
    const bytes = typeof part === "string" ? Buffer.from(part) : part;
    return [head(bytes.byteLength, i < parts.length - 1 ? flags.more : 0), bytes];
  });
}

export function encodeCommand(name: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from([name.length]), Buffer.from(name), body]);
  return Buffer.concat([head(named.length, flags.command), named]);
}

/** The properties of a READY command. */
export function encodeProperties(properties: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(properties).flatMap(([name, value]) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(value.length);
      return [Buffer.from([name.length]), Buffer.from(name), length, Buffer.from(value)];
    }),
  );
}

/** What a subscriber sends is short: anything longer is no subscriber. */
const longest = 1 << 16;

/** Cuts what a subscriber sends into its greeting's version and its frames. */
export class ZmtpReader {
  #rest: Buffer = Buffer.alloc(0);
  /** Minor number of the peer's version 3; unknown before its greeting is there. */
  minor: number | undefined;

  *push(chunk: Buffer): Generator<ZmtpFrame> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.minor === undefined && !this.#readGreeting()) return;
    for (let frame = this.#next(); frame; frame = this.#next()) yield frame;
  }

  #readGreeting(): boolean {
    const bytes = this.#rest;
    if (bytes.length > 0 && bytes[0] !== 0xff) throw new ZmtpError("no ZMTP signature");
    if (bytes.length > 10 && bytes[10]! < 3) throw new ZmtpError(`ZMTP ${bytes[10]} is not spoken`);
    if (bytes.length < greeting.length) return false;
    const mechanism = bytes.toString("latin1", 12, 32).replace(/\0+$/, "");
    if (mechanism !== "NULL") throw new ZmtpError(`mechanism ${mechanism} is not spoken`);
    this.minor = bytes[11]!;
    this.#rest = bytes.subarray(greeting.length);
    return true;
  }

  #next(): ZmtpFrame | undefined {
    const bytes = this.#rest;
    if (bytes.length < 2) return undefined;
    const isLong = (bytes[0]! & flags.long) !== 0;
    const start = isLong ? 9 : 2;
    if (bytes.length < start) return undefined;
    const length = isLong ? Number(bytes.readBigUInt64BE(1)) : bytes[1]!;
    if (length > longest) throw new ZmtpError(`a frame of ${length} bytes`);
    if (bytes.length < start + length) return undefined;
    const body = bytes.subarray(start, start + length);
    this.#rest = bytes.subarray(start + length);
    if ((bytes[0]! & flags.command) === 0) return { body };
    const end = 1 + (body[0] ?? 0);
    return { command: body.toString("latin1", 1, end), body: body.subarray(end) };
  }
}
