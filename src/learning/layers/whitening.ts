import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { requireOption, requireWord } from "../../theory/matrix.js";
import { withGradient } from "../kernels/with-gradient.js";
import { choleskyFactor, invertLower, sampleCovariance, symmetricEigen, toTensor } from "./dense.js";
import { batchOf } from "./iter-norm.js";

/** Options of the trainable spectral transformations. */
export interface ShrinkOption {
  /** Shrinks the covariance towards the identity, `Σ ← (1 − epsilon)Σ + epsilon I`; 0 by default, as in the theory. */
  readonly epsilon?: number;
}

/**
 * Spectral power `Ẑ = Z U λ^(−p) Uᵀ`, Z centred and `ZᵀZ/(n − 1) = U diag(λ) Uᵀ`: the trainable twin of `normlab/theory`'s
 * `spectralTransform(x, (λ) => λ^(−p))`. The covariance of the output has eigenvalues `λ^(1 − 2p)`: p = 0 centres, p = 1/2 is ZCA whitening.
 *
 * Gradient of Φ = Σ^(−p) with respect to Σ: `U (K ∘ Uᵀ sym(G) U) Uᵀ` with the divided differences `K_ij = (λ_i^(−p) − λ_j^(−p))/(λ_i − λ_j)`, the
 * derivative at their middle where two eigenvalues are closer than 1e-6 (relative). Spectrum and differences are computed in double precision.
 *
 * Shape: n × d, kept; of 3- and 4-D inputs every position is a sample. Source: abstract of arXiv 2305.16789; claims C1, C2.
 *
 * @throws InputError for other ranks or types, a batch of one, a power that is not finite, an `epsilon` outside [0, 1], a covariance that
 * is singular in single precision (where p > 0).
 * @example
 * spectralPower(tf.tensor2d([[-1], [1]]), { power: 0 }).arraySync(); // => [[-1], [1]]
 */
export function spectralPower<T extends tf.Tensor>(x: T, options: ShrinkOption & { readonly power: number }): T {
  const { power, epsilon = 0 } = options;
  requireOption(Number.isFinite(power), "power", "a finite number", power);
  return transform(x, epsilon, (covariance) => {
    const { values, vectors } = symmetricEigen(covariance);
    if (power > 0) requireFullRank(values[0]!, values.at(-1)!);
    const size = values.length;
    const gains = values.map((value) => Math.max(value, 0) ** -power);
    const differences = new Float32Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        differences[i * size + j] =
          power === 0 ? 0 : powerDifference(values[i]!, values[j]!, gains[i]!, gains[j]!, power);
      }
    }
    const u = toTensor(vectors);
    const map = tf.matMul<tf.Tensor2D>(tf.mul(u, tf.tensor1d(gains)), u, false, true);
    return { map, saved: [u, tf.tensor2d(differences, [size, size])], backward };
  });

  function backward(gradient: tf.Tensor2D, saved: tf.Tensor2D[]): tf.Tensor2D {
    const [u, differences] = saved as [tf.Tensor2D, tf.Tensor2D];
    const inside = tf.matMul(tf.matMul(u, gradient, true), u);
    return tf.matMul(tf.matMul(u, tf.mul(inside, differences)), u, false, true);
  }
}

/**
 * Whitening: the trainable twin of `normlab/theory`'s. `zca`: `Z Σ^(−1/2)`, the spectral power 1/2; `cholesky`: `Z L^(−ᵀ)` with `Σ = L Lᵀ`,
 * gradient `W tril(−Ḡᵀ W) Wᵀ` with W = L^(−ᵀ) and half the diagonal.
 *
 * There is no `pca`: the gradient of single eigenvectors is undefined where eigenvalues meet. Shape, errors: as `spectralPower`. Source:
 * abstract of arXiv 2305.16789; Siarohin et al., arXiv 1806.00420 (Cholesky).
 *
 * @example
 * whiten(tf.tensor2d([[-1], [1]]), { kind: "cholesky", epsilon: 1 }).arraySync(); // => [[-1], [1]]
 */
