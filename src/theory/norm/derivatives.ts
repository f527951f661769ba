import { InputError } from "../../exact/input-error.js";
import { centred, matrixShape } from "../matrix.js";
import { requireDivisor } from "./layer-norm.js";

/**
 * Jacobian of group layer normalization at one sample (epsilon 0): block diagonal, in a group of size c
 * `J = (P − n nᵀ)/σ` with `P = I − 11ᵀ/c`, `σ² = |Px|²/c`, `n = Px/|Px|`. Its rows and columns are orthogonal to the sample and to
 * the constant vector of the group, and it scales as 1/α when the sample is multiplied by α.
 *
 * Shape: d to d × d. `groups` is 1 (layer normalization) by default. Source: abstract of arXiv 2406.01255, by differentiation.
 *
 * @throws InputError where the sample is not finite, `groups` does not divide d, or a group is constant (not differentiable there).
 * @example
 * layerNormJacobian([1, 2, 3]).map((row) => row.reduce((sum, entry) => sum + entry, 0)); // => [0, 0, 0]
 * layerNormJacobian([0, 2, 1])[2]; // => [-0.408248290463863, -0.408248290463863, 0.816496580927726]
 */
export function layerNormJacobian(sample: readonly number[], { groups = 1 } = {}): number[][] {
  const jacobian = sample.map(() => sample.map(() => 0));
  groupsOf(sample, groups).forEach(({ deviations, variance }, group) => {
    const size = deviations.length;
    const sigma = Math.sqrt(variance);
    deviations.forEach((a, i) => {
      deviations.forEach((b, j) => {
        const projection = (i === j ? 1 : 0) - 1 / size;
        jacobian[group * size + i]![group * size + j] = (projection - (a * b) / (size * variance)) / sigma;
      });
    });
  });
  return jacobian;
}

/**
 * Hessian norm of group layer normalization f at one sample (epsilon 0): `H(f; x) = Σ_i |∇²f_i(x)|_F²`, in closed form
 * `Σ over groups of 3(c − 2)/(c σ⁴)` with group size c = d/g and the group's population variance σ². `groups: 1` (the default) is
 * layer normalization, `3(d − 2)/(d σ⁴)`.
 *
 * Shape: d to a number. Source: abstract of arXiv 2406.01255 (amplified nonlinearity); claim B6.
 *
 * @throws InputError as `layerNormJacobian`.
 * @example
 * layerNormHessianNorm([-1, 0, 1]); // => 2.25
 * layerNormHessianNorm([-1, 0, 1, -2, 0, 2], { groups: 2 }); // => 2.390625
 */
export function layerNormHessianNorm(sample: readonly number[], { groups = 1 } = {}): number {
  return groupsOf(sample, groups).reduce((sum, { deviations, variance }) => {
    const size = deviations.length;
    return sum + (3 * (size - 2)) / (size * variance * variance);
  }, 0);
}

/**
 * Lower bound of `H(LN-G; x) / H(LN; x)` over all samples x: `g(d − 2g)/(d − 2)`. At least 1 for whole g from 1 to d/3; greatest, and
 * at least d/8, at g = d/4.
 *
 * Source: abstract of arXiv 2406.01255; claim B6.
 *
 * @throws InputError where `features` is not a whole number ≥ 3 or `groups` does not divide it.
 * @example
 * hessianNormRatioBound({ features: 64, groups: 16 }); // => 8.258064516129032
 */
export function hessianNormRatioBound(options: { readonly features: number; readonly groups: number }): number {
  const { features, groups } = options;
  if (!Number.isInteger(features) || features < 3) {
    throw new InputError({
      code: "range",
      where: "features",
      expected: "a whole number ≥ 3",
      received: String(features),
    });
  }
  requireDivisor(groups, features, "groups");
  return (groups * (features - 2 * groups)) / (features - 2);
}

function groupsOf(sample: readonly number[], groups: number): { deviations: number[]; variance: number }[] {
  const { columns } = matrixShape([sample], "sample");
  requireDivisor(groups, columns, "groups");
  const size = columns / groups;
  return Array.from({ length: groups }, (_, group) => {
    const deviations = centred(sample.slice(group * size, (group + 1) * size));
    const variance = deviations.reduce((sum, value) => sum + value * value, 0) / size;
    if (variance === 0) {
      throw new InputError({
        code: "constant-group",
        where: `sample[${group * size}…${(group + 1) * size - 1}]`,
        expected: "a group that is not constant (layer normalization is not differentiable there)",
        received: "equal values",
      });
    }
    return { deviations, variance };
  });
}
