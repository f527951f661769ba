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
  const covariance = new Matrix(dimension, dimension);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < dimension; i++) {
      const x = centred[n * dimension + i]!;
      for (let j = i; j < dimension; j++) {
        covariance.set(i, j, covariance.get(i, j) + (x * centred[n * dimension + j]!) / (count - 1));
      }
    }
  }
  for (let i = 0; i < dimension; i++) for (let j = 0; j < i; j++) covariance.set(i, j, covariance.get(j, i));
  const eigenvalues = new EigenvalueDecomposition(covariance, { assumeSymmetric: true }).realEigenvalues
    .map((value) => Math.max(value, 0))
    .sort((a, b) => b - a);
  return { eigenvalues, effectiveRank: effectiveRank(eigenvalues), totalVariance: covariance.trace() };
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
