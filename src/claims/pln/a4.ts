import { approximate } from "../../theory/index.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate } from "../claim.js";
import type { Figure } from "../../plot/figure.js";
import { neuronBounds } from "../../theory/index.js";

const id = "A4";
const square = [
  [0, 1],
  [0, 1],
];
const cube = [...square, [0, 1]];
const wave = "sin(2*pi*x)*cos(pi*y)";

const ridges: CertificateCheck = {
  id: "ridges",
  title: "One hidden layer in two dimensions: Jackson's kernel, ridge cosines, steps",
  role: "evidence",
  method: "certificate",
  parameters: { quick: { epsilon: "3/20" }, full: { epsilon: "1/20" }, paper: { epsilon: "1/20" } },
  control:
    "The same network with the accuracy set a tenth below what its parts add up to, and with one block taken out.",
  run: async ({ parameters }) => {
    const epsilon = parameters["epsilon"] as string;
    const made = approximate({
      f: wave,
      domain: square,
      lipschitz: "6.2832",
      epsilon,
      activation: "pln-2",
      depth: 1,
      claim: id,
    });
    const blocks = made.certificate["blocks"] as unknown[];
    const cosines = made.certificate["cosines"] as unknown[];
    return {
      summary: `${wave} within ${epsilon} on [0, 1]²: ${made.units} PLN-2 units (${made.neurons} neurons) along ${blocks.length} directions, from ${cosines.length} cosines, certified at every point. For the whole class the count is ${made.bounds.upper.toExponential(2)}.`,
      measurements: {
        units: made.units,
        neurons: made.neurons,
        blocks: blocks.length,
        cosines: cosines.length,
        upper: made.bounds.upper,
      },
      figures: [countFigure()],
      certificates: [{ name: `a4-ridges-${epsilon.replace("/", "-")}`, certificate: made.certificate as JsonObject }],
    };
  },
  runControl: async () => {
    const { certificate } = approximate({
      f: wave,
      domain: square,
      lipschitz: "6.2832",
      epsilon: "1/5",
      activation: "pln-2",
      depth: 1,
      claim: id,
    });
    const blocks = certificate["blocks"] as JsonObject[];
    return [
      { name: "a4-ridges-smaller-epsilon", certificate: { ...certificate, epsilon: "9/50" } as JsonObject },
      { name: "a4-ridges-block-removed", certificate: { ...certificate, blocks: blocks.slice(1) } as JsonObject },
    ];
  },
};

const grids: CertificateCheck = {
  id: "grids",
  title: "Two hidden layers in two and three dimensions: thresholds, then ANDs of a grid",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { plane: "1/5", space: "3/10" },
    full: { plane: "1/10", space: "1/5" },
    paper: { plane: "1/20", space: "1/10" },
  },
  control: "The tight grid of x + y with ε one percent too small, and with one AND unit switched off.",
  run: async ({ parameters }) => {
    const plane = parameters["plane"] as string;
    const space = parameters["space"] as string;
    const cases: [string, string, number[][], string, string][] = [
      ["wave", wave, square, "6.2832", plane],
      ["sum", "x + y", square, "2", plane],
      ["space", "x*y - z", cube, "3", space],
    ];
    const made = cases.map(([name, f, domain, lipschitz, epsilon]) => ({
      name: `a4-grid-${name}`,
      ...approximate({ f, domain, lipschitz, epsilon, activation: "pln-2", depth: 2, claim: id }),
    }));
    return {
      summary: `${made.map(({ certificate }) => certificate["statement"] as string).join(" ")} All certified on closed cells, faces and corners included.`,
      measurements: Object.fromEntries(
        made.map(({ name, units, bounds }) => [name, { units, upper: bounds.upper, lower: bounds.lower }]),
      ),
      figures: [],
      certificates: made.map(({ name, certificate }): NamedCertificate => ({
        name,
        certificate: certificate as JsonObject,
      })),
    };
  },
  runControl: async () => {
    const { certificate } = approximate({
      f: "x + y",
      domain: square,
      lipschitz: 2,
      epsilon: "1/5",
      activation: "pln-2",
      depth: 2,
      claim: id,
    });
    const network = certificate["network"] as JsonObject[];
    const last = network[4] as { weight: string[][]; bias: string[]; type: string };
    const off = last.weight[0]!.map((w, i) => (i < 2 ? "0" : w));
    return [
      { name: "a4-grid-epsilon-one-percent-less", certificate: { ...certificate, epsilon: "99/500" } as JsonObject },
      {
        name: "a4-grid-unit-off",
        certificate: { ...certificate, network: [...network.slice(0, 4), { ...last, weight: [off] }] } as JsonObject,
      },
    ];
  },
};

function countFigure(): Figure {
  const epsilons = [0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01];
  return {
    id: "dimensions",
    title: "Units of PLN-2 for all 1-Lipschitz functions on [0, 1]^d",
    caption:
      "Upper (solid) and lower (dotted) ends of the bracket; with every further dimension both grow by a power of 1/ε.",
    traces: [2, 3].flatMap((dimension) =>
      ([1, 2] as const).flatMap((depth) =>
        (["upper", "lower"] as const).map((end) => ({
          type: "scatter" as const,
          name: `d = ${dimension}, depth ${depth}, ${end}`,
          mode: "lines+markers" as const,
          x: epsilons,
          y: epsilons.map((epsilon) =>
            Math.max(0.5, neuronBounds({ activation: "pln-2", lipschitz: 1, epsilon, dimension, depth })[end]),
          ),
          ...(end === "lower" ? { dash: "dot" as const } : {}),
        })),
      ),
    ),
    xAxis: { title: "ε", type: "log" },
    yAxis: { title: "units (0 drawn as 0.5)", type: "log" },
  };
}

