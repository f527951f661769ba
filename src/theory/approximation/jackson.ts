import type { Rational } from "../../exact/index.js";

/**
 * Units enough for one hidden layer in d ≥ 2 dimensions, by the Jackson kernel (proof in `docs/theory/a4-dimensions.md`).
 *
 * f, moved to [0,1]^d and scaled to ε = 1, has constant 2q, q = L(b−a)/(2ε). Convolution of its even periodic extension with the tensor Jackson kernel
 * of order m (degree n = 2m − 2) costs e(m) = 2q·sqrt(3d/(4m²+2)); the rest δ = 1 − e(m) is spent on R = ((2n+1)^d − 1)/2 ridge cosines. Their variations satisfy
 * Σ TV² ≤ 8d(2q)²/π² (Parseval), so Σ TV/(2δ_r) with δ_r ∝ sqrt(TV_r) is at most R^(3/2)·sqrt(8d)·2q/(2πδ).
 */
export function jacksonUnits(ratio: Rational, dimension: number): { readonly degree: number; readonly units: bigint } {
  const constant = 2 * coarsened(ratio.toNumber());
  const unitsAt = (m: number): number => {
    const remaining = 1 - jacksonError(constant, m, dimension);
    if (remaining <= 0) return Infinity;
    const ridges = ((2 * degreeOf(m) + 1) ** dimension - 1) / 2;
    return (ridges ** 1.5 * Math.sqrt(8 * dimension) * constant) / (2 * Math.PI * remaining);
  };
  const order = leastOrder(unitsAt);
  const units = unitsAt(order);
  if (!Number.isFinite(units)) return { degree: degreeOf(order), units: 10n ** 309n };
  return { degree: degreeOf(order), units: BigInt(Math.ceil(units * (1 + 1e-12))) };
}

function degreeOf(order: number): number {
  return 2 * order - 2;
}

/**
 * The order m ≥ 2 with the fewest units. For a fixed m the count grows with the constant, so its least over *all* m does too: a search that looked at some
 * only would not be monotone. The logarithm of the count falls, from infinity where the kernel's error is 1, as long as the loss of room outweighs the number of ridges, and rises from there on.
 */
function leastOrder(unitsAt: (m: number) => number): number {
  const falls = (m: number): boolean => unitsAt(m) === Infinity || unitsAt(m + 1) < unitsAt(m);
  if (!falls(2)) return 2;
  let high = 4;
  while (falls(high) && high < 2 ** 60) high *= 2;
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (falls(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Units of an analytic, non-polynomial shape enough for one hidden layer in d ≥ 2 dimensions: polynomials by Jackson's kernel in θ, x = cos θ, and their ridge powers as limits of finite differences of one unit in its scale
 * (Mhaskar; proof in `docs/theory/a4-dimensions.md`). Order q^d.
 *
 * f, moved to [−1,1]^d and scaled to ε = 1, has constant q in x, so at most q in θ. The kernel of order m costs q·sqrt(3π²d/(4m²+2)), which must be below 1; what is left is a polynomial of total degree k = d(2m − 2): k units in each of
 * C(k + d − 1, d − 1) directions.
 */
export function smoothUnits(ratio: Rational, dimension: number): { readonly degree: number; readonly units: bigint } {
  const q = coarsened(ratio.toNumber());
  const order = Math.max(2, Math.floor(Math.sqrt((3 * Math.PI ** 2 * dimension * q * q - 2) / 4) * (1 + 1e-12)) + 1);
  const degree = dimension * degreeOf(order);
  let directions = 1n;
  for (let j = 1n; j < BigInt(dimension); j += 1n) directions = (directions * (BigInt(degree) + j)) / j;
  return { degree, units: directions * BigInt(degree) };
}

/** Rounded up to 40 binary digits: counts then differ by more than the rounding errors of doubles, or not at all. */
function coarsened(value: number): number {
  const unit = 2 ** (Math.floor(Math.log2(value)) - 39);
  return Math.ceil(value / unit) * unit;
}

/** L·sqrt(d·E t²) with E t² ≤ 3/(4m² + 2) for the Jackson kernel of order m: a bound on the error of the convolution. */
export function jacksonError(lipschitz: number, order: number, dimension: number): number {
  return lipschitz * Math.sqrt((3 * dimension) / (4 * order * order + 2)) * (1 + 1e-12);
}
