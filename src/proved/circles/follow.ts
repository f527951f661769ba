import { absolute, floorDivide, integerSquareRoot } from "../../exact/integer.js";
import type { Chords } from "./chords.js";

/** A quadratic with whole coefficients: of s², of s, and the constant. */
export type WholeQuadratic = readonly [square: bigint, linear: bigint, free: bigint];

/** A layer in the circle's coordinate: numerator and denominator of the tangent of the image's direction. */
export type WholeLayer = readonly [numerator: WholeQuadratic, denominator: WholeQuadratic];

/** |2^precision · s − middle| ≤ radius. */
export type Near = readonly [middle: bigint, radius: bigint];

/*
 * What `proofs/checker/CirclePoints.v` computes, number for number: so it is known beforehand which labelings Rocq will find. Nothing is believed of it.
 */

/** The image of a point; null where Rocq does not follow it. */
export function foldedNear(precision: bigint, [numerator, denominator]: WholeLayer, near: Near): Near | null {
  const [n, errorN] = atNear(precision, numerator, near);
  const [d, errorD] = atNear(precision, denominator, near);
  const least = (d - errorD) >> (precision - 16n);
  const h = d + integerSquareRoot(n * n + d * d);
  if (least <= 0n || absolute(n) > d || h < 1n << precision) return null;
  return [floorDivide(n << precision, h), floorDivide((errorN + errorD) << 15n, least) + 4n];
}

/** Where the first layer puts x: in the direction (x − c, w). */
export function startNear(precision: bigint, c: number, w: number, x: number): Near {
  const [n, d] = [BigInt(x - c) << precision, BigInt(w) << precision];
  return [floorDivide(n << precision, d + integerSquareRoot(n * n + d * d)), 2n];
}

function atNear(precision: bigint, [square, linear, free]: WholeQuadratic, [middle, radius]: Near): Near {
  const x = (square * middle) >> precision;
  const slope = absolute(2n * x + linear) + ((absolute(square) * radius) >> precision) + 3n;
  return [(((x + linear) * middle) >> precision) + free, ((slope * radius) >> precision) + 3n];
}

/** The cuts that can be made behind one of the points each: bit i is set where point i is above. */
export function cuts(points: readonly Near[]): number[] {
  const made = [0];
  for (const [middle, radius] of points) {
    const cut = middle + radius;
    let above = 0;
    const clear = points.every(([m, r], i) => {
      if (m + r <= cut) return true;
      above += 2 ** i;
      return m - r > cut;
    });
    if (clear) made.push(above);
  }
  return made;
}

/** A layer that lays a on b and c on d, all other images between, in the ratio −1/spread to 1/spread; null where there is none, or doubles do not tell. */
export function layerOf(
  points: readonly Near[],
  [a, b, c, d]: Chords,
  { precision, spread }: { readonly precision: number; readonly spread: number },
): WholeLayer | null {
  const s = points.map(([middle]) => Number(middle) / 2 ** precision);
  const chord = (u: number, v: number): Quadratic => [1, -(u + v), u * v];
  const chords = [chord(s[a]!, s[b]!), chord(s[c]!, s[d]!)] as const;
  const directions = s.map((x): Pair => [(x - s[a]!) * (x - s[b]!), (x - s[c]!) * (x - s[d]!)]);
  let [first, last] = [directions[0]!, directions[0]!];
  for (const v of directions) {
    if (cross(v, first) > 0) first = v;
    if (cross(last, v) > 0) last = v;
  }
  const turn = cross(first, last);
  const places = directions
    .map((v) => ({ v, at: cross(first, v) / (cross(first, v) + cross(v, last)) }))
    .sort((u, v) => u.at - v.at)
    .filter(({ at }, i, all) => i === 0 || at - all[i - 1]!.at > 1e-7);
  const middle = places[places.length >> 1]!.v;
  if (!(turn > 0 && cross(first, middle) > 0 && cross(middle, last) > 0)) return null;
  const [left, right] = [cross(first, middle) * spread, cross(middle, last) * spread];
  const combine = (u: number, v: number): Quadratic =>
    [0, 1, 2].map((i) => u * chords[0][i]! + v * chords[1][i]!) as unknown as Quadratic;
  const numerator = combine(-middle[1] * turn, middle[0] * turn);
  const denominator = combine(left * last[1] - right * first[1], right * first[0] - left * last[0]);
  const least = Math.min(...s.map((x) => (denominator[0] * x + denominator[1]) * x + denominator[2]));
  if (!(least > 0)) return null;
  const whole = (q: Quadratic): WholeQuadratic =>
    q.map((v) => BigInt(Math.round((v * 0.75 * 2 ** precision) / least))) as unknown as WholeQuadratic;
  return [whole(numerator), whole(denominator)];
}

type Quadratic = readonly [square: number, linear: number, free: number];
type Pair = readonly [number, number];

function cross(u: Pair, v: Pair): number {
  return u[0] * v[1] - u[1] * v[0];
}
