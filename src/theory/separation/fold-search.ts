/** Points of the circle by t = tan(ψ/2), increasing, with their classes. */
export interface LabeledLine {
  /** t of the next point less t of this one, each to full relative accuracy however near the two are. */
  readonly gaps: Float64Array;
  readonly labels: Int32Array;
}

/** Points by t − t[origin]: to full relative accuracy near the origin, where t itself would not tell them apart. */
interface Chart {
  readonly t: Float64Array;
  readonly labels: Int32Array;
}

/** Writes over `t` where it is given. */
function chartAround(
  { gaps, labels }: LabeledLine,
  origin: number,
  t: Float64Array = new Float64Array(labels.length),
): Chart {
  t[origin] = 0;
  for (let i = origin + 1; i < t.length; i += 1) t[i] = t[i - 1]! + gaps[i - 1]!;
  for (let i = origin - 1; i >= 0; i -= 1) t[i] = t[i + 1]! - gaps[i]!;
  return { t, labels };
}

/** Two chords, by the indices of their ends: a onto b, and c onto d. */
export interface ChordPair {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** A chord pair with what it is expected to do. */
export interface Candidate extends ChordPair {
  /** By how many the neighbours of different classes become fewer. */
  readonly reduction: number;
  /** What speaks for it wherever the points stand: the reduction, and the gap it leaves. */
  readonly gain: number;
  /** What a binary digit of the window's width costs. */
  readonly density: number;
  /** gain − density·log₂(width). */
  readonly score: number;
}

/** The window's width in t, by the gaps from a to c. */
export function windowWidth({ gaps }: LabeledLine, { a, c }: Pick<ChordPair, "a" | "c">): number {
  if (a > c) return gaps.reduce((sum, gap) => sum + gap, 0);
  let width = 0;
  for (let i = a; i < c; i += 1) width += gaps[i]!;
  return width;
}

/** Neighbours on the circle (the last and the first are neighbours) whose classes differ. */
export function countChanges(labels: ArrayLike<number>): number {
  let changes = 0;
  for (let i = 0; i < labels.length; i += 1) if (labels[i] !== labels[(i + 1) % labels.length]) changes += 1;
  return changes;
}

/** How much a small remaining gap costs, and how much it is worth to fold where points are dense; in changes per binary digit. */
const gapWeight = 0.25;
const densityWeight = 0.1;

/** Nearest neighbours of the same class that are tried as the other end of a chord. */
const reach = 3;
const longestWindow = 8;
const mostNear = 24;

/**
 * Chord pairs that leave fewer changes of class along the circle, best first; searched, in doubles.
 *
 * A window of neighbours a…c is folded onto the rest: a onto one of the nearest points of its class on its side, c likewise. The arc between the two
 * creases is turned over, its other points land where the involution takes them.
 */
export function searchChordPairs(
  line: LabeledLine,
  windows: readonly number[],
  minimumReduction: number,
  allRuns = false,
): Candidate[] {
  const n = line.labels.length;
  const links = sameClassLinks(line.labels);
  const found: Candidate[] = [];
  let chart = chartAround(line, 0);
  let origin = 0;
  const tryPair = (a: number, b: number, c: number, d: number, most: number): void => {
    if (b === d || !inOrder(n, a, c, d, b)) return;
    if (origin !== a) chart = chartAround(line, (origin = a), chart.t);
    const effect = foldEffect(chart, { a, b, c, d }, most);
    if (effect === null || effect.reduction < minimumReduction) return;
    const width = windowWidth(line, { a, c });
    const density = minimumReduction > 0 ? densityWeight : -gapWeight;
    const gain = effect.reduction + gapWeight * Math.log2(effect.margin + 1e-30);
    const score = gain - density * Math.log2(width + 1e-30);
    found.push({ a, b, c, d, reduction: effect.reduction, gain, density, score });
  };
  for (const a of windows) {
    for (let length = 2; length <= Math.min(longestWindow, n - 2); length += 1) {
      const c = (a + length - 1) % n;
      for (let i = 0, b = links.before[a]!; i < reach && b !== a; i += 1, b = links.before[b]!) {
        for (let j = 0, d = links.after[c]!; j < reach && d !== c; j += 1, d = links.after[d]!) {
          tryPair(a, b, c, d, mostNear);
        }
      }
    }
  }
  if (allRuns || found.length < 20) tryRunWindows(line.labels, windows, allRuns ? Infinity : mostRuns, tryPair);
  return found.sort((x, y) => y.score - x.score);
}

/** Runs of one class that windows are begun with, where there are more. */
const mostRuns = 60;

/** Windows of whole runs of one class, or of the ends of two, folded onto the ends and middles of the next runs of their classes. */
function tryRunWindows(
  labels: Int32Array,
  windows: readonly number[],
  most: number,
  tryPair: (a: number, b: number, c: number, d: number, most: number) => void,
): void {
  const n = labels.length;
  const starts: number[] = [];
  const runOf = new Int32Array(n);
  for (let i = 0; i < n; i += 1) {
    if (labels[i] !== labels[(i + n - 1) % n]) starts.push(i);
    runOf[i] = starts.length - 1;
  }
  const runs = starts.length;
  const begun = new Set(windows.map((i) => (runOf[i]! + runs) % runs));
  const last = (run: number): number => (starts[(run + 1) % runs]! + n - 1) % n;
  const targets = (from: number, step: number, label: number, count: number): number[] => {
    const points: number[] = [];
    for (let k = 2, zones = 0; k <= count && zones < 2; k += 1) {
      const run = (from + step * k + runs * k) % runs;
      if (labels[starts[run]!] !== label) continue;
      zones += 1;
      const [start, end] = [starts[run]!, last(run)];
      const middle = (start + (((end - start + n) % n) >> 1)) % n;
      points.push(...new Set([start, end, middle]));
    }
    return points;
  };
  for (const run of [...begun].slice(0, most)) {
    for (let length = 1; length <= Math.min(5, runs - 2); length += 1) {
      const a = starts[run]!;
      const c = last((run + length - 1) % runs);
      if (a === c) continue;
      for (const b of targets(run, -1, labels[a]!, runs - length)) {
        for (const d of targets(run + length - 1, 1, labels[c]!, runs - length)) tryPair(a, b, c, d, n);
      }
    }
    // Between the last point of this run and the first of the next there is no other, which would land far away.
    const [end, begin] = [last(run), starts[(run + 1) % runs]!];
    for (const b of targets(run, -1, labels[end]!, runs - 2)) {
      for (const d of targets(run + 1, 1, labels[begin]!, runs - 2)) tryPair(end, b, begin, d, n);
    }
  }
}

/** The previous and the next point of the same class, around the circle. */
function sameClassLinks(labels: Int32Array): { readonly before: Int32Array; readonly after: Int32Array } {
  const n = labels.length;
  const [before, after] = [new Int32Array(n), new Int32Array(n)];
  const last = new Map<number, number>();
  for (let pass = 0; pass < 2; pass += 1) {
    for (let i = 0; i < n; i += 1) {
      before[i] = last.get(labels[i]!) ?? i;
      last.set(labels[i]!, i);
    }
  }
  last.clear();
  for (let pass = 0; pass < 2; pass += 1) {
    for (let i = n - 1; i >= 0; i -= 1) {
      after[i] = last.get(labels[i]!) ?? i;
      last.set(labels[i]!, i);
    }
  }
  return { before, after };
}

/** Whether a, c, d, b follow one another around the circle: then the chords a–b and c–d do not cross. */
function inOrder(n: number, a: number, c: number, d: number, b: number): boolean {
  const [u, v, w] = [(c - a + n) % n, (d - a + n) % n, (b - a + n) % n];
  return u <= v && v <= w && u !== v && v !== w;
}

/** Coefficients of the involution A·t·t' + B·(t + t') + C = 0 that exchanges the ends of both chords. */
function involution(t: Float64Array, { a, b, c, d }: ChordPair): [number, number, number] {
  const [sum, product] = [t[a]! + t[b]!, t[a]! * t[b]!];
  const A = sum - (t[c]! + t[d]!);
  const B = t[c]! * t[d]! - product;
  return [A, B, -(A * product + B * sum)];
}

/** What a fold does to the order of classes; null where it turns over more than `most` points or mixes neighbours it cannot tell apart. */
function foldEffect(
  { t, labels }: Chart,
  pair: ChordPair,
  most: number,
): { readonly reduction: number; readonly margin: number } | null {
  const n = t.length;
  const [A, B, C] = involution(t, pair);
  const side = (i: number): boolean => (A * t[i]! + 2 * B) * t[i]! + C > 0;
  const near = side(pair.a);
  let first = pair.a;
  let count = ((pair.c - pair.a + n) % n) + 1;
  for (let k = 0; k < count; k += 1) if (side((first + k) % n) !== near) return null;
  const limit = Math.min(most, n - 3);
  while (count <= limit && side((first + n - 1) % n) === near) {
    first = (first + n - 1) % n;
    count += 1;
  }
  while (count <= limit && side((first + count) % n) === near) count += 1;
  if (count > limit) return null;
  const isNear = (i: number): boolean => (i - first + n) % n < count;

  let reduction = 0;
  for (let k = -1; k < count; k += 1) {
    if (labels[(first + k + n) % n] !== labels[(first + k + 1) % n]) reduction += 1;
  }
  const [left, right] = [(first + n - 1) % n, (first + count) % n];
  let margin = 1;
  // The images of the near points, from one crease to the other, come to the far points from the last to the first, once around the circle, and begin and
  // end between the creases: `top` is the first that does. What stands above the next image, in the gap after the far point `gap` (n at the end):
  let [gap, open, width, label, place] = [-1, true, 0, 0, 0];
  let top: number | undefined;
  const below = (nextLabel: number, nextPlace: number): void => {
    if (nextLabel !== label) {
      reduction -= 1;
      if (!open && width > 0 && place >= nextPlace) margin = Math.min(margin, (place - nextPlace) / width);
    }
    [label, place] = [nextLabel, nextPlace];
  };
  const image = (x: number): number => -(B * x + C) / (A * x + B);
  const half = image(t[(right + ((n - count) >> 1)) % n]!);
  for (let k = 0; k < count; k += 1) {
    const i = (first + k) % n;
    const landed = image(t[i]!);
    let [low, high] = [-1, n];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (t[middle]! <= landed) low = middle;
      else high = middle;
    }
    // In front of the first point the image lies behind the last one, around the circle.
    let after = (low + n) % n;
    if (isNear(after)) after = left;
    if (after === left && !follow(t[left]!, t[i]!, half)) after = n;
    if (after !== gap) {
      if (gap >= 0) below(labels[gap]!, t[gap]!);
      gap = after;
      open = after === left || after === n;
      if (after === left) {
        [label, place, top] = [labels[i]!, landed, labels[i]!];
        continue;
      }
      const next = after === n ? right : (after + 1) % n;
      [label, place] = [labels[next]!, t[next]!];
      if (!open) {
        width = t[next]! - t[after]!;
        if (labels[after] !== label) reduction += 1;
      }
    }
    below(labels[i]!, landed);
  }
  const last = top ?? labels[left]!;
  if (gap === n) below(last, 0);
  else {
    below(labels[gap]!, t[gap]!);
    if (last !== labels[right]) reduction -= 1;
  }
  return { reduction, margin };
}

