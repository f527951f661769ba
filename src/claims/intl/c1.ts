import { createRandom, type Random } from "../../learning/data/random.js";
import type { Figure } from "../../plot/figure.js";
import {
  covariance,
  covarianceSpectrum,
  InputError,
  restrictToRange,
  spectralTransform,
  whiten,
} from "../../theory/index.js";
import { loadDigits, type Matrix } from "../../theory/index.js";
import type { Claim, NumericalCheck } from "../claim.js";
import { cloudBackward, cloudForward } from "./cloud-figures.js";
import { identityResidual } from "./exact-residual.js";

const id = "C1";
const kinds = ["zca", "pca", "cholesky"] as const;

/** Columns made orthonormal, one after the other and twice, so that they are so to rounding. */
function orthonormal(columns: number[][]): number[][] {
  const done: number[][] = [];
  for (const column of columns) {
    let next = column;
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        const overlap = other.reduce((sum, value, i) => sum + value * next[i]!, 0);
        next = next.map((value, i) => value - overlap * other[i]!);
      }
    }
    const length = Math.hypot(...next);
    done.push(next.map((value) => value / length));
  }
  return done;
}

/** A batch whose covariance has the given eigenvalues on random axes, and those axes (as rows). */
function batchWith(eigenvalues: readonly number[], samples: number, random: Random): { batch: Matrix; axes: Matrix } {
  const draw = (length: number) => Array.from({ length }, () => random.normal());
  const axes = orthonormal(eigenvalues.map(() => draw(eigenvalues.length)));
  const ones = new Array<number>(samples).fill(1);
  const [, ...scores] = orthonormal([ones, ...eigenvalues.map(() => draw(samples))]);
  const offset = draw(eigenvalues.length);
  const batch = ones.map((_, row) =>
    offset.map((shift, j) =>
      eigenvalues.reduce(
        (sum, eigenvalue, i) => sum + Math.sqrt(eigenvalue * (samples - 1)) * scores[i]![row]! * axes[i]![j]!,
        shift,
      ),
    ),
  );
  return { batch, axes };
}

/** Greatest entry of |covariance(Ẑ) − Σ_i λ_i^(1 − 2p) a_i a_iᵀ|, relative to the greatest expected eigenvalue. */
function powerDeviation(eigenvalues: readonly number[], seed: number, power: number, expectedPower = power): number {
  const { batch, axes } = batchWith(eigenvalues, 3 * eigenvalues.length, createRandom(seed));
  const after = covariance(spectralTransform(batch, (eigenvalue) => eigenvalue ** -power));
  const expected = eigenvalues.map((eigenvalue) => eigenvalue ** (1 - 2 * expectedPower));
  const greatest = Math.max(...expected);
  return Math.max(
    ...after.flatMap((row, j) =>
      row.map((value, k) => {
        const wanted = expected.reduce((sum, eigenvalue, i) => sum + eigenvalue * axes[i]![j]! * axes[i]![k]!, 0);
        return Math.abs(value - wanted) / greatest;
      }),
    ),
  );
}

const powers: NumericalCheck = {
  id: "powers",
  title: "Powers λ^(−p) give the spectrum λ^(1−2p) on the same axes",
  role: "evidence",
  method: "numerical",
  parameters: {
    quick: { batches: 60, powers: [0, 0.1, 0.25, 0.5, 0.6], seed: 1 },
    full: { batches: 1000, powers: [0, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6], seed: 1 },
    paper: { batches: 1000, powers: [0, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6], seed: 1 },
  },
  tolerance: {
    value: 1e-12,
    why: "Batches have condition number at most 10 (eigenvalues in [0.01, 1]) and d ≤ 16: the singular value decomposition errs by some d·10·2⁻⁵³ ≈ 2·10⁻¹⁴; a factor of 50 on top.",
  },
  control: "The spectrum after g = λ^(−p) is compared with λ^(1−p).",
  async run({ parameters, progress }) {
    const list = parameters.powers as number[];
    const batches = parameters.batches as number;
    let deviation = 0;
    for (let batch = 0; batch < batches; batch++) {
      const seed = (parameters.seed as number) + batch;
      const random = createRandom(seed, 1);
      const eigenvalues = Array.from({ length: 1 + (batch % 16) }, () => 10 ** (-2 * random.uniform()));
      for (const power of list) deviation = Math.max(deviation, powerDeviation(eigenvalues, seed, power));
      progress((batch + 1) / batches, `batch ${batch + 1}`);
    }
    return {
      summary: `On ${batches} random spectra in 1 to 16 dimensions and ${list.length} powers, whitening (p = 1/2) among them, covariances are off by at most ${deviation.toExponential(1)}.`,
      measurements: { batches, powers: list.length, deviation },
      figures: [...cloudForward(), ...cloudBackward()],
      deviation,
    };
  },
  runControl: async ({ parameters }) => ({
    deviation: powerDeviation([1, 0.5, 0.02], parameters.seed as number, 0.4, 0.2),
  }),
};

