import { Polynomial } from "../../exact/polynomial.js";
import { Rational } from "../../exact/rational.js";
import { iterNormSpectrumPolynomial } from "../../theory/index.js";
import type { CertificateCheck, Claim, NamedCertificate } from "../claim.js";
import { inequality } from "../inequality.js";
import { coordinateLoss, statedConvexity, statedTangentGap, stepCertificates } from "./spectrum-certificates.js";
import { equality, gradientFlow, search } from "./trace-loss-checks.js";
import { floorFigure } from "./trace-loss-figures.js";

const id = "C5";

const step: CertificateCheck = {
  id: "step",
  title: "What the argument for every T needs: q lies in (0, 1), increases and is concave",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control: "q is claimed convex.",
  run: async () => ({
    summary:
      "The four certificates of the step; by induction 0 < h_T < 1, h_T′ > 0, h_T″ < 0 for T ≥ 1, so ((1 − h_T)²)″ = 2h_T′² − 2(1 − h_T)h_T″ > 0.",
    measurements: { certificates: 4 },
    figures: [],
    certificates: stepCertificates(id),
  }),
  runControl: async () =>
    stepCertificates(id)
      .filter(({ name }) => name === "c5-step-concave")
      .map(({ certificate }) => ({ name: "c5-step-convex", certificate: { ...certificate, relation: ">" } })),
};

const convex: CertificateCheck = {
  id: "convex",
  title: "(1 − h_T)² is strictly convex on (0, 1) for T = 1 to 5",
  role: "evidence",
  method: "certificate",
  parameters: { quick: { iterations: 5 }, full: { iterations: 5 }, paper: { iterations: 5 } },
  control: "The mutated map x² in place of h_T: (1 − x²)² is not convex.",
  async run({ parameters, progress }) {
    const greatest = parameters.iterations as number;
    const certificates = [];
    for (let iterations = 1; iterations <= greatest; iterations++) {
      certificates.push(
        inequality({
          name: `c5-convex-${iterations}`,
          claim: id,
          statement: `((1 − h_${iterations})²)″ > 0 on (0, 1)`,
          polynomial: coordinateLoss(iterNormSpectrumPolynomial(iterations)).derivative().derivative(),
          stated: statedConvexity(iterations),
        }),
      );
      progress(iterations / greatest, `T = ${iterations}`);
    }
    return {
      summary: `Second derivatives of (1 − h_T)², of degree up to ${2 * 3 ** greatest - 2}, certified positive on (0, 1) for T = 1 to ${greatest}.`,
      measurements: { certificates: certificates.length },
      figures: [],
      certificates,
    };
  },
  runControl: async () => [
    // Greater than 0, and not what it is said to be.
    inequality({
      name: "c5-another-polynomial",
      claim: id,
      statement: "((1 − h_5)²)″ > 0 on (0, 1)",
      polynomial: Polynomial.from([1]),
      stated: statedConvexity(5),
    }),
    inequality({
      name: "c5-mutated-map",
      claim: id,
      statement: "((1 − x²)²)″ > 0 on (0, 1)",
      polynomial: coordinateLoss(Polynomial.from([0, 0, 1]))
        .derivative()
        .derivative(),
    }),
  ],
};

/** `G − (tangent of G at 1/d, raised) > 0` on both sides of 1/d: summed over the coordinates this is the bound for that d and T. */
function tangentCertificates(dimensions: number, iterations: number, raise: Rational): NamedCertificate[] {
  const loss = coordinateLoss(iterNormSpectrumPolynomial(iterations));
  const at = Rational.of(1n, BigInt(dimensions));
  const slope = loss.derivative().evaluate(at);
  const tangent = new Polynomial([loss.evaluate(at).sub(slope.mul(at)).add(raise), slope]);
  const sides = [
    ["below", 0, at],
    ["above", at, 1],
  ] as const;
  return sides.map(([side, from, to]) =>
    inequality({
      name: `c5-bound-d${dimensions}-t${iterations}-${side}`,
      claim: id,
      statement: `(1 − h_${iterations})² lies above its tangent at 1/${dimensions}, ${side} 1/${dimensions}`,
      polynomial: loss.sub(tangent),
      interval: [from, to],
      stated: statedTangentGap(iterations, at.toString(), raise.toString()),
    }),
  );
}

