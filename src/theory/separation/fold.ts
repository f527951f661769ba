import type { AffineLayer } from "../../exact/certificate.js";
import { absolute, bitLength, integerSquareRoot, shiftDown } from "../../exact/integer.js";
import { circleWeights, dyadic, type CirclePoint, type Line } from "./circle.js";

/**
 * What one layer does: the direction (first, second), normalised. Two points are merged where the directions agree. Both lines vanish at one point, the fold's centre: of
 * the three coefficients of each one carries the centre's digits, the others are short.
 */
export interface Fold {
  /** p, q in units of 2^-slopeBits, r in units of 2^-bits. */
  readonly first: Line;
  readonly second: Line;
  /** The points it is made for, and their images, are in units of 2^-bits. */
  readonly bits: number;
  readonly slopeBits: number;
}

/** Digits after the point of the short coefficients: they only say how the images are laid out, not which points are merged. */
const shortBits = 80;

/** The fold's two functions at a point, in units of 2^-(bits + slopeBits). */
export function foldValues({ first, second, slopeBits }: Fold, { x, y }: CirclePoint): readonly [bigint, bigint] {
  const shift = BigInt(slopeBits);
  return [first.p * x + first.q * y + (first.r << shift), second.p * x + second.q * y + (second.r << shift)];
}

/** The point's image under a fold. */
export function foldPoint(fold: Fold, point: CirclePoint): CirclePoint {
  const { bits, slopeBits } = fold;
  // A centre near the circle makes both values small: all digits of short slopes are kept, of long ones some to spare.
  const spare = BigInt(slopeBits === bits ? Math.max(0, bits - 2 * shortBits) : 0);
  const [first, second] = foldValues(fold, point);
  const [one, two] = [first >> spare, second >> spare];
  const root = integerSquareRoot((one * one + 3n * two * two) / 6n);
  if (root === 0n) return { x: 0n, y: 0n };
  const unit = BigInt(bits);
  return { x: (one << unit) / root, y: (two << unit) / root };
}

/**
 * Rows (2·first, 0, first − 3·second): first·(1, −1, 0) + second·(1, 1, −2) but for a shift along (1, 1, 1), which layer normalization takes away. A third of the weights is 0.
 */
export function foldRows(first: Line, second: Line): readonly [Line, Line] {
  return [
    { p: 2n * first.p, q: 2n * first.q, r: 2n * first.r },
    { p: first.p - 3n * second.p, q: first.q - 3n * second.q, r: first.r - 3n * second.r },
  ];
}

/** The affine map in front of a layer normalization that follows another one. */
export function foldLayer({ first, second, bits, slopeBits }: Fold): AffineLayer {
  const [top, bottom] = foldRows(first, second);
  return {
    type: "affine",
    weight: [circleWeights(top, slopeBits), ["0", "0", "0"], circleWeights(bottom, slopeBits)],
    bias: [dyadic(top.r, bits), "0", dyadic(bottom.r, bits)],
  };
}

/** The affine map in front of the first layer normalization: `fold` of the scalar Σ direction_j·2^-shift_j·x_j. */
export function firstLayer(
  { first, second, bits, slopeBits }: Fold,
  direction: readonly { readonly factor: bigint; readonly shift: number }[],
): AffineLayer {
  const [top, bottom] = foldRows(first, second);
  const along = ({ p }: Line): string[] => direction.map(({ factor, shift }) => dyadic(p * factor, slopeBits + shift));
  return {
    type: "affine",
    weight: [along(top), direction.map(() => "0"), along(bottom)],
    bias: [dyadic(top.r, bits), "0", dyadic(bottom.r, bits)],
  };
}

/**
 * The layer that merges the ends of the chords on the lines `one` and `two`: a direction (first, second) in which both functions vanish where the
 * chords' lines meet, scaled so that the images of all points lie within |tan ψ| ≤ 1/`spread`, the middle one at 0. With the images of the points; null
 * where the lines' digits do not tell how the points lie.
 */
export function foldOf(
  points: readonly CirclePoint[],
  one: Line,
  two: Line,
  spread: bigint,
  bits: number,
): { readonly fold: Fold; readonly images: readonly CirclePoint[] } | null {
  for (const digits of [240, 1000, bits]) {
    if (digits > bits) continue;
    const [near, first, second] =
      digits === bits
        ? [points, one, two]
        : [points.map(shortPoint(bits - digits)), shortLine(one, bits, digits), shortLine(two, bits, digits)];
    const slopes = layout(near, first, second, spread, digits);
    if (slopes === null) continue;
    const fold = throughCentre(slopes, one, two, bits);
    const images = points.map((point) => foldPoint(fold, point));
    // Where the centre is nearer to points than so many digits tell, some land on the other side.
    if (images.every(({ y }) => y > 0n)) return { fold, images };
  }
  return null;
}

function shortPoint(drop: number): (point: CirclePoint) => CirclePoint {
  const shift = BigInt(drop);
  return ({ x, y }) => ({ x: x >> shift, y: y >> shift });
}

/** A line with slopes of `digits` digits, its constant in the units of points of `digits` digits after the point. */
function shortLine({ p, q, r }: Line, bits: number, digits: number): Line {
  const drop = Math.max(bitLength(p), bitLength(q)) - digits;
  return { p: shiftDown(p, -drop), q: shiftDown(q, -drop), r: shiftDown(r, -(drop + bits - digits)) };
}