/** Features of sizes from 1 to 10^−spread, mixed: covariances of condition number about 10^(2·spread). */
function stretchedBatch(samples: number, features: number, spread: number, random: Random): Matrix {
  const eigenvalues = Array.from({ length: features }, (_, i) => 10 ** ((-2 * spread * i) / Math.max(1, features - 1)));
  return batchWith(eigenvalues, samples, random).batch;
}

const whitening: NumericalCheck = {
  id: "whitening",
  title: "ZCA, PCA and Cholesky whitening give the covariance I, whatever the condition number",
  role: "evidence",
  method: "numerical",
  parameters: {
    quick: { batches: 12, seed: 2 },
    full: { batches: 200, seed: 2 },
    paper: { batches: 200, seed: 2 },
  },
  tolerance: {
    value: 1e-12,
    why: "The residual is computed in exact integer arithmetic from the output's doubles. The output is sqrt(n−1) times a matrix whose columns are orthonormal to some d·2⁻⁵³ (products of Householder reflections): 10⁻¹⁴ at d = 20, a factor of 100 on top.",
  },
  control: "Half-done whitening: g = λ^(−0.499) instead of λ^(−1/2).",
  async run({ parameters, progress }) {
    const batches = parameters.batches as number;
    let deviation = 0;
    for (let batch = 0; batch < batches; batch++) {
      const random = createRandom((parameters.seed as number) + batch);
      const x = stretchedBatch(60, 2 + (batch % 19), batch % 6, random);
      for (const kind of kinds) deviation = Math.max(deviation, identityResidual(whiten(x, { kind })));
      progress((batch + 1) / batches, `batch ${batch + 1}`);
    }
    return {
      summary: `On ${batches} random batches with condition numbers of the covariance up to 10¹⁰, all three kinds give the identity to ${deviation.toExponential(1)}, computed exactly from the output.`,
      measurements: { batches, deviation },
      figures: [],
      deviation,
    };
  },
  runControl: async ({ parameters }) => {
    const x = stretchedBatch(60, 5, 1, createRandom(parameters.seed as number));
    return { deviation: identityResidual(spectralTransform(x, (eigenvalue) => eigenvalue ** -0.499)) };
  },
};

const digits: NumericalCheck = {
  id: "digits",
  title: "On the digits: a singular covariance is refused, and whitening works on its range",
  role: "evidence",
  method: "numerical",
  data: ["digits.csv"],
  parameters: { quick: {}, full: {}, paper: {} },
  tolerance: {
    value: 1e-12,
    why: "The residual is exact; orthonormality to some d·2⁻⁵³ ≈ 10⁻¹⁴ at d = 61, a factor of 100 on top. A singular covariance that is not refused counts as 1.",
  },
  control: "The images are only scaled pixel by pixel to variance 1 on the range, not whitened.",
  async run({ progress }) {
    const { images } = loadDigits();
    const refused = kinds.filter((kind) => {
      try {
        whiten(images, { kind });
        return false;
      } catch (error) {
        return error instanceof InputError && error.problem.code === "singular-covariance";
      }
    });
    const { coordinates, rank } = restrictToRange(images);
    let deviation = refused.length === kinds.length ? 0 : 1;
    for (const [i, kind] of kinds.entries()) {
      deviation = Math.max(deviation, identityResidual(whiten(coordinates, { kind })));
      progress((i + 1) / kinds.length, kind);
    }
    return {
      summary: `The 1,797 digits images have a covariance of rank ${rank} of 64 (three pixels never change): all three kinds refuse it and name the remedy. Restricted to its range they give the identity to ${deviation.toExponential(1)}.`,
      measurements: { rank, refused: refused.length, deviation },
      figures: [spectraFigure(coordinates)],
      deviation,
    };
  },
  async runControl() {
    const { coordinates } = restrictToRange(loadDigits().images);
    // Back in pixels the variances are 1 after scaling, but neighbouring pixels stay correlated.
    const mixed = coordinates.map((row) => row.map((value, i) => value + (row[i + 1] ?? 0)));
    const variances = covariance(mixed).map((row, i) => row[i]!);
    return { deviation: identityResidual(mixed.map((row) => row.map((value, i) => value / Math.sqrt(variances[i]!)))) };
  },
};

