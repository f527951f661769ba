import { whiteningCollapse } from "../../learning/experiments/spectral-powers/spectral-powers.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";

/** C1': whitening avoids collapse. */
export const claimC1Prime: Claim = {
  id: "C1'",
  paper: "C",
  title: "Whitening losses avoid collapse",
  statement: `Two views of every image are embedded, whitened ($\\Sigma^{-1/2}$), and pulled together by cosine: the embeddings do not collapse. Without a transformation they do.`,
  source: "abstract of arXiv 2305.16789, first sentence",
  assumptions: [
    {
      name: "collapse",
      text: "Fixed beforehand: on held-out images, transformed as fitted on training images, an effective rank of half of the dimensions or less. On its own batch a whitened output has full rank by construction, which would be no test. The entropy-based rank of the embeddings before whitening is another thing: it is in the figure.",
    },
    { name: "training", text: "Adam with one rate; a small network on digits." },
  ],
  why: `Whitened outputs have the identity as their covariance, so that shrinking a direction of the embeddings does not lower the loss. That this holds for images that were not trained on is a question of experience.`,
  covers: "One data set and one small network.",
  checks: [experimentCheck(whiteningCollapse)],
  notebook: { file: "03-intl.ipynb", section: "Which transformations avoid collapse" },
  module: import.meta.url,
};