/** Whether x, y, z follow one another on the line closed by infinity. */
function follow(x: number, y: number, z: number): boolean {
  return x <= z ? x <= y && y <= z : y >= x || y <= z;
}

/**
 * The least gap between neighbours of different classes after the fold, where the first point is sent to −1, the middle one to 0 and the last to 1. In
 * doubles, every difference from a difference; null where the creases or the order cannot be told.
 */
export function foldedGap(line: LabeledLine, pair: ChordPair): number | null {
  const { t, labels } = chartAround(line, pair.a);
  const n = t.length;
  const [A, B, C] = involution(t, pair);
  const root = Math.sqrt(B * B - A * C);
  if (!(root > 0)) return null;
  // The creases q/A and C/q, computed without cancellation; one of them may be at infinity. The fold is t ↦ s = r², r = (A·t − q)/(q·t − C).
  const q = -(B + (B < 0 ? -root : root));
  const [denominator, r, s] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const [ahead, behind]: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i += 1) {
    denominator[i] = q * t[i]! - C;
    r[i] = (A * t[i]! - q) / denominator[i]!;
    s[i] = r[i]! * r[i]!;
    (r[i]! > 0 ? ahead : behind).push(i);
  }
  const order = mergeArcs(ahead, behind, s);
  const [start, middle, end] = [s[order[0]!]!, s[order[n >> 1]!]!, s[order[n - 1]!]!];
  const [left, right] = [(middle - start) / (1 + start / middle), (end - middle) / (1 + end / middle)];
  const bend = (right - left) / (right + left);
  const length = right - bend * right;
  const scale = (i: number): number => {
    const w = s[i] === Infinity ? middle : (s[i]! - middle) / (1 + s[i]! / middle);
    return (1 + s[i]! / middle) * (length + bend * w);
  };
  const determinant = q * q - A * C;
  let gap = Infinity;
  for (let k = 1; k < n; k += 1) {
    const [i, j] = [order[k - 1]!, order[k]!];
    if (labels[i] === labels[j]) continue;
    const [low, high] = i < j ? [i, j] : [j, i];
    // Neighbours before the fold that still are: their gap is carried over. Others are told apart by where they land.
    const difference =
      high === low + 1
        ? Math.abs(((determinant * line.gaps[low]!) / (denominator[i]! * denominator[j]!)) * (r[i]! + r[j]!))
        : s[j]! - s[i]!;
    gap = Math.min(gap, (2 * length * difference) / (scale(i) * scale(j)));
  }
  return gap > 0 ? gap : null;
}

/** The points of two arcs between the same creases, by where they land. */
function mergeArcs(one: readonly number[], other: readonly number[], s: Float64Array): number[] {
  const [u, v] = [alongArc(one, s), alongArc(other, s)];
  const merged: number[] = [];
  for (let i = 0, j = 0; i < u.length || j < v.length;) {
    merged.push(j >= v.length || (i < u.length && s[u[i]!]! <= s[v[j]!]!) ? u[i++]! : v[j++]!);
  }
  return merged;
}

/** Points of an arc, given by increasing index, from the crease where s is 0 to the one where it is infinite: neighbours stay neighbours. */
function alongArc(arc: readonly number[], s: Float64Array): readonly number[] {
  const jump = arc.findIndex((i, k) => k > 0 && i !== arc[k - 1]! + 1);
  const ordered = jump < 0 ? arc : [...arc.slice(jump), ...arc.slice(0, jump)];
  return s[ordered[0]!]! <= s[ordered[ordered.length - 1]!]! ? ordered : [...ordered].reverse();
}
