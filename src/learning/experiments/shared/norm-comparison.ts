import { InputError } from "../../../exact/input-error.js";
import { decide, decisionText, requireSeeds, type Contrast } from "../../evaluation/decision.js";
import { meanInterval } from "../../evaluation/statistics.js";
import { chooseRates, edgeNote, exchangeForNext, pairBySeed, rateTraces, variantMeasurements } from "./comparison.js";
import type { ChosenVariant, ComparedRun } from "./comparison.js";
import type { Conclusion, Experiment, JsonObject, Trial, TrialContext } from "./experiment.js";

/** A network that is compared: its name, and what distinguishes it. */
export type ComparedVariant<M extends JsonObject> = { readonly name: string; readonly model: M };

/** How much is trained. */
export type ComparisonParameters<S extends JsonObject> = {
  readonly setting: S;
  /** Rising, with one in the middle: the seeds behind the first `rateSeeds` are trained at that one alone, or at `laterRates`. */
  readonly learningRates: readonly number[];
  readonly seeds: readonly number[];
  /** Seeds by whose validation the rate is chosen, for each variant by itself. */
  readonly rateSeeds: number;
};

/** What a training run measured; greatest best. */
export type MeasuredRun = Pick<ComparedRun, "validation" | "test" | "divergedAt"> & {
  readonly course: readonly number[];
};

type RunResult = ComparedRun & { readonly course: readonly number[] };
/** What trivial models reach on the data of a seed; greatest best. */
type FloorResult = { readonly seed: number; readonly floors: { readonly [name: string]: number } };
export type ComparisonResult = RunResult | FloorResult;

/** `first − second` is a contrast, by less than `least` of which nothing would be said. */
export interface StatedContrast {
  readonly first: string;
  readonly second: string;
  readonly least: number;
}

/** The share of test images that are read, as differences are told of it. */
export const testAccuracy = { name: "test accuracy", unit: "percentage points", factor: 100 } as const;

/** An experiment that compares variants of a network on one task, paired by seed. */
export interface ComparisonSetup<S extends JsonObject, M extends JsonObject> {
  readonly name: string;
  readonly title: string;
  /** Of the network, in words: `vision transformer`. */
  readonly network: string;
  /** What is measured, in words, with the unit of differences, and what results are multiplied by to be in it. */
  readonly measure: { readonly name: string; readonly unit: string; readonly factor: number };
  readonly variants: readonly ComparedVariant<M>[];
  readonly primary: StatedContrast;
  readonly others: readonly StatedContrast[];
  /** The rates of variants for which validation over the first seeds chose another than the middle one: the later seeds are trained at these. */
  readonly laterRates?: { readonly [variant: string]: number };
  /** Variants that must stand clearly above the floors: what is compared, and not what is known to fail. */
  readonly above: readonly string[];
  readonly parameters: { readonly full: ComparisonParameters<S>; readonly paper?: ComparisonParameters<S> };
  readonly data?: readonly string[];
  train(setting: S, model: M, run: { learningRate: number; seed: number }, context: TrialContext): Promise<MeasuredRun>;
  floors(setting: S, seed: number): Promise<FloorResult["floors"]>;
}

/** The comparison as an experiment. */
export function normComparison<S extends JsonObject, M extends JsonObject>(
  setup: ComparisonSetup<S, M>,
): Experiment<ComparisonParameters<S>, ComparisonResult> {
  const { name, title, network, measure, variants, primary, others, above } = setup;
  const stated = ({ first, second, least }: StatedContrast) =>
    `${first} − ${second} above ${String(least).replace("-", "−")}`;
  const modelOf = new Map(variants.map((variant) => [variant.name, variant.model]));
  return {
    name,
    title,
    expectation: `${measure.name} of the ${network}, in ${measure.unit}, paired by seed: the whole 95 % interval of ${stated(primary)}. Beside it, by Holm's procedure: ${others.map(stated).join("; ")}. ${above.join(", ")} must stand clearly above the trivial models. Every variant has the same rates to choose from, by validation over the first seeds.`,
    control: `${primary.first}'s results are replaced by those of ${primary.second} at the next seed: the differences then have mean 0.`,
    parameters: setup.parameters,
    ...(setup.data === undefined ? {} : { data: setup.data }),
    trials: ({ setting, learningRates, seeds, rateSeeds }) => {
      requireSeeds(seeds);
      if (!(rateSeeds >= 2 && rateSeeds <= seeds.length) || learningRates.length === 0) {
        throw new InputError({
          code: "range",
          where: `parameters of ${name}`,
          expected: `rateSeeds from 2 to ${seeds.length}, the number of seeds, and one learning rate or more`,
          received: `rateSeeds ${rateSeeds} and ${learningRates.length} rates`,
        });
      }
      const middle = learningRates[Math.floor(learningRates.length / 2)]!;
      return seeds.flatMap((seed, i): Trial[] => [
        { id: `floors-seed-${seed}`, seed, parameters: { setting } },
        ...variants.flatMap((variant) =>
          (i < rateSeeds ? learningRates : [setup.laterRates?.[variant.name] ?? middle]).map((learningRate) => ({
            id: `${variant.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-rate-${learningRate}-seed-${seed}`,
            seed,
            parameters: { setting, variant: variant.name, learningRate },
          })),
        ),
      ]);
    },
    async runTrial({ seed, parameters }, context) {
      const setting = parameters["setting"] as S;
      if (parameters["variant"] === undefined) return { seed, floors: await setup.floors(setting, seed) };
      const { variant, learningRate } = parameters as unknown as { variant: string; learningRate: number };
      const measured = await setup.train(setting, modelOf.get(variant)!, { learningRate, seed }, context);
      return { variant, learningRate, seed, ...measured };
    },
    merits: (result) => {
      if (!isRun(result)) return result.floors;
      const { test, validation, course } = result;
      return { test, validation, "loss in tenth 1": course[0] ?? null };
    },
    conclude: (results, parameters) => conclude(setup, results, parameters),
    removeEffect: (results) => {
      const runs = exchangeForNext(results.filter(isRun), primary.first, primary.second);
      return [...results.filter((result) => !isRun(result)), ...runs];
    },
  };
}

