import type { Figure } from "../../plot/figure.js";
import { depthBounds, randomSamples, separate } from "../../theory/index.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate } from "../claim.js";
import { alternation } from "./alternation.js";

const id = "B10";

const ends: CertificateCheck = {
  id: "ends",
  title:
    "Alternating labels need the lower end where it comes from them, and all labels of the examples stay below the upper one",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { alternating: [4, 6, 10, 18, 34], built: [20, 60, 120], seeds: 2 },
    full: { alternating: [4, 6, 10, 18, 34, 66, 130], built: [20, 60, 120, 300, 1000], seeds: 5 },
    paper: {},
  },
  control: "One layer more than the refuted depth; and a label exchanged in a network that was built.",
  async run({ parameters, progress }) {
    const alternating = parameters.alternating as number[];
    const built = parameters.built as number[];
    const refuted = alternating.map((m): NamedCertificate => {
      const depth = depthBounds(m).lower - 1;
      return alternation({
        name: `b10-alternating-${m}`,
        claim: id,
        points: m,
        family: { type: "layer-norm-net", depth },
      });
    });
    const rows = built.flatMap((m, i) =>
      Array.from({ length: parameters.seeds as number }, (_, seed) => {
        progress(i / built.length, `${m} points`);
        const { points, labels } = randomSamples({ count: m, dimension: 1, classes: 2, seed });
        const separation = separate(points, labels, { claim: id });
        const { lower, upper } = depthBounds(m);
        if (separation.depth > upper)
          throw new Error(`${m} points: ${separation.depth} layers where ${upper} are enough`);
        return { m, seed, lower, depth: separation.depth, upper, certificate: separation.certificate };
      }),
    );
    return {
      summary: `The worst labels of m points need at least ${alternating.map((m) => `${depthBounds(m).lower} (m = ${m})`).join(", ")} layers by alternation alone; random labels took ${rows.map(({ m, depth, upper }) => `${depth} of at most ${upper} (m = ${m})`).join(", ")}.`,
      measurements: { table: rows.map(({ m, seed, lower, depth, upper }) => ({ m, seed, lower, depth, upper })) },
      figures: [bracketFigure()],
      certificates: [
        ...refuted,
        ...rows.map(({ m, seed, certificate }) => ({
          name: `b10-random-${m}-seed-${seed}`,
          certificate: certificate as unknown as JsonObject,
        })),
      ],
    };
  },
  async runControl() {
    const { points, labels } = randomSamples({ count: 20, dimension: 1, classes: 2, seed: 0 });
    const { certificate } = separate(points, labels, { claim: id });
    const exchanged = certificate.labels.map((label, i) => (i === 3 ? 1 - label : label));
    return [
      alternation({
        name: "b10-control-depth",
        claim: id,
        points: 9,
        family: { type: "layer-norm-net", depth: depthBounds(9).lower },
      }),
      { name: "b10-control-label", certificate: { ...certificate, labels: exchanged } as unknown as JsonObject },
    ];
  },
};

function bracketFigure(): Figure {
  const points = [3, 5, 9, 17, 33, 65, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];
  return {
    id: "depth-bracket",
    title: "Depth that the worst labels of m points of a line need",
    caption:
      "From below alternation (to some hundred points), then counting, which grows as √m/2; from above two chords a layer, m/2. Between them it is open.",
    traces: (["upper", "lower"] as const).map((end) => ({
      type: "scatter" as const,
      name: end,
      mode: "lines+markers" as const,
      x: points,
      y: points.map((m) => depthBounds(m)[end]),
    })),
    xAxis: { title: "points m", type: "log" },
    yAxis: { title: "layer normalizations", type: "log" },
  };
}

/** B10: between which depths the worst labels lie. */
export const claimB10: Claim = {
  id,
  paper: "B",
  title: "The least depth for the worst labels of m points: a bracket",
  statement:
    "Let $L^*(m)$ be the least depth at which width-3 LN-Nets realise every labeling by two classes of $m$ given points of a line. For all points $\\max(\\lceil\\log_2(m-1)\\rceil, L_c) \\le L^*(m) \\le \\lceil(m-1)/2\\rceil$, where $L_c \\approx \\sqrt m/2$ is the least $L$ with $2(4eDm/W)^W \\ge 2^m$, $W = 4L$, $D = (L+1)2^L$. They agree for $m \\le 7$; at $m = 1000$ they are 12 and 500.",
  source: "abstract of arXiv 2406.01255 (O(m) layers are enough); both ends: normlab",
  assumptions: [
    { name: "worst labels", text: "The bracket is for the hardest labeling; B3 measures given ones." },
    { name: "width 3", text: "Two classes, epsilon = 0. Wider layers and more classes are open." },
  ],
  why: "Below: B4's 2^L changes of sign, and Warren's count of labelings (Theorem 5). Above: two same-label chords a layer (Theorem 2). `depthBounds(m)` computes both. docs/theory/ln-net.md.",
  covers:
    "Certified: that alternating labels exceed the depth below the lower end for the listed m up to 130, and networks within the upper end for random labels. The counting end is argued in docs/theory/ln-net.md.",
  theorem: {
    file: "B10.v",
    name: "B10",
    says: "for every m ≥ 2 and any m points of a line, depth ⌊m/2⌋ = ⌈(m − 1)/2⌉ realises every labeling of them by two classes at width 3, and every depth that does so is at least ⌈log₂(m − 1)⌉; for m from 3 to 7 the two are the same number.",
    leavesOut:
      "the end $L_c$ that counts labelings. It stands on Warren's theorem (1968) and is argued in `docs/theory/ln-net.md`, Theorem 5.",
    mutations: [
      { what: "one layer fewer", replace: "(ln_net 1 3 (m / 2) 2)", by: "(ln_net 1 3 (m / 2 - 1) 2)" },
      { what: "one layer more is needed", replace: "(Nat.log2_up (m - 1) <= L)", by: "(Nat.log2_up (m - 1) + 1 <= L)" },
      { what: "the same up to 8 points", replace: "(3 <= m <= 7)", by: "(3 <= m <= 8)" },
    ],
  },
  checks: [ends],
  notebook: { file: "02-ln-net.ipynb", section: "How much depth buys" },
  module: import.meta.url,
};
