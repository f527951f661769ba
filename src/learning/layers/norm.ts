import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { requireDivisor } from "../../theory/norm/layer-norm.js";
import { normalize } from "../operations/normalize.js";
import type { Affine } from "../operations/normalize-view.js";
import { normalizeChannels, type Observed } from "../operations/normalize-channels.js";
import { withGradient } from "../operations/with-gradient.js";

/** Added to the mean of squares inside the root: 1e-5 by default, 0 for the layer of the theory. */
export interface EpsilonOption {
  /** A number ≥ 0, in squared units of the input. */
  readonly epsilon?: number;
}

/** Options of every normalization but the power mean's. */
export interface NormOptions extends EpsilonOption {
  /** A gain and an offset of every feature: `y · gain + offset`, with gradients for both. None by default. */
  readonly affine?: Affine;
}

const defaultEpsilon = 1e-5;

/**
 * Layer normalization over the features (the last axis) at every sample and position: `(x − mean)/sqrt(variance + epsilon)`, the
 * trainable twin of `normlab/theory`'s. Its gradient is closed: `(g − mean(g) − y·mean(g·y))/sqrt(variance + epsilon)`.
 *
 * Shape: 2-, 3- or 4-D with the features last, kept. Where the root is 0 output and gradient are 0. Gradients of gradients are
 * not offered. Source: Ba, Kiros and Hinton, arXiv 1607.06450.
 *
 * @throws InputError for other ranks, a type other than float32, a negative `epsilon`.
 * @example
 * layerNorm(tf.tensor2d([[1, 3]]), { epsilon: 0 }).arraySync(); // => [[-1, 1]]
 */
export function layerNorm<T extends tf.Tensor>(x: T, options: NormOptions = {}): T {
  return normalizeFeatures(x, featuresOf(x), { ...options, center: true });
}

/**
 * Group layer normalization LN-G: layer normalization in each of `groups` groups of neighbouring features, at every sample and
 * position. `groups: 1` is layer normalization.
 *
 * Shape: as `layerNorm`. Source: abstract of arXiv 2406.01255.
 *
 * @throws InputError as `layerNorm`, and where `groups` is not a positive divisor of the features.
 * @example
 * groupLayerNorm(tf.tensor2d([[1, 3, 10, 0]]), { groups: 2, epsilon: 0 }).arraySync(); // => [[-1, 1, 1, -1]]
 */
export function groupLayerNorm<T extends tf.Tensor>(x: T, options: NormOptions & { readonly groups: number }): T {
  const features = featuresOf(x);
  requireDivisor(options.groups, features, "groups");
  return normalizeFeatures(x, features / options.groups, { ...options, center: true });
}

/**
 * Parallel layer normalization PLN: layer normalization in consecutive groups of `normSize` neurons. With `center: false` it is
 * parallel layer scaling.
 *
 * Shape: as `layerNorm`. Source: abstract of arXiv 2505.13142.
 *
 * @throws InputError as `layerNorm`, and where `normSize` is not a positive divisor of the features.
 * @example
 * parallelLayerNorm(tf.tensor2d([[0.5, -0.5, 7, 9]]), { normSize: 2, epsilon: 0 }).arraySync(); // => [[1, -1, -1, 1]]
 */
export function parallelLayerNorm<T extends tf.Tensor>(
  x: T,
  options: NormOptions & { readonly normSize: number; readonly center?: boolean },
): T {
  requireDivisor(options.normSize, featuresOf(x), "normSize");
  return normalizeFeatures(x, options.normSize, { ...options, center: options.center ?? true });
}

/**
 * Parallel layer scaling PLS: `x/sqrt(mean of squares + epsilon)` in consecutive groups of `normSize` neurons, without centring.
 *
 * Shape: as `layerNorm`. Source: abstract of arXiv 2505.13142.
 *
 * @throws InputError as `parallelLayerNorm`.
 * @example
 * parallelLayerScaling(tf.tensor2d([[-4, 0, 0.5]]), { normSize: 1, epsilon: 0 }).arraySync(); // => [[-1, 0, 1]]
 */
