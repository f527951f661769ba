import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import * as layers from "../layers/norm.js";
import { iterNorm } from "../layers/iter-norm.js";
import { spectralPower, whiten } from "../layers/whitening.js";
import { follow, type Observed } from "../operations/normalize-channels.js";
import { gelu } from "../operations/gelu.js";
import { relu } from "../operations/relu.js";
import { linear } from "../operations/linear.js";
import type { Affine } from "../operations/normalize-view.js";
import type { Declaration, Initialiser, Part, Pass } from "./model.js";

/**
 * How weights begin. `default`: uniform in ±1/sqrt(inputs), biases too, as PyTorch does; `he`: normal with variance 2/inputs (He et al.,
 * arXiv 1502.01852); `lecun`: normal with variance 1/inputs; the last two with biases 0.
 */
export const initialisations = ["default", "he", "lecun"] as const;
/** One of `initialisations`. */
export type Initialisation = (typeof initialisations)[number];

/** Applied to every number. `gelu` is `x Φ(x)`. */
export const activations = ["none", "relu", "gelu", "tanh", "logistic"] as const;
/** One of `activations`. */
export type Activation = (typeof activations)[number];

/**
 * A normalization by name with its options; `affine` (default false) adds a trained gain and offset for every feature. `epsilon` is by
 * default 1e-5, for `zca`, `cholesky` and `spectralPower` 1e-3. `iterNorm` and these take the statistics of the batch in evaluation too.
 */
export type Norm = {
  /** Whether every feature has a trained gain and offset (default false). */
  readonly affine?: boolean;
  /** Added under the root, or to the spectrum; a number ≥ 0. */
  readonly epsilon?: number;
} & (
  | {
      /** The normalization's name. */
      readonly kind: "none" | "layerNorm" | "rootMeanSquareNorm";
    }
  | {
      /** The normalization's name. */
      readonly kind: "groupLayerNorm" | "groupNorm";
      /** Number of groups of neighbouring features; divides their number. */
      readonly groups: number;
    }
  | {
      /** The normalization's name. */
      readonly kind: "parallelLayerNorm" | "parallelLayerScaling";
      /** Features in a group; divides their number. */
      readonly normSize: number;
    }
  | {
      /** The normalization's name. */
      readonly kind: "powerMeanNorm";
      /** Features in a group; divides their number. */
      readonly normSize: number;
      /** Exponent of the power mean, 1 or more; 2 is the root mean square. */
      readonly p: number;
      /** Whether the group's mean is taken off first (default true). */
      readonly center?: boolean;
    }
  | {
      /** The normalization's name. */
      readonly kind: "batchNorm";
      /** Share of the batch's statistic in the running one at a step (default 0.1). */
      readonly momentum?: number;
    }
  | {
      /** The normalization's name. */
      readonly kind: "iterNorm";
      /** Newton iterations T ≥ 0. */
      readonly iterations: number;
      /** Whether features (the default) or samples are decorrelated. */
      readonly covarianceOf?: "features" | "samples";
    }
  | {
      /** The normalization's name. */
      readonly kind: "zca" | "cholesky";
    }
  | {
      /** The normalization's name. */
      readonly kind: "spectralPower";
      /** The exponent in Σ^(−power): 0.5 is whitening. */
      readonly power: number;
    }
);

/** The names of all normalizations, for messages and tables. */
export const normKinds = [
  ...["none", "layerNorm", "groupLayerNorm", "parallelLayerNorm", "parallelLayerScaling", "rootMeanSquareNorm"],
  ...["powerMeanNorm", "groupNorm", "batchNorm", "iterNorm", "zca", "cholesky", "spectralPower"],
] as const;

/** The word, once it is one of the known ones. */
export function requireKnown<W extends string>(words: readonly W[], where: string, word: string): W {
  if ((words as readonly string[]).includes(word)) return word as W;
  throw new InputError({
    code: "unknown-name",
    where,
    expected: `one of ${words.join(", ")}`,
    received: JSON.stringify(word),
  });
}

