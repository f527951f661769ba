import { absolute, bitLength } from "../../exact/integer.js";
import { chord, halfTangent, halfTangentGaps, normalise, tangent, type CirclePoint } from "./circle.js";
import { foldOf, type Fold } from "./fold.js";
import { FoldPool } from "./fold-pool.js";
import {
  countChanges,
  foldedGap,
  searchChordPairs,
  type Candidate,
  type ChordPair,
  type LabeledLine,
} from "./fold-search.js";
import type { OrderedProjection } from "./direction.js";
import { tightestGap } from "./tight-gap.js";
import { isNoncrossing } from "./noncrossing.js";
import type { RandomStream } from "./random.js";
import type { CircleState } from "./circle.js";

/** Told how far the work is, 0 to 1, and what is being done. */
export type Progress = (fraction: number, doing: string) => void;

/** Folds of which the gap that is left is computed for all points. */
const compared = 8;
/** Windows looked at a layer, where there are more points. */
const windowsALayer = 128;

/** How small an arc the points are kept on: on it layer normalization hardly changes the ratios of gaps, over as many layers as there may be. */
function spreadFor(count: number): bigint {
  return BigInt(Math.max(8, Math.ceil(Math.sqrt(count))));
}

/** The first layer: t ↦ LN puts the line on the circle, the middle scalar at ψ = 0 and all within |tan ψ| ≤ 1/spread. */
export function placeOnCircle(
  line: OrderedProjection,
  labels: readonly number[],
  bits: number,
): { readonly fold: Fold; readonly placed: Placed; readonly spread: bigint } {
  const { order, numerators, denominator } = line;
  const spread = spreadFor(order.length);
  const [start, middle, end] = [order[0]!, order[order.length >> 1]!, order[order.length - 1]!].map(
    (i) => numerators[i]!,
  ) as [bigint, bigint, bigint];
  const one = 1n << BigInt(bits);
  // first = 2^e·(t − middle) with values of about 1, second = spread: the ratio is what matters.
  const exponent = bitLength(denominator) - bitLength(end - start === 0n ? 1n : end - start);
  const p = exponent >= 0 ? one << BigInt(exponent) : one >> BigInt(-exponent);
  const r = -(p * middle) / denominator;
  const fold: Fold = { first: { p, q: 0n, r }, second: { p: 0n, q: 0n, r: spread * one }, bits, slopeBits: bits };
  const points = order.map((i) => normalise((p * numerators[i]!) / denominator + r, fold.second.r, bits));
  return { fold, placed: { points, labels, names: points.map((_, i) => i), bits }, spread };
}

interface Setting {
  readonly random: RandomStream;
  readonly spread: bigint;
}

/** Samples on the circle, by increasing ψ. */
interface Placed {
  /** In units of 2^-bits. */
  readonly points: readonly CirclePoint[];
  /** Class index of each point. */
  readonly labels: readonly number[];
  /** What each point is called from the first layer to the last. */
  readonly names: readonly number[];
  readonly bits: number;
}

/** What the folds did: the circle after each layer, and the chords that were merged. */
export interface Folding {
  readonly folds: readonly Fold[];
  readonly states: readonly CircleState[];
  /** The circle after the last layer, exactly. */
  readonly end: Placed;
  /** Changes of class in front of the first fold. */
  readonly changes: number;
}

/**
 * Folds until the classes do not cross. Each fold merges two pairs of points, each of one class (one pair where two cannot be found), and never adds
 * changes of class. The chords of `earlier`, a call at fewer bits, are used again as long as its circles are the same. null where the points could not be
 * told apart at this precision.
 */
export function foldUntilNoncrossing(
  start: Placed,
  setting: Setting,
  earlier: readonly CircleState[],
  onProgress: Progress,
): Folding | null {
  const folds: Fold[] = [];
  const states: CircleState[] = [];
  const changes = isNoncrossing(start.labels) ? 0 : countChanges(start.labels);
  let placed = start;
  const pool = new FoldPool();
  while (!isNoncrossing(placed.labels)) {
    const next =
      foldAgain(placed, earlier[folds.length], setting) ??
      foldBest(placed, setting, pool) ??
      openGap(placed, setting) ??
      foldOnce(placed, setting);
    if (next === null) return null;
    folds.push(next.fold);
    states.push(circleState(placed, next.chords));
    const left = countChanges(next.placed.labels);
    placed = next.placed;
    onProgress(1 - left / changes, `layer ${folds.length + 1}`);
  }
  states.push(circleState(placed, []));
  return { folds, states, end: placed, changes };
}

/** The least difference between a value and its next one, over the pairs that count; undefined where none does. */
export function leastDifference(values: readonly bigint[], counts: (i: number) => boolean): bigint | undefined {
  let least: bigint | undefined;
  for (let i = 0; i + 1 < values.length; i += 1) {
    if (!counts(i)) continue;
    const difference = values[i + 1]! - values[i]!;
    if (least === undefined || difference < least) least = difference;
  }
  return least;
}

