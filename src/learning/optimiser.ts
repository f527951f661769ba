import * as tf from "@tensorflow/tfjs";
import { InputError } from "../exact/input-error.js";
import { adamStep } from "./kernels/adam.js";

/**
 * Takes a step against the gradient. A model keeps all its parameters in one flat variable, so a step is a handful of tensor
 * operations whatever the depth.
 */
export interface Optimiser {
  /** One step on all variables, in the order they were given. The gradients are not disposed. */
  apply(gradients: readonly tf.Tensor[], learningRate: number): void;
  /** What a checkpoint keeps beside the variables, as copies that the caller disposes. */
  state(): tf.Tensor[];
  /** Takes up a state that `state` gave. */
  restore(state: readonly tf.Tensor[]): void;
  dispose(): void;
}

/** Options of `AdamW`. */
export interface AdamWOptions {
  /** Decay of the mean of gradients (default 0.9). */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients (default 0.999). */
  readonly beta2?: number;
  /** Added to the root (default 1e-8). */
  readonly epsilon?: number;
  /** Decoupled decay, multiplied by the learning rate (default 0: Adam). */
  readonly weightDecay?: number;
}

/**
 * AdamW: `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`, `w ← w − rate · (m̂/(sqrt(v̂) + epsilon) + weightDecay · w)` with the bias-corrected
 * `m̂ = m/(1−β₁ᵗ)`, `v̂ = v/(1−β₂ᵗ)`. One operation for each variable on native, WebAssembly and plain backends.
 *
 * Source: Loshchilov and Hutter, arXiv 1711.05101.
 *
 * @throws InputError for gradients or a state that do not fit the variables.
 */
export class AdamW implements Optimiser {
  private readonly options: Required<AdamWOptions>;
  private readonly first: tf.Variable[];
  private readonly second: tf.Variable[];
  private steps = 0;

  constructor(
    private readonly variables: readonly tf.Variable[],
    options: AdamWOptions = {},
  ) {
    this.options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, ...options };
    this.first = zerosLike(variables);
    this.second = zerosLike(variables);
  }

  apply(gradients: readonly tf.Tensor[], learningRate: number): void {
    requireShapes("gradients", gradients, this.variables);
    const { beta1, beta2, epsilon, weightDecay } = this.options;
    this.steps++;
    const rate = learningRate / (1 - beta1 ** this.steps);
    const unbias = 1 / (1 - beta2 ** this.steps);
    tf.tidy(() => {
      const constants = tf.tensor1d([beta1, beta2, rate, unbias, epsilon, 1 - learningRate * weightDecay]);
      this.variables.forEach((variable, i) => {
        const [first, second] = [this.first[i]!, this.second[i]!];
        const [value, newFirst, newSecond] = adamStep([variable, gradients[i]!, first, second, constants], {});
        variable.assign(value!);
        first.assign(newFirst!);
        second.assign(newSecond!);
      });
    });
  }

  state(): tf.Tensor[] {
    return [tf.scalar(this.steps), ...[...this.first, ...this.second].map((tensor) => tensor.clone())];
  }

  restore(state: readonly tf.Tensor[]): void {
    const kept = [...this.first, ...this.second];
    requireShapes("state", state.slice(1), kept);
    this.steps = state[0]!.dataSync()[0]!;
    kept.forEach((variable, i) => variable.assign(state[i + 1]!));
  }

  dispose(): void {
    tf.dispose([...this.first, ...this.second]);
  }
}

/** Options of `Sgd`. */
export interface SgdOptions {
  /** Share of the last step that is taken again (default 0). */
  readonly momentum?: number;
  /** Added to the gradient as `weightDecay · w` (default 0). */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent with momentum: `u ← momentum · u + g + weightDecay · w`, `w ← w − rate · u`.
 *
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013), without Nesterov's term.
 *
 * @throws InputError as `AdamW`.
 */
export class Sgd implements Optimiser {
  private readonly momentum: number;
  private readonly weightDecay: number;
  private readonly velocity: tf.Variable[];

  constructor(
    private readonly variables: readonly tf.Variable[],
    { momentum = 0, weightDecay = 0 }: SgdOptions = {},
  ) {
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    this.velocity = momentum === 0 ? [] : zerosLike(variables);
  }

  apply(gradients: readonly tf.Tensor[], learningRate: number): void {
    requireShapes("gradients", gradients, this.variables);
    tf.tidy(() => {
      this.variables.forEach((variable, i) => {
        let step = gradients[i]!;
        if (this.weightDecay !== 0) step = tf.add(step, tf.mul(variable, this.weightDecay));
        const velocity = this.velocity[i];
        if (velocity !== undefined) {
          step = tf.add(tf.mul(velocity, this.momentum), step);
          velocity.assign(step);
        }
        variable.assign(tf.sub(variable, tf.mul(step, learningRate)));
      });
    });
  }

  state(): tf.Tensor[] {
    return this.velocity.map((tensor) => tensor.clone());
  }

  restore(state: readonly tf.Tensor[]): void {
    requireShapes("state", state, this.velocity);
    this.velocity.forEach((variable, i) => variable.assign(state[i]!));
  }

  dispose(): void {
    tf.dispose(this.velocity);
  }
}

function zerosLike(variables: readonly tf.Variable[]): tf.Variable[] {
  return variables.map((variable) => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)));
}

function requireShapes(where: string, tensors: readonly tf.Tensor[], variables: readonly tf.Tensor[]): void {
  const shapes = (list: readonly tf.Tensor[]) => list.map((tensor) => `[${tensor.shape.join(", ")}]`).join(" ");
  if (shapes(tensors) !== shapes(variables)) {
    throw new InputError({
      code: "shape",
      where,
      expected: `tensors of shapes ${shapes(variables)}`,
      received: shapes(tensors) || "none",
    });
  }
}
