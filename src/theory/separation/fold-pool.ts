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

  /** The `most` best candidates that take away a change of class or more, best first, for points with these names along the circle. */
  best(line: LabeledLine, names: readonly number[], most: number): Candidate[] {
    const changed = this.changedWindows(names);
    for (const a of changed) this.windows.delete(names[a]!);
    for (const candidate of searchChordPairs(line, changed, 1, true)) {
      const { a, b, c, d } = candidate;
      const list = this.windows.get(names[a]!) ?? [];
      if (list.length === kept) continue;
      const points = [names[a]!, names[b]!, names[c]!, names[d]!] as const;
      this.windows.set(names[a]!, [...list, { points, candidate }]);
    }
    const places = new Int32Array(this.next.length).fill(-1);
    names.forEach((name, i) => (places[name] = i));
    const found: Candidate[] = [];
    for (const [name, list] of this.windows) {
      if (places[name] === -1) this.windows.delete(name);
      for (const { points, candidate } of list) {
        const placed = place(points, places, names.length);
        if (placed === null) continue;
        const score = candidate.gain - candidate.density * Math.log2(windowWidth(line, placed) + 1e-30);
        if (found.length === most && !(score > found[most - 1]!.score)) continue;
        if (found.length === most) found.pop();
        const before = found.findIndex((other) => score > other.score);
        found.splice(before < 0 ? found.length : before, 0, { ...candidate, ...placed, score });
      }
    }
    return found;
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
function place(points: Pooled["points"], places: Int32Array, n: number): Pick<Candidate, "a" | "b" | "c" | "d"> | null {
  const [a, b, c, d] = [places[points[0]]!, places[points[1]]!, places[points[2]]!, places[points[3]]!];
  if (a < 0 || b < 0 || c < 0 || d < 0) return null;
  return (c - a + n) % n < n / 2 ? { a, b, c, d } : { a: c, b: d, c: a, d: b };
}
