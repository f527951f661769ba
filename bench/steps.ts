// Whole steps of training, and how long they take at least.
import * as tf from "@tensorflow/tfjs";
import { crossEntropy } from "../src/learning/experiments/shared/classify.js";
import type { Model } from "../src/learning/models/model.js";
import { residualNetwork } from "../src/learning/models/residual.js";
import { languageModel, visionTransformer } from "../src/learning/models/transformer.js";
import { adamW, flatten } from "../src/learning/training/optimiser.js";

/** Drawn by the seed. */
export const normal = (shape: number[], seed: number): tf.Tensor => tf.randomNormal(shape, 0, 1, "float32", seed);

/**
 * Milliseconds of a run, from a second of runs after one that warms up: where one thread works their processor time over their number, which
 * counts what is tidied up behind them and leaves out what a busy machine gives to others; the least time on the clock for several threads.
 */
export function timeOf(run: () => void, threads: number): number {
  tf.tidy(run);
  const [begun, before] = [performance.now(), process.cpuUsage()];
  let [count, least] = [0, Infinity];
  for (let start = begun; start - begun < 1000; count++) {
    tf.tidy(run);
    const now = performance.now();
    least = Math.min(least, now - start);
    start = now;
  }
  const { user, system } = process.cpuUsage(before);
  return threads === 1 ? (user + system) / 1000 / count : least;
}

/** A whole step of training, as an experiment takes it: batch, loss, gradient, its norm and shortening, AdamW. */
function step(model: Model, loss: () => tf.Scalar): () => void {
  const optimiser = adamW(model.trainable, { weightDecay: 0.01 });
  return () => {
    const { value, grads } = tf.variableGrads(loss, [...model.trainable]);
    const gradient = flatten(model.trainable.map((variable) => grads[variable.name]!));
    const [, length] = tf.stack([value, tf.sqrt(gradient.square().sum())]).dataSync() as Float32Array;
    optimiser.apply(length! > 1 ? gradient.mul(1 / length!) : gradient, 1e-3);
  };
}

const labels = (count: number, classes: number) => Int32Array.from({ length: count }, (_, i) => i % classes);

function imageLoss(model: Model): () => tf.Scalar {
  const images = normal([64, 28, 28, 1], 1).dataSync() as Float32Array;
  return () => crossEntropy(model.apply(tf.tensor4d(images, [64, 28, 28, 1]), { training: true }), labels(64, 10));
}

/** The vision transformer of A7. */
function visionTransformerStep(): () => void {
  const shape = { width: 64, depth: 4, heads: 4, hidden: 128 };
  const norm = { kind: "layerNorm", affine: true } as const;
  const model = visionTransformer({ image: [28, 28, 1], patch: 7, ...shape, norm, outputs: 10, seed: 1 });
  return step(model, imageLoss(model));
}

/** The residual network of B8, with batch normalization and ReLU. */
function residualNetworkStep(): () => void {
  const norm = { kind: "batchNorm", affine: true } as const;
  const shape = { channels: 1, widths: [16, 32, 64], blocks: 1, stem: "strided", outputs: 10 } as const;
  const model = residualNetwork({ ...shape, norm, activation: "relu", initialisation: "default", seed: 1 });
  return step(model, imageLoss(model));
}

/** The language model of A7. */
function languageModelStep(): () => void {
  const shape = { width: 64, depth: 2, heads: 4, hidden: 256 };
  const norm = { kind: "layerNorm", affine: true } as const;
  const model = languageModel({ vocabulary: 60, context: 64, ...shape, norm, seed: 1 });
  const tokens = tf.tensor2d(labels(32 * 64, 60), [32, 64], "int32");
  return step(model, () =>
    crossEntropy(tf.reshape(model.apply(tokens, { training: true }), [-1, 60]), labels(32 * 64, 60)),
  );
}

/** By name: what is made ready, and then timed. */
export const steps: Readonly<Record<string, () => () => void>> = {
  "step of a vision transformer": visionTransformerStep,
  "step of a residual network": residualNetworkStep,
  "step of a language model": languageModelStep,
};

/** The upper of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
