import { closeSync, openSync, readSync } from "node:fs";
import { InputError } from "../exact/input-error.js";
import { whyUnreadable } from "./input-file.js";

const pieceBytes = 1 << 20;

/** The text of a file in pieces, from its beginning at every call; it must be UTF-8. Problems are input errors. */
export function certificatePieces(file: string): () => Iterable<string> {
  return function* () {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const decode = (bytes?: Uint8Array): string => {
      try {
        return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      } catch {
        throw problem("encoding", "text in UTF-8", "other bytes");
      }
    };
    const handle = reading(() => openSync(file, "r"));
    try {
      const buffer = Buffer.allocUnsafe(pieceBytes);
      for (;;) {
        const length = reading(() => readSync(handle, buffer, 0, pieceBytes, null));
        if (length === 0) break;
        yield decode(buffer.subarray(0, length));
      }
      yield decode();
    } finally {
      closeSync(handle);
    }
  };
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw problem("file", "a file that can be read", whyUnreadable(error));
  }
}

function problem(code: string, expected: string, received: string): InputError {
  return new InputError({ code, where: "certificate", expected, received });
}
