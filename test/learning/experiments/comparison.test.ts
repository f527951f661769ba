import { describe, expect, test } from "vitest";
import {
  chooseRates,
  type ComparedRun,
  edgeNote,
  exchangeForNext,
  pairBySeed,
} from "../../../src/learning/experiments/shared/comparison.js";
import { meanInterval } from "../../../src/learning/evaluation/statistics.js";

const run = (variant: string, learningRate: number, seed: number, validation: number, value: number): ComparedRun => ({
  ...{ variant, learningRate, seed, validation, test: value, divergedAt: null },
});
const runs = [
  ...[1, 2, 3].flatMap((seed) => [run("A", 0.1, seed, 0.5, seed), run("A", 0.2, seed, 0.6, 10 + seed)]),
  ...[3, 1].flatMap((seed) => [run("B", 0.1, seed, 0.7, 20 + seed), run("B", 0.2, seed, 0.6, 30 + seed)]),
];

describe("a comparison of variants", () => {
  test("takes each at the rate that validation chooses, and pairs by the seeds both have", () => {
    const chosen = chooseRates(runs, [1, 2, 3]);
    expect(chosen.get("A")!.rate.learningRate).toBe(0.2);
    expect(pairBySeed(chosen.get("A")!, chosen.get("B")!)).toEqual([
      [11, 13],
      [21, 23],
    ]);
    expect(edgeNote(chosen.values())).toContain("A (highest), B (lowest)");
  });

  test("whose treatment is exchanged for the baseline of the next seed has mean difference 0, and spread", () => {
    const noisy = [1, 2, 3, 4].flatMap((seed) => [
      run("LN", 0.1, seed, 0.5, Math.sin(seed)),
      run("PLN", 0.1, seed, 0.5, 5 + Math.sin(seed)),
    ]);
    const chosen = chooseRates(exchangeForNext(noisy, "PLN", "LN"), [1, 2]);
    const [first, second] = pairBySeed(chosen.get("PLN")!, chosen.get("LN")!);
    const { mean, standardDeviation } = meanInterval(first.map((value, i) => value - second[i]!));
    expect(mean).toBeCloseTo(0, 12);
    expect(standardDeviation).toBeGreaterThan(0.1);
  });

  test("keeps all seeds in that exchange where the two are trained at different rates from the third seed on", () => {
    const rates = [0.1, 0.2];
    const uneven = [1, 2, 3, 4, 5].flatMap((seed) => [
      ...(seed < 3 ? rates : [0.1]).map((rate) => run("LN", rate, seed, 1 - rate, Math.sin(seed) + rate)),
      ...(seed < 3 ? rates : [0.2]).map((rate) => run("PLN", rate, seed, 1 + rate, 5 + Math.sin(seed))),
    ]);
    const chosen = chooseRates(exchangeForNext(uneven, "PLN", "LN"), [1, 2]);
    const [first, second] = pairBySeed(chosen.get("PLN")!, chosen.get("LN")!);
    expect(first).toHaveLength(5);
    expect(meanInterval(first.map((value, i) => value - second[i]!)).mean).toBeCloseTo(0, 12);
  });
});
