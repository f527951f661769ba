import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded stream of random integers. */
export interface RandomStream {
  /** Uniform in {0, …, limit − 1}. */
  integer(limit: number): number;
}

/** The stream named by a seed (xoroshiro128+): the same on every machine. */
export function randomStream(seed: number): RandomStream {
  const generator = xoroshiro128plus(seed);
  return { integer: (limit) => uniformInt(generator, 0, limit - 1) };
}
