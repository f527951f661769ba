import * as tf from "@tensorflow/tfjs";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** `(1 − epsilon) zᵀz/(n − 1) + epsilon I` of a centred batch, summed in double precision. */
export function sampleCovariance(z: tf.Tensor2D, epsilon: number): number[][] {
  const [rows, size] = z.shape;
  const values = Float64Array.from(z.dataSync());
  const sums = new Float64Array(size * size);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < size; i++) {
      const value = values[row * size + i]!;
      for (let j = 0; j <= i; j++) sums[i * size + j]! += value * values[row * size + j]!;
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

/** Eigenvalues in falling order, and the matrix whose columns are their eigenvectors. */
export function symmetricEigen(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(matrix), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return {
    values: order.map((i) => realEigenvalues[i]!),
    vectors: eigenvectorMatrix.to2DArray().map((row) => order.map((i) => row[i]!)),
  };
}

/** L with `matrix = L Lᵀ`; nothing where the matrix is not positive definite. */
export function choleskyFactor(matrix: readonly (readonly number[])[]): number[][] | undefined {
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
export function invertLower(factor: readonly (readonly number[])[]): number[][] {
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

/** A matrix of doubles as a tensor. */
export function toTensor(matrix: readonly (readonly number[])[]): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(matrix.flat()), [matrix.length, matrix[0]!.length]);
}
