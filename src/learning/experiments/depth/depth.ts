import { InputError } from "../../../exact/input-error.js";
import { chooseBackend } from "../../backend.js";
import { decide, decisionText, requireSeeds, type Contrast } from "../../evaluation/decision.js";
import { meanInterval } from "../../evaluation/statistics.js";
import { mlp } from "../../models/mlp.js";
import { requireKnown } from "../../models/parts.js";
import { accuracyDifference, accuracyText, differenceText } from "../shared/accuracy-difference.js";
import { accuracy, gradientNorms, pixelScale, trainClassifier } from "../shared/classify.js";
import {
  cellsOf,
  depthNetworkNames,
  depthNetworks,
  networks,
  type DepthNetwork,
  type DepthResult,
} from "./depth-cells.js";
import { accuracyFigure, gradientFigure, profileFigure } from "./depth-figures.js";
import type { Conclusion, Experiment, Trial, TrialContext } from "../shared/experiment.js";
import { drawImages, type ImageSet } from "../shared/images.js";

/** How much is trained. */
export type DepthParameters = {
  readonly images: ImageSet;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly width: number;
  /** Numbers of hidden layers, rising, with the middle of each network's grid of learning rates there: they differ tenfold in what they want. */
  readonly depths: readonly {
    readonly layers: number;
    readonly learningRates: Readonly<Record<DepthNetwork, number>>;
  }[];
  /** What the middle is multiplied by to give the grid. */
  readonly rateFactors: readonly number[];
  readonly batchSize: number;
  readonly steps: number;
  readonly seeds: readonly number[];
};

/** The least accuracy that counts as trained, and by how many points PLN must be ahead: both far above what ten classes give by chance. */
const trained = 0.5;
const ahead = 20;
/** Points that PLN may lose against ReLU with a normalization and still be as good. */
const margin = 2;

function trials(parameters: DepthParameters): readonly Trial[] {
  const { depths, rateFactors, seeds, ...shared } = parameters;
  requireSeeds(seeds);
  if (depths.length === 0 || rateFactors.length === 0 || seeds.length < 2) {
    throw new InputError({
      code: "range",
      where: "parameters of depth",
      expected: "at least one depth, one factor of the learning rate and two seeds",
      received: `${depths.length}, ${rateFactors.length} and ${seeds.length}`,
    });
  }
  return depths.flatMap(({ layers }) =>
    networks.flatMap((network) =>
      gridOf(parameters, network, layers).flatMap((learningRate) =>
        seeds.map((seed) => ({
          id: `${network}-depth-${layers}-rate-${learningRate.toExponential()}-seed-${seed}`,
          seed,
          parameters: { ...shared, network, depth: layers, learningRate },
        })),
      ),
    ),
  );
}

/** The learning rates tried for a network at a depth. */
function gridOf({ depths, rateFactors }: DepthParameters, network: DepthNetwork, layers: number): number[] {
  const middle = depths.find((depth) => depth.layers === layers)!.learningRates[network];
  return rateFactors.map((factor) => Number((middle * factor).toPrecision(2)));
}

async function runTrial(trial: Trial, context: TrialContext): Promise<DepthResult> {
  const { images, width, batchSize, steps, ...rest } = trial.parameters as unknown as DepthParameters;
  const { network, depth, learningRate } = trial.parameters as unknown as DepthResult;
  requireKnown(networks, "network", network as DepthNetwork);
  await chooseBackend();
  const parts = await drawImages(images, rest, trial.seed);
  const scale = pixelScale(parts.train);
  const [height, columns, channels] = parts.train.shape;
  const model = mlp({
    inputs: height * columns * channels,
    width,
    depth,
    outputs: parts.train.classes.length,
    seed: trial.seed,
    ...depthNetworks[network as DepthNetwork],
  });
  try {
    const first = Array.from({ length: Math.min(256, parts.train.count) }, (_, i) => i);
    const norms = gradientNorms(model, parts.train, scale, first);
    const training = { learningRate, batchSize, steps, seed: trial.seed };
    const { loss, divergedAt } = await trainClassifier(model, parts.train, scale, training, context);
    return {
      network,
      depth,
      learningRate,
      seed: trial.seed,
      parameters: model.parameters.reduce((sum, parameter) => sum + parameter.size, 0),
      accuracies: {
        train: await accuracy(model, parts.train, scale),
        validation: await accuracy(model, parts.validation, scale),
        test: await accuracy(model, parts.test, scale),
      },
      loss,
      divergedAt,
      // A gradient of 0 is drawn as the least that single precision tells from it.
      gradients: Array.from({ length: depth }, (_, i) => {
        const size = Math.log10(Math.max(norms[`layer ${i + 1}/weight`]!, 1e-45));
        return Number(size.toFixed(4));
      }),
    };
  } finally {
    model.dispose();
  }
}

