import type { Activation, Norm } from "../../models/parts.js";
import { normComparison, testAccuracy } from "../shared/norm-comparison.js";
import {
  runVision,
  visionFloors,
  visionTransformerPaper,
  visionTransformerRun,
  type VisionSetting,
} from "../shared/transformer-tasks.js";

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
  measure: testAccuracy,
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
      ...visionTransformerRun,
      // About the best of the same network's normalizations in A7; validation must have its best inside.
      learningRates: [5e-4, 1e-3, 2e-3],
      seeds: [301, 302, 303, 304, 305, 306, 307, 308],
      rateSeeds: 2,
    },
    paper: visionTransformerPaper,
  },
  train: runVision,
  floors: visionFloors,
});
