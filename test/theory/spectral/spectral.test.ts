import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  covariance,
  covarianceSpectrum,
  InputError,
  iterNorm,
  iterNormGain,
  iterNormSpectrumMap,
  restrictToRange,
  spectralTransform,
  traceLoss,
  traceLossBound,
  whiten,
  type Matrix,
} from "../../../src/theory/index.js";

/** Deterministic batch with a spread of scales. */
function batch(rows: number, columns: number, seed = 1): number[][] {
  let state = seed;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  return Array.from({ length: rows }, () => Array.from({ length: columns }, (_, j) => next() * 2 ** -j + next()));
}

const transposed = (x: Matrix) => x[0]!.map((_, j) => x.map((row) => row[j]!));

function distance(a: Matrix, b: Matrix): number {
  expect([a.length, a[0]!.length]).toEqual([b.length, b[0]!.length]);
  return Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));
}

const identity = (size: number) =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => +(i === j)));

describe("covariance", () => {
  it("does not lose digits to a large offset or an extreme scale", () => {
    const x = [[0], [1], [3]];
    expect(covariance(x.map(([v]) => [v! + 1e15]))[0]![0]).toBeCloseTo(7 / 3, 12);
    expect(covariance(x.map(([v]) => [v! * 1e150]))[0]![0]! / 1e300).toBeCloseTo(7 / 3, 12);
    expect(traceLoss(x.map(([v]) => [v! * 1e-200]))).toBe(1);
  });

  it("of samples is that of the transposed batch", () => {
    const x = batch(5, 7);
    expect(covariance(x, { covarianceOf: "samples" })).toEqual(covariance(transposed(x)));
    expect(traceLoss(x, { covarianceOf: "samples" })).toBe(traceLoss(transposed(x)));
  });
});

describe("whitening", () => {
  it("takes batches of any length", () => {
    const long = Array.from({ length: 200_000 }, (_, i) => [i % 2, i % 3]);
    expect(distance(covariance(whiten(long, { kind: "cholesky" })), identity(2))).toBeLessThan(1e-10);
    expect(iterNorm(long, { iterations: 1 })).toHaveLength(200_000);
  });

  it.each(["zca", "pca", "cholesky"] as const)("%s gives covariance I", (kind) => {
    const x = batch(40, 6);
    expect(distance(covariance(whiten(x, { kind })), identity(6))).toBeLessThan(1e-13);
    const stretched = x.map((row) => row.map((value, j) => value * 100 ** j + 1e6));
    expect(distance(covariance(whiten(stretched, { kind })), identity(6))).toBeLessThan(1e-12);
  });

  it("zca is the spectral transformation with the inverse root and symmetric; the others are rotations of it", () => {
    const x = batch(40, 6);
    const zca = whiten(x);
    expect(
      distance(
        zca,
        spectralTransform(x, (lambda) => lambda ** -0.5),
      ),
    ).toBeLessThan(1e-12);
    const centredX = spectralTransform(x, () => 1);
    const cross = transposed(centredX).map((a) => transposed(zca).map((b) => a.reduce((s, v, i) => s + v * b[i]!, 0)));
    expect(distance(cross, transposed(cross))).toBeLessThan(1e-11);
    for (const kind of ["pca", "cholesky"] as const) {
      const other = whiten(x, { kind });
      const rotation = transposed(zca).map((a) =>
        transposed(other).map((b) => a.reduce((s, v, i) => s + v * b[i]!, 0) / 39),
      );
      const product = rotation.map((a) => rotation.map((b) => a.reduce((s, v, i) => s + v * b[i]!, 0)));
      expect(distance(product, identity(6))).toBeLessThan(1e-12);
    }
  });

  it("cholesky is triangular: the first coordinate is the first feature, scaled", () => {
    const x = batch(20, 3);
    const z = whiten(x, { kind: "cholesky" });
    const first = x.map((row) => row[0]!);
    const mean = first.reduce((a, b) => a + b) / 20;
    const scale = z[0]![0]! / (first[0]! - mean);
    expect(scale).toBeGreaterThan(0);
    first.forEach((value, i) => expect(z[i]![0]).toBeCloseTo((value - mean) * scale, 12));
  });

  it("of a singular covariance is refused with the remedy, and the remedy works", () => {
    const x = batch(30, 4).map((row) => [...row, 3, row[0]! - row[1]!]);
    for (const kind of ["zca", "pca", "cholesky"] as const) {
      expect(() => whiten(x, { kind })).toThrow(/full rank 6, got rank 4.*restrictToRange/);
    }
    const { coordinates, basis, rank } = restrictToRange(x);
    expect(rank).toBe(4);
    expect(distance(covariance(whiten(coordinates)), identity(4))).toBeLessThan(1e-13);
    const back = coordinates.map((row) => basis.map((axis) => axis.reduce((s, v, i) => s + v * row[i]!, 0)));
    expect(
      distance(
        back,
        spectralTransform(x, () => 1),
      ),
    ).toBeLessThan(1e-13);
    expect(() => whiten(batch(4, 6))).toThrow(/rank 3/);
  });
});

