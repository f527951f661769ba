import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { requireOption, requireWord } from "../../theory/matrix.js";
import { choleskyGradient, choleskyMap, spectrum, spectrumGradient } from "../operations/spectrum.js";
import { withGradient } from "../operations/with-gradient.js";
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
  return transform(x, epsilon, (batch, factor) => {
    const [z, vectors, scaled, differences, extremes] = spectrum([batch], { epsilon, power }) as Five;
    if (power > 0) requireFullRank(extremes);
    const map = tf.matMul<tf.Tensor2D>(scaled, vectors, true);
    return { z, map, saved: [vectors, differences], gradient: (matrices) => spectrumGradient(matrices, factor) };
  });
}

type Five = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];

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
  return transform(x, epsilon, (batch, factor) => {
    const [z, map, extremes] = choleskyMap([batch], { epsilon }) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    requireFullRank(extremes);
    return { z, map, saved: [], gradient: (matrices) => choleskyGradient(matrices, factor) };
  });
}

/**
 * From the batch and `(1 − epsilon)/(n − 1)`: the centred batch, the map Φ of `Ẑ = ZΦ`, what else its gradient needs, and from
 * [dL/dẐ, Z, Φ, …] to dL/dx.
 */
type MapOf = (
  batch: tf.Tensor2D,
  factor: number,
) => {
  readonly z: tf.Tensor2D;
  readonly map: tf.Tensor2D;
  readonly saved: readonly tf.Tensor2D[];
  gradient(matrices: readonly tf.Tensor2D[]): tf.Tensor;
};

function transform<T extends tf.Tensor>(x: T, epsilon: number, mapOf: MapOf): T {
  requireOption(epsilon >= 0 && epsilon <= 1, "epsilon", "a number from 0 to 1", epsilon);
  const transformed = withGradient(batchOf(x, "features"), (input) => {
    const batch = input as tf.Tensor2D;
    const { z, map, saved, gradient } = mapOf(batch, (1 - epsilon) / (batch.shape[0] - 1));
    return {
      value: tf.matMul(z, map),
      saved: [z, map, ...saved],
      gradient: (dy, kept) => gradient([dy, ...kept] as tf.Tensor2D[]),
    };
  });
  return (x.rank === 2 ? transformed : tf.reshape(transformed, x.shape)) as T;
}

/** The data are of single precision: an eigenvalue below 1e-13 of the greatest is rounding. */
function requireFullRank(extremes: tf.Tensor1D): void {
  const [greatest, least] = extremes.dataSync() as unknown as [number, number];
  if (least > 1e-13 * greatest) return;
  throw new InputError({
    code: "singular-covariance",
    where: "x",
    expected: "a covariance of full rank (more samples than features, none constant or dependent)",
    received: `least and greatest eigenvalue (or pivot) ${least} and ${greatest}`,
    remedy: "Give more samples, fewer features, or an epsilon > 0",
  });
}
