import { depthExclusiveOr } from "../../learning/experiments/depth-exclusive-or/depth-exclusive-or.js";
import { depthExperiment } from "../../learning/experiments/depth/depth.js";
import { createRandom } from "../../learning/data/random.js";
import type { Figure } from "../../plot/figure.js";
import { layerNormJacobian, parallelLayerNorm } from "../../theory/index.js";
import type { CertificateCheck, Claim, NamedCertificate, NumericalCheck } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";
import { identity } from "../identity.js";

const id = "A6";

/** The identities behind the invariances in one group of `size` neurons; `u_i = s x_i − Σ x` are the centred values, times s. */
function groupIdentities(size: number): NamedCertificate[] {
  const indices = Array.from({ length: size }, (_, i) => i);
  const names = indices.map((i) => `x${i}`);
  /** u_i of the given inputs, as text. */
  const centred = (inputs: readonly string[], i: number) => `(${size}*(${inputs[i]}) - (${inputs.join(" + ")}))`;
  const squares = (inputs: readonly string[]) => `(${indices.map((i) => `${centred(inputs, i)}^2`).join(" + ")})`;
  const scaled = names.map((name) => `a*${name}`);
  const shifted = names.map((name) => `(${name} + t)`);
  const overlap = `(${indices.map((i) => `${centred(names, i)}*${names[i]}`).join(" + ")})`;
  const pairs = indices.flatMap((j) => indices.slice(j + 1).map((k) => [j, k] as const)).filter(([j]) => j > 0);
  const make = (name: string, statement: string, left: string, right: string, more: readonly string[] = []) =>
    identity({
      name: `a6-${name}-s${size}`,
      claim: id,
      statement: `${statement} (s = ${size}; u_i = s x_i − Σ x, by symmetry i = 0)`,
      variables: [...names, ...more],
      left,
      right,
    });
  return [
    make("scale", "u_i(αx) = α u_i(x)", centred(scaled, 0), `a*${centred(names, 0)}`, ["a"]),
    make("scale-norm", "|u(αx)|² = α²|u(x)|²", squares(scaled), `a^2*${squares(names)}`, ["a"]),
    make("shift", "u_i(x + t) = u_i(x)", centred(shifted, 0), centred(names, 0), ["t"]),
    make(
      "bounded",
      "(s − 1)|u|² − s u_0² = s² Σ_{0<j<k} (x_j − x_k)²",
      `${size - 1}*${squares(names)} - ${size}*${centred(names, 0)}^2`,
      pairs.length === 0 ? "0" : `${size ** 2}*(${pairs.map(([j, k]) => `(x${j} - x${k})^2`).join(" + ")})`,
    ),
    make(
      "gradient-input",
      "|u|² u_0 − s u_0 ⟨u, x⟩ = 0: the gradient of every output is orthogonal to the input",
      `${squares(names)}*${centred(names, 0)} - ${size}*${centred(names, 0)}*${overlap}`,
      "0",
    ),
    make(
      "gradient-constant",
      "Σ_j u_j = 0: it is orthogonal to the constant vector",
      indices.map((i) => centred(names, i)).join(" + "),
      "0",
    ),
  ];
}

const invariances: CertificateCheck = {
  id: "invariances",
  title: "(i) Invariance under scale and shift, boundedness, and the gradient's direction and size",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { sizes: [2, 3, 8] },
    full: { sizes: [2, 3, 4, 5, 6, 7, 8] },
    paper: { sizes: [2, 3, 4, 5, 6, 7, 8] },
  },
  control: "Invariance under a shift of one neuron alone, and the bound s − 1 replaced by s − 2.",
  async run({ parameters }) {
    const sizes = parameters.sizes as number[];
    return {
      summary: `The identities behind PLN(αx) = PLN(x), PLN(x + t) = PLN(x), |PLN_i| ≤ √(s − 1) and the gradient's orthogonality, certified for norm sizes ${sizes.join(", ")}; the same lines hold for every s.`,
      measurements: { sizes },
      figures: [figure()],
      certificates: sizes.flatMap(groupIdentities),
    };
  },
  runControl: async () => [
    identity({
      name: "a6-control-shift",
      claim: id,
      statement: "u_0 does not change when x_0 alone is shifted (s = 3)",
      variables: ["x0", "x1", "x2", "t"],
      left: "3*(x0 + t) - (x0 + t + x1 + x2)",
      right: "3*x0 - (x0 + x1 + x2)",
    }),
    identity({
      name: "a6-control-bound",
      claim: id,
      statement: "(s − 2)|u|² − s u_0² = s² Σ_{0<j<k} (x_j − x_k)² (s = 3)",
      variables: ["x0", "x1", "x2"],
      left: "((3*x0-(x0+x1+x2))^2 + (3*x1-(x0+x1+x2))^2 + (3*x2-(x0+x1+x2))^2) - 3*(3*x0-(x0+x1+x2))^2",
      right: "9*(x1 - x2)^2",
    }),
  ],
};

