import type { Figure } from "../../plot/figure.js";
import { shatter, vcBounds } from "../../theory/index.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate } from "../claim.js";
import { alternation } from "./alternation.js";

const id = "B4";
const line = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Certificate of all labelings of 0, …, m − 1 at a depth; throws where a labeling stays open. */
function shattering(
  points: number,
  depth: number,
  progress: (fraction: number, doing: string) => void,
): NamedCertificate {
  const found = shatter(line(points), { depth, claim: id, onProgress: progress });
  if (found.open.length > 0)
    throw new Error(`${found.open.length} labelings of ${points} points need more than ${depth} layers`);
  return {
    name: `b4-${points}-points-depth-${depth}`,
    certificate: found.certificate as unknown as JsonObject,
  };
}

const lowerBounds: CertificateCheck = {
  id: "shattering",
  title: "All labelings of 2L + 1 points at depth L, and of more where found",
  role: "evidence",
  method: "certificate",
  parameters: {
    // [points, depth]: 2L + 1 at depth L; L + 2 needs less; 9 at depth 3 and 13 at depth 4 go beyond.
    quick: {
      cases: [
        [3, 1],
        [5, 2],
        [7, 3],
        [9, 3],
        [9, 4],
      ],
    },
    full: {
      cases: [
        [3, 1],
        [5, 2],
        [7, 3],
        [9, 3],
        [9, 4],
        [11, 5],
        [12, 10],
        [13, 6],
        [13, 4],
      ],
    },
    paper: {
      cases: [
        [3, 1],
        [5, 2],
        [7, 3],
        [9, 3],
        [9, 4],
        [11, 5],
        [12, 10],
        [13, 6],
        [13, 4],
      ],
    },
  },
  control: "One labeling left out; and one sample's label exchanged in one case.",
  async run({ parameters, progress }) {
    const cases = parameters.cases as [number, number][];
    const certificates = cases.map(([points, depth], i) =>
      shattering(points, depth, (fraction) =>
        progress((i + fraction) / cases.length, `${points} points at depth ${depth}`),
      ),
    );
    return {
      summary: `Shattered, every labeling certified: ${cases.map(([points, depth]) => `${points} points at depth ${depth}`).join(", ")}.`,
      measurements: { cases },
      figures: [boundsFigure()],
      certificates,
    };
  },
  async runControl() {
    const { certificate } = shatter(line(3), { claim: id });
    const [first, ...rest] = certificate.cases;
    const swapped = { ...rest[2]!, labels: rest[2]!.labels.map((label, i) => (i === 1 ? 1 - label : label)) };
    return [
      { name: "b4-control-left-out", certificate: { ...certificate, cases: rest } as unknown as JsonObject },
      {
        name: "b4-control-label",
        certificate: {
          ...certificate,
          cases: [first!, ...rest.slice(0, 2), swapped, ...rest.slice(3)],
        } as unknown as JsonObject,
      },
    ];
  },
};

const upperBounds: CertificateCheck = {
  id: "alternation",
  title: "At depth L no 2^L + 2 points of a line are shattered",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { depths: [1, 2, 3, 4] },
    full: { depths: [1, 2, 3, 4, 5, 6] },
    paper: { depths: [1, 2, 3, 4, 5, 6] },
  },
  control: "One point fewer: 2^L + 1 points do not exceed the number of sign changes.",
  async run({ parameters }) {
    const depths = parameters.depths as number[];
    return {
      summary: `The alternating labeling of 2^L + 2 points is out of reach at depths ${depths.join(", ")}; six points are not shattered at depth 2.`,
      measurements: { table: depths.map((depth) => ({ ...vcBounds(depth) })) },
      figures: [],
      certificates: depths.map((depth) =>
        alternation({
          name: `b4-alternation-depth-${depth}`,
          claim: id,
          points: 2 ** depth + 2,
          family: { type: "layer-norm-net", depth },
        }),
      ),
    };
  },
  runControl: async () => [
    alternation({ name: "b4-control-five", claim: id, points: 5, family: { type: "layer-norm-net", depth: 2 } }),
  ],
};

