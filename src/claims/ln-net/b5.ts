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
  checks: [fourPoints],
  notebook: { file: "02-ln-net.ipynb", section: "Shattering four points" },
  module: import.meta.url,
};