/** Bits of the least difference in x between neighbours of different classes; infinite where there are none. */
function leastGapBits(points: readonly CirclePoint[], labels: readonly number[]): number {
  const least = leastDifference(
    points.map(({ x }) => x),
    (i) => labels[i] !== labels[i + 1],
  );
  return least === undefined ? Infinity : bitLength(least);
}

/** What is kept of every layer: doubles, as the exact points of all layers would fill the memory. */
function circleState({ points, labels, bits }: Placed, chords: CircleState["chords"]): CircleState {
  return { halfTangents: Float64Array.from(points, (point) => halfTangent(point, bits)), labels, chords };
}

interface Folded {
  readonly fold: Fold;
  readonly chords: CircleState["chords"];
  readonly placed: Placed;
}

function chordsOf({ a, b, c, d }: ChordPair): CircleState["chords"] {
  return [
    [a, b],
    [c, d],
  ];
}

function foldAgain(placed: Placed, earlier: CircleState | undefined, setting: Setting): Folded | null {
  if (earlier === undefined || earlier.chords.length === 0) return null;
  if (!placed.labels.every((label, i) => label === earlier.labels[i])) return null;
  const folded = applyFold(placed, earlier.chords, setting);
  return folded !== null && countChanges(folded.placed.labels) <= countChanges(placed.labels) ? folded : null;
}

function labeledLine({ points, labels, bits }: Placed): LabeledLine {
  return { gaps: halfTangentGaps(points, bits), labels: Int32Array.from(labels) };
}

/** Points up to which folds of two classes are found without gaps being opened. */
const mostUnopened = 1024;
/** How tight a gap a fold that takes away changes may leave, where there are more. */
const tightest = 2 ** -24;
/** A tighter gap is opened when no fold takes away a change. */
const narrow = 0.5;

/** The best of all windows' chord pairs that takes away a change of class or more. */
function foldBest(placed: Placed, setting: Setting, pool: FoldPool): Folded | null {
  const line = labeledLine(placed);
  const changes = countChanges(placed.labels);
  const least = Math.min(tightest, tightness(placed));
  for (const candidate of best(line, pool.best(line, placed.names, compared))) {
    const folded = applyFold(placed, chordsOf(candidate), setting);
    if (folded === null || countChanges(folded.placed.labels) >= changes) continue;
    if (tightness(folded.placed) >= least) return folded;
  }
  return null;
}

function tightness(placed: Placed): number {
  return opensGaps(placed) ? (tightestGap(labeledLine(placed))?.tightness ?? 1) : 1;
}

function opensGaps({ labels }: Placed): boolean {
  return labels.length > mostUnopened || new Set(labels).size > 2;
}

/**
 * A fold that leaves the changes of class as they are and opens the tightest gap. Among long runs with narrow gaps between them few folds take away a
 * change, and those make other gaps tighter.
 */
function openGap(placed: Placed, setting: Setting): Folded | null {
  if (!opensGaps(placed)) return null;
  const tight = tightestGap(labeledLine(placed));
  if (tight === null || tight.tightness >= narrow) return null;
  const folded = applyFold(placed, chordsOf(tight.chords), setting);
  return folded !== null && countChanges(folded.placed.labels) <= countChanges(placed.labels) ? folded : null;
}

function foldOnce(placed: Placed, setting: Setting): Folded | null {
  const n = placed.points.length;
  const line = labeledLine(placed);
  const windows = Array.from({ length: Math.min(n, windowsALayer) }, (_, i) =>
    n <= windowsALayer ? i : setting.random.integer(n),
  );
  const changes = countChanges(placed.labels);
  for (const reduction of [1, 0]) {
    for (const candidate of best(line, searchChordPairs(line, windows, reduction))) {
      const folded = applyFold(placed, chordsOf(candidate), setting);
      if (folded !== null && countChanges(folded.placed.labels) <= changes - reduction) return folded;
    }
  }
  const single = pluck(line);
  return single === null ? null : applyFold(placed, [single], setting);
}

/**
 * The point whose removal takes away most changes of class, densest where several do, with the next point of its class. Alone between the creases it is
 * merged with that one, and the others keep their order: a fold that is always there while the classes cross.
 */
function pluck({ gaps, labels }: LabeledLine): readonly [number, number] | null {
  const n = labels.length;
  let best: { readonly chord: readonly [number, number]; readonly reduction: number; readonly room: number } | null =
    null;
  for (let a = 0; a < n; a += 1) {
    const [left, right] = [(a + n - 1) % n, (a + 1) % n];
    const reduction =
      Number(labels[left] !== labels[a]) + Number(labels[a] !== labels[right]) - Number(labels[left] !== labels[right]);
    const room = a === 0 || a === n - 1 ? Infinity : gaps[left]! + gaps[a]!;
    if (best !== null && (reduction < best.reduction || (reduction === best.reduction && room >= best.room))) continue;
    for (let k = 1; k < n; k += 1) {
      const b = (a + k) % n;
      if (labels[b] !== labels[a]) continue;
      best = { chord: [a, b], reduction, room };
      break;
    }
  }
  return best === null ? null : best.chord;
}

