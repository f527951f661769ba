import type { Activation } from "./activation.js";

/**
 * How many sign patterns a family of networks with N units can realise on M points, as a bound on the binary logarithm. A family that
 * comes within ε of every function of a Lipschitz class realises all 2^M patterns on M points that are 2A/L apart, A slightly above ε,
 * so a bound below M refutes N. The encodings are written out in `docs/theory/a3-counts.md`; the tool is Warren's theorem:
 * M polynomials of degree ≤ D in W ≤ M variables have at most (8eDM/W)^W sign patterns, and the complement of their zero sets has at most (4eDM/W)^W components.
 */
export interface SignPatternBound {
  /** log2 of an upper bound on the number of patterns; Infinity where the bound says nothing. */
  (units: number, points: number): number;
}

/** log2 of Warren's bound on sign patterns for M polynomials of degree `2^logDegree` in W variables; Infinity where M < W. */
function warren(logDegree: number, polynomials: number, variables: number): number {
  return variables > polynomials ? Infinity : components(logDegree, polynomials, variables) + variables;
}

/** log2 of Warren's bound on the components of the complement of the zero sets. */
function components(logDegree: number, polynomials: number, variables: number): number {
  if (variables > polynomials) return Infinity;
  return variables * (Math.log2(4 * Math.E) + logDegree + Math.log2(polynomials / variables));
}

/**
 * Depth 1: one hidden layer of N units on R^d and one output bias.
 * - steps: first the signs of the N·M affine forms (N(d+1) variables, degree 1), then, these fixed, M forms linear in the N+1 output weights.
 * - algebraic: the unit is n(x)/sqrt(q(x)); the product of c + Σ ± n_i/sqrt(q_i) over all 2^N signs, freed of denominators, is one polynomial a
 *   point of degree 2^N(N+1) in W variables, and it vanishes wherever the network does: components are counted. W = 4N+1 on a line, N·r(d+2)+1 else, r the rank of a group.
 * - relu: the signs of the N·M affine forms, then M polynomials of degree 2 in all N(d+2)+1 weights.
 * - exponential: the VC dimension of a logistic network with W weights and k units is at most (Wk)² + 11Wk·log2(18Wk²).
 */
export function shallowPatterns(activation: Activation, dimension: number): SignPatternBound {
  const d = dimension;
  switch (activation.shape) {
    case "step":
      return (n, m) => warren(0, n * m, n * (d + 1)) + warren(0, m, n + 1);
    case "algebraic": {
      const r = groupRank(activation, d);
      return (n, m) => components(n + Math.log2(n + 1), m, d === 1 ? 4 * n + 1 : n * r * (d + 2) + 1);
    }
    case "relu":
      return (n, m) => warren(0, n * m, n * (d + 1)) + warren(1, m, n * (d + 2) + 1);
    case "exponential":
      return (n, m) => logisticPatterns(n * (d + 2) + 1, n + 1, m);
  }
}

/**
 * Depth 2: N units split over two hidden layers in any way, N₁ + N₂ = N, so W counts with N₁N₂ ≤ N²/4. The stages are those of depth 1, one
 * more hidden layer between; denominators of Warren's bound are left out where a stage's own W is not known, which only enlarges it.
 */
export function deepPatterns(activation: Activation, dimension: number): SignPatternBound {
  const d = dimension;
  const quarter = (n: number): number => (n * n) / 4;
  const rough = (logDegree: number, polynomials: number, variables: number): number =>
    variables * (Math.log2(8 * Math.E) + logDegree + Math.log2(polynomials));
  switch (activation.shape) {
    case "step":
      return (n, m) => rough(0, n * m, n * (d + 1)) + rough(0, n * m, quarter(n) + n) + rough(0, m, n + 1);
    case "algebraic": {
      const s = activation.neuronsPerUnit;
      const weights = (n: number): number => n * s * (d + 1) + quarter(n) * s * s + 2 * n * s + 1;
      return (n, m) => warren(n + Math.log2(1 + n * (n + 3)), m, weights(n));
    }
    case "relu": {
      const weights = (n: number): number => n * (d + 1) + quarter(n) + 2 * n + 1;
      return (n, m) => rough(0, n * m, n * (d + 1)) + rough(1, n * m, weights(n)) + rough(Math.log2(3), m, weights(n));
    }
    case "exponential":
      return (n, m) => logisticPatterns(n * (d + 1) + quarter(n) + 2 * n + 1, n + 1, m);
  }
}

/** The least N ≥ 0 that a bound on sign patterns does not refute at M points; above 2^53 the last N in doubles that it does refute. */
export function leastUnits(patterns: SignPatternBound, points: number): number {
  const refuted = (n: number): boolean => n === 0 || patterns(n, points) < points * (1 - 1e-9);
  if (points <= 1) return 0;
  let high = 1;
  while (refuted(high)) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor(low + (high - low) / 2);
    if (middle === low || middle === high) return low;
    if (refuted(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** The dimension of the space in which a group's numbers matter: n/sqrt(q) is unchanged by rotations. */
function groupRank(activation: Activation, dimension: number): number {
  return Math.min(activation.neuronsPerUnit - (activation.center === true ? 1 : 0), dimension + 1);
}

/** All 2^M patterns only if M is at most the VC dimension: refuted or not, nothing in between. */
function logisticPatterns(weights: number, units: number, points: number): number {
  const product = weights * units;
  return points > product * product + 11 * product * Math.log2(18 * product * units) ? -Infinity : Infinity;
}
