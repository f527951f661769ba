import { spectralPowers } from "../../learning/experiments/spectral-powers/spectral-powers.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";

/** C2: other spectral transformations than whitening avoid collapse. */
export const claimC2: Claim = {
  id: "C2",
  paper: "C",
  title: "Other instances of spectral transformation than whitening avoid collapse",
  statement: `Two views of every image are embedded, transformed by $\\Sigma^{-p}$, and pulled together by cosine. There are powers $p \\ne 1/2$ under which the embeddings do not collapse: tested at $p = 0.6$. The map over $p \\in [0, 1]$ is a figure and no part of the statement.`,
  source: "abstract of arXiv 2305.16789 (there are other instances than whitening that avoid collapse, by experiment)",
  assumptions: [
    {
      name: "collapse",
      text: "Fixed beforehand: on held-out images, transformed as fitted on training images, an effective rank of half of the dimensions or less. On its own batch the rank at $p = 1/2$ is full by construction.",
    },
    {
      name: "loss",
      text: "Cosine, which no scale changes. With the squared distance and $p < 1/2$ the loss scales as $s^{2(1-2p)}$, so that its infimum lies at collapse.",
    },
    { name: "training", text: "Adam with one rate for all powers; a small network on digits." },
  ],
  why: `After $\\Sigma^{-p}$ the spectrum is $\\lambda^{1-2p}$. At $p = 0$ the cosine falls when the best aligned direction outgrows the others. At $p = 1/2$ the output has the identity as its covariance whatever the embeddings are, so that does not help; for $p > 1/2$ the order turns around, and directions of little variance weigh most.`,
  covers: "One data set, one small network, one of the instances; a longer run may collapse where this one has not.",
  checks: [experimentCheck(spectralPowers)],
  notebook: { file: "03-intl.ipynb", section: "Which transformations avoid collapse" },
  module: import.meta.url,
};
