import { InputError } from "../../../exact/input-error.js";
import { chooseBackend } from "../../backend.js";
import { poolImages, withRandomLabels } from "../../data/dataset.js";
import { mlp } from "../../models/mlp.js";
import { decide, decisionText, requireSeeds, type Contrast } from "../../evaluation/decision.js";
import { meanInterval } from "../../evaluation/statistics.js";
import { accuracyText, differenceText } from "../shared/accuracy-difference.js";
import { accuracy, gradientNorms, pixelScale, trainClassifier } from "../shared/classify.js";
import type { Conclusion, Experiment, Trial, TrialContext } from "../shared/experiment.js";
import { drawImages, type ImageSet } from "../shared/images.js";
import {
  accuraciesOf,
  cellOf,
  differenceOf,
  linear,
  networkId,
  type RandomLabelCell,
  type RandomLabelNetwork,
  type RandomLabelResult,
} from "./random-label-cells.js";
import { groupsFigure, sizeFigure } from "./random-label-figures.js";

/** How much is trained. */
export type RandomLabelParameters = {
  readonly imageSets: readonly ImageSet[];
  /** Images of each set, all trained on. */
  readonly count: number;
  /** Neurons of the one hidden layer where the number of groups varies. */
  readonly width: number;
  /** Numbers of groups at one hidden layer, rising from 1. */
  readonly groups: readonly number[];
  /** More widths of one hidden layer, and depths at width `depthWidth`, tried with 1 group and with `sizeGroups`. */
  readonly widths: readonly number[];
  readonly depths: readonly number[];
  readonly depthWidth: number;
  readonly sizeGroups: number;
  readonly learningRates: readonly number[];
  /** The linear model's. */
  readonly linearRates: readonly number[];
  readonly batchSize: number;
  readonly steps: number;
  readonly seeds: readonly number[];
};

/** Squares of pixels that become one: Fashion-MNIST's 784 pixels would let a linear model separate 1,000 images almost perfectly. */
const cells: Readonly<Record<ImageSet, number>> = { "fashion-mnist": 4, digits: 1, "cifar-10": 4, "cifar-100": 4 };

/** By how many points the most groups must be ahead of LN: "much further". */
const muchFurther = 10;
/** And the deepest LN-Net ahead of a linear model. */
const overLine = 1;

/** The networks, the linear one first. */
function networksOf({
  width,
  groups,
  depths,
  depthWidth,
  widths,
  sizeGroups,
}: RandomLabelParameters): RandomLabelNetwork[] {
  const all = [
    linear,
    ...groups.map((g) => ({ groups: g, depth: 1, width })),
    ...[1, sizeGroups].flatMap((g) => [
      ...depths.map((depth) => ({ groups: g, depth, width: depthWidth })),
      ...widths.map((other) => ({ groups: g, depth: 1, width: other })),
    ]),
  ];
  return all.filter((network, i) => all.findIndex((other) => networkId(other) === networkId(network)) === i);
}

/** The learning rates tried for a network. */
function gridOf(
  { learningRates, linearRates }: RandomLabelParameters,
  { depth }: RandomLabelNetwork,
): readonly number[] {
  return depth === 0 ? linearRates : learningRates;
}

function trials(parameters: RandomLabelParameters): readonly Trial[] {
  const { imageSets, count, groups, depths, learningRates, linearRates, batchSize, steps, seeds } = parameters;
  requireSeeds(seeds);
  if (
    seeds.length < 3 ||
    learningRates.length === 0 ||
    linearRates.length !== learningRates.length ||
    imageSets.length === 0
  ) {
    throw new InputError({
      code: "range",
      where: "parameters of random-labels",
      expected:
        "at least three seeds (two to choose a rate by), one learning rate, as many of the linear model, and one image set",
      received: `${seeds.length}, ${learningRates.length}, ${linearRates.length} and ${imageSets.length}`,
    });
  }
  if (groups.length < 2 || groups[0] !== 1 || depths.length === 0) {
    throw new InputError({
      code: "range",
      where: "parameters of random-labels",
      expected: "groups of 1 and at least one greater number, and a depth",
      received: `groups ${groups.join(", ")} and ${depths.length} depths`,
    });
  }
  return imageSets.flatMap((images) =>
    networksOf(parameters).flatMap((network) =>
      gridOf(parameters, network).flatMap((learningRate) =>
        seeds.map((seed) => ({
          id: `${images}-${networkId(network)}-rate-${learningRate.toExponential()}-seed-${seed}`,
          seed,
          parameters: { images, count, network, learningRate, batchSize, steps },
        })),
      ),
    ),
  );
}

