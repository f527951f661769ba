import { readFile } from "node:fs/promises";
import { InputError } from "../../exact/input-error.js";
import { shippedFile } from "./locations.js";
import { createRandom } from "./random.js";

/** A text as indices into its alphabet, cut into a first part to train on and a last part to measure with. */
export interface TextDataset {
  /** The path of the file that it was read from. */
  readonly name: string;
  /** Every character that occurs, sorted; a token is an index into it. */
  readonly alphabet: readonly string[];
  /** The first nine tenths of the text, as tokens. */
  readonly train: Int32Array;
  /** The last tenth, as tokens. */
  readonly validation: Int32Array;
}

/**
 * A text, character by character: the given file, or the shipped `data/alice.txt` (Lewis Carroll, Alice's Adventures in Wonderland, 1865,
 * in the public domain). The last tenth is held out.
 *
 * @throws InputError where the file is shorter than 1,000 characters or is not UTF-8.
 */
export async function loadText(path: string = shippedFile("alice.txt")): Promise<TextDataset> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InputError({ code: "corrupt-file", where: path, expected: "UTF-8 text", received: "other bytes" });
  }
  const characters = [...text];
  if (characters.length < 1000) {
    throw new InputError({
      code: "range",
      where: path,
      expected: "at least 1,000 characters",
      received: String(characters.length),
    });
  }
  const alphabet = [...new Set(characters)].sort();
  const indexOf = new Map(alphabet.map((character, index) => [character, index]));
  const tokens = Int32Array.from(characters, (character) => indexOf.get(character)!);
  const cut = Math.floor(tokens.length * 0.9);
  return { name: path, alphabet, train: tokens.subarray(0, cut), validation: tokens.subarray(cut) };
}

/** Windows of `length + 1` consecutive tokens for one step, drawn by (seed, step): `inputs` is all but the last, `targets` all but the first. */
export function textBatch(options: {
  tokens: Int32Array;
  length: number;
  batchSize: number;
  seed: number;
  step: number;
}): {
  /** batchSize × length tokens, a window after the other. */
  inputs: Int32Array;
  /** batchSize × length tokens: for each input the one that follows it. */
  targets: Int32Array;
} {
  const { tokens, length, batchSize, seed, step } = options;
  const random = createRandom(seed, 0x7e87, step);
  const inputs = new Int32Array(batchSize * length);
  const targets = new Int32Array(batchSize * length);
  for (let i = 0; i < batchSize; i++) {
    const from = random.integer(tokens.length - length);
    inputs.set(tokens.subarray(from, from + length), i * length);
    targets.set(tokens.subarray(from + 1, from + length + 1), i * length);
  }
  return { inputs, targets };
}
