import { InputError, Rational } from "../../exact/index.js";
import { parseActivation, type Activation } from "./activation.js";
import { jacksonUnits, smoothUnits } from "./jackson.js";
import { readLipschitzClass, type LipschitzClass } from "./lipschitz-class.js";
import { deepPatterns, leastUnits, shallowPatterns, type SignPatternBound } from "./sign-patterns.js";

/** What is asked of {@link neuronBounds}. Numbers are read as the decimals they are written as: 0.1 is 1/10. */
export interface NeuronBoundsInput {
  /** `pln-N`, `pls-N`, `sign`, `heaviside`, `logistic`, `tanh` or `relu`. */
  readonly activation: string;
  /** L ≥ 0: |f(x) − f(y)| ≤ L·max_j |x_j − y_j|. */
  readonly lipschitz: number | string;
  /** ε > 0, in the supremum norm. */
  readonly epsilon: number | string;
  /** [a, b], in every coordinate; default [0, 1]. */
  readonly domain?: readonly (number | string)[] | undefined;
  /** d, default 1. */
  readonly dimension?: number | undefined;
  /** Hidden layers: 1 (default) or 2; in one dimension 1. */
  readonly depth?: 1 | 2 | undefined;
}

/** A bracket around the least number of units with which every function of the class is approximated within ε. */
export interface NeuronBounds {
  /** No network with fewer units reaches ε for every function of the class. */
  readonly lower: number;
  /** This many units reach ε for every function of the class. */
  readonly upper: number;
  /** Whether `lower` and `upper` agree: the count is then exact. */
  readonly tight: boolean;
  /** What is counted: hidden units. */
  readonly unit: "unit";
  /** Neurons in a unit: the norm size for PLN-s and PLS-s, 1 otherwise. */
  readonly neuronsPerUnit: number;
  /** Why, for each end. */
  readonly reasons: {
    /** Why it cannot be fewer. */
    readonly lower: string;
    /** Why it need not be more. */
    readonly upper: string;
  };
  /** Only for `dimension` > 1: hidden layers counted. */
  readonly depth?: 1 | 2;
  /** Only for `dimension` > 1: the norm in which f is Lipschitz. */
  readonly norm?: "maximum";
}

interface Bound {
  readonly units: bigint;
  readonly reason: string;
}

/**
 * Brackets the least number N of hidden units (with one output bias) such that *every* L-Lipschitz f on [a,b]^d is within ε of a network with N units.
 *
 * With q = L(b−a)/(2ε), in one dimension: steps (PLN-2, PLS-1, sign, Heaviside) N = max(0, ⌈q⌉ − 1) exactly; bounded sigmoids N ≤ ⌊q⌋;
 * ReLU ⌈q⌉ − 2 ≤ N ≤ ⌈q⌉ − 1, and N = ⌈q⌉ − 1 for q ≤ 4. The bracket never falls where L grows or ε shrinks. Counts are units; a unit of PLN-s or PLS-s has s neurons. Counts above 2^53 are rounded outward.
 *
 * @throws InputError for an unknown activation, ε ≤ 0, L < 0, an empty or reversed domain, or numbers that are not finite.
 * Source: A3 and A4 (abstract: universal approximation by PLN, with the number of neurons); proofs in `docs/theory/a3-counts.md`.
 * @example
 * const bounds = neuronBounds({ activation: "pln-2", lipschitz: 1, epsilon: 0.05 });
 * [bounds.lower, bounds.upper, bounds.tight]; // => [9, 9, true]
 * neuronBounds({ activation: "pln-8", lipschitz: 1, epsilon: 0.05 }).upper; // => 10
 */
export function neuronBounds(input: NeuronBoundsInput): NeuronBounds {
  const activation = parseActivation(input.activation);
  const family = readLipschitzClass(input);
  const depth = input.depth ?? 1;
  if (depth !== 1 && depth !== 2) throw range("depth", "1 or 2", depth);
  if (family.dimension === 1 && depth === 2) {
    throw range("depth", "1 in one dimension", depth, "Two hidden layers are counted for dimension > 1");
  }
  requireCountable(family, input);
  const [lower, upper] = bracket(activation, family, depth);
  const counts = { lower: toNumber(lower.units, "down"), upper: toNumber(upper.units, "up") };
  return {
    ...counts,
    tight: lower.units === upper.units,
    unit: "unit",
    neuronsPerUnit: activation.neuronsPerUnit,
    reasons: { lower: lower.reason, upper: upper.reason },
    ...(family.dimension > 1 ? { depth, norm: "maximum" as const } : {}),
  };
}

