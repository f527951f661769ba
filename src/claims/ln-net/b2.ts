import type { Figure } from "../../plot/figure.js";
import { outlineColour } from "../../plot/palette.js";
import {
  checkerboardSamples,
  layerNorm,
  linearSumOfSquaresRatio,
  ringSamples,
  xorSamples,
  type LabeledSamples,
} from "../../theory/index.js";
import type { CertificateCheck, Claim, Json, NamedCertificate, NumericalCheck } from "../claim.js";

const id = "B2";

/**
 * A net x ↦ r(LN(A·x + b)) on XOR, as a classification into levels: output k is 2·level_k·r − level_k², the greatest where r is nearest to
 * level_k. With levels −2δ, 0, 2δ, 1 − 2δ, 1, 1 + 2δ the classes "0" and "1" mean |r| < δ and |r − 1| < δ.
 */
function levels(name: string, withNorm: boolean): NamedCertificate {
  // −y₃ = 2√3/√(2t² + 6) at t = x₁ + x₂ − 1: √2 at t = 0 and √(3/2) at t = ±1; r sends them to 1 and 0.
  const slope = 1 / (Math.SQRT2 - Math.sqrt(1.5));
  const offset = -Math.sqrt(1.5) * slope;
  const [one, bits] = [2 ** 40, 40];
  const dyadic = (v: number): string => `${BigInt(Math.round(v * one))}p-${bits}`;
  const delta = 2 ** -20;
  const marks = [-2 * delta, 0, 2 * delta, 1 - 2 * delta, 1, 1 + 2 * delta];
  const network: Json = [
    {
      type: "affine",
      weight: [
        ["1", "1"],
        ["-1", "-1"],
        ["0", "0"],
      ],
      bias: ["-1", "1", "-3"],
    },
    ...(withNorm ? [{ type: "norm", normSize: 3, center: true, epsilon: "0" }] : []),
    {
      type: "affine",
      weight: marks.map((mark) => ["0", "0", dyadic(-2 * mark * slope)]),
      bias: marks.map((mark) => dyadic(2 * mark * offset - mark * mark)),
    },
  ];
  const { points, labels } = xorSamples();
  return {
    name,
    certificate: {
      format: "normlab-certificate/1",
      kind: "classification",
      claim: id,
      statement:
        "A linear map, LN and a linear readout send XOR's classes within 2⁻²⁰ of 0 and of 1: the sum of squares ratio is below 2⁻³⁷.",
      network,
      samples: points.map((row) => row.map(String)),
      labels: labels.map((label) => (label === 0 ? 1 : 4)),
      precision: 256,
    },
  };
}

const xor: CertificateCheck = {
  id: "xor",
  title: "Linear, LN, linear: the sum of squares ratio of XOR falls from LSSR = 1 below 2⁻³⁷",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control: "The same network without its layer normalization.",
  run: async () => ({
    summary:
      "Both classes of XOR are certified to lie within 2⁻²⁰ of their own level, 0 and 1, so SSR ≤ 4·2⁻⁴⁰/(1 − 2⁻¹⁹)² < 2⁻³⁷; with exact real weights it is 0. LSSR = 1 is certified by claim B1.",
    measurements: { lssr: 1, ssrBelow: 2 ** -37 },
    figures: [xorFigure()],
    certificates: [levels("b2-xor", true)],
  }),
  runControl: async () => [levels("b2-control-linear", false)],
};

/** The data families, and an affine map in front of the layer normalization for each. */
const families: readonly {
  readonly name: string;
  readonly samples: LabeledSamples;
  readonly map: (x: readonly number[]) => number[];
}[] = [
  { name: "xor", samples: xorSamples(), map: ([x, y]) => [x! + y! - 1, 1 - x! - y!, -3] },
  {
    name: "checkerboard 3",
    samples: checkerboardSamples(3),
    map: ([x, y]) => [4 * (x! + y! - 2), 8 - 4 * (x! + y!), -3],
  },
  {
    name: "checkerboard 4",
    samples: checkerboardSamples(4),
    map: ([x, y]) => [4 * (x! + y! - 3), 12 - 4 * (x! + y!), -3],
  },
  { name: "rings", samples: ringSamples(2, 16), map: ([x, y]) => [x!, -x!, -3 * (y! + 2.5)] },
];

function ratios(epsilon: number): { readonly name: string; readonly linear: number; readonly layerNorm: number }[] {
  return families.map(({ name, samples, map }) => {
    const mapped = samples.points.map((x) => map(x));
    // An epsilon without bound turns layer normalization into a linear map: what the negative control uses.
    const after = epsilon === 0 ? layerNorm(mapped) : layerNorm(mapped, { epsilon });
    return {
      name,
      linear: linearSumOfSquaresRatio(samples.points, samples.labels).value,
      layerNorm: linearSumOfSquaresRatio(after, samples.labels).value,
    };
  });
}

