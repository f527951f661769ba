import { iterNormCollapse } from "../../learning/experiments/iter-norm-collapse/iter-norm-collapse.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";
import { collapsedEmbeddings } from "./collapsed-embeddings.js";

/** C4: IterNorm alone lets embeddings collapse. */
export const claimC4: Claim = {
  id: "C4",
  paper: "C",
  title: "IterNorm alone does not prevent collapse",
  statement: `Embeddings of any rank $r$, one included, have the least possible alignment loss, 0, after IterNorm, if the two views of every image have the same embedding: the loss does not see the missing dimensions. In training, alignment after IterNorm alone loses more than half of the effective rank. Beside it, decided by itself: with the
trace loss (INTL) it does not.`,
  source: "abstract of arXiv 2305.16789 for the role of the trace loss; the embeddings are constructed here",
  assumptions: [
    { name: "positive trace", text: "Not all embeddings are equal." },
    {
      name: "collapse in training",
      text: "Fixed beforehand: less than half of the untrained network's effective rank, less than a hundredth of its total variance, or a covariance that is singular in single precision.",
    },
  ],
  why: `If $z_1 = z_2$ for every image then the transformed views are equal too and $2 - 2\\cos = 0$, the least value. IterNorm has a value where whitening has none: with $r$ equal eigenvalues $\\sigma^2$ and $d - r$ zeros, $x = 1/r$ on the range and 0 elsewhere, so the output has $r$ eigenvalues
$h_T(1/r)$ and $d - r$ zeros: still collapsed. (For $r = 1$, $h_T(1) = 1$: the embeddings are only rescaled.) The loss being at its minimum, its gradient is 0: nothing leads out. By C5 the trace loss lies above its floor wherever the eigenvalues differ, so there.`,
  covers:
    "Verified on constructed embeddings, in double precision. In training: one data set and one small network, runs of some hundred steps, in which whitening too is collapsed by this measure of the projections (its output is not: C1').",
  checks: [collapsedEmbeddings, experimentCheck(iterNormCollapse)],
  notebook: { file: "03-intl.ipynb", section: "IterNorm alone collapses" },
  module: import.meta.url,
};
