import type * as tf from "@tensorflow/tfjs";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { registerOperation, type Attributes } from "./operation.js";

interface Shrunk extends Attributes {
  /** The covariance is `(1 − epsilon) zᵀz/(rows − 1) + epsilon I`. */
  readonly epsilon: number;
}

const squareOf = (z: tf.TensorInfo): number[] => [z.shape[1]!, z.shape[1]!];

/**
 * Of a centred batch z, in double precision: its covariance's eigenvectors as rows (eigenvalues λ falling), the same rows times
 * `λ^(−power)`, the divided differences `(λ_i^(−p) − λ_j^(−p))/(λ_i − λ_j)` (the derivative at the middle where they are closer than 1e-6,
 * relative; its error is of second order, below 1e-12), and [greatest, least eigenvalue].
 */
export const spectrum = registerOperation<Shrunk & { readonly power: number }>({
  name: "NormlabSpectrum",
  integers: [],
  shapes: ([z]) => [squareOf(z!), squareOf(z!), squareOf(z!), [2]],
  compute([z], [vectors, scaled, differences, extremes], { epsilon, power }) {
    const size = Math.sqrt(vectors!.length);
    const { values, rows } = symmetricEigen(sampleCovariance(z!, size, epsilon));
    const gains = values.map((value) => Math.max(value, 0) ** -power);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const at = i * size + j;
        vectors![at] = rows[i]![j]!;
        scaled![at] = rows[i]![j]! * gains[i]!;
        differences![at] = power === 0 ? 0 : powerDifference(values[i]!, values[j]!, gains[i]!, gains[j]!, power);
      }
    }
    extremes!.set([values[0]!, values.at(-1)!]);
  },
});

/**
 * Of a centred batch z, in double precision: `L^(−ᵀ)` where its covariance is `L Lᵀ`, and [greatest, least pivot]; the map is 0 and the
 * pivots [1, 0] where one is not positive.
 */
export const choleskyMap = registerOperation<Shrunk>({
  name: "NormlabCholesky",
  integers: [],
  shapes: ([z]) => [squareOf(z!), [2]],
  compute([z], [map, extremes], { epsilon }) {
    const size = Math.sqrt(map!.length);
    const factor = choleskyFactor(sampleCovariance(z!, size, epsilon));
    if (factor === undefined) {
      map!.fill(0);
      extremes!.set([1, 0]);
      return;
    }
    const inverse = invertLower(factor);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) map![i * size + j] = inverse[j]![i]!;
    const pivots = factor.map((row, i) => row[i]! ** 2);
    extremes!.set([Math.max(...pivots), Math.min(...pivots)]);
  },
});

function sampleCovariance(z: Float32Array, size: number, epsilon: number): number[][] {
  const rows = z.length / size;
  const sums = new Float64Array(size * size);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < size; i++) {
      const value = z[row * size + i]!;
      for (let j = 0; j <= i; j++) sums[i * size + j]! += value * z[row * size + j]!;
    }
  }
  const factor = (1 - epsilon) / (rows - 1);
  return Array.from({ length: size }, (_, i) =>
    Array.from(
      { length: size },
      (__, j) => sums[Math.max(i, j) * size + Math.min(i, j)]! * factor + (i === j ? epsilon : 0),
    ),
  );
}

/** Eigenvalues in falling order, and their eigenvectors as rows. */
function symmetricEigen(matrix: number[][]): { values: number[]; rows: number[][] } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(matrix), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return { values: order.map((i) => realEigenvalues[i]!), rows: order.map((i) => eigenvectorMatrix.getColumn(i)) };
}

function powerDifference(a: number, b: number, gainOfA: number, gainOfB: number, power: number): number {
  if (Math.abs(a - b) > 1e-6 * Math.max(Math.abs(a), Math.abs(b))) return (gainOfA - gainOfB) / (a - b);
  return -power * ((a + b) / 2) ** (-power - 1);
}

/** L with `matrix = L Lᵀ`; nothing where the matrix is not positive definite. */
function choleskyFactor(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const factor = matrix.map((row) => row.map(() => 0));
  for (let j = 0; j < matrix.length; j++) {
    for (let i = j; i < matrix.length; i++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && !(rest > 0)) return undefined;
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
  }
  return factor;
}

/** The inverse of a lower triangular matrix. */
function invertLower(factor: readonly (readonly number[])[]): number[][] {
  const inverse = factor.map((row) => row.map(() => 0));
  for (let j = 0; j < factor.length; j++) {
    inverse[j]![j] = 1 / factor[j]![j]!;
    for (let i = j + 1; i < factor.length; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= factor[i]![k]! * inverse[k]![j]!;
      inverse[i]![j] = sum / factor[i]![i]!;
    }
  }
  return inverse;
}
