import { chooseBackend } from "../../backend.js";
import type { Activation, Norm } from "../../models/parts.js";
import { residualNetwork } from "../../models/residual.js";
import { accuracy, stepsOf, trainClassifier } from "../shared/classify.js";
import { type ComparedRun, comparisonTrials } from "../shared/comparison.js";
import type { Experiment } from "../shared/experiment.js";
import { concludeGroups, type GroupArchitecture, requireSome, withoutGroups } from "../shared/group-comparison.js";
import { drawVision, type VisionData } from "../shared/vision-data.js";

type Setting = {
  readonly data: VisionData;
  readonly widths: readonly number[];
  readonly blocks: number;
  readonly stem: "small" | "large";
  readonly epochs: number;
  readonly batchSize: number;
  readonly weightDecay: number;
};

type Parameters = {
  readonly setting: Setting;
  /** Channels in a group of LN-G. */
  readonly normSizes: readonly number[];
  readonly learningRates: readonly number[];
  readonly seeds: readonly number[];
  /** How many of the seeds the networks with ReLU are given. */
  readonly referenceSeeds: number;
  /** Spread of the paired differences that small pilots with other seeds let expect, in percentage points. */
  readonly expectedDeviation: number;
};

type TrialParameters = {
  readonly setting: Setting;
  readonly variant: string;
  readonly norm: Norm;
  readonly activation: Activation;
  readonly learningRate: number;
};

const layerNorm: Norm = { kind: "layerNorm", affine: true };
const batchNorm: Norm = { kind: "batchNorm", affine: true };

const groupName = (normSize: number) => `LN-G, s = ${normSize}`;

/** Every norm has a trained gain and offset for each channel. */
function variantsOf(normSizes: readonly number[]) {
  requireSome({ normSizes });
  const variant = (name: string, norm: Norm, activation: Activation) => ({
    name,
    norm,
    activation,
    reference: activation !== "none",
  });
  return [
    variant("BN (linear)", batchNorm, "none"),
    variant("LN", layerNorm, "none"),
    ...normSizes.map((normSize) =>
      variant(groupName(normSize), { kind: "parallelLayerNorm", normSize, affine: true }, "none"),
    ),
    variant("LN + ReLU", layerNorm, "relu"),
    variant("BN + ReLU", batchNorm, "relu"),
  ];
}

function architectureOf({ normSizes, setting }: Parameters): GroupArchitecture {
  const width = setting.widths.at(-1)!;
  return {
    id: "convolution",
    network: "convolutional network",
    linear: "BN (linear)",
    whole: "LN",
    grouped: normSizes.map((normSize) => ({ variant: groupName(normSize), groups: width / normSize })),
    groupsOf: `groups in the last stage (${width} channels)`,
    references: ["LN + ReLU", "BN + ReLU"],
  };
}

/**
 * B8, first half: a residual convolutional network whose only nonlinearity is LN in groups. `paper` is our reading of the setting, which
 * the abstract does not name: ResNet-20 on CIFAR-10 without augmentation; `images: "cifar-100"` and ResNet-18's widths run as well.
 */
export const groupConvolution: Experiment<Parameters, ComparedRun> = {
  name: "group-convolution",
  title: "An activation-free residual network with LN-G over the norm size, beside LN, a linear network and ReLU",
  expectation:
    "Without another activation, LN-G (norm size chosen on validation) has greater test accuracy than LN over all channels, and than the same network with batch normalization, which is linear at test: both 95 % intervals of the paired differences above 0. The networks with ReLU are shown beside; the verdict does not depend on them.",
  control:
    "LN-G's results are replaced by LN's of the next seed: the difference to LN then has mean 0, and the verdict must be not reproduced.",
  parameters: {
    quick: {
      setting: {
        data: { images: "fashion-mnist", side: 7, train: 1000, validation: 500, test: 1000 },
        widths: [16, 32, 64],
        blocks: 1,
        stem: "small",
        epochs: 5,
        batchSize: 50,
        weightDecay: 0,
      },
      normSizes: [8, 4],
      learningRates: [2e-3, 6e-3, 2e-2],
      seeds: [1, 2, 3],
      referenceSeeds: 2,
      expectedDeviation: 1,
    },
    full: {
      setting: {
        data: { images: "fashion-mnist", side: 14, train: 3000, validation: 1000, test: 2000 },
        widths: [16, 32, 64],
        blocks: 1,
        stem: "small",
        epochs: 3,
        batchSize: 50,
        weightDecay: 0,
      },
      normSizes: [16, 8, 4],
      learningRates: [2e-3, 6e-3, 2e-2],
      seeds: [1, 2, 3, 4, 5, 6],
      referenceSeeds: 3,
      expectedDeviation: 1,
    },
    paper: {
      setting: {
        data: { images: "cifar-10", side: 32, train: 45_000, validation: 5000, test: 10_000 },
        widths: [16, 32, 64],
        blocks: 3,
        stem: "small",
        epochs: 160,
        batchSize: 128,
        weightDecay: 1e-4,
      },
      normSizes: [16, 8, 4],
      learningRates: [1e-3, 3e-3, 1e-2],
      seeds: [1, 2, 3],
      referenceSeeds: 2,
      expectedDeviation: 0.3,
    },
  },
  trials: ({ setting, normSizes, ...grid }) =>
    comparisonTrials(variantsOf(normSizes), grid, ({ name, norm, activation }, learningRate) => ({
      setting,
      variant: name,
      norm,
      activation,
      learningRate,
    })),
  async runTrial({ seed, parameters }, context) {
    const { setting, variant, norm, activation, learningRate } = parameters as unknown as TrialParameters;
    await chooseBackend();
    const { data, widths, blocks, stem, epochs, batchSize, weightDecay } = setting;
    const { train, validation, test, scale } = await drawVision(data, seed);
    const [channels, outputs] = [train.shape[2], train.classes.length];
    const network = residualNetwork({ channels, widths, blocks, stem, outputs, norm, activation, seed });
    try {
      const steps = stepsOf({ count: train.count, batchSize, epochs });
      const training = { learningRate, batchSize, steps, weightDecay, seed };
      const { divergedAt } = await trainClassifier(network, train, scale, training, context);
      const [held, tested] = [await accuracy(network, validation, scale), await accuracy(network, test, scale)];
      return { variant, learningRate, seed, validation: held, test: tested, divergedAt };
    } finally {
      network.dispose();
    }
  },
  conclude: (results, parameters) =>
    concludeGroups(results, architectureOf(parameters), {
      seeds: parameters.seeds.length,
      expectedDeviation: parameters.expectedDeviation,
      difference: 1,
    }),
  removeEffect: (results, parameters) => withoutGroups(results, architectureOf(parameters)),
};
