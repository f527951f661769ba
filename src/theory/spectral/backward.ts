import { Matrix as Dense } from "ml-matrix";
import { InputError } from "../../exact/input-error.js";
import type { Matrix } from "../matrix.js";
import { centredBatch } from "./covariance.js";
import { covarianceSpectrum } from "./spectral-transform.js";

/** The gain of a spectral transformation with its derivative, of an eigenvalue. */
export interface SpectralGain {
  /** g(λ): what the component of an eigenvector is multiplied by. */
  readonly value: (eigenvalue: number) => number;
  /** g′(λ). */
  readonly derivative: (eigenvalue: number) => number;
}

/**
 * The gain `λ^(−power)`: whitening at 1/2.
 *
 * @example
 * powerGain(0.5).derivative(4); // => -0.0625
 */
export function powerGain(power: number): SpectralGain {
  return { value: (x) => x ** -power, derivative: (x) => (power === 0 ? 0 : -power * x ** (-power - 1)) };
}

/**
 * Backward pass of a spectral transformation `Ẑ = ZΦ`, `Φ = U g(λ) Uᵀ`: from the gradient `G` of a loss with respect to Ẑ to that with respect
 * to x, `GΦ + (2/(n − 1)) Z U (K ∘ Uᵀ sym(ZᵀG) U) Uᵀ`, then centred, with the divided differences `K_ij = (g(λ_i) − g(λ_j))/(λ_i − λ_j)`, `K_ii = g'(λ_i)`.
 * Where two eigenvalues are closer than 1e-6 of the greater, the derivative at their middle stands for the difference (its error is of
 * second order, below 1e-12 of it).
 *
 * Shape: n × d twice, to n × d. Source: normlab, for the backward pass of arXiv 2305.16789 (abstract); claim C8.
 *
 * @throws InputError as `covariance`, and where the gradient has another shape.
 * @example
 * const x = [[-1, 0], [1, 0], [0, -2], [0, 2]];
 * spectralTransformGradient(x, x, powerGain(0)); // => [[-1, 0], [1, 0], [0, -2], [0, 2]]
 */
export function spectralTransformGradient(x: Matrix, gradient: Matrix, gain: SpectralGain): number[][] {
  const { eigenvalues, eigenvectors } = covarianceSpectrum(x);
  if (gradient.length !== x.length || gradient.some((row) => row.length !== eigenvalues.length)) {
    throw new InputError({
      code: "shape",
      where: "gradient",
      expected: `[${x.length}, ${eigenvalues.length}], the shape of x`,
      received: `[${gradient.length}, ${gradient[0]?.length ?? 0}]`,
    });
  }
  const { centredRows, scale } = centredBatch(x, "features");
  const z = new Dense(centredRows.map((row) => [...row])).mul(scale);
  const outer = new Dense(gradient.map((row) => [...row]));
  const u = new Dense(eigenvectors.map((row) => [...row]));
  const gains = eigenvalues.map(gain.value);
  const direct = outer.mmul(u).mmul(Dense.diag(gains)).mmul(u.transpose());
  const inner = u.transpose().mmul(z.transpose().mmul(outer)).mmul(u);
  const weighted = inner.clone();
  eigenvalues.forEach((a, i) =>
    eigenvalues.forEach((b, j) => {
      const near = Math.abs(a - b) <= 1e-6 * Math.max(a, b);
      const difference = near ? gain.derivative((a + b) / 2) : (gains[i]! - gains[j]!) / (a - b);
      weighted.set(i, j, (difference * (inner.get(i, j) + inner.get(j, i))) / 2);
    }),
  );
  const implicit = z
    .mmul(u)
    .mmul(weighted)
    .mmul(u.transpose())
    .mul(2 / (x.length - 1));
  return direct.add(implicit).center("column").to2DArray();
}
