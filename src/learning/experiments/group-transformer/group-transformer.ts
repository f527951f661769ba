import type { Activation, Norm } from "../../models/parts.js";
import { normComparison } from "../shared/norm-comparison.js";
import { runVision, visionFloors, type VisionSetting } from "../shared/transformer-tasks.js";

/** What stands in the hidden layers; LN stands around them and the attention in all. */
type Hidden = { readonly norm: Norm; readonly hiddenNorm: Norm; readonly activation: Activation };

const layerNorm: Norm = { kind: "layerNorm", affine: true };
const hidden = (name: string, hiddenNorm: Norm, activation: Activation = "none") => ({
  name,
  model: { norm: layerNorm, hiddenNorm, activation },
});
const groups = (normSize: number): Norm => ({ kind: "parallelLayerNorm", normSize, affine: true });

/**
 * B8, transformers: a vision transformer whose hidden activation is LN in groups. Attention and the LN around it are nonlinear in all variants,
 * so LN-G is set against LN; the linear layer stands beside.
 */
export const groupTransformer = normComparison<VisionSetting, Hidden>({
  name: "group-transformer",
  title: "A vision transformer with LN-G in place of its hidden activation, on Fashion-MNIST",
  network: "vision transformer",
  measure: { name: "test accuracy", unit: "percentage points", factor: 100 },
  variants: [
    hidden("linear", { kind: "none" }),
    hidden("LN", layerNorm),
    hidden("LN-G, s = 8", groups(8)),
    hidden("LN-G, s = 4", groups(4)),
    hidden("GELU", { kind: "none" }, "gelu"),
  ],
  primary: { first: "LN-G, s = 8", second: "LN", least: 0.5 },
  others: [
    { first: "LN-G, s = 4", second: "LN", least: 0.5 },
    { first: "LN-G, s = 8", second: "linear", least: 0.5 },
    { first: "LN-G, s = 8", second: "GELU", least: -0.5 },
  ],
  above: ["LN-G, s = 8", "LN"],
  parameters: {
    full: {
      setting: {
        data: { images: "fashion-mnist", side: 28, train: 20_000, validation: 2000, test: 10_000 },
        patch: 7,
        shape: { width: 64, depth: 4, heads: 4, hidden: 128 },
        epochs: 6,
        batchSize: 64,
        weightDecay: 0.01,
        beta2: 0.98,
      },
      learningRates: [2e-3, 4e-3, 8e-3],
      seeds: [301, 302, 303, 304, 305, 306, 307, 308],
      rateSeeds: 2,
    },
    paper: {
      setting: {
        data: { images: "imagenet", side: 224, train: 120_000, validation: 5000, test: 5000 },
        patch: 16,
        shape: { width: 384, depth: 12, heads: 6, hidden: 1536 },
        epochs: 100,
        batchSize: 256,
        weightDecay: 0.05,
        beta2: 0.98,
      },
      learningRates: [5e-4, 1e-3, 2e-3],
      seeds: [1, 2, 3],
      rateSeeds: 2,
    },
  },
  train: runVision,
  floors: visionFloors,
});
