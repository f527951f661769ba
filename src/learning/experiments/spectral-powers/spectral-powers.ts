import type { Figure } from "../../../plot/figure.js";
import { collapseRule, hasCollapsed } from "../shared/joint-embedding/collapse.js";
import type { Conclusion, Effect, Experiment, Trial } from "../shared/experiment.js";
import { finalRank, pairedEffect } from "../shared/joint-embedding/comparison.js";
import { average, courseFigure, spectrumFigure, type NamedResults } from "../shared/joint-embedding/figures.js";
import { runJointEmbeddingTrial, type JointEmbeddingResult } from "../shared/joint-embedding/trial.js";

/** Which powers are tried, how long, and on what. */
export type SpectralPowersParameters = {
  /** Of Σ^(−p): among them 0 and 0.5. */
  readonly powers: readonly number[];
  readonly seeds: readonly number[];
  readonly batchSize: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly images: number;
};

const distances = ["squared", "cosine"] as const;
type Distance = (typeof distances)[number];

type PowerTrial = {
  readonly power: number;
  readonly distance: Distance;
  readonly batchSize: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly images: number;
};

/** Powers beside 0.5 whose outcome counts: within this distance. */
const neighbourhood = 0.0501;

type SpectralPowersExperiment = Experiment<SpectralPowersParameters, JointEmbeddingResult>;

/** C2 on digits: views differ by noise. */
export const digitsPowers = spectralPowers({
  name: "spectral-powers-digits",
  title: "Powers Σ^(−p) on digits with noise, d = 16",
  setting: "digits",
  data: ["digits.csv"],
  quick: { powers: [0, 0.25, 0.45, 0.5, 0.55, 0.6], seeds: [1, 2, 3], steps: 250, images: 1797 },
  full: { powers: [0, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6], seeds: [1, 2, 3, 4], steps: 800, images: 1797 },
});

/** C2 on Fashion-MNIST: views differ by crop and flip. */
export const fashionPowers = spectralPowers({
  name: "spectral-powers-fashion-mnist",
  title: "Powers Σ^(−p) on crops of Fashion-MNIST, d = 32",
  setting: "fashion-mnist-dense",
  data: [],
  quick: { powers: [0, 0.45, 0.5, 0.55], seeds: [1, 2, 3], steps: 150, images: 5000 },
  full: { powers: [0, 0.1, 0.25, 0.4, 0.45, 0.5, 0.55, 0.6], seeds: [1, 2, 3, 4], steps: 400, images: 20_000 },
});

function spectralPowers(setup: {
  readonly name: string;
  readonly title: string;
  readonly setting: string;
  readonly data: readonly string[];
  readonly quick: Omit<SpectralPowersParameters, "batchSize" | "learningRate">;
  readonly full: Omit<SpectralPowersParameters, "batchSize" | "learningRate">;
}): SpectralPowersExperiment {
  const { name, title, setting, data, quick, full } = setup;
  const fixed = { batchSize: 256, learningRate: 2e-3 };
  return {
    name,
    title,
    expectation: `For both losses (squared distance and cosine) p = 0 collapses in every seed, and p = 0.5 (whitening) and its neighbours within 0.05 collapse in none; the paired difference of the final effective rank, or of the logarithm of the total variance, between p = 0.5 and p = 0 has a 95 % interval above 0. Fixed beforehand — ${collapseRule}.`,
    control: "Every power is given the results of p = 0: then whitening does no better than no transformation.",
    parameters: { quick: { ...fixed, ...quick }, full: { ...fixed, ...full } },
    data,
    trials: ({ powers, seeds, batchSize, steps, learningRate, images }) =>
      cells(powers).flatMap(({ power, distance }) =>
        seeds.map((seed): Trial => {
          const parameters: PowerTrial = { power, distance, batchSize, steps, learningRate, images };
          return { id: `power-${String(power).replace(".", "-")}-${distance}-seed-${seed}`, seed, parameters };
        }),
      ),
    runTrial(trial, context) {
      const { power, distance, ...sizes } = trial.parameters as PowerTrial;
      const measured = Math.min(512, sizes.images);
      return runJointEmbeddingTrial(
        {
          ...sizes,
          setting,
          loss: { kind: "spectralPower", power, distance },
          schedule: "constant",
          measured,
          measurements: 6,
        },
        trial.seed,
        context,
      );
    },
    conclude,
    removeEffect(results, { powers, seeds }) {
      const table = cells(powers);
      const zero = (distance: Distance) =>
        table.findIndex((cell) => cell.power === 0 && cell.distance === distance) * seeds.length;
      return table.flatMap(({ distance }) => seeds.map((_, i) => results[zero(distance) + i]!));
    },
  };
}

