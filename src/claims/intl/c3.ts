import { Polynomial } from "../../exact/polynomial.js";
import { createRandom } from "../../learning/data/random.js";
import type { Figure } from "../../plot/figure.js";
import {
  covarianceSpectrum,
  iterNorm,
  iterNormSpectrumMap,
  iterNormSpectrumPolynomial,
  loadDigits,
  spectrumStep,
  type Matrix,
} from "../../theory/index.js";
import type { CertificateCheck, Claim, NamedCertificate, NumericalCheck } from "../claim.js";
import { identity } from "../identity.js";
import { inequality } from "../inequality.js";
import { mapCertificates, stepCertificates } from "./spectrum-certificates.js";
import { counterexamples } from "./z3.js";

const id = "C3";

const recursion: CertificateCheck = {
  id: "recursion",
  title: "x f² obeys h_{k+1} = q(h_k)",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control: "The gain's step with 3 − x f in place of 3 − x f².",
  run: async () => ({
    summary:
      "x·f_{k+1}² = q(x f_k²) with f_{k+1} = f_k(3 − x f_k²)/2: an identity of polynomials in x and f_k, certified.",
    measurements: { certificates: 1 },
    figures: [],
    certificates: [recursionIdentity("c3-recursion", "x*f^2")],
  }),
  runControl: async () => [recursionIdentity("c3-recursion-mutated", "x*f")],
};

function recursionIdentity(name: string, share: string): NamedCertificate {
  return identity({
    name,
    claim: id,
    statement: `x(f(3 − ${share})/2)² = q(x f²), q(h) = h(3 − h)²/4`,
    variables: ["x", "f"],
    left: `x*(0.5*f*(3 - ${share}))^2`,
    right: "0.25*x*f^2*(3 - x*f^2)^2",
  });
}

const step: CertificateCheck = {
  id: "step",
  title: "One step maps (0, 1) into itself, increases and is concave",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control: "The step without its factor 1/4 leaves (0, 1), and the mutated step h(3 − h²)/2 is claimed convex.",
  run: async () => ({
    summary:
      "q > 0, 1 − q > 0, q′ > 0 and q″ < 0 on (0, 1), certified; with them the statement holds for every T by induction.",
    measurements: { certificates: 4 },
    figures: [],
    certificates: stepCertificates(id),
  }),
  runControl: async () => [
    inequality({
      name: "c3-step-without-quarter",
      claim: id,
      statement: "1 − h(3 − h)² > 0 on (0, 1)",
      polynomial: Polynomial.from([1, -9, 6, -1]),
    }),
    inequality({
      name: "c3-mutated-step-convex",
      claim: id,
      statement: "(h(3 − h²)/2)″ > 0 on (0, 1)",
      polynomial: Polynomial.from([0, -3]),
    }),
  ],
};

const maps: CertificateCheck = {
  id: "maps",
  title: "h₁ to h₅ lie in (0, 1), increase and are concave, without the induction",
  role: "evidence",
  method: "certificate",
  parameters: { quick: { iterations: 5 }, full: { iterations: 5 }, paper: { iterations: 5 } },
  control: "h_T is claimed to lie above h_{T+1}, and h_T to be convex.",
  async run({ parameters, progress }) {
    const greatest = parameters.iterations as number;
    const certificates = [];
    for (let iterations = 1; iterations <= greatest; iterations++) {
      certificates.push(...mapCertificates(iterations, id));
      progress(iterations / greatest, `h_${iterations}`);
    }
    return {
      summary: `The four inequalities of h_T for T = 1 to ${greatest} (polynomials of degree up to ${3 ** greatest}), each certified by exact root counting.`,
      measurements: { certificates: certificates.length, degree: 3 ** greatest },
      figures: [mapFigure(greatest)],
      certificates,
    };
  },
  runControl: async () => [
    ...mapCertificates(2, id)
      .filter(({ name }) => name.endsWith("concave"))
      .map(({ certificate }) => ({ name: "c3-map-2-convex", certificate: { ...certificate, relation: ">" } })),
    inequality({
      name: "c3-map-1-above-map-2",
      claim: id,
      statement: "h_1 − h_2 > 0 on (0, 1)",
      polynomial: iterNormSpectrumPolynomial(1).sub(iterNormSpectrumPolynomial(2)),
    }),
  ],
};

