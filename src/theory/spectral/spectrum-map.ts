import { requireOption } from "../matrix.js";

/**
 * The spectrum map of iterative normalization: an eigenvalue λ of the covariance, as a share `x = λ/tr Σ` of the trace, becomes
 * `h_T(x)`, where `h₀ = x` and `h_{k+1} = q(h_k)`, `q(h) = h(3 − h)²/4`. On (0, 1) it lies in (0, 1), increases and is concave.
 *
 * Source: abstract of arXiv 2305.16789; claim C3.
 *
 * @throws InputError for `iterations` that are not a whole number ≥ 0.
 * @example
 * iterNormSpectrumMap(0.25, { iterations: 1 }); // => 0.47265625
 */
export function iterNormSpectrumMap(x: number, { iterations }: { readonly iterations: number }): number {
  requireOption(Number.isInteger(iterations) && iterations >= 0, "iterations", "a whole number ≥ 0", iterations);
  let h = x;
  for (let iteration = 0; iteration < iterations; iteration++) h = (h * (3 - h) ** 2) / 4;
  return h;
}

/**
 * The gain of iterative normalization as a spectral transformation: `g(λ) = f_T(λ/tr Σ)/sqrt(tr Σ)` with `f₀ = 1`,
 * `f_{k+1} = f_k(3 − x f_k²)/2`, so that `h_T(x) = x f_T(x)²`.
 *
 * Source: abstract of arXiv 2305.16789; claim C3.
 *
 * @throws InputError as `iterNormSpectrumMap`.
 * @example
 * iterNormGain(0.25, { iterations: 1 }); // => 1.375
 */
export function iterNormGain(x: number, { iterations }: { readonly iterations: number }): number {
  requireOption(Number.isInteger(iterations) && iterations >= 0, "iterations", "a whole number ≥ 0", iterations);
  let f = 1;
  for (let iteration = 0; iteration < iterations; iteration++) f = (f * (3 - x * f * f)) / 2;
  return f;
}

/**
 * Least trace loss after iterative normalization in d dimensions: `d(1 − h_T(1/d))²`, reached exactly at equal eigenvalues
 * (for T ≥ 1).
 *
 * Source: abstract of arXiv 2305.16789; claim C5.
 *
 * @throws InputError where `dimensions` is not a whole number ≥ 1, and as `iterNormSpectrumMap`.
 * @example
 * traceLossBound({ dimensions: 4, iterations: 1 }); // => 1.11236572265625
 */
export function traceLossBound(options: { readonly dimensions: number; readonly iterations: number }): number {
  const { dimensions, iterations } = options;
  requireOption(Number.isInteger(dimensions) && dimensions >= 1, "dimensions", "a whole number ≥ 1", dimensions);
  return dimensions * (1 - iterNormSpectrumMap(1 / dimensions, { iterations })) ** 2;
}
