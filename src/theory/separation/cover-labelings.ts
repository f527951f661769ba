import type { RandomStream } from "./random.js";

/** Folds one after the other, each by two chords, given by the indices of the points at their ends: a onto b, and c onto d. */
export type FoldSequence = readonly (readonly [a: number, b: number, c: number, d: number])[];

/** Points of the projective line, increasing, each with the set of the points that stand there (bit i: point i). */
interface Places {
  readonly t: readonly number[];
  readonly sets: readonly number[];
}

/** Neighbours nearer than this part of their place, and places further than its inverse from the middle one, are left to others. */
const nearest = 1e-6;
/** Last folds that are tried behind the same first ones. */
const lastFolds = 24;
/** Fold sequences in a row that give fewer new labelings than wanted, after which fewer are wanted. */
const patience = 3000;
/** By how much fewer. */
const decrease = 0.93;

/**
 * Fold sequences whose circles give as many labelings of points of a line as possible, each labeling an arc of a folded circle: random ones, drawn in doubles, of
 * which those that give many new labelings come first. Labelings that are hard to find are left out, and those of the circle without a fold.
 *
 * @param points - increasing.
 */
export function* coverLabelings(
  points: readonly number[],
  folds: number,
  random: RandomStream,
): Generator<FoldSequence> {
  const pairs = 2 ** (points.length - 1);
  const covered = new Uint8Array(pairs);
  let left = pairs;
  /** Marks the labelings that the arcs give, if so many are new. */
  const cover = ({ sets }: Places, least: number): boolean => {
    const codes = new Set<number>();
    visitArcs(sets, pairs, (code) => {
      if (covered[code] === 0) codes.add(code);
    });
    if (codes.size < least) return false;
    for (const code of codes) covered[code] = 1;
    left -= codes.size;
    return true;
  };
  const range = points[points.length - 1]! - points[0]!;
  const start: Places = { t: points.map((x) => (4 * (x - points[0]!)) / range), sets: points.map((_, i) => 2 ** i) };
  cover(start, 1);
  const clusters = points.length - 2 * folds;
  let wanted = (clusters * (clusters + 1)) / 2;
  for (let refused = 0; left > 0 && folds > 0 && clusters > 1;) {
    const chords: FoldSequence[number][] = [];
    const next = (from: Places): Places | null => {
      const chosen = randomChords(from.t.length, random);
      chords.push(chosen.map((i) => lowestBit(from.sets[i]!)) as [number, number, number, number]);
      return fold(from, chosen);
    };
    let places: Places | null = start;
    for (let l = 1; l < folds && places !== null; l += 1) places = next(places);
    if (places === null) continue;
    for (let k = 0; k < lastFolds; k += 1) {
      chords.length = folds - 1;
      const last = next(places);
      if (last === null) continue;
      refused += 1;
      if (!cover(last, wanted)) continue;
      refused = 0;
      yield [...chords];
    }
    if (refused < patience) continue;
    if (wanted === 1) break;
    [wanted, refused] = [Math.max(1, Math.floor(decrease * wanted)), 0];
  }
}

/** Every arc of places along a circle, `first` to `last`, with the labeling that its points have, the last point's label 0: the set, or what it leaves of all. */
export function visitArcs(
  sets: readonly number[],
  pairs: number,
  visit: (code: number, first: number, last: number) => void,
): void {
  for (let first = 0; first < sets.length; first += 1) {
    let arc = 0;
    for (let last = first; last < sets.length; last += 1) {
      arc |= sets[last]!;
      visit(arc < pairs ? arc : 2 * pairs - 1 - arc, first, last);
    }
  }
}

function lowestBit(set: number): number {
  return 31 - Math.clz32(set & -set);
}

/** Two chords of four points in a circle that do not cross. */
function randomChords(count: number, random: RandomStream): [number, number, number, number] {
  const chosen: number[] = [];
  while (chosen.length < 4) {
    const i = random.integer(count);
    if (!chosen.includes(i)) chosen.push(i);
  }
  const [i, j, k, l] = chosen.sort((x, y) => x - y) as [number, number, number, number];
  return random.integer(2) === 0 ? [i, j, k, l] : [j, k, l, i];
}

/** t ↦ r², r = (A·t − q)/(q·t − C): exchanges under the involution A·t·t' + B·(t + t') + C = 0 of the chords fall together. null where places come too near. */
function fold({ t, sets }: Places, [a, b, c, d]: readonly [number, number, number, number]): Places | null {
  const [sum, product] = [t[a]! + t[b]!, t[a]! * t[b]!];
  const A = sum - (t[c]! + t[d]!);
  const B = t[c]! * t[d]! - product;
  const C = -(A * product + B * sum);
  const root = Math.sqrt(B * B - A * C);
  if (!(root > 0)) return null;
  const q = -(B + (B < 0 ? -root : root));
  const squares = t.map((x) => ((A * x - q) / (q * x - C)) ** 2);
  const order = [...t.keys()].filter((i) => i !== a && i !== c).sort((i, j) => squares[i]! - squares[j]!);
  const middle = squares[order[order.length >> 1]!]!;
  const places: number[] = [];
  for (const i of order) {
    const place = squares[i]! / middle;
    const before = places.length === 0 ? nearest / 2 : places[places.length - 1]!;
    if (!(place - before > nearest * place && place < 1 / nearest)) return null;
    places.push(place);
  }
  const merged = order.map((i) => sets[i]! | (i === b ? sets[a]! : 0) | (i === d ? sets[c]! : 0));
  return { t: places, sets: merged };
}
