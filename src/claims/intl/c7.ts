import { smallBatches } from "../../learning/experiments/small-batches/small-batches.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";
import { reportedLinearEvaluation } from "./reported.js";

/** C7: what frozen features are worth, and small batches. */
export const claimC7: Claim = {
  id: "C7",
  paper: "C",
  title: "INTL learns features for linear evaluation and nearest neighbours, from small batches too",
  statement: `On frozen features learned with INTL a linear probe and nearest neighbours do better than on those of the untrained encoder, and small batches cost little.`,
  source: "abstract of arXiv 2305.16789 (linear evaluation at a batch size of only 256)",
  assumptions: [
    {
      name: "training",
      text: "A small convolutional network on Fashion-MNIST at 14 × 14, as many images seen at every batch size.",
    },
    {
      name: "cost",
      text: "Little: the smallest batch loses less than 2 points of linear accuracy, as a 95 % interval of the paired difference.",
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