describe("spectral transformation", () => {
  it("has the spectrum λ g(λ)² on the same axes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: -0.5, max: 0.6, noNaN: true }), (seed, p) => {
        const x = batch(12, 4, seed);
        const before = covarianceSpectrum(x);
        const after = covariance(spectralTransform(x, (lambda) => lambda ** -p));
        const expected = before.eigenvectors.map((a) =>
          before.eigenvectors.map((b) =>
            before.eigenvalues.reduce((s, lambda, k) => s + a[k]! * b[k]! * lambda ** (1 - 2 * p), 0),
          ),
        );
        expect(distance(after, expected)).toBeLessThan(1e-12);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves a null space alone where g is finite at 0, and refuses where it is not", () => {
    const x = [
      [1, 5],
      [3, 5],
    ];
    expect(
      distance(
        spectralTransform(x, (lambda) => 1 + lambda),
        [
          [-3, 0],
          [3, 0],
        ],
      ),
    ).toBeLessThan(1e-15);
    expect(() => spectralTransform(x, (lambda) => 1 / lambda)).toThrow(/rank 1.*restrictToRange/);
    expect(() => spectralTransform(x, () => NaN)).toThrow(InputError);
    expect(() => spectralTransform([[0], [1]], () => NaN)).toThrow(/g\(0\.5/);
  });

  it("works on fewer samples than features", () => {
    const x = batch(3, 5);
    const { eigenvalues, rank } = covarianceSpectrum(x);
    expect(eigenvalues).toHaveLength(5);
    expect(rank).toBe(2);
    const z = spectralTransform(x, () => 1);
    expect(distance(covariance(z), covariance(x))).toBeLessThan(1e-14);
  });
});

describe("iterative normalization", () => {
  it.each([0, 1, 2, 4, 7])("is the spectral transformation by its gain, T = %i", (iterations) => {
    const x = batch(25, 5);
    const trace = covarianceSpectrum(x).eigenvalues.reduce((a, b) => a + b);
    const expected = spectralTransform(x, (l) => iterNormGain(l / trace, { iterations }) / Math.sqrt(trace));
    expect(distance(iterNorm(x, { iterations }), expected)).toBeLessThan(1e-12);
  });

  it("does not change under scale and shift, whatever their size", () => {
    const x = batch(8, 3).map((row) => row.map((value) => Math.round(value * 1024)));
    const expected = iterNorm(x, { iterations: 4 });
    for (const [scale, shift] of [
      [2 ** 600, 0],
      [2 ** -900, 0],
      [1, 2 ** 42],
    ] as const) {
      const moved = x.map((row) => row.map((value) => value * scale + shift));
      expect(distance(iterNorm(moved, { iterations: 4 }), expected)).toBeLessThan(1e-9);
    }
  });

  it("of samples is that of the transposed batch, transposed", () => {
    const x = batch(5, 9);
    const expected = transposed(iterNorm(transposed(x), { iterations: 4 }));
    expect(iterNorm(x, { iterations: 4, covarianceOf: "samples" })).toEqual(expected);
  });

  it("shrinks towards the identity with epsilon", () => {
    const x = batch(25, 3);
    const epsilon = 0.3;
    const { eigenvalues } = covarianceSpectrum(x);
    const shrunk = (lambda: number) => (1 - epsilon) * lambda + epsilon;
    const trace = eigenvalues.reduce((sum, lambda) => sum + shrunk(lambda), 0);
    const expected = spectralTransform(
      x,
      (lambda) => iterNormGain(shrunk(lambda) / trace, { iterations: 3 }) / Math.sqrt(trace),
    );
    expect(distance(iterNorm(x, { iterations: 3, epsilon }), expected)).toBeLessThan(1e-12);
    const tiny = x.map((row) => row.map((value) => value * 1e-180));
    expect(iterNorm(tiny, { iterations: 3, epsilon }).flat().every(Number.isFinite)).toBe(true);
    const huge = x.map((row) => row.map((value) => value * 1e180));
    const dominated = iterNorm(x, { iterations: 3 }).map((row) => row.map((value) => value / Math.sqrt(1 - epsilon)));
    expect(distance(iterNorm(huge, { iterations: 3, epsilon }), dominated)).toBeLessThan(1e-12);
  });

  it("refuses what it cannot do", () => {
    expect(() =>
      iterNorm(
        [
          [1, 1],
          [1, 1],
        ],
        { iterations: 4 },
      ),
    ).toThrow(/all equal/);
    expect(() => iterNorm([[1], [2]], { iterations: 1.5 })).toThrow(/iterations/);
    expect(() => iterNorm([[1], [2]], { iterations: 1, epsilon: 2 })).toThrow(/epsilon/);
    expect(() => iterNorm([[1], [2]], { iterations: 1, covarianceOf: "rows" as never })).toThrow(/covarianceOf/);
    expect(() => iterNorm([[1], [2]], { iterations: 1, covarianceOf: "samples" })).toThrow(/two features/);
    expect(() => iterNorm([[1]], { iterations: 1 })).toThrow(/two samples/);
  });
});

describe("spectrum map and trace loss", () => {
  it("agree with the gain", () => {
    for (const x of [0, 0.1, 0.5, 1]) {
      const gain = iterNormGain(x, { iterations: 4 });
      expect(iterNormSpectrumMap(x, { iterations: 4 })).toBeCloseTo(x * gain * gain, 14);
    }
  });

  it("reach the bound at equal eigenvalues and nowhere below", () => {
    const equal = [
      [1, 0, 0],
      [-1, 0, 0],
      [0, 1, 0],
      [0, -1, 0],
      [0, 0, 1],
      [0, 0, -1],
    ];
    const bound = traceLossBound({ dimensions: 3, iterations: 4 });
    expect(traceLoss(iterNorm(equal, { iterations: 4 }))).toBeCloseTo(bound, 12);
    expect(traceLoss(iterNorm(batch(9, 3), { iterations: 4 }))).toBeGreaterThan(bound);
    expect(() => traceLossBound({ dimensions: 0, iterations: 1 })).toThrow(/dimensions/);
    expect(() => iterNormSpectrumMap(0.5, { iterations: -1 })).toThrow(/iterations/);
  });
});
