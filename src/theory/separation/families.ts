import { randomStream } from "./random.js";

/** A data set on which no linear map helps, or nearly none. */
export interface LabeledSamples {
  /** m × d: a row a sample. */
  readonly points: readonly (readonly number[])[];
  /** m classes, from 0. */
  readonly labels: readonly number[];
}

/**
 * XOR: the corners of the unit square, labelled by the parity of their coordinates.
 *
 * @example
 * xorSamples().labels; // => [0, 1, 1, 0]
 */
export function xorSamples(): LabeledSamples {
  return checkerboardSamples(2);
}

/**
 * The centres of a size × size checkerboard's fields at integer coordinates, labelled by colour: the parity of i + j.
 *
 * @example
 * checkerboardSamples(3).points.length; // => 9
 */
export function checkerboardSamples(size: number): LabeledSamples {
  const points = Array.from({ length: size * size }, (_, i) => [Math.floor(i / size), i % size]);
  return { points, labels: points.map(([i, j]) => (i! + j!) % 2) };
}

/**
 * Concentric rings of radius 1, 2, …, each with `count` equally spaced samples.
 *
 * @example
 * ringSamples(2, 8).labels.length; // => 16
 */
export function ringSamples(rings: number, count: number): LabeledSamples {
  const points: number[][] = [];
  const labels: number[] = [];
  for (let ring = 0; ring < rings; ring += 1) {
    for (let k = 0; k < count; k += 1) {
      const angle = (2 * Math.PI * k) / count;
      points.push([(ring + 1) * Math.cos(angle), (ring + 1) * Math.sin(angle)]);
      labels.push(ring);
    }
  }
  return { points, labels };
}

/**
 * All 0/1 vectors of a dimension, labelled by their parity.
 *
 * @example
 * paritySamples(3).points.length; // => 8
 */
export function paritySamples(dimension: number): LabeledSamples {
  const points = Array.from({ length: 2 ** dimension }, (_, code) =>
    Array.from({ length: dimension }, (_, j) => (code >> j) & 1),
  );
  return { points, labels: points.map((row) => row.reduce((sum, bit) => sum + bit, 0) % 2) };
}

/**
 * `count` samples in [0, 1)^dimension with random labels among `classes`.
 *
 * @example
 * randomSamples({ count: 5, dimension: 2, classes: 3, seed: 1 }).labels.length; // => 5
 */
export function randomSamples(of: {
  readonly count: number;
  readonly dimension: number;
  readonly classes: number;
  readonly seed: number;
}): LabeledSamples {
  const random = randomStream(of.seed);
  const points = Array.from({ length: of.count }, () =>
    Array.from({ length: of.dimension }, () => random.integer(2 ** 40) / 2 ** 40),
  );
  return { points, labels: points.map(() => random.integer(of.classes)) };
}

/**
 * Blobs: `count` samples a class, each the class's centre on a circle plus a spread in a square of half-width `spread`.
 *
 * @example
 * blobSamples({ classes: 3, count: 4, spread: 0.2, seed: 1 }).points.length; // => 12
 */
export function blobSamples(of: {
  readonly classes: number;
  readonly count: number;
  readonly spread: number;
  readonly seed: number;
}): LabeledSamples {
  const random = randomStream(of.seed);
  const jitter = (): number => of.spread * (random.integer(2 ** 30) / 2 ** 29 - 1);
  const points: number[][] = [];
  const labels: number[] = [];
  for (let label = 0; label < of.classes; label += 1) {
    const angle = (2 * Math.PI * label) / of.classes;
    for (let k = 0; k < of.count; k += 1) {
      points.push([Math.cos(angle) + jitter(), Math.sin(angle) + jitter()]);
      labels.push(label);
    }
  }
  return { points, labels };
}
