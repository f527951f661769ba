import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { InputError } from "../../exact/input-error.js";

/** The spectrum of an embedding's sample covariance, with what says whether it collapsed. */
export interface EmbeddingSpectrum {
  /** Descending, at least 0. */
  readonly eigenvalues: readonly number[];
  /** exp of the entropy of the normalised eigenvalues, from 1 to the dimension; 0 where the total variance is 0. */
  readonly effectiveRank: number;
  /** Trace of the covariance. Full collapse shows here and not in the effective rank, which sees only the shape. */
  readonly totalVariance: number;
}

/**
 * Spectrum, effective rank and total variance of `count` embeddings of `dimension` values, stored one after the other; covariance divided
 * by count − 1.
 *
 * Source: Roy, Vetterli, The effective rank, EUSIPCO 2007.
 *
 * @throws InputError for fewer than two embeddings or a value that is not finite.
 *
 * @example
 * embeddingSpectrum([1, 0, -1, 0, 0, 1, 0, -1], 2).effectiveRank.toFixed(3); // => "2.000"
 */
export function embeddingSpectrum(values: ArrayLike<number>, dimension: number): EmbeddingSpectrum {
  const count = values.length / dimension;
  if (!Number.isInteger(count) || count < 2) {
    throw new InputError({
      code: "shape",
      where: "embeddings",
      expected: `at least two of ${dimension} values`,
      received: `${values.length} values`,
    });
  }
  const centred = centre(values, count, dimension);
  const scatter = count < dimension ? gram(centred, count, dimension) : products(centred, count, dimension);
  scatter.div(count - 1);
  const found = new EigenvalueDecomposition(scatter, { assumeSymmetric: true }).realEigenvalues
    .map((value) => Math.max(value, 0))
    .sort((a, b) => b - a);
  // Fewer embeddings than dimensions: the other eigenvalues are 0.
  const eigenvalues = Array.from({ length: dimension }, (_, i) => found[i] ?? 0);
  return { eigenvalues, effectiveRank: effectiveRank(eigenvalues), totalVariance: scatter.trace() };
}

/** Sums of products of coordinates, dimension × dimension. */
function products(centred: Float64Array, count: number, dimension: number): Matrix {
  const sums = new Float64Array(dimension * dimension);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < dimension; i++) {
      const x = centred[n * dimension + i]!;
      for (let j = i; j < dimension; j++) sums[i * dimension + j]! += x * centred[n * dimension + j]!;
    }
  }
  return symmetric(sums, dimension);
}

/** Inner products of embeddings, count × count: the same eigenvalues but for zeros. */
function gram(centred: Float64Array, count: number, dimension: number): Matrix {
  const sums = new Float64Array(count * count);
  for (let m = 0; m < count; m++) {
    for (let n = m; n < count; n++) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += centred[m * dimension + i]! * centred[n * dimension + i]!;
      sums[m * count + n] = sum;
    }
  }
  return symmetric(sums, count);
}

/** The symmetric matrix whose upper half is given, row by row. */
function symmetric(upper: Float64Array, size: number): Matrix {
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      matrix.set(i, j, upper[i * size + j]!);
      matrix.set(j, i, upper[i * size + j]!);
    }
  }
  return matrix;
}

function centre(values: ArrayLike<number>, count: number, dimension: number): Float64Array {
  const centred = Float64Array.from(values);
  for (let i = 0; i < dimension; i++) {
    let mean = 0;
    for (let n = 0; n < count; n++) mean += centred[n * dimension + i]! / count;
    if (!Number.isFinite(mean)) {
      throw new InputError({
        code: "not-finite",
        where: `embedding coordinate ${i}`,
        expected: "finite numbers",
        received: String(mean),
      });
    }
    for (let n = 0; n < count; n++) centred[n * dimension + i]! -= mean;
  }
  return centred;
}

function effectiveRank(eigenvalues: readonly number[]): number {
  const total = eigenvalues.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  let entropy = 0;
  for (const value of eigenvalues) {
    const share = value / total;
    if (share > 0) entropy -= share * Math.log(share);
  }
  return Math.exp(entropy);
}
