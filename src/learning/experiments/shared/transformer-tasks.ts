import { chooseBackend } from "../../backend.js";
import { loadText } from "../../data/text.js";
import { requireSizes } from "../../models/mlp.js";
import type { Norm } from "../../models/parts.js";
import { languageModel, type TransformerConfiguration, visionTransformer } from "../../models/transformer.js";
import { accuracy, stepsOf, trainClassifier } from "./classify.js";
import type { TrialContext } from "./experiment.js";
import { ngramBits, ridgeAccuracy } from "./floors.js";
import { widestPixels } from "./images.js";
import { bitsPerToken, trainLanguageModel } from "./language.js";
import type { MeasuredRun } from "./norm-comparison.js";
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
  /** AdamW's second decay. */
  readonly beta2: number;
};

/** A character language model of `data/alice.txt` and how it is trained. */
export type TextSetting = {
  readonly context: number;
  /** Characters of context that every scored one has at least. */
  readonly scoredFrom: number;
  readonly shape: Shape;
  readonly steps: number;
  readonly batchSize: number;
  readonly weightDecay: number;
  readonly beta2: number;
};

/** Fashion-MNIST as the experiments on images draw it. */
export const fashionImages = {
  images: "fashion-mnist",
  side: 28,
  train: 20_000,
  validation: 2000,
  test: 10_000,
} as const;

/** A vision transformer that stands well above ridge regression on Fashion-MNIST, within a minute or two. */
export const visionTransformerRun = {
  setting: {
    data: fashionImages,
    patch: 7,
    shape: { width: 64, depth: 4, heads: 4, hidden: 128 },
    epochs: 6,
    batchSize: 64,
    weightDecay: 0.01,
    beta2: 0.98,
  },
  learningRates: [5e-4, 1e-3, 2e-3, 4e-3, 8e-3],
} as const;

/** ViT-S/16 on a tenth of ImageNet: our reading of "transformer architectures", as the abstracts name no setting. For a graphics card. */
export const visionTransformerPaper = {
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
} as const;

/** What is trained at which rate; the seed draws data, initial weights and batches. */
export interface RunOptions {
  readonly learningRate: number;
  readonly seed: number;
}

/** Gradients longer than this are shortened, as is usual for transformers. */
const clipNorm = 1;

/** Trains a vision transformer and gives its accuracies. */
export async function runVision(
  setting: VisionSetting,
  model: Pick<TransformerConfiguration, "norm" | "hiddenNorm" | "activation">,
  { learningRate, seed }: RunOptions,
  context: TrialContext,
): Promise<MeasuredRun> {
  await chooseBackend();
  const { data, patch, shape, epochs, batchSize, weightDecay, beta2 } = setting;
  const { train, validation, test, scale } = await drawVision(data, seed);
  const outputs = train.classes.length;
  const network = visionTransformer({ image: train.shape, patch, ...shape, ...model, outputs, seed });
  try {
    const steps = stepsOf({ count: train.count, batchSize, epochs });
    const training = { learningRate, batchSize, steps, weightDecay, beta2, clipNorm, seed };
    const { divergedAt, course } = await trainClassifier(network, train, scale, training, context);
    return {
      validation: await accuracy(network, validation, scale),
      test: await accuracy(network, test, scale),
      divergedAt,
      course,
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
  { norm }: { readonly norm: Norm },
  { learningRate, seed }: RunOptions,
  context: TrialContext,
): Promise<MeasuredRun> {
  requireSizes({ steps: setting.steps, batchSize: setting.batchSize });
  await chooseBackend();
  const { context: length, scoredFrom, shape, steps, batchSize, weightDecay, beta2 } = setting;
  const text = await loadText();
  const vocabulary = text.alphabet.length;
  const network = languageModel({ vocabulary, context: length, ...shape, norm, seed });
  try {
    const training = { learningRate, batchSize, length, steps, weightDecay, beta2, clipNorm, seed };
    const { divergedAt, course } = await trainLanguageModel(network, text, training, context);
    const middle = Math.floor(text.validation.length / 2);
    const score = (tokens: Int32Array) => -bitsPerToken(network, tokens, { length, scoredFrom, vocabulary });
    return {
      validation: score(text.validation.subarray(0, middle)),
      test: score(text.validation.subarray(middle)),
      divergedAt,
      course,
    };
  } finally {
    network.dispose();
  }
}

/** The images on which a linear model is fitted: the same, larger ones at 32 × 32. */
export function floorImages(data: VisionData): VisionData {
  return { ...data, side: Math.min(data.side, widestPixels) };
}

/** Ridge regression on the pixels of `floorImages`, and chance. */
export async function visionFloors({ data }: { readonly data: VisionData }, seed: number) {
  await chooseBackend();
  const { scale, ...parts } = await drawVision(floorImages(data), seed);
  return { "ridge regression": await ridgeAccuracy(parts, scale), chance: 1 / parts.train.classes.length };
}

/** Minus the bits of smoothed n-grams with 1 to 5 characters of context, on the same half of the held-out text; it depends on no seed. */
export async function textFloors(): Promise<Record<string, number>> {
  const { train, validation, alphabet } = await loadText();
  const half = validation.subarray(Math.floor(validation.length / 2));
  return Object.fromEntries(
    [1, 2, 3, 4, 5].map((context) => [
      `${context + 1}-grams`,
      -ngramBits(train, half, { context, vocabulary: alphabet.length }),
    ]),
  );
}
