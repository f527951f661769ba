import { describe, expect, it } from "vitest";
import { checkCertificate } from "../../../src/exact/index.js";
import { randomSamples, separate } from "../../../src/theory/index.js";
import { countChanges } from "../../../src/theory/separation/fold-search.js";
import { tightestGap } from "../../../src/theory/separation/tight-gap.js";

function line(gaps: readonly number[], labels: readonly number[]): Parameters<typeof tightestGap>[0] {
  return { gaps: Float64Array.from([...gaps, 0]), labels: Int32Array.from(labels) };
}

describe("tightestGap", () => {
  it("is the gap between classes that is narrowest beside its runs, not the narrowest of all", () => {
    const labels = [0, 0, 0, 1, 1, 0, 0, 0, 1, 1];
    // Between 2 and 3 a gap of 0.1 beside a run of 0.08; between 4 and 5 one of 1 beside a run of 200.
    const tight = tightestGap(line([1, 1, 0.1, 0.08, 1, 100, 100, 300, 1], labels));
    expect(tight).toEqual({ tightness: 1 / 200, chords: { a: 4, b: 3, c: 5, d: 6 } });
  });

  it("sends a point half way into the gap beyond a run that is narrower than it", () => {
    const tight = tightestGap(line([1, 8, 0.5, 1, 4, 1], [0, 0, 1, 0, 0, 1, 1]));
    // The single point 2 goes half way to 1; 3 goes onto 4, or half way from it to 5.
    expect(tight?.chords).toEqual({ a: 2, b: 1, c: 3, d: 5 });
  });

  it("does not ask points of the run that are far away", () => {
    const near = tightestGap(line([5, 1, 0.5, 1, 1, 1, 5], [1, 0, 0, 1, 1, 1, 1, 0]));
    const far = tightestGap(line([5, 1, 0.5, 1, 1, 1000, 900], [1, 0, 0, 1, 1, 1, 1, 0]));
    expect(near).toEqual({ tightness: 0.5 / 3.5, chords: { a: 2, b: 0, c: 3, d: 4 } });
    expect(far?.tightness).toBe(0.5 / 3.5);
  });

  it("is none where all points are of one class, or only the outermost runs meet", () => {
    expect(tightestGap(line([1, 1], [0, 0, 0]))).toBeNull();
    expect(tightestGap(line([1, 1e-9, 1], [0, 0, 1, 1]))).toBeNull();
  });
});

describe("long runs with narrow gaps between them", () => {
  it("are separated in fewer layers than the plucking of their points one by one takes", { timeout: 120_000 }, () => {
    const runs = 32;
    const points = 40;
    const { points: scalars } = randomSamples({ count: runs * points, dimension: 1, classes: 2, seed: 3 });
    const sorted = scalars.map(([x]) => x!).sort((x, y) => Number(x) - Number(y));
    const labels = sorted.map((_, i) => Math.floor(i / points) % 2);
    expect(countChanges(labels)).toBe(runs);
    const { depth, certificate } = separate(sorted, labels);
    expect(checkCertificate(certificate).verdict).toBe("accepted");
    // One class's points, two a layer, are 320 layers.
    expect(depth).toBeLessThan(80);
  });

  it("are opened with any number of classes: the bits are those of the first attempt", { timeout: 120_000 }, () => {
    const { points, labels } = randomSamples({ count: 400, dimension: 1, classes: 10, seed: 1 });
    const { bits, changes, certificate } = separate(points, labels);
    expect(checkCertificate(certificate).verdict).toBe("accepted");
    expect(bits).toBe(Math.ceil(128 + 12 * Math.log2(1 + changes)));
  });
});
