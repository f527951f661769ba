import * as tf from "@tensorflow/tfjs";
import type { Optimiser } from "./train.js";

/**
 * AdamW: Adam with decoupled weight decay, on all variables as one flat vector, so that a step costs a dozen kernel calls however many
 * variables there are.
 *
 * `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`, `w ← w − rate·(m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε) + λw)`. Decay acts on matrices and filters, not on
 * biases and gains (variables of rank below 2).
 *
 * Source: Kingma, Ba, arXiv 1412.6980; Loshchilov, Hutter, arXiv 1711.05101.
 */
export function adamW(
  variables: readonly tf.Variable[],
  options: { beta1?: number; beta2?: number; epsilon?: number; weightDecay?: number } = {},
): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  const first = zeros(size);
  const second = zeros(size);
  const steps = tf.tidy(() => tf.variable(tf.scalar(0), false));
  const decayed = decayMask(variables, weightDecay);
  return {
    apply: (gradient, learningRate) =>
      tf.tidy(() => {
        steps.assign(steps.add(1));
        const t = steps.dataSync()[0]!;
        first.assign(first.mul(beta1).add(gradient.mul(1 - beta1)));
        second.assign(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
        const denominator = second.sqrt().add(epsilon * Math.sqrt(1 - beta2 ** t));
        const scale = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
        move(variables, first.div(denominator).mul(scale), decayed, learningRate);
      }),
    state: () => [first, second, steps],
    restore(state) {
      first.assign(state[0] as tf.Tensor1D);
      second.assign(state[1] as tf.Tensor1D);
      steps.assign(state[2] as tf.Scalar);
    },
    dispose: () => tf.dispose([first, second, steps, ...(decayed === undefined ? [] : [decayed])]),
  };
}

/**
 * Stochastic gradient descent with momentum: `u ← μu + g + λw`, `w ← w − rate·u`, with weight decay λ on variables of rank 2 and above.
 *
 * Source: Sutskever et al., ICML 2013.
 */
export function sgd(
  variables: readonly tf.Variable[],
  options: { momentum?: number; weightDecay?: number } = {},
): Optimiser {
  const { momentum = 0.9, weightDecay = 0 } = options;
  const velocity = zeros(variables.reduce((sum, variable) => sum + variable.size, 0));
  const decayed = decayMask(variables, weightDecay);
  return {
    apply: (gradient, learningRate) =>
      tf.tidy(() => {
        const full = decayed === undefined ? gradient : gradient.add(flatten(variables).mul(decayed));
        velocity.assign(velocity.mul(momentum).add(full));
        move(variables, velocity.mul(learningRate), undefined, learningRate);
      }),
    state: () => [velocity],
    restore: (state) => velocity.assign(state[0] as tf.Tensor1D),
    dispose: () => tf.dispose([velocity, ...(decayed === undefined ? [] : [decayed])]),
  };
}

/** All tensors one after the other as one vector. */
export function flatten(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat(tensors.map((tensor) => tensor.reshape([-1]) as tf.Tensor1D));
}

function zeros(size: number): tf.Variable<tf.Rank.R1> {
  return tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([size]), false));
}

/** `w ← w − change − rate·λw`, λ being 0 where nothing decays. */
function move(
  variables: readonly tf.Variable[],
  change: tf.Tensor,
  decayed: tf.Tensor | undefined,
  learningRate: number,
): void {
  const weights = flatten(variables);
  const kept = decayed === undefined ? weights : weights.sub(weights.mul(decayed).mul(learningRate));
  const moved = tf.split(
    kept.sub(change),
    variables.map((variable) => variable.size),
  );
  variables.forEach((variable, i) => variable.assign(moved[i]!.reshape(variable.shape)));
}

/** λ at each weight that decays, 0 elsewhere; nothing where λ is 0. */
function decayMask(variables: readonly tf.Variable[], weightDecay: number): tf.Tensor1D | undefined {
  if (weightDecay === 0) return undefined;
  return tf.tidy(() => tf.keep(flatten(variables.map((v) => tf.fill(v.shape, v.rank >= 2 ? weightDecay : 0)))));
}
