import { digitsPowers, fashionPowers } from "../../learning/experiments/spectral-powers/spectral-powers.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";

/** C2: which spectral powers avoid collapse. */
export const claimC2: Claim = {
  id: "C2",
  paper: "C",
  title: "Whitening and its neighbours avoid collapse, powers near 0 do not",
  statement: `Two views of every image are embedded, transformed by $\\Sigma^{-p}$, and pulled together. With $p = 1/2$ (whitening) and $p$ near it the embeddings keep their dimensions and their variance in training; with $p$ near 0 they collapse.`,
  source: "abstract of arXiv 2305.16789 (other instances than whitening avoid collapse, empirically)",
  assumptions: [
    {
      name: "collapse",
      text: "Fixed beforehand: less than half of the untrained network's effective rank, less than a hundredth of its total variance, or a covariance that is singular in single precision.",
    },
    { name: "training", text: "Adam with one rate for all powers; small networks, short runs." },
  ],
  why: `After $\\Sigma^{-p}$ the spectrum is $\\lambda^{1-2p}$. For $p < 1/2$ the squared distance falls when the embeddings shrink, and the cosine when the best aligned direction outgrows the others: both are paid for with variance. At $p = 1/2$ the output
has the identity as its covariance whatever the embeddings are, so neither helps. For $p > 1/2$ the order turns around. Effective rank does not see a cloud that shrinks as a whole, so total variance stands beside it.`,
  covers:
    "Two data sets, small networks, runs of some hundred steps, both losses; a longer run may collapse where a short one has not.",
  checks: [experimentCheck(digitsPowers), experimentCheck(fashionPowers)],
  notebook: { file: "03-intl.ipynb", section: "Which transformations avoid collapse" },
  module: import.meta.url,
};