/**
 * A point of the circle beside a, on the side away from b and nearer than half of the gaps to a's neighbours. Seen from where its tangent meets the chord
 * a–b, only a lies on the near side of the circle.
 */
function crease(points: readonly CirclePoint[], [a, b]: readonly [number, number], bits: number): CirclePoint {
  const n = points.length;
  const [left, right] = [points[(a + n - 1) % n]!, points[(a + 1) % n]!];
  const here = points[a]!;
  const distance = (p: CirclePoint): bigint => absolute(p.x - here.x) + absolute(p.y - here.y);
  const [toLeft, toRight] = [distance(left), distance(right)];
  const [to, length] = (b - a + n) % n === 1 ? [left, toLeft] : [right, toRight];
  const step = (toLeft < toRight ? toLeft : toRight) / 2n;
  const towards = (p: bigint, q: bigint): bigint => p + ((q - p) * step) / length;
  return normalise(towards(here.x, to.x), towards(here.y, to.y), bits);
}

/** Changes of class that the best chord pairs are compared at by `foldWithin`, and the folds it may try in all. */
const branches = 24;
const mostTried = 4000;

/**
 * At most `layers` folds after which the classes do not cross, by trying the best candidates in depth; null where none was found. With two classes a fold
 * at most halves the changes of class (docs/theory/ln-net.md), which prunes.
 */
export function foldWithin(start: Placed, setting: Setting, layers: number): Folding | null {
  let tried = 0;
  const search = (placed: Placed, left: number): Folded[] | null => {
    if (isNoncrossing(placed.labels)) return [];
    if (left === 0 || countChanges(placed.labels) > 2 ** (left + 1)) return null;
    const line = labeledLine(placed);
    const windows = Array.from({ length: placed.points.length }, (_, i) => i);
    const candidates = searchChordPairs(line, windows, 0).sort(
      (x, y) => y.reduction - x.reduction || y.score - x.score,
    );
    for (const candidate of candidates.slice(0, branches)) {
      if (tried++ >= mostTried) return null;
      const folded = applyFold(placed, chordsOf(candidate), setting);
      const rest = folded === null ? null : search(folded.placed, left - 1);
      if (rest !== null) return [folded!, ...rest];
    }
    return null;
  };
  const found = search(start, layers);
  if (found === null) return null;
  const befores = [start, ...found.map(({ placed }) => placed)];
  return {
    folds: found.map(({ fold }) => fold),
    states: befores.map((placed, l) => circleState(placed, found[l]?.chords ?? [])),
    end: befores[befores.length - 1]!,
    changes: isNoncrossing(start.labels) ? 0 : countChanges(start.labels),
  };
}

/** The candidates that promise most, the gap that they leave taken into account. */
function best(line: LabeledLine, candidates: readonly Candidate[]): Candidate[] {
  const judged = candidates.slice(0, compared).flatMap((candidate) => {
    const left = foldedGap(line, candidate);
    return left === null ? [] : [{ candidate, value: candidate.reduction + 0.25 * Math.log2(left) }];
  });
  return judged.sort((x, y) => y.value - x.value).map(({ candidate }) => candidate);
}

function applyFold(placed: Placed, chords: CircleState["chords"], { spread }: Setting): Folded | null {
  const { points, labels, names, bits } = placed;
  const ofOneClass = ([i, j]: readonly [number, number]): boolean => labels[i] === labels[j];
  const lines = chords.map((ends) => {
    const [from, to] = ends.map((i) => points[i]!) as [CirclePoint, CirclePoint];
    return chord(from, ofOneClass(ends) ? to : normalise((from.x + to.x) / 2n, (from.y + to.y) / 2n, bits));
  });
  const folded = foldOf(points, lines[0]!, lines[1] ?? tangent(crease(points, chords[0]!, bits), bits), spread, bits);
  if (folded === null) return null;
  const { fold, images } = folded;
  const merged = new Set(chords.filter(ofOneClass).map(([i]) => i));
  const moved: { point: CirclePoint; label: number; name: number }[] = [];
  for (let i = 0; i < points.length; i += 1) {
    if (!merged.has(i)) moved.push({ point: images[i]!, label: labels[i]!, name: names[i]! });
  }
  moved.sort((u, v) => (u.point.x < v.point.x ? -1 : u.point.x > v.point.x ? 1 : 0));
  // On symmetric points more pairs than two fall together: of one class, they are one point from here on.
  const least = 1n << BigInt(bits >> 3);
  const distinct = moved.filter(({ point, label }, i) => {
    const before = moved[i - 1];
    return before === undefined || before.label !== label || point.x - before.point.x >= least;
  });
  const after = {
    points: distinct.map(({ point }) => point),
    labels: distinct.map(({ label }) => label),
    names: distinct.map(({ name }) => name),
    bits,
  };
  if (leastGapBits(after.points, after.labels) < bits / 2) return null;
  return { fold, chords, placed: after };
}