function conclude(results: readonly DepthResult[], parameters: DepthParameters): Conclusion {
  const depths = parameters.depths.map(({ layers }) => layers);
  const cells = cellsOf(results, depths, parameters.seeds);
  const test = (network: DepthNetwork, depth: number) =>
    cells.find((cell) => cell.network === network && cell.depth === depth)!.runs.map((run) => run.accuracies.test);
  const [shallow, deep] = [depths[0]!, depths.at(-1)!];
  const against = (other: DepthNetwork, depth: number) =>
    accuracyDifference(
      `PLN-8 − ${depthNetworkNames[other]}, test accuracy at depth ${depth}`,
      test("pln-8", depth),
      test(other, depth),
    );
  const differences = networks.slice(1).map((other) => [other, against(other, deep)] as const);
  const byNetwork = new Map(differences);
  const nonlinear = against("linear", shallow);
  const lowest = (network: DepthNetwork) =>
    accuracyDifference(
      network,
      test(network, deep),
      parameters.seeds.map(() => 0),
    ).effect.interval[0] / 100;
  const contrast = (other: DepthNetwork, least: number): Contrast => ({
    name: `PLN-8 − ${depthNetworkNames[other]}, test accuracy at depth ${deep}`,
    unit: "percentage points",
    differences: test("pln-8", deep).map((value, i) => 100 * (value - test(other, deep)[i]!)),
    least,
  });
  const [reached, linear] = [test("pln-8", deep), test("linear", shallow)].map((values) =>
    values.map((value) => 100 * value),
  ) as [number[], number[]];
  const decision = decide(contrast("linear", ahead), {
    others: [
      contrast("relu", ahead),
      ...(["relu-he", "relu-ln", "relu-bn"] as const).map((other) => contrast(other, -margin)),
    ],
    floors: [
      { name: "chance", value: 10, model: `PLN-8 at depth ${deep}`, scores: reached },
      {
        name: `the linear network at depth ${shallow}`,
        value: meanInterval(linear).mean,
        model: `PLN-8 at depth ${deep}`,
        scores: reached,
      },
    ],
  });
  const heTrains = lowest("relu-he") > trained;
  const edges = cells
    .filter(({ chosen, runs }) => chosen.edge !== null && runs.some((run) => run.accuracies.test > trained))
    .map(({ network, depth, chosen }) => `${depthNetworkNames[network]} at depth ${depth} (${chosen.edge})`);
  const say = (network: DepthNetwork) => differenceText(byNetwork.get(network)!);
  return {
    verdict: decision.verdict,
    summary: [
      decisionText(decision),
      `At depth ${deep}, ${parameters.seeds.length} seeds: test accuracy ${accuracyText(test("pln-8", deep))} with PLN-8 and no other activation, ${accuracyText(test("relu", deep))} with ReLU, no normalization and the same initialisation (difference ${say("relu")}).`,
      heTrains
        ? `That ReLU without normalization does not train at this depth is false in general: with He initialisation it does, to ${accuracyText(test("relu-he", deep))} (PLN-8 ${say("relu-he")}).`
        : `With He initialisation ReLU reaches ${accuracyText(test("relu-he", deep))} (PLN-8 ${say("relu-he")}).`,
      `At equal parameters PLN-8 is ${say("relu-ln")} from ReLU + LN and ${say("relu-bn")} from ReLU + BN; at depth ${shallow} it is ${differenceText(nonlinear)} from the linear network.`,
      edges.length === 0
        ? "No network that trains has its learning rate at an edge of the grid."
        : `The learning rate lies at an edge of the grid, so that the best may be outside, for ${edges.join("; ")}.`,
      `So many seeds find a true difference from ReLU + LN of ${byNetwork.get("relu-ln")!.detectable.toFixed(1)} points and from ReLU + BN of ${byNetwork.get("relu-bn")!.detectable.toFixed(1)} with power 0.8.`,
    ].join(" "),
    effects: [...decision.effects, nonlinear.effect],
    controls: decision.controls,
    measurements: {
      cells: cells.map(({ network, depth, chosen, runs }) => ({
        network,
        depth,
        parameters: runs[0]!.parameters,
        learningRate: chosen.learningRate,
        edgeOfGrid: chosen.edge,
        seeds: runs.map((run) => run.seed),
        test: runs.map((run) => run.accuracies.test),
        validation: runs.map((run) => run.accuracies.validation),
        train: runs.map((run) => run.accuracies.train),
        diverged: runs.filter((run) => run.divergedAt !== null).length,
      })),
      trainedWithRateAtEdge: edges,
      detectable: Object.fromEntries(differences.map(([network, { detectable }]) => [network, detectable])),
      heInitialisedReluTrains: heTrains,
    },
    figures: [
      accuracyFigure(cells),
      ...(depths.length > 1 ? [gradientFigure(cells)] : []),
      profileFigure(cells.filter((cell) => cell.depth === deep)),
    ],
  };
}

