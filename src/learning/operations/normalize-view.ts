import * as tf from "@tensorflow/tfjs";
import type { Attributes } from "./operation.js";

/**
 * How a tensor is cut for normalization: its numbers, row by row, are [outer, middle, groups, size], and each (outer, group) is
 * normalized over middle and size. A layer over the features has middle 1; batch normalization outer 1 and size 1.
 */
export interface NormalizeView extends Attributes {
  readonly middle: number;
  readonly groups: number;
  readonly size: number;
  readonly center: boolean;
  readonly epsilon: number;
}

/** A trained gain and offset of every feature: what a normalized value is multiplied by, and what is added. */
export interface Affine {
  /** Shape: features. */
  readonly gain: tf.Tensor;
  /** Shape: features. */
  readonly offset: tf.Tensor;
}

/** Which of a view's numbers are whole. */
export const viewIntegers = ["middle", "groups", "size"];

/** Means of a view (0 where it does not centre), what is left without them, and the mean of its squares; each [outer, middle, groups, size] or 1. */
export function momentsByDefinition(x: tf.Tensor, view: NormalizeView) {
  const cut = cutBy(x, view);
  const mean = tf.mul(tf.mean(cut, [1, 3], true), Number(view.center));
  const centred = view.center ? tf.sub(cut, mean) : cut;
  return { mean, centred, variance: tf.mean(tf.square(centred), [1, 3], true) };
}

/** `1/sqrt(variance + epsilon)`, 0 where the root is 0; 1e-30 is below every other root that single precision can hold. */
export function inverseRootByDefinition(variance: tf.Tensor, epsilon: number): tf.Tensor {
  const root = tf.sqrt(tf.add(variance, epsilon));
  return tf.div(tf.step(root), tf.maximum(root, 1e-30));
}

/** How many outer blocks the view cuts a tensor into. */
export function outerOf(x: tf.TensorInfo, { middle, groups, size }: NormalizeView): number {
  return tf.util.sizeFromShape(x.shape) / (middle * groups * size);
}

/** The tensor as [outer, middle, groups, size]. */
export function cutBy(x: tf.Tensor, { middle, groups, size }: NormalizeView): tf.Tensor {
  return tf.reshape(x, [-1, middle, groups, size]);
}