const secondOpinion: NumericalCheck = {
  id: "second-opinion",
  title: "An SMT solver finds no counterexample to the step's inequalities or to those of h₂",
  role: "corroboration",
  method: "numerical",
  parameters: { quick: { iterations: 2 }, full: { iterations: 2 }, paper: { iterations: 2 } },
  tolerance: { value: 0, why: "The deviation counts the inequalities that z3 does not prove." },
  control: "The same question about the mutated step h(3 − h)²/3, which leaves (0, 1): z3 must find the point.",
  async run({ parameters }) {
    const inequalities = [...stepCertificates(id), ...mapCertificates(parameters.iterations as number, id)];
    const open = await counterexamples(inequalities);
    return {
      summary: `z3 proves ${inequalities.length - open} of ${inequalities.length} inequalities on (0, 1) by nonlinear real arithmetic.`,
      measurements: { inequalities: inequalities.length, notProved: open },
      figures: [],
      deviation: open,
    };
  },
  async runControl() {
    const leaving = Polynomial.from([1]).sub(spectrumStep.mul(Polynomial.from(["4/3"])));
    return {
      deviation: await counterexamples([
        inequality({ name: "c3-leaves", claim: id, statement: "1 − h(3 − h)²/3 > 0 on (0, 1)", polynomial: leaving }),
      ]),
    };
  },
};

/** Greatest distance between the spectrum of iterNorm's output and the map's prediction for it. */
function spectrumDeviation(
  batch: Matrix,
  iterations: number,
  before = covarianceSpectrum(batch).eigenvalues,
  predicted = iterations,
): number {
  const trace = before.reduce((sum, eigenvalue) => sum + eigenvalue, 0);
  const after = covarianceSpectrum(iterNorm(batch, { iterations })).eigenvalues;
  return Math.max(
    ...before.map((eigenvalue, i) =>
      Math.abs(after[i]! - iterNormSpectrumMap(eigenvalue / trace, { iterations: predicted })),
    ),
  );
}

function randomBatch(samples: number, features: number, seed: number): number[][] {
  const random = createRandom(seed);
  const scales = Array.from({ length: features }, () => 10 ** (2 * random.uniform() - 1));
  return Array.from({ length: samples }, () => scales.map((scale) => scale * random.normal() + 5));
}

const spectrum: NumericalCheck = {
  id: "spectrum",
  title: "The spectrum of iterNorm's output is h_T of the input's, on digits and on random batches",
  role: "corroboration",
  method: "numerical",
  data: ["digits.csv"],
  parameters: {
    quick: { iterations: [0, 1, 2, 3, 4, 5], batches: 20, seed: 3 },
    full: { iterations: [0, 1, 2, 3, 4, 5, 7, 9], batches: 200, seed: 3 },
    paper: { iterations: [0, 1, 2, 3, 4, 5, 7, 9], batches: 200, seed: 3 },
  },
  tolerance: {
    value: 1e-12,
    why: "Eigenvalues lie in [0, 1]; T products of d × d matrices and a singular value decomposition err by some d·T·2⁻⁵³ ≈ 6·10⁻¹⁴ at d = 64, T = 9; a factor of 15 on top.",
  },
  control: "The output of T iterations is compared with h_{T+1}.",
  async run({ parameters, progress }) {
    const { images } = loadDigits();
    const { eigenvalues } = covarianceSpectrum(images);
    const iterations = parameters.iterations as number[];
    const batches = parameters.batches as number;
    let [digits, random] = [0, 0];
    for (const [i, count] of iterations.entries()) {
      digits = Math.max(digits, spectrumDeviation(images, count, eigenvalues));
      for (let batch = 0; batch < batches; batch++) {
        const x = randomBatch(12 + batch, 2 + (batch % 9), (parameters.seed as number) + batch);
        random = Math.max(random, spectrumDeviation(x, count));
      }
      progress((i + 1) / iterations.length, `T = ${count}`);
    }
    return {
      summary: `Greatest distance between computed and predicted eigenvalue: ${digits.toExponential(1)} on the digits (rank 61 of 64), ${random.toExponential(1)} on ${batches} random batches, T up to ${Math.max(...iterations)}.`,
      measurements: { digits, random },
      figures: [digitsFigure(images, eigenvalues)],
      deviation: Math.max(digits, random),
    };
  },
  runControl: async ({ parameters }) => ({
    deviation: spectrumDeviation(randomBatch(20, 5, parameters.seed as number), 2, undefined, 3),
  }),
};

/** h_T over x for T = 0 to `greatest`. */
function mapFigure(greatest: number): Figure {
  const x = Array.from({ length: 101 }, (_, i) => i / 100);
  return {
    id: "spectrum-map",
    title: "The spectrum map of IterNorm",
    caption: `h_T for T = 0 to ${greatest}: each lies above the one before it, increases and bends downwards, and stays below 1: small eigenvalues are raised, none to its full variance.`,
    traces: Array.from({ length: greatest + 1 }, (_, iterations) => ({
      type: "scatter" as const,
      name: `T = ${iterations}`,
      mode: "lines" as const,
      x,
      y: x.map((value) => iterNormSpectrumMap(value, { iterations })),
    })),
    xAxis: { title: "x = λ / tr Σ", range: [0, 1] },
    yAxis: { title: "eigenvalue after IterNorm, h_T(x)", range: [0, 1] },
  };
}

