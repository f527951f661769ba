import { parseExpression, Rational } from "../../exact/index.js";
import type { Figure } from "../../plot/figure.js";
import { approximate, impossibilityCertificate, networkFunction } from "../../theory/index.js";
import { approximation } from "../approximation.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate, NumericalCheck } from "../claim.js";

const id = "A5";
const wave = "cos(pi*x)";

/** One LN layer of width 3 within 0.07 of cos(πx) on [−1, 1]: c + R·w/√(x² + w²), its constants rounded. */
function singleLayer(epsilon: string, domain: readonly [string, string], name: string): NamedCertificate {
  // z = (x + u, −x + u, −2u) has root mean square √((2x² + 6u²)/3): the third component is −2u√3/√(2x² + 6u²) = −√2·w/√(x² + w²), w = √3·u.
  const [u, weight, constant] = ["2987/10000", "-27925/10000", "-28841/10000"] as const;
  return approximation({
    name,
    claim: id,
    statement: `A single LN layer of width 3 is within ${epsilon} of cos(πx) on [${domain.join(", ")}].`,
    of: parseExpression(wave, ["x"]),
    domain,
    epsilon,
    network: [
      {
        type: "affine",
        weight: [["1"], ["-1"], ["0"]],
        bias: [u, u, Rational.from(u).mul(Rational.from("-2")).toString()],
      },
      { type: "norm", normSize: 3, center: true, epsilon: "0" },
      { type: "affine", weight: [["0", "0", weight]], bias: [constant] },
    ],
  });
}

function refutation(name: string, points: readonly string[], level: string): NamedCertificate {
  return {
    name,
    certificate: impossibilityCertificate({
      claim: id,
      statement: `No single LN layer, of any width, is nearer than ${level} to cos(πx) where it takes the values ±1 at ${points.join(", ")}.`,
      family: { type: "single-layer-norm" },
      function: parseExpression(wave, ["x"]),
      points: points.map((x) => Rational.from(x)),
      signs: points.map((x) => (Number(x) % 2 === 0 ? 1 : -1)),
      level: Rational.from(level),
    }) as JsonObject,
  };
}

const notUniversal: CertificateCheck = {
  id: "not-universal",
  title: "cos(πx) on [0, 3] is out of reach of one LN layer of any width, on [−1, 1] it is not; PLN reaches both",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control:
    "The impossibility claimed on [−1, 1], where cos(πx) changes sign twice only; at level 1.01; and the single layer of [−1, 1] claimed on [0, 3].",
  run: async () => {
    const certificates = [
      refutation("a5-impossible", ["0", "1", "2", "3"], "1"),
      singleLayer("7/100", ["-1", "1"], "a5-single-layer-short"),
    ];
    for (const activation of ["pln-2", "pln-4"]) {
      const made = approximate({
        f: wave,
        domain: [0, 3],
        lipschitz: "3.1416",
        epsilon: "1/10",
        activation,
        claim: id,
      });
      certificates.push({ name: `a5-${activation}-long`, certificate: made.certificate as JsonObject });
    }
    return {
      summary:
        "cos(πx) alternates at 0, 1, 2, 3, a single LN layer changes sign at most twice: the error is at least 1, which the constant 0 reaches. On [−1, 1] a single layer of width 3 is within 0.07. PLN is within 0.1 on [0, 3].",
      measurements: { certificates: certificates.length },
      figures: [singleLayerFigure(certificates[1]!)],
      certificates,
    };
  },
  runControl: async () => [
    refutation("a5-impossible-short", ["-1", "0", "1"], "1"),
    refutation("a5-impossible-level", ["0", "1", "2", "3"], "101/100"),
    singleLayer("7/100", ["0", "3"], "a5-single-layer-long"),
  ],
};