const bound: CertificateCheck = {
  id: "bound",
  title: "The bound for given d and T, without the general argument: the tangent at 1/d",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { dimensions: [2, 3, 8, 64], iterations: [1, 2, 3, 4] },
    full: { dimensions: [2, 3, 4, 8, 16, 64, 256, 2048], iterations: [1, 2, 3, 4, 5] },
    paper: { dimensions: [2, 3, 4, 8, 16, 64, 256, 2048], iterations: [1, 2, 3, 4, 5] },
  },
  control: "The tangent is raised by 10⁻⁹: a bound that is slightly too high.",
  async run({ parameters, progress }) {
    const dimensions = parameters.dimensions as number[];
    const iterations = parameters.iterations as number[];
    const certificates = [];
    for (const [i, d] of dimensions.entries()) {
      certificates.push(...iterations.flatMap((count) => tangentCertificates(d, count, Rational.zero)));
      progress((i + 1) / dimensions.length, `d = ${d}`);
    }
    return {
      summary: `The tangent at 1/d lies below (1 − h_T)² for ${dimensions.length} dimensions up to ${Math.max(...dimensions)} and T up to ${Math.max(...iterations)}, with equality at 1/d alone.`,
      measurements: { certificates: certificates.length },
      figures: [floorFigure()],
      certificates,
    };
  },
  async runControl() {
    return tangentCertificates(3, 2, Rational.from("1p-30")).map(({ name, certificate }) => ({
      name: `${name}-raised`,
      certificate,
    }));
  },
};

/** C5: the trace loss has a floor, reached exactly at equal eigenvalues. */
export const claimC5: Claim = {
  id,
  paper: "C",
  title: "The trace loss after IterNorm is least at equal eigenvalues",
  statement: `After iterative normalization with $T \\ge 1$ iterations in $d$ dimensions, $TL = \\sum_j (1 - \\hat\\Sigma_{jj})^2 \\ge d\\,(1 - h_T(1/d))^2$ for every covariance,
with equality exactly when all eigenvalues are equal. (Below full rank the bound holds and is not reached; at $T = 0$ it is reached at every equal diagonal.)`,
  source: "abstract of arXiv 2305.16789",
  assumptions: [
    { name: "epsilon 0", text: "Nothing is added to the covariance." },
    { name: "positive trace", text: "Not all samples are equal." },
    { name: "T ≥ 1", text: "At T = 0 the statement about equality is false." },
  ],
  why: `$\\hat\\Sigma_{jj} = \\sum_i u_{ji}^2 h_T(x_i) \\le h_T(y_j)$, $y$ the diagonal of $\\Sigma/\\operatorname{tr}\\Sigma$, as $h_T$ is concave; and $h_T \\le 1$, so $TL \\ge \\sum_j G(y_j)$ with $G = (1-h_T)^2$. $G'' = 2h_T'^2 - 2(1-h_T)h_T'' > 0$: $G$ is strictly convex,
and $\\sum_j y_j = 1$ gives $\\sum_j G(y_j) \\ge d\\,G(1/d)$ by its tangent at $1/d$. Equality forces $y_j = 1/d$ and, by strict concavity, all $x_i$ that meet in a row $j$ equal, so all of them. Details: \`docs/theory/c5.md\`.`,
  covers: `Certified: the inequalities of one step, strict convexity for T from 1 to 5, and the tangent inequality for a list of d and T. The inequality for all T and d, and the case of equality, follow from them by the argument in \`docs/theory/c5.md\`.`,
  theorem: {
    file: "C5.v",
    name: "C5",
    says: "for every centred batch of n ≥ 2 samples and d ≥ 1 features whose covariance Σ is U diag(λ) Uᵀ with U orthogonal and tr Σ > 0, and every T, the trace loss Σ_j (1 − Σ̂_jj)² of the covariance after iterative normalization is at least d(1 − h_T(1/d))²; for T ≥ 1 it is equal to that exactly when all λ are equal; at T = 0 it is equal to that whenever the diagonal of Σ is constant.",
    mutations: [
      {
        what: "the case of equality at T = 0 too",
        replace: "(1 <= T)%nat -> (TL = bound",
        by: "(0 <= T)%nat -> (TL = bound",
      },
      { what: "the bound is never reached", replace: "TL >= bound /\\", by: "TL > bound /\\" },
    ],
  },
  checks: [step, convex, bound, search, equality, gradientFlow],
  notebook: { file: "03-intl.ipynb", section: "The trace loss and its floor" },
  module: import.meta.url,
};
