import { Polynomial } from "../../exact/polynomial.js";
import { Rational } from "../../exact/rational.js";
import type { Figure } from "../../plot/figure.js";
import {
  blobSamples,
  exactLinearSumOfSquaresRatio,
  linearSumOfSquaresRatio,
  randomSamples,
  sumOfSquaresRatio,
  xorSamples,
  type LabeledSamples,
} from "../../theory/index.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate, NumericalCheck } from "../claim.js";
import { inequality, type StatedPolynomial } from "../inequality.js";

const id = "B1";

/** Samples with coordinates rounded to eighths: rational, and small. */
function coarse({ points, labels }: LabeledSamples): LabeledSamples {
  return { points: points.map((row) => row.map((v) => Math.round(8 * v) / 8)), labels };
}

const dataSets: readonly { readonly name: string; readonly samples: LabeledSamples }[] = [
  { name: "xor", samples: xorSamples() },
  { name: "blobs", samples: coarse(blobSamples({ classes: 3, count: 8, spread: 0.75, seed: 1 })) },
  { name: "random-2", samples: coarse(randomSamples({ count: 20, dimension: 3, classes: 2, seed: 2 })) },
  { name: "random-4", samples: coarse(randomSamples({ count: 30, dimension: 4, classes: 4, seed: 3 })) },
];

/** det(λS_total − S_within), term by term, from the polynomials `m00`, `m01`, … that are its entries. */
function statedDeterminant(scatter: ReturnType<typeof exactLinearSumOfSquaresRatio>["scatter"]): StatedPolynomial {
  const { total, within } = scatter;
  const polynomials = total.flatMap((row, i) =>
    row.map((t, j) => ({
      name: `m${i}${j}`,
      variables: 1,
      coefficients: [within[i]![j]!.neg().toString(), t.toString()],
    })),
  );
  const entry = (i: number, j: number): JsonObject => ({ op: "apply", name: `m${i}${j}`, args: [{ var: 0 }] });
  const terms = permutations(total.length).map(({ order, even }): JsonObject => {
    const product: JsonObject = { op: "mul", args: order.map((j, i) => entry(i, j)) };
    return even ? product : { op: "neg", args: [product] };
  });
  return { polynomials, expression: { op: "add", args: terms } };
}

/** All orders of 0 … n − 1, and whether they are even. */
function permutations(n: number): { readonly order: readonly number[]; readonly even: boolean }[] {
  if (n === 0) return [{ order: [], even: true }];
  return permutations(n - 1).flatMap(({ order, even }) =>
    Array.from({ length: n }, (_, at) => ({
      order: [...order.slice(0, at), n - 1, ...order.slice(at)],
      even: (n - 1 - at) % 2 === 0 ? even : !even,
    })),
  );
}

/** (−1)^r·det(λS_total − S_within) > 0 on (0, end): no generalized eigenvalue there. The certificate holds both matrices. */
function noEigenvalueBelow(
  name: string,
  samples: LabeledSamples,
  end: (lower: Rational, upper: Rational) => Rational,
): NamedCertificate {
  const { polynomial, rank, scatter, lower, upper } = exactLinearSumOfSquaresRatio(samples.points, samples.labels);
  const last = end(lower, upper);
  const stated = statedDeterminant(scatter);
  const determinant = determinantOf(scatter.total);
  const sign = Rational.from(rank % 2 === 0 ? 1 : -1);
  return inequality({
    name,
    claim: id,
    statement: `(−1)^${rank}·det(λS_total − S_within) > 0 for 0 < λ < ${last.toNumber()}: no linear map has a lower sum of squares ratio`,
    polynomial: polynomial.mul(Polynomial.from([determinant.mul(sign)])),
    interval: [0, last],
    stated: { ...stated, expression: { op: "mul", args: [{ const: sign.toString() }, stated.expression] } },
  });
}

function determinantOf(matrix: readonly (readonly Rational[])[]): Rational {
  return permutations(matrix.length).reduce((sum, { order, even }) => {
    const product = order.reduce((value, j, i) => value.mul(matrix[i]![j]!), Rational.one);
    return even ? sum.add(product) : sum.sub(product);
  }, Rational.zero);
}

const infimum: CertificateCheck = {
  id: "infimum",
  title: "LSSR is the least generalized eigenvalue: exactly, on rational data",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control:
    "The interval without eigenvalues carried on above the least one; one entry of a scatter matrix changed, the polynomial kept.",
  async run() {
    const values = dataSets.map(({ name, samples }) => {
      const { lower, upper } = exactLinearSumOfSquaresRatio(samples.points, samples.labels);
      return { name, lower: lower.toNumber(), upper: upper.toNumber() };
    });
    return {
      summary: `No generalized eigenvalue lies below LSSR on ${dataSets.length} rational data sets; XOR has LSSR = 1 exactly.`,
      measurements: { values },
      figures: [ratioFigure()],
      certificates: dataSets.map(({ name, samples }) => noEigenvalueBelow(`b1-${name}`, samples, (lower) => lower)),
    };
  },
  runControl: async () => {
    const { certificate } = noEigenvalueBelow("b1-control-entry", dataSets[1]!.samples, (lower) => lower);
    const [first, ...others] = certificate["polynomials"] as { name: string; coefficients: string[] }[];
    const changed = { ...first!, coefficients: ["0", first!.coefficients[1]!] };
    return [
      ...dataSets
        .filter(({ name }) => name !== "xor")
        .map(({ name, samples }) =>
          noEigenvalueBelow(`b1-control-${name}`, samples, (_, upper) => upper.add(Rational.from("1p-8"))),
        ),
      { name: "b1-control-entry", certificate: { ...certificate, polynomials: [changed, ...others] } },
    ];
  },
};

