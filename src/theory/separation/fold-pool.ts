import { searchChordPairs, windowWidth, type Candidate, type LabeledLine } from "./fold-search.js";

/** A candidate by the points themselves, as their places change from layer to layer. */
interface Pooled {
  readonly points: readonly [a: number, b: number, c: number, d: number];
  readonly candidate: Candidate;
}

/** Points on either side of a place where neighbours changed whose windows are looked at again: a window, the points it is folded onto, and some to spare. */
const context = 48;
/** Candidates kept for a window. */
const kept = 2;

/**
 * The best chord pairs of all windows, kept from layer to layer. A fold moves all points but a few by a projective map of the circle, and whether a chord pair merges which points is not changed by
 * such a map: only windows near points that got new neighbours are searched again. So the best of all windows is known at the cost of a few.
 */
export class FoldPool {
  private readonly windows = new Map<number, readonly Pooled[]>();
  private next = new Int32Array(0);
  private previous = new Int32Array(0);

  /** The candidates that take away a change of class or more, best first, for points with these names along the circle. */
  candidates(line: LabeledLine, names: readonly number[]): Candidate[] {
    const changed = this.changedWindows(names);
    for (const a of changed) this.windows.delete(names[a]!);
    for (const candidate of searchChordPairs(line, changed, 1, true)) {
      const { a, b, c, d } = candidate;
      const list = this.windows.get(names[a]!) ?? [];
      if (list.length === kept) continue;
      const points = [names[a]!, names[b]!, names[c]!, names[d]!] as const;
      this.windows.set(names[a]!, [...list, { points, candidate }]);
    }
    const places = new Map(names.map((name, i) => [name, i]));
    const found: Candidate[] = [];
    for (const [name, list] of this.windows) {
      if (!places.has(name)) this.windows.delete(name);
      for (const { points, candidate } of list) {
        const placed = place(
          points.map((point) => places.get(point)),
          names.length,
        );
        if (placed === null) continue;
        const score = candidate.gain - candidate.density * Math.log2(windowWidth(line, placed) + 1e-30);
        found.push({ ...candidate, ...placed, score });
      }
    }
    return found.sort((x, y) => y.score - x.score);
  }

  /** Places whose neighbourhood is not what it was; keeps the neighbours for the next time. */
  private changedWindows(names: readonly number[]): number[] {
    const n = names.length;
    const size = Math.max(
      this.next.length,
      ...(this.next.length === 0 ? [names.reduce((x, y) => Math.max(x, y), 0) + 1] : []),
    );
    const [next, previous] = [new Int32Array(size).fill(-1), new Int32Array(size).fill(-1)];
    const changed = new Uint8Array(n);
    for (let i = 0; i < n; i += 1) {
      const [here, there] = [names[i]!, names[(i + 1) % n]!];
      next[here] = there;
      previous[there] = here;
      if (this.next.length > 0 && (this.next[here] === there || this.previous[here] === there)) continue;
      for (let k = -context; k <= context; k += 1) changed[(((i + k) % n) + n) % n] = 1;
    }
    [this.next, this.previous] = [next, previous];
    return [...changed.keys()].filter((i) => changed[i] === 1);
  }
}

/** The chord pair at its present places; the circle may have been turned over. null where one of its points is gone. */
function place(places: readonly (number | undefined)[], n: number): Pick<Candidate, "a" | "b" | "c" | "d"> | null {
  const [a, b, c, d] = places;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
  const from = (start: number, end: number): number => (end - start + n) % n;
  return from(a, c) < n / 2 ? { a, b, c, d } : { a: c, b: d, c: a, d: b };
}
