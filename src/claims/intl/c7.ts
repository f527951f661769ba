import { smallBatches } from "../../learning/experiments/small-batches/small-batches.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";
import { reportedLinearEvaluation } from "./reported.js";

/** C7: what frozen features are worth, and small batches. */
export const claimC7: Claim = {
  id: "C7",
  paper: "C",
  title: "INTL learns features for linear evaluation with a batch of 256",
  statement: `On frozen features learned with INTL with a batch of 256 a linear probe does better than on those of the untrained encoder, and than on the raw pixels. Beside it, each decided by itself: what a batch of 32 costs, and what neighbours say at every batch size.`,
  source: "abstract of arXiv 2305.16789 (linear evaluation at a batch size of only 256)",
  assumptions: [
    {
      name: "training",
      text: "Three convolutions on Fashion-MNIST, as many images seen at every batch size; views are cropped, flipped, turned, and changed in brightness and gamma.",
    },
    {
      name: "cost",
      text: "The smallest batch loses less than 2 points of linear accuracy against 256, as an interval of the paired difference.",
    },
  ],
  why: `The covariance after IterNorm is estimated from one batch: with fewer samples than dimensions it is singular, which IterNorm with a fixed $T$ and the trace loss stand, where hard whitening fails. How accuracy depends on the batch size is an empirical question. The untrained
encoder is a strong baseline for nearest neighbours, so it stands beside every number.`,
  covers: "One data set and one small network; ImageNet is not run here.",
  checks: [experimentCheck(smallBatches)],
  reported: reportedLinearEvaluation,
  notebook: { file: "03-intl.ipynb", section: "Linear evaluation and small batches" },
  module: import.meta.url,
};
