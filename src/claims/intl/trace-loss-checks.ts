import { createRandom } from "../../learning/data/random.js";
import { iterNorm, loadDigits, traceLoss, traceLossBound } from "../../theory/index.js";
import type { NumericalCheck } from "../claim.js";
import { flow } from "./simplex-flow.js";
import { flowFigure, gapFigure } from "./trace-loss-figures.js";

/** Trace loss of a random batch after T iterations. */
function randomTraceLoss(dimensions: number, iterations: number, seed: number): number {
  const random = createRandom(seed);
  // Batches of few or many samples, on feature scales from equal to very unequal.
  const samples = dimensions + 2 + random.integer(40);
  const spread = 3 * random.uniform();
  const scales = Array.from({ length: dimensions }, () => 10 ** (-spread * random.uniform()));
  const batch = Array.from({ length: samples }, () => scales.map((scale) => scale * random.normal()));
  return traceLoss(iterNorm(batch, { iterations }));
}

/** No batch goes below the bound. */
export const search: NumericalCheck = {
  id: "search",
  title: "No batch goes below the bound: random batches, and the digits",
  role: "corroboration",
  method: "numerical",
  data: ["digits.csv"],
  parameters: {
    quick: { batches: 2000, seed: 5 },
    full: { batches: 20_000, seed: 5 },
    paper: { batches: 20_000, seed: 5 },
  },
  tolerance: {
    value: 1e-12,
    why: "How far below the bound a value lies: d ≤ 16 terms (64 for the digits), each with an error of some d·T·2⁻⁵³ ≈ 10⁻¹⁴, typically a hundred times less. The least bound compared with, at d = 4 and T = 5, is 2·10⁻¹¹.",
  },
  control: "A bound for one iteration less: d(1 − h_{T−1}(1/d))² is too high.",
  async run({ parameters, progress }) {
    const batches = parameters.batches as number;
    let [below, nearest] = [-Infinity, Infinity];
    for (let batch = 0; batch < batches; batch++) {
      const [dimensions, iterations] = [4 + (batch % 13), 1 + (batch % 5)];
      const seed = (parameters.seed as number) + batch;
      const gap = randomTraceLoss(dimensions, iterations, seed) - traceLossBound({ dimensions, iterations });
      below = Math.max(below, -gap);
      nearest = Math.min(nearest, gap);
      if (batch % 100 === 0) progress(batch / batches, `batch ${batch}`);
    }
    const { images } = loadDigits();
    const onDigits = traceLoss(iterNorm(images, { iterations: 4 }));
    const floor = traceLossBound({ dimensions: 64, iterations: 4 });
    return {
      summary: `The nearest of ${batches} random batches lies ${nearest.toExponential(1)} above the bound. The digits (64 dimensions, T = 4) have trace loss ${onDigits.toFixed(3)}; the bound is ${floor.toFixed(3)}.`,
      measurements: { batches, nearest, digits: onDigits, digitsBound: floor },
      figures: [gapFigure()],
      deviation: Math.max(0, below, floor - onDigits),
    };
  },
  async runControl({ parameters }) {
    let below = 0;
    for (let batch = 0; batch < 200; batch++) {
      const loss = randomTraceLoss(4, 2, (parameters.seed as number) + batch);
      below = Math.max(below, traceLossBound({ dimensions: 4, iterations: 1 }) - loss);
    }
    return { deviation: below };
  },
};

/** A batch with the given eigenvalue shares whose covariance has an equal diagonal (axes: the rows of a Hadamard matrix). */
function equalDiagonalBatch(shares: readonly number[]): number[][] {
  const d = shares.length;
  const sign = (i: number, j: number) => {
    let bits = i & j;
    let value = 1;
    while (bits > 0) {
      if (bits & 1) value = -value;
      bits >>= 1;
    }
    return value;
  };
  return shares.flatMap((share, i) => {
    const row = shares.map((_, j) => Math.sqrt(share / d) * sign(i, j));
    return [row, row.map((value) => -value)];
  });
}

/** How many of the unequal spectra, on an equal diagonal, reach the bound (to 1e-9): none may, for T ≥ 1. */
function reaching(iterations: number, spectra: number, seed: number): number {
  let count = 0;
  for (let k = 0; k < spectra; k++) {
    const dimensions = [2, 4, 8][k % 3]!;
    const random = createRandom(seed, k);
    const weights = Array.from({ length: dimensions }, (_, i) => (i === 0 ? 0.5 : 1) + 0.4 * random.uniform());
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const batch = equalDiagonalBatch(weights.map((weight) => weight / total));
    const loss = traceLoss(iterNorm(batch, { iterations }));
    if (loss - traceLossBound({ dimensions, iterations }) < 1e-9) count += 1;
  }
  return count;
}

