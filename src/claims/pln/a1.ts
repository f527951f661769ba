import { Rational } from "../../exact/index.js";
import { createRandom } from "../../learning/data/random.js";
import { parallelLayerNorm, parallelLayerScaling } from "../../theory/index.js";
import { approximation } from "../approximation.js";
import type { CertificateCheck, Claim, NamedCertificate, NumericalCheck } from "../claim.js";
import { identity } from "../identity.js";

const id = "A1";

const steps: CertificateCheck = {
  id: "steps",
  title: "A PLN-2 unit fed (wx + t, −(wx + t)), and a PLS-1 unit fed wx + t, are ±1 on the two sides of −t/w",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control:
    "The identity without centring; units with 1/1000 inside the root, which are no steps; a unit that is claimed +1 on the wrong side.",
  run: async () => ({
    summary:
      "The mean square of the centred pair is ((a − b)/2)² as an identity of polynomials, so the output is (sgn(a − b), sgn(b − a)); units with w = 3, t = −2 are exactly −1 below 2/3 and +1 above it, with ε = 0, certified up to 2^-60 of the jump.",
    measurements: { certificates: 5 },
    figures: [],
    certificates: [
      meanSquare("a1-mean-square", "(a+b)/2"),
      unit("a1-pln-2-right", 2, "0", "2/3", 1),
      unit("a1-pln-2-left", 2, "0", "2/3", -1),
      unit("a1-pls-1-right", 1, "0", "2/3", 1),
      unit("a1-pls-1-left", 1, "0", "2/3", -1),
    ],
  }),
  runControl: async () => [
    meanSquare("a1-mean-square-uncentred", "0"),
    unit("a1-pln-2-epsilon", 2, "1/1000", "2/3", 1),
    unit("a1-pls-1-epsilon", 1, "1/1000", "2/3", -1),
    unit("a1-pln-2-wrong-side", 2, "0", "1/2", 1),
  ],
};

function meanSquare(name: string, mean: string): NamedCertificate {
  const m = mean.replace("/2", "*0.5");
  return identity({
    name,
    claim: id,
    statement: `((a − m)² + (b − m)²)/2 = ((a − b)/2)² with m = ${mean}`,
    variables: ["a", "b"],
    left: `0.5*((a - ${m})^2 + (b - ${m})^2)`,
    right: "0.25*(a - b)^2",
  });
}

/** The unit with root 2/3 is ±1 from 2^-60 beside `jump` to one unit further. */
function unit(name: string, normSize: 1 | 2, epsilon: string, jump: string, side: 1 | -1): NamedCertificate {
  const near = Rational.from(jump).add(Rational.from(`${side}p-60`));
  const far = Rational.from(jump).add(Rational.from(BigInt(side)));
  const paired = normSize === 2;
  return approximation({
    name,
    claim: id,
    statement: `A ${paired ? "PLN-2" : "PLS-1"} unit fed 3x − 2 (epsilon ${epsilon}) is ${side} from ${near} to ${far}.`,
    of: { const: String(side) },
    domain: side === 1 ? [String(near), String(far)] : [String(far), String(near)],
    epsilon: "0",
    network: [
      { type: "affine", weight: paired ? [["3"], ["-3"]] : [["3"]], bias: paired ? ["-2", "2"] : ["-2"] },
      { type: "norm", normSize, center: paired, epsilon },
      { type: "affine", weight: [paired ? ["1/2", "-1/2"] : ["1"]], bias: ["0"] },
    ],
  });
}

const doubles: NumericalCheck = {
  id: "doubles",
  title: "parallelLayerNorm and parallelLayerScaling of the library are these steps in doubles",
  role: "corroboration",
  method: "numerical",
  parameters: { quick: { samples: 2000 }, full: { samples: 100_000 }, paper: { samples: 100_000 } },
  tolerance: { value: 4e-16, why: "A mean, a square, a root and a division: two units in the last place of 1." },
  control: "An epsilon of 0.01 inside the root.",
  run: async ({ parameters }) => {
    const deviation = stepDeviation(parameters["samples"] as number, 0);
    return {
      deviation,
      summary: `Over ${parameters["samples"] as number} random pairs the outputs differ from ±1 by at most ${deviation}.`,
      measurements: { deviation },
      figures: [],
    };
  },
  runControl: async ({ parameters }) => ({ deviation: stepDeviation(parameters["samples"] as number, 0.01) }),
};

function stepDeviation(samples: number, epsilon: number): number {
  const random = createRandom(1, 1);
  let worst = 0;
  for (let i = 0; i < samples; i += 1) {
    const [a, b] = [random.normal(), random.normal()];
    const [[p, q]] = parallelLayerNorm([[a, b]], { normSize: 2, epsilon }) as [[number, number]];
    const [[r]] = parallelLayerScaling([[a]], { normSize: 1, epsilon }) as [[number]];
    worst = Math.max(worst, Math.abs(p - Math.sign(a - b)), Math.abs(q - Math.sign(b - a)), Math.abs(r - Math.sign(a)));
  }
  return worst;
}

export const claimA1: Claim = {
  id,
  paper: "A",
  title: "PLN-2 and PLS-1 are steps",
  statement:
    "$\\mathrm{LN}((a,b)) = (\\mathrm{sgn}(a-b), \\mathrm{sgn}(b-a))$, so a PLN-2 unit fed $(wx+t, -(wx+t))$ gives $\\pm\\mathrm{sgn}(wx+t)$; PLS-1 is $\\mathrm{sgn}$.",
  source: "abstract of the PLN paper (paper A); the identity is normlab's form of it",
  assumptions: [
    { name: "epsilon 0", text: "Nothing is added inside the root; at a = b the output is 0, the mean of both sides." },
  ],
  why: "The centred pair is $\\pm(a-b)/2$ and its root mean square is $|a-b|/2$.",
  covers:
    "Certified: the polynomial identity for all a and b, and one unit on both sides of its jump; that a root of a square is an absolute value is argued in `why`.",
  theorem: {
    file: "A1.v",
    name: "A1",
    says: "for all real a and b, LN of (a, b) is (sgn(a − b), sgn(b − a)); LN of (wx + t, −(wx + t)) is (sgn, −sgn) of wx + t; PLS of one number is its sign; and the functions of the line that a PLN-2 unit, or a PLS-1 unit, can be are exactly the steps a·sgn(wx + t).",
    mutations: [
      {
        what: "the second component has the sign of the first",
        replace: "; - sign (w * x + t)])",
        by: "; sign (w * x + t)])",
      },
      { what: "PLS-2 units are said to be steps", replace: "pls_unit 1 u", by: "pls_unit 2 u" },
    ],
  },
  checks: [steps, doubles],
  notebook: { file: "01-pln.ipynb", section: "Steps and sigmoids" },
  module: import.meta.url,
};
