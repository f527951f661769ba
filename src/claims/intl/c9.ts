import { Polynomial } from "../../exact/polynomial.js";
import type { Figure } from "../../plot/figure.js";
import { iterNormSpectrumPolynomial } from "../../theory/index.js";
import type { CertificateCheck, Claim, NamedCertificate, NumericalCheck } from "../claim.js";
import { inequality, type StatedPolynomial } from "../inequality.js";
import { embeddingFlow, randomEmbeddings } from "./embedding-flow.js";
import { statedPull, stepCertificates } from "./spectrum-certificates.js";

const id = "C9";

/** ((1 − h)h′)′ < 0 on (0, 1). */
function decreasing(name: string, symbol: string, map: Polynomial, stated?: StatedPolynomial): NamedCertificate {
  return inequality({
    name,
    claim: id,
    statement: `((1 − ${symbol})${symbol}′)′ < 0 on (0, 1)`,
    polynomial: Polynomial.from([1]).sub(map).mul(map.derivative()).derivative(),
    relation: "<",
    ...(stated === undefined ? {} : { stated }),
  });
}

const stationary: CertificateCheck = {
  id: "stationary",
  title: "(1 − h_T)h_T′ decreases strictly: blocks of one stationary covariance have equal shares",
  role: "evidence",
  method: "certificate",
  parameters: { quick: { iterations: 5 }, full: { iterations: 5 }, paper: { iterations: 5 } },
  control: "The mutated map x² in place of h_T, and q claimed convex.",
  async run({ parameters, progress }) {
    const greatest = parameters.iterations as number;
    const certificates = stepCertificates(id);
    for (let iterations = 1; iterations <= greatest; iterations += 1) {
      certificates.push(
        decreasing(
          `c9-decreasing-${iterations}`,
          `h_${iterations}`,
          iterNormSpectrumPolynomial(iterations),
          statedPull(iterations),
        ),
      );
      progress(iterations / greatest, `T = ${iterations}`);
    }
    return {
      summary: `The four inequalities of the step q, from which (1 − h_T)h_T′ and h_T′ decrease strictly for every T ≥ 1; and the first of the two directly for T = 1 to ${greatest}.`,
      measurements: { certificates: certificates.length },
      figures: [],
      certificates,
    };
  },
  runControl: async () => [
    decreasing("c9-mutated-map", "x²", Polynomial.from([0, 0, 1])),
    ...stepCertificates(id)
      .filter(({ name }) => name === "c9-step-concave")
      .map(({ certificate }) => ({ name: "c9-step-convex", certificate: { ...certificate, relation: ">" } })),
  ],
};

const starts: readonly (readonly number[])[] = [
  [1, 1, 1, 1],
  [1, 0.5, 0.2, 0.1],
  [1, 1, 1e-2, 1e-3],
  [1, 1e-4, 1e-4, 1e-4],
];

const flows: NumericalCheck = {
  id: "flows",
  title: "Free embeddings of full rank flow to equal eigenvalues and keep the trace, near collapse too",
  role: "corroboration",
  method: "numerical",
  parameters: {
    quick: { iterations: [1, 2], seeds: 2 },
    full: { iterations: [1, 2, 3], seeds: 10 },
    paper: { iterations: [1, 2, 3], seeds: 10 },
  },
  tolerance: {
    value: 1e-5,
    why: "Greatest of: distance of the shares from equal (the flow is followed to 1e-9), rise of the loss in a step (rounding), and drift of |Z|², for which Runge–Kutta steps of order four of a tenth of the fastest rate err by some 1e-6.",
  },
  control:
    "A start of rank d − 1, which stays there: rank-deficient points are stationary along the flow, and only repel what has full rank.",
  async run({ parameters, progress }) {
    const iterations = parameters.iterations as number[];
    const seeds = parameters.seeds as number;
    let [distance, drift, rise] = [0, 0, 0];
    const shown: { name: string; path: readonly (readonly [number, number])[] }[] = [];
    for (const [t, count] of iterations.entries()) {
      for (const [i, scales] of starts.entries()) {
        for (let seed = 0; seed < seeds; seed += 1) {
          const end = embeddingFlow(randomEmbeddings(12, scales, 100 * i + seed), count);
          distance = Math.max(distance, end.distance);
          drift = Math.max(drift, end.drift);
          rise = Math.max(rise, end.rise);
          if (t === 0 && seed === 0) shown.push({ name: scales.join(", "), path: end.path });
        }
      }
      progress((t + 1) / iterations.length, `T = ${count}`);
    }
    return {
      deviation: Math.max(distance, drift, rise),
      summary: `${iterations.length * starts.length * seeds} flows of 12 embeddings in 4 dimensions, T = ${iterations.join(", ")}, starting spectra from equal to nearly collapsed: shares end within ${distance.toExponential(1)} of equal, |Z|² drifts by ${drift.toExponential(1)}, the loss never rises by more than ${rise.toExponential(1)}.`,
      measurements: { distance, drift, rise },
      figures: [pathFigure(shown)],
    };
  },
  async runControl() {
    const start = randomEmbeddings(12, starts[1]!, 5).map((row) => row.map((v, j) => (j === 3 ? 0 : v)));
    return { deviation: embeddingFlow(start, 1, 400).distance };
  },
};

