import { describe, expect, it } from "vitest";
import {
  bootstrapInterval,
  decide,
  decisionText,
  pairsToDecide,
  requireSeeds,
} from "../../../src/learning/evaluation/decision.js";
import { meanInterval } from "../../../src/learning/evaluation/statistics.js";

const contrast = (differences: readonly number[], least = 1, name = "A − B") => ({
  name,
  unit: "points",
  differences,
  least,
});
const spread = [-0.2, -0.1, 0, 0.1, 0.2];
const around = (mean: number) => spread.map((value) => mean + value);

describe("the decision", () => {
  it("is three ways about the least effect, for superiority and for no more than a loss", () => {
    expect(decide(contrast(around(2))).verdict).toBe("supported");
    expect(decide(contrast(around(0.5))).verdict).toBe("not reproduced");
    expect(decide(contrast(around(1.05))).verdict).toBe("inconclusive");
    expect(decide(contrast(around(-0.1), -0.5)).verdict).toBe("supported");
    expect(decide(contrast(around(-1), -0.5)).verdict).toBe("not reproduced");
  });

  it("says how many pairs would decide, and with so many it does", () => {
    const { effects } = decide(contrast(around(1.05)));
    const pairs = effects[0]!.pairsToDecide!;
    const many = Array.from({ length: pairs + 6 }, (_, i) => 1.05 + spread[i % 5]!);
    expect(decide(contrast(many)).verdict).toBe("supported");
    expect(pairs).toBeGreaterThan(5);
    expect(pairsToDecide({ difference: 0, standardDeviation: 1 })).toBeNull();
  });

  it("is inconclusive below a floor, and names it", () => {
    const floors = [{ name: "ridge regression", value: 80, model: "A", scores: [79, 81, 80.5] }];
    const decision = decide(contrast(around(2)), { floors });
    expect(decision.verdict).toBe("inconclusive");
    expect(decisionText(decision)).toContain("A (80.17) does not stand clearly above ridge regression (80)");
    expect(decide(contrast(around(2)), { floors: [{ ...floors[0]!, value: 70 }] }).verdict).toBe("supported");
  });

  it("takes others by Holm's procedure: wider intervals, and none behind the first that is open", () => {
    const clear = contrast(around(3), 1, "clear");
    const open = contrast(around(1.1), 1, "open");
    const { effects, verdict } = decide(contrast(around(2)), { others: [open, clear] });
    expect(verdict).toBe("supported");
    expect(effects.map(({ name, verdict: own }) => [name, own])).toEqual([
      ["A − B", "supported"],
      ["open", "inconclusive"],
      ["clear", "supported"],
    ]);
    expect(effects[2]!.confidence).toBeCloseTo(0.975, 12);
    expect(effects[1]!.confidence).toBeCloseTo(0.95, 12);
  });

  it("has a control for each of the three ends", () => {
    for (const mean of [-3, 1, 7]) {
      const { controls } = decide(contrast(around(mean)));
      expect(controls.map(({ expected }) => expected)).toEqual(["supported", "inconclusive", "not reproduced"]);
      for (const { expected, verdict } of controls) expect(verdict).toBe(expected);
    }
  });

  it("has a bootstrap interval beside: about the t interval's where there are many values, the same every time", () => {
    const values = Array.from({ length: 200 }, (_, i) => Math.sin(i));
    const [low, high] = bootstrapInterval(values, 0.95);
    const { interval } = meanInterval(values);
    expect(low).toBeCloseTo(interval[0], 1);
    expect(high).toBeCloseTo(interval[1], 1);
    expect(bootstrapInterval(values, 0.95)).toEqual([low, high]);
  });

  it("refuses one seed, a seed given twice, and half a seed", () => {
    expect(() => requireSeeds([1])).toThrow("two or more");
    expect(() => requireSeeds([4, 5, 4])).toThrow("4 twice in [4,5,4]");
    expect(() => requireSeeds([1, 1.5])).toThrow("whole numbers");
    expect(() => decide(contrast([1]))).toThrow("at least two");
  });
});