/** Initial weights for a map from that many inputs. */
export function weightInitialiser(initialisation: Initialisation, inputs: number): Initialiser {
  switch (requireKnown(initialisations, "initialisation", initialisation)) {
    case "default":
      return (random) => (2 * random.uniform() - 1) / Math.sqrt(inputs);
    case "he":
      return (random) => random.normal() * Math.sqrt(2 / inputs);
    case "lecun":
      return (random) => random.normal() * Math.sqrt(1 / inputs);
  }
}

/** `x W + b` on the last axis. */
export function dense(
  declaration: Declaration,
  name: string,
  inputs: number,
  outputs: number,
  options: {
    readonly initialisation?: Initialisation;
    readonly bias?: boolean;
    readonly initialiser?: Initialiser;
  } = {},
): Part {
  const { initialisation = "default", bias = true } = options;
  const initialiser = options.initialiser ?? weightInitialiser(initialisation, inputs);
  const weight = declaration.parameter(`${name}/weight`, [inputs, outputs], initialiser);
  const biasInitialiser = initialisation === "default" && options.initialiser === undefined ? initialiser : () => 0;
  const offset = bias ? declaration.parameter(`${name}/bias`, [outputs], biasInitialiser) : undefined;
  return (x, pass) => {
    const rows = (x.rank === 2 ? x : tf.reshape(x, [-1, inputs])) as tf.Tensor2D;
    const matrix = weight(pass) as tf.Tensor2D;
    const y = offset === undefined ? tf.matMul(rows, matrix) : linear(rows, matrix, offset(pass) as tf.Tensor1D);
    const shaped = x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), outputs]);
    pass.observe(name, shaped);
    return shaped;
  };
}

/** A convolution of that size and stride, from `inputs` to `width` channels, and its normalization; with a bias where there is none. */
export function normedConvolution(
  declaration: Declaration,
  name: string,
  options: {
    readonly inputs: number;
    readonly width: number;
    readonly size: number;
    readonly stride: number;
    readonly norm: Norm;
    readonly initialisation: Initialisation;
  },
): Part {
  const { inputs, width, size, stride, norm, initialisation } = options;
  const initialiser = weightInitialiser(initialisation, size * size * inputs);
  const filter = declaration.parameter(`${name}/filter`, [size, size, inputs, width], initialiser);
  const bias = norm.kind === "none" ? declaration.parameter(`${name}/bias`, [width], () => 0) : undefined;
  const normed = normalization(declaration, `${name} norm`, width, norm);
  return (x, pass) => {
    const y = tf.conv2d(x as tf.Tensor4D, filter(pass) as tf.Tensor4D, stride, "same");
    pass.observe(name, y);
    return normed(bias === undefined ? y : tf.add(y, bias(pass)), pass);
  };
}

/** A normalization layer over that many features (the last axis). */
export function normalization(declaration: Declaration, name: string, features: number, norm: Norm): Part {
  const layer = normalizationLayer(declaration, name, features, norm);
  if (norm.kind === "none") return layer;
  const gain = norm.affine ? declaration.parameter(`${name}/gain`, [features], () => 1) : undefined;
  const offset = norm.affine ? declaration.parameter(`${name}/offset`, [features], () => 0) : undefined;
  return (x, pass) => {
    const y = layer(x, pass, gain && { gain: gain(pass), offset: offset!(pass) });
    pass.observe(name, y);
    return y;
  };
}

/** A normalization, and the gain and offset behind it where there are any. */
type NormalizationLayer = (x: tf.Tensor, pass: Pass, affine?: Affine) => tf.Tensor;

const applyAffine = (y: tf.Tensor, affine?: Affine): tf.Tensor =>
  affine === undefined ? y : tf.add(tf.mul(y, affine.gain), affine.offset);

