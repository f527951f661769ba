import {
  randomLabelsExperiment,
  randomLabelsOfPixels,
} from "../../learning/experiments/random-labels/random-labels.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";

/** B7: random labels. */
export const claimB7: Claim = {
  id: "B7",
  paper: "B",
  title: "Trained on random labels, LN-Nets pass a linear model, and groups raise them much further",
  statement: `On images with labels drawn at random, a linear model trained by cross-entropy gives only some of the labels. A network whose only nonlinearity is layer normalization, trained alike, gives more; with group partition (LN-G) it gives more by far.`,
  source: "abstract of arXiv 2406.01255 (the effect of group partition, empirically); the setting is normlab's",
  assumptions: [
    {
      name: "images",
      text: "1,000 images: Fashion-MNIST, pooled to 7 × 7 grey values, and the digits' raw pixels, 8 × 8; and 5,000 of Fashion-MNIST with all 784 pixels, decorrelated by an affine map that can be undone. Labels are drawn uniformly from ten.",
    },
    {
      name: "training",
      text: "Adam with warm-up and a cosine, the same number of steps for all; the rate for a seed is chosen by the other seeds.",
    },
    { name: "norm size", text: "Every group has at least 4 neurons: LN of one neuron is 0." },
  ],
  why: `A linear model's scores are affine in the image: of 1,000 random labels on 49 or 64 features, or of 5,000 on 784, it can only give some. One hidden layer of LN adds little: $\\langle w, P(Wx+b)\\rangle/\\sigma(x) + c$ orders the classes as $\\langle w, P(Wx+b)\\rangle + c\\,\\sigma(x)$
does, the scores of a linear model with one feature more, $\\sigma(x)$, which all classes share. In $g$ groups each divides by a $\\sigma_i(x)$ of its own, and no common factor is left to take out (B6 measures the curvature). More layers bend more. What a network can
represent (B3: any labels at width 3 and enough depth) and what training finds are two statements: this one is about training.`,
  covers: `These images, the widths, depths and numbers of groups in the figures, and this training. On pixels that are correlated, as they come, training of this length is still far from what even a linear model can reach: there it was not compared.`,
  checks: [experimentCheck(randomLabelsExperiment), experimentCheck(randomLabelsOfPixels)],
  notebook: { file: "02-ln-net.ipynb", section: "Random labels" },
  module: import.meta.url,
};