export function parallelLayerScaling<T extends tf.Tensor>(
  x: T,
  options: NormOptions & { readonly normSize: number },
): T {
  requireDivisor(options.normSize, featuresOf(x), "normSize");
  return normalizeFeatures(x, options.normSize, { ...options, center: false });
}

/**
 * Root mean square normalization: `x/sqrt(mean of squares + epsilon)` over all features.
 *
 * Shape: as `layerNorm`. Source: Zhang and Sennrich, arXiv 1910.07467.
 *
 * @throws InputError as `layerNorm`.
 * @example
 * rootMeanSquareNorm(tf.tensor2d([[3, 3]]), { epsilon: 0 }).arraySync(); // => [[1, 1]]
 */
export function rootMeanSquareNorm<T extends tf.Tensor>(x: T, options: NormOptions = {}): T {
  return normalizeFeatures(x, featuresOf(x), { ...options, center: false });
}

/**
 * Power mean normalization: in each group of `normSize` neurons centre (or not), then divide by `(mean |x|^p + epsilon)^(1/p)`, for
 * `p: Infinity` by the greatest absolute value plus `epsilon`. Gradient, with N the divisor and c the centred group:
 * `g/N − mean(g·c)·|c|^(p−1)·sign(c)·N^(−1−p)`, centred as the input was.
 *
 * Shape: as `layerNorm`. Source: norm variants of arXiv 2505.13142's layers.
 *
 * @throws InputError as `parallelLayerNorm`, and where `p` is below 1.
 * @example
 * powerMeanNorm(tf.tensor2d([[1, 3]]), { normSize: 2, p: 1, center: false, epsilon: 0 }).arraySync(); // => [[0.5, 1.5]]
 */
export function powerMeanNorm<T extends tf.Tensor>(
  x: T,
  options: EpsilonOption & { readonly normSize: number; readonly p: number; readonly center?: boolean },
): T {
  const { normSize, p, center = true, epsilon = defaultEpsilon } = options;
  requireDivisor(normSize, featuresOf(x), "normSize");
  if (!(p >= 1)) throw rangeError("p", "a number ≥ 1, or Infinity", p);
  if (p === 2) return normalizeFeatures(x, normSize, { center, epsilon });
  requireEpsilon(epsilon);
  const centre = (values: tf.Tensor) => (center ? tf.sub(values, tf.mean(values, 1, true)) : values);
  return withGradient(x, (input) => {
    const c = centre(tf.reshape(input, [-1, normSize]));
    const size = tf.abs(c);
    // |c|^(p − 1), taken once for the mean and its slope; for ∞ the greatest have a share in it.
    const greatest = p === Infinity ? tf.max(size, 1, true) : undefined;
    const slope = greatest === undefined ? lowerPower(size, p) : tf.cast(tf.equal(size, greatest), "float32");
    const mean = greatest ?? tf.mean(tf.mul(slope, size), 1, true);
    const divisor = greatest === undefined ? tf.pow(tf.add(mean, epsilon), 1 / p) : tf.add(mean, epsilon);
    // 1e-30 is below every other divisor that single precision can hold.
    const inverse = tf.div(tf.step(divisor), tf.maximum(divisor, 1e-30));
    const gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [values, scale, slopes] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const g = tf.mul(tf.reshape(dy, [-1, normSize]), scale);
      const along = tf.mul(tf.mean(tf.mul(g, values), 1, true), scale);
      const share = p === Infinity ? tf.div(along, tf.mean(slopes, 1, true)) : tf.mul(along, tf.pow(scale, p - 1));
      return tf.reshape(centre(tf.sub(g, tf.mul(share, tf.mul(slopes, tf.sign(values))))), x.shape);
    };
    return { value: tf.reshape(tf.mul(c, inverse), x.shape), saved: [c, inverse, slope], gradient };
  }) as T;
}

