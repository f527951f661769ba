import { bitLength, integerSquareRoot } from "../../exact/integer.js";
import type { AffineLayer, Layer } from "../../exact/certificate.js";

/** The samples, by increasing ψ, as they stand on the circle after a layer. */
export interface CircleState {
  /** tan(ψ/2) of each point, in double precision: nearer points may share a value. */
  readonly halfTangents: Float64Array;
  /** Class index of each point. */
  readonly labels: readonly number[];
  /** The two chords folded next. Ends of one class are merged; where they are of two, the first goes half way to the second. None in front of the readout. */
  readonly chords: readonly (readonly [number, number])[];
}

/**
 * A point of the circle on which a layer normalization of width 3 puts everything, in fixed point (units of 2^-bits).
 * The circle |y|² = 3, Σy = 0 has the coordinates x = y₁ − y₂ = √6·sin ψ and y = −y₃ = √2·cos ψ.
 */
export interface CirclePoint {
  readonly x: bigint;
  readonly y: bigint;
}

/** An affine function p·x + q·y + r of the circle's coordinates, or (q = 0) of a scalar x; p, q, r in units of 2^-bits. */
export interface Line {
  readonly p: bigint;
  readonly q: bigint;
  readonly r: bigint;
}

/**
 * Where layer normalization puts the vector first·(1, −1, 0) + second·(1, 1, −2):
 * (x, y) = (first, second) / √((first² + 3·second²) / 6).
 */
export function normalise(first: bigint, second: bigint, bits: number): CirclePoint {
  const spare = Math.max(bitLength(first), bitLength(second)) - bits - 16;
  if (spare > 0) {
    first >>= BigInt(spare);
    second >>= BigInt(spare);
  }
  const root = integerSquareRoot((first * first + 3n * second * second) / 6n);
  if (root === 0n) return { x: 0n, y: 0n };
  return { x: (first << BigInt(bits)) / root, y: (second << BigInt(bits)) / root };
}

/** The weights that give p·x + q·y of the three components: x = y₁ − y₂ = 2y₁ + y₃, as they sum to 0, so that one weight is 0. */
export function circleWeights({ p, q }: Pick<Line, "p" | "q">, bits: number): [string, string, string] {
  return [dyadic(2n * p, bits), "0", dyadic(p - q, bits)];
}

/** The last affine map: one affine function of the circle's coordinates a class. */
export function readoutLayer(lines: readonly Line[], bits: number): AffineLayer {
  return {
    type: "affine",
    weight: lines.map((line) => circleWeights(line, bits)),
    bias: lines.map(({ r }) => dyadic(r, bits)),
  };
}

/** Layer normalization of width 3. */
export const normLayer: Layer = { type: "norm", normSize: 3, center: true, epsilon: "0" };

/** n·2^-bits as the text of an exact number, in lowest terms. */
export function dyadic(n: bigint, bits: number): string {
  if (n === 0n) return "0";
  const zeros = bitLength(n & -n) - 1;
  const exponent = zeros - bits;
  const odd = n >> BigInt(zeros);
  return exponent === 0 ? String(odd) : `${odd}p${exponent}`;
}

/** Binary digits after the point that are looked at for a double: differences down to 2^-900 keep their relative accuracy. */
const doubleBits = 900;

/** n·2^-bits as a double, for |n|·2^-bits up to 2^100. */
export function toDouble(n: bigint, bits: number): number {
  const spare = bits - doubleBits;
  return spare > 0 ? Number(n >> BigInt(spare)) * 2 ** -doubleBits : Number(n) * 2 ** -bits;
}

/** tan(ψ/2), in which the points of the circle are a line and folds are involutions. */
export function halfTangent({ x, y }: CirclePoint, bits: number): number {
  return toDouble(x, bits) / (Math.sqrt(6) + Math.sqrt(3) * toDouble(y, bits));
}

/**
 * The differences of tan(ψ/2) between points and their next ones, by increasing ψ within |ψ| < π/2: from the differences of x, so that each has the
 * relative accuracy of a double. One for each point; the last is 0.
 */
export function halfTangentGaps(points: readonly CirclePoint[], bits: number): Float64Array {
  const angles = points.map(({ x }) => Math.asin(toDouble(x, bits) / Math.sqrt(6)));
  return Float64Array.from(points, ({ x }, i) => {
    if (i + 1 === points.length) return 0;
    const [here, next] = [angles[i]!, angles[i + 1]!];
    const rise = toDouble(points[i + 1]!.x - x, bits) / Math.sqrt(6);
    return rise / (2 * Math.cos((here + next) / 2) * Math.cos(here / 2) * Math.cos(next / 2));
  });
}

/** The line through two points of the circle: exact, in units of 2^-bits for p, q and of 2^(-2·bits) for r. */
export function chord(a: CirclePoint, b: CirclePoint): Line {
  const p = b.y - a.y;
  const q = a.x - b.x;
  return { p, q, r: -(p * a.x + q * a.y) };
}

/** The tangent of the circle at a point, in the units of `chord`. */
export function tangent({ x, y }: CirclePoint, bits: number): Line {
  return { p: x, q: 3n * y, r: -(6n << BigInt(2 * bits)) };
}
