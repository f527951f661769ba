import {
  transformerNormText,
  transformerNormVision,
} from "../../learning/experiments/transformer-norm/transformer-norm.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";

/** A7: PLN in place of LN in transformers. */
export const claimA7: Claim = {
  id: "A7",
  paper: "A",
  title: "PLN can improve transformers when it replaces LN",
  statement:
    "Of two transformers that differ in nothing but their normalization, PLN with norm size 8 in one and LN in the other, the one with PLN can perform better. Two statements, each decided by itself: in a vision transformer, and in a language model.",
  source: "abstract of arXiv 2505.13142; the setting is this library's own",
  assumptions: [
    {
      name: "same budget",
      text: "Same data, initial weights, batches, steps and number of learning rates to choose from, by validation, for every norm.",
    },
    {
      name: "small",
      text: "A vision transformer on 20,000 Fashion-MNIST images and a character language model of one book, both well above trivial models.",
    },
  ],
  why: "There is no proof: whether a norm helps a transformer is a question of experience. In groups of 8 neurons the norm is more strongly nonlinear than over all of them (B6), and takes out the scale of every group instead of the scale of the token alone.",
  covers:
    "Small transformers and short training only. The paper's own tasks (the abstract names none; translation is not among the models here) are not covered.",
  checks: [experimentCheck(transformerNormVision), experimentCheck(transformerNormText)],
  notebook: { file: "01-pln.ipynb", section: "PLN in transformers" },
  module: import.meta.url,
};
