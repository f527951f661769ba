import {
  groupConvolution,
  groupConvolutionRandomLabels,
} from "../../learning/experiments/group-convolution/group-convolution.js";
import { groupTransformer } from "../../learning/experiments/group-transformer/group-transformer.js";
import type { Claim } from "../claim.js";
import { experimentCheck } from "../experiment-check.js";

/** B8: architectures whose nonlinearity is LN in groups. */
export const claimB8: Claim = {
  id: "B8",
  paper: "B",
  title: "Architectures can use LN in groups as their nonlinearity",
  statement:
    "Residual convolutional networks and transformers in which LN-G stands in place of the activation are better classifiers than those with LN there, and than those with a linear layer; such a convolutional network remembers more random labels.",
  source: "abstract of arXiv 2406.01255; the settings are this library's own",
  assumptions: [
    {
      name: "same budget",
      text: "Same data, initial weights, batches, steps and number of learning rates to choose from, by validation, for every variant; that groups of 8 decide is stated beforehand.",
    },
    {
      name: "small",
      text: "20,000 Fashion-MNIST images (1,000, pooled to 14 × 14, with random labels, 300 steps); one block a stage.",
    },
  ],
  why: "Group partition amplifies the nonlinearity of LN (B6): the Hessian's norm grows with the number of groups up to a quarter of the neurons. Whether a network that is trained makes use of it is a question of experience.",
  covers:
    "Small networks and short training only; the same recipes in the size of CIFAR and ImageNet-100 are kept (`paper`) and not run here.",
  checks: [
    experimentCheck(groupConvolution),
    experimentCheck(groupConvolutionRandomLabels),
    experimentCheck(groupTransformer),
  ],
  notebook: { file: "02-ln-net.ipynb", section: "Architectures" },
  module: import.meta.url,
};
