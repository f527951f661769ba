import { grant, spend, withBudget, WorkSpent } from "../../src/exact/work.js";

const budget = 2 ** 40;

/** The steps that a calculation draws on the budget in force, to 1/8 of a step. */
export function costOf(run: () => unknown): number {
  return withBudget(budget, () => {
    run();
    const isLeft = (steps: number): boolean => {
      try {
        spend(steps);
        return true;
      } catch (error) {
        if (error instanceof WorkSpent) return false;
        throw error;
      } finally {
        grant(steps);
      }
    };
    let [enough, tooMuch] = [0, budget + 1];
    while (tooMuch - enough > 0.125) {
      const middle = (enough + tooMuch) / 2;
      if (isLeft(middle)) enough = middle;
      else tooMuch = middle;
    }
    return budget - enough;
  });
}
