import { createRandom } from "../../learning/data/random.js";
import type { Figure } from "../../plot/figure.js";
import { parallelLayerNorm, parallelLayerScaling } from "../../theory/index.js";
import type { CertificateCheck, Claim, NamedCertificate, NumericalCheck } from "../claim.js";
import { identity } from "../identity.js";

const id = "A2";

const algebra: CertificateCheck = {
  id: "algebra",
  title: "The units are t/√(t² + w²) times a constant, increase, and on a line are n/√q in general",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control:
    "The same identities with the third component left at −c, with the derivative's sign reversed, with a second direction that is not at right angles, and with a wrong sign in the zero of the slope.",
  run: async () => ({
    summary:
      "With z = (t + c, −t + c, −2c, 0, …) the mean is 0, s times the mean square is 2(t² + 3c²), and (z₁ − z₂)² = 4t²: so (LN(z)₁ − LN(z)₂)² = 2s·t²/(t² + w²), w² = 3c². The slope of t/√(t² + w²) has the sign of w², and that of n/√q of a linear function. All certified as identities of polynomials.",
    measurements: { certificates: identities().length },
    figures: [sigmoidFigure()],
    certificates: identities(),
  }),
  runControl: async () => [
    same("a2-sum-mutated", "components that do not sum to 0", ["t", "c"], "(t+c) + (c-t) - c", "0"),
    same(
      "a2-scaling-mutated",
      "the second direction not turned by a right angle",
      ["a", "b", "t", "w"],
      "(a*t + b*w)^2 + (b*t + a*w)^2",
      "(a^2 + b^2)*(t^2 + w^2)",
    ),
    same("a2-monotone-mutated", "n′q − nq′/2 = −w²", ["t", "w"], "(t^2+w^2) - t*t", "0 - w^2"),
    same(
      "a2-line-mutated",
      "the slope's zero with the wrong sign of bc",
      ["x", "a", "b", "c", "d", "e"],
      "a*(c*x^2 + d*x + e) - (a*x + b)*(c*x + 0.5*d)",
      "(0.5*a*d + b*c)*x + a*e - 0.5*b*d",
    ),
  ],
};

function identities(): NamedCertificate[] {
  return [
    same("a2-sum", "the components of z sum to 0", ["t", "c"], "(t+c) + (c-t) - 2*c", "0"),
    same("a2-square", "|z|² = 2(t² + 3c²)", ["t", "c"], "(t+c)^2 + (c-t)^2 + (2*c)^2", "2*(t^2 + 3*c^2)"),
    same("a2-difference", "(z₁ − z₂)² = 4t²", ["t", "c"], "((t+c) - (c-t))^2", "4*t^2"),
    same(
      "a2-scaling",
      "PLS along any direction (a, b) of a plane: |t(a, b) + w(−b, a)|² = (a² + b²)(t² + w²)",
      ["a", "b", "t", "w"],
      "(a*t - b*w)^2 + (b*t + a*w)^2",
      "(a^2 + b^2)*(t^2 + w^2)",
    ),
    same(
      "a2-scaling-readout",
      "and (a, b) reads (a² + b²)·t off it",
      ["a", "b", "t", "w"],
      "a*(a*t - b*w) + b*(b*t + a*w)",
      "(a^2 + b^2)*t",
    ),
    same("a2-monotone", "n′q − nq′/2 = w² for n = t, q = t² + w²", ["t", "w"], "(t^2+w^2) - t*t", "w^2"),
    same(
      "a2-line",
      "n′q − nq′/2 is linear in x for n = ax + b, q = cx² + dx + e: one extremum at most",
      ["x", "a", "b", "c", "d", "e"],
      "a*(c*x^2 + d*x + e) - (a*x + b)*(c*x + 0.5*d)",
      "(0.5*a*d - b*c)*x + a*e - 0.5*b*d",
    ),
  ];
}

function same(name: string, statement: string, variables: string[], left: string, right: string): NamedCertificate {
  return identity({ name, claim: id, statement, variables, left, right });
}

const doubles: NumericalCheck = {
  id: "doubles",
  title: "The library's PLN-s and PLS-s give √s·t/√(t² + c²) along orthonormal directions",
  role: "corroboration",
  method: "numerical",
  parameters: { quick: { samples: 500 }, full: { samples: 20_000 }, paper: { samples: 20_000 } },
  tolerance: {
    value: 1e-12,
    why: "Some hundred rounded operations on numbers of size √s ≤ 8, and cancellation in the centring of inputs up to 10.",
  },
  control: "The formula without the factor √s.",
  run: async ({ parameters }) => {
    const deviation = sigmoidDeviation(parameters["samples"] as number, (s) => Math.sqrt(s));
    return {
      deviation,
      summary: `Norm sizes 3 to 64 with random orthonormal e₁, e₂ of the centred space: the greatest deviation is ${deviation.toExponential(1)}.`,
      measurements: { deviation },
      figures: [],
    };
  },
  runControl: async ({ parameters }) => ({ deviation: sigmoidDeviation(parameters["samples"] as number, () => 1) }),
};

