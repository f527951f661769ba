import type { Figure, ScatterTrace } from "../../../plot/figure.js";
import { decide, decisionText, requireSeeds } from "../../evaluation/decision.js";
import { detectableDifference, meanInterval, pairedInterval } from "../../evaluation/statistics.js";
import type { Conclusion, Experiment } from "../shared/experiment.js";
import {
  chosenResults,
  comparisonMerits,
  comparisonTrials,
  pairedEffect,
  runComparisonTrial,
  untrained,
  type ChosenResults,
  type ComparisonCell,
  type ComparisonSizes,
} from "../shared/joint-embedding/comparison.js";
import { linearPercent, nearestPercent } from "../shared/joint-embedding/figures.js";
import { meanTrace } from "../shared/mean-trace.js";
import type { JointEmbeddingMethod } from "../shared/joint-embedding/methods.js";
import { paperSizes } from "../shared/joint-embedding/sizes.js";
import type { JointEmbeddingResult } from "../shared/joint-embedding/trial.js";

export type SmallBatchesParameters = {
  /** Rising. */
  readonly batchSizes: readonly number[];
  /** The abstract's, of which the statement is, and with which the smallest is compared. */
  readonly referenceBatchSize: number;
  /** Losses that are trained with the reference batch beside INTL, at the same learning rates. */
  readonly others: readonly JointEmbeddingMethod[];
  readonly learningRates: readonly number[];
  readonly seeds: readonly number[];
  readonly sizes: ComparisonSizes;
};

/** Points of accuracy that the smallest batch may lose against the reference: about what one seed differs from another. */
const margin = 2;
/** Points of linear accuracy that matter. */
const least = 1;

/** C7: linear evaluation and nearest neighbours on features learned with INTL, from small batches too. */
export const smallBatches: Experiment<SmallBatchesParameters, JointEmbeddingResult> = {
  name: "small-batches",
  title: "Linear evaluation and nearest neighbours on frozen features over the batch size, on Fashion-MNIST",
  expectation: `"Linear evaluation … by using a batch size of only 256" (abstract): with a batch of 256, a linear probe on features learned with INTL reads more than ${least} point more than on those of the untrained encoder: the whole 95 % interval of the paired difference. Beside it, by Holm's procedure: that a batch of 32 loses no more than ${margin} points of linear accuracy against the reference batch, as many images seen. The probe must stand clearly above the same probe on the raw pixels. Neighbours, the other batch sizes and other losses are reported. Learning rates are chosen for each loss and batch size by the linear probe on validation images.`,
  control: "INTL is given the results of the untrained encoder: then there is no gain.",
  parameters: {
    full: {
      batchSizes: [32, 256],
      referenceBatchSize: 256,
      others: ["VICReg", "SimCLR", "Barlow"],
      learningRates: [3e-3, 1e-2, 3e-2, 1e-1],
      seeds: [1, 2, 3, 4],
      sizes: {
        setting: "fashion-mnist-convolutions",
        views: 102_400,
        images: 50_000,
        measured: 512,
        measurements: 1,
        weightDecay: 1e-4,
        averageDecay: 0,
        probe: { train: 5000, validation: 5000, test: 10_000 },
      },
    },
    paper: {
      batchSizes: [64, 128, 256],
      referenceBatchSize: 256,
      others: ["VICReg", "SimCLR", "Barlow"],
      learningRates: [3e-4, 1e-3, 3e-3],
      seeds: [1, 2, 3],
      sizes: paperSizes["imagenet-100"],
    },
  },
  trials: (parameters) => {
    requireSeeds(parameters.seeds);
    return comparisonTrials(cellsOf(parameters), parameters.seeds, parameters.sizes);
  },
  runTrial: runComparisonTrial,
  merits: comparisonMerits,
  conclude,
  removeEffect(results, parameters) {
    const { seeds } = parameters;
    const cells = cellsOf(parameters);
    const from = cells.findIndex(({ method }) => method === "untrained") * seeds.length;
    return results.map((result, i) =>
      cells[Math.floor(i / seeds.length)]!.method === "INTL" ? results[from + (i % seeds.length)]! : result,
    );
  },
};

function cellsOf({ batchSizes, referenceBatchSize, others, learningRates }: SmallBatchesParameters): ComparisonCell[] {
  const arms: readonly Pick<ComparisonCell, "method" | "batchSize">[] = [
    ...batchSizes.map((batchSize) => ({ method: "INTL" as const, batchSize })),
    ...others.map((method) => ({ method, batchSize: referenceBatchSize })),
  ];
  return [
    { ...untrained, batchSize: referenceBatchSize },
    { ...untrained, method: "pixels", batchSize: referenceBatchSize },
    ...arms.flatMap((arm) => learningRates.map((learningRate) => ({ ...arm, learningRate }))),
  ];
}