const lower: NumericalCheck = {
  id: "families",
  title: "On XOR, checkerboards and rings one LN layer leads below LSSR",
  role: "corroboration",
  method: "numerical",
  tolerance: {
    value: 0.99,
    why: "the quotient of the ratios after and before LN must be below 1 by a hundredth; rounding is below 1e-12",
  },
  parameters: { quick: {}, full: {}, paper: {} },
  control: "Layer normalization with epsilon 10¹², which is linear but for 10⁻¹² parts.",
  async run() {
    const values = ratios(0);
    return {
      summary: values
        .map(({ name, linear, layerNorm: after }) => `${name}: ${linear.toFixed(3)} to ${after.toFixed(3)}`)
        .join("; "),
      measurements: { values },
      figures: [
        {
          id: "ratio-by-family",
          title: "Least sum of squares ratio before and after one layer normalization",
          caption:
            "What the best linear map reaches on the samples, and on their images under one affine map and LN: lower in every family.",
          traces: [
            { type: "bar", name: "linear maps", x: values.map((v) => v.name), y: values.map((v) => v.linear) },
            { type: "bar", name: "after LN", x: values.map((v) => v.name), y: values.map((v) => v.layerNorm) },
          ],
          xAxis: { title: "data", type: "category" },
          yAxis: { title: "least sum of squares ratio" },
        },
      ],
      deviation: Math.max(...values.map((v) => v.layerNorm / v.linear)),
    };
  },
  runControl: async () => ({ deviation: Math.max(...ratios(1e12).map((v) => v.layerNorm / v.linear)) }),
};

/** XOR's line x₁ + x₂ − 1 on the circle: the two samples in the middle are one point, and the outer ones lie symmetrically. */
function xorFigure(): Figure {
  const { points, labels } = xorSamples();
  const images = points.map(([x, y]) => {
    const angle = Math.atan2(2 * (x! + y! - 1), Math.sqrt(12));
    return [Math.sin(angle), Math.cos(angle)] as const;
  });
  const angles = Array.from({ length: 61 }, (_, k) => -Math.PI / 2 + (k * Math.PI) / 60);
  return {
    id: "xor-on-circle",
    title: "XOR after one layer normalization",
    caption:
      "The samples with odd parity fall together on the top of the circle, the others lie below on both sides: the height alone tells the classes apart.",
    traces: [
      {
        type: "scatter",
        name: "circle",
        mode: "lines",
        colour: outlineColour,
        x: angles.map(Math.sin),
        y: angles.map(Math.cos),
      },
      ...[0, 1].map((label) => ({
        type: "scatter" as const,
        name: label === 0 ? "even" : "odd",
        mode: "markers" as const,
        colour: label,
        x: images.filter((_, i) => labels[i] === label).map(([x]) => x),
        y: images.filter((_, i) => labels[i] === label).map(([, y]) => y),
      })),
    ],
    xAxis: { title: "x", equalScale: true },
    yAxis: { title: "y" },
  };
}

export const claimB2: Claim = {
  id,
  paper: "B",
  title: "Layer normalization breaks the linear bound",
  statement:
    "On XOR, where LSSR = 1, the sum of squares ratio after a linear map and LN is below 1: with the affine map $x \\mapsto (t, -t, -3)$, $t = x_1 + x_2 - 1$, and a linear readout it is 0.",
  source: "abstract of arXiv 2406.01255",
  assumptions: [],
  why: "LN sends $(t, -t, -3)$ to $\\sqrt{12/(2t^2+6)}$ in its third component (with the sign changed): even in $t$, so the samples at $t = \\pm 1$ fall together, apart from those at $t = 0$. The certificate holds a readout with weights rounded to 40 bits. See docs/theory/ln-net.md.",
  covers:
    "Certified: XOR with the given network (weights rounded to 40 bits); that LSSR of XOR is 1 is certified under B1. That checkerboards and rings go below their LSSR as well is verified in doubles.",
  theorem: {
    file: "B2.v",
    name: "B2",
    says: "whatever the linear map of the plane to any number of components, the sum of squares within the two classes of XOR is the total one (SSR = 1); the network x ↦ (t, −t, −3), LN, −y₃ is an LN-Net of width 3 and depth 1, its sum of squares within the classes is 0, and its total one is not.",
    mutations: [
      {
        what: "the network's sum within the classes is 1",
        replace: ") 1 xor_samples) = 0",
        by: ") 1 xor_samples) = 1",
      },
      { what: "the total is at least 1", replace: "0 < total_ss", by: "1 <= total_ss" },
    ],
  },
  checks: [xor, lower],
  notebook: { file: "02-ln-net.ipynb", section: "What layer normalization does to XOR" },
  module: import.meta.url,
};
