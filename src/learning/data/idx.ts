import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { InputError } from "../../exact/input-error.js";

/** An array of bytes of any shape, as the IDX format stores it. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes (two zero bytes, type 8, the number of dimensions, each dimension as a big-endian 32-bit number,
 * the values), plain or compressed (`.gz`), as a stream.
 *
 * @throws InputError naming the file and the byte, where the header is wrong, the file ends early or goes on too long, or its
 * compression is damaged.
 */
export async function readIdx(path: string): Promise<IdxArray> {
  const chunks = openBytes(path);
  let header = new Uint8Array(0);
  let shape: number[] | undefined;
  let data = new Uint8Array(0);
  let filled = 0;
  const fill = (bytes: Uint8Array): void => {
    if (filled + bytes.length > data.length) {
      throw fileError(path, headerLength(header) + data.length, "the end of the file", "more bytes");
    }
    data.set(bytes, filled);
    filled += bytes.length;
  };
  for await (const chunk of chunks) {
    if (shape !== undefined) {
      fill(chunk);
      continue;
    }
    const joined = new Uint8Array(header.length + chunk.length);
    joined.set(header);
    joined.set(chunk, header.length);
    header = joined;
    if (header.length >= 4) checkMagic(path, header);
    if (header.length < 4 || header.length < headerLength(header)) continue;
    shape = readHeader(path, header);
    data = new Uint8Array(shape.reduce((product, size) => product * size, 1));
    const rest = header.subarray(headerLength(header));
    header = header.slice(0, headerLength(header));
    fill(rest);
  }
  if (shape === undefined) throw fileError(path, header.length, "a complete IDX header", "the end of the file");
  if (filled < data.length) {
    const length = headerLength(header);
    throw fileError(path, length + filled, `${length + data.length} bytes`, "the end of the file");
  }
  return { shape, data };
}

function headerLength(header: Uint8Array): number {
  return 4 + 4 * header[3]!;
}

function checkMagic(path: string, header: Uint8Array): void {
  if (header[0] !== 0 || header[1] !== 0) throw fileError(path, 0, "two zero bytes", `${header[0]}, ${header[1]}`);
  if (header[2] !== 8) throw fileError(path, 2, "type 8 (unsigned byte)", String(header[2]));
  if (header[3]! < 1 || header[3]! > 4) throw fileError(path, 3, "1 to 4 dimensions", String(header[3]));
}

function readHeader(path: string, header: Uint8Array): number[] {
  const view = new DataView(header.buffer, header.byteOffset);
  const shape = Array.from({ length: header[3]! }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > 2 ** 31) throw fileError(path, 4, "at most 2^31 values", `dimensions ${shape.join(" × ")}`);
  return shape;
}

/** The bytes of a file, decompressed where its name ends in `.gz`. */
async function* openBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  if (!path.endsWith(".gz")) {
    for await (const chunk of file) yield chunk as Uint8Array;
    return;
  }
  const gunzip = createGunzip();
  file.on("error", (error) => gunzip.destroy(error));
  let unpacked = 0;
  try {
    for await (const chunk of file.pipe(gunzip)) {
      unpacked += (chunk as Uint8Array).length;
      yield chunk as Uint8Array;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!code.startsWith("Z_")) throw error;
    throw fileError(
      path,
      gunzip.bytesWritten,
      "intact gzip data",
      `${(error as Error).message} after ${unpacked} unpacked bytes`,
    );
  } finally {
    file.destroy();
  }
}

/** An error at a byte of a file. */
export function fileError(path: string, byte: number, expected: string, received: string): InputError {
  return new InputError({
    code: "corrupt-file",
    where: `${path}, byte ${byte}`,
    expected,
    received,
    remedy: "Fetch the file again or take an intact copy",
  });
}
