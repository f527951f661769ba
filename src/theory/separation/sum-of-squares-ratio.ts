import { EigenvalueDecomposition, Matrix as Dense, SingularValueDecomposition } from "ml-matrix";
import { InputError } from "../../exact/input-error.js";
import { matrixShape, type Matrix } from "../matrix.js";
import type { ClassLabel } from "./samples.js";

/**
 * Sum of squares `SS(X) = Σ_i |x_i − mean|²`.
 *
 * Shape: n × d to one number. Source: abstract of arXiv 2406.01255; claim B1.
 *
 * @throws InputError for ragged or empty rows, values that are not finite.
 * @example
 * sumOfSquares([[0, 0], [2, 0]]); // => 2
 */
export function sumOfSquares(x: Matrix): number {
  return centred(x).reduce((sum, row) => sum + row.reduce((a, v) => a + v * v, 0), 0);
}

/**
 * Sum of squares ratio `SSR = Σ_c SS(X_c) / SS(X)`: 0 where each class is one point, 1 where all classes have one mean.
 *
 * @throws InputError as `sumOfSquares`, for labels that do not fit, and where all samples are equal (0/0).
 * @example
 * sumOfSquaresRatio([[0], [1], [3], [4]], ["a", "a", "b", "b"]); // => 0.1
 */
export function sumOfSquaresRatio(x: Matrix, labels: readonly ClassLabel[]): number {
  const groups = byClass(x, labels);
  const total = sumOfSquares(x);
  if (total === 0) throw constantSamples();
  return groups.reduce((sum, group) => sum + sumOfSquares(group), 0) / total;
}

/** The least sum of squares ratio over linear maps, and a map that reaches it. */
export interface LinearSumOfSquaresRatio {
  /** The least ratio of the sum of squares within classes to the total one, over all linear maps: from 0 to 1. */
  readonly value: number;
  /** d numbers: x ↦ ⟨direction, x⟩ has the ratio `value`. */
  readonly direction: readonly number[];
  /** Rank of S_total: the dimension of the samples' affine hull. */
  readonly rank: number;
}

/**
 * `LSSR = inf over linear maps A of SSR(A·X)`: the least generalized eigenvalue of (S_within, S_total), restricted to the range of S_total where that is singular.
 * No map into more dimensions does better: its ratio is a ratio of sums over its rows, at least the least of the rows' ratios.
 *
 * Shape: n × d. The singular values of the centred samples count as 0 up to max(n, d)·2⁻⁵²·the greatest. Source: abstract of arXiv 2406.01255; claim B1.
 *
 * @throws InputError as `sumOfSquaresRatio`.
 * @example
 * linearSumOfSquaresRatio([[0, 0], [1, 1], [0, 1], [1, 0]], [0, 0, 1, 1]).value; // => 1
 */
export function linearSumOfSquaresRatio(x: Matrix, labels: readonly ClassLabel[]): LinearSumOfSquaresRatio {
  byClass(x, labels);
  const { rows, columns } = matrixShape(x);
  const samples = new Dense(centred(x));
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(samples, {
    autoTranspose: true,
  });
  const tolerance = Math.max(rows, columns) * 2 ** -52 * diagonal[0]!;
  const rank = diagonal.filter((s) => s > tolerance).length;
  if (rank === 0) throw constantSamples();
  // Whitened samples: their S_total is the identity.
  const white = leftSingularVectors.to2DArray().map((row) => row.slice(0, rank));
  const within = Dense.zeros(rank, rank);
  for (const group of byClass(white, labels)) {
    const part = new Dense(centred(group));
    within.add(part.transpose().mmul(part));
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(within, { assumeSymmetric: true });
  const least = realEigenvalues.reduce((best, value, i) => (value < realEigenvalues[best]! ? i : best), 0);
  const direction = Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rank; i += 1) {
      sum += (rightSingularVectors.get(j, i) * eigenvectorMatrix.get(i, least)) / diagonal[i]!;
    }
    return sum;
  });
  return { value: Math.min(1, Math.max(0, realEigenvalues[least]!)), direction, rank };
}

/** The samples of each class. */
function byClass(x: Matrix, labels: readonly ClassLabel[]): Matrix[] {
  const { rows } = matrixShape(x);
  if (labels.length !== rows) {
    throw new InputError({
      code: "shape",
      where: "labels",
      expected: `${rows} labels`,
      received: String(labels.length),
    });
  }
  const groups = new Map<ClassLabel, (readonly number[])[]>();
  labels.forEach((label, i) => groups.set(label, [...(groups.get(label) ?? []), x[i]!]));
  return [...groups.values()];
}

function centred(x: Matrix): number[][] {
  const { rows, columns } = matrixShape(x);
  const mean = Array.from({ length: columns }, (_, j) => x.reduce((sum, row) => sum + row[j]!, 0) / rows);
  return x.map((row) => row.map((value, j) => value - mean[j]!));
}

function constantSamples(): InputError {
  return new InputError({
    code: "constant",
    where: "x",
    expected: "at least two different samples",
    received: "equal ones: the ratio is 0/0",
  });
}
