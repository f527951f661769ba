import { InputError } from "../exact/input-error.js";

// Node's own modules are asked for instead of imported: a page bundles what else is in `normlab/theory`.
const builtin = globalThis.process?.getBuiltinModule?.bind(globalThis.process);

/** Images of handwritten digits. */
export interface Digits {
  /** 1,797 images of 64 pixels from 0 to 16, row by row of 8 × 8. */
  readonly images: number[][];
  /** The digit from 0 to 9 of each image. */
  readonly labels: number[];
}

const pixels = 64;
const samples = 1797;
const sha256 = "7a93e51f73dadeb4429b4fc0718b334d12864332b906bdf44f9da7599a7e0e01";

const file = "../../data/digits.csv";

/** Where the data file lies in the package. */
export const digitsPath = builtin?.("node:url").fileURLToPath(new URL(file, import.meta.url)) ?? file;

/**
 * Loads the 1,797 images of handwritten digits that ship with normlab (`data/digits.csv`; source and licence in
 * `data/README.md`). Three of the 64 pixels never change, so their covariance is singular, of rank 61.
 *
 * Shape: images 1797 × 64, labels 1797. Units: pixels from 0 to 16.
 *
 * @throws InputError that names file, line and byte where the file is missing or damaged, or the checksums when it was changed
 * in a way that still parses. Where there is no Node, as in a page, no file can be read.
 * @example
 * const { images, labels } = loadDigits();
 * [images.length, images[0].length, labels[0]]; // => [1797, 64, 0]
 * images[0].slice(8, 16); // => [0, 0, 13, 15, 10, 15, 5, 0]
 */
export function loadDigits(path = digitsPath): Digits {
  let bytes: Buffer;
  try {
    if (builtin === undefined) throw new Error("there is no Node here to read files with");
    bytes = builtin("node:fs").readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError({
      code: "unreadable",
      where: path,
      expected: "the digits data set",
      received: reason,
      remedy,
    });
  }
  const lines = bytes.toString("latin1").split("\n");
  const damaged = (line: number, column: number, expected: string, received: string): InputError => {
    const byte = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0) + column;
    return new InputError({
      code: "damaged-file",
      where: `${path}: line ${line + 1}, byte ${byte}`,
      expected,
      received,
      remedy,
    });
  };
  if (lines[0]!.split(",").length !== pixels + 1) {
    throw damaged(0, 0, `a header of ${pixels + 1} names`, JSON.stringify(lines[0]!.slice(0, 40)));
  }
  const images: number[][] = [];
  const labels: number[] = [];
  for (let line = 1; line <= samples; line++) {
    const fields = lines[line]?.split(",") ?? [];
    if (lines[line] === undefined || fields.length !== pixels + 1) {
      throw damaged(
        Math.min(line, lines.length),
        0,
        `${pixels + 1} numbers separated by commas`,
        lines[line] === undefined ? "the end of the file" : `${fields.length} fields`,
      );
    }
    let column = 0;
    const values = fields.map((field, index) => {
      const greatest = index === pixels ? 9 : 16;
      if (!/^\d{1,2}$/.test(field) || Number(field) > greatest) {
        throw damaged(line, column, `a whole number from 0 to ${greatest}`, JSON.stringify(field));
      }
      column += field.length + 1;
      return Number(field);
    });
    labels.push(values.pop()!);
    images.push(values);
  }
  const received = builtin!("node:crypto").createHash("sha256").update(bytes).digest("hex");
  if (received !== sha256) {
    throw new InputError({ code: "checksum", where: path, expected: `SHA-256 ${sha256}`, received, remedy });
  }
  return { images, labels };
}

const remedy = "Restore the file from the repository or the package";
