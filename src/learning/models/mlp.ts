import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { createModel, type Model, type Part } from "./model.js";
import { activate, dense, normalization, type Activation, type Initialisation, type Norm } from "./parts.js";

/** A multilayer perceptron: `depth` hidden layers of linear map, normalization and activation, and a linear output. */
export interface MlpConfiguration {
  /** Numbers in a sample. */
  readonly inputs: number;
  /** Neurons in every hidden layer. */
  readonly width: number;
  /** Hidden layers, 0 or more; 0 is a linear model. */
  readonly depth: number;
  /** Numbers in the output: classes. */
  readonly outputs: number;
  /** PLN-Net: `{kind: "parallelLayerNorm", normSize: 8}`; LN-Net: `{kind: "layerNorm"}`; both with activation `none`. */
  readonly norm?: Norm;
  /** After the normalization; `none` by default. */
  readonly activation?: Activation;
  /** How weights begin; `default` by default. */
  readonly initialisation?: Initialisation;
  /** Draws the first weights. */
  readonly seed: number;
}

/**
 * Makes a multilayer perceptron. Without an activation, its only nonlinearity is its normalization: an LN-Net, or a PLN-Net.
 *
 * Shape: n × inputs (or any with as many numbers a sample) to n × outputs. Source: abstracts of arXiv 2505.13142 and 2406.01255.
 *
 * @throws InputError for sizes that are not positive whole numbers, unknown names (the known ones are listed), a norm that does not
 * fit the width.
 * @example
 * const net = mlp({ inputs: 4, width: 16, depth: 2, outputs: 3, norm: { kind: "parallelLayerNorm", normSize: 8 }, seed: 1 });
 * net.apply(tf.zeros([5, 4])).shape; // => [5, 3]
 * net.parameters.map((parameter) => parameter.size); // => [64, 256, 48, 16, 16, 3]
 */
export function mlp(configuration: MlpConfiguration): Model {
  const { inputs, width, depth, outputs, norm = { kind: "none" }, activation = "none", seed } = configuration;
  requireSizes({ inputs, width, outputs });
  requireSizes({ depth }, 0);
  const { initialisation = "default" } = configuration;
  return createModel(seed, (declaration) => {
    const parts: Part[] = [];
    const nonlinearity = activate(activation);
    for (let i = 0; i < depth; i++) {
      parts.push(dense(declaration, `layer ${i + 1}`, i === 0 ? inputs : width, width, { initialisation }));
      parts.push(normalization(declaration, `norm ${i + 1}`, width, norm));
      parts.push(nonlinearity);
    }
    parts.push(dense(declaration, "output", depth === 0 ? inputs : width, outputs, { initialisation }));
    return (x, pass) => parts.reduce((value, part) => part(value, pass), tf.reshape(x, [-1, inputs]) as tf.Tensor);
  });
}

/** Checks sizes by name. */
export function requireSizes(sizes: Record<string, number>, least = 1): void {
  for (const [where, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < least) {
      throw new InputError({
        code: "range",
        where,
        expected: `a whole number ≥ ${least}`,
        received: String(size),
      });
    }
  }
}
