import * as tf from "@tensorflow/tfjs";
import { registerOperation } from "./operation.js";

/**
 * One step of AdamW on one tensor: from [value, gradient, first, second, constants] to the new [value, first, second], where
 * constants are [beta1, beta2, rate/(1 − beta1ᵗ), 1/(1 − beta2ᵗ), epsilon, 1 − rate · weightDecay]:
 * `m ← β₁m + (1 − β₁)g`, `v ← β₂v + (1 − β₂)g²`, `w ← keep · w − rate · m / (sqrt(v · unbias) + epsilon)`.
 */
export const adamStep = registerOperation<Record<never, never>>({
  name: "NormlabAdam",
  integers: [],
  shapes: ([value]) => [value!.shape, value!.shape, value!.shape],
  define([value, gradient, first, second, constants]) {
    const [beta1, beta2, rate, unbias, epsilon, keep] = tf.unstack(constants!);
    const mix = (old: tf.Tensor, fresh: tf.Tensor, beta: tf.Tensor) => tf.add(fresh, tf.mul(tf.sub(old, fresh), beta));
    const m = mix(first!, gradient!, beta1!);
    const v = mix(second!, tf.square(gradient!), beta2!);
    const step = tf.div(tf.mul(m, rate!), tf.add(tf.sqrt(tf.mul(v, unbias!)), epsilon!));
    return [tf.sub(tf.mul(value!, keep!), step), m, v];
  },
  compute([value, gradient, first, second, constants], [newValue, newFirst, newSecond]) {
    const [beta1, beta2, rate, unbias, epsilon, keep] = constants! as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let i = 0; i < value!.length; i++) {
      const g = gradient![i]!;
      const m = beta1 * first![i]! + (1 - beta1) * g;
      const v = beta2 * second![i]! + (1 - beta2) * g * g;
      newFirst![i] = m;
      newSecond![i] = v;
      newValue![i] = keep * value![i]! - (rate * m) / (Math.sqrt(v * unbias) + epsilon);
    }
  },
});
