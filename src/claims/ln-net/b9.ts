import type { Figure } from "../../plot/figure.js";
import { alternatingNet, networkFunction } from "../../theory/index.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate } from "../claim.js";
import { alternation } from "./alternation.js";

const id = "B9";

function attained(depth: number): NamedCertificate {
  const { certificate } = alternatingNet(depth);
  return { name: `b9-attained-depth-${depth}`, certificate: certificate as unknown as JsonObject };
}

const signChanges: CertificateCheck = {
  id: "sign-changes",
  title:
    "An explicit net of depth L alternates at 2^L + 1 points, no net of depth L at 2^L + 2, and 2^L − 1 steps not at 2^L + 1",
  role: "evidence",
  method: "certificate",
  parameters: { quick: { greatest: 12 }, full: { greatest: 12 }, paper: { greatest: 12 } },
  control:
    "Labels of the net of depth 3 with one exchanged; its second layer left out; 2^L steps in place of 2^L − 1; 2^L + 1 points in place of 2^L + 2.",
  async run({ parameters, progress }) {
    const greatest = parameters.greatest as number;
    const certificates: NamedCertificate[] = [];
    for (let depth = 1; depth <= greatest; depth += 1) {
      certificates.push(
        attained(depth),
        alternation({
          name: `b9-no-more-depth-${depth}`,
          claim: id,
          points: 2 ** depth + 2,
          family: { type: "layer-norm-net", depth },
        }),
        alternation({
          name: `b9-steps-depth-${depth}`,
          claim: id,
          points: 2 ** depth + 1,
          family: { type: "steps", units: 2 ** depth - 1 },
        }),
      );
      progress(depth / greatest, `depth ${depth}`);
    }
    return {
      summary: `Depths 1 to ${greatest}: 2^L changes of sign are attained (up to ${2 ** greatest + 1} points that alternate), 2^L + 1 are not, and one hidden layer of PLN-2 follows the same labels with 2^L units and no fewer.`,
      measurements: { greatest, certificates: certificates.length },
      figures: [netFigure()],
      certificates,
    };
  },
  async runControl() {
    const { certificate } = alternatingNet(3);
    const labels = certificate.labels.map((label, i) => (i === 4 ? 1 - label : label));
    const network = [...certificate.network.slice(0, 2), ...certificate.network.slice(4)];
    return [
      { name: "b9-control-label", certificate: { ...certificate, labels } as unknown as JsonObject },
      { name: "b9-control-layer", certificate: { ...certificate, network } as unknown as JsonObject },
      alternation({ name: "b9-control-steps", claim: id, points: 9, family: { type: "steps", units: 8 } }),
      alternation({ name: "b9-control-points", claim: id, points: 9, family: { type: "layer-norm-net", depth: 3 } }),
    ];
  },
};

/** The score that decides, over the line, for three depths. */
function netFigure(): Figure {
  const x = Array.from({ length: 801 }, (_, i) => (i - 400) / 400);
  return {
    id: "sign-changes",
    title: "Width-3 LN-Nets that change sign 2^L times",
    caption:
      "The readout over the line at depths 1, 2 and 4: every layer lays the interval double, and the changes of sign become twice as many.",
    traces: [1, 2, 4].map((depth) => {
      const score = networkFunction(alternatingNet(depth).network);
      return {
        type: "scatter" as const,
        name: `L = ${depth}`,
        mode: "lines" as const,
        x,
        y: x.map((t) => {
          const scores = score([t]);
          return scores[0]! - scores[1]!;
        }),
      };
    }),
    xAxis: { title: "t" },
    yAxis: { title: "readout" },
  };
}

/** B9: depth separation. */
export const claimB9: Claim = {
  id,
  paper: "B",
  title: "2^L changes of sign are attained at every depth L",
  statement:
    "For every $L$ a width-3 LN-Net with $L$ layer normalizations changes sign $2^L$ times along a line, and none does so more often. So alternating labels on suitable $m$ points need exactly $\\lceil\\log_2(m-1)\\rceil$ layers of width 3, while one hidden layer of PLN-2 (or sign) units needs $m - 1$ of them.",
  source: "normlab (the abstract of arXiv 2406.01255 has that the nonlinearity grows with depth, without a number)",
  assumptions: [{ name: "input", text: "Points on a line; epsilon = 0 in the layer normalizations." }],
  why: "$t \\mapsto a\\sqrt6/\\sqrt{t^2+3} + b$ is one layer and the affine map behind it; with $a = 264/25$, $b = -139337/10000$ it is even, decreases on $[0,1]$ and takes $[0,1]$ onto more than $[-1,1]$, so every point of $(-1,1)$ has exactly two preimages there, and two changes of sign become $2^L$. The upper side is B4's. Proof: docs/theory/ln-net.md, Theorem 6.",
  covers:
    "Certified: the net at 2^L + 1 points for L = 1 to 12, and that 2^L + 2 points and 2^L − 1 steps are too few. For every L: argued in docs/theory/ln-net.md (Theorems 4 and 6).",
  theorem: {
    file: "B9.v",
    name: "B9",
    says: "for every L ≥ 1 there is an LN-Net of width 3 and depth L that changes its sign 2^L times along the line, and none of depth L does so more often; for every m ≥ 3 there are m points of the line such that the least depth at which a net alternates along them is ⌈log₂(m − 1)⌉; and for any m ≥ 1 points the least number of steps (or of PLN-2 units) in one hidden layer that alternates along them is m − 1.",
    mutations: [
      {
        what: "one change more",
        replace: "(on_line net) (2 ^ L)) /\\\n  (forall L net",
        by: "(on_line net) (2 ^ L + 1)) /\\\n  (forall L net",
      },
      { what: "one layer fewer", replace: "(Nat.log2_up (m - 1))", by: "(Nat.log2_up (m - 1) - 1)" },
      {
        what: "one step fewer",
        replace: "step_unit N g /\\ alternating g xs) (length xs - 1)",
        by: "step_unit N g /\\ alternating g xs) (length xs - 2)",
      },
    ],
  },
  checks: [signChanges],
  notebook: { file: "02-ln-net.ipynb", section: "How much depth buys" },
  module: import.meta.url,
};
