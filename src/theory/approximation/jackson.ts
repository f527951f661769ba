import type { Rational } from "../../exact/index.js";

/**
 * Units enough for one hidden layer in d ≥ 2 dimensions, by the Jackson kernel (proof in `docs/theory/a4-dimensions.md`).
 *
 * f, moved to [0,1]^d and scaled to ε = 1, has constant 2q, q = L(b−a)/(2ε). Convolution of its even periodic extension with the tensor Jackson kernel
 * of order m (degree n = 2m − 2) costs e(m) = 2q·sqrt(3d/(4m²+2)); the rest δ = 1 − e(m) is spent on R = ((2n+1)^d − 1)/2 ridge cosines. Their variations satisfy
 * Σ TV² ≤ 8d(2q)²/π² (Parseval), so Σ TV/(2δ_r) with δ_r ∝ sqrt(TV_r) is at most R^(3/2)·sqrt(8d)·2q/(2πδ).
 */
export function jacksonUnits(ratio: Rational, dimension: number): { readonly degree: number; readonly units: bigint } {
  const constant = 2 * ratio.toNumber();
  const moment = constant * Math.sqrt((3 * dimension) / 4);
  let chosen = { degree: 0, units: Infinity };
  const centre = moment * (1 + 1 / (1.5 * dimension));
  for (let step = -8; step <= 8; step++) {
    const m = Math.max(2, Math.ceil(centre * (1 + step / (40 * dimension))) + Math.sign(step));
    const remaining = 1 - jacksonError(constant, m, dimension);
    if (remaining <= 0) continue;
    const degree = 2 * m - 2;
    const ridges = ((2 * degree + 1) ** dimension - 1) / 2;
    const units = (ridges ** 1.5 * Math.sqrt(8 * dimension) * constant) / (2 * Math.PI * remaining);
    if (units < chosen.units) chosen = { degree, units };
  }
  if (!Number.isFinite(chosen.units)) return { degree: chosen.degree, units: 10n ** 309n };
  return { degree: chosen.degree, units: BigInt(Math.ceil(chosen.units * (1 + 1e-12))) };
}

/** L·sqrt(d·E t²) with E t² ≤ 3/(4m² + 2) for the Jackson kernel of order m: a bound on the error of the convolution. */
export function jacksonError(lipschitz: number, order: number, dimension: number): number {
  return lipschitz * Math.sqrt((3 * dimension) / (4 * order * order + 2)) * (1 + 1e-12);
}
