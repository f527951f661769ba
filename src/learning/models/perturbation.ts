import { createRandom, mixSeed } from "../data/random.js";

/** By what share of itself a weight is moved: the distance of 1 from the next number in single precision. */
const unit = 2 ** -23;

let current: number | undefined;

/**
 * Does some work in which every model begins with each weight moved by 2⁻²³ of itself, up or down as the seed draws: as much as processors
 * differ in the last digit of a sum. What then comes out otherwise is what no repetition on another processor can give back.
 *
 * One such work at a time: the models of everything that runs meanwhile are moved too.
 *
 * @example
 * const weights = () => mlp({ inputs: 2, width: 2, depth: 1, outputs: 1, seed: 1 }).trainable[0].dataSync();
 * const moved = await withPerturbedWeights(7, async () => weights());
 * Math.max(...moved.map((weight, i) => Math.abs(weight / weights()[i] - 1))) < 3e-7; // => true
 */
export async function withPerturbedWeights<T>(seed: number, work: () => Promise<T>): Promise<T> {
  current = seed;
  try {
    return await work();
  } finally {
    current = undefined;
  }
}

/** The initial values of the parameter of that number, moved where that is asked for. */
export function perturbed(values: Float32Array, index: number): Float32Array {
  if (current === undefined) return values;
  const { uniform } = createRandom(mixSeed(mixSeed(current, 0x2b17), index));
  return values.map((value) => value * (uniform() < 0.5 ? 1 - unit : 1 + unit));
}
