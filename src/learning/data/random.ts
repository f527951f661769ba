import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded stream of random numbers (xoroshiro128+). */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in {0, …, limit − 1}. */
  integer(limit: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** A uniformly drawn order of 0, …, count − 1 (Fisher–Yates). */
  permutation(count: number): Int32Array;
}

/**
 * The random stream named by a seed and any number of further integers (an epoch, a step, a purpose): the same names give the same
 * numbers on every machine, and different names give unrelated streams.
 *
 * @example
 * createRandom(1, 2).uniform() === createRandom(1, 2).uniform(); // => true
 * createRandom(1, 2).uniform() === createRandom(1, 3).uniform(); // => false
 */
export function createRandom(seed: number, ...names: readonly number[]): Random {
  const generator = xoroshiro128plus(mixSeed(seed, ...names));
  const uniform = (): number => uniformFloat64(generator);
  let spare: number | undefined;
  return {
    uniform,
    integer: (limit) => uniformInt(generator, 0, limit - 1),
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    permutation(count) {
      const order = Int32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = uniformInt(generator, 0, i);
        const kept = order[i]!;
        order[i] = order[j]!;
        order[j] = kept;
      }
      return order;
    },
  };
}

/**
 * One 32-bit seed from several integers (the finaliser of MurmurHash3 after each), for functions that take a single seed, such as
 * `tf.randomNormal`.
 */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = (Math.imul(hash, 31) + (part | 0)) | 0;
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash | 0;
}
