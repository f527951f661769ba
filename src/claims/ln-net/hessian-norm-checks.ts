import { createRandom } from "../../learning/data/random.js";
import { groupLayerNorm, hessianNormRatioBound, layerNormHessianNorm, loadDigits } from "../../theory/index.js";
import type { NumericalCheck } from "../claim.js";
import { distributions, draw, ratioFigure } from "./hessian-norm-figures.js";
import { automaticHessianNorm } from "./hyper-dual.js";

/** Greatest relative distance of the closed form, times `factor`, from automatic differentiation. */
function closedFormDeviation(samples: number, seed: number, factor = 1): number {
  let deviation = 0;
  for (let k = 0; k < samples; k++) {
    for (const [features, groups] of [
      [3, 1],
      [8, 1],
      [8, 2],
      [12, 3],
      [12, 4],
    ] as const) {
      const sample = draw(Object.keys(distributions)[k % 4]!, features, seed + k);
      const automatic = automaticHessianNorm(sample, groups);
      deviation = Math.max(deviation, Math.abs((factor * layerNormHessianNorm(sample, { groups })) / automatic - 1));
    }
  }
  return deviation;
}

/** The closed form against automatic differentiation. */
export const automatic: NumericalCheck = {
  id: "automatic-differentiation",
  title: "The closed form agrees with automatic differentiation of layer normalization",
  role: "corroboration",
  method: "numerical",
  parameters: { quick: { samples: 100, seed: 6 }, full: { samples: 2000, seed: 6 }, paper: { samples: 2000, seed: 6 } },
  tolerance: {
    value: 1e-9,
    why: "Relative. Hyper-dual numbers have no step size: what is left is rounding, some d·2⁻⁵³, multiplied by |x|/σ to the fourth power where a group's values lie close together (up to 10⁴ in these draws).",
  },
  control: "The closed form with 2 in place of 3.",
  async run({ parameters }) {
    const { samples, seed } = parameters as { samples: number; seed: number };
    const deviation = closedFormDeviation(samples, seed);
    return {
      summary: `On ${samples} samples from four distributions and five shapes the closed form and second derivatives by hyper-dual numbers differ by at most ${deviation.toExponential(1)}, relatively.`,
      measurements: { samples, deviation },
      figures: [],
      deviation,
    };
  },
  runControl: async ({ parameters }) => ({ deviation: closedFormDeviation(4, parameters.seed as number, 2 / 3) }),
};

/** Σ_i |∇²f_i|² by second central differences of layer normalization itself. */
function differencedHessianNorm(sample: readonly number[], groups: number): number {
  const step = 1e-3;
  const moved = (j: number, k: number, a: number, b: number) =>
    sample.map((value, i) => value + (i === j ? a * step : 0) + (i === k ? b * step : 0));
  let sum = 0;
  sample.forEach((_, j) =>
    sample.forEach((__, k) => {
      const corners = [moved(j, k, 1, 1), moved(j, k, 1, -1), moved(j, k, -1, 1), moved(j, k, -1, -1)];
      const [a, b, c, d] = groupLayerNorm(corners, { groups }) as [number[], number[], number[], number[]];
      a.forEach((value, i) => (sum += ((value - b[i]! - c[i]! + d[i]!) / (4 * step * step)) ** 2));
    }),
  );
  return sum;
}

function differencesDeviation(samples: number, seed: number, factor = 1): number {
  let deviation = 0;
  for (let k = 0; k < samples; k++) {
    for (const groups of [1, 2, 3]) {
      // Groups of spread 1, so that one step size suits all.
      const random = createRandom(seed + k);
      const sample = Array.from({ length: 12 }, (_, i) => (i % 4) + 0.3 * random.normal());
      const closed = factor * layerNormHessianNorm(sample, { groups });
      deviation = Math.max(deviation, Math.abs(closed / differencedHessianNorm(sample, groups) - 1));
    }
  }
  return deviation;
}