/** Refuses what has counts beyond the doubles in one dimension already: then it is not the dimension that is too large. */
function requireCountable({ lipschitz, epsilon, domain, ratio }: LipschitzClass, input: NeuronBoundsInput): void {
  if (Number.isFinite(Number(ratio.ceil()))) return;
  const rise = lipschitz.mul(domain[1].sub(domain[0]));
  const isSteep = rise.mul(epsilon).compare(Rational.one) > 0;
  const isWide = isSteep && lipschitz.compare(domain[1].sub(domain[0])) < 0;
  const [where, received] = isWide
    ? ["domain", `[${input.domain!.join(", ")}]`]
    : isSteep
      ? ["lipschitz", String(input.lipschitz)]
      : ["epsilon", String(input.epsilon)];
  const expected = "L(b-a)/(2 epsilon), the size of the count, to be below 1e308";
  throw range(where, expected, received, "Take a larger epsilon, or a smaller L or domain");
}

function bracket(activation: Activation, family: LipschitzClass, depth: 1 | 2): [Bound, Bound] {
  if (family.ratio.compare(Rational.from(1n)) <= 0) {
    const constant = { units: 0n, reason: "the mid-range constant is within L(b-a)/2 <= epsilon of every f" };
    return [{ units: 0n, reason: "no count is below 0" }, constant];
  }
  const line = lineLower(activation, family);
  if (family.dimension === 1) {
    const lower = activation.shape === "step" ? line : best(line, patternLower(activation, family, 1));
    return [lower, lineUpper(activation, family)];
  }
  const onLine =
    depth === 1 || activation.shape === "step"
      ? { units: line.units, reason: `on an axis: ${line.reason}` }
      : { units: 1n, reason: "a constant is not enough when L(b-a) > 2 epsilon" };
  return [
    best(onLine, patternLower(activation, family, depth)),
    depth === 1 ? shallowUpper(activation, family) : deepUpper(activation, family),
  ];
}

/** By sign changes of the zigzag of amplitude A slightly above ε: it forces ⌈q⌉ − 1 of them. */
function lineLower(activation: Activation, family: LipschitzClass): Bound {
  const changes = family.ratio.ceil() - 1n;
  const zigzag = `the zigzag of slope L and amplitude above epsilon forces ceil(L(b-a)/(2 epsilon))-1 = ${changes} sign changes`;
  switch (activation.shape) {
    case "step":
      return { units: changes, reason: `${zigzag}; N steps have at most N` };
    case "relu":
      return changes <= 3n
        ? { units: changes, reason: `${zigzag}; one ReLU has at most 1, two have at most 2` }
        : { units: changes - 1n, reason: `${zigzag}; N+1 linear pieces have at most N+1` };
    case "algebraic":
      return {
        units: leastWith((n) => signChangesOfAlgebraicUnits(n) >= changes),
        reason: `${zigzag}; N units n/sqrt(q) have at most N^3-2N^2+5N-2, by Rolle's theorem for their Wronskians`,
      };
    case "exponential":
      return {
        units: leastWith((n) => 2n ** n > changes),
        reason: `${zigzag}; N units are, but for a positive factor, an exponential sum of 2^N terms, with at most 2^N-1`,
      };
  }
}

/**
 * The greatest number of sign changes along a line that N units n/√q (n linear, q quadratic and positive) and a constant are known to have at most:
 * N³ − 2N² + 5N − 2. Proof: docs/theory/a3-counts.md.
 */
function signChangesOfAlgebraicUnits(units: bigint): bigint {
  return units ** 3n - 2n * units ** 2n + 5n * units - 2n;
}

