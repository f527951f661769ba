import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { requireOption, requireWord } from "../../theory/matrix.js";
import type { CovarianceOf } from "../../theory/spectral/covariance.js";
import { withGradient } from "../operations/with-gradient.js";
import { featuresOf } from "./norm.js";

/** Options of the trainable `iterNorm`. */
export interface IterNormOptions {
  /** Newton iterations T ≥ 0 (the papers' choice is 4). */
  readonly iterations: number;
  /** Whether features (the default) or samples are decorrelated. */
  readonly covarianceOf?: CovarianceOf;
  /** Shrinks the covariance towards the identity, `Σ ← (1 − epsilon)Σ + epsilon I`; 1e-5 by default, 0 for the theory's. */
  readonly epsilon?: number;
}

/**
 * Iterative normalization `Ẑ = Z P_T/sqrt(tr Σ)`, `P₀ = I`, `P_{k+1} = (3 P_k − P_k³ Σ/tr Σ)/2`, the trainable twin of `normlab/theory`'s.
 *
 * Its gradient runs the iteration backwards, on symmetric parts only (all matrices commute): with G the gradient of P_{k+1} and
 * N = sym(G Σ/tr Σ), that of P_k is `1.5 G − 0.5 sym(P_k (2A + Aᵀ))` with A = P_k N: four products an iteration.
 *
 * Shape: n × d, kept; of 3- and 4-D inputs every position is a sample. `covarianceOf: "samples"` is the operation on the transposed batch.
 * Gradients of gradients are not offered. Source: Huang et al., arXiv 1904.03441; abstract of arXiv 2305.16789.
 *
 * @throws InputError for other ranks or types, `iterations` that are not a whole number ≥ 0, an `epsilon` outside [0, 1], a batch of one
 * (one feature for "samples"), and where all samples are equal at `epsilon` 0.
 * @example
 * iterNorm(tf.tensor2d([[-1], [1]]), { iterations: 0, epsilon: 0.5 }).shape; // => [2, 1]
 */
export function iterNorm<T extends tf.Tensor>(x: T, options: IterNormOptions): T {
  const { iterations, covarianceOf = "features", epsilon = 1e-5 } = options;
  requireOption(Number.isInteger(iterations) && iterations >= 0, "iterations", "a whole number ≥ 0", iterations);
  requireOption(epsilon >= 0 && epsilon <= 1, "epsilon", "a number from 0 to 1", epsilon);
  const batch = batchOf(x, covarianceOf);
  const normalized = normalizeIteratively(batch, iterations, epsilon);
  return tf.reshape(covarianceOf === "samples" ? tf.transpose(normalized) : normalized, x.shape) as T;
}

/**
 * Trace loss `TL(z) = Σ_j (1 − Σ̂_jj)²`, Σ̂ the sample covariance of z: the trainable twin of `normlab/theory`'s, used after
 * `iterNorm`. Gradient: `−4(1 − Σ̂_jj)·(z − mean)/(n − 1)`.
 *
 * Shape: as `iterNorm`, to a scalar. Source: abstract of arXiv 2305.16789.
 *
 * @throws InputError as `iterNorm`.
 * @example
 * traceLoss(tf.tensor2d([[-1, 0], [1, 0]])).arraySync(); // => 2
 */
export function traceLoss(
  z: tf.Tensor,
  { covarianceOf = "features" }: { covarianceOf?: CovarianceOf } = {},
): tf.Scalar {
  return withGradient(batchOf(z, covarianceOf), (batch) => {
    const centred = tf.sub(batch, tf.mean(batch, 0, true));
    const degrees = batch.shape[0]! - 1;
    const rest = tf.sub(1, tf.div(tf.sum(tf.square(centred), 0), degrees));
    const gradient = (dy: tf.Tensor, saved: tf.Tensor[]) =>
      tf.mul(saved[0]!, tf.mul(tf.mul(saved[1]!, -4 / degrees), dy));
    return { value: tf.sum(tf.square(rest)), saved: [centred, rest], gradient };
  }) as tf.Scalar;
}