async function runTrial({ seed, parameters }: Trial, context: TrialContext): Promise<RandomLabelResult> {
  const { count, batchSize, steps } = parameters as unknown as RandomLabelParameters;
  const { network, learningRate } = parameters as unknown as RandomLabelResult;
  const images = parameters.images as ImageSet;
  await chooseBackend();
  const { train } = await drawImages(images, { train: count, validation: 0, test: 0 }, seed);
  const dataset = withRandomLabels(poolImages(train, cells[images]), seed);
  const scale = pixelScale(dataset);
  const { groups, depth, width } = network;
  const model = mlp({
    inputs: dataset.shape[0] * dataset.shape[1],
    width: depth === 0 ? 1 : width,
    depth,
    outputs: dataset.classes.length,
    norm: { kind: "groupLayerNorm", groups: depth === 0 ? 1 : groups },
    seed,
  });
  try {
    const training = { learningRate, batchSize, steps, seed };
    const { loss, divergedAt } = await trainClassifier(model, dataset, scale, training, context);
    const all = Array.from({ length: count }, (_, i) => i);
    const norms = Object.values(gradientNorms(model, dataset, scale, all));
    return {
      images,
      network,
      learningRate,
      seed,
      accuracy: await accuracy(model, dataset, scale),
      loss,
      gradient: Math.hypot(...norms),
      divergedAt,
    };
  } finally {
    model.dispose();
  }
}

function conclude(results: readonly RandomLabelResult[], parameters: RandomLabelParameters): Conclusion {
  const { imageSets, width, groups, depths, depthWidth, widths, sizeGroups, seeds } = parameters;
  const base = { groups: groups.at(-1)!, depth: 1, width };
  const networks = networksOf(parameters);
  const allCells = imageSets.flatMap((images) => networks.map((network) => cellOf(results, images, network, seeds)));
  const deepest = { groups: 1, depth: depths.at(-1)!, width: depthWidth };
  const ofSet = imageSets.map((images) => {
    const cell = (network: RandomLabelNetwork) => cellOf(results, images, network, seeds);
    const at = groups.map((g) => cell({ ...base, groups: g }));
    return {
      images,
      line: cell(linear),
      deep: cell(deepest),
      layerNorm: at[0]!,
      most: at.at(-1)!,
      deepOverLinear: differenceOf(cell(deepest), cell(linear)),
      overLinear: differenceOf(at[0]!, cell(linear)),
      overLayerNorm: at.slice(1).map((grouped) => differenceOf(grouped, at[0]!)),
    };
  });
  const contrast = (first: RandomLabelCell, second: RandomLabelCell, least: number): Contrast => ({
    name: differenceOf(first, second).effect.name,
    unit: "percentage points",
    differences: accuraciesOf(first).map((value, i) => 100 * (value - accuraciesOf(second)[i]!)),
    least,
  });
  const [main, ...further] = ofSet.map(({ most, layerNorm }) => contrast(most, layerNorm, muchFurther));
  const decision = decide(main!, {
    others: [...further, ...ofSet.map(({ deep, line }) => contrast(deep, line, overLine))],
    floors: ofSet.map(({ images, line, most }) => ({
      name: `the linear model on the same labels, ${images}`,
      value: 100 * meanInterval(accuraciesOf(line)).mean,
      model: `LN-G (g = ${base.groups})`,
      scores: accuraciesOf(most).map((value) => 100 * value),
    })),
  });
  const edges = allCells
    .filter(({ edge, runs }) => edge !== null && runs.some((run) => run.accuracy < 0.99))
    .map(({ images, network, edge }) => `${networkId(network)} on ${images} (${edge})`);
  const detectable = Math.max(
    ...ofSet.flatMap(({ deepOverLinear, overLayerNorm }) => [
      deepOverLinear.detectable,
      overLayerNorm.at(-1)!.detectable,
    ]),
  );
  return {
    verdict: decision.verdict,
    summary: [
      decisionText(decision),
      ...ofSet.map(
        ({ images, line, deep, layerNorm, most, deepOverLinear, overLinear, overLayerNorm }) =>
          `${images}: trained on random labels, the linear model gives ${accuracyText(accuraciesOf(line))} of them, an LN-Net (g = 1) of ${deepest.depth} layers ${accuracyText(accuraciesOf(deep))} (${differenceText(deepOverLinear)}), one of one layer ${accuracyText(accuraciesOf(layerNorm))} (${differenceText(overLinear)}), and with g = ${base.groups} groups in one layer ${accuracyText(accuraciesOf(most))} (${differenceText(overLayerNorm.at(-1)!)} from LN).`,
      ),
      edges.length === 0
        ? "No network that could still gain has its learning rate at an edge of the grid."
        : `The learning rate lies at an edge of the grid, so that the best may be outside, for ${edges.join("; ")}.`,
      `n = ${seeds.length} seeds; with power 0.8 they find differences of ${detectable.toFixed(1)} points.`,
      "This is what training finds, not what the networks can represent.",
    ].join(" "),
    effects: [
      ...decision.effects,
      ...ofSet.flatMap(({ overLinear, overLayerNorm }) =>
        [overLinear, ...overLayerNorm.slice(0, -1)].map(({ effect }) => effect),
      ),
    ],
    controls: decision.controls,
    measurements: {
      cells: allCells.map((cell) => ({
        images: cell.images,
        network: networkId(cell.network),
        learningRate: cell.learningRate,
        edgeOfGrid: cell.edge,
        learningRates: cell.runs.map((run) => run.learningRate),
        seeds: cell.runs.map((run) => run.seed),
        accuracies: accuraciesOf(cell),
        gradients: cell.runs.map((run) => run.gradient),
        diverged: cell.runs.filter((run) => run.divergedAt !== null).length,
      })),
    },
    figures: [
      groupsFigure(allCells, base),
      sizeFigure(allCells, "depth", { ...base, width: depthWidth }, [1, sizeGroups]),
      ...(widths.length > 0 ? [sizeFigure(allCells, "width", base, [1, sizeGroups])] : []),
    ],
  };
}

