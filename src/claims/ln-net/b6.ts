import { Polynomial } from "../../exact/polynomial.js";
import type { CertificateCheck, Claim, NamedCertificate } from "../claim.js";
import { identity } from "../identity.js";
import { inequality } from "../inequality.js";
import { automatic, differences, never } from "./hessian-norm-checks.js";
import { boundFigure } from "./hessian-norm-figures.js";

const id = "B6";

/** Sum over i, j, k of the squared numerators of ∂_j∂_k(x_i/|x|), which stand over |x|⁵, in m variables. */
function derivativeIdentity(m: number, factor = 3): NamedCertificate {
  const variables = Array.from({ length: m }, (_, i) => `x${i}`);
  const square = `(${variables.map((x) => `${x}^2`).join(" + ")})`;
  const terms: string[] = [];
  variables.forEach((a, i) =>
    variables.forEach((b, j) =>
      variables.forEach((c, k) => {
        const numerators = [`3*${a}*${b}*${c}`];
        if (i === j) numerators.push(`${square}*${c}`);
        if (i === k) numerators.push(`${square}*${b}`);
        if (j === k) numerators.push(`${square}*${a}`);
        terms.push(`(${numerators.join(" - ")})^2`);
      }),
    ),
  );
  return identity({
    name: factor === 3 ? `b6-closed-form-${m}` : `b6-closed-form-${m}-factor-${factor}`,
    claim: id,
    statement: `Σ_ijk (3 x_i x_j x_k − |x|²(δ_ij x_k + δ_ik x_j + δ_jk x_i))² = ${factor}(m − 1)|x|⁶, m = ${m}`,
    variables,
    left: terms.join(" + "),
    right: `${factor * (m - 1)}*${square}^3`,
  });
}

const closedForm: CertificateCheck = {
  id: "closed-form",
  title: "Σ_i |∇²(x_i/|x|)|² = 3(m − 1)/|x|⁴",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { dimensions: [2, 3, 4] },
    full: { dimensions: [2, 3, 4, 5, 6] },
    paper: { dimensions: [2, 3, 4, 5, 6] },
  },
  control: "The factor 3 replaced by 2.",
  async run({ parameters }) {
    const dimensions = parameters.dimensions as number[];
    return {
      summary: `The sum of squared second derivatives is certified as an identity of polynomials, for every m at once in the invariants m and |x|², and written out for m = ${dimensions.join(", ")}.`,
      measurements: { dimensions },
      figures: [],
      certificates: [
        identity({
          name: "b6-closed-form",
          claim: id,
          statement: "9r³ − 6r²·3r + r²(3mr + 6r) = 3(m − 1)r³, r = |x|²: the same sum for every m",
          variables: ["m", "r"],
          left: "9*r^3 - 18*r^3 + r^2*(3*m*r + 6*r)",
          right: "3*(m - 1)*r^3",
        }),
        ...dimensions.map((m) => derivativeIdentity(m)),
      ],
    };
  },
  runControl: async () => [derivativeIdentity(3, 2)],
};

const ratio: CertificateCheck = {
  id: "ratio",
  title: "H(LN-G)/H(LN) ≥ g(d − 2g)/(d − 2), at least 1 for 1 ≤ g ≤ d/3, and at least d/8 at g = d/4",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control: "The same for g up to d/2 (at d = 2g the bound is 0), and Jensen's tangent raised by 2⁻²⁰.",
  run: async () => ({
    summary:
      "Jensen's inequality by its tangent, the bound's factorisation, its least value over d ≥ 3g for every g ≥ 2, and its maximiser g = d/4: all certified.",
    measurements: {},
    figures: [boundFigure()],
    certificates: ratioCertificates(),
  }),
  runControl: async () => [
    inequality({
      name: "b6-control-half",
      claim: id,
      statement: "at d = 2g, with u = 1/g: (g − 1)(d − 2g − 2)/g² = (1 − u)(−2u) > 0 on (0, 1/2)",
      polynomial: Polynomial.from([1, -1]).mul(Polynomial.from([0, -2])),
      interval: [0, "1/2"],
    }),
    inequality({
      name: "b6-control-tangent",
      claim: id,
      statement: "1 − 3t² + 2t³ > 2⁻²⁰ on (0, 1)",
      polynomial: Polynomial.from([1, 0, -3, 2]).sub(Polynomial.from(["1p-20"])),
    }),
  ],
};

