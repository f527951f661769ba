import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { adamStep } from "../operations/adam.js";

/** Moves variables against their gradients; its state is part of a checkpoint. */
export interface Optimiser {
  /** One step along the gradients of all the optimiser's variables, flattened one after the other. */
  apply(gradient: tf.Tensor1D, learningRate: number): void;
  /** Moments and counters, in a fixed order. The tensors stay the optimiser's. */
  state(): tf.Tensor[];
  /** Takes over a state that `state` gave. */
  restore(state: readonly tf.Tensor[]): void;
  dispose(): void;
}

/**
 * AdamW: Adam with decoupled weight decay, one operation for each variable (a model of this library has two, however deep it is).
 *
 * `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`, `w ← w − rate·(m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε) + λw)`. Decay acts on matrices and filters, not on
 * biases and gains (variables of rank below 2).
 *
 * Source: Kingma, Ba, arXiv 1412.6980; Loshchilov, Hutter, arXiv 1711.05101.
 *
 * @throws InputError for a gradient of another length than the variables together.
 */
export function adamW(
  variables: readonly tf.Variable[],
  options: { beta1?: number; beta2?: number; epsilon?: number; weightDecay?: number } = {},
): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const first = zerosLike(variables);
  const second = zerosLike(variables);
  const steps = tf.tidy(() => tf.variable(tf.scalar(0), false));
  let t = 0;
  return {
    apply: (gradient, learningRate) =>
      tf.tidy(() => {
        t++;
        steps.assign(tf.scalar(t));
        const constants = (decay: number): tf.Tensor =>
          tf.tensor1d([
            ...[beta1, 1 - beta1, beta2, 1 - beta2],
            ...[learningRate / (1 - beta1 ** t), 1 / (1 - beta2 ** t), epsilon],
            1 - learningRate * decay,
          ]);
        const gradients = unflatten(gradient, variables);
        variables.forEach((variable, i) => {
          const decay = variable.rank >= 2 ? weightDecay : 0;
          const moved = adamStep([variable, gradients[i]!, first[i]!, second[i]!, constants(decay)], {});
          [variable, first[i]!, second[i]!].forEach((target, j) => target.assign(moved[j]!));
        });
      }),
    state: () => [...first, ...second, steps],
    restore(state) {
      [...first, ...second, steps].forEach((target, i) => target.assign(state[i]!));
      t = steps.dataSync()[0]!;
    },
    dispose: () => tf.dispose([...first, ...second, steps]),
  };
}

/**
 * Stochastic gradient descent with momentum: `u ← μu + g + λw`, `w ← w − rate·u`, with weight decay λ on variables of rank 2 and above.
 *
 * Source: Sutskever et al., ICML 2013.
 *
 * @throws InputError as `adamW`.
 */
export function sgd(
  variables: readonly tf.Variable[],
  options: { momentum?: number; weightDecay?: number } = {},
): Optimiser {
  const { momentum = 0.9, weightDecay = 0 } = options;
  const velocities = zerosLike(variables);
  return {
    apply: (gradient, learningRate) =>
      tf.tidy(() => {
        const gradients = unflatten(gradient, variables);
        variables.forEach((variable, i) => {
          const decays = weightDecay !== 0 && variable.rank >= 2;
          const full = decays ? tf.add(gradients[i]!, tf.mul(variable, weightDecay)) : gradients[i]!;
          const velocity = velocities[i]!;
          velocity.assign(tf.add(tf.mul(velocity, momentum), full));
          variable.assign(tf.sub(variable, tf.mul(velocity, learningRate)));
        });
      }),
    state: () => [...velocities],
    restore: (state) => velocities.forEach((velocity, i) => velocity.assign(state[i]!)),
    dispose: () => tf.dispose(velocities),
  };
}

/** All tensors one after the other as one vector. */
export function flatten(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat(tensors.map((tensor) => tensor.reshape([-1]) as tf.Tensor1D));
}

/** The vector cut into the shapes of the variables. */
function unflatten(vector: tf.Tensor1D, variables: readonly tf.Variable[]): tf.Tensor[] {
  const sizes = variables.map((variable) => variable.size);
  const size = sizes.reduce((sum, part) => sum + part, 0);
  if (vector.rank !== 1 || vector.size !== size) {
    throw new InputError({
      code: "shape",
      where: "gradient",
      expected: `a vector of ${size} numbers, as many as the variables hold`,
      received: `shape [${vector.shape.join(", ")}]`,
    });
  }
  const parts = sizes.length === 1 ? [vector] : tf.split(vector, sizes);
  return parts.map((part, i) => part.reshape(variables[i]!.shape));
}

function zerosLike(variables: readonly tf.Variable[]): tf.Variable[] {
  return variables.map((variable) => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)));
}
