import { describe, expect, test } from "vitest";
import { grant, spend, spendKept, spendOperations, withBudget, WorkSpent } from "../../src/exact/work.js";
import { costOf } from "./cost.js";

describe("a budget of work", () => {
  const fails = (run: () => unknown) => {
    try {
      run();
      return false;
    } catch (error) {
      if (error instanceof WorkSpent) return true;
      throw error;
    }
  };

  test("ends with the step beyond the last one, and is restored behind the inner one", () => {
    expect(withBudget(10, () => fails(() => spend(10)))).toBe(false);
    expect(withBudget(10, () => fails(() => spend(10.5)))).toBe(true);
    expect(withBudget(10, () => fails(() => [spend(6), spend(6)]))).toBe(true);
    expect(withBudget(10, () => fails(() => [grant(5), spend(15)]))).toBe(false);
    const left = withBudget(10, () => {
      spend(4);
      expect(withBudget(100, () => fails(() => spend(100)))).toBe(false);
      expect(fails(() => withBudget(1, () => spend(2)))).toBe(true);
      return [fails(() => spend(6)), fails(() => spend(1))];
    });
    expect(left).toEqual([false, true]);
    expect(fails(() => spend(1e300))).toBe(false);
  });

  test("is drawn on as docs/certificates.md says", () => {
    expect(costOf(() => spendOperations(3, 128, 640))).toBeCloseTo(3 * (400 + 3 * 11), 0);
    expect(costOf(() => spendOperations(1, 0, 0))).toBeCloseTo(401, 0);
    expect(costOf(() => spendKept(4, 128))).toBeCloseTo(4000, 0);
  });
});
