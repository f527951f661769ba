import { chooseBackend } from "../../backend.js";
import { loadText } from "../../data/text.js";
import { requireSizes } from "../../models/mlp.js";
import type { Norm } from "../../models/parts.js";
import { languageModel, type TransformerConfiguration, visionTransformer } from "../../models/transformer.js";
import { accuracy, stepsOf, trainClassifier } from "./classify.js";
import type { TrialContext } from "./experiment.js";
import { bitsPerToken, trainLanguageModel } from "./language.js";
import { drawVision, type VisionData } from "./vision-data.js";

/** Sizes of a transformer, as in `TransformerConfiguration`. */
type Shape = {
  readonly width: number;
  readonly depth: number;
  readonly heads: number;
  readonly hidden: number;
};

/** A vision transformer and how it is trained. */
export type VisionSetting = {
  readonly data: VisionData;
  readonly patch: number;
  readonly shape: Shape;
  readonly epochs: number;
  readonly batchSize: number;
  readonly weightDecay: number;
};

/** A character language model of `data/alice.txt` and how it is trained. */
export type TextSetting = {
  readonly context: number;
  readonly shape: Shape;
  readonly steps: number;
  readonly batchSize: number;
};

/** What is trained at which rate; the seed draws data, initial weights and batches. */
export interface RunOptions {
  readonly learningRate: number;
  readonly seed: number;
}

/** Validation and test, greatest best. */
export interface Measured {
  readonly validation: number;
  readonly test: number;
  readonly divergedAt: number | null;
}

/** Gradients longer than this are shortened, as is usual for transformers. */
const clipNorm = 1;

/** Trains a vision transformer and gives its accuracies. */
export async function runVision(
  setting: VisionSetting,
  model: Pick<TransformerConfiguration, "norm" | "hiddenNorm" | "activation">,
  { learningRate, seed }: RunOptions,
  context: TrialContext,
): Promise<Measured> {
  await chooseBackend();
  const { data, patch, shape, epochs, batchSize, weightDecay } = setting;
  const { train, validation, test, scale } = await drawVision(data, seed);
  const outputs = train.classes.length;
  const network = visionTransformer({ image: train.shape, patch, ...shape, ...model, outputs, seed });
  try {
    const steps = stepsOf({ count: train.count, batchSize, epochs });
    const training = { learningRate, batchSize, steps, weightDecay, clipNorm, seed };
    const { divergedAt } = await trainClassifier(network, train, scale, training, context);
    return {
      validation: await accuracy(network, validation, scale),
      test: await accuracy(network, test, scale),
      divergedAt,
    };
  } finally {
    network.dispose();
  }
}

/**
 * Trains a language model and gives minus the bits that a character costs. The held-out tenth of the text is cut in two: its first half is
 * for validation, its second for test.
 */
export async function runText(
  setting: TextSetting,
  norm: Norm,
  { learningRate, seed }: RunOptions,
  context: TrialContext,
): Promise<Measured> {
  requireSizes({ steps: setting.steps, batchSize: setting.batchSize });
  await chooseBackend();
  const { context: length, shape, steps, batchSize } = setting;
  const text = await loadText();
  const vocabulary = text.alphabet.length;
  const network = languageModel({ vocabulary, context: length, ...shape, norm, seed });
  try {
    const training = { learningRate, batchSize, length, steps, clipNorm, seed };
    const { divergedAt } = await trainLanguageModel(network, text, training, context);
    const middle = Math.floor(text.validation.length / 2);
    const score = (tokens: Int32Array) => -bitsPerToken(network, tokens, length, vocabulary);
    return {
      validation: score(text.validation.subarray(0, middle)),
      test: score(text.validation.subarray(middle)),
      divergedAt,
    };
  } finally {
    network.dispose();
  }
}
