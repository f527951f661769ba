import { decide, decisionText, type Contrast } from "../../evaluation/decision.js";
import { meanInterval } from "../../evaluation/statistics.js";
import { accuracyText, differenceText } from "../shared/accuracy-difference.js";
import type { Conclusion, Experiment } from "../shared/experiment.js";
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
import { gridOf, networksOf, runTrial, trials, type RandomLabelParameters } from "./random-label-trials.js";

/** By how many points the most groups must be ahead of LN: "much further". */
const muchFurther = 10;
/** And the deepest LN-Net ahead of a linear model. */
const overLine = 1;

const stated = (first: string, beside: string) =>
  `On ${first}, at one hidden layer: the whole paired 95 % interval of the greatest g minus LN (g = 1) lies above ${muchFurther} points. Beside it, by Holm's procedure: ${beside} the deepest LN-Net (g = 1) minus linear above ${overLine} point. For each seed the learning rate is the one that
does best over the other seeds. One layer of LN minus linear (it adds one feature to a linear model), and the rest of depth and width, are reported without a bar: what deeper networks can represent does not say that training finds it.`;

function conclude(name: string, results: readonly RandomLabelResult[], parameters: RandomLabelParameters): Conclusion {
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
      groupsFigure(name, allCells, base),
      sizeFigure(name, allCells, "depth", { ...base, width: depthWidth }, [1, sizeGroups]),
      ...(widths.length > 0 ? [sizeFigure(name, allCells, "width", base, [1, sizeGroups])] : []),
    ],
  };
}

/** What both have in common. */
function experimentOf(
  facts: Pick<
    Experiment<RandomLabelParameters, RandomLabelResult>,
    "name" | "title" | "expectation" | "data" | "parameters"
  >,
): Experiment<RandomLabelParameters, RandomLabelResult> {
  return {
    ...facts,
    control:
      "At every second seed linear, the numbers of groups and the deepest LN-Net exchange their results in reverse order: what is left is no order among them.",
    trials,
    runTrial,
    merits: ({ accuracy, loss }) => ({ accuracy, loss }),
    conclude: (results, parameters) => conclude(facts.name, results, parameters),
    removeEffect: exchanged,
  };
}

function exchanged(
  results: readonly RandomLabelResult[],
  parameters: RandomLabelParameters,
): readonly RandomLabelResult[] {
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
}

/** B7: how many random labels LN-Nets of several depths, widths and group counts remember, beside a linear model. */
export const randomLabelsExperiment = experimentOf({
  name: "random-labels",
  title: "Training accuracy on random labels against depth, width and the number of groups, beside a linear model",
  expectation: stated("Fashion-MNIST", "the same on the digits, and on each set"),
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
});

/** B7 on all of Fashion-MNIST's pixels, decorrelated: so many images that a linear model of 784 pixels has a ceiling there too. */
export const randomLabelsOfPixels = experimentOf({
  name: "random-labels-of-pixels",
  title: "Training accuracy on random labels of images at 28 × 28 against the number of groups, beside a linear model",
  expectation: stated("the pixels of Fashion-MNIST", "there too"),
  parameters: {
    full: {
      imageSets: ["fashion-mnist-28x28"],
      count: 5000,
      width: 256,
      groups: [1, 16, 64],
      widths: [],
      depths: [4],
      depthWidth: 128,
      sizeGroups: 1,
      learningRates: [2e-3, 6e-3, 2e-2],
      linearRates: [1e-2, 3e-2, 1e-1],
      batchSize: 500,
      steps: 1000,
      seeds: [1, 2, 3, 4, 5],
    },
  },
});