/** Powers and distances in the order of the trials. */
function cells(powers: readonly number[]): { readonly power: number; readonly distance: Distance }[] {
  return distances.flatMap((distance) => powers.map((power) => ({ power, distance })));
}

function conclude(results: readonly JointEmbeddingResult[], parameters: SpectralPowersParameters): Conclusion {
  const { powers, seeds } = parameters;
  const effects: Effect[] = [];
  const texts: string[] = [];
  const collapses: Record<string, Record<string, number>> = {};
  const figures: Figure[] = [];
  let supported = true;
  distances.forEach((distance, at) => {
    const of = (power: number): readonly JointEmbeddingResult[] => {
      const from = (at * powers.length + powers.indexOf(power)) * seeds.length;
      return results.slice(from, from + seeds.length);
    };
    const count = (power: number): number => of(power).filter(hasCollapsed).length;
    collapses[distance] = Object.fromEntries(powers.map((power) => [`p = ${power}`, count(power)]));
    const [whitened, plain] = [of(0.5), of(0)];
    const differences = [
      pairedEffect(`effective rank, ${distance}: p = 0.5 minus p = 0`, "dimensions", finalRank, whitened, plain),
      pairedEffect(
        `log₁₀ of the total variance over the untrained network's, ${distance}: p = 0.5 minus p = 0`,
        "decades",
        varianceDecades,
        whitened,
        plain,
      ),
    ];
    effects.push(...differences);
    const near = powers.filter((power) => Math.abs(power - 0.5) <= neighbourhood);
    const asExpected =
      count(0) === seeds.length &&
      near.every((power) => count(power) === 0) &&
      differences.some(({ interval }) => interval[0] > 0);
    supported &&= asExpected;
    const some = powers.filter((power) => count(power) > 0);
    const collapsed = some.map((power) => `${power} (${count(power)} of ${seeds.length})`).join(", ");
    texts.push(
      `${distance === "squared" ? "Squared distance" : "Cosine"}: ${collapsed === "" ? "no power collapses" : `collapse at p = ${collapsed}`}; effective rank ${average(plain.map(finalRank)).toFixed(1)} at p = 0 and ${average(whitened.map(finalRank)).toFixed(1)} at p = 0.5 (untrained ${average(plain.map(({ projection }) => projection.effectiveRank[0]!)).toFixed(1)}), total variance over the untrained ${power10(average(plain.map(varianceDecades)))} and ${power10(average(whitened.map(varianceDecades)))}.`,
    );
    figures.push(
      ...figuresOf(
        distance,
        powers.map((power) => ({ name: `p = ${power}`, results: of(power) })),
      ),
    );
  });
  return {
    verdict: supported ? "supported" : "not reproduced",
    summary: texts.join(" "),
    measurements: { seeds: seeds.length, collapsedSeeds: collapses, rule: collapseRule },
    effects,
    figures,
  };
}

/** log₁₀ of the last total variance over the first; at least −30. */
function varianceDecades({ projection: { totalVariance } }: JointEmbeddingResult): number {
  return Math.log10(Math.max(totalVariance.at(-1)! / totalVariance[0]!, 1e-30));
}

const power10 = (decades: number): string => (10 ** decades).toExponential(1);

function figuresOf(distance: Distance, groups: readonly NamedResults[]): Figure[] {
  const loss = distance === "squared" ? "squared distance" : "cosine";
  return [
    courseFigure(
      {
        id: `effective-rank-${distance}`,
        title: `Effective rank in training, ${loss}`,
        caption: `Effective rank of the embeddings over the steps for each power p of Σ^(−p), mean over seeds; to be read with the total variance, since it does not see a cloud that shrinks as a whole.`,
      },
      groups,
      { value: ({ projection }) => projection.effectiveRank, yAxis: { title: "effective rank" } },
    ),
    courseFigure(
      {
        id: `total-variance-${distance}`,
        title: `Total variance in training, ${loss}`,
        caption: `Trace of the covariance of the embeddings over the steps for each power p, geometric mean over seeds: what falls by decades has collapsed to a point, whatever its effective rank.`,
      },
      groups,
      { value: ({ projection }) => projection.totalVariance, yAxis: { title: "total variance", type: "log" } },
    ),
    spectrumFigure(
      {
        id: `final-spectrum-${distance}`,
        title: `Spectrum after training, ${loss}`,
        caption: `Eigenvalues of the embeddings' covariance over their mean, for each power p, geometric mean over seeds: flat is equal eigenvalues, a steep fall is a collapse to few dimensions.`,
      },
      groups,
    ),
  ];
}
