import { InputError } from "../../../exact/input-error.js";
import { chooseBackend } from "../../backend.js";
import { poolImages, withRandomLabels } from "../../data/dataset.js";
import { requireKnown } from "../../models/parts.js";
import { mlp } from "../../models/mlp.js";
import { requireSeeds } from "../../evaluation/decision.js";
import { accuracy, gradientNorms, pixelScale, trainClassifier } from "../shared/classify.js";
import type { Trial, TrialContext } from "../shared/experiment.js";
import { drawImages, type ImageSet } from "../shared/images.js";
import { decorrelated } from "./decorrelated.js";
import { linear, networkId, type RandomLabelNetwork, type RandomLabelResult } from "./random-label-cells.js";

/** How much is trained. */
export type RandomLabelParameters = {
  readonly imageSets: readonly RandomLabelImages[];
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

/**
 * Image sets, and the squares of pixels that become one: Fashion-MNIST's 784 pixels would let a linear model separate 1,000 images almost
 * perfectly, so that they stand beside as they are for sizes of many more, and decorrelated, so that training comes near to what a linear
 * model can reach.
 */
const sources = {
  "fashion-mnist": { set: "fashion-mnist", cell: 4, whitened: false },
  "fashion-mnist-28x28": { set: "fashion-mnist", cell: 1, whitened: true },
  digits: { set: "digits", cell: 1, whitened: false },
  "cifar-10": { set: "cifar-10", cell: 4, whitened: false },
  "cifar-100": { set: "cifar-100", cell: 4, whitened: false },
} as const satisfies Record<string, { readonly set: ImageSet; readonly cell: number; readonly whitened: boolean }>;

/** Fashion-MNIST is pooled to 7 × 7, `fashion-mnist-28x28` are its raw pixels; the digits' 8 × 8 are raw. */
export type RandomLabelImages = keyof typeof sources;

/** The networks, the linear one first. */
export function networksOf({
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
export function gridOf(
  { learningRates, linearRates }: RandomLabelParameters,
  { depth }: RandomLabelNetwork,
): readonly number[] {
  return depth === 0 ? linearRates : learningRates;
}

/** Every network at each of its rates and seeds, on every image set. */
export function trials(parameters: RandomLabelParameters): readonly Trial[] {
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

/** Trains a network on random labels, and counts those that it gives afterwards. */
export async function runTrial({ seed, parameters }: Trial, context: TrialContext): Promise<RandomLabelResult> {
  const { count, batchSize, steps } = parameters as unknown as RandomLabelParameters;
  const { network, learningRate } = parameters as unknown as RandomLabelResult;
  const images = parameters.images as RandomLabelImages;
  requireKnown(Object.keys(sources), "images", images);
  const { set, cell, whitened } = sources[images];
  await chooseBackend();
  const { train } = await drawImages(set, { train: count, validation: 0, test: 0 }, seed);
  const pooled = withRandomLabels(poolImages(train, cell), seed);
  const dataset = whitened ? decorrelated(pooled) : pooled;
  const scale = whitened ? { mean: 0, deviation: 1 } : pixelScale(pooled);
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
    const gradient = Math.hypot(...Object.values(gradientNorms(model, dataset, scale, all)));
    return {
      images,
      network,
      learningRate,
      seed,
      accuracy: await accuracy(model, dataset, scale),
      loss,
      gradient: Number.isFinite(gradient) ? gradient : null,
      divergedAt,
    };
  } finally {
    model.dispose();
  }
}