export const claimA4: Claim = {
  id,
  paper: "A",
  title: "Universal approximation in d dimensions, and constructed",
  statement:
    "In every dimension $d$, every continuous $f$ on $[0,1]^d$ is approximated as well as one likes by one hidden layer of PLN-$s$, for every $s \\ge 2$, with enough units. Let $|f(x)-f(y)| \\le L\\max_j|x_j-y_j|$. By Jackson's kernel of order $m \\ge 1$, $f$ is within $L\\sqrt{3d/(4m^2+2)}$ of a constant and a sum of ridge cosines $c_r\\cos(\\pi\\langle r,x\\rangle)$, $|r_j| \\le 2m-2$, one for each of $((4m-3)^d-1)/2$ directions, and each of these is within any $\\delta_r > 0$ of at most $\\lceil |c_r||r|_1/\\delta_r\\rceil - 1$ steps: one hidden layer of PLN-2. Two hidden layers on a grid of $n^d$ cells reach the error $L/(2n)$ with $d(n-1) + n^d - 1$ units.",
  source: "universality: abstract of the PLN paper (paper A); the constructions and counts: normlab",
  assumptions: [
    {
      name: "norm",
      text: "f is L-Lipschitz in the maximum norm; constructions are run for d = 2 (both depths) and d = 3 (two layers), counted for any d.",
    },
  ],
  why: "Sums of exponentials of ⟨w, x⟩ are closed under products and dense; each is a function of one direction, where A3 applies. With numbers: even extension keeps L; Jackson's kernel has an explicit second moment; a ridge cosine of variation V is within δ of ⌈V/(2δ)⌉ − 1 steps. `docs/theory/a4-dimensions.md`.",
  covers:
    "Certified: one network of one hidden layer and three of two, on given functions of two and three variables. For all functions and dimensions: argued in `docs/theory/a4-dimensions.md`.",
  theorem: {
    file: "A4.v",
    name: "A4",
    says: "in every dimension d, for every uniformly continuous f on the cube [0, 1]^d (every continuous one is, by Heine and Cantor) and every ε > 0, one hidden layer of PLN-s with an output bias is within ε of f on the whole cube, if it has enough units: for every norm size s ≥ 2; and so is one of PLS-s for every s ≥ 1, and of tanh, logistic or ReLU units. For every f that is L-Lipschitz in the maximum norm and every m ≥ 1 a constant and a sum of ridge cosines c_r cos(π⟨r, x⟩), one for each of ((4m − 3)^d − 1)/2 directions r of whole numbers up to 2m − 2, is within e = L√(3d/(4m² + 2)) of f on the cube, and for all errors δ_r > 0 there is one hidden layer of Σ_r (⌈|c_r||r|₁/δ_r⌉ − 1) PLN-2 units (none where that is negative) within e + Σ_r δ_r. And for every n ≥ 1 there is a network with two hidden layers of PLN-2, d(n−1) units in the first and n^d − 1 in the second, that is within L/(2n) of f on the whole cube, faces and corners of the cells included.",
    mutations: [
      {
        what: "norm size 1",
        replace: "(2 <= s)%nat -> universal_on_cube d (pln_unit_in d s)",
        by: "(1 <= s)%nat -> universal_on_cube d (pln_unit_in d s)",
      },
      {
        what: "PLS of size 0",
        replace: "(1 <= s)%nat -> universal_on_cube d (pls_unit_in d s)",
        by: "(0 <= s)%nat -> universal_on_cube d (pls_unit_in d s)",
      },
      {
        what: "every unit",
        replace: "In phi [tanh; logistic; relu]",
        by: "In phi [tanh; logistic; relu; (fun y => y)]",
      },
      {
        what: "a smaller error of Jackson's kernel",
        replace: "L * sqrt (3 * INR d / (4 * INR m * INR m + 2))",
        by: "L * sqrt (3 * INR d / (4 * INR m * INR m + 3))",
      },
      {
        what: "ridge cosines up to the frequency 2m − 3",
        replace: "(forall x, in_cube d x -> Rabs (f x - ridge_sum (2 * m - 2) d c0 c x) <= e)",
        by: "(forall x, in_cube d x -> Rabs (f x - ridge_sum (2 * m - 3) d c0 c x) <= e)",
      },
      {
        what: "one step fewer for the ridge cosines",
        replace: "(steps_of_ridges c (directions (2 * m - 2) d) delta) g",
        by: "(steps_of_ridges c (directions (2 * m - 2) d) delta - 1) g",
      },
      {
        what: "steps without an error",
        replace: "<= e + sum delta",
        by: "<= e",
      },
      {
        what: "one unit fewer on the grid",
        replace: "two_layers_of_pln_2 d (d * (n - 1)) (n ^ d - 1) net",
        by: "two_layers_of_pln_2 d (d * (n - 1)) (n ^ d - 2) net",
      },
      {
        what: "half the error on the grid",
        replace: "Rabs (f x - nth 0 (run net x) 0) <= L / (2 * INR n)",
        by: "Rabs (f x - nth 0 (run net x) 0) <= L / (4 * INR n)",
      },
    ],
  },
  checks: [ridges, grids],
  notebook: { file: "01-pln.ipynb", section: "Two dimensions" },
  module: import.meta.url,
};
