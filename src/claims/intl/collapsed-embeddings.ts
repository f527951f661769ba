import { createRandom } from "../../learning/data/random.js";
import type { Figure } from "../../plot/figure.js";
import {
  covariance,
  covarianceSpectrum,
  iterNorm,
  iterNormSpectrumMap,
  traceLoss,
  traceLossBound,
  type Matrix,
} from "../../theory/index.js";
import type { NumericalCheck } from "../claim.js";

/**
 * Embeddings of `samples` images in d dimensions whose covariance has `rank` eigenvalues 1 and else zeros: sampled cosines (orthogonal and of
 * mean 0), along orthonormal directions that a random reflection turns the axes to.
 */
function embeddingsOfRank(rank: number, dimensions: number, samples: number, seed: number): Matrix {
  const random = createRandom(seed, rank, dimensions);
  const normal = Array.from({ length: dimensions }, () => random.normal());
  const square = normal.reduce((sum, entry) => sum + entry * entry, 0);
  const direction = (k: number): number[] =>
    normal.map((entry, j) => (j === k ? 1 : 0) - (2 * normal[k]! * entry) / square);
  const directions = Array.from({ length: rank }, (_, k) => direction(k));
  const amplitude = Math.sqrt((2 * (samples - 1)) / samples);
  return Array.from({ length: samples }, (_, i) => {
    const scores = directions.map((_, k) => amplitude * Math.cos((2 * Math.PI * (k + 1) * (i + 0.5)) / samples));
    return Array.from({ length: dimensions }, (_, j) =>
      directions.reduce((sum, axis, k) => sum + scores[k]! * axis[j]!, 0),
    );
  });
}