/** Samples in rows, whatever the rank, transposed for "samples"; at least two of them. */
export function batchOf(x: tf.Tensor, covarianceOf: CovarianceOf): tf.Tensor2D {
  requireWord(["features", "samples"], "covarianceOf", covarianceOf);
  const features = featuresOf(x);
  const rows = (x.rank === 2 ? x : tf.reshape(x, [-1, features])) as tf.Tensor2D;
  const batch = covarianceOf === "samples" ? tf.transpose(rows) : rows;
  if (batch.shape[0] < 2) {
    throw new InputError({
      code: "shape",
      where: "x",
      expected:
        covarianceOf === "samples" ? "at least two features" : "at least two samples (a covariance of one is 0)",
      received: `shape [${x.shape.join(", ")}]`,
    });
  }
  return batch;
}

const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor2D => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
const symmetric = (a: tf.Tensor): tf.Tensor => tf.mul(tf.add(a, tf.transpose(a)), 0.5);

function normalizeIteratively(x: tf.Tensor2D, iterations: number, epsilon: number): tf.Tensor {
  const [count, size] = x.shape;
  return withGradient(x, (batch) => {
    const z = tf.sub(batch, tf.mean(batch, 0, true)) as tf.Tensor2D;
    const identity = tf.eye(size);
    const covariance = tf.add(
      tf.mul(tf.matMul(z, z, true), (1 - epsilon) / (count - 1)),
      tf.mul(identity, epsilon),
    ) as tf.Tensor2D;
    const trace = tf.sum(tf.mul(covariance, identity));
    if (epsilon === 0 && trace.dataSync()[0] === 0) throw allEqual();
    const scaled = tf.div(covariance, trace);
    // P_k for each k, beside it its cube.
    const powers: tf.Tensor[] = [identity];
    const cubes: tf.Tensor[] = [identity];
    for (let k = 0; k < iterations; k++) {
      const p = powers[k]!;
      const step = k === 0 ? scaled : product(cubes[k]!, scaled);
      const next = tf.sub(tf.mul(p, 1.5), tf.mul(step, 0.5));
      powers.push(next);
      if (k + 1 < iterations) cubes.push(product(product(next, next), next));
    }
    const map = tf.mul(powers[iterations]!, tf.rsqrt(trace));
    const saved = [z, scaled, trace, map, ...powers.slice(0, iterations), ...cubes.slice(0, iterations)];
    return { value: product(z, map), saved, gradient: backward };
  });

  function backward(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor {
    const g = dy as tf.Tensor2D;
    const [z, scaled, trace, map] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Scalar, tf.Tensor2D];
    const powers = saved.slice(4, 4 + iterations);
    const cubes = saved.slice(4 + iterations);
    const mapGradient = symmetric(tf.matMul(z, g, true));
    let gradient: tf.Tensor = tf.mul(mapGradient, tf.rsqrt(trace));
    let scaledGradient: tf.Tensor = tf.zeros([size, size]);
    for (let k = iterations - 1; k >= 0; k--) {
      const p = powers[k]!;
      scaledGradient = tf.sub(scaledGradient, tf.mul(k === 0 ? gradient : product(cubes[k]!, gradient), 0.5));
      if (k === 0) break;
      const a = product(p, symmetric(product(gradient, scaled)));
      const cubeGradient = symmetric(product(p, tf.add(tf.mul(a, 2), tf.transpose(a))));
      gradient = tf.sub(tf.mul(gradient, 1.5), tf.mul(cubeGradient, 0.5));
    }
    const along = tf.add(tf.sum(tf.mul(scaledGradient, scaled)), tf.mul(tf.sum(tf.mul(mapGradient, map)), 0.5));
    const covarianceGradient = tf.div(tf.sub(symmetric(scaledGradient), tf.mul(tf.eye(size), along)), trace);
    const share = tf.mul(covarianceGradient, (2 * (1 - epsilon)) / (count - 1)) as tf.Tensor2D;
    const dz = tf.add(tf.matMul(g, map), tf.matMul(z, share));
    return tf.sub(dz, tf.mean(dz, 0, true));
  }
}

/** The error for a batch without any variation. */
export function allEqual(): InputError {
  return new InputError({
    code: "singular-covariance",
    where: "x",
    expected: "samples that are not all equal",
    received: "a covariance of rank 0",
    remedy: "Give an epsilon > 0, or look why the features have collapsed",
  });
}
