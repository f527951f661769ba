import { InputError } from "../../../exact/input-error.js";

/** Runs that differ in their learning rate and in what else (a seed). */
export interface RatedRun {
  readonly learningRate: number;
  /** What the rate is chosen by, greatest best: validation accuracy, never test accuracy. */
  readonly score: number;
}

/** A learning rate and where in the grid it lies. */
export interface ChosenRate {
  readonly learningRate: number;
  /** Whether it is the grid's lowest or highest: the true optimum may then lie outside. */
  readonly edge: "lowest" | "highest" | null;
}

/**
 * The learning rate with the greatest mean score; of equal ones the lowest.
 *
 * @throws InputError where there is no run.
 * @example
 * const runs = [1e-3, 3e-3, 1e-2].map((learningRate, i) => ({ learningRate, score: [0.7, 0.8, 0.6][i] }));
 * chooseRate(runs); // => { learningRate: 0.003, edge: null }
 */
export function chooseRate(runs: readonly RatedRun[]): ChosenRate {
  const rates = [...new Set(runs.map((run) => run.learningRate))].sort((a, b) => a - b);
  if (rates.length === 0) {
    throw new InputError({
      code: "range",
      where: "runs to choose a learning rate from",
      expected: "at least one",
      received: "none",
    });
  }
  const means = rates.map((rate) => {
    const scores = runs.filter((run) => run.learningRate === rate).map((run) => run.score);
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  });
  const best = means.indexOf(Math.max(...means));
  const edge = rates.length === 1 ? null : best === 0 ? "lowest" : best === rates.length - 1 ? "highest" : null;
  return { learningRate: rates[best]!, edge };
}
