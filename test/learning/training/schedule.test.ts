import { expect, test } from "vitest";
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
