import type { ChordPair, LabeledLine } from "./fold-search.js";

/** A gap between two classes, with the fold that opens it. */
export interface TightGap {
  /** The gap's width, in that of the wider of the clusters beside it. */
  readonly tightness: number;
  /** a–b and c–d for the gap between a and c. b is a point of a's class, onto which a is laid, or the first beyond its run: then a goes half way to it. d and c likewise. */
  readonly chords: ChordPair;
}

/** A gap within a run that is so many times as wide as all before it ends the cluster: what is beyond says nothing of this place. */
const apart = 8;

/**
 * The gap between neighbours a and c of different classes that is narrowest beside the points of their classes next to it, of those that a fold opens
 * without mixing classes; null where there is none.
 *
 * The fold lays a on the middle one of its cluster, c on that of its own, and all points between onto these clusters. In a coordinate in which its centre, in
 * the gap, is 0, it is u ↦ u + h²/u: no point is left within 2h, and points from u = x to X with h² = xX land between 2√(xX) and x + X, which makes X/x
 * as nearly 1 as the arithmetic–geometric mean does. It magnifies by X/x what the digits have lost of a's place; in the middle of its cluster that matters
 * least. Where a cluster is a run, and narrower than the gap beyond it, its point goes half way into that gap. Of the outermost runs the width says
 * nothing: they reach around the circle.
 */
export function tightestGap(line: LabeledLine): TightGap | null {
  const { gaps, labels } = line;
  const n = labels.length;
  let best: TightGap | null = null;
  for (let a = 0; a + 1 < n; a += 1) {
    if (labels[a] === labels[a + 1]) continue;
    const [left, right] = [clusterBeside(line, a, -1), clusterBeside(line, a + 1, 1)];
    const widest = Math.max(left.outermost ? 0 : left.width, right.outermost ? 0 : right.width);
    if (left.target === a || right.target === a + 1 || widest === 0) continue;
    const tightness = gaps[a]! / widest;
    if (best === null || tightness < best.tightness) {
      best = { tightness, chords: { a, b: left.target, c: a + 1, d: right.target } };
    }
  }
  return best;
}

/** The points of one class from `start` on, in a direction, and where the fold is to lay `start`. */
function clusterBeside(
  { gaps, labels }: LabeledLine,
  start: number,
  step: 1 | -1,
): { readonly width: number; readonly target: number; readonly outermost: boolean } {
  const gapAfter = (i: number): number => (step === 1 ? gaps[i]! : gaps[i - 1]!);
  const inside = (i: number): boolean => i >= 0 && i < labels.length;
  const sameClass = (i: number): boolean => labels[i] === labels[start];
  let [end, width] = [start, 0];
  while (inside(end + step) && sameClass(end + step) && (end === start || gapAfter(end) < apart * width)) {
    width += gapAfter(end);
    end += step;
  }
  const next = end + step;
  if (inside(next) && !sameClass(next) && width < gapAfter(end) / 2) {
    return { width: width + gapAfter(end) / 2, target: next, outermost: false };
  }
  let target = start;
  for (let way = 0; target !== end && way + gapAfter(target) <= width / 2; target += step) way += gapAfter(target);
  return { width, target: target === start ? end : target, outermost: !inside(next) };
}