function sigmoidDeviation(samples: number, factor: (s: number) => number): number {
  const random = createRandom(1, 2);
  let worst = 0;
  for (let i = 0; i < samples; i += 1) {
    const s = 3 + random.integer(62);
    const [t, c] = [10 * random.normal(), 0.1 + random.uniform()];
    const [e1, e2] = orthonormalPair(s, () => random.normal());
    const z = e1.map((v, k) => t * v + c * e2[k]!);
    const expected = (factor(s) * t) / Math.hypot(t, c);
    const [centred] = parallelLayerNorm([z], { normSize: s, epsilon: 0 }) as [number[]];
    const scaledInput = [t, c, ...new Array<number>(s - 2).fill(0)];
    const [scaled] = parallelLayerScaling([scaledInput], { normSize: s, epsilon: 0 }) as [number[]];
    const along = centred.reduce((sum, v, k) => sum + v * e1[k]!, 0);
    worst = Math.max(worst, Math.abs(along - expected), Math.abs(scaled[0]! - expected));
  }
  return worst;
}

/** Two orthonormal vectors of R^s whose components sum to 0. */
function orthonormalPair(s: number, normal: () => number): [number[], number[]] {
  const ones = new Array<number>(s).fill(1 / Math.sqrt(s));
  const basis = [ones];
  while (basis.length < 3) {
    let v = Array.from({ length: s }, normal);
    for (let pass = 0; pass < 2; pass += 1) {
      for (const b of basis) {
        const along = v.reduce((sum, x, k) => sum + x * b[k]!, 0);
        v = v.map((x, k) => x - along * b[k]!);
      }
    }
    const length = Math.hypot(...v);
    basis.push(v.map((x) => x / length));
  }
  return [basis[1]!, basis[2]!];
}

function sigmoidFigure(): Figure {
  const t = Array.from({ length: 241 }, (_, i) => (i - 120) / 20);
  return {
    id: "sigmoids",
    title: "Units of PLN-s and PLS-s along e₁, divided by √s",
    caption:
      "PLN-2 and PLS-1 are steps; from PLN-3 and PLS-2 on a unit is the algebraic sigmoid t/√(t² + c²), steep for small c.",
    traces: [
      { type: "scatter", name: "PLN-2, PLS-1", mode: "lines", x: t, y: t.map(Math.sign), shape: "hv" },
      ...[0.1, 0.5, 2].map((c) => ({
        type: "scatter" as const,
        name: `c = ${c}`,
        mode: "lines" as const,
        x: t,
        y: t.map((v) => v / Math.hypot(v, c)),
      })),
    ],
    xAxis: { title: "t" },
    yAxis: { title: "output / √s" },
  };
}

export const claimA2: Claim = {
  id,
  paper: "A",
  title: "PLN-s with s ≥ 3 and PLS-s with s ≥ 2 are smooth sigmoids",
  statement:
    "For orthonormal $e_1, e_2$ in the centred space and $z = te_1 + ce_2$, $\\langle e_1, \\mathrm{LN}(z)\\rangle = \\sqrt{s}\\,t/\\sqrt{t^2+c^2}$: increasing from $-\\sqrt s$ to $\\sqrt s$. On a line every unit is $n(x)/\\sqrt{q(x)}$ with $n$ linear and $q$ quadratic, with at most one extremum.",
  source: "abstract of the PLN paper (paper A); the formula is normlab's form of it",
  assumptions: [
    { name: "epsilon 0", text: "Nothing is added inside the root; with an epsilon the same holds with a larger c." },
  ],
  why: "$|z|^2 = t^2 + c^2$ and the mean square is $|z|^2/s$; `docs/theory/a5-single-layer.md` has the general line.",
  covers:
    "Certified: the polynomial identities behind the formula and the slope's sign, for all t, c and all lines; the root, the limits and general orthonormal directions are argued in `docs/theory/a5-single-layer.md` and compared in doubles.",
  theorem: {
    file: "A2.v",
    name: "A2",
    says: "for every s and all orthonormal e₁, e₂ of R^s, centred for LN, the inner product of e₁ with the normalized te₁ + ce₂ is √s·t/√(t² + c²); for c ≠ 0 that increases strictly, stays between −√s and √s and comes as near to both as one likes; such directions exist for s ≥ 3 (PLN) and s ≥ 2 (PLS), so this sigmoid is a unit; and every unit on a line is n(x)/√q(x), n affine, q ≥ 0 of degree two at most, with at most one extremum.",
    mutations: [
      {
        what: "PLN-2 is said to be a smooth sigmoid",
        replace: "(3 <= s)%nat -> pln_unit",
        by: "(2 <= s)%nat -> pln_unit",
      },
      { what: "it increases at equal arguments", replace: "x < y -> sigmoid s c x", by: "x <= y -> sigmoid s c x" },
    ],
  },
  checks: [algebra, doubles],
  notebook: { file: "01-pln.ipynb", section: "Steps and sigmoids" },
  module: import.meta.url,
};