/** The greatest of: doubles against the exact value, the minimising map's ratio against it, random maps below it; `shift` is added to LSSR. */
function deviation(maps: number, shift: number): number {
  let worst = 0;
  for (const { samples } of dataSets) {
    const { points, labels } = samples;
    const exact = exactLinearSumOfSquaresRatio(points, labels).lower.toNumber() + shift;
    const { value, direction } = linearSumOfSquaresRatio(points, labels);
    const along = (w: readonly number[]): number =>
      sumOfSquaresRatio(
        points.map((row) => [row.reduce((sum, v, j) => sum + v * w[j]!, 0)]),
        labels,
      );
    worst = Math.max(worst, Math.abs(value - exact), Math.abs(along(direction) - exact));
    const random = randomSamples({ count: maps, dimension: points[0]!.length, classes: 1, seed: 7 });
    for (const w of random.points) worst = Math.max(worst, exact - along(w.map((v) => v - 0.5)));
  }
  return worst;
}

const doubles: NumericalCheck = {
  id: "doubles",
  title:
    "The generalized eigenproblem in doubles agrees, its direction reaches LSSR, and no random linear map is below",
  role: "corroboration",
  method: "numerical",
  tolerance: { value: 1e-11, why: "four matrices of at most 4 × 4 with condition below 10³, in doubles of 2⁻⁵³" },
  parameters: { quick: { maps: 200 }, full: { maps: 5000 }, paper: { maps: 5000 } },
  control: "LSSR taken 0.001 too high: random maps and the eigenvalue lie below it.",
  async run({ parameters }) {
    const worst = deviation(parameters.maps as number, 0);
    return {
      summary: `Greatest deviation ${worst.toExponential(1)} over ${dataSets.length} data sets and ${parameters.maps as number} random maps each.`,
      measurements: { worst },
      figures: [],
      deviation: worst,
    };
  },
  runControl: async () => ({ deviation: deviation(50, 1e-3) }),
};

/** The ratio over all directions of the plane, for three blobs, with LSSR below it. */
function ratioFigure(): Figure {
  const { points, labels } = blobSamples({ classes: 2, count: 20, spread: 1, seed: 4 });
  const angles = Array.from({ length: 121 }, (_, k) => (k * Math.PI) / 120);
  const ratios = angles.map((a) =>
    sumOfSquaresRatio(
      points.map((row) => [Math.cos(a) * row[0]! + Math.sin(a) * row[1]!]),
      labels,
    ),
  );
  const least = linearSumOfSquaresRatio(points, labels).value;
  return {
    id: "ratio-by-direction",
    title: "Sum of squares ratio of two blobs by the direction they are projected to",
    caption: "The ratio over all directions of the plane; its least value is the least generalized eigenvalue LSSR.",
    traces: [
      { type: "scatter", name: "SSR of the projection", mode: "lines", x: angles, y: ratios },
      { type: "scatter", name: "LSSR", mode: "lines", dash: "dash", x: [0, Math.PI], y: [least, least] },
    ],
    xAxis: { title: "direction (radians)" },
    yAxis: { title: "sum of squares ratio" },
  };
}

export const claimB1: Claim = {
  id,
  paper: "B",
  title: "The sum of squares ratio, and what linear maps can do about it",
  statement:
    "With $SS(X) = \\sum_i |x_i - \\bar x|^2$ and $SSR = \\sum_c SS(X_c) / SS(X)$, the infimum LSSR over linear maps is the least generalized eigenvalue of $(S_{within}, S_{total})$ on the range of $S_{total}$, reached by a map to the line. XOR has LSSR = 1: no linear map helps.",
  source: "abstract of arXiv 2406.01255",
  assumptions: [{ name: "samples", text: "not all samples are equal" }],
  why: "A map with rows $a_k$ has the ratio $\\sum_k a_k^T S_{within} a_k / \\sum_k a_k^T S_{total} a_k$: a ratio of sums of terms, at least the least ratio of two terms, so one row does best. For one row it is a generalized Rayleigh quotient. With two classes the eigenvalues besides the least are 1 ($S_{between}$ has rank one), so LSSR is rational on rational data. See docs/theory/ln-net.md.",
  covers:
    "Certified: that no generalized eigenvalue lies below LSSR on four rational data sets. That the infimum over linear maps is that eigenvalue, for all data, is argued in docs/theory/ln-net.md.",
  theorem: {
    file: "B1.v",
    name: "B1",
    says: "for n samples of d numbers, not all equal, with any labels: there are a number LSSR and a linear function a of positive total sum of squares such that every linear map, given by its rows, has a sum of squares within the classes of at least LSSR times its total one; a alone reaches LSSR; S_within a = LSSR·S_total a (as forms, in every direction); and whenever S_within b = μ S_total b with ⟨b, S_total b⟩ > 0, LSSR ≤ μ. On XOR the sum within the classes is the total one for every linear map.",
    mutations: [
      {
        what: "twice LSSR is a bound",
        replace: "(forall rows : list point,\n         lssr * sum",
        by: "(forall rows : list point,\n         2 * lssr * sum",
      },
      { what: "samples may all be equal", replace: "X i k <> X j k", by: "X i k = X j k" },
      { what: "every eigenvalue is above LSSR", replace: "lssr <= mu", by: "lssr < mu" },
    ],
  },
  checks: [infimum, doubles],
  notebook: { file: "02-ln-net.ipynb", section: "What layer normalization does to XOR" },
  module: import.meta.url,
};
