import { Rational, type Expression } from "../../exact/index.js";
import type { LipschitzClass } from "./lipschitz-class.js";

/** An L-Lipschitz function that no small network follows: between −A and A with slope ±L, extremes at `points` with `signs`. */
export interface Zigzag {
  /** The function, as certificates hold it. */
  readonly expression: Expression;
  /** The greatest absolute value of the function. */
  readonly amplitude: Rational;
  /** Where it reaches that value, in increasing order. */
  readonly points: readonly Rational[];
  /** With which sign it does, alternating: one a point. */
  readonly signs: readonly (1 | -1)[];
}

/**
 * The zigzag that forces the most sign changes at an amplitude above ε: ⌈q⌉ extremes, 2A/L apart, over the whole of [a, b] (so A is the largest that keeps
 * their number), q = L(b − a)/(2ε). Null where q ≤ 1: a constant is then within ε of every function of the class.
 *
 * @example
 * const zigzag = hardestZigzag(readLipschitzClass({ lipschitz: 1, epsilon: "3/20" }));
 * [zigzag.points.map(String), String(zigzag.amplitude)]; // => [["0", "1/3", "2/3", "1"], "1/6"]
 */
export function hardestZigzag(family: LipschitzClass): Zigzag | null {
  const extremes = Number(family.ratio.ceil());
  if (extremes < 2) return null;
  const [a, b] = family.domain;
  const spacing = b.sub(a).div(Rational.from(BigInt(extremes - 1)));
  const amplitude = family.lipschitz.mul(spacing).div(Rational.from(2n));
  const points = Array.from({ length: extremes }, (_, i) => a.add(spacing.mul(Rational.from(BigInt(i)))));
  const signs = points.map((_, i): 1 | -1 => (i % 2 === 0 ? 1 : -1));
  const knots = points.map(
    (x, i) => [x.toString(), (signs[i] === 1 ? amplitude : amplitude.neg()).toString()] as const,
  );
  return { expression: { op: "piecewise-linear", knots, args: [{ var: 0 }] }, amplitude, points, signs };
}

/** A family of networks with its greatest number of sign changes: N steps N, N ReLUs N + 1, N norm groups N³ − 2N² + 5N − 2, one normalization layer 2. */
export type SignChangeFamily =
  | {
      /** Which networks are meant. */
      readonly type: "steps";
      /** How many hidden units they have at most. */
      readonly units: number;
    }
  | {
      /** Which networks are meant. */
      readonly type: "relu";
      /** How many hidden units they have at most. */
      readonly units: number;
    }
  | {
      /** Which networks are meant. */
      readonly type: "norm-units";
      /** How many hidden units, one group each, they have at most. */
      readonly units: number;
    }
  | {
      /** Which networks are meant. */
      readonly type: "single-layer-norm";
    };

/** The `impossibility` certificate: no member of the family comes nearer to the function than `level`. */
export function impossibilityCertificate(of: {
  readonly claim: string;
  readonly statement: string;
  readonly family: SignChangeFamily;
  readonly function: Expression;
  readonly points: readonly Rational[];
  readonly signs: readonly (1 | -1)[];
  readonly level: Rational;
}): { readonly [key: string]: unknown } {
  return {
    format: "normlab-certificate/1",
    kind: "impossibility",
    claim: of.claim,
    statement: of.statement,
    family: of.family,
    function: of.function,
    points: of.points.map(String),
    signs: of.signs,
    level: of.level.toString(),
    precision: 96,
  };
}