export function whiten<T extends tf.Tensor>(
  x: T,
  options: ShrinkOption & { readonly kind?: "zca" | "cholesky" } = {},
): T {
  const { kind = "zca", epsilon = 0 } = options;
  requireWord(["zca", "cholesky"], "kind", kind);
  if (kind === "zca") return spectralPower(x, { power: 0.5, epsilon });
  return transform(x, epsilon, (covariance) => {
    const factor = choleskyFactor(covariance);
    if (factor === undefined) requireFullRank(1, 0);
    const pivots = factor!.map((row, i) => row[i]! ** 2);
    requireFullRank(Math.max(...pivots), Math.min(...pivots));
    const map = tf.transpose(toTensor(invertLower(factor!)));
    return { map, saved: [map], backward };
  });

  function backward(gradient: tf.Tensor2D, saved: tf.Tensor2D[]): tf.Tensor2D {
    const map = saved[0]!;
    const inner = tf.neg(tf.matMul(gradient, map, true)) as tf.Tensor2D;
    const lower = tf.sub(tf.linalg.bandPart(inner, -1, 0), tf.mul(inner, tf.mul(tf.eye(map.shape[0]), 0.5)));
    return tf.matMul(tf.matMul(map, lower as tf.Tensor2D), map, false, true);
  }
}

/** From Σ in doubles: the map Φ of `Ẑ = ZΦ`, and from dL/dΦ to dL/dΣ (whose symmetric part is taken). */
type MapOf = (covariance: number[][]) => {
  readonly map: tf.Tensor2D;
  readonly saved: tf.Tensor2D[];
  backward(gradient: tf.Tensor2D, saved: tf.Tensor2D[]): tf.Tensor2D;
};

function transform<T extends tf.Tensor>(x: T, epsilon: number, mapOf: MapOf): T {
  requireOption(epsilon >= 0 && epsilon <= 1, "epsilon", "a number from 0 to 1", epsilon);
  const transformed = withGradient(batchOf(x, "features"), (batch) => {
    const centred = tf.sub(batch, tf.mean(batch, 0, true)) as tf.Tensor2D;
    const { map, saved, backward } = mapOf(sampleCovariance(centred, epsilon));
    const gradient = (dy: tf.Tensor, kept: tf.Tensor[]) => {
      const [z, phi, ...rest] = kept as [tf.Tensor2D, tf.Tensor2D, ...tf.Tensor2D[]];
      const covarianceGradient = backward(tf.matMul(z, dy as tf.Tensor2D, true), rest);
      const symmetric = tf.add(covarianceGradient, tf.transpose(covarianceGradient)) as tf.Tensor2D;
      const share = tf.mul(symmetric, (1 - epsilon) / (batch.shape[0]! - 1)) as tf.Tensor2D;
      const dz = tf.add(tf.matMul(dy as tf.Tensor2D, phi, false, true), tf.matMul(z, share));
      return tf.sub(dz, tf.mean(dz, 0, true));
    };
    return { value: tf.matMul(centred, map), saved: [centred, map, ...saved], gradient };
  });
  return tf.reshape(transformed, x.shape) as T;
}

/** `(a^(−p) − b^(−p))/(a − b)`; the second-order error of the derivative at the middle is below 1e-12 where it is taken. */
function powerDifference(a: number, b: number, gainOfA: number, gainOfB: number, power: number): number {
  if (Math.abs(a - b) > 1e-6 * Math.max(Math.abs(a), Math.abs(b))) return (gainOfA - gainOfB) / (a - b);
  return -power * ((a + b) / 2) ** (-power - 1);
}

/** The data are of single precision: an eigenvalue below 1e-13 of the greatest is rounding. */
function requireFullRank(greatest: number, least: number): void {
  if (least > 1e-13 * greatest) return;
  throw new InputError({
    code: "singular-covariance",
    where: "x",
    expected: "a covariance of full rank (more samples than features, none constant or dependent)",
    received: `least and greatest eigenvalue (or pivot) ${least} and ${greatest}`,
    remedy: "Give more samples, fewer features, or an epsilon > 0",
  });
}
