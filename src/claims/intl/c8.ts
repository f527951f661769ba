import { Matrix as Dense } from "ml-matrix";
import { createRandom, type Random } from "../../learning/data/random.js";
import { embeddingSpectrum } from "../../learning/evaluation/spectrum.js";
import type { Figure } from "../../plot/figure.js";
import {
  covarianceSpectrum,
  powerGain,
  spectralTransform,
  spectralTransformGradient,
  type Matrix,
  type SpectralGain,
} from "../../theory/index.js";
import type { Claim, NumericalCheck } from "../claim.js";
import { dual, newtonWhitening, type Dual } from "./dual-matrix.js";

const id = "C8";

function normal(rows: number, columns: number, random: Random): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
}

/** A batch with one feature larger than the next, so that no two eigenvalues are near. */
function batchOf(samples: number, features: number, random: Random): number[][] {
  return normal(samples, features, random).map((row) => row.map((value, j) => value * 0.75 ** j));
}

const inner = (a: Matrix, b: Matrix) =>
  a.reduce((sum, row, i) => sum + row.reduce((own, value, j) => own + value * b[i]![j]!, 0), 0);

/**
 * How far the formula's derivative of `⟨G, Ẑ⟩` along random directions is from that of forward automatic differentiation, relative to
 * |gradient| |direction|. Whitening is differentiated through 30 steps of Newton's iteration, which know no eigenvalue; Φ^m is Σ^(−m/2).
 */
function autodiffDeviation(seed: number, gradientOf: typeof spectralTransformGradient): number {
  const random = createRandom(seed, 0xc8);
  const [samples, features] = [8 + random.integer(8), 2 + random.integer(4)];
  const x = batchOf(samples, features, random);
  let worst = 0;
  for (const times of [0, 1, 2]) {
    const outer = normal(samples, features, random);
    const direction = normal(samples, features, random);
    const z = dual(x, direction).centred();
    const map = newtonWhitening(z, 30);
    const transformed = Array.from({ length: times }).reduce<Dual>((value) => value.times(map), z);
    const gradient = gradientOf(x, outer, powerGain(times / 2));
    const size = Math.sqrt(inner(gradient, gradient) * inner(direction, direction));
    const found = inner(outer, transformed.tangent.to2DArray());
    worst = Math.max(worst, Math.abs(found - inner(gradient, direction)) / size);
  }
  return worst;
}

/** The gradient of Ẑ sent back through Φ as if that were a constant: without the implicit part. */
function throughConstant(x: Matrix, gradient: Matrix, gain: SpectralGain): number[][] {
  const { eigenvalues, eigenvectors } = covarianceSpectrum(x);
  const u = new Dense(eigenvectors.map((row) => [...row]));
  const map = u.mmul(Dense.diag(eigenvalues.map(gain.value))).mmul(u.transpose());
  return new Dense(gradient.map((row) => [...row])).mmul(map).center("column").to2DArray();
}

const backward: NumericalCheck = {
  id: "backward",
  title: "The backward pass with divided differences, against automatic differentiation",
  role: "evidence",
  method: "numerical",
  parameters: { quick: { batches: 40, seed: 1 }, full: { batches: 400, seed: 1 }, paper: { batches: 400, seed: 1 } },
  tolerance: {
    value: 1e-10,
    why: "Double precision; covariances of condition number up to about 10³, whose inverse (p = 1) is known to some 10³ · 10³ · 2⁻⁵³ ≈ 10⁻¹⁰ at worst.",
  },
  control: "The gradient with respect to Ẑ is sent back through Φ as if that were a constant.",
  async run({ parameters }) {
    const batches = parameters.batches as number;
    const seed = parameters.seed as number;
    const deviation = Math.max(
      ...Array.from({ length: batches }, (_, i) => autodiffDeviation(seed + i, spectralTransformGradient)),
    );
    return {
      summary: `On ${batches} batches in 2 to 5 dimensions and the powers 0, 1/2 and 1 the formula's derivatives differ from those of forward automatic differentiation through Newton's iteration by at most ${deviation.toExponential(1)} of their size.`,
      measurements: { batches, deviation },
      figures: [],
      deviation,
    };
  },
  runControl: async ({ parameters }) => ({
    deviation: autodiffDeviation(parameters.seed as number, throughConstant),
  }),
};