/** Distance of the trace loss from its bound at equal eigenvalues. */
function distanceAtEqual(iterations: number): number {
  return Math.max(
    ...[2, 4, 8, 16].map((dimensions) => {
      const batch = equalDiagonalBatch(new Array<number>(dimensions).fill(1));
      return Math.abs(traceLoss(iterNorm(batch, { iterations })) - traceLossBound({ dimensions, iterations }));
    }),
  );
}

/** The bound is reached at equal eigenvalues only. */
export const equality: NumericalCheck = {
  id: "equality",
  title: "The bound is reached at equal eigenvalues, and not at an equal diagonal alone",
  role: "corroboration",
  method: "numerical",
  parameters: {
    quick: { spectra: 60, seed: 7 },
    full: { spectra: 3000, seed: 7 },
    paper: { spectra: 3000, seed: 7 },
  },
  tolerance: {
    value: 1e-12,
    why: "At equal eigenvalues only the rounding of d ≤ 16 terms is left; every unequal spectrum that reaches the bound to 10⁻⁹ adds 1.",
  },
  control: "T = 0: there only the diagonal counts, and every unequal spectrum on an equal diagonal reaches the bound.",
  async run({ parameters }) {
    const { spectra, seed } = parameters as { spectra: number; seed: number };
    const counts = [1, 2, 3].map((iterations) => reaching(iterations, spectra, seed));
    const touching = counts.reduce((sum, count) => sum + count, 0);
    const distance = Math.max(...[1, 2, 3, 4, 5].map(distanceAtEqual));
    return {
      summary: `At equal eigenvalues the trace loss is the bound to ${distance.toExponential(1)} (T = 1 to 5); of ${3 * spectra} unequal spectra with an equal diagonal (T = 1 to 3) ${touching} reach it.`,
      measurements: { distance, touching, spectra: 3 * spectra },
      figures: [],
      deviation: distance + touching,
    };
  },
  runControl: async ({ parameters }) => ({
    deviation: reaching(0, parameters.spectra as number, parameters.seed as number),
  }),
};

/** Gradient flow on the simplex ends at equal shares. */
export const gradientFlow: NumericalCheck = {
  id: "gradient-flow",
  title: "Gradient flow of Σ(1 − h_T(y_j))² on the simplex goes to equal shares, with two falling Lyapunov functions",
  role: "corroboration",
  method: "numerical",
  parameters: {
    quick: { starts: 4, dimensions: [2, 3, 8], iterations: [1, 2, 4], seed: 11 },
    full: { starts: 50, dimensions: [2, 3, 8, 16], iterations: [1, 2, 3, 4, 5], seed: 11 },
    paper: { starts: 50, dimensions: [2, 3, 8, 16], iterations: [1, 2, 3, 4, 5], seed: 11 },
  },
  tolerance: {
    value: 1e-9,
    why: "The distance from 1/d at the end, and any rise of loss or distance in one step. The flow is stopped when the distance falls below 10⁻¹⁰; rounding in a step is below 10⁻¹⁴.",
  },
  control: "The mutated map x² in place of h_T: its loss is not convex, and the flow ends elsewhere.",
  async run({ parameters, progress }) {
    const { starts, dimensions, iterations, seed } = parameters as {
      starts: number;
      dimensions: number[];
      iterations: number[];
      seed: number;
    };
    let [distance, rise, runs] = [0, 0, 0];
    for (const d of dimensions) {
      for (const count of iterations) {
        for (let start = 0; start < starts; start++) {
          const end = flow(count, randomShares(d, seed + start));
          distance = Math.max(distance, end.distance);
          rise = Math.max(rise, end.rise);
          runs += 1;
        }
      }
      progress(dimensions.indexOf(d) / dimensions.length, `d = ${d}`);
    }
    return {
      summary: `${runs} flows from random shares end within ${distance.toExponential(1)} of 1/d; loss and distance never rise in a step by more than ${rise.toExponential(1)}.`,
      measurements: { runs, distance, rise },
      figures: [flowFigure()],
      deviation: Math.max(distance, rise),
    };
  },
  async runControl({ parameters }) {
    const square = { complement: (x: number) => 1 - x * x, slope: (x: number) => 2 * x, curvature: () => 2 };
    const ends = [0, 1, 2].map((start) => flow(square, randomShares(3, (parameters.seed as number) + start)));
    return { deviation: Math.max(...ends.map(({ distance }) => distance)) };
  },
};

/** Shares of 1, all positive, some small. */
function randomShares(dimensions: number, seed: number): number[] {
  const random = createRandom(seed, dimensions);
  const weights = Array.from({ length: dimensions }, () => 10 ** (-3 * random.uniform()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