function normalizationLayer(declaration: Declaration, name: string, features: number, norm: Norm): NormalizationLayer {
  const { epsilon } = norm;
  // Options are checked when the model is made, not in its first step.
  const checked = (layer: (x: tf.Tensor, affine?: Affine) => tf.Tensor): NormalizationLayer => {
    tf.tidy(() => void layer(tf.zeros([2, features])));
    return (x, _, affine) => layer(x, affine);
  };
  // Nothing but the options can be wrong for every width: tried on few features, whose covariance has full rank.
  const checkedSpectral = (layer: (x: tf.Tensor) => tf.Tensor): NormalizationLayer => {
    const corners = [...[0, 0], ...[1, 0], ...[0, 1]];
    tf.tidy(() => void layer(tf.slice(tf.tensor2d(corners, [3, 2]), [0, 0], [3, Math.min(features, 2)])));
    return (x, _, affine) => applyAffine(layer(x), affine);
  };
  requireKnown(normKinds, `${name}: norm.kind`, norm.kind);
  switch (norm.kind) {
    case "none":
      return (x) => x;
    case "layerNorm":
      return checked((x, affine) => layers.layerNorm(x, { epsilon, affine }));
    case "rootMeanSquareNorm":
      return checked((x, affine) => layers.rootMeanSquareNorm(x, { epsilon, affine }));
    case "groupLayerNorm":
      return checked((x, affine) => layers.groupLayerNorm(x, { groups: norm.groups, epsilon, affine }));
    case "groupNorm":
      return checked((x, affine) => layers.groupNorm(x, { groups: norm.groups, epsilon, affine }));
    case "parallelLayerNorm":
      return checked((x, affine) => layers.parallelLayerNorm(x, { normSize: norm.normSize, epsilon, affine }));
    case "parallelLayerScaling":
      return checked((x, affine) => layers.parallelLayerScaling(x, { normSize: norm.normSize, epsilon, affine }));
    case "powerMeanNorm": {
      const { normSize, p, center } = norm;
      return checked((x, affine) => applyAffine(layers.powerMeanNorm(x, { normSize, p, center, epsilon }), affine));
    }
    case "iterNorm": {
      const { iterations, covarianceOf } = norm;
      return checkedSpectral((x) => iterNorm(x, { iterations, covarianceOf, epsilon: epsilon ?? 1e-5 }));
    }
    case "zca":
    case "cholesky": {
      const { kind } = norm;
      return checkedSpectral((x) => whiten(x, { kind, epsilon: epsilon ?? 1e-3 }));
    }
    case "spectralPower": {
      const { power } = norm;
      return checkedSpectral((x) => spectralPower(x, { power, epsilon: epsilon ?? 1e-3 }));
    }
    case "batchNorm":
      return batchNormalization(declaration, features, {
        epsilon: epsilon ?? 1e-5,
        momentum: norm.momentum ?? 0.1,
      });
  }
}

/** Batch statistics in training, which the running ones follow by the share `momentum`; the running ones in evaluation. */
function batchNormalization(
  declaration: Declaration,
  features: number,
  { epsilon, momentum }: { readonly epsilon: number; readonly momentum: number },
): NormalizationLayer {
  // An epsilon that is wrong is refused when the model is made.
  tf.tidy(() => void layers.batchNorm(tf.zeros([2, features]), { epsilon }));
  const mean = declaration.buffer(features, 0);
  const variance = declaration.buffer(features, 1);
  return (x, pass, affine) => {
    if (!pass.training) return applyAffine(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon))), affine);
    const count = x.size / features;
    const unbias = count / Math.max(1, count - 1);
    const observed: Observed = (...own) => follow([mean, variance], own, { own: momentum, unbias });
    return layers.batchNorm(x, { epsilon, affine, observed });
  };
}

/** The activation of that name. */
export function activate(activation: Activation): Part {
  switch (requireKnown(activations, "activation", activation)) {
    case "none":
      return (x) => x;
    case "relu":
      return (x) => relu(x);
    case "gelu":
      return (x) => gelu(x);
    case "tanh":
      return (x) => tf.tanh(x);
    case "logistic":
      return (x) => tf.sigmoid(x);
  }
}