function boundsFigure(): Figure {
  const depths = Array.from({ length: 12 }, (_, i) => i + 1);
  const bounds = depths.map((depth) => vcBounds(depth));
  return {
    id: "vc-bounds",
    title: "VC dimension of width-3 LN-Nets on a line",
    caption: "Lower and upper bounds by depth; they agree at depths 1 to 4, at 2^L + 1 points.",
    traces: [
      { type: "scatter", name: "lower", mode: "lines+markers", x: depths, y: bounds.map((b) => b.lower) },
      { type: "scatter", name: "upper", mode: "lines+markers", x: depths, y: bounds.map((b) => b.upper) },
    ],
    xAxis: { title: "layer normalizations" },
    yAxis: { title: "points", type: "log" },
  };
}

export const claimB4: Claim = {
  id,
  paper: "B",
  title: "VC dimension of width-3 LN-Nets",
  statement:
    "Width-3 LN-Nets with $L$ layer normalizations shatter $2L + 1$ points of a line (hence $L + 2$, the bound of the simple construction), and never $2^L + 2$. At depths 1, 2, 3 the VC dimension on a line is exactly 3, 5, 9.",
  source: "abstract of arXiv 2406.01255 for a lower bound that grows with depth; the numbers are normlab's",
  assumptions: [{ name: "input", text: "points on a line; epsilon = 0" }],
  why: "Below: two chords of one outside point are merged by each layer. Above: an affine function of LN's output is positive where two affine functions of its input are (or negative there), so every layer at most doubles the number of sign changes. Both proofs: docs/theory/ln-net.md. At depth 4 it is 17 (B11). Nine points at depth 3 and thirteen at depth 4 are found by search and certified labeling by labeling (thirteen in the profile `full`); the nine are a part of the theorem too.",
  covers:
    "Certified: all labelings of the listed numbers of equally spaced points at the listed depths, and that alternating labels at 2^L + 2 points exceed 2^L sign changes. That depth L has at most 2^L sign changes, and that 2L + 1 points are shattered at every L, is argued in docs/certificates.md and docs/theory/ln-net.md.",
  theorem: {
    file: "B4.v",
    name: "B4",
    says: "for every depth L ≥ 1, every 2L + 1 distinct points of a line are shattered by LN-Nets of width 3 with two outputs, and for every L no 2^L + 2 points are; the VC dimension on a line is 3 at depth 1, 5 at depth 2 and 9 at depth 3; a net with one output changes its sign at most 2^L times along the line; and for every L ≥ 1 there is one that does change it 2^L times. That 0, 1, …, 8 are shattered at depth 3 Rocq finds by computing: it follows the nine points through the folds of 47 circles and reads all labelings off their arcs.",
    mutations: [
      {
        what: "one point more is shattered",
        replace: "length xs = (2 * L + 1)%nat",
        by: "length xs = (2 * L + 2)%nat",
      },
      { what: "six at depth 2", replace: "(ln_net 1 3 2 2) 5", by: "(ln_net 1 3 2 2) 6" },
      { what: "ten at depth 3", replace: "(ln_net 1 3 3 2) 9", by: "(ln_net 1 3 3 2) 10" },
      { what: "2^L points at most", replace: "(length xs <= 2 ^ L + 1)%nat", by: "(length xs <= 2 ^ L)%nat" },
      {
        what: "fewer than 2^L changes",
        replace: "sign_changes_at_most (2 ^ L)",
        by: "sign_changes_at_most (2 ^ L - 1)",
      },
      { what: "one change more is attained", replace: "(on_line net) (2 ^ L))", by: "(on_line net) (2 ^ L + 1))" },
    ],
  },
  checks: [lowerBounds, upperBounds],
  notebook: { file: "02-ln-net.ipynb", section: "Shattering four points" },
  module: import.meta.url,
};