/** `size^(p − 1)`; whole powers are products. */
function lowerPower(size: tf.Tensor, p: number): tf.Tensor {
  if (p === 1) return tf.onesLike(size);
  if (p === 3) return tf.square(size);
  if (p === 4) return tf.mul(tf.square(size), size);
  return tf.pow(size, p - 1);
}

/**
 * Group normalization: each of `groups` groups of neighbouring channels is normalized over its channels and all positions of a
 * sample. On 2-D input it is group layer normalization.
 *
 * Shape: as `layerNorm`. Source: Wu and He, arXiv 1803.08494.
 *
 * @throws InputError as `groupLayerNorm`.
 * @example
 * groupNorm(tf.tensor3d([[[1, 5], [3, 9]]]), { groups: 2, epsilon: 0 }).arraySync(); // => [[[-1, -1], [1, 1]]]
 */
export function groupNorm<T extends tf.Tensor>(x: T, options: NormOptions & { readonly groups: number }): T {
  const { groups, epsilon = defaultEpsilon, affine } = options;
  const features = featuresOf(x);
  requireDivisor(groups, features, "groups");
  requireEpsilon(epsilon);
  const middle = x.shape.slice(1, -1).reduce((product, extent) => product * extent, 1);
  const view = { middle, groups, size: features / groups, center: true, epsilon };
  return normalize(x, view, affine) as T;
}

/**
 * Batch normalization with the statistics of the batch: each channel is normalized over all samples and positions. (Running
 * statistics for evaluation are the model's or layer's: see `BatchNormalization` there; `observed` is given what they follow, the batch's
 * mean and variance of every channel, which are gone when it returns.)
 *
 * Shape: as `layerNorm`. Source: Ioffe and Szegedy, arXiv 1502.03167.
 *
 * @throws InputError as `layerNorm`, and for a batch with a single number a channel.
 * @example
 * batchNorm(tf.tensor2d([[1], [3]]), { epsilon: 0 }).arraySync(); // => [[-1], [1]]
 */
export function batchNorm<T extends tf.Tensor>(x: T, options: NormOptions & { readonly observed?: Observed } = {}): T {
  const { epsilon = defaultEpsilon, affine, observed } = options;
  const features = featuresOf(x);
  requireEpsilon(epsilon);
  const middle = x.size / features;
  if (middle < 2) {
    throw new InputError({
      code: "shape",
      where: "x",
      expected: "at least two samples or positions to take statistics of",
      received: `shape [${x.shape.join(", ")}]`,
    });
  }
  const view = { middle, groups: features, size: 1, center: true, epsilon };
  if (affine === undefined && observed === undefined) return normalize(x, view) as T;
  return tf.tidy(() => {
    const { gain, offset } = affine ?? { gain: tf.ones([features]), offset: tf.zeros([features]) };
    return normalizeChannels(x, view, { gain, offset }, observed) as T;
  });
}

function normalizeFeatures<T extends tf.Tensor>(x: T, size: number, options: NormOptions & { center: boolean }): T {
  const { epsilon = defaultEpsilon, center, affine } = options;
  requireEpsilon(epsilon);
  return normalize(x, { middle: 1, groups: featuresOf(x) / size, size, center, epsilon }, affine) as T;
}

/** The extent of the last axis, once the tensor is one that a layer takes. */
export function featuresOf(x: tf.Tensor): number {
  if (x.rank < 2 || x.rank > 4 || x.dtype !== "float32" || x.size === 0) {
    throw new InputError({
      code: "shape",
      where: "x",
      expected: "a float32 tensor of 2, 3 or 4 axes, features last, none empty",
      received: `${x.dtype} of shape [${x.shape.join(", ")}]`,
    });
  }
  return x.shape[x.rank - 1]!;
}

function requireEpsilon(epsilon: number): void {
  if (!(Number.isFinite(epsilon) && epsilon >= 0)) throw rangeError("epsilon", "a finite number ≥ 0", epsilon);
}

function rangeError(where: string, expected: string, received: number): InputError {
  return new InputError({ code: "range", where, expected, received: String(received) });
}
