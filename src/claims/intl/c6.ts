import { intlSpectrum } from "../../learning/experiments/intl-spectrum/intl-spectrum.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";
import { reportedLinearEvaluation } from "./reported.js";

/** C6: INTL in training. */
export const claimC6: Claim = {
  id: "C6",
  paper: "C",
  title: "INTL moves the spectrum towards equal eigenvalues in training",
  statement: `INTL is IterNorm ($T = 4$) with the loss $\\text{alignment} + \\beta\\,(TL(z_1) + TL(z_2))$, alignment $2 - 2\\cos$, $\\beta = 0.01\\,(\\log_2 k - 3)$, $k$ the dimension (or the batch, when samples are normalized in place of features).
In training the spectrum of the embeddings goes towards equal eigenvalues.`,
  source: "abstract of arXiv 2305.16789; β as in its authors' code",
  assumptions: [
    { name: "training", text: "A small convolutional network on Fashion-MNIST at 14 × 14, some hundred steps." },
    {
      name: "spectrum",
      text: "Of the projections, which the loss is taken of, on whole training images with running statistics.",
    },
  ],
  why: `By C5 the trace loss is least exactly at equal eigenvalues, at $d(1 - h_T(1/d))^2 > 0$; the alignment after IterNorm is 0 for any embeddings that the views leave alone, so it does not stand against that. How far gradient descent comes in a given number of steps is an
empirical question: it is measured.`,
  covers:
    "One data set and one small network. That equal eigenvalues are reached is not shown: the effect says how much of the way is made.",
  checks: [experimentCheck(intlSpectrum)],
  reported: reportedLinearEvaluation,
  notebook: { file: "03-intl.ipynb", section: "INTL in training" },
  module: import.meta.url,
};
