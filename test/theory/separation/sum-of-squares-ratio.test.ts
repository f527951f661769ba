import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { InputError, Rational } from "../../../src/exact/index.js";
import {
  exactLinearSumOfSquaresRatio,
  linearSumOfSquaresRatio,
  randomSamples,
  ringSamples,
  sumOfSquaresRatio,
  xorSamples,
} from "../../../src/theory/index.js";

const project = (x: readonly (readonly number[])[], w: readonly number[]): number[][] =>
  x.map((row) => [row.reduce((sum, v, j) => sum + v * w[j]!, 0)]);

describe("the linear sum of squares ratio", () => {
  it("is reached by its direction and undercut by no random linear map", () => {
    for (const classes of [2, 3, 5]) {
      const { points, labels } = randomSamples({ count: 40, dimension: 4, classes, seed: classes });
      const { value, direction } = linearSumOfSquaresRatio(points, labels);
      expect(sumOfSquaresRatio(project(points, direction), labels)).toBeCloseTo(value, 12);
      const maps = randomSamples({ count: 200, dimension: 4, classes: 1, seed: 9 }).points;
      for (const w of maps) {
        const centred = w.map((v) => v - 0.5);
        expect(sumOfSquaresRatio(project(points, centred), labels)).toBeGreaterThanOrEqual(value - 1e-12);
      }
    }
  });

  it("agrees with exact arithmetic, for two classes and for more", () => {
    for (const classes of [2, 3, 4]) {
      const { points, labels } = randomSamples({ count: 12, dimension: 3, classes, seed: 20 + classes });
      const coarse = points.map((row) => row.map((v) => Math.round(8 * v)));
      const { lower, upper } = exactLinearSumOfSquaresRatio(coarse, labels);
      expect(linearSumOfSquaresRatio(coarse, labels).value).toBeCloseTo(lower.toNumber(), 12);
      expect(upper.sub(lower).compare(Rational.from("1p-59"))).toBeLessThanOrEqual(0);
    }
  });

  it("is 1 for XOR and for concentric rings: no linear map helps", () => {
    const xor = xorSamples();
    expect(exactLinearSumOfSquaresRatio(xor.points, xor.labels).lower.toString()).toBe("1");
    const rings = ringSamples(2, 12);
    expect(linearSumOfSquaresRatio(rings.points, rings.labels).value).toBeCloseTo(1, 12);
  });

  it("is restricted to the range of a singular total scatter", () => {
    const flat = [
      [0, 0, 5],
      [1, 2, 5],
      [3, 6, 5],
      [4, 8, 5],
    ];
    const labels = [0, 0, 1, 1];
    expect(linearSumOfSquaresRatio(flat, labels)).toMatchObject({ rank: 1 });
    expect(linearSumOfSquaresRatio(flat, labels).value).toBeCloseTo(0.1, 12);
    expect(exactLinearSumOfSquaresRatio(flat, labels).upper.toString()).toBe("1/10");
    // More features than samples: some direction merges every class.
    const wide = randomSamples({ count: 6, dimension: 9, classes: 2, seed: 3 });
    expect(linearSumOfSquaresRatio(wide.points, wide.labels).value).toBeCloseTo(0, 12);
  });

  it("has the direction of linear discriminant analysis for two classes", () => {
    const { points, labels } = randomSamples({ count: 30, dimension: 3, classes: 2, seed: 5 });
    const groups = [0, 1].map((c) => new Matrix(points.filter((_, i) => labels[i] === c).map((row) => [...row])));
    const means = groups.map((g) => g.mean("column"));
    const within = groups.map((g) => g.clone().center("column")).map((g) => g.transpose().mmul(g));
    const lda = solve(
      Matrix.add(within[0]!, within[1]!),
      Matrix.columnVector(means[0]!.map((v, j) => v - means[1]![j]!)),
    ).to1DArray();
    const { direction } = linearSumOfSquaresRatio(points, labels);
    const scale = direction[0]! / lda[0]!;
    lda.forEach((v, j) => expect(v * scale).toBeCloseTo(direction[j]!, 10));
  });

  it("refuses equal samples and labels that do not fit", () => {
    expect(() => linearSumOfSquaresRatio([[1], [1]], [0, 1])).toThrow(InputError);
    expect(() => sumOfSquaresRatio([[1], [2]], [0])).toThrow(InputError);
    expect(() => exactLinearSumOfSquaresRatio([["1"], ["1"]], [0, 1])).toThrow(InputError);
  });
});
