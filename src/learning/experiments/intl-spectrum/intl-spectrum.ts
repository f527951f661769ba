import type { Figure } from "../../../plot/figure.js";
import { iterNormSpectrumMap, traceLossBound } from "../../../theory/spectral/spectrum-map.js";
import { decide, decisionText, requireSeeds, type Contrast } from "../../evaluation/decision.js";
import type { Conclusion, Effect, Experiment } from "../shared/experiment.js";
import {
  chosenResults,
  comparisonMerits,
  comparisonTrials,
  finalRank,
  pairedEffect,
  runComparisonTrial,
  untrained,
  type ChosenResults,
  type ComparisonCell,
  type ComparisonSizes,
} from "../shared/joint-embedding/comparison.js";
import {
  accuracyBars,
  average,
  courseFigure,
  linearPercent,
  nearestPercent,
  spectrumFigure,
  totalVarianceFigure,
  type NamedResults,
} from "../shared/joint-embedding/figures.js";
import type { JointEmbeddingMethod } from "../shared/joint-embedding/methods.js";
import { fashionSizes, paperSizes } from "../shared/joint-embedding/sizes.js";
import { measuredIterations, type JointEmbeddingResult } from "../shared/joint-embedding/trial.js";

export type IntlSpectrumParameters = {
  /** Among them none, IterNorm and INTL; the untrained network is measured beside them. */
  readonly methods: readonly JointEmbeddingMethod[];
  readonly learningRates: readonly number[];
  readonly seeds: readonly number[];
  readonly batchSize: number;
  readonly sizes: ComparisonSizes;
};

/** Of the way to equal eigenvalues, and of the dimensions: less would not be "towards". */
const leastShare = 0.1;
const leastRank = 4;