/** The closed form against finite differences. */
export const differences: NumericalCheck = {
  id: "finite-differences",
  title: "The closed form agrees with second differences of the library's operator",
  role: "corroboration",
  method: "numerical",
  parameters: { quick: { samples: 30, seed: 9 }, full: { samples: 1000, seed: 9 }, paper: { samples: 1000, seed: 9 } },
  tolerance: {
    value: 1e-4,
    why: "Relative. Truncation is some (step/σ)² = 10⁻⁶ for groups of spread 1, rounding 2⁻⁵³/step² ≈ 10⁻¹⁰; a factor of 100 on top.",
  },
  control: "The closed form with 2 in place of 3.",
  async run({ parameters }) {
    const { samples, seed } = parameters as { samples: number; seed: number };
    const deviation = differencesDeviation(samples, seed);
    return {
      summary: `On ${samples} samples of 12 features in 1, 2 and 3 groups the relative distance is at most ${deviation.toExponential(1)}.`,
      measurements: { samples, deviation },
      figures: [],
      deviation,
    };
  },
  runControl: async ({ parameters }) => ({ deviation: differencesDeviation(2, parameters.seed as number, 2 / 3) }),
};

/** The ratio against its bound. */
export const never: NumericalCheck = {
  id: "never-below",
  title: "The ratio of Hessian norms is never below the bound, on drawn samples and on the digits",
  role: "corroboration",
  method: "numerical",
  data: ["digits.csv"],
  parameters: {
    quick: { samples: 2000, seed: 8 },
    full: { samples: 50_000, seed: 8 },
    paper: { samples: 50_000, seed: 8 },
  },
  tolerance: {
    value: 1e-9,
    why: "How far below the bound, relatively; equality holds at equal group variances, and rounding is that of the check above.",
  },
  control: "The bound g d/(d − 2), which forgets that every group loses dimensions of its own.",
  async run({ parameters }) {
    const { samples, seed } = parameters as { samples: number; seed: number };
    const { least, digits } = leastRatio(samples, seed, (d, g) => hessianNormRatioBound({ features: d, groups: g }));
    return {
      summary: `Least ratio over bound among ${samples} samples: ${least.toFixed(4)}; on the digits' images without a constant group, ${digits.toFixed(2)}.`,
      measurements: { samples, least, digits },
      figures: [ratioFigure()],
      deviation: Math.max(0, 1 - least, 1 - digits),
    };
  },
  async runControl({ parameters }) {
    // Groups that are copies of one another have equal variances: the bound is reached, and any higher one fails.
    const group = draw("normal", 4, parameters.seed as number);
    const sample = [group, group, group, group].flat();
    const wrong = (4 * 16) / (16 - 2);
    const found = layerNormHessianNorm(sample, { groups: 4 }) / layerNormHessianNorm(sample);
    return { deviation: 1 - found / wrong };
  },
};

function leastRatio(samples: number, seed: number, bound: (d: number, g: number) => number) {
  const ratioOf = (sample: readonly number[], groups: number) =>
    layerNormHessianNorm(sample, { groups }) / layerNormHessianNorm(sample) / bound(sample.length, groups);
  let least = Infinity;
  const names = Object.keys(distributions);
  for (let k = 0; k < samples; k++) {
    const [features, groups] = (
      [
        [9, 3],
        [12, 2],
        [16, 4],
        [64, 16],
      ] as const
    )[k % 4]!;
    least = Math.min(least, ratioOf(draw(names[(k >> 2) % names.length]!, features, seed + k), groups));
  }
  let digits = Infinity;
  for (const image of loadDigits().images) {
    // Rows of the image as groups; those that are constant have no derivative.
    const rows = Array.from({ length: 8 }, (_, i) => image.slice(8 * i, 8 * i + 8));
    if (rows.every((row) => row.some((pixel) => pixel !== row[0]))) digits = Math.min(digits, ratioOf(image, 8));
  }
  return { least, digits };
}