/** Greatest |dλ_i/dη − rate_i| over the greatest rate, where x goes against the gradient: measured by central differences of the eigenvalues. */
function rateDeviation(seed: number, power: number, factorOf: (power: number) => number): number {
  const random = createRandom(seed, 0x5bec);
  const [samples, features] = [12, 4];
  const x = batchOf(samples, features, random);
  const outer = normal(samples, features, random);
  const gradient = spectralTransformGradient(x, outer, powerGain(power));
  const { eigenvalues, eigenvectors } = covarianceSpectrum(x);
  const step = 1e-5 / Math.sqrt(inner(gradient, gradient));
  const at = (size: number) =>
    covarianceSpectrum(x.map((row, i) => row.map((value, j) => value - size * gradient[i]![j]!))).eigenvalues;
  const [before, after] = [at(-step), at(step)];
  const u = new Dense(eigenvectors.map((row) => [...row]));
  const centred = new Dense(x.map((row) => [...row])).center("column");
  const own = u
    .transpose()
    .mmul(centred.transpose().mmul(new Dense(outer)))
    .mmul(u);
  const scales = eigenvalues.map((value, i) => (-2 / (samples - 1)) * value ** -power * own.get(i, i));
  const greatest = Math.max(...scales.map(Math.abs));
  return Math.max(
    ...scales.map((scale, i) => Math.abs((after[i]! - before[i]!) / (2 * step) - factorOf(power) * scale) / greatest),
  );
}

const factor = (power: number) => 1 - 2 * power;

const rates: NumericalCheck = {
  id: "rates",
  title: "What a gradient step does to the eigenvalues: (1 − 2p) times what the transformed gradient would",
  role: "evidence",
  method: "numerical",
  parameters: {
    quick: { batches: 40, powers: [0, 0.25, 0.5, 0.6, 1], seed: 1 },
    full: { batches: 400, powers: [0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 1], seed: 1 },
    paper: { batches: 400, powers: [0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 1], seed: 1 },
  },
  tolerance: {
    value: 1e-5,
    why: "Central differences over a step of 10⁻⁵: rounding of the eigenvalues (2⁻⁵³, over the step 10⁻⁵) and the third derivative (step squared) stay below 10⁻⁸ for well separated eigenvalues; near ones, of gap 10⁻³ and less, have larger third derivatives.",
  },
  control: "The factor 1 − 2p is left out, as if Φ were a constant.",
  async run({ parameters }) {
    const powers = parameters.powers as number[];
    const batches = parameters.batches as number;
    const seeds = Array.from({ length: batches }, (_, i) => (parameters.seed as number) + i);
    const deviation = Math.max(...seeds.flatMap((seed) => powers.map((power) => rateDeviation(seed, power, factor))));
    return {
      summary: `On ${batches} batches and ${powers.length} powers the eigenvalues move as the formula says, to ${deviation.toExponential(1)} of the greatest rate: not at all at p = 1/2, and the other way round beyond.`,
      measurements: { batches, powers, deviation },
      figures: [flowFigure(powers)],
      deviation,
    };
  },
  runControl: async ({ parameters }) => ({
    deviation: rateDeviation(parameters.seed as number, 0.25, () => 1),
  }),
};

/** Gradient of the mean of 2 − 2cos over the rows of a, b held. */
function alignmentGradient(a: Matrix, b: Matrix): number[][] {
  return a.map((row, i) => {
    const other = b[i]!;
    const [p, q] = [Math.hypot(...row), Math.hypot(...other)];
    const cosine = row.reduce((sum, value, j) => sum + value * other[j]!, 0) / (p * q);
    return row.map((value, j) => ((-2 / a.length) * (other[j]! / q - (cosine * value) / p)) / p);
  });
}

