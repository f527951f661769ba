import { InputError } from "../../../exact/input-error.js";
import { detectableDifference, meanInterval, pairsNeeded } from "../../evaluation/statistics.js";
import type { BarTrace, ScatterTrace } from "../../../plot/figure.js";
import type { Effect, JsonObject, Trial } from "./experiment.js";
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

/** Trials of all variants, rates and seeds; the first `referenceSeeds` seeds alone for variants that no verdict depends on. */
export function comparisonTrials<V extends { readonly name: string; readonly reference: boolean }>(
  variants: readonly V[],
  grid: {
    readonly learningRates: readonly number[];
    readonly seeds: readonly number[];
    readonly referenceSeeds: number;
  },
  parametersOf: (variant: V, learningRate: number) => JsonObject,
): Trial[] {
  requireGrid(grid);
  return variants.flatMap((variant) =>
    (variant.reference ? grid.seeds.slice(0, grid.referenceSeeds) : grid.seeds).flatMap((seed) =>
      grid.learningRates.map((learningRate) => ({
        id: `${variant.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-rate-${learningRate}-seed-${seed}`,
        seed,
        parameters: parametersOf(variant, learningRate),
      })),
    ),
  );
}

function requireGrid(grid: { learningRates: readonly number[]; seeds: readonly number[]; referenceSeeds: number }) {
  const { learningRates, seeds, referenceSeeds } = grid;
  const refuse = (where: string, expected: string, received: readonly number[] | number) => {
    throw new InputError({ code: "range", where, expected, received: JSON.stringify(received) });
  };
  if (seeds.length < 2 || new Set(seeds).size < seeds.length) {
    refuse("seeds", "two or more, all different, so that there is an interval", seeds);
  }
  if (!(referenceSeeds >= 2 && referenceSeeds <= seeds.length)) {
    refuse("referenceSeeds", `2 to ${seeds.length}, the number of seeds`, referenceSeeds);
  }
  if (learningRates.length === 0 || !learningRates.every((rate) => rate > 0 && Number.isFinite(rate))) {
    refuse("learningRates", "one or more positive numbers", learningRates);
  }
}

/** Every variant at its own rate, in the order of the runs: the rate with the greatest mean validation over the seeds. */
export function chooseRates(runs: readonly ComparedRun[]): Map<string, ChosenVariant> {
  const names = [...new Set(runs.map((run) => run.variant))];
  return new Map(
    names.map((variant) => {
      const own = runs.filter((run) => run.variant === variant);
      const rate = chooseRate(own.map(({ learningRate, validation }) => ({ learningRate, score: validation })));
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
 * Results without the effect of the treatment: each of its runs has the values of the baseline's run at the next seed (after the last the
 * first). The differences then have mean 0 whatever the results are.
 */
export function exchangeForNext<R extends ComparedRun>(runs: readonly R[], treated: string, baseline: string): R[] {
  const seeds = [...new Set(runs.filter((run) => run.variant === treated).map((run) => run.seed))];
  return runs.map((run) => {
    if (run.variant !== treated) return run;
    const seed = seeds[(seeds.indexOf(run.seed) + 1) % seeds.length];
    const donor = runs.find(
      (other) => other.variant === baseline && other.seed === seed && other.learningRate === run.learningRate,
    )!;
    return { ...run, validation: donor.validation, test: donor.test, divergedAt: donor.divergedAt };
  });
}

/** What a paired t test at 5 % with power 0.8 finds, from the spread of the differences that is expected: known before anything is run. */
export function plannedPower(
  expectedDeviation: number,
  n: number,
  difference: number,
): { readonly detectable: number; readonly pairsNeeded: number } {
  return {
    detectable: detectableDifference({ standardDeviation: expectedDeviation, n }),
    pairsNeeded: pairsNeeded({ standardDeviation: expectedDeviation, difference }),
  };
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

/** Effects as bars with their intervals. */
export function effectBars(
  name: string,
  bars: readonly { readonly label: string; readonly effect: Effect }[],
): BarTrace {
  return {
    type: "bar",
    name,
    x: bars.map(({ label }) => label),
    y: bars.map(({ effect }) => effect.value),
    errorY: bars.map(({ effect }) => (effect.interval[1] - effect.interval[0]) / 2),
  };
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