/** B7: how many random labels LN-Nets of several depths, widths and group counts remember, beside a linear model. */
export const randomLabelsExperiment: Experiment<RandomLabelParameters, RandomLabelResult> = {
  name: "random-labels",
  title: "Training accuracy on random labels against depth, width and the number of groups, beside a linear model",
  expectation: `On Fashion-MNIST, at one hidden layer: the whole paired 95 % interval of the greatest g minus LN (g = 1) lies above ${muchFurther} points. Beside it, by Holm's procedure: the same on the digits, and on each set the deepest LN-Net (g = 1) minus linear above ${overLine} point. For each seed the learning rate is the one that
does best over the other seeds. One layer of LN minus linear (it adds one feature to a linear model), and the rest of depth and width, are reported without a bar: what deeper networks can represent does not say that training finds it.`,
  control:
    "At every second seed linear, the numbers of groups and the deepest LN-Net exchange their results in reverse order: what is left is no order among them.",
  data: ["digits.csv"],
  parameters: {
    full: {
      imageSets: ["fashion-mnist", "digits"],
      count: 1000,
      width: 256,
      groups: [1, 4, 16, 64],
      widths: [64, 128],
      depths: [2, 4],
      depthWidth: 128,
      sizeGroups: 16,
      learningRates: [4e-3, 1.5e-2, 6e-2],
      linearRates: [3e-2, 1e-1, 3e-1],
      batchSize: 1000,
      steps: 400,
      seeds: [1, 2, 3, 4, 5],
    },
  },
  trials,
  runTrial,
  merits: ({ accuracy: own, loss }) => ({ accuracy: own, loss }),
  conclude,
  removeEffect: (results, parameters) => {
    const { width, groups, depths, depthWidth, seeds } = parameters;
    const deepest = { groups: 1, depth: depths.at(-1)!, width: depthWidth };
    const order = [linear, ...groups.map((g) => ({ groups: g, depth: 1, width })), deepest];
    const ids = order.map(networkId);
    return results.map((run) => {
      const place = ids.indexOf(networkId(run.network));
      if (place < 0 || seeds.indexOf(run.seed) % 2 === 1) return run;
      const network = order[ids.length - 1 - place]!;
      const rate = gridOf(parameters, run.network).indexOf(run.learningRate);
      return { ...run, network, learningRate: gridOf(parameters, network)[rate]! };
    });
  },
};
