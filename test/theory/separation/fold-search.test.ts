import { describe, expect, it } from "vitest";
import {
  countChanges,
  searchChordPairs,
  type ChordPair,
  type LabeledLine,
} from "../../../src/theory/separation/fold-search.js";
import { randomStream } from "../../../src/theory/separation/random.js";

/** Points at t with classes, by the gaps between them. */
function lineOf(t: readonly number[], labels: readonly number[]): LabeledLine {
  return {
    gaps: Float64Array.from(t, (x, i) => (i + 1 < t.length ? t[i + 1]! - x : 0)),
    labels: Int32Array.from(labels),
  };
}

/** Changes of class when the points stand by r², r = (t − u)/(t − v) for the fixed points u, v of the involution that exchanges the ends of both chords. */
function changesAfter(t: readonly number[], labels: readonly number[], { a, b, c, d }: ChordPair): number {
  const [p, q, r, s] = [a, b, c, d].map((i) => t[i]!) as [number, number, number, number];
  // t·t' − m(t + t') + k = 0
  const m = (r * s - p * q) / (r + s - p - q);
  const k = m * (p + q) - p * q;
  const root = Math.sqrt(m * m - k);
  const places = t.map((x) => ((x - m - root) / (x - m + root)) ** 2);
  const order = t.map((_, i) => i).filter((i) => i !== a && i !== c);
  return countChanges(order.sort((i, j) => places[i]! - places[j]!).map((i) => labels[i]!));
}

describe("searchChordPairs", () => {
  it("says by how many the changes of class become fewer, as folding the points does", () => {
    const random = randomStream(11);
    let checked = 0;
    for (let trial = 0; trial < 30; trial += 1) {
      const n = 12 + random.integer(30);
      const t = Array.from({ length: n }, () => random.integer(1 << 30) / 2 ** 30).sort((x, y) => x - y);
      const labels = t.map(() => random.integer(2 + (trial % 3)));
      const windows = t.map((_, i) => i);
      for (const candidate of searchChordPairs(lineOf(t, labels), windows, -3, true)) {
        expect(candidate.reduction).toBe(countChanges(labels) - changesAfter(t, labels, candidate));
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(1000);
  });
});