const isRun = (result: ComparisonResult): result is RunResult => "variant" in result;

function conclude<S extends JsonObject, M extends JsonObject>(
  setup: ComparisonSetup<S, M>,
  results: readonly ComparisonResult[],
  { seeds, rateSeeds }: ComparisonParameters<S>,
): Conclusion {
  const { name, network, measure, primary, others, above } = setup;
  const runs = results.filter(isRun);
  const floors = results.filter((result) => !isRun(result)) as FloorResult[];
  const chosen = chooseRates(runs, seeds.slice(0, rateSeeds));
  const scaled = (values: readonly number[]) => values.map((value) => measure.factor * value);
  const contrast = ({ first, second, least }: StatedContrast): Contrast => {
    const [a, b] = pairBySeed(chosen.get(first)!, chosen.get(second)!);
    const differences = scaled(a).map((value, i) => value - scaled(b)[i]!);
    return { name: `${network}: ${first} − ${second}`, unit: measure.unit, differences, least };
  };
  const floorMeans = Object.keys(floors[0]?.floors ?? {}).map((floor) => ({
    name: floor,
    value: meanInterval(scaled(floors.map((result) => result.floors[floor]!))).mean,
  }));
  const decision = decide(contrast(primary), {
    others: others.map(contrast),
    floors: above.flatMap((model) =>
      floorMeans.map((floor) => ({ ...floor, model, scores: scaled(chosen.get(model)!.test) })),
    ),
  });
  const shown = (values: readonly number[]) => meanInterval(scaled(values)).mean.toFixed(2);
  const means = [...chosen.values()].map(({ variant, test }) => `${variant} ${shown(test)}`).join(", ");
  const diverged = runs.filter(({ divergedAt }) => divergedAt !== null).length;
  return {
    verdict: decision.verdict,
    summary:
      `${decisionText(decision)} Means: ${means}; trivial models: ${floorMeans.map(({ name: floor, value }) => `${floor} ${value.toFixed(2)}`).join(", ")}.` +
      `${diverged > 0 ? ` ${diverged} runs diverged, and count with the weights they ended with.` : ""}${edgeNote(chosen.values())}`,
    measurements: {
      variants: variantMeasurements(chosen.values(), runs),
      floors: Object.fromEntries(floorMeans.map(({ name: floor, value }) => [floor, value])),
      lossFallInTheLastTenth: Object.fromEntries(
        [...chosen.values()].map((variant) => [variant.variant, lastFall(variant, runs)]),
      ),
    },
    effects: decision.effects,
    controls: decision.controls,
    figures: [
      {
        id: `${name}-differences`,
        title: `Differences in the ${network}`,
        caption: `Paired differences of the ${measure.name}, in ${measure.unit}, with their intervals, and the least effect that matters.`,
        traces: [
          {
            type: "bar",
            name: "difference",
            x: decision.effects.map((effect) => effect.name),
            y: decision.effects.map(({ value }) => value),
            errorY: decision.effects.map(({ interval }) => (interval[1] - interval[0]) / 2),
          },
          {
            type: "bar",
            name: "least effect that matters",
            x: decision.effects.map((effect) => effect.name),
            y: decision.effects.map(({ least }) => least),
          },
        ],
        xAxis: { title: "contrast", type: "category" },
        yAxis: { title: measure.unit },
      },
      {
        id: `${name}-course`,
        title: `Training of the ${network}`,
        caption:
          "Mean training loss over each tenth of the steps at the rate chosen, mean over the seeds: whether training has levelled off.",
        traces: [...chosen.values()].map((variant) => {
          const courses = coursesOf(variant, runs);
          const tenths = Array.from({ length: 10 }, (_, i) => i);
          return {
            type: "scatter",
            name: variant.variant,
            mode: "lines+markers",
            x: tenths.map((i) => i + 1),
            y: tenths.map((i) => average(courses.map((course) => course[i] ?? course.at(-1) ?? 0))),
          };
        }),
        xAxis: { title: "tenth of the training" },
        yAxis: { title: "training loss" },
      },
      {
        id: `${name}-rates`,
        title: `Learning rates of the ${network}`,
        caption:
          "Mean over the seeds of what each variant's learning rate is chosen by; a best value at the end of a line says that the grid is too short.",
        traces: rateTraces(
          runs.filter(({ seed }) => seeds.indexOf(seed) < rateSeeds),
          (value) => measure.factor * value,
        ),
        xAxis: { title: "greatest learning rate", type: "log" },
        yAxis: { title: `validation, ${measure.name}` },
      },
    ],
  };
}

function coursesOf({ variant, rate }: ChosenVariant, runs: readonly RunResult[]): (readonly number[])[] {
  return runs
    .filter((run) => run.variant === variant && run.learningRate === rate.learningRate)
    .map(({ course }) => course);
}

/** By what share of itself the mean loss fell in the last tenth. */
function lastFall(variant: ChosenVariant, runs: readonly RunResult[]): number {
  return average(coursesOf(variant, runs).map((course) => 1 - (course.at(-1) ?? 1) / (course.at(-2) ?? 1)));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
