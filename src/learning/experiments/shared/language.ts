import * as tf from "@tensorflow/tfjs";
import { type TextDataset, textBatch } from "../../data/text.js";
import type { Model } from "../../models/model.js";
import type { Observe } from "../../training/train.js";
import { crossEntropy } from "./classify.js";
import type { TrialContext } from "./experiment.js";
import { fit, type FitEnd, type FitOptions } from "./fit.js";

/** How a language model is trained. */
export interface LanguageTraining extends FitOptions {
  readonly batchSize: number;
  /** Tokens of a window. */
  readonly length: number;
  /** Draws the windows. */
  readonly seed: number;
}

/** Trains a model to tell each next token of windows drawn from the text, as `fit` does. */
export async function trainLanguageModel(
  model: Model,
  text: TextDataset,
  training: LanguageTraining,
  context: TrialContext,
): Promise<FitEnd> {
  const { length, batchSize, seed } = training;
  const loss = (step: number, observe?: Observe): tf.Scalar => {
    const { inputs, targets } = textBatch({ tokens: text.train, length, batchSize, seed, step });
    const logits = model.apply(tf.tensor2d(inputs, [batchSize, length], "int32"), { training: true, observe });
    return crossEntropy(tf.reshape(logits, [batchSize * length, -1]), targets);
  };
  return fit(model, { loss }, training, context);
}

/**
 * Bits a token costs: the mean of −log₂ p(next token) over windows of `length` tokens, of which those with at least `scoredFrom` tokens of
 * context in the window are scored; windows follow each other so that no token is scored twice (what is left over at the end is not counted).
 * A model whose probabilities are not finite costs what a uniform guess does.
 */
export function bitsPerToken(
  model: Model,
  tokens: Int32Array,
  options: { readonly length: number; readonly scoredFrom?: number; readonly vocabulary: number },
): number {
  const { length, scoredFrom = 0, vocabulary } = options;
  const stride = length - scoredFrom;
  const windows = Math.floor((tokens.length - 1 - scoredFrom) / stride);
  const chunk = 64;
  let total = 0;
  for (let from = 0; from < windows; from += chunk) {
    const starts = Array.from({ length: Math.min(chunk, windows - from) }, (_, i) => (from + i) * stride);
    const gather = (offset: number, first: number) =>
      Int32Array.from(starts.flatMap((start) => [...tokens.subarray(start + offset + first, start + offset + length)]));
    total += tf.tidy(() => {
      const inputs = tf.tensor2d(gather(0, 0), [starts.length, length], "int32");
      const logits = model.apply(inputs) as tf.Tensor3D;
      const scored = tf.reshape(tf.slice(logits, [0, scoredFrom, 0]), [starts.length * stride, -1]);
      return crossEntropy(scored, gather(1, scoredFrom)).dataSync()[0]! * starts.length;
    });
  }
  const bits = total / windows / Math.LN2;
  return Number.isFinite(bits) ? bits : Math.log2(vocabulary);
}
