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
 * Bits a token costs: the mean of −log₂ p(next token) over consecutive windows of `length` tokens (what is left over at the end is not
 * counted). A model whose probabilities are not finite costs what a uniform guess does.
 */
export function bitsPerToken(model: Model, tokens: Int32Array, length: number, vocabulary: number): number {
  const windows = Math.floor((tokens.length - 1) / length);
  const chunk = 64;
  let total = 0;
  for (let from = 0; from < windows; from += chunk) {
    const count = Math.min(chunk, windows - from);
    const [start, end] = [from * length, (from + count) * length];
    total += tf.tidy(() => {
      const inputs = tf.tensor2d(tokens.slice(start, end), [count, length], "int32");
      const logits = tf.reshape(model.apply(inputs), [count * length, -1]);
      return crossEntropy(logits, tokens.slice(start + 1, end + 1)).dataSync()[0]! * count;
    });
  }
  const bits = total / windows / Math.LN2;
  return Number.isFinite(bits) ? bits : Math.log2(vocabulary);
}
