import type { Norm } from "../../models/parts.js";
import { normComparison, testAccuracy } from "../shared/norm-comparison.js";
import {
  runText,
  runVision,
  textFloors,
  type TextSetting,
  visionFloors,
  visionTransformerPaper,
  visionTransformerRun,
  type VisionSetting,
} from "../shared/transformer-tasks.js";

/** In place of every norm of the transformer, each with trained gain and offset. */
const variants: { readonly name: string; readonly model: { readonly norm: Norm } }[] = [
  { name: "LN", model: { norm: { kind: "layerNorm", affine: true } } },
  { name: "PLN-8", model: { norm: { kind: "parallelLayerNorm", normSize: 8, affine: true } } },
  { name: "RMSNorm", model: { norm: { kind: "rootMeanSquareNorm", affine: true } } },
];
const seeds = (count: number) => Array.from({ length: count }, (_, i) => 201 + i);

/** A7 in vision: PLN in place of LN in a vision transformer. `paper` is our reading of "transformer architectures": the abstract names no setting. */
export const transformerNormVision = normComparison<VisionSetting, { readonly norm: Norm }>({
  name: "transformer-norm-vision",
  title: "PLN-8, LN and RMSNorm in a vision transformer on Fashion-MNIST",
  network: "vision transformer",
  measure: testAccuracy,
  variants,
  primary: { first: "PLN-8", second: "LN", least: 0.3 },
  others: [
    { first: "PLN-8", second: "RMSNorm", least: 0.3 },
    { first: "RMSNorm", second: "LN", least: 0.3 },
  ],
  laterRates: { LN: 1e-3, "PLN-8": 1e-3, RMSNorm: 1e-3 },
  above: ["PLN-8", "LN"],
  parameters: {
    full: {
      ...visionTransformerRun,
      seeds: seeds(42),
      rateSeeds: 2,
    },
    paper: visionTransformerPaper,
  },
  train: runVision,
  floors: visionFloors,
});

/** A7 in text: PLN in place of LN in a language model of characters. */
export const transformerNormText = normComparison<TextSetting, { readonly norm: Norm }>({
  name: "transformer-norm-text",
  title: "PLN-8, LN and RMSNorm in a language model of the characters of a book",
  network: "language model",
  measure: { name: "bits per character saved", unit: "bits per character saved", factor: 1 },
  variants,
  primary: { first: "PLN-8", second: "LN", least: 0.01 },
  others: [
    { first: "PLN-8", second: "RMSNorm", least: 0.01 },
    { first: "RMSNorm", second: "LN", least: 0.01 },
  ],
  above: ["PLN-8", "LN"],
  data: ["alice.txt"],
  parameters: {
    full: {
      setting: {
        context: 64,
        scoredFrom: 32,
        shape: { width: 64, depth: 2, heads: 4, hidden: 256 },
        steps: 1500,
        batchSize: 32,
        weightDecay: 0.05,
        beta2: 0.98,
      },
      learningRates: [6e-3, 1.2e-2, 2.4e-2],
      seeds: seeds(54),
      rateSeeds: 2,
    },
  },
  train: runText,
  floors: textFloors,
});
