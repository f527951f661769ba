import { absolute, bitLength, integerSquareRoot, shiftDown } from "../../exact/integer.js";
import type { AffineLayer, Layer } from "../../exact/certificate.js";

/** The samples, by increasing ψ, as they stand on the circle after a layer. */
export interface CircleState {
  /** tan(ψ/2) of each point, in double precision: nearer points may share a value. */
  readonly halfTangents: Float64Array;
  /** Class index of each point. */
  readonly labels: readonly number[];
  /** The two chords folded next: each pair of ends is merged. None in front of the readout. */
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

/** What one layer does: the direction (first, second), normalised. Two points are merged where the directions agree. */
export interface Fold {
  readonly first: Line;
  readonly second: Line;
  /** The lines, and the points it is made for, are in units of 2^-bits. */
  readonly bits: number;
}

/** p·x + q·y + r in units of 2^(-2·bits). */
export function lineValue(line: Line, point: CirclePoint, bits: number): bigint {
  return line.p * point.x + line.q * point.y + (line.r << BigInt(bits));
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

/** The point's image under a fold. */
export function foldPoint({ first, second, bits }: Fold, point: CirclePoint): CirclePoint {
  return normalise(lineValue(first, point, bits), lineValue(second, point, bits), bits);
}

/** The affine map in front of a layer normalization that follows another one. */
export function foldLayer({ first, second, bits }: Fold): AffineLayer {
  const rows = [first, negative(first), thrice(second)];
  return {
    type: "affine",
    weight: rows.map(({ p, q }) => [dyadic(p, bits), dyadic(-p, bits), dyadic(-q, bits)]),
    bias: rows.map(({ r }) => dyadic(r, bits)),
  };
}

/** The affine map in front of the first layer normalization: `fold` of the scalar Σ direction_j·2^-shift_j·x_j. */
export function firstLayer(
  { first, second, bits }: Fold,
  direction: readonly { readonly factor: bigint; readonly shift: number }[],
): AffineLayer {
  const rows = [first, negative(first), thrice(second)];
  return {
    type: "affine",
    weight: rows.map(({ p }) => direction.map(({ factor, shift }) => dyadic(p * factor, bits + shift))),
    bias: rows.map(({ r }) => dyadic(r, bits)),
  };
}

/** (first, −first, −3·second) is first·(1, −1, 0) + second·(1, 1, −2) but for a shift along (1, 1, 1), which layer normalization takes away. */
function negative({ p, q, r }: Line): Line {
  return { p: -p, q: -q, r: -r };
}

function thrice({ p, q, r }: Line): Line {
  return { p: -3n * p, q: -3n * q, r: -3n * r };
}

/** The last affine map: one affine function of the circle's coordinates a class. */
export function readoutLayer(lines: readonly Line[], bits: number): AffineLayer {
  return {
    type: "affine",
    weight: lines.map(({ p, q }) => [dyadic(p, bits), dyadic(-p, bits), dyadic(-q, bits)]),
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

/** n·2^-bits as a double. */
export function toDouble(n: bigint, bits: number): number {
  const spare = Math.max(0, bitLength(n) - 64);
  const exponent = spare - bits;
  const value = Number(shiftDown(n, -spare));
  // Two steps, as 2^exponent alone may be below the least double.
  return exponent < -1000 ? value * 2 ** -1000 * 2 ** (exponent + 1000) : value * 2 ** exponent;
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

/**
 * The layer that merges the ends of the chords on the lines `one` and `two`: a direction (first, second) in which both functions vanish where the
 * chords' lines meet, scaled so that the images of all points lie within |tan ψ| ≤ 1/`spread`, the middle one at 0.
 */
export function foldOf(points: readonly CirclePoint[], one: Line, two: Line, spread: bigint, bits: number): Fold {
  const value = (line: Line, { x, y }: CirclePoint): bigint => line.p * x + line.q * y + line.r;
  const directions = points.map((point): Vector => [value(one, point), value(two, point)]);
  const [first, second] = frame(directions, spread);
  const combine = ([u, v]: Vector): Line => ({
    p: (u * one.p + v * two.p) << BigInt(bits),
    q: (u * one.q + v * two.q) << BigInt(bits),
    r: u * one.r + v * two.r,
  });
  return scaled(combine(first), combine(second), points, bits);
}

type Vector = readonly [bigint, bigint];

function cross(v: Vector, w: Vector): bigint {
  return v[0] * w[1] - v[1] * w[0];
}

/**
 * For directions within an open half turn: the coefficients of two linear functions of them, the first 0 at the middle direction, the second positive,
 * with ratio −1/spread at the first and 1/spread at the last direction.
 */
function frame(directions: readonly Vector[], spread: bigint): [Vector, Vector] {
  const sorted = [...directions].sort((v, w) => {
    const turn = cross(v, w);
    return turn > 0n ? -1 : turn < 0n ? 1 : 0;
  });
  const [start, end] = [shortened(sorted[0]!), shortened(sorted[sorted.length - 1]!)];
  let middle = shortened(sorted[sorted.length >> 1]!);
  if (cross(start, middle) <= 0n || cross(middle, end) <= 0n) middle = [start[0] + end[0], start[1] + end[1]];
  const [left, right] = [cross(start, middle) * spread, cross(middle, end) * spread];
  // second(v)·cross(start, end) = left·cross(v, end) + right·cross(start, v); first(v) = cross(middle, v).
  const turn = cross(start, end);
  const first: Vector = [-middle[1] * turn, middle[0] * turn];
  const second: Vector = [left * end[1] - right * start[1], right * start[0] - left * end[0]];
  return [first, second];
}

function shortened([x, y]: Vector): Vector {
  const spare = BigInt(Math.max(0, Math.max(bitLength(x), bitLength(y)) - 4096));
  return [x >> spare, y >> spare];
}

/** Both functions times the same power of two, such that the second is about 1 on the points, and rounded to units of 2^-bits. */
function scaled(first: Line, second: Line, points: readonly CirclePoint[], bits: number): Fold {
  const size = bitLength(absolute(lineValue(second, points[points.length >> 1]!, bits)));
  const shift = 2 * bits - size;
  const round = ({ p, q, r }: Line): Line => ({
    p: shiftDown(p, shift),
    q: shiftDown(q, shift),
    r: shiftDown(r, shift),
  });
  return { first: round(first), second: round(second), bits };
}