/** The least n ≥ 1 from which on a condition holds. */
function leastWith(holds: (n: bigint) => boolean): bigint {
  let high = 1n;
  while (!holds(high)) high *= 2n;
  let low = high / 2n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function patternLower(activation: Activation, family: LipschitzClass, depth: 1 | 2): Bound {
  const perAxis = family.ratio.ceil();
  const points = Number(perAxis) ** family.dimension;
  if (!Number.isFinite(points))
    throw range("dimension", "fewer than 1e308 sign-pattern points", `${perAxis}^${family.dimension}`);
  const patterns: SignPatternBound =
    depth === 1 ? shallowPatterns(activation, family.dimension) : deepPatterns(activation, family.dimension);
  const how = {
    step: "Warren's theorem for the signs of the affine inputs, then of the output",
    relu: "Warren's theorem for the signs of the affine inputs, then of the output, a polynomial between them",
    algebraic: "Warren's theorem for the product of all conjugates of the network, one polynomial a point",
    exponential: "the bound (Wk)^2 + 11Wk log2(18Wk^2) on the VC dimension of logistic networks",
  }[activation.shape];
  return {
    units: BigInt(leastUnits(patterns, points)),
    reason: `sign patterns: every +-pattern at M = ${perAxis}${family.dimension > 1 ? `^${family.dimension}` : ""} points must be realised; ${how}`,
  };
}

function lineUpper(activation: Activation, family: LipschitzClass): Bound {
  const { ratio } = family;
  switch (activation.shape) {
    case "step":
      return {
        units: ratio.ceil() - 1n,
        reason: "N+1 equal pieces, the mid-range value of f on each: error <= L(b-a)/(2(N+1))",
      };
    case "relu":
      return {
        units: ratio.ceil() - 1n,
        reason:
          "N+1 equal linear pieces, the flat one where f rises least, the others near interpolation: error <= L(b-a)/(2(N+1))",
      };
    case "algebraic":
    case "exponential":
      return {
        units: ratio.floor(),
        reason: "the step construction with L(b-a)/(2(N+1)) < epsilon leaves room for steep sigmoids and their tails",
      };
  }
}

function shallowUpper(activation: Activation, family: LipschitzClass): Bound {
  const { degree, units } = jacksonUnits(family.ratio, family.dimension);
  const factor = activation.shape === "relu" ? 2n : 1n;
  if (activation.shape === "algebraic" || activation.shape === "exponential") {
    const smooth = smoothUnits(family.ratio, family.dimension);
    if (smooth.units < units) {
      return {
        units: smooth.units,
        reason: `Jackson kernel in x = cos(theta): a polynomial of degree ${smooth.degree}, a sum of ridge powers, each a limit of finite differences of the analytic unit in its scale`,
      };
    }
  }
  return {
    units: units * factor,
    reason: `Jackson kernel of degree ${degree} in each variable, expanded into ridge cosines, each replaced by ${activation.shape === "relu" ? "clamps of two ReLUs" : "steps"} in proportion to the square root of its total variation`,
  };
}

function deepUpper(activation: Activation, family: LipschitzClass): Bound {
  const d = BigInt(family.dimension);
  if (activation.shape === "step") {
    const n = family.ratio.ceil();
    return {
      units: gridUnits(d, n),
      reason: `d(n-1) thresholds, then n^d - 1 AND units with n = ${n}: error <= L(b-a)/(2n)`,
    };
  }
  const spread = 3n ** d;
  const n = family.ratio.mul(Rational.from(spread)).floor() + 1n;
  const factor = activation.shape === "relu" ? 2n : 1n;
  return {
    units: factor * gridUnits(d, n),
    reason: `d(n-1) ${factor === 2n ? "clamps of two ReLUs" : "steep sigmoids"}, then n^d - 1 of them as ANDs, with n = ${n}: error < 3^d L(b-a)/(2n), transitions included`,
  };
}

function gridUnits(d: bigint, n: bigint): bigint {
  return d * (n - 1n) + n ** d - 1n;
}

function best(a: Bound, b: Bound): Bound {
  return a.units >= b.units ? a : b;
}

/** A count as a double: exact up to 2^53, rounded outward above. */
function toNumber(count: bigint, direction: "down" | "up"): number {
  const near = Number(count);
  if (!Number.isFinite(near))
    throw range("dimension", "a count below 1e308", `a count with ${count.toString().length} digits`);
  if (Number.isSafeInteger(near)) return near;
  const exact = BigInt(near);
  if (direction === "up") return exact >= count ? near : near * (1 + Number.EPSILON);
  return exact <= count ? near : near * (1 - Number.EPSILON);
}

function range(where: string, expected: string, received: unknown, remedy?: string): InputError {
  return new InputError({ code: "range", where, expected, received: String(received), ...(remedy ? { remedy } : {}) });
}