const optimised: NumericalCheck = {
  id: "optimised",
  title: "Numerically optimised single LN layers stay at 1 on [0, 3]; PLN nets with as many neurons go below",
  role: "corroboration",
  method: "numerical",
  parameters: {
    quick: { starts: 8, neurons: 12 },
    full: { starts: 40, neurons: 12 },
    paper: { starts: 40, neurons: 12 },
  },
  tolerance: {
    value: 1e-9,
    why: "The deviation is how far the nearest single layer found lies below 1, or PLN above 1/2; errors are measured on a grid that holds 0, 1, 2, 3, up to rounding.",
  },
  control: "The same search on [−1, 1], where a single layer gets well below 1.",
  run: async ({ parameters }) => {
    const { optimise } = await import("./optimise.js");
    const starts = parameters["starts"] as number;
    const neurons = parameters["neurons"] as number;
    const f = (x: number): number => Math.cos(Math.PI * x);
    const single = optimise({ f, domain: [0, 3], shape: "algebraic", units: 1, starts, seed: 5 });
    const parallel = optimise({ f, domain: [0, 3], shape: "algebraic", units: neurons / 4, starts, seed: 5 });
    return {
      deviation: Math.max(0, 1 - single.error, parallel.error - 0.5),
      summary: `Of ${starts} starts each, kept by their largest error: one LN layer ${single.error.toFixed(4)} (any width is one unit), PLN-4 with ${neurons} neurons ${parallel.error.toFixed(4)}.`,
      measurements: { singleLayer: single.error, parallel: parallel.error, starts },
      figures: [],
    };
  },
  runControl: async ({ parameters }) => {
    const { optimise } = await import("./optimise.js");
    const f = (x: number): number => Math.cos(Math.PI * x);
    const { error } = optimise({
      f,
      domain: [-1, 1],
      shape: "algebraic",
      units: 1,
      starts: parameters["starts"] as number,
      seed: 5,
    });
    return { deviation: 1 - error };
  },
};

function singleLayerFigure({ certificate }: NamedCertificate): Figure {
  const g = networkFunction(certificate["network"] as never);
  const x = Array.from({ length: 241 }, (_, i) => -1 + i / 60);
  return {
    id: "single-layer",
    title: "One LN layer follows cos(πx) on [−1, 1], and no other one does so on [0, 3]",
    caption:
      "A single LN layer on a line has one extremum at most: it follows one wave within 0.07, and cannot turn again.",
    traces: [
      { type: "scatter", name: "cos(πx)", mode: "lines", x, y: x.map((v) => Math.cos(Math.PI * v)) },
      { type: "scatter", name: "one LN layer", mode: "lines", x, y: x.map((v) => g([v])[0]!) },
      { type: "scatter", name: "alternation", mode: "markers", x: [0, 1, 2, 3], y: [1, -1, 1, -1] },
    ],
    xAxis: { title: "x" },
    yAxis: { title: "output" },
  };
}

export const claimA5: Claim = {
  id,
  paper: "A",
  title: "One ordinary LN layer is not universal",
  statement:
    "A single hidden LN layer of any width, on a line, has at most one interior extremum, and about any level it changes sign at most twice. So it is not within less than $A$ of a function that alternates with amplitude $A$ at four points: $\\cos(\\pi x)$ on $[0,3]$ is not approximated below 1, while PLN approximates it as well as one likes. On $[-1,1]$ one LN layer does get below 0.1.",
  source:
    "that networks with LN alone are limited: abstract of the PLN paper (paper A), second version; the alternation argument and the bound by amplitude: normlab",
  assumptions: [
    {
      name: "one layer",
      text: "One hidden LN layer with a single group and epsilon 0, affine maps before and after, input on a line.",
    },
  ],
  why: "The output is $R\\cos(\\theta(x)-\\varphi)+c$ with θ monotone in an open half circle: at most two sign changes. `docs/theory/a5-single-layer.md`.",
  covers:
    "Certified: the impossibility for cos(πx) on [0, 3], a single layer on [−1, 1], and two PLN nets within 1/10; the checker's rule of two sign changes is argued in `docs/theory/a5-single-layer.md`. PLN as near as one likes is A3.",
  theorem: {
    file: "A5.v",
    name: "A5",
    says: "for every width, a network of one hidden LN layer from one number to one number has at most one extremum (it is monotone, or monotone on both sides of one point), and about any level it changes sign at most twice; where f alternates at four points with |f| ≥ A, it is A or more away from f at one of them; within ε of cos(πx) on [0, 3] means ε ≥ 1; and for every ε > 0 some sum of PLN-2 units and a constant is within ε of it. The last sentence of the statement, a single network on [−1, 1], is held by its certificate alone.",
    mutations: [
      { what: "at most one change of sign", replace: "sign_changes_at_most 2", by: "sign_changes_at_most 1" },
      { what: "three alternations are enough", replace: "length xs = 4%nat", by: "length xs = 3%nat" },
      { what: "not within less than 2", replace: "-> 1 <= eps)", by: "-> 2 <= eps)" },
      { what: "PLN-2 is exact", replace: "(forall eps, 0 < eps ->", by: "(forall eps, 0 <= eps ->" },
    ],
  },
  checks: [notUniversal, optimised],
  notebook: { file: "01-pln.ipynb", section: "One LN layer is not enough" },
  module: import.meta.url,
};
