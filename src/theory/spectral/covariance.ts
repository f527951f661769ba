import { InputError } from "../../exact/input-error.js";
import { binaryScale, centred, matrixShape, requireWord, transpose, type Matrix } from "../matrix.js";

/** Along what the covariance is taken: features (d × d, over the samples) or samples (n × n, over the features). */
export type CovarianceOf = "features" | "samples";

/**
 * Sample covariance `ZᵀZ/(n − 1)` of the rows, Z the batch with its column means subtracted. With `covarianceOf: "samples"` the
 * covariance of the transposed batch (n × n, divided by d − 1).
 *
 * Shape: n × d to d × d (or n × n). Units: those of x, squared. Source: notation of arXiv 2305.16789.
 *
 * @throws InputError for ragged rows, values that are not finite, fewer than two rows (columns for "samples").
 * @example
 * covariance([[0, 1], [2, 5]]); // => [[2, 4], [4, 8]]
 */
export function covariance(x: Matrix, { covarianceOf = "features" }: { covarianceOf?: CovarianceOf } = {}): number[][] {
  const { centredRows, scale } = centredBatch(x, covarianceOf);
  const columns = transpose(centredRows);
  const factor = scale / (centredRows.length - 1);
  return columns.map((a) => columns.map((b) => dot(a, b) * factor * scale));
}

/**
 * Trace loss `TL(z) = Σ_j (1 − Σ̂_jj)²`, Σ̂ the sample covariance of z: zero where every coordinate has variance 1.
 * Used on batches after `iterNorm`.
 *
 * Shape: n × d to a number ≥ 0. Source: abstract of arXiv 2305.16789 (INTL); claim C5.
 *
 * @throws InputError as `covariance`.
 * @example
 * traceLoss([[-1, 0], [1, 0]]); // => 2
 */
export function traceLoss(z: Matrix, { covarianceOf = "features" }: { covarianceOf?: CovarianceOf } = {}): number {
  const { centredRows, scale } = centredBatch(z, covarianceOf);
  return transpose(centredRows).reduce((sum, column) => {
    const variance = (scale * dot(column, column) * scale) / (centredRows.length - 1);
    return sum + (1 - variance) ** 2;
  }, 0);
}

/**
 * The batch, transposed for "samples", centred column by column and divided by `scale`, a power of two that keeps squares in
 * range.
 */
export function centredBatch(x: Matrix, covarianceOf: CovarianceOf): { centredRows: number[][]; scale: number } {
  matrixShape(x);
  requireWord(["features", "samples"], "covarianceOf", covarianceOf);
  const batch = covarianceOf === "samples" ? transpose(x) : x;
  if (batch.length < 2) {
    throw new InputError({
      code: "shape",
      where: "x",
      expected: covarianceOf === "samples" ? "at least two features" : "at least two samples (rows)",
      received: String(batch.length),
    });
  }
  const inputScale = binaryScale(x);
  const columns = transpose(batch).map((column) => centred(column.map((value) => value / inputScale)));
  const spreadScale = binaryScale(columns);
  return {
    centredRows: transpose(columns.map((column) => column.map((value) => value / spreadScale))),
    scale: inputScale * spreadScale,
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