/** The middles of the grids of learning rates, in the order of the networks. */
function ratesAt(...rates: readonly number[]): Record<DepthNetwork, number> {
  return Object.fromEntries(networks.map((network, i) => [network, rates[i]!])) as Record<DepthNetwork, number>;
}

/** A6 (ii, iii): accuracy and gradient norms of PLN-8 without another activation against depth. */
export const depthExperiment: Experiment<DepthParameters, DepthResult> = {
  name: "depth",
  title:
    "(ii, iii) Accuracy and gradient norms against depth: PLN-8 alone, ReLU with and without normalization, linear",
  expectation: `At the greatest depth, each network at the rate that does best in validation: the whole 95 % interval of the paired difference in test accuracy, PLN-8 minus the same network without it (linear), lies above ${ahead} points. Beside it, by Holm's procedure: PLN-8 minus ReLU without normalization at the same (default) initialisation above ${ahead} points, and minus ReLU with He initialisation, ReLU + LN and ReLU + BN above −${margin}. PLN-8 must stand clearly above chance and above the linear network at the least depth.`,
  control:
    "PLN-8 and the linear network exchange their results at every second seed: what is left is no difference between them.",
  parameters: {
    full: {
      images: "fashion-mnist",
      train: 10_000,
      validation: 2000,
      test: 10_000,
      width: 128,
      depths: [
        { layers: 2, learningRates: ratesAt(2e-3, 2e-3, 2e-3, 2e-3, 6e-3, 2e-3) },
        { layers: 8, learningRates: ratesAt(1e-3, 2e-3, 1e-3, 8e-4, 4e-3, 3e-3) },
        { layers: 20, learningRates: ratesAt(4e-4, 3e-3, 1e-3, 3e-4, 4e-3, 3e-3) },
        { layers: 50, learningRates: ratesAt(2e-4, 1e-3, 4e-4, 8e-5, 3e-3, 1e-3) },
      ],
      rateFactors: [1 / 3, 1, 3],
      batchSize: 64,
      steps: 250,
      seeds: [1, 2, 3],
    },
  },
  trials,
  runTrial,
  // The gradients are those before training: they tell the seed whatever training makes of the last digit.
  merits: ({ accuracies, gradients }) => ({ "test accuracy": accuracies.test, "first gradient": gradients[0]! }),
  conclude,
  removeEffect: (results, parameters) => {
    const partners: Readonly<Record<string, DepthNetwork>> = { "pln-8": "linear", linear: "pln-8" };
    return results.map((run) => {
      const partner = partners[run.network];
      if (partner === undefined || parameters.seeds.indexOf(run.seed) % 2 === 1) return run;
      const place = gridOf(parameters, run.network as DepthNetwork, run.depth).indexOf(run.learningRate);
      return { ...run, network: partner, learningRate: gridOf(parameters, partner, run.depth)[place]! };
    });
  },
};