/** C6: with INTL the spectrum goes towards equal eigenvalues in training. */
export const intlSpectrum: Experiment<IntlSpectrumParameters, JointEmbeddingResult> = {
  name: "intl-spectrum",
  title: "The spectrum under INTL in training, on Fashion-MNIST, d = 64",
  expectation: `"Modulate the spectrum of embedding towards an equal-eigenvalue distribution during the course of optimization" (abstract): training with INTL (over features) removes more than ${leastShare} of what the trace loss of the untrained network has above its floor d(1 − h_T(1/d))², which equal eigenvalues alone reach: the whole 95 % interval of the mean share. Beside it, by Holm's procedure: the final effective rank of the projections with INTL is above that of the untrained network, of IterNorm alone and of no transformation by more than ${leastRank} dimensions. Barlow Twins, VICReg, SimCLR, ZCA and INTL over samples are trained beside. Learning rates are chosen by the linear probe on validation images.`,
  control: "Every method is given the results of no transformation: then the spectrum moves as without INTL.",
  parameters: {
    full: {
      methods: ["none", "IterNorm", "INTL", "INTL over samples", "ZCA", "Barlow", "VICReg", "SimCLR"],
      learningRates: [2e-3, 6e-3, 1.8e-2],
      seeds: [1, 2, 3, 4],
      batchSize: 128,
      sizes: fashionSizes,
    },
    paper: {
      methods: ["none", "IterNorm", "INTL", "INTL over samples", "ZCA", "Barlow", "VICReg", "SimCLR"],
      learningRates: [3e-4, 1e-3, 3e-3],
      seeds: [1, 2, 3, 4, 5],
      batchSize: 256,
      sizes: paperSizes["cifar-10"],
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
    const from = cellsOf(parameters).findIndex(({ method }) => method === "none") * seeds.length;
    return results.map((_, i) => results[from + (i % seeds.length)]!);
  },
};

function cellsOf({ methods, learningRates, batchSize }: IntlSpectrumParameters): ComparisonCell[] {
  return [
    { ...untrained, batchSize },
    ...methods.flatMap((method) => learningRates.map((learningRate) => ({ method, batchSize, learningRate }))),
  ];
}

function conclude(results: readonly JointEmbeddingResult[], parameters: IntlSpectrumParameters): Conclusion {
  const { methods, seeds, batchSize } = parameters;
  const cells = cellsOf(parameters);
  const choose = (method: JointEmbeddingMethod) => chosenResults(results, cells, seeds, { method, batchSize });
  const chosen = new Map((["untrained", ...methods] as const).map((method) => [method, choose(method)]));
  const of = (method: JointEmbeddingMethod) => chosen.get(method)!.results;
  const dimensions = results[0]!.eigenvalues.length;
  const floor = traceLossBound({ dimensions, iterations: measuredIterations });
  const aboveFloor = (traceLoss: number): number => traceLoss / floor - 1;
  const removed = (result: JointEmbeddingResult): number =>
    1 - aboveFloor(result.traceLoss.at(-1)!) / aboveFloor(result.traceLoss[0]!);
  const rankEffect = (first: JointEmbeddingMethod, second: JointEmbeddingMethod): Effect =>
    pairedEffect(`final effective rank: ${first} minus ${second}`, "dimensions", finalRank, of(first), of(second));
  const rankAbove = (other: JointEmbeddingMethod): Contrast => ({
    name: `final effective rank: INTL − ${other}`,
    unit: "dimensions",
    differences: of("INTL").map((result, i) => finalRank(result) - finalRank(of(other)[i]!)),
    least: leastRank,
  });
  const shares = of("INTL").map(removed);
  const decision = decide(
    {
      name: "share of the trace loss above its floor that training with INTL removes",
      ...{ unit: "of it", differences: shares, least: leastShare },
    },
    { others: [rankAbove("untrained"), rankAbove("IterNorm"), rankAbove("none")] },
  );
  const reported = [
    ...(methods.includes("INTL over samples") ? [rankEffect("INTL over samples", "IterNorm")] : []),
    ...(["IterNorm", "none", "untrained"] as const).flatMap((other) => [
      pairedEffect(`linear probe: INTL minus ${other}`, "points", linearPercent, of("INTL"), of(other)),
      pairedEffect(`nearest neighbours: INTL minus ${other}`, "points", nearestPercent, of("INTL"), of(other)),
    ]),
  ];
  const groups = methods.map((name) => ({ name, results: of(name) }));
  const mean = (method: JointEmbeddingMethod, value: (result: JointEmbeddingResult) => number) =>
    average(of(method).map(value));
  const ratio = (result: JointEmbeddingResult): number => result.traceLoss.at(-1)! / floor;
  const list = methods.map((method) => `${method} ${mean(method, finalRank).toFixed(1)}`);
  return {
    verdict: decision.verdict,
    summary: `${decisionText(decision)} Effective rank of ${dimensions} dimensions after training, from ${mean("untrained", finalRank).toFixed(1)} untrained: ${list.join(", ")}. With INTL the trace loss ends at ${mean("INTL", ratio).toFixed(3)} times its floor, from ${mean("untrained", ratio).toFixed(3)} times: ${(100 * average(shares)).toFixed(0)} % of what lay above is gone; equal eigenvalues are approached and not reached.`,
    measurements: {
      seeds: seeds.length,
      floor,
      outputVarianceAtEqualSpectrum: iterNormSpectrumMap(1 / dimensions, { iterations: measuredIterations }),
      methods: Object.fromEntries([...chosen].map(([method, choice]) => [method, measurementsOf(choice, ratio)])),
    },
    effects: [...decision.effects, ...reported],
    controls: decision.controls,
    figures: [
      ...figuresOf(groups, dimensions, floor),
      accuracyBars([...chosen].map(([name, { results: found }]) => ({ name, results: found }))),
    ],
  };
}

function measurementsOf({ learningRate, edge, results }: ChosenResults, ratio: (r: JointEmbeddingResult) => number) {
  return {
    learningRate,
    edgeOfRates: edge,
    effectiveRank: average(results.map(finalRank)),
    totalVariance: average(results.map(({ projection }) => projection.totalVariance.at(-1)!)),
    traceLossOverFloor: average(results.map(ratio)),
    outputVariance: average(results.map(({ outputVariance }) => outputVariance.at(-1)!)),
    linearPercent: average(results.map(linearPercent)),
    nearestPercent: average(results.map(nearestPercent)),
  };
}

function figuresOf(groups: readonly NamedResults[], dimensions: number, floor: number): Figure[] {
  const equal = iterNormSpectrumMap(1 / dimensions, { iterations: measuredIterations });
  return [
    courseFigure(
      {
        id: "effective-rank",
        title: "Effective rank in training",
        caption: `Effective rank of the projections over the steps, mean over seeds; ${dimensions} would be equal eigenvalues. The first point is the untrained network.`,
      },
      groups,
      {
        value: ({ projection }) => projection.effectiveRank,
        yAxis: { title: "effective rank" },
        levels: [{ name: "equal eigenvalues", y: dimensions }],
      },
    ),
    courseFigure(
      {
        id: "trace-loss",
        title: "Trace loss in training",
        caption: `Trace loss of the projections after IterNorm (T = 4) over the steps, mean over seeds. It cannot fall below d(1 − h_T(1/d))² = ${floor.toFixed(1)}, the dashed line, which equal eigenvalues alone reach.`,
      },
      groups,
      {
        value: ({ traceLoss }) => traceLoss,
        yAxis: { title: "trace loss" },
        levels: [{ name: "floor", y: floor }],
      },
    ),
    courseFigure(
      {
        id: "output-variance",
        title: "Variance after IterNorm in training",
        caption: `Mean variance of a coordinate after IterNorm (T = 4) over the steps, mean over seeds. At equal eigenvalues it is h_T(1/d) = ${equal.toFixed(3)}, the dashed line: far below 1, as T is fixed.`,
      },
      groups,
      {
        value: ({ outputVariance }) => outputVariance,
        yAxis: { title: "mean variance after IterNorm" },
        levels: [{ name: "h_T(1/d)", y: equal }],
      },
    ),
    totalVarianceFigure(groups),
    spectrumFigure(
      {
        id: "final-spectrum",
        title: "Spectrum after training",
        caption:
          "Eigenvalues of the projections' covariance over their mean, geometric mean over seeds: a flat line at 1 is equal eigenvalues.",
      },
      groups,
    ),
  ];
}
