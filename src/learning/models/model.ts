import * as tf from "@tensorflow/tfjs";
import { createRandom, mixSeed } from "../data/random.js";
import { unpack } from "../operations/pack.js";
import type { Observe } from "../training/train.js";
import { perturbed } from "./perturbation.js";

/** A parameter of a model by name; its numbers stand in one of the model's two variables. */
export interface Parameter {
  /** Layer and part: `output/weight`. */
  readonly name: string;
  /** Sizes of its axes. */
  readonly shape: readonly number[];
  /** `weights`: matrices and filters, which decay; `offsets`: biases and gains, which do not. */
  readonly variable: "weights" | "offsets";
  /** Where its numbers start there. */
  readonly offset: number;
  /** How many numbers it has. */
  readonly size: number;
}

/** How a forward pass is run. */
export interface ApplyOptions {
  /** Whether statistics are taken of the batch, and running ones updated (default false). */
  readonly training?: boolean;
  /** Given the output of every layer by name. */
  readonly observe?: Observe;
}

/** A model: plain functions over two flat variables, so that optimiser, checkpoint and averaging are a handful of operations. */
export interface Model {
  /** `weights` of shape [1, P] and `offsets` of shape [Q] (where there are any), in this order. */
  readonly trainable: readonly tf.Variable[];
  /** Running statistics: changed in training, not by gradients. */
  readonly buffers: readonly tf.Variable[];
  /** What the trainable numbers mean, in the order in which they lie there. */
  readonly parameters: readonly Parameter[];
  /** The output for a batch; the result is the caller's to dispose of. */
  apply(x: tf.Tensor, options?: ApplyOptions): tf.Tensor;
  /** Tensors shaped like `trainable` (the variables, their gradients or averages) cut into the parameters, by name. */
  unpack(tensors?: readonly tf.Tensor[]): Record<string, tf.Tensor>;
  /** Frees all variables; the model is of no use afterwards. */
  dispose(): void;
}

/** A model that can also run one of its parts. */
export interface ModelOfParts extends Model {
  run(part: Part, x: tf.Tensor, options?: ApplyOptions): tf.Tensor;
}

/** One forward pass: the parameters' values, and how it is run. */
export interface Pass {
  readonly values: readonly tf.Tensor[];
  readonly training: boolean;
  readonly observe: Observe;
}

/** A part of a model: from its input to its output in a pass. */
export type Part = (x: tf.Tensor, pass: Pass) => tf.Tensor;

/** Initial values of a parameter, one after the other. */
export type Initialiser = (random: ReturnType<typeof createRandom>) => number;

/** What the parts of a model are declared to. */
export interface Declaration {
  /** A parameter; answers how to get its value in a pass. */
  parameter(name: string, shape: readonly number[], initialiser: Initialiser): (pass: Pass) => tf.Tensor;
  /** A running statistic of that many numbers, all beginning at the value. */
  buffer(size: number, value: number): tf.Variable;
}

/**
 * Makes a model of parts: `build` declares the parameters and answers the forward pass. Initial values depend on the seed and the
 * order of declaration alone.
 */
export function createModel(seed: number, build: (declaration: Declaration) => Part): ModelOfParts {
  const declared: { name: string; shape: readonly number[]; values: Float32Array; decays: boolean; index: number }[] =
    [];
  const buffers: tf.Variable[] = [];
  const forward = build({
    parameter(name, shape, initialiser) {
      const index = declared.length;
      const random = createRandom(mixSeed(seed, index));
      const initial = Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => initialiser(random));
      const values = perturbed(initial, index);
      declared.push({ name, shape, values, decays: shape.length >= 2, index });
      return (pass) => pass.values[index]!;
    },
    buffer(size, value) {
      const variable = tf.tidy(() => tf.variable(tf.fill([size], value), false));
      buffers.push(variable);
      return variable;
    },
  });
  const groups = [true, false].map((decays) => declared.filter((entry) => entry.decays === decays));
  const used = groups.filter((group) => group.length > 0);
  const trainable = used.map((group) => {
    const values = Float32Array.from(group.flatMap((entry) => Array.from(entry.values)));
    return tf.tidy(() => tf.variable(group[0]!.decays ? tf.tensor2d(values, [1, values.length]) : tf.tensor1d(values)));
  });
  const parameters = used.flatMap((group) => {
    let offset = 0;
    return group.map(({ name, shape, values, decays }): Parameter => {
      const start = offset;
      offset += values.length;
      return { name, shape, variable: decays ? "weights" : "offsets", offset: start, size: values.length };
    });
  });

  /** The parameters' values in the order of their declaration. */
  const valuesOf = (tensors: readonly tf.Tensor[]): tf.Tensor[] => {
    const values: tf.Tensor[] = [];
    used.forEach((group, i) => {
      const shapes = group.map((entry) => entry.shape);
      unpack(tf.reshape(tensors[i]!, [-1]), shapes).forEach((value, j) => (values[group[j]!.index] = value));
    });
    return values;
  };
  const run: ModelOfParts["run"] = (part, x, { training = false, observe = () => undefined } = {}) =>
    tf.tidy(() => part(x, { values: valuesOf(trainable), training, observe }));
  return {
    trainable,
    buffers,
    parameters,
    run,
    apply: (x, options) => run(forward, x, options),
    unpack(tensors = trainable) {
      const values = tf.tidy(() => valuesOf(tensors));
      return Object.fromEntries(declared.map(({ name }, i) => [name, values[i]!]));
    },
    dispose: () => tf.dispose([...trainable, ...buffers]),
  };
}
