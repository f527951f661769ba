import { createRandom, type Random } from "../../learning/data/random.js";
import type { Figure } from "../../plot/figure.js";
import { hessianNormRatioBound, layerNormHessianNorm } from "../../theory/index.js";

/** Where samples are drawn from. */
export const distributions: Record<string, (random: Random) => number> = {
  normal: (random) => random.normal(),
  uniform: (random) => random.uniform(),
  exponential: (random) => -Math.log(1 - random.uniform()),
  "log-normal": (random) => Math.exp(random.normal()),
};

/** A sample from a named distribution. */
export function draw(distribution: string, features: number, seed: number): number[] {
  const random = createRandom(seed, features);
  return Array.from({ length: features }, () => distributions[distribution]!(random));
}

/** The bound over g for several d. */
export function boundFigure(): Figure {
  return {
    id: "hessian-ratio-bound",
    title: "How much group partition amplifies, at least",
    caption:
      "g(d − 2g)/(d − 2) over g/d for several d: 1 at g = 1, greatest at g = d/4, and still at least 1 at g = d/3. More dimensions, more amplification: about d/8 at best.",
    traces: [12, 24, 48, 96, 192].map((d) => {
      const groups = Array.from({ length: d / 3 }, (_, i) => i + 1).filter((g) => d % g === 0);
      return {
        type: "scatter" as const,
        name: `d = ${d}`,
        mode: "lines+markers" as const,
        x: groups.map((g) => g / d),
        y: groups.map((g) => hessianNormRatioBound({ features: d, groups: g })),
      };
    }),
    xAxis: { title: "g / d" },
    yAxis: { title: "least H(LN-G) / H(LN)", type: "log" },
  };
}

/** Median ratio over g for several distributions at d = 64, beside the bound. */
export function ratioFigure(): Figure {
  const groups = [1, 2, 4, 8, 16];
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
  const drawn = Object.keys(distributions).map((name) => ({
    type: "scatter" as const,
    name: `${name} (median)`,
    mode: "lines+markers" as const,
    x: groups,
    y: groups.map((g) =>
      median(
        Array.from({ length: 101 }, (_, seed) => {
          const sample = draw(name, 64, seed);
          return layerNormHessianNorm(sample, { groups: g }) / layerNormHessianNorm(sample);
        }),
      ),
    ),
  }));
  return {
    id: "hessian-ratio",
    title: "Amplification on drawn samples, d = 64",
    caption:
      "H(LN-G)/H(LN) over the number of groups, median of 101 samples: always above the bound, by orders of magnitude where group variances differ much (heavy tails, small groups).",
    traces: [
      {
        type: "scatter",
        name: "bound",
        mode: "lines",
        dash: "dash",
        x: groups,
        y: groups.map((g) => hessianNormRatioBound({ features: 64, groups: g })),
      },
      ...drawn,
    ],
    xAxis: { title: "groups g", type: "log" },
    yAxis: { title: "H(LN-G) / H(LN)", type: "log" },
  };
}
