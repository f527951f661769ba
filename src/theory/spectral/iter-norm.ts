import { Matrix as Dense } from "ml-matrix";
import { binaryScale, requireOption, transpose, type Matrix } from "../matrix.js";
import { centredBatch, type CovarianceOf } from "./covariance.js";
import { allEqual } from "./spectral-transform.js";

/** Options of `iterNorm`. */
export interface IterNormOptions {
  /** Newton iterations T ≥ 0; 0 divides by the root of the trace only. */
  readonly iterations: number;
  /** Whether features (the default) or samples are decorrelated. */
  readonly covarianceOf?: CovarianceOf;
  /** Shrinks the covariance towards the identity: `Σ ← (1 − epsilon)Σ + epsilon I`; from 0 (the default, as in the theory) to 1. */
  readonly epsilon?: number;
}

/**
 * Iterative normalization `Ẑ = Z P_T / sqrt(tr Σ)`: `P₀ = I`, `P_{k+1} = (3 P_k − P_k³ Σ/tr Σ)/2`, Z centred and `Σ = ZᵀZ/(n − 1)`.
 * An approximate whitening; with x = λ/tr Σ an eigenvalue λ becomes `h_T(x)` (`iterNormSpectrumMap`).
 *
 * `covarianceOf: "samples"` is the same operation on the transposed batch, `iterNorm(xᵀ)ᵀ`: centred and divided by d − 1 along
 * the features. Shape: n × d to n × d. Source: Huang et al., arXiv 1904.03441; abstract of arXiv 2305.16789; claim C3.
 *
 * @throws InputError as `covariance`, for `iterations` that are not a whole number ≥ 0, an `epsilon` outside [0, 1], and where all
 * samples are equal (trace 0).
 * @example
 * iterNorm([[-1], [1]], { iterations: 0 }); // => [[-0.7071067811865476], [0.7071067811865476]]
 * iterNorm([[-3, 0], [3, 0], [0, -1], [0, 1]], { iterations: 1 })[0]; // => [-1.2199897540553364, 0]
 */
export function iterNorm(x: Matrix, options: IterNormOptions): number[][] {
  const { iterations, covarianceOf = "features", epsilon = 0 } = options;
  requireOption(Number.isInteger(iterations) && iterations >= 0, "iterations", "a whole number ≥ 0", iterations);
  requireOption(epsilon >= 0 && epsilon <= 1, "epsilon", "a number from 0 to 1", epsilon);
  const { centredRows, scale } = centredBatch(x, covarianceOf);
  const z = new Dense(centredRows);
  const covariance = z
    .transpose()
    .mmul(z)
    .div(centredRows.length - 1);
  if (epsilon > 0) {
    // In units of scale²; the greater of both terms decides the unit, so that neither overflows.
    const unit = epsilon / scale / scale;
    const greatest = binaryScale([[1, unit]]);
    covariance.mul((1 - epsilon) / greatest).add(Dense.eye(z.columns).mul(Math.min(unit, Number.MAX_VALUE) / greatest));
    z.div(Math.sqrt(greatest));
  }
  const trace = covariance.trace();
  if (trace === 0) throw allEqual();
  const normalized = covariance.div(trace);
  // The coupled form of the iteration, Y_k = P_k Σ/tr Σ: the same P_k, but rounding errors do not grow with the iterations.
  let p = Dense.eye(z.columns);
  let y = normalized;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const step = p.mmul(y).mul(-0.5).add(Dense.eye(z.columns).mul(1.5));
    y = y.mmul(step);
    p = step.mmul(p);
  }
  const output = z.mmul(p).div(Math.sqrt(trace)).to2DArray();
  return covarianceOf === "samples" ? transpose(output) : output;
}