/** Slopes and constants of the two functions, about 1 for `second` on the points, in units of 2^-digits, and the digits their slopes need. */
interface Layout {
  readonly first: Line;
  readonly second: Line;
  readonly digits: number;
  readonly slopeBits: number;
}

/** null where so many digits do not tell how the points lie. */
function layout(points: readonly CirclePoint[], one: Line, two: Line, spread: bigint, digits: number): Layout | null {
  const value = (line: Line, { x, y }: CirclePoint): bigint => line.p * x + line.q * y + line.r;
  const directions = points.map((point): Vector => [value(one, point), value(two, point)]);
  const frames = frame(directions, spread);
  if (frames === null) return null;
  const combine = ([u, v]: Vector): Line => ({
    p: u * one.p + v * two.p,
    q: u * one.q + v * two.q,
    r: u * one.r + v * two.r,
  });
  const [first, second] = frames.map(combine) as [Line, Line];
  const size = bitLength(absolute(value(second, points[points.length >> 1]!)));
  // Slopes act on points in units of 2^-digits.
  const scaled = ({ p, q, r }: Line): Line => ({
    p: shiftDown(p, 2 * digits - size),
    q: shiftDown(q, 2 * digits - size),
    r: shiftDown(r, digits - size),
  });
  const lines = { first: scaled(first), second: scaled(second) };
  // Digits that the two lines' slopes have in common say nothing: seen from a far centre, or from one beside the circle, all points lie within a small angle.
  const [u, v] = [lines.first.p * lines.second.q, lines.first.q * lines.second.p];
  const lost = Math.max(bitLength(u), bitLength(v)) - bitLength(u - v);
  const small = 2 * digits - Math.max(bitLength(u), bitLength(v));
  const slopeBits = shortBits + lost + Math.max(0, small);
  return slopeBits + shortBits / 2 > digits ? null : { ...lines, digits, slopeBits };
}

/** The two functions with the centre's digits put where they belong. */
function throughCentre({ first, second, digits, slopeBits }: Layout, one: Line, two: Line, bits: number): Fold {
  // The lines meet at (x/w, y/w), in the points' units.
  const x = one.q * two.r - one.r * two.q;
  const y = one.r * two.p - one.p * two.r;
  const w = one.p * two.q - one.q * two.p;
  const short = (v: bigint): bigint => v >> BigInt(digits - slopeBits);
  const far = absolute(w) << BigInt(bits + shortBits / 4);
  if (absolute(x) <= far && absolute(y) <= far) {
    const fitted = (line: Line): Line => {
      const [p, q] = [short(line.p), short(line.q)];
      return { p, q, r: -(p * x + q * y) / (w << BigInt(slopeBits)) };
    };
    return { first: fitted(first), second: fitted(second), bits, slopeBits };
  }
  // Nearly parallel: the slope along the longer coordinate of the centre carries the digits.
  const widened = (v: bigint): bigint => shiftDown(short(v), bits - slopeBits);
  const fitted = (line: Line): Line => {
    const [p, q, r] = [widened(line.p), widened(line.q), widened(line.r)];
    return absolute(x) > absolute(y)
      ? { p: -(q * y + ((r * w) << BigInt(bits))) / x, q, r }
      : { p, q: -(p * x + ((r * w) << BigInt(bits))) / y, r };
  };
  return { first: fitted(first), second: fitted(second), bits, slopeBits: bits };
}

type Vector = readonly [bigint, bigint];

function cross(v: Vector, w: Vector): bigint {
  return v[0] * w[1] - v[1] * w[0];
}

/** Directions among which the middle one is chosen, where there are more. */
const mostForMiddle = 255;

/**
 * For directions within an open half turn: the coefficients of two linear functions of them, the first 0 at the middle direction, the second positive,
 * with ratio −1/spread at the first and 1/spread at the last direction. null where they are all the same.
 */
function frame(directions: readonly Vector[], spread: bigint): [Vector, Vector] | null {
  let [start, end] = [directions[0]!, directions[0]!];
  for (const v of directions) {
    if (cross(v, start) > 0n) start = v;
    if (cross(end, v) > 0n) end = v;
  }
  const turn = cross(start, end);
  if (turn <= 0n) return null;
  const size = BigInt(bitLength(turn));
  const stride = Math.ceil(directions.length / mostForMiddle);
  const ordered = directions
    .filter((_, i) => i % stride === 0)
    .map((v) => ({
      v,
      place: Number((cross(start, v) << 64n) >> size) / Number(((cross(start, v) + cross(v, end)) << 64n) >> size),
    }))
    .sort((v, w) => v.place - w.place);
  let middle = ordered[ordered.length >> 1]!.v;
  if (cross(start, middle) <= 0n || cross(middle, end) <= 0n) middle = [start[0] + end[0], start[1] + end[1]];
  const [left, right] = [cross(start, middle) * spread, cross(middle, end) * spread];
  // second(v)·cross(start, end) = left·cross(v, end) + right·cross(start, v); first(v) = cross(middle, v).
  const first: Vector = [-middle[1] * turn, middle[0] * turn];
  const second: Vector = [left * end[1] - right * start[1], right * start[0] - left * end[0]];
  return [first, second];
}
