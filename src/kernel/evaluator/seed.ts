import { createHash } from "node:crypto";

const systemRandom = Math.random.bind(Math);

/** Replaces `Math.random` by a generator (xoshiro128**, state from SHA-256 of the seed); without a seed, puts the usual one back. */
export function seedRandom(seed: string | undefined): void {
  Math.random = seed === undefined ? systemRandom : generator(seed);
}

function generator(seed: string): () => number {
  const digest = createHash("sha256").update(seed).digest();
  const state = new Uint32Array(4);
  for (let i = 0; i < 4; i++) state[i] = digest.readUInt32LE(4 * i);
  function next(): number {
    const product = Math.imul(state[1]!, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = (state[3]! << 11) | (state[3]! >>> 21);
    return result;
  }
  // 53 bits, as many as a double has.
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}