function ratioCertificates(): NamedCertificate[] {
  return [
    // 1/t² ≥ 3 − 2t for t > 0: t < 1 directly, t > 1 by s = 1/t.
    inequality({
      name: "b6-jensen-below",
      claim: id,
      statement: "t²(1/t² − (3 − 2t)) = 1 − 3t² + 2t³ > 0 on (0, 1)",
      polynomial: Polynomial.from([1, 0, -3, 2]),
    }),
    inequality({
      name: "b6-jensen-above",
      claim: id,
      statement: "with s = 1/t: s(s² − 3 + 2/s) = 2 − 3s + s³ > 0 on (0, 1)",
      polynomial: Polynomial.from([2, -3, 0, 1]),
    }),
    identity({
      name: "b6-factors",
      claim: id,
      statement: "g(d − 2g) − (d − 2) = (g − 1)(d − 2g − 2)",
      variables: ["d", "g"],
      left: "g*(d - 2*g) - (d - 2)",
      right: "(g - 1)*(d - 2*g - 2)",
    }),
    identity({
      name: "b6-shifted",
      claim: id,
      statement: "with g = 2 + a and d = 3g + b: (g − 1)(d − 2g − 2) = (1 + a)(a + b), no term below 0 for a, b ≥ 0",
      variables: ["a", "b"],
      left: "((2 + a) - 1)*((3*(2 + a) + b) - 2*(2 + a) - 2)",
      right: "(1 + a)*(a + b)",
    }),
    inequality({
      name: "b6-worst-case",
      claim: id,
      statement: "at d = 3g, with u = 1/g: (g − 1)(g − 2)/g² = (1 − u)(1 − 2u) > 0 on (0, 1/2)",
      polynomial: Polynomial.from([1, -1]).mul(Polynomial.from([1, -2])),
      interval: [0, "1/2"],
    }),
    inequality({
      name: "b6-positive",
      claim: id,
      statement: "with v = 1/d: (d − 2)/d = 1 − 2v > 0 on (0, 1/2), so for every d ≥ 3",
      polynomial: Polynomial.from([1, -2]),
      interval: [0, "1/2"],
    }),
    identity({
      name: "b6-maximiser",
      claim: id,
      statement: "d² − 8g(d − 2g) = (d − 4g)²: greatest at g = d/4",
      variables: ["d", "g"],
      left: "d^2 - 8*g*(d - 2*g)",
      right: "(d - 4*g)^2",
    }),
    identity({
      name: "b6-eighth",
      claim: id,
      statement: "d² − d(d − 2) = 2d: at g = d/4 the bound d²/(8(d − 2)) is above d/8",
      variables: ["d"],
      left: "d^2 - d*(d - 2)",
      right: "2*d",
    }),
  ];
}

/** B6: group partition amplifies the nonlinearity of layer normalization. */
export const claimB6: Claim = {
  id,
  paper: "B",
  title: "Group partition amplifies the nonlinearity of layer normalization",
  statement: `With $H(f; x) = \\sum_i |\\nabla^2 f_i(x)|_F^2$: layer normalization on $\\mathbb{R}^d$ has $H = 3(d-2)/(d\\sigma^4)$, and with $g$ groups of size $c = d/g$ it has
$H = \\sum_i 3(c-2)/(c\\sigma_i^4)$. So $H(\\text{LN-G})/H(\\text{LN}) \\ge g(d-2g)/(d-2)$ at every input: at least 1 for whole $g$ with $1 \\le g \\le d/3$, and at $g = d/4$, where the bound is greatest, $d^2/(8(d-2)) \\ge d/8$.`,
  source: "abstract of arXiv 2406.01255; the constants are derived here",
  assumptions: [
    { name: "epsilon 0", text: "Nothing is added under the root." },
    { name: "no constant group", text: "Every group's variance is positive, so that the derivatives exist." },
    { name: "g divides d, d ≥ 3", text: "Groups have equal size." },
  ],
  why: `On centred vectors $LN = \\sqrt d\\,x/|x|$ in $m = d-1$ dimensions, and $\\sum_i|\\nabla^2(x_i/|x|)|^2 = 3(m-1)/|x|^4$ by the certified identity; $|Px|^2 = d\\sigma^2$. For the ratio, $\\sigma^2$ is at least the mean of the $\\sigma_i^2$, and with
$t_i = \\sigma_i^2/\\text{mean}$ the certified tangent $1/t^2 \\ge 3 - 2t$ sums to $\\sum_i 1/t_i^2 \\ge g$. The rest is the factorisation $g(d-2g)-(d-2) = (g-1)(d-2g-2)$. Details: \`docs/theory/b6.md\`.`,
  covers: `Certified: the polynomial identities and inequalities. The second derivative of x/|x|, the reduction of layer normalization to it, and the step from real to whole numbers are argued in \`docs/theory/b6.md\`.`,
  theorem: {
    file: "B6.v",
    name: "B6",
    says: "for every d ≥ 1 and every x whose variance is positive, all second partial derivatives of LN exist at x and their squares add up to 3(d − 2)/(dσ⁴); with g groups of c components, none of them constant at x, those of LN-G add up to Σ 3(c − 2)/(cσ_b⁴); for gc ≥ 3 the second is at least g(d − 2g)/(d − 2) times the first; that number is at least 1 for whole g with 1 ≤ g ≤ d/3, and for real g it is greatest at d/4, where it is d²/(8(d − 2)) ≥ d/8.",
    mutations: [
      { what: "d − 1 in place of d − 2", replace: "3 * (INR d - 2)", by: "3 * (INR d - 1)" },
      { what: "g up to d/2", replace: "(3 * g <= d)%nat", by: "(2 * g <= d)%nat" },
    ],
  },
  checks: [closedForm, ratio, automatic, differences, never],
  notebook: { file: "02-ln-net.ipynb", section: "Group partition adds curvature" },
  module: import.meta.url,
};
