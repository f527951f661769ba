import type { CertificateCheck, Claim } from "../claim.js";
import { alternation } from "./alternation.js";

const id = "B5";

const fourPoints: CertificateCheck = {
  id: "four-points",
  title: "No single LN layer alternates at four points of a line",
  role: "evidence",
  method: "certificate",
  parameters: { quick: {}, full: {}, paper: {} },
  control: "Three points, at which one layer does alternate.",
  run: async () => ({
    summary: "Labels 1, 0, 1, 0 on a line need three sign changes; one LN layer of any width has at most two.",
    measurements: { points: 4, signChanges: 2 },
    figures: [],
    certificates: [
      alternation({ name: "b5-any-width", claim: id, points: 4, family: { type: "single-layer-norm" } }),
      alternation({ name: "b5-width-3", claim: id, points: 4, family: { type: "layer-norm-net", depth: 1 } }),
    ],
  }),
  runControl: async () => [
    alternation({ name: "b5-control", claim: id, points: 3, family: { type: "single-layer-norm" } }),
  ],
};

export const claimB5: Claim = {
  id,
  paper: "B",
  title: "One LN layer on a line has at most two sign changes",
  statement:
    "A network affine, LN, affine with scalar input and output, of any width, has at most two sign changes along the line. So it cannot shatter four points of a line, and the VC dimension at depth 1 is 3.",
  source: "normlab",
  assumptions: [{ name: "epsilon", text: "epsilon = 0, one group" }],
  why: "The centred affine input moves on a line $a + tb$, so LN's output moves on an arc shorter than half a great circle, and an affine function of it is $R\\cos(\\theta(t) - \\varphi) + c$ with $\\theta$ monotone on an open interval of length $\\pi$ at most: it takes every value at most twice. See docs/theory/ln-net.md.",
  covers:
    "Certified: that four points need more sign changes than two. That one layer has at most two is argued in docs/theory/ln-net.md.",
  theorem: {
    file: "B5.v",
    name: "B5",
    says: "for every width, a network affine, LN, affine from one number to one number changes its sign at most at two places in order; with two outputs, no four points of the line are shattered, whatever the width; and at width 3 three points are shattered and no four: the VC dimension on a line is 3.",
    mutations: [
      { what: "at most one change of sign", replace: "sign_changes_at_most 2", by: "sign_changes_at_most 1" },
      { what: "no three points are shattered", replace: "length xs = 4%nat", by: "length xs = 3%nat" },
      { what: "the VC dimension is 4", replace: "(ln_net 1 3 1 2) 3", by: "(ln_net 1 3 1 2) 4" },
    ],
  },
  checks: [fourPoints],
  notebook: { file: "02-ln-net.ipynb", section: "Shattering four points" },
  module: import.meta.url,
};
