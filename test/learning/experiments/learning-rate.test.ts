import { describe, expect, test } from "vitest";
import { chooseRate } from "../../../src/learning/experiments/shared/learning-rate.js";
import { meanTrace } from "../../../src/learning/experiments/shared/mean-trace.js";

describe("the learning rate", () => {
  const runs = [
    [1e-3, 0.5],
    [3e-3, 0.6],
    [1e-2, 0.9],
    [1e-3, 0.5],
    [3e-3, 0.7],
    [1e-2, 0.1],
  ].map(([learningRate, score]) => ({ learningRate: learningRate!, score: score! }));

  test("is the best on average over the seeds, not the best of all runs", () => {
    expect(chooseRate(runs)).toEqual({ learningRate: 3e-3, edge: null });
  });

  test("says when it lies at the grid's edge", () => {
    expect(chooseRate(runs.slice(0, 3))).toEqual({ learningRate: 1e-2, edge: "highest" });
    expect(chooseRate(runs.slice(3))).toEqual({ learningRate: 3e-3, edge: null });
    expect(chooseRate([runs[0]!, { learningRate: 3e-3, score: 0.5 }]).edge).toBe("lowest");
    expect(chooseRate([runs[0]!]).edge).toBeNull();
  });

  test("is not chosen from nothing", () => {
    expect(() => chooseRate([])).toThrow("expected at least one, got none");
  });
});

test("a mean over seeds is drawn with its interval", () => {
  const { x, y, errorY } = meanTrace("LN", [
    { x: 2, values: [1, 2, 3] },
    { x: 4, values: [5, 5, 5] },
  ]);
  expect([x, y]).toEqual([
    [2, 4],
    [2, 5],
  ]);
  // t of 0.975 with two degrees of freedom, over √3.
  expect(errorY![0]).toBeCloseTo(4.30265 / Math.sqrt(3), 4);
  expect(errorY![1]).toBe(0);
});
