import { Polynomial } from "../../exact/polynomial.js";
import { requireOption } from "../matrix.js";

/** One step of the spectrum map, `q(h) = h(3 − h)²/4`, exactly. */
export const spectrumStep: Polynomial = Polynomial.from([0, "9/4", "-3/2", "1/4"]);

/**
 * The spectrum map `h_T` of iterative normalization as an exact polynomial, of degree `3^T`.
 *
 * Source: abstract of arXiv 2305.16789; claim C3.
 *
 * @throws InputError for `iterations` that are not a whole number from 0 to 6 (degree 729).
 * @example
 * iterNormSpectrumPolynomial(1).evaluate("1/4").toString(); // => "121/256"
 * iterNormSpectrumPolynomial(4).degree; // => 81
 */
export function iterNormSpectrumPolynomial(iterations: number): Polynomial {
  const allowed = Number.isInteger(iterations) && iterations >= 0 && iterations <= 6;
  requireOption(allowed, "iterations", "a whole number from 0 to 6", iterations);
  let h = Polynomial.from([0, 1]);
  for (let iteration = 0; iteration < iterations; iteration++) h = spectrumStep.compose(h);
  return h;
}
