import * as tf from "@tensorflow/tfjs";
import { registerOperation } from "./operation.js";

/**
 * One step of AdamW on one tensor: from [value, gradient, first, second, constants] to the new [value, first, second], where
 * constants are [β₁, 1 − β₁, β₂, 1 − β₂, rate/(1 − β₁ᵗ), 1/(1 − β₂ᵗ), epsilon, 1 − rate · weightDecay] (1 − β₂ of its own, as β₂ in
 * single precision has lost its digits):
 * `m ← β₁m + (1 − β₁)g`, `v ← β₂v + (1 − β₂)g²`, `w ← keep · w − rate · m / (sqrt(v · unbias) + epsilon)`.
 */
export const adamStep = registerOperation<Record<never, never>>({
  name: "NormlabAdam",
  integers: [],
  shapes: ([value]) => [value!.shape, value!.shape, value!.shape],
  define([value, gradient, first, second, constants]) {
    const [beta1, rest1, beta2, rest2, rate, unbias, epsilon, keep] = tf.unstack(constants!);
    const m = tf.add(tf.mul(first!, beta1!), tf.mul(gradient!, rest1!));
    const v = tf.add(tf.mul(second!, beta2!), tf.mul(tf.square(gradient!), rest2!));
    const step = tf.div(tf.mul(m, rate!), tf.add(tf.sqrt(tf.mul(v, unbias!)), epsilon!));
    return [tf.sub(tf.mul(value!, keep!), step), m, v];
  },
  compute([value, gradient, first, second, constants], [newValue, newFirst, newSecond]) {
    const [beta1, rest1, beta2, rest2, rate, unbias, epsilon, keep] = Array.from(constants!) as Eight;
    for (let i = 0; i < value!.length; i++) {
      const g = gradient![i]!;
      const m = beta1 * first![i]! + rest1 * g;
      const v = beta2 * second![i]! + rest2 * g * g;
      newFirst![i] = m;
      newSecond![i] = v;
      newValue![i] = keep * value![i]! - (rate * m) / (Math.sqrt(v * unbias) + epsilon);
    }
  },
});

type Eight = [number, number, number, number, number, number, number, number];
