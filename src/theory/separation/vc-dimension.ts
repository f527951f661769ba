/** What is known of the VC dimension of width-3 LN-Nets of a given depth on a line. */
export interface VcBounds {
  /** Number of layer normalizations. */
  readonly depth: number;
  /** Some points, this many, can be given every labeling. */
  readonly lower: number;
  /** No more points than this can be. */
  readonly upper: number;
  /** Whether the two agree. */
  readonly exact: boolean;
  /** Why, for each end. */
  readonly reasons: {
    /** Why it is at least that. */
    readonly lower: string;
    /** Why it is at most that. */
    readonly upper: string;
  };
}

/** Points of a line of which depth 4 realises every labeling (claim B11): spaced nearly as a tangent, and not symmetric. */
export const seventeenPoints: readonly number[] = [
  -19954, -14409, -10764, -8096, -5986, -4212, -2644, -1195, 200, 1596, 3049, 4622, 6402, 8516, 11179, 14791, 20213,
];

/** Points at which all labelings have been found and checked, beyond what the folding theorem gives; by depth. */
const foundBeyond: ReadonlyMap<number, number> = new Map([
  [3, 9],
  [4, seventeenPoints.length],
]);

/**
 * Lower and upper bounds of the VC dimension of width-3 LN-Nets with `depth` layer normalizations on a line.
 *
 * Lower: 2·depth + 1 points (two chords a fold), 9 points at depth 3 (claim B4's certificates) and 17 at depth 4 (claim B11). Upper: at most 2^depth changes of sign along the line, so
 * 2^depth + 2 points cannot alternate; or, where it is less, the greatest m with 2·(4e·D·m/W)^W ≥ 2^m: sign patterns of m polynomials of degree
 * D = (depth + 1)·2^depth in W = 4·depth parameters (Warren). Proofs: docs/theory/ln-net.md.
 *
 * @throws RangeError for a depth that is not an integer from 1 to 1000.
 *
 * @example
 * vcBounds(1).upper; // => 3
 * vcBounds(2).exact; // => true
 * vcBounds(4).lower; // => 17
 */
export function vcBounds(depth: number): VcBounds {
  if (!Number.isInteger(depth) || depth < 1 || depth > 1000) throw new RangeError("depth: an integer from 1 to 1000");
  const folded = 2 * depth + 1;
  const found = Math.max(0, ...[...foundBeyond].filter(([d]) => d <= depth).map(([, points]) => points));
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
          ? `all labelings of ${found} points found and checked at depth ≤ ${depth}`
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
