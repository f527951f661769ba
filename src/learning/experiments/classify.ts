import * as tf from "@tensorflow/tfjs";
import { batchIndices, type ImageDataset } from "../data/dataset.js";
import type { Model } from "../models/model.js";
import { adamW } from "../training/optimiser.js";
import { cosineSchedule } from "../training/schedule.js";
import { DivergenceError, train, type Observe } from "../training/train.js";
import type { TrialContext } from "./experiment.js";

/** How a classifier is trained: AdamW, a linear warm-up, then half a cosine down to 0. */
export interface ClassifierTraining {
  /** The greatest rate, at the end of the warm-up. */
  readonly learningRate: number;
  readonly batchSize: number;
  readonly steps: number;
  /** Share of the steps that warm up (default 0.05). */
  readonly warmup?: number;
  readonly weightDecay?: number;
  readonly clipNorm?: number;
  /** Orders the batches. */
  readonly seed: number;
}

/** How the training ended. The model is left with its last weights. */
export interface ClassifierEnd {
  /** Mean loss over the last tenth of the steps that were done; null where none was. */
  readonly loss: number | null;
  /** The step at which loss or gradient was no longer finite; null where all steps were done. */
  readonly divergedAt: number | null;
}

/** Mean and standard deviation over all pixels of a data set, by which images are brought to mean 0 and variance 1. */
export interface PixelScale {
  readonly mean: number;
  readonly deviation: number;
}

/** The scale of a training set. Deviation 1 where all pixels are equal. */
export function pixelScale(dataset: ImageDataset): PixelScale {
  let [sum, squares] = [0, 0];
  dataset.pixels.forEach((pixel) => {
    sum += pixel;
    squares += pixel * pixel;
  });
  const count = dataset.pixels.length * dataset.maximum;
  const mean = sum / count;
  const deviation = Math.sqrt(squares / (count * dataset.maximum) - mean ** 2);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

/** The images at `indices` as a batch, scaled. Shape: n × height × width × channels. */
export function imageBatch(dataset: ImageDataset, indices: ArrayLike<number>, scale: PixelScale): tf.Tensor4D {
  const values = dataset.gather(indices);
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! - scale.mean) / scale.deviation;
  return tf.tensor4d(values, [indices.length, ...dataset.shape]);
}

/** Mean cross-entropy of logits (n × classes) against labels. */
export function crossEntropy(logits: tf.Tensor, labels: Int32Array): tf.Scalar {
  const targets = tf.oneHot(tf.tensor1d(labels, "int32"), logits.shape[1]!);
  return tf.neg(tf.div(tf.sum(tf.mul(tf.logSoftmax(logits), targets)), labels.length)) as tf.Scalar;
}

/**
 * Trains a model of images to logits by cross-entropy. A loss that is no longer finite ends the training without an error: that a
 * network diverges is a result.
 *
 * @throws InputError for a batch larger than the data set, and the signal's reason where it is aborted.
 */
export async function trainClassifier(
  model: Model,
  dataset: ImageDataset,
  scale: PixelScale,
  training: ClassifierTraining,
  context: TrialContext,
): Promise<ClassifierEnd> {
  const { learningRate, batchSize, steps, seed, warmup = 0.05, weightDecay = 0, clipNorm } = training;
  const optimiser = adamW(model.trainable, { weightDecay });
  const loss = (step: number, observe?: Observe): tf.Scalar => {
    const indices = batchIndices({ count: dataset.count, batchSize, seed, step });
    const logits = model.apply(imageBatch(dataset, indices, scale), { training: true, observe });
    return crossEntropy(
      logits,
      Int32Array.from(indices, (i) => dataset.labels[i]!),
    );
  };
  try {
    const { metrics } = await train({
      run: "classifier",
      variables: model.trainable,
      buffers: model.buffers,
      optimiser,
      schedule: cosineSchedule({ peak: learningRate, steps, warmup: Math.min(steps - 1, Math.ceil(warmup * steps)) }),
      steps,
      loss,
      clipNorm,
      signal: context.signal,
      onProgress: ({ step, loss: value }) =>
        context.progress(step / steps, `step ${step} of ${steps}, loss ${value.toFixed(3)}`),
    });
    return { loss: meanOfLast(metrics.array("loss") as number[]), divergedAt: null };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return { loss: meanOfLast(error.metrics.map((row) => row["loss"]!)), divergedAt: error.step };
  } finally {
    optimiser.dispose();
  }
}

function meanOfLast(losses: readonly number[]): number | null {
  const last = losses.slice(-Math.max(1, Math.round(losses.length / 10)));
  return last.length === 0 ? null : last.reduce((sum, loss) => sum + loss, 0) / last.length;
}

/** Share of the images that the model classifies rightly, in evaluation (running statistics). */
export function accuracy(model: Model, dataset: ImageDataset, scale: PixelScale): number {
  const chunk = 1000;
  let right = 0;
  for (let from = 0; from < dataset.count; from += chunk) {
    const indices = Array.from({ length: Math.min(chunk, dataset.count - from) }, (_, i) => from + i);
    const predicted = tf.tidy(() => tf.argMax(model.apply(imageBatch(dataset, indices, scale)), 1).dataSync());
    indices.forEach((index, i) => {
      if (predicted[i] === dataset.labels[index]) right++;
    });
  }
  return right / dataset.count;
}

/** Norm of the loss's gradient with respect to every parameter, by name, on the images at `indices`. */
export function gradientNorms(
  model: Model,
  dataset: ImageDataset,
  scale: PixelScale,
  indices: ArrayLike<number>,
): Record<string, number> {
  return tf.tidy(() => {
    const labels = Int32Array.from(indices, (i) => dataset.labels[i]!);
    const loss = () => crossEntropy(model.apply(imageBatch(dataset, indices, scale), { training: true }), labels);
    const { grads } = tf.variableGrads(loss, [...model.trainable]);
    const parts = model.unpack(model.trainable.map((variable) => grads[variable.name]!));
    // Scaled before squaring: a gradient of 1e-30 has a norm too.
    return Object.fromEntries(
      Object.entries(parts).map(([name, gradient]) => {
        const values = Float64Array.from(gradient.dataSync());
        const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const sum = values.reduce((total, value) => total + (greatest === 0 ? 0 : (value / greatest) ** 2), 0);
        return [name, greatest * Math.sqrt(sum)];
      }),
    );
  });
}
