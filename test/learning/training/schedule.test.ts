import { expect, test } from "vitest";
import { progressLine } from "../../../src/learning/training/progress.js";
import { cosineSchedule } from "../../../src/learning/training/schedule.js";

test("the cosine rises linearly, peaks after the warm-up and ends near the final rate", () => {
  const rate = cosineSchedule({ peak: 2, steps: 100, warmup: 10, final: 0.1 });
  expect(rate(4)).toBeCloseTo(1, 12);
  expect(rate(10)).toBe(2);
  expect(rate(55)).toBeCloseTo(1.05, 12);
  expect(rate(99)).toBeLessThan(0.102);
  for (let step = 10; step < 99; step++) expect(rate(step + 1)).toBeLessThan(rate(step));
});

test("a warm-up longer than the run is refused", () => {
  expect(() => cosineSchedule({ peak: 1, steps: 10, warmup: 10 })).toThrow(/warm-up: expected 0 to 9 steps, got 10/);
});

test("the progress line shows step, loss, rate and time left", () => {
  const line = progressLine({ step: 3, steps: 12, loss: 1.5, learningRate: 3e-4, gradientNorm: 1, secondsLeft: 125.4 });
  expect(line).toBe("[#####---------------] 3/12 loss 1.5000 rate 3.0e-4 left 2:05");
});
