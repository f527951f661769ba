import { meanInterval } from "../../evaluation/statistics.js";
import type { ScatterTrace } from "../../../plot/figure.js";
import type { JsonObject } from "./experiment.js";
import { chooseRate, type ChosenRate } from "./learning-rate.js";

/** One training run of one variant of a model. Variants pair by their seed: it draws data, initial weights and batches. */
export type ComparedRun = {
  readonly variant: string;
  readonly learningRate: number;
  readonly seed: number;
  /** What the rate is chosen by; greatest best. */
  readonly validation: number;
  /** What is reported, in the same unit. */
  readonly test: number;
  readonly divergedAt: number | null;
};

/** A variant at the learning rate that its validation chooses. */
export interface ChosenVariant {
  readonly variant: string;
  readonly rate: ChosenRate;
  /** Mean over the seeds at that rate. */
  readonly validation: number;
  /** Seeds and their test values at that rate, in the order of the runs. */
  readonly seeds: readonly number[];
  readonly test: readonly number[];
}

/** Every variant at its own rate, in the order of the runs: the rate with the greatest mean validation over the given seeds. */
export function chooseRates(runs: readonly ComparedRun[], rateSeeds: readonly number[]): Map<string, ChosenVariant> {
  const names = [...new Set(runs.map((run) => run.variant))];
  return new Map(
    names.map((variant) => {
      const own = runs.filter((run) => run.variant === variant);
      const judged = own.filter(({ seed }) => rateSeeds.includes(seed));
      const rate = chooseRate(judged.map(({ learningRate, validation }) => ({ learningRate, score: validation })));
      const chosen = own.filter((run) => run.learningRate === rate.learningRate);
      return [
        variant,
        {
          variant,
          rate,
          validation: chosen.reduce((sum, run) => sum + run.validation, 0) / chosen.length,
          seeds: chosen.map((run) => run.seed),
          test: chosen.map((run) => run.test),
        },
      ];
    }),
  );
}

/** Test values of two variants at the seeds that both have, in the same order. */
export function pairBySeed(first: ChosenVariant, second: ChosenVariant): [number[], number[]] {
  const shared = first.seeds.filter((seed) => second.seeds.includes(seed));
  const at = (variant: ChosenVariant) => shared.map((seed) => variant.test[variant.seeds.indexOf(seed)]!);
  return [at(first), at(second)];
}

/**
 * Results without the effect of the treatment: each of its runs has the test value of the baseline's run at the next seed (after the last the first), at the rate at which the
 * baseline was trained with most seeds. The treatment keeps the rate that validation chose for it. The differences then have mean 0 whatever the results are.
 */
export function exchangeForNext<R extends ComparedRun>(runs: readonly R[], treated: string, baseline: string): R[] {
  const baselines = runs.filter((run) => run.variant === baseline);
  const atRate = (rate: number) => baselines.filter((run) => run.learningRate === rate);
  const donors = baselines.map((run) => atRate(run.learningRate)).reduce((a, b) => (b.length > a.length ? b : a));
  return runs.map((run) => {
    if (run.variant !== treated) return run;
    const index = donors.findIndex((donor) => donor.seed === run.seed);
    const { test, divergedAt } = donors[(index + 1) % donors.length]!;
    return { ...run, test, divergedAt };
  });
}

/** Mean, interval, rate and n of each variant, in the unit `shown` gives, as an experiment's measurements. */
export function variantMeasurements(
  variants: Iterable<ChosenVariant>,
  runs: readonly ComparedRun[],
  shown: (score: number) => number = (score) => score,
): JsonObject {
  return Object.fromEntries(
    [...variants].map(({ variant, rate, validation, test }) => {
      const { mean, interval, n } = meanInterval(test.map(shown));
      const diverged = runs.filter((run) => run.variant === variant && run.divergedAt !== null).length;
      return [variant, { test: mean, interval, n, validation: shown(validation), ...rate, divergedRuns: diverged }];
    }),
  );
}

/** A sentence naming the variants whose rate lies at the edge of the grid; empty where none does. */
export function edgeNote(variants: Iterable<ChosenVariant>): string {
  const atEdge = [...variants].filter(({ rate }) => rate.edge !== null);
  if (atEdge.length === 0) return "";
  const names = atEdge.map(({ variant, rate }) => `${variant} (${rate.edge})`).join(", ");
  return ` At the edge of the rates tried, so that a better one may lie beyond: ${names}.`;
}

/** Mean validation over the learning rate, a line a variant: what the rates were chosen by. */
export function rateTraces(runs: readonly ComparedRun[], shown: (value: number) => number): ScatterTrace[] {
  return [...new Set(runs.map((run) => run.variant))].map((variant) => {
    const own = runs.filter((run) => run.variant === variant);
    const rates = [...new Set(own.map((run) => run.learningRate))].sort((a, b) => a - b);
    const mean = (rate: number) => {
      const values = own.filter((run) => run.learningRate === rate).map((run) => run.validation);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    return {
      type: "scatter",
      name: variant,
      mode: "lines+markers",
      x: rates,
      y: rates.map((rate) => shown(mean(rate))),
    };
  });
}
