import { seventeenPoints, shatterBySigns } from "../../theory/index.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate } from "../claim.js";

const id = "B11";

const named = (name: string, certificate: object): NamedCertificate => ({
  name,
  certificate: certificate as unknown as JsonObject,
});

const shown = { points: [...seventeenPoints], depth: 4 };

const allLabelings: CertificateCheck = {
  id: "all-labelings",
  title: "All labelings of seventeen points at depth 4",
  role: "evidence",
  method: "certificate",
  parameters: { quick: shown, full: shown, paper: shown },
  control: "The same for five points at depth 2: with one network left out, and with one layer fewer.",
  async run({ parameters, progress }) {
    const { points, depth } = parameters as typeof shown;
    const { open, certificate } = shatterBySigns(points, { depth, claim: id, onProgress: progress });
    if (open.length > 0) throw new Error(`no network of depth ${depth} was found for ${open.length} labelings`);
    const networks = certificate.cases.length;
    return {
      summary: `The signs of the outputs of ${networks} networks of depth ${depth} are all ${2 ** (points.length - 1)} labelings of ${points.length} points, up to exchanging the two classes.`,
      measurements: { networks },
      figures: [],
      certificates: [named(`b11-${points.length}-points-depth-${depth}`, certificate)],
    };
  },
  async runControl() {
    const points = [0, 1, 2, 3, 4];
    const { certificate } = shatterBySigns(points, { depth: 2, claim: id });
    return [
      named("b11-control-left-out", { ...certificate, cases: certificate.cases.slice(0, -1) }),
      named("b11-control-one-layer", shatterBySigns(points, { depth: 1, claim: id }).certificate),
    ];
  },
};

/** B11: the VC dimension at depth 4. */
export const claimB11: Claim = {
  id,
  paper: "B",
  title: "At depth 4 the VC dimension on a line is exactly 17",
  statement:
    "Width-3 LN-Nets with four layer normalizations realise every labeling of the points −19954, −14409, −10764, −8096, −5986, −4212, −2644, −1195, 200, 1596, 3049, 4622, 6402, 8516, 11179, 14791, 20213. With B4 (no 18 points are shattered) the VC dimension on a line at depth 4 is $2^4 + 1 = 17$, as it is $2^L + 1$ at $L = 1, 2, 3$.",
  source: "normlab (beyond the abstract of arXiv 2406.01255, which has a lower bound that grows with depth)",
  assumptions: [{ name: "input", text: "Points on a line; epsilon = 0." }],
  why: "Three folds put the seventeen points on a circle where at most six have merged with another, and every arc of that circle is cut off by a readout: one circle serves dozens of labelings, and some 6,600 circles serve all. The folds were found by drawing them at random, and kept where they gave many new labelings; for the last few hundred labelings each a search over pairs of chords is run. The points are nearly spaced as a tangent and not symmetric: on symmetric points folds merge more than they should, and labelings stay open. docs/theory/ln-net.md.",
  covers:
    "All 65,536 labelings up to exchanging the two classes (the sign of an output exchanged), each output of each network at each point by the exact checker; that no 18 points are shattered at depth 4, and that the dimension is then 17, by the theorem.",
  theorem: {
    file: "B11.v",
    name: "B11",
    says: "no 18 points of a line are shattered by LN-Nets of width 3 with four layer normalizations and two outputs; and where the seventeen points of the certificate are shattered, the VC dimension on a line at depth 4 is 17. That they are is held by the certificate: each labeling is the sign of an output o of a network, and the two outputs o and −o make it the greater one. `npm run inside-rocq -- CERTIFICATE` makes that a theorem of Rocq too, which takes some minutes and is no part of a reproduction.",
    mutations: [
      { what: "no 17 points", replace: "(length xs <= 17)%nat", by: "(length xs <= 16)%nat" },
      {
        what: "18 at depth 4",
        replace: "vc_dimension_on_line (ln_net 1 3 4 2) 17",
        by: "vc_dimension_on_line (ln_net 1 3 4 2) 18",
      },
      {
        what: "17 at depth 5",
        replace: "vc_dimension_on_line (ln_net 1 3 4 2)",
        by: "vc_dimension_on_line (ln_net 1 3 5 2)",
      },
    ],
  },
  checks: [allLabelings],
  notebook: { file: "02-ln-net.ipynb", section: "How much depth buys" },
  module: import.meta.url,
};