/** Eigenvalues of the digits' covariance after 0, 2 and 4 iterations: the output's, and the map's prediction. */
function digitsFigure(images: Matrix, eigenvalues: readonly number[]): Figure {
  const trace = eigenvalues.reduce((sum, eigenvalue) => sum + eigenvalue, 0);
  const index = eigenvalues.map((_, i) => i + 1);
  return {
    id: "digits-spectrum",
    title: "IterNorm on the covariance of the digits",
    caption:
      "Markers: eigenvalues of the output's covariance, computed; lines: h_T of the input's. They agree; the three eigenvalues that are 0 (pixels that never change) stay 0.",
    traces: [0, 2, 4].flatMap((iterations) => [
      {
        type: "scatter" as const,
        name: `T = ${iterations}, computed`,
        mode: "markers" as const,
        x: index,
        y: covarianceSpectrum(iterNorm(images, { iterations })).eigenvalues,
      },
      {
        type: "scatter" as const,
        name: `T = ${iterations}, h_T`,
        mode: "lines" as const,
        x: index,
        y: eigenvalues.map((eigenvalue) => iterNormSpectrumMap(eigenvalue / trace, { iterations })),
      },
    ]),
    xAxis: { title: "eigenvalue number" },
    yAxis: { title: "eigenvalue of the output" },
  };
}

/** C3: iterative normalization is a spectral transformation whose map is increasing and concave. */
export const claimC3: Claim = {
  id,
  paper: "C",
  title: "IterNorm's spectrum map is increasing and concave",
  statement: `Iterative normalization is a spectral transformation. With $x = \\lambda/\\operatorname{tr}\\Sigma$ an eigenvalue $\\lambda$ becomes $h_T(x)$, where
$h_0 = x$ and $h_{k+1} = q(h_k)$, $q(h) = h(3-h)^2/4$. For every $T$, $h_T$ maps $(0,1)$ into $(0,1)$, increases, and is concave (strictly for $T \\ge 1$).`,
  source: "abstract of arXiv 2305.16789",
  assumptions: [
    { name: "epsilon 0", text: "Nothing is added to the covariance." },
    { name: "positive trace", text: "Not all samples are equal, so that the trace is positive." },
  ],
  why: `All matrices are polynomials in $\\Sigma$, so each eigenvector keeps its own scalar recursion $f_0 = 1$, $f_{k+1} = f_k(3 - x f_k^2)/2$; then $h_k = x f_k^2$ obeys
$h_{k+1} = x f_k^2 (3 - x f_k^2)^2/4 = q(h_k)$. On $(0,1)$ the certificates give $0 < q < 1$, $q' > 0$, $q'' < 0$. Induction: $h_{k+1} = q \\circ h_k$ maps $(0,1)$ into itself,
$h_{k+1}' = q'(h_k)\\,h_k' > 0$, $h_{k+1}'' = q''(h_k)\\,h_k'^2 + q'(h_k)\\,h_k'' < 0$. Details: \`docs/theory/c3.md\`.`,
  covers: `Certified: the recursion and the four inequalities of one step; the induction over T (two lines) and that IterNorm acts on each eigenvector alone are argued in \`docs/theory/c3.md\`. For T from 1 to 5 the inequalities of h_T are certified without the induction.`,
  theorem: {
    file: "C3.v",
    name: "C3",
    says: "for every centred batch whose covariance Σ is U diag(λ) Uᵀ with U orthogonal and tr Σ > 0, and every T: the matrix of iterative normalization, P_T/√tr Σ, is U diag(g) Uᵀ for some g, and the covariance of its output is U diag(h_T(λ/tr Σ)) Uᵀ; h_T maps (0, 1) into (0, 1), increases strictly there, lies on or above its chords on [0, 1] (concave), and strictly above them for T ≥ 1.",
    mutations: [
      { what: "strictly concave at T = 0 too", replace: "(1 <= T)%nat -> strictly", by: "(0 <= T)%nat -> strictly" },
      { what: "h_T(0) > 0", replace: "0 < x < 1 -> 0 < spectrum_map", by: "0 <= x < 1 -> 0 < spectrum_map" },
    ],
  },
  checks: [recursion, step, maps, secondOpinion, spectrum],
  notebook: { file: "03-intl.ipynb", section: "IterNorm bends the spectrum" },
  module: import.meta.url,
};
