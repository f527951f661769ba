import { pairedInterval } from "../../../evaluation/statistics.js";
import type { Effect, JsonObject, Trial, TrialContext } from "../experiment.js";
import { chooseRate, type ChosenRate } from "../learning-rate.js";
import { jointEmbeddingMethods, methodId, type JointEmbeddingMethod } from "./methods.js";
import { runJointEmbeddingTrial, type JointEmbeddingResult, type JointEmbeddingTrial } from "./trial.js";

/** What the trials of a comparison of methods have in common; everything pairs by seed. */
export type ComparisonSizes = {
  readonly setting: string;
  /** Images that go through the network in training: steps are these over the batch size. */
  readonly views: number;
  readonly images: number;
  readonly measured: number;
  readonly measurements: number;
  readonly weightDecay: number;
  /** 0: no moving average. */
  readonly averageDecay: number;
  /** Labelled images for the probes; `null`: spectra alone. */
  readonly probe: { readonly train: number; readonly validation: number; readonly test: number } | null;
};

/** One method with one batch size and one learning rate. */
export type ComparisonCell = {
  readonly method: JointEmbeddingMethod;
  readonly batchSize: number;
  readonly learningRate: number;
};

/** The untrained network has no learning rate. */
export const untrained = { method: "untrained", learningRate: 0 } as const;

/** One trial for each cell and seed, the seeds of a cell one after the other. */
export function comparisonTrials(
  cells: readonly ComparisonCell[],
  seeds: readonly number[],
  sizes: ComparisonSizes,
): readonly Trial[] {
  return cells.flatMap((cell) =>
    seeds.map((seed): Trial => {
      const { method, batchSize, learningRate } = cell;
      const rate = jointEmbeddingMethods[method] === null ? "" : `-rate-${String(learningRate).replace(".", "-")}`;
      return {
        id: `${methodId(method)}-batch-${batchSize}${rate}-seed-${seed}`,
        seed,
        parameters: { ...cell, ...sizes } satisfies JsonObject,
      };
    }),
  );
}

/** Runs one of `comparisonTrials`. */
export function runComparisonTrial(trial: Trial, context: TrialContext): Promise<JointEmbeddingResult> {
  const { method, views, averageDecay, probe, ...rest } = trial.parameters as ComparisonCell & ComparisonSizes;
  const loss = jointEmbeddingMethods[method];
  const options: JointEmbeddingTrial = {
    ...rest,
    loss,
    ...(method === "pixels" ? { pixels: true } : {}),
    steps: loss === null ? 0 : Math.ceil(views / rest.batchSize),
    schedule: "cosine",
    ...(averageDecay > 0 ? { averageDecay } : {}),
    ...(probe === null ? {} : { probe }),
  };
  return runJointEmbeddingTrial(options, trial.seed, context);
}

/** What conclusions rest on; the rank of the untrained network tells the seed whatever training makes of the last digit. */
export function comparisonMerits({ ended, projection, traceLoss, accuracy }: JointEmbeddingResult) {
  return {
    ended,
    "rank untrained": projection.effectiveRank[0]!,
    "rank at the end": projection.effectiveRank.at(-1)!,
    "trace loss at the end": traceLoss.at(-1)!,
    ...(accuracy === null ? {} : { "linear probe": accuracy.linear.test, neighbours: accuracy.nearest.test }),
  };
}

/** The results of a method and batch size at its learning rate, one a seed. */
export interface ChosenResults extends ChosenRate {
  readonly results: readonly JointEmbeddingResult[];
}

/**
 * The results of a method and batch size at the learning rate whose linear probe is best on the validation images, on the average over
 * seeds (a run whose loss was not finite counts 0). Test images have no part in it. With one rate there is nothing to choose.
 */
export function chosenResults(
  all: readonly JointEmbeddingResult[],
  cells: readonly ComparisonCell[],
  seeds: readonly number[],
  wanted: { readonly method: JointEmbeddingMethod; readonly batchSize: number },
): ChosenResults {
  const runs = cells.flatMap(({ method, batchSize, learningRate }, i) =>
    method !== wanted.method || batchSize !== wanted.batchSize
      ? []
      : all
          .slice(i * seeds.length, (i + 1) * seeds.length)
          .map((result) => ({ learningRate, result, score: result.accuracy?.linear.validation ?? 0 })),
  );
  const chosen = chooseRate(runs);
  const best = runs.filter(({ learningRate }) => learningRate === chosen.learningRate);
  return { ...chosen, results: best.map(({ result }) => result) };
}

/** The paired difference of a quantity between two methods, as an effect. */
export function pairedEffect(
  name: string,
  unit: string,
  value: (result: JointEmbeddingResult) => number,
  first: readonly JointEmbeddingResult[],
  second: readonly JointEmbeddingResult[],
): Effect {
  const { mean, interval, confidence, n } = pairedInterval(first.map(value), second.map(value));
  return { name, value: mean, interval, confidence, n, unit };
}

/** The projections' effective rank at the end. */
export const finalRank = ({ projection }: JointEmbeddingResult): number => projection.effectiveRank.at(-1)!;
