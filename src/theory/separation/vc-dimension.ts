/** What is known of the VC dimension of width-3 LN-Nets of a given depth on a line. */
export interface VcBounds {
  readonly depth: number;
  readonly lower: number;
  readonly upper: number;
  /** Whether the two agree. */
  readonly exact: boolean;
  readonly reasons: { readonly lower: string; readonly upper: string };
}

/** Points at which all labelings have been found and certified, beyond what the folding theorem gives; by depth. */
const certifiedBeyond: ReadonlyMap<number, number> = new Map([
  [3, 9],
  [4, 13],
]);

/**
 * Lower and upper bounds of the VC dimension of width-3 LN-Nets with `depth` layer normalizations on a line.
 *
 * Lower: 2·depth + 1 points (two chords a fold), and 9 points at depth 3, 13 at depth 4 (claim B4's certificates). Upper: at most 2^depth changes of sign along the line, so
 * 2^depth + 2 points cannot alternate; or, where it is less, the greatest m with 2·(4e·D·m/W)^W ≥ 2^m: sign patterns of m polynomials of degree
 * D = (depth + 1)·2^depth in W = 4·depth parameters (Warren). Proofs: docs/theory/ln-net.md.
 *
 * @throws RangeError for a depth that is not an integer from 1 to 1000.
 *
 * @example
 * vcBounds(1).upper; // => 3
 * vcBounds(2).exact; // => true
 * vcBounds(4).lower; // => 13
 */
export function vcBounds(depth: number): VcBounds {
  if (!Number.isInteger(depth) || depth < 1 || depth > 1000) throw new RangeError("depth: an integer from 1 to 1000");
  const folded = 2 * depth + 1;
  const found = Math.max(0, ...[...certifiedBeyond].filter(([d]) => d <= depth).map(([, points]) => points));
  const lower = Math.max(folded, found);
  const alternating = 2 ** depth + 1;
  const counted = signPatternBound(depth);
  return {
    depth,
    lower,
    upper: Math.min(alternating, counted),
    exact: lower === Math.min(alternating, counted),
    reasons: {
      lower:
        found > folded
          ? `all labelings of ${found} points certified at depth ≤ ${depth}`
          : "two chords a fold: 2·depth + 1",
      upper: alternating <= counted ? "at most 2^depth changes of sign" : "sign patterns of polynomials (Warren)",
    },
  };
}

/** Greatest m with 1 + W·log₂(4e·D·m/W) ≥ m; log₂ is rounded up by 10⁻⁹. */
function signPatternBound(depth: number): number {
  const parameters = 4 * depth;
  const logDegree = Math.log2(depth + 1) + depth;
  const realised = (m: number): boolean =>
    m < parameters || 1 + parameters * (Math.log2((4 * Math.E * m) / parameters) + logDegree + 1e-9) >= m;
  let m = parameters;
  while (realised(m + 1)) m += 1;
  return m;
}