/** Mean of 2 − 2 cos over the rows of both views. */
function alignment(a: Matrix, b: Matrix): number {
  const dot = (u: readonly number[], v: readonly number[]) => u.reduce((sum, entry, j) => sum + entry * v[j]!, 0);
  const losses = a.map((row, i) => 2 - (2 * dot(row, b[i]!)) / Math.sqrt(dot(row, row) * dot(b[i]!, b[i]!)));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Ranks tried in d dimensions: 1, 2 and a half. */
const ranksOf = (dimensions: number): number[] => [...new Set([1, 2, Math.max(1, dimensions / 2)])];

/** How far the spectrum is from what is said of it; `expected` gives the eigenvalues of a rank, falling. */
function spectrumDeviation(batch: Matrix, iterations: number, expected: (index: number) => number): number {
  const { eigenvalues } = covarianceSpectrum(iterNorm(batch, { iterations }));
  return Math.max(...eigenvalues.map((value, i) => Math.abs(value - expected(i))));
}

/** Collapsed embeddings whose alignment after IterNorm cannot be better. */
export const collapsedEmbeddings: NumericalCheck = {
  id: "collapsed-embeddings",
  title: "Collapsed embeddings have alignment loss 0 after IterNorm, and stay collapsed",
  role: "evidence",
  method: "numerical",
  parameters: {
    quick: { dimensions: [4, 16, 64], iterations: [1, 2, 3, 4, 5], samples: 160, seed: 11 },
    full: { dimensions: [4, 8, 16, 32, 64, 128], iterations: [1, 2, 3, 4, 5, 6, 7], samples: 320, seed: 11 },
    paper: { dimensions: [4, 8, 16, 32, 64, 128], iterations: [1, 2, 3, 4, 5, 6, 7], samples: 320, seed: 11 },
  },
  tolerance: {
    value: 1e-11,
    why: "Sums of up to 320 products of numbers of size 1 in double precision, a few hundred roundings of 2⁻⁵³, some of them scaled by P_T, at most 1.5⁷ = 17.",
  },
  control: "IterNorm is said to fill the missing dimensions: all d eigenvalues equal to h_T(1/d).",
  async run({ parameters, progress }) {
    const { dimensions, iterations, samples, seed } = parameters as CollapseParameters;
    let [deviation, least] = [0, Infinity];
    dimensions.forEach((d, at) => {
      for (const rank of ranksOf(d)) {
        const [first, second] = [1, 2].map(() => embeddingsOfRank(rank, d, samples, seed)) as [Matrix, Matrix];
        for (const T of iterations) {
          const [a, b] = [iterNorm(first, { iterations: T }), iterNorm(second, { iterations: T })];
          const kept = iterNormSpectrumMap(1 / rank, { iterations: T });
          deviation = Math.max(
            deviation,
            Math.abs(alignment(a, b)),
            spectrumDeviation(first, T, (i) => (i < rank ? kept : 0)),
          );
          least = Math.min(least, traceLoss(a) - traceLossBound({ dimensions: d, iterations: T }));
        }
      }
      progress((at + 1) / dimensions.length, `d = ${d}`);
    });
    return {
      summary: `For d in ${dimensions.join(", ")}, ranks 1, 2 and d/2, and T from ${iterations[0]} to ${iterations.at(-1)}: alignment loss 0 and a spectrum of r eigenvalues h_T(1/r) and d − r zeros, to ${deviation.toExponential(1)}. The trace loss lies at least ${least.toPrecision(2)} above its floor there.`,
      measurements: { deviation, leastAboveFloor: least },
      figures: [lossesFigure(), ...collapseMaps()],
      deviation,
    };
  },
  async runControl({ parameters }) {
    const { samples, seed } = parameters as CollapseParameters;
    const filled = iterNormSpectrumMap(1 / 16, { iterations: 4 });
    return { deviation: spectrumDeviation(embeddingsOfRank(1, 16, samples, seed), 4, () => filled) };
  },
};

type CollapseParameters = {
  readonly dimensions: readonly number[];
  readonly iterations: readonly number[];
  readonly samples: number;
  readonly seed: number;
};

/** The covariance of 16 dimensions after IterNorm as a map, for embeddings of four ranks: dimension by dimension. */
function collapseMaps(): Figure[] {
  const numbers = Array.from({ length: 16 }, (_, i) => i + 1);
  return [1, 2, 8, 16].map((rank, i) => ({
    id: `collapse-map-frame-${i}`,
    title: `Collapse map: rank ${rank} of 16, after IterNorm`,
    caption:
      rank === 16
        ? "Covariance of every dimension with every other (T = 4). Of full rank only the diagonal is left: no dimension follows from the others."
        : "Covariance of every dimension with every other (T = 4). The dimensions follow from one another: IterNorm does not bring back what is lost.",
    traces: [
      {
        type: "heatmap" as const,
        name: "covariance",
        x: numbers,
        y: numbers,
        z: covariance(iterNorm(embeddingsOfRank(rank, 16, 64, 11), { iterations: 4 })),
      },
    ],
    xAxis: { title: "dimension" },
    yAxis: { title: "dimension" },
  }));
}

/** What both parts of INTL's loss say of embeddings of every rank. */
function lossesFigure(): Figure {
  const [d, samples] = [16, 64];
  const ranks = Array.from({ length: d }, (_, i) => i + 1);
  const floor = traceLossBound({ dimensions: d, iterations: 4 });
  const outputs = ranks.map((rank) => iterNorm(embeddingsOfRank(rank, d, samples, 11), { iterations: 4 }));
  return {
    id: "losses-over-rank",
    title: "What the losses see of the rank",
    caption:
      "Embeddings in 16 dimensions with r equal eigenvalues and equal views, after IterNorm (T = 4), over r: the alignment loss is 0 for all, the trace loss falls with the rank and reaches its floor at r = 16 alone.",
    traces: [
      { type: "scatter", name: "alignment", mode: "lines+markers", x: ranks, y: outputs.map((z) => alignment(z, z)) },
      { type: "scatter", name: "trace loss", mode: "lines+markers", x: ranks, y: outputs.map((z) => traceLoss(z)) },
      { type: "scatter", name: "floor", mode: "lines", dash: "dash", x: ranks, y: ranks.map(() => floor) },
    ],
    xAxis: { title: "rank r" },
    yAxis: { title: "loss" },
  };
}