/** Greatest violation of the invariances by the library's own operators on drawn samples. */
function deviationOf(samples: number, seed: number, sign: 1 | -1): number {
  let deviation = 0;
  const note = (a: number, b: number) => (deviation = Math.max(deviation, Math.abs(a - b)));
  for (let k = 0; k < samples; k++) {
    const random = createRandom(seed, k);
    const normSize = [2, 3, 4, 8][k % 4]!;
    const x = Array.from({ length: 24 }, () => random.normal());
    const factor = sign * 2 ** (10 * random.uniform() - 5);
    const shifts = Array.from({ length: 24 / normSize }, () => 10 * random.normal());
    const [y, scaledY, shiftedY] = parallelLayerNorm(
      [x, x.map((value) => factor * value), x.map((value, i) => value + shifts[Math.floor(i / normSize)]!)],
      { normSize },
    );
    y!.forEach((value, i) => {
      note(value, scaledY![i]!);
      note(value, shiftedY![i]!);
      note(Math.max(Math.abs(value), Math.sqrt(normSize - 1)), Math.sqrt(normSize - 1));
    });
    const groups = 24 / normSize;
    const jacobian = layerNormJacobian(x, { groups });
    const scaledJacobian = layerNormJacobian(
      x.map((value) => factor * value),
      { groups },
    );
    const size = Math.max(1, ...jacobian.flat().map(Math.abs));
    jacobian.forEach((row, i) => {
      note(row.reduce((sum, entry, j) => sum + entry * x[j]!, 0) / size, 0);
      row.forEach((entry, j) => note((scaledJacobian[i]![j]! * factor) / size, entry / size));
    });
  }
  return deviation;
}

const operators: NumericalCheck = {
  id: "operators",
  title: "(i) The same of the library's operators, on drawn samples",
  role: "corroboration",
  method: "numerical",
  parameters: {
    quick: { samples: 400, seed: 4 },
    full: { samples: 20_000, seed: 4 },
    paper: { samples: 20_000, seed: 4 },
  },
  tolerance: {
    value: 1e-9,
    why: "Rounding of inputs and shifts, 2⁻⁵³ relative, is divided by the group's deviation, which in groups of two may be 10⁻⁵ of the shifts.",
  },
  control: "A negative factor: PLN(−x) = −PLN(x).",
  async run({ parameters }) {
    const { samples, seed } = parameters as { samples: number; seed: number };
    const deviation = deviationOf(samples, seed, 1);
    return {
      summary: `On ${samples} samples of 24 neurons and norm sizes 2, 3, 4, 8 no invariance is violated by more than ${deviation.toExponential(1)}.`,
      measurements: { samples, deviation },
      figures: [],
      deviation,
    };
  },
  runControl: async ({ parameters }) => ({ deviation: deviationOf(4, parameters.seed as number, -1) }),
};

/** One output of PLN over one input, for several norm sizes: a bounded, monotone curve. */
function figure(): Figure {
  const inputs = Array.from({ length: 121 }, (_, i) => (i - 60) / 10);
  return {
    id: "pln-as-activation",
    title: "PLN as an activation",
    caption:
      "First output of PLN over its first input, the other neurons of the group fixed at −1, 1, −1, …: bounded by √(s − 1), a step at s = 2, smooth from s = 3 on.",
    traces: [2, 3, 4, 8].map((normSize) => ({
      type: "scatter" as const,
      name: `s = ${normSize}`,
      mode: "lines" as const,
      x: inputs,
      y: parallelLayerNorm(
        inputs.map((input) => [input, ...Array.from({ length: normSize - 1 }, (_, i) => (i % 2 === 0 ? -1 : 1))]),
        { normSize },
      ).map((row) => row[0]!),
    })),
    xAxis: { title: "first input of the group" },
    yAxis: { title: "first output" },
  };
}

