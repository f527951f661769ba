import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../../exact/input-error.js";
import type { ImageSource } from "../../data/dataset.js";
import type { PixelScale } from "./classify.js";

/**
 * Test accuracy of ridge regression on the pixels: one score a class, fitted to 1 for it and 0 for the others, the strength of the penalty
 * chosen on validation images.
 *
 * `W = (XᵀX + λI)⁻¹XᵀY` by the eigenvectors of XᵀX, a column of ones beside the pixels; λ from 1e-3 to 1e3 times the mean eigenvalue. The two
 * products are sums over `rows` images at a time: all of ImageNet's would be larger than memory.
 */
export async function ridgeAccuracy(
  parts: { readonly train: ImageSource; readonly validation: ImageSource; readonly test: ImageSource },
  scale: PixelScale,
  rows = 50_000,
): Promise<number> {
  const { train, validation, test } = parts;
  const [gram, cross] = await productsOf(train, scale, rows);
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

/** XᵀX and XᵀY. */
async function productsOf(source: ImageSource, scale: PixelScale, rows: number): Promise<[number[][], number[][]]> {
  let sums: tf.Tensor[] | undefined;
  for (let from = 0; from < source.count; from += rows) {
    const to = Math.min(from + rows, source.count);
    const features = await pixelsOf(source, scale, from, to);
    const before: tf.Tensor[] | undefined = sums;
    sums = tf.tidy(() => {
      const labels = tf.tensor1d(Int32Array.from(source.labels.slice(from, to)), "int32");
      const y = tf.cast(tf.oneHot(labels, source.classes.length), "float32") as tf.Tensor2D;
      const products = [tf.matMul(features, features, true), tf.matMul(features, y, true)];
      return before === undefined ? products : products.map((product, i) => product.add(before[i]!));
    });
    tf.dispose([features, ...(before ?? [])]);
  }
  const [gram, cross] = sums!.map((sum) => sum.arraySync() as number[][]);
  tf.dispose(sums!);
  return [gram!, cross!];
}

/** Rows of scaled pixels with a one at the end, of all images or some. */
async function pixelsOf(source: ImageSource, scale: PixelScale, from = 0, to = source.count): Promise<tf.Tensor2D> {
  const count = to - from;
  const values = await source.read(Int32Array.from({ length: count }, (_, i) => from + i));
  return tf.tidy(() => {
    const x = tf.tensor2d(values, [count, values.length / count]);
    return tf.concat([x.sub(scale.mean).div(scale.deviation), tf.ones([count, 1])], 1) as tf.Tensor2D;
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
