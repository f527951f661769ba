import { decide, decisionText, requireSeeds, type Contrast } from "../../evaluation/decision.js";
import { collapse, collapseRule, hasCollapsed } from "../shared/joint-embedding/collapse.js";
import type { Conclusion, Experiment } from "../shared/experiment.js";
import {
  comparisonMerits,
  comparisonTrials,
  finalRank,
  runComparisonTrial,
  type ComparisonCell,
  type ComparisonSizes,
} from "../shared/joint-embedding/comparison.js";
import { average, courseFigure, spectrumFigure, totalVarianceFigure } from "../shared/joint-embedding/figures.js";
import type { JointEmbeddingMethod } from "../shared/joint-embedding/methods.js";
import { fashionSizes, paperSizes } from "../shared/joint-embedding/sizes.js";
import type { JointEmbeddingResult } from "../shared/joint-embedding/trial.js";

export type IterNormCollapseParameters = {
  /** Among them IterNorm and INTL. */
  readonly methods: readonly JointEmbeddingMethod[];
  readonly seeds: readonly number[];
  readonly batchSize: number;
  readonly learningRate: number;
  readonly sizes: ComparisonSizes;
};

/** Dimensions by which INTL must be ahead of IterNorm alone: an eighth of the 64. */
const leastRank = 8;

/** C4: alignment after IterNorm, with nothing else, lets the embeddings collapse; with the trace loss it does not. */
export const iterNormCollapse: Experiment<IterNormCollapseParameters, JointEmbeddingResult> = {
  name: "iter-norm-collapse",
  title: "IterNorm alone in training, on Fashion-MNIST, d = 64",
  expectation: `IterNorm alone takes away more than ${collapse.effectiveRank} of the untrained network's effective rank: the whole 95 % interval of the mean share over the seeds. Beside it, by Holm's procedure: INTL keeps more than ${collapse.effectiveRank} of it, and the final rank with INTL is above that with IterNorm alone by more than ${leastRank} dimensions. Whitening, Barlow Twins, VICReg and SimCLR are trained beside, at the same rate, and decide nothing here (C1' is about whitening). Fixed beforehand — ${collapseRule}.`,
  control: "IterNorm alone is given the results of INTL: then nothing is lost.",
  parameters: {
    full: {
      methods: [
        "none",
        "batch norm",
        "IterNorm",
        "INTL",
        "INTL over samples",
        "ZCA",
        "Cholesky",
        "Barlow",
        "VICReg",
        "SimCLR",
      ],
      seeds: [1, 2, 3, 4],
      batchSize: 128,
      learningRate: 2e-3,
      sizes: { ...fashionSizes, views: 128 * 300, probe: null },
    },
    paper: {
      methods: ["none", "IterNorm", "INTL", "INTL over samples", "ZCA"],
      seeds: [1, 2, 3, 4, 5],
      batchSize: 256,
      learningRate: 1e-3,
      sizes: { ...paperSizes["cifar-100"], probe: null },
    },
  },
  trials: (parameters) => {
    requireSeeds(parameters.seeds);
    return comparisonTrials(cellsOf(parameters), parameters.seeds, parameters.sizes);
  },
  runTrial: runComparisonTrial,
  merits: comparisonMerits,
  conclude,
  removeEffect(results, { methods, seeds }) {
    const from = (method: JointEmbeddingMethod) => methods.indexOf(method) * seeds.length;
    return results.map((result, i) => {
      const seed = i - from("IterNorm");
      return seed >= 0 && seed < seeds.length ? results[from("INTL") + seed]! : result;
    });
  },
};

function cellsOf({ methods, batchSize, learningRate }: IterNormCollapseParameters): ComparisonCell[] {
  return methods.map((method) => ({ method, batchSize, learningRate }));
}

function conclude(results: readonly JointEmbeddingResult[], parameters: IterNormCollapseParameters): Conclusion {
  const { methods, seeds } = parameters;
  const groups = methods.map((name, i) => ({
    name,
    results: results.slice(i * seeds.length, (i + 1) * seeds.length),
  }));
  const of = (method: JointEmbeddingMethod) => groups[methods.indexOf(method)]!.results;
  const count = (method: JointEmbeddingMethod): number => of(method).filter(hasCollapsed).length;
  const dimensions = results[0]!.eigenvalues.length;
  const kept = (method: JointEmbeddingMethod) =>
    of(method).map((result) => finalRank(result) / result.projection.effectiveRank[0]!);
  const share = (name: string, differences: readonly number[]): Contrast => ({
    ...{ name, unit: "of the untrained network's", differences, least: collapse.effectiveRank },
  });
  const decision = decide(
    share(
      "effective rank that IterNorm alone takes away",
      kept("IterNorm").map((value) => 1 - value),
    ),
    {
      others: [
        share("effective rank that INTL keeps", kept("INTL")),
        {
          name: "final effective rank: INTL − IterNorm alone",
          unit: "dimensions",
          differences: of("INTL").map((result, i) => finalRank(result) - finalRank(of("IterNorm")[i]!)),
          least: leastRank,
        },
      ],
    },
  );
  const collapsed = (...among: readonly JointEmbeddingMethod[]) =>
    among.filter((method) => methods.includes(method) && count(method) > 0);
  const whitened = collapsed("ZCA", "Cholesky");
  const baselines = collapsed("Barlow", "VICReg", "SimCLR");
  const start = average(results.map(({ projection }) => projection.effectiveRank[0]!));
  const list = methods.map(
    (method) =>
      `${method} ${average(of(method).map(finalRank)).toFixed(1)} (collapsed in ${count(method)} of ${seeds.length} seeds)`,
  );
  return {
    verdict: decision.verdict,
    summary: [
      decisionText(decision),
      `Effective rank of ${dimensions} dimensions, from ${start.toFixed(1)} untrained, after training: ${list.join(", ")}.`,
      ...(whitened.length === 0
        ? []
        : [
            `By this measure, of projections before the transformation, whitening is collapsed here too (${whitened.join(", ")}): what it keeps full is its output, which C1' judges on held-out images; this rate and network were not chosen for it.`,
          ]),
      ...(baselines.length === 0
        ? []
        : [
            `Nor were they for ${baselines.join(", ")}: that some of these seeds are counted as collapsed ranks nobody.`,
          ]),
    ].join(" "),
    measurements: {
      seeds: seeds.length,
      collapsedSeeds: Object.fromEntries(methods.map((method) => [method, count(method)])),
      rule: collapseRule,
    },
    effects: decision.effects,
    controls: decision.controls,
    figures: [
      courseFigure(
        {
          id: "effective-rank",
          title: "Effective rank in training",
          caption: `Effective rank of the projections over the steps, mean over ${seeds.length} seeds; ${dimensions} is the dimension, the first point the untrained network.`,
        },
        groups,
        { value: ({ projection }) => projection.effectiveRank, yAxis: { title: "effective rank" } },
      ),
      totalVarianceFigure(groups),
      spectrumFigure(
        {
          id: "final-spectrum",
          title: "Spectrum after training",
          caption:
            "Eigenvalues of the projections' covariance over their mean, geometric mean over seeds: a steep fall is a collapse to few dimensions, a flat line at 1 is equal eigenvalues.",
        },
        groups,
      ),
    ],
  };
}