/** A6: PLN activates and normalizes at once. */
export const claimA6: Claim = {
  id,
  paper: "A",
  title: "PLN is activation and normalization at once",
  statement: `(i) $PLN(\\alpha x) = PLN(x)$ for $\\alpha > 0$; $PLN(x + t) = PLN(x)$ for a shift $t$ within a group; $|PLN(x)_i| \\le \\sqrt{s-1}$ for norm size $s$; the gradient of every output is orthogonal to the input and to
constant vectors of a group, and $\\nabla PLN(\\alpha x) = \\alpha^{-1}\\nabla PLN(x)$.

(ii) PLN alone makes a deep network both nonlinear and trainable: 20 layers of linear maps and PLN learn the exclusive or, which no linear model can do, where the same layers with BN in its place (a linear network at test) do not.

(iii) Beside it, each decided by itself: against the bare linear layers, linear with LN, ReLU with He initialisation, ReLU with LN and ReLU with BN, at equal parameters. From the default initialisation (uniform in $\\pm 1/\\sqrt{\\text{inputs}}$) ReLU without normalization fails at depth; with He initialisation it does not.`,
  source: "abstract of arXiv 2505.13142; the identities are derived here, the experiment's setting is normlab's",
  assumptions: [
    { name: "epsilon 0", text: "In (i) nothing is added under the root; the trained layers add 10⁻⁵." },
    { name: "no constant group", text: "In (i) no group has variance 0." },
    {
      name: "training",
      text: "In (ii, iii): multilayer perceptrons, normalization without trained gains, Adam with warm-up and a cosine, the rate chosen in validation. The map over depth is on Fashion-MNIST, in runs so short that deep networks stay below a shallow linear one: it illustrates, and (ii) does not rest on it.",
    },
  ],
  why: `In a group of size $s$ put $u = sPx$, so $PLN_i = \\sqrt s\\,u_i/|u|$. $u$ is linear and kills constants: scale and shift. $(s-1)|u|^2 - su_i^2 = s^2\\sum_{j<k;\\,j,k\\ne i}(x_j - x_k)^2 \\ge 0$: the bound. The gradient is
$\\sqrt s\\,(sP - s\\,uu^\\top/|u|^2)/|u|$: it sends $x$ to a multiple of $u|u|^2 - s\\,u\\langle u, x\\rangle = 0$ and constants to 0, and is homogeneous of degree $-1$.

For (ii): a linear map at the default initialisation divides the variance by about 3, and ReLU by 2 more, so that signal and gradient fall by $\\sqrt 6$ a layer; PLN brings every group back to variance 1 (i). He initialisation takes the factor away for ReLU, without
normalization.`,
  covers: `Certified: the identities for norm sizes from a list up to 8. Trained: perceptrons of one width each, on one task; against (iii) nothing is claimed but what the intervals say.`,
  theorem: {
    file: "A6.v",
    name: "A6",
    says: "with epsilon 0, for every norm size s ≥ 1 and any number of groups: PLN is the same at αx for every α > 0, and after any shifts of the groups; every output is at most √(s − 1) in absolute value; the derivative of every output along x, and along every vector that is constant in each group, is 0; and an output that has a derivative D along h at x has D/α along h at αx.",
    leavesOut: "(ii) and (iii), which are about training: they are decided by experiments.",
    mutations: [
      { what: "any factor", replace: "(forall a v, 0 < a ->", by: "(forall a v, 0 <= a ->" },
      { what: "a smaller bound", replace: "sqrt (INR s - 1)", by: "sqrt (INR s - 2)" },
      { what: "the derivative grows", replace: "0 (D / a))", by: "0 (D * a))" },
      { what: "groups of other sizes", replace: "Nat.divide s (length v) -> In y", by: "In y" },
    ],
  },
  checks: [
    invariances,
    operators,
    experimentCheck(depthExclusiveOr),
    experimentCheck(depthExperiment, "corroboration"),
  ],
  notebook: { file: "01-pln.ipynb", section: "PLN as activation and normalization at once" },
  module: import.meta.url,
};