function conclude(results: readonly JointEmbeddingResult[], parameters: SmallBatchesParameters): Conclusion {
  const { batchSizes, referenceBatchSize, others, seeds } = parameters;
  const cells = cellsOf(parameters);
  const choose = (method: JointEmbeddingMethod, batchSize: number) =>
    chosenResults(results, cells, seeds, { method, batchSize });
  const baseline = choose("untrained", referenceBatchSize).results;
  const pixels = choose("pixels", referenceBatchSize).results;
  const chosen = new Map(batchSizes.map((batchSize) => [batchSize, choose("INTL", batchSize)]));
  const of = (batchSize: number) => chosen.get(batchSize)!.results;
  const beside = new Map(others.map((method) => [method, choose(method, referenceBatchSize)]));
  const gain = (
    what: string,
    batchSize: number,
    percent: (result: JointEmbeddingResult) => number,
    [name, results]: readonly [string, readonly JointEmbeddingResult[]] = ["untrained", baseline],
  ) => pairedEffect(`${what}, batch ${batchSize}: INTL − ${name}`, "points", percent, of(batchSize), results);
  // Of the reference batch the linear probe's gain is what decides.
  const gains = batchSizes.flatMap((batchSize) => [
    ...(batchSize === referenceBatchSize ? [] : [gain("linear probe", batchSize, linearPercent)]),
    gain("nearest neighbours", batchSize, nearestPercent),
  ]);
  const overOthers = [...beside].flatMap(([method, { results: found }]) => [
    gain("linear probe", referenceBatchSize, linearPercent, [method, found]),
    gain("nearest neighbours", referenceBatchSize, nearestPercent, [method, found]),
  ]);
  const smallest = Math.min(...batchSizes);
  const difference = (
    name: string,
    bar: number,
    a: readonly JointEmbeddingResult[],
    b: readonly JointEmbeddingResult[],
  ) => ({
    ...{ name, unit: "points", least: bar },
    differences: a.map((result, i) => linearPercent(result) - linearPercent(b[i]!)),
  });
  const decision = decide(
    difference(`linear probe, batch ${referenceBatchSize}: INTL − untrained`, least, of(referenceBatchSize), baseline),
    {
      others: [
        difference(
          `linear probe: INTL, batch ${smallest} − batch ${referenceBatchSize}`,
          -margin,
          of(smallest),
          of(referenceBatchSize),
        ),
      ],
      floors: [
        {
          name: "the probe on raw pixels",
          value: meanInterval(pixels.map(linearPercent)).mean,
          model: `the probe on features of INTL, batch ${referenceBatchSize}`,
          scores: of(referenceBatchSize).map(linearPercent),
        },
      ],
    },
  );
  const { standardDeviation } = pairedInterval(
    of(smallest).map(linearPercent),
    of(referenceBatchSize).map(linearPercent),
  );
  const mean = (found: readonly JointEmbeddingResult[], value: (result: JointEmbeddingResult) => number): string =>
    meanInterval(found.map(value)).mean.toFixed(1);
  const both = (found: readonly JointEmbeddingResult[]) =>
    `${mean(found, linearPercent)} / ${mean(found, nearestPercent)}`;
  const list = batchSizes.map((batchSize) => `${both(of(batchSize))} at ${batchSize}`);
  const otherList = [...beside].map(([method, { results: found }]) => `, ${method} ${both(found)}`);
  return {
    verdict: decision.verdict,
    summary: `${decisionText(decision)} Linear probe / nearest neighbours in percent, with INTL by batch size: ${list.join(", ")}; at ${referenceBatchSize} untrained ${both(baseline)}${otherList.join("")}; raw pixels ${both(pixels)}.`,
    measurements: {
      seeds: seeds.length,
      margin,
      detectablePoints: detectableDifference({ standardDeviation, n: seeds.length }),
      learningRates: Object.fromEntries([
        ...[...chosen].map(([batchSize, choice]) => [`INTL, batch ${batchSize}`, rateOf(choice)]),
        ...[...beside].map(([method, choice]) => [`${method}, batch ${referenceBatchSize}`, rateOf(choice)]),
      ]),
    },
    effects: [...decision.effects, ...gains, ...overOthers],
    controls: decision.controls,
    figures: [figureOf(chosen, baseline, pixels, { batchSize: referenceBatchSize, beside })],
  };
}

const rateOf = ({ learningRate, edge }: ChosenResults) => ({ learningRate, edgeOfRates: edge });

function figureOf(
  chosen: ReadonlyMap<number, ChosenResults>,
  baseline: readonly JointEmbeddingResult[],
  pixels: readonly JointEmbeddingResult[],
  others: { readonly batchSize: number; readonly beside: ReadonlyMap<JointEmbeddingMethod, ChosenResults> },
): Figure {
  const sizes = [...chosen.keys()];
  const line = (name: string, value: (result: JointEmbeddingResult) => number): ScatterTrace =>
    meanTrace(
      name,
      [...chosen].map(([x, { results }]) => ({ x, values: results.map(value) })),
    );
  const level = (
    name: string,
    value: (result: JointEmbeddingResult) => number,
    of: readonly JointEmbeddingResult[] = baseline,
  ): ScatterTrace => {
    const { mean } = meanInterval(of.map(value));
    return { type: "scatter", name, mode: "lines", dash: "dash", x: sizes, y: sizes.map(() => mean) };
  };
  return {
    id: "accuracy-over-batch-size",
    title: "Accuracy on frozen features over the batch size",
    caption:
      "Test accuracy of a linear probe and of the 20 nearest neighbours on the encoder's frozen output after INTL, over the batch size, each with as many images seen and its learning rate chosen on validation images; mean over seeds with 95 % intervals. Dashed: the untrained encoder, and the pixels themselves; single points: other losses.",
    traces: [
      line("INTL, linear", linearPercent),
      line("INTL, neighbours", nearestPercent),
      level("untrained, linear", linearPercent),
      level("untrained, neighbours", nearestPercent),
      level("raw pixels, linear", linearPercent, pixels),
      level("raw pixels, neighbours", nearestPercent, pixels),
      ...[...others.beside].map(([method, { results }]) =>
        meanTrace(`${method}, linear`, [{ x: others.batchSize, values: results.map(linearPercent) }]),
      ),
    ],
    xAxis: { title: "batch size", type: "log" },
    yAxis: { title: "test accuracy in percent" },
  };
}