/** The digits' spectrum after powers of the covariance, on its range. */
function spectraFigure(coordinates: Matrix): Figure {
  return {
    id: "digits-powers",
    title: "Spectra of the digits after Σ^(−p)",
    caption:
      "Eigenvalues of the covariance after g = λ^(−p), on its range of 61 dimensions. p = 0 changes nothing, p = 1/2 whitens (a flat line at 1), p > 1/2 turns the order around.",
    traces: [0, 0.25, 0.5, 0.6].map((power) => ({
      type: "scatter" as const,
      name: `p = ${power}`,
      mode: "lines" as const,
      x: coordinates[0]!.map((_, i) => i + 1),
      y: covarianceSpectrum(spectralTransform(coordinates, (eigenvalue) => eigenvalue ** -power)).eigenvalues,
    })),
    xAxis: { title: "eigenvalue number, falling" },
    yAxis: { title: "eigenvalue of the output", type: "log" },
  };
}

/** C1: whitening and powers of the covariance are spectral transformations. */
export const claimC1: Claim = {
  id,
  paper: "C",
  title: "Whitening and its powers are spectral transformations",
  statement: `For a centred batch $Z$ with covariance $\\Sigma = Z^\\top Z/(n-1) = U \\operatorname{diag}(\\lambda) U^\\top$ and $\\Phi = U g(\\lambda) U^\\top$, the batch $\\hat Z = Z\\Phi$ has the covariance
$U \\operatorname{diag}(\\lambda g(\\lambda)^2) U^\\top$. Whitening is $g = \\lambda^{-1/2}$ with spectrum 1 (ZCA; PCA and Cholesky whitening differ from it by a rotation); powers $g = \\lambda^{-p}$ give $\\lambda^{1-2p}$.`,
  source: "abstract of arXiv 2305.16789",
  assumptions: [
    {
      name: "finite g",
      text: "g is finite at every eigenvalue; for negative powers the covariance is not singular, or the batch is restricted to its range.",
    },
  ],
  why: `$\\hat Z^\\top \\hat Z/(n-1) = \\Phi\\Sigma\\Phi = U g(\\lambda)\\,\\lambda\\,g(\\lambda) U^\\top$. PCA whitening is ZCA whitening times $U$; Cholesky whitening has the same covariance $I$, and two whitenings of one
full-rank batch differ by the orthogonal matrix $\\Sigma^{1/2} L^{-\\top}$. Details, and how it is computed: \`docs/theory/c1.md\`.`,
  covers: `The statement is proved by hand in \`docs/theory/c1.md\`; what is verified are the operators that compute it, on drawn spectra and on the digits, whitening by its exact residual.`,
  theorem: {
    file: "C1.v",
    name: "C1",
    says: "for every centred batch Z of n samples and d features whose covariance ZᵀZ/(n − 1) is U diag(λ) Uᵀ with U orthogonal, and every g: ZΦ, Φ = U diag(g) Uᵀ, is centred and has the covariance U diag(λg²) Uᵀ. If all λ are positive: powers give λ^(1 − 2p); ZCA whitening gives the identity; PCA whitening is ZCA whitening times U, and gives the identity; Cholesky whitening by the inverse K of L, Σ = LLᵀ, gives the identity and is ZCA whitening times an orthogonal matrix.",
    mutations: [
      { what: "eigenvalues may be 0", replace: "-> 0 < lambda k) ->", by: "-> 0 <= lambda k) ->" },
      { what: "powers give λ^(1 − p)", replace: "(1 - 2 * p)", by: "(1 - p)" },
    ],
  },
  checks: [powers, whitening, digits],
  notebook: { file: "03-intl.ipynb", section: "Whitening is one choice among many" },
  module: import.meta.url,
};