function pathFigure(
  paths: readonly { readonly name: string; readonly path: readonly (readonly [number, number])[] }[],
): Figure {
  return {
    id: "embedding-flow",
    title: "Gradient flow of the trace loss on free embeddings, T = 1",
    caption:
      "Greatest distance of an eigenvalue's share from 1/d, times d, over time, by the scales of the features at the start: nearly collapsed starts leave slowly and arrive all the same.",
    traces: paths.map(({ name, path }) => ({
      type: "scatter" as const,
      name,
      mode: "lines" as const,
      x: path.map(([time]) => time),
      y: path.map(([, distance]) => Math.max(distance, 1e-10)),
    })),
    xAxis: { title: "time" },
    yAxis: { title: "greatest |d·share − 1|", type: "log" },
  };
}

/** C9: the flow of INTL's trace loss ends at equal eigenvalues. */
export const claimC9: Claim = {
  id,
  paper: "C",
  title: "The trace loss drives free embeddings to equal eigenvalues",
  statement: `Let $n > d \\ge 2$ centred embeddings move freely by the gradient flow of the trace loss after IterNorm with $T \\ge 1$ iterations, from a start of full rank. Then $\\operatorname{tr}\\Sigma$ stays as it is,
the rank stays full, and the embeddings converge; in the limit all eigenvalues of $\\Sigma$ are equal.`,
  source:
    "abstract of arXiv 2305.16789 (equal eigenvalues during the course of optimization); statement and proof: normlab",
  assumptions: [
    { name: "free embeddings", text: "The embeddings themselves are the variables, not an encoder's weights." },
    { name: "trace loss alone", text: "No alignment term: with it the question is open." },
    { name: "epsilon 0", text: "Nothing is added to the covariance." },
    { name: "T ≥ 1", text: "At T = 0 only the diagonal counts, and unequal spectra are stationary." },
  ],
  why: `The loss depends on $\\Sigma/\\operatorname{tr}\\Sigma$ alone, so $|Z|$ is kept. Along an eigenvector its derivative is $h'(x_k)$ times the gap there, less the mean of these: the least eigenvalue falls at most exponentially, so the rank is kept. Were the loss bounded away from its
least value, the flow would come near stationary points that are not the minimum; these have lower rank, and there the kernel grows: the least eigenvalue would grow for ever. Near the minimum concavity of $h$ gives $|\\nabla F|^2 \\ge c\\,(F - F_{\\min})$, so the way is of finite length. \`docs/theory/c9.md\`.`,
  covers:
    "Certified: the inequalities of one step for every T, and that (1 − h_T)h_T′ decreases for T from 1 to 5. The rest is argued in `docs/theory/c9.md`; flows of twelve embeddings in four dimensions are followed numerically.",
  theorem: {
    file: "C9.v",
    name: "C9",
    says: "for n ≥ 2, d ≥ 2 and T ≥ 1: along every gradient flow of the trace loss after IterNorm (a solution for all times from 0 on), as a function of n centred embeddings of d components, tr Σ stays what it is at time 0; if the embeddings have full rank at time 0 (linearly independent columns), they have it at all times and converge, entry by entry, and where they go to Σ is (tr Σ/d)·I, so that all eigenvalues are equal. If tr Σ is above 0 at time 0, the loss has the derivative −|∇F|² at all times, so it never rises; and wherever embeddings are stationary and all eigenvalues of Σ are positive, these are equal.",
    mutations: [
      {
        what: "no iteration, T = 0",
        replace: "(1 <= T)%nat ->",
        by: "(0 <= T)%nat ->",
      },
      {
        what: "eigenvalues that may be 0",
        replace:
          "(forall k, (k < d)%nat -> 0 < lambda k) -> forall p q, (p < d)%nat -> (q < d)%nat -> lambda p = lambda q).",
        by: "(forall k, (k < d)%nat -> 0 <= lambda k) -> forall p q, (p < d)%nat -> (q < d)%nat -> lambda p = lambda q).",
      },
      {
        what: "another trace",
        replace: "trace d (covariance n (Z t)) = trace",
        by: "trace d (covariance n (Z t)) = 2 * trace",
      },
      {
        what: "embeddings that are all 0 at the start",
        replace: "0 < trace d (covariance n (Z 0)) ->",
        by: "0 <= trace d (covariance n (Z 0)) ->",
      },
      {
        what: "a loss that falls half as fast",
        replace: "(- inner n d (G t) (G t))",
        by: "(- inner n d (G t) (G t) / 2)",
      },
      {
        what: "a loss that never falls",
        replace: "loss n d T (Z t) <= loss n d T (Z s)",
        by: "loss n d T (Z s) <= loss n d T (Z t)",
      },
      {
        what: "a start of any rank",
        replace: "gradient_flow n d T Z G -> full_rank n d (Z 0) ->",
        by: "gradient_flow n d T Z G ->",
      },
      {
        what: "eigenvalues d times as large in the limit",
        replace: "trace d (covariance n (Z 0)) / INR d * delta i j",
        by: "trace d (covariance n (Z 0)) * delta i j",
      },
      {
        what: "not stationary",
        replace: "stationary n d T Z -> orthogonal d U ->",
        by: "orthogonal d U ->",
      },
    ],
  },
  checks: [stationary, flows],
  notebook: { file: "03-intl.ipynb", section: "In the course of optimization" },
  module: import.meta.url,
};
