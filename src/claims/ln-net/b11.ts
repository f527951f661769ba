import { seventeenPoints, separate } from "../../theory/index.js";
import type { Claim, NumericalCheck } from "../claim.js";

const id = "B11";
const depth = 4;

/** How many of the labelings (last point 0, every `stride`-th code) have no accepted network of so many layers. */
function notFound(
  layers: number,
  stride: number,
  progress: (fraction: number, doing: string) => void,
): { missing: number; tried: number } {
  const points = seventeenPoints;
  const codes = 2 ** (points.length - 1);
  let [missing, tried] = [0, 0];
  for (let code = 1; code < codes; code += stride) {
    const labels = points.map((_, i) => (code >> i) & 1);
    // `separate` hands back what the exact checker has accepted.
    if (separate(points, labels, { depth: layers }).depth > layers) missing += 1;
    tried += 1;
    if (tried % 256 === 0) progress(code / codes, `labeling ${code} of ${codes}`);
  }
  return { missing, tried };
}

const base = {
  method: "numerical",
  tolerance: {
    value: 0,
    why: "The deviation counts labelings for which no network of depth 4 was found and accepted: whole numbers.",
  },
  control: "The same with three layers, which change sign at most eight times.",
} as const;

const all: NumericalCheck = {
  ...base,
  id: "all-labelings",
  title: "All labelings of seventeen points at depth 4, each network accepted by the exact checker",
  role: "evidence",
  parameters: { full: { stride: 1 }, paper: { stride: 1 } },
  run: async ({ parameters, progress }) => findings(parameters.stride as number, progress),
  runControl: async () => ({ deviation: notFound(depth - 1, 9973, () => {}).missing }),
};

const sample: NumericalCheck = {
  ...base,
  id: "sample",
  title: "Every 251st labeling of seventeen points at depth 4",
  role: "corroboration",
  parameters: { quick: { stride: 251 }, full: { stride: 251 }, paper: { stride: 251 } },
  run: async ({ parameters, progress }) => findings(parameters.stride as number, progress),
  runControl: async () => ({ deviation: notFound(depth - 1, 9973, () => {}).missing }),
};

function findings(stride: number, progress: (fraction: number, doing: string) => void) {
  const { missing, tried } = notFound(depth, stride, progress);
  return {
    deviation: missing,
    summary: `${tried - missing} of ${tried} labelings (of ${2 ** 16 - 1}, up to exchanging the two classes) have a network of depth ${depth} that the checker accepts.`,
    measurements: { tried, missing },
    figures: [],
  };
}

/** B11: the VC dimension at depth 4. */
export const claimB11: Claim = {
  id,
  paper: "B",
  title: "At depth 4 the VC dimension on a line is exactly 17",
  statement:
    "Width-3 LN-Nets with four layer normalizations realise every labeling of the points −19954, −14409, −10764, −8096, −5986, −4212, −2644, −1195, 200, 1596, 3049, 4622, 6402, 8516, 11179, 14791, 20213. With B4 (no 18 points are shattered) the VC dimension on a line at depth 4 is $2^4 + 1 = 17$, as it is $2^L + 1$ at $L = 1, 2, 3$.",
  source: "normlab (beyond the abstract of arXiv 2406.01255, which has a lower bound that grows with depth)",
  assumptions: [{ name: "input", text: "Points on a line; epsilon = 0." }],
  why: "A search over pairs of chords for each labeling, up to exchanging the two classes; each network's classification certificate is checked in exact arithmetic before it counts. The points are nearly spaced as a tangent and not symmetric: on symmetric points folds merge more than they should, and labelings stay open. docs/theory/ln-net.md.",
  covers:
    "Checked: in the profile `full` all 65,535 labelings up to exchange, each network by the exact checker; the certificates (some 150 MB) are not kept, so the word is not certified. In the profile `quick` a sample alone, which shows nothing of the whole. At most 17: B4.",
  checks: [all, sample],
  notebook: { file: "02-ln-net.ipynb", section: "How much depth buys" },
  module: import.meta.url,
};
