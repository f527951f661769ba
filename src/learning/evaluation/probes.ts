import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";

/** Frozen features with their labels: `count × dimension` values, one after the other. */
export interface LabelledFeatures {
  /** n × dimension numbers, row by row. */
  readonly values: Float32Array;
  /** Numbers in a row. */
  readonly dimension: number;
  /** n classes, from 0. */
  readonly labels: ArrayLike<number>;
}

/**
 * Share of test features whose k nearest training features, by cosine similarity, vote for their label; votes are weighted by
 * exp(similarity/0.1), so that there are no ties.
 *
 * Source: Wu et al., arXiv 1805.01978.
 *
 * @throws InputError where k exceeds the training features, the dimensions differ, or a label is out of range.
 */
export function knnAccuracy(
  train: LabelledFeatures,
  test: LabelledFeatures,
  options: { k: number; classCount: number },
): number {
  const { k, classCount } = options;
  checkFeatures(train, test, classCount);
  if (!(k >= 1 && k <= train.labels.length)) {
    throw new InputError({
      code: "range",
      where: "k",
      expected: `1 to ${train.labels.length}, the number of training features`,
      received: String(k),
    });
  }
  let right = 0;
  const chunk = 1000;
  for (let from = 0; from < test.labels.length; from += chunk) {
    const to = Math.min(from + chunk, test.labels.length);
    const [similarities, indices] = tf.tidy(() => {
      const similarity = tf.matMul(unitRows(test, from, to), unitRows(train, 0, train.labels.length), false, true);
      const nearest = tf.topk(similarity, k, true);
      return [nearest.values.dataSync(), nearest.indices.dataSync()];
    });
    for (let i = 0; i < to - from; i++) {
      const votes = new Float64Array(classCount);
      for (let j = i * k; j < (i + 1) * k; j++) {
        votes[train.labels[indices[j]!]!]! += Math.exp(similarities[j]! / 0.1);
      }
      if (votes.indexOf(Math.max(...votes)) === test.labels[from + i]) right++;
    }
  }
  return right / test.labels.length;
}

function unitRows(features: LabelledFeatures, from: number, to: number): tf.Tensor2D {
  const { values, dimension } = features;
  const rows = tf.tensor2d(values.subarray(from * dimension, to * dimension), [to - from, dimension]);
  return rows.div(rows.norm("euclidean", 1, true).maximum(1e-12));
}

/**
 * Test accuracy of multinomial logistic regression on frozen features, standardised by the training mean and deviation: full-batch Adam
 * from zero weights, the rate falling to 0 on a cosine, so the outcome is deterministic.
 *
 * @throws InputError where the dimensions differ or a label is out of range.
 */
export function linearProbe(
  train: LabelledFeatures,
  test: LabelledFeatures,
  options: { classCount: number; steps?: number; learningRate?: number; weightDecay?: number },
): number {
  const { classCount, steps = 200, learningRate = 0.1, weightDecay = 1e-4 } = options;
  checkFeatures(train, test, classCount);
  return tf.tidy(() => {
    const raw = tf.tensor2d(train.values, [train.labels.length, train.dimension]);
    const { mean, variance } = tf.moments(raw, 0);
    const deviation = variance.add(1e-8).sqrt();
    const x = raw.sub(mean).div(deviation);
    const target = tf.oneHot(tf.tensor1d(Array.from(train.labels), "int32"), classCount);
    // The gradient of softmax regression in closed form: Xᵀ(softmax(XW + b) − Y)/n.
    let weight: tf.Tensor = tf.zeros([train.dimension + 1, classCount]);
    let first: tf.Tensor = tf.zerosLike(weight);
    let second: tf.Tensor = tf.zerosLike(weight);
    const design = tf.concat([x, tf.ones([train.labels.length, 1])], 1);
    for (let step = 0; step < steps; step++) {
      const rate = (learningRate * (1 + Math.cos((Math.PI * step) / steps))) / 2;
      [weight, first, second] = tf.tidy(() => {
        const residual = tf.softmax(tf.matMul(design, weight as tf.Tensor2D)).sub(target) as tf.Tensor2D;
        const gradient = tf
          .matMul(design as tf.Tensor2D, residual, true)
          .div(train.labels.length)
          .add(weight.mul(weightDecay));
        const m = first.mul(0.9).add(gradient.mul(0.1));
        const v = second.mul(0.999).add(gradient.square().mul(0.001));
        const mHat = m.div(1 - 0.9 ** (step + 1));
        const vHat = v.div(1 - 0.999 ** (step + 1));
        return [weight.sub(mHat.div(vHat.sqrt().add(1e-8)).mul(rate)), m, v];
      }) as [tf.Tensor, tf.Tensor, tf.Tensor];
    }
    const tested = tf.tensor2d(test.values, [test.labels.length, test.dimension]).sub(mean).div(deviation);
    const scores = tf.matMul(tf.concat([tested, tf.ones([test.labels.length, 1])], 1), weight as tf.Tensor2D);
    const predicted = Array.from(scores.argMax(1).dataSync());
    return predicted.filter((label, i) => label === test.labels[i]).length / predicted.length;
  });
}

function checkFeatures(train: LabelledFeatures, test: LabelledFeatures, classCount: number): void {
  if (train.dimension !== test.dimension) {
    throw new InputError({
      code: "shape",
      where: "test features",
      expected: `dimension ${train.dimension}, as the training features`,
      received: String(test.dimension),
    });
  }
  for (const [where, { values, dimension, labels }] of Object.entries({
    "training features": train,
    "test features": test,
  })) {
    if (labels.length === 0 || values.length !== labels.length * dimension) {
      throw new InputError({
        code: "shape",
        where,
        expected: `${dimension} values for each of one or more labels`,
        received: `${values.length} values for ${labels.length} labels`,
      });
    }
    const wrong = Array.from(labels).findIndex(
      (label) => !(Number.isInteger(label) && label >= 0 && label < classCount),
    );
    if (wrong >= 0) {
      throw new InputError({
        code: "range",
        where: `${where}: label ${wrong}`,
        expected: `a class from 0 to ${classCount - 1}`,
        received: String(labels[wrong]),
      });
    }
  }
}
