import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../../exact/input-error.js";
import type { ImageSource } from "../../data/dataset.js";
import type { PixelScale } from "./classify.js";

/**
 * Test accuracy of ridge regression on the pixels: one score a class, fitted to 1 for it and 0 for the others, the strength of the penalty
 * chosen on validation images.
 *
 * `W = (XᵀX + λI)⁻¹XᵀY` by the eigenvectors of XᵀX, a column of ones beside the pixels; λ from 1e-3 to 1e3 times the mean eigenvalue.
 */
export async function ridgeAccuracy(
  parts: { readonly train: ImageSource; readonly validation: ImageSource; readonly test: ImageSource },
  scale: PixelScale,
): Promise<number> {
  const { train, validation, test } = parts;
  const features = await pixelsOf(train, scale);
  const targets = tf.tidy(() => tf.oneHot(tf.tensor1d(Int32Array.from(train.labels), "int32"), train.classes.length));
  const [gram, cross] = tf.tidy(() => {
    const y = tf.cast(targets, "float32") as tf.Tensor2D;
    return [tf.matMul(features, features, true).arraySync(), tf.matMul(features, y, true).arraySync()];
  }) as [number[][], number[][]];
  tf.dispose([features, targets]);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(gram), {
    assumeSymmetric: true,
  });
  const rotated = eigenvectorMatrix.transpose().mmul(new Matrix(cross));
  const mean = realEigenvalues.reduce((sum, value) => sum + value, 0) / realEigenvalues.length;
  const weights = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000].map((strength) => {
    const shrunk = rotated.clone();
    realEigenvalues.forEach((value, i) => shrunk.mulRow(i, 1 / (Math.max(value, 0) + strength * 1e-3 * mean)));
    return eigenvectorMatrix.mmul(shrunk).to2DArray();
  });
  const held = await pixelsOf(validation, scale);
  const scores = weights.map((weight) => shareRight(held, weight, validation.labels));
  const best = weights[scores.indexOf(Math.max(...scores))]!;
  const tested = await pixelsOf(test, scale);
  const accuracy = shareRight(tested, best, test.labels);
  tf.dispose([held, tested]);
  return accuracy;
}

/** Rows of scaled pixels with a one at the end. */
async function pixelsOf(source: ImageSource, scale: PixelScale): Promise<tf.Tensor2D> {
  const values = await source.read(Int32Array.from({ length: source.count }, (_, i) => i));
  return tf.tidy(() => {
    const x = tf.tensor2d(values, [source.count, values.length / source.count]);
    return tf.concat([x.sub(scale.mean).div(scale.deviation), tf.ones([source.count, 1])], 1) as tf.Tensor2D;
  });
}

function shareRight(x: tf.Tensor2D, weight: number[][], labels: ArrayLike<number>): number {
  const predicted = tf.tidy(() => tf.argMax(tf.matMul(x, tf.tensor2d(weight)), 1).dataSync());
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (predicted[i] === labels[i]) right++;
  return right / labels.length;
}

/**
 * Bits a token costs under smoothed n-grams with up to that many tokens of context, counted in `train`: Witten–Bell interpolation, in which a
 * context seen n times with k different successors gives the shorter context the weight k/(n + k); below the shortest lies the uniform guess.
 *
 * Source: Witten, Bell, The zero-frequency problem, IEEE Transactions on Information Theory 37 (1991).
 *
 * @throws InputError for a context that is no whole number from 0, or nothing to measure with.
 * @example
 * ngramBits([0, 1, 0, 1, 0, 1, 0, 1], [0, 1, 0, 1], { context: 1, vocabulary: 2 }) < 0.5; // => true
 */
export function ngramBits(
  train: ArrayLike<number>,
  held: ArrayLike<number>,
  { context, vocabulary }: { readonly context: number; readonly vocabulary: number },
): number {
  if (!Number.isInteger(context) || context < 0 || held.length <= context) {
    throw new InputError({
      code: "range",
      where: "context of n-grams",
      expected: `a whole number from 0, below the ${held.length} tokens to measure with`,
      received: String(context),
    });
  }
  type Counts = { total: number; readonly next: Map<number, number> };
  const tables = Array.from({ length: context + 1 }, () => new Map<string, Counts>());
  const key = (tokens: ArrayLike<number>, end: number, length: number) =>
    Array.from({ length }, (_, i) => tokens[end - length + i]!).join();
  for (let i = 0; i < train.length; i++) {
    for (let length = 0; length <= Math.min(context, i); length++) {
      const at = key(train, i, length);
      let counts = tables[length]!.get(at);
      if (counts === undefined) tables[length]!.set(at, (counts = { total: 0, next: new Map() }));
      counts.total++;
      counts.next.set(train[i]!, (counts.next.get(train[i]!) ?? 0) + 1);
    }
  }
  let bits = 0;
  for (let i = context; i < held.length; i++) {
    let probability = 1 / vocabulary;
    for (let length = 0; length <= context; length++) {
      const counts = tables[length]!.get(key(held, i, length));
      if (counts === undefined) break;
      const { total, next } = counts;
      probability = ((next.get(held[i]!) ?? 0) + next.size * probability) / (total + next.size);
    }
    bits -= Math.log2(probability);
  }
  return bits / (held.length - context);
}
