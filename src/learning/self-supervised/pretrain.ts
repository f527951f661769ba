import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { batchIndices, type ImageSource } from "../data/dataset.js";
import { adamW } from "../training/optimiser.js";
import type { Schedule } from "../training/schedule.js";
import { DivergenceError, train, type TrainProgress } from "../training/train.js";
import { augment, type Augmentation } from "./augment.js";
import type { JointEmbeddingModel } from "./joint-embedding.js";
import { jointEmbeddingLoss, type JointEmbeddingLoss } from "./losses.js";

/** A run of a joint-embedding model on unlabelled images. */
export interface PretrainOptions {
  /** Where images are read from; labels are not looked at. */
  readonly images: ImageSource;
  /** Which of the images are trained on. */
  readonly indices: Int32Array;
  /** What is done to an image to make a view of it. */
  readonly augmentation: Augmentation;
  /** Of the projections of two views. */
  readonly loss: JointEmbeddingLoss;
  /** Images in a step; each gives two views. */
  readonly batchSize: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Steps after which it ends (default: all), the schedule staying that of all. */
  readonly until?: number;
  /** The learning rate of each step. */
  readonly schedule: Schedule;
  /** Decoupled decay of weights a step, times the learning rate; 0 by default. */
  readonly weightDecay?: number;
  /** The moving average of the weights with this decay takes their place at the end. */
  readonly averageDecay?: number;
  /** Draws the order of the images and their views. */
  readonly seed: number;
  /** Aborting ends the run with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after every step. */
  readonly onProgress?: (progress: TrainProgress) => void;
}

/** How a run ended: after all steps, or before, at a covariance that is singular in single precision or a loss that is not finite. */
export interface PretrainResult {
  /** Why it ended: with all its steps, or before, where a covariance cannot be inverted or a number is not finite. */
  readonly ended: "all steps" | "singular covariance" | "not finite";
  /** Steps done. */
  readonly steps: number;
}

/**
 * Trains a joint-embedding model with AdamW on two views of every image of a batch, both in one forward pass.
 *
 * @throws InputError for a batch larger than the images, of one image, or (for whitening without shrinkage) not larger than the
 * projections.
 */
export async function pretrain(model: JointEmbeddingModel, options: PretrainOptions): Promise<PretrainResult> {
  const { images, indices, batchSize, loss, seed, schedule, steps, weightDecay = 0, averageDecay, signal } = options;
  const optimiser = adamW(model.trainable, { weightDecay });
  let batch: tf.Tensor4D | undefined;
  let done = 0;
  try {
    const { averages } = await train({
      run: `joint embedding, seed ${seed}`,
      variables: model.trainable,
      unpack: model.unpack,
      buffers: model.buffers,
      optimiser,
      schedule,
      steps,
      until: options.until,
      averageDecay,
      recordEvery: steps,
      signal,
      async prepare(step) {
        const at = batchIndices({ count: indices.length, batchSize, seed, step }).map((index) => indices[index]!);
        const read = await readImages(images, at);
        batch?.dispose();
        batch = read;
      },
      loss(step, observe) {
        const views = twoViews(batch!, options.augmentation, [seed, step]);
        const [z1, z2] = tf.split(model.apply(views, { training: true, observe }), 2) as [tf.Tensor2D, tf.Tensor2D];
        return jointEmbeddingLoss(z1, z2, loss);
      },
      onProgress(progress) {
        done = progress.step;
        options.onProgress?.(progress);
      },
    });
    averages.forEach((average, i) => model.trainable[i]!.assign(average));
    tf.dispose(averages);
    if (averageDecay !== undefined) await settleStatistics(model, options);
    return { ended: "all steps", steps: done };
  } catch (error) {
    if (error instanceof DivergenceError) return { ended: "not finite", steps: done };
    // At the first step it is the configuration that is wrong (a batch that is too small), not the outcome of training.
    const singular = error instanceof InputError && error.problem.code === "singular-covariance" && done > 0;
    if (singular) return { ended: "singular covariance", steps: done };
    throw error;
  } finally {
    batch?.dispose();
    optimiser.dispose();
  }
}

/**
 * Runs 20 batches of views through the model without training it, so that its running statistics are those of its weights: before the
 * untrained network is measured, and after weights were replaced by their averages.
 */
export async function settleStatistics(
  model: JointEmbeddingModel,
  options: Pick<PretrainOptions, "images" | "indices" | "augmentation" | "batchSize" | "seed">,
): Promise<void> {
  const { images, indices, batchSize, seed } = options;
  for (let step = 0; step < 20; step++) {
    const at = batchIndices({ count: indices.length, batchSize, seed, step }).map((index) => indices[index]!);
    const batch = await readImages(images, at);
    tf.tidy(() => {
      model.apply(twoViews(batch, options.augmentation, [seed, step, 0x5e771e]), { training: true });
    });
    batch.dispose();
  }
}

/** The first views of all images, then the second. */
function twoViews(batch: tf.Tensor4D, augmentation: Augmentation, seed: readonly [number, ...number[]]): tf.Tensor4D {
  return augment(tf.concat([batch, batch]), augmentation, seed);
}

/** Images by index as a tensor. */
export async function readImages(images: ImageSource, at: ArrayLike<number>): Promise<tf.Tensor4D> {
  return tf.tensor4d(await images.read(at), [at.length, ...images.shape]);
}