/** Effective rank of free embeddings under steps of equal length against the gradient of alignment, for every power. */
function flowFigure(powers: readonly number[]): Figure {
  const [samples, features, steps, length] = [40, 6, 160, 0.05];
  return {
    id: "flow-under-powers",
    title: "What aligning two views does to the spectrum, by the power",
    caption: `Effective rank of ${samples} free embeddings in ${features} dimensions, of two noisy views, over steps of equal length against the gradient of 2 − 2cos after Σ^(−p). At p = 1/2 a small step leaves the eigenvalues where they are.`,
    traces: powers.map((power) => {
      const random = createRandom(8, 0xf10);
      const base = batchOf(samples, features, random);
      const view = () => base.map((row) => row.map((value, j) => value + 0.5 * 0.75 ** j * random.normal()));
      let views: [number[][], number[][]] = [view(), view()];
      const y = [rankOf(views[0])];
      for (let step = 1; step <= steps; step++) {
        const [a, b] = views.map((x) => spectralTransform(x, powerGain(power).value)) as [number[][], number[][]];
        const moves = [alignmentGradient(a, b), alignmentGradient(b, a)].map((outer, i) =>
          spectralTransformGradient(views[i]!, outer, powerGain(power)),
        );
        views = views.map((x, i) => {
          const size = Math.sqrt(inner(moves[i]!, moves[i]!));
          return x.map((row, k) => row.map((value, j) => value - (length * moves[i]![k]![j]!) / size));
        }) as typeof views;
        y.push(rankOf(views[0]));
      }
      return { type: "scatter", name: `p = ${power}`, mode: "lines", x: y.map((_, i) => i), y };
    }),
    xAxis: { title: "step" },
    yAxis: { title: "effective rank" },
  };
}

function rankOf(x: Matrix): number {
  return embeddingSpectrum(Float32Array.from(x.flatMap((row) => [...row])), x[0]!.length).effectiveRank;
}

/** C8: what the backward pass of a spectral transformation does to the spectrum. */
export const claimC8: Claim = {
  id,
  paper: "C",
  title: "The backward pass moves the spectrum by what the transformation leaves of it",
  statement: `Let $\\hat Z = Z\\Phi$, $\\Phi = U g(\\lambda) U^\\top$, $\\Sigma = Z^\\top Z/(n-1)$, and $G = \\partial L/\\partial\\hat Z$. Then $\\partial L/\\partial Z = G\\Phi + \\frac{2}{n-1} Z\\,U\\,(K \\circ U^\\top \\operatorname{sym}(Z^\\top G)\\,U)\\,U^\\top$, centred, with the divided differences
$K_{ij} = (g(\\lambda_i) - g(\\lambda_j))/(\\lambda_i - \\lambda_j)$, $K_{ii} = g'(\\lambda_i)$: not the transformed gradient $G\\Phi$ alone. A step $-\\eta$ against it moves an eigenvalue at the rate $\\dot\\lambda_i = -\\frac{2}{n-1}\\,(g + 2\\lambda g')(\\lambda_i)\\,a_i$, $a_i = u_i^\\top Z^\\top G\\,u_i$. As $g(g + 2\\lambda g') = \\hat\\lambda'$ with $\\hat\\lambda = \\lambda g^2$, it is
what the forward pass leaves of the spectrum: for $g = \\lambda^{-p}$ the factor is $(1 - 2p)\\lambda^{-p}$. Whitening ($p = 1/2$) lets no loss move an eigenvalue to first order; for $p > 1/2$ the sign turns around.`,
  source:
    "abstract of arXiv 2305.16789 (modulates the spectrum by implicit gradient update); the formulas are derived here",
  assumptions: [
    { name: "full rank", text: "g is differentiable at every eigenvalue; for powers the covariance is not singular." },
    { name: "simple eigenvalues", text: "For the rates: eigenvalues that meet have no derivative of their own." },
  ],
  why: `$dL = \\langle G, dZ\\,\\Phi\\rangle + \\langle Z^\\top G, d\\Phi\\rangle$ and $d\\Phi = U(K \\circ U^\\top d\\Sigma\\,U)U^\\top$ (Daleckii and Krein), $d\\Sigma = (dZ^\\top Z + Z^\\top dZ)/(n-1)$: the formula. With $D = \\partial L/\\partial Z$, $u_i^\\top Z^\\top D\\,u_i = g(\\lambda_i)a_i + \\frac{2}{n-1}\\,(n-1)\\lambda_i\\,g'(\\lambda_i)\\,a_i$,
and $\\dot\\lambda_i = -\\frac{2}{n-1} u_i^\\top Z^\\top D\\,u_i$.`,
  covers:
    "Verified in double precision on random batches, for powers; the transformation of IterNorm divides by the trace besides, which its own gradient takes into account. The flow in the figure is an illustration.",
  checks: [backward, rates],
  notebook: null,
  module: import.meta.url,
};
