import { describe, expect, test } from "vitest";
import {
  chooseRates,
  type ComparedRun,
  comparisonTrials,
  edgeNote,
  exchangeForNext,
  pairBySeed,
  plannedPower,
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
    const chosen = chooseRates(runs);
    expect(chosen.get("A")!.rate.learningRate).toBe(0.2);
    expect(pairBySeed(chosen.get("A")!, chosen.get("B")!)).toEqual([
      [11, 13],
      [21, 23],
    ]);
    expect(edgeNote(chosen.values())).toContain("A (highest), B (lowest)");
  });

  test("has a trial for each rate and seed, fewer seeds for references", () => {
    const grid = { learningRates: [1e-3, 1e-2], seeds: [1, 2, 3], referenceSeeds: 2 };
    const variants = [
      { name: "LN-G, s = 8", reference: false },
      { name: "BN + ReLU", reference: true },
    ];
    const trials = comparisonTrials(variants, grid, ({ name }, learningRate) => ({ name, learningRate }));
    expect(trials).toHaveLength(10);
    expect(trials[0]).toEqual({
      id: "ln-g-s-8-rate-0.001-seed-1",
      seed: 1,
      parameters: { name: "LN-G, s = 8", learningRate: 1e-3 },
    });
    expect(new Set(trials.map(({ id }) => id)).size).toBe(10);
  });

  test.each([
    [{ seeds: [1] }, "seeds: expected two or more, all different"],
    [{ seeds: [1, 1] }, "seeds: expected two or more, all different"],
    [{ referenceSeeds: 4 }, "referenceSeeds: expected 2 to 3"],
    [{ learningRates: [] }, "learningRates: expected one or more positive numbers"],
    [{ learningRates: [1e-3, -1] }, "learningRates: expected one or more positive numbers"],
  ])("refuses %j", (wrong, message) => {
    const grid = { learningRates: [1e-3], seeds: [1, 2, 3], referenceSeeds: 2, ...wrong };
    expect(() => comparisonTrials([{ name: "A", reference: false }], grid, () => ({}))).toThrow(message);
  });

  test("whose treatment is exchanged for the baseline of the next seed has mean difference 0, and spread", () => {
    const noisy = [1, 2, 3, 4].flatMap((seed) => [
      run("LN", 0.1, seed, 0.5, Math.sin(seed)),
      run("PLN", 0.1, seed, 0.5, 5 + Math.sin(seed)),
    ]);
    const chosen = chooseRates(exchangeForNext(noisy, "PLN", "LN"));
    const [first, second] = pairBySeed(chosen.get("PLN")!, chosen.get("LN")!);
    const { mean, standardDeviation } = meanInterval(first.map((value, i) => value - second[i]!));
    expect(mean).toBeCloseTo(0, 12);
    expect(standardDeviation).toBeGreaterThan(0.1);
  });

  test("says beforehand what it can find: more pairs find less", () => {
    const few = plannedPower(1, 3, 1);
    expect(few.detectable).toBeGreaterThan(plannedPower(1, 12, 1).detectable);
    expect(plannedPower(1, few.pairsNeeded, 1).detectable).toBeLessThanOrEqual(1);
    expect(plannedPower(1, few.pairsNeeded - 1, 1).detectable).toBeGreaterThan(1);
  });
});
