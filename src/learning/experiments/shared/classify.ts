import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../../exact/input-error.js";
import { batchIndices, type ImageDataset, type ImageSource } from "../../data/dataset.js";
import { requireSizes } from "../../models/mlp.js";
import type { Model } from "../../models/model.js";
import type { Observe } from "../../training/train.js";
import type { TrialContext } from "./experiment.js";
import { fit, type FitEnd, type FitOptions } from "./fit.js";

/** How a classifier is trained. */
export interface ClassifierTraining extends FitOptions {
  readonly batchSize: number;
  /** Orders the batches. */
  readonly seed: number;
}

/** Mean and standard deviation over all pixels of a data set, by which images are brought to mean 0 and variance 1. */
export interface PixelScale {
  /** Mean of all training pixels, taken off. */
  readonly mean: number;
  /** Standard deviation of all training pixels, divided by. */
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

/** Images whose values are there at once. */
export type ImagesInMemory = ImageSource & Pick<ImageDataset, "gather">;

/** The images at `indices` as a batch, scaled. Shape: n × height × width × channels. */
export function imageBatch(dataset: ImagesInMemory, indices: ArrayLike<number>, scale: PixelScale): tf.Tensor4D {
  return scaledImages(dataset.gather(indices), dataset.shape, scale);
}

function scaledImages(values: Float32Array, shape: ImageSource["shape"], scale: PixelScale): tf.Tensor4D {
  const scaled = values.map((value) => (value - scale.mean) / scale.deviation);
  return tf.tensor4d(scaled, [values.length / (shape[0] * shape[1] * shape[2]), ...shape]);
}

/** Mean cross-entropy of logits (n × classes) against labels. */
export function crossEntropy(logits: tf.Tensor, labels: Int32Array): tf.Scalar {
  const targets = tf.oneHot(tf.tensor1d(labels, "int32"), logits.shape[1]!);
  return tf.neg(tf.div(tf.sum(tf.mul(tf.logSoftmax(logits), targets)), labels.length)) as tf.Scalar;
}

/**
 * Trains a model of images to logits by cross-entropy, as `fit` does: a network that diverges is a result, not an error.
 *
 * @throws InputError for a batch larger than the data set, and the signal's reason where it is aborted.
 */
export async function trainClassifier(
  model: Model,
  source: ImageSource,
  scale: PixelScale,
  training: ClassifierTraining,
  context: TrialContext,
): Promise<FitEnd> {
  const { batchSize, seed } = training;
  let batch: { values: Float32Array; labels: Int32Array };
  const prepare = async (step: number): Promise<void> => {
    const indices = batchIndices({ count: source.count, batchSize, seed, step });
    batch = { values: await source.read(indices), labels: indices.map((index) => source.labels[index]!) };
  };
  const loss = (_step: number, observe?: Observe): tf.Scalar => {
    const images = scaledImages(batch.values, source.shape, scale);
    return crossEntropy(model.apply(images, { training: true, observe }), batch.labels);
  };
  return fit(model, { prepare, loss }, training, context);
}

/**
 * Steps of that many epochs; what is left over at the end of an epoch is dropped.
 *
 * @throws InputError for a batch larger than the data set, and where there would be no step.
 * @example
 * stepsOf({ count: 10, batchSize: 4, epochs: 3 }); // => 6
 */
export function stepsOf({ count, batchSize, epochs }: { count: number; batchSize: number; epochs: number }): number {
  requireSizes({ batchSize, epochs });
  if (batchSize > count) {
    throw new InputError({
      code: "range",
      where: "batch size",
      expected: `1 to ${count}, the number of samples`,
      received: String(batchSize),
    });
  }
  return epochs * Math.floor(count / batchSize);
}

/** Share of the images that the model classifies rightly, in evaluation (running statistics). */
export async function accuracy(model: Model, source: ImageSource, scale: PixelScale): Promise<number> {
  const chunk = 1000;
  let right = 0;
  for (let from = 0; from < source.count; from += chunk) {
    const indices = Array.from({ length: Math.min(chunk, source.count - from) }, (_, i) => from + i);
    const values = await source.read(indices);
    const predicted = tf.tidy(() => tf.argMax(model.apply(scaledImages(values, source.shape, scale)), 1).dataSync());
    indices.forEach((index, i) => {
      if (predicted[i] === source.labels[index]) right++;
    });
  }
  return right / source.count;
}

/** Norm of the loss's gradient with respect to every parameter, by name, on the images at `indices`. */
export function gradientNorms(
  model: Model,
  dataset: ImagesInMemory,
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
