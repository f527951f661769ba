import type { ShatteringBySignsCertificate } from "../../theory/index.js";
import type { AffineLayer } from "../../exact/certificate.js";
import { absolute, integerSquareRoot } from "../../exact/integer.js";
import { Rational } from "../../exact/rational.js";
import { InputError } from "../../exact/input-error.js";

/** Points of a line that are whole numbers, and folds of the circle they are put on, each by two chords: a falls on b, and c on d. */
export interface FoldedPoints {
  /** The points, increasing. */
  readonly points: readonly number[];
  /** Folds one after the other, by the points' indices. */
  readonly folds: readonly (readonly Chords[])[];
}

/** Two chords of the circle by the indices of points at their ends. */
export type Chords = readonly [a: number, b: number, c: number, d: number];

/** Binary digits after the point, and how many of them two places share that are one. */
const [digits, shared] = [220n, 90n];

/**
 * Which points the layers of a certificate's networks lay on each other. Networks with a layer by which others than two pairs of places fall together are left out.
 *
 * @throws InputError for points that are not whole numbers.
 */
export function chordsOf({ points, cases }: ShatteringBySignsCertificate): FoldedPoints {
  const line = points.map(([x], i) => {
    const value = Rational.from(x!);
    if (points[i]!.length === 1 && value.floor() === value.ceil()) return value.toNumber();
    throw new InputError({
      code: "range",
      where: `points[${i}]`,
      expected: "one whole number",
      received: points[i]!.join(", "),
    });
  });
  const known = new Map<string, Vector[]>();
  const start = line.map((x): Vector => [BigInt(x) << digits]);
  const folds = cases.flatMap(({ network }) => {
    const affine = network.filter((layer): layer is AffineLayer => layer.type === "affine").slice(0, -1);
    let key = "";
    let places = start;
    const layers = affine.map((layer) => {
      key += JSON.stringify(layer);
      const before = gathered(places);
      places = known.get(key) ?? places.map((place) => normalized(layer, place));
      known.set(key, places);
      const merged = gathered(places).map((all) => before.filter(([first]) => all.includes(first!)));
      return merged.flatMap(([one, ...others]) => others.flatMap(([other]) => [one![0]!, other!]));
    });
    const chords = layers.slice(1);
    return chords.every((ends): ends is [number, number, number, number] => ends.length === 4) ? [chords] : [];
  });
  return { points: line, folds };
}

type Vector = readonly bigint[];

function normalized({ weight, bias }: AffineLayer, x: Vector): Vector {
  const number = (text: string): bigint => {
    const { numerator, denominator } = Rational.from(text);
    return (numerator << digits) / denominator;
  };
  const y = weight.map((row, i) => row.reduce((sum, w, j) => sum + ((number(w) * x[j]!) >> digits), number(bias[i]!)));
  const mean = y.reduce((sum, v) => sum + v, 0n) / BigInt(y.length);
  const centred = y.map((v) => v - mean);
  const root = integerSquareRoot(centred.reduce((sum, v) => sum + v * v, 0n) / BigInt(y.length));
  return centred.map((v) => (root === 0n ? 0n : (v << digits) / root));
}

/** The indices of points at one place, place by place. */
function gathered(places: readonly Vector[]): number[][] {
  const groups: number[][] = [];
  places.forEach((place, i) => {
    const near = groups.find(([first]) =>
      place.every((v, j) => absolute(v - places[first!]![j]!) < 1n << (digits - shared)),
    );
    if (near) near.push(i);
    else groups.push([i]);
  });
  return groups;
}
