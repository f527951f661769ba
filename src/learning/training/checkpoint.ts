import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "../../exact/input-error.js";
import { fullDisk } from "../data/download.js";

/** A named array of numbers, as a checkpoint holds it. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Everything a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  /** Which run this is: model, data, options. Only the same run may take it up. */
  readonly run: string;
  /** Steps done. */
  readonly step: number;
  readonly tensors: readonly StoredTensor[];
  /** Metrics so far, one row a step that was recorded. */
  readonly metrics: readonly Readonly<Record<string, number>>[];
}

const magic = "normlab checkpoint 1\n";

/**
 * Writes a checkpoint: a header in JSON, then the values as little-endian 32-bit floats, to a temporary file that takes the name when it is complete
 * and on the disk; the checkpoint before it stays until then.
 *
 * @throws InputError where the disk is full; the previous checkpoint is untouched.
 */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { tensors, ...rest } = checkpoint;
  const payload = Buffer.concat(
    tensors.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  const described = { ...rest, tensors: tensors.map(({ name, shape }) => ({ name, shape })) };
  const header = { ...described, sha256: digest(described, payload) };
  const temporary = `${path}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(`${magic}${JSON.stringify(header)}\n`);
      await file.writeFile(payload);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw fullDisk(path);
    throw error;
  }
}

/**
 * Reads a checkpoint, or nothing where there is none.
 *
 * @throws InputError where the file is damaged, naming the byte, or belongs to another run.
 */
export async function readCheckpoint(path: string, run: string): Promise<Checkpoint | undefined> {
  if (!existsSync(path)) return undefined;
  const bytes = await readFile(path);
  const end = bytes.indexOf("\n", magic.length);
  if (bytes.toString("latin1", 0, magic.length) !== magic || end < 0) {
    throw damaged(path, 0, "a checkpoint of normlab", "another file");
  }
  const { sha256, ...described } = readHeader(path, bytes.toString("utf8", magic.length, end));
  const { tensors, ...rest } = described;
  if (rest.run !== run) {
    throw new InputError({
      code: "other-run",
      where: path,
      expected: `a checkpoint of ${run}`,
      received: `one of ${rest.run}`,
      remedy: "Give another folder, or remove the file to begin anew",
    });
  }
  const payload = bytes.subarray(end + 1);
  const received = digest(described, payload);
  if (received !== sha256) {
    const count = tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 4), 0);
    if (payload.length < count) {
      throw damaged(path, bytes.length, `${end + 1 + count} bytes`, "the end of the file");
    }
    throw damaged(path, magic.length, `header and values with SHA-256 ${sha256}`, received);
  }
  let at = 0;
  const stored = tensors.map(({ name, shape }) => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    Buffer.from(values.buffer).set(payload.subarray(at, at + values.byteLength));
    at += values.byteLength;
    return { name, shape, values };
  });
  return { ...rest, tensors: stored };
}

interface Header extends Omit<Checkpoint, "tensors"> {
  /** Of the rest of the header and the values. */
  readonly sha256: string;
  readonly tensors: readonly Omit<StoredTensor, "values">[];
}

/** SHA-256 of all that a checkpoint says: its header without the sum, then its values. */
function digest(described: object, payload: Uint8Array): string {
  return createHash("sha256").update(JSON.stringify(described)).update(payload).digest("hex");
}

function readHeader(path: string, text: string): Header {
  try {
    return JSON.parse(text) as Header;
  } catch {
    throw damaged(path, magic.length, "a header in JSON", "other bytes");
  }
}

function damaged(path: string, byte: number, expected: string, received: string): InputError {
  return new InputError({
    code: "corrupt-file",
    where: `${path}, byte ${byte}`,
    expected,
    received,
    remedy: "Remove the file to begin anew",
  });
}
