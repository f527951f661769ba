import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import type { CovarianceOf } from "../../theory/spectral/covariance.js";
import { iterNorm, traceLoss } from "../layers/iter-norm.js";
import { batchNorm } from "../layers/norm.js";
import { spectralPower, whiten } from "../layers/whitening.js";
import { requireKnown } from "../models/parts.js";

/** A loss on the projections of two views, by name with its options. */
export type JointEmbeddingLoss =
  /** Alignment alone: nothing prevents collapse. */
  | {
      /** The loss's name. */
      readonly kind: "none";
    }
  /** Alignment after standardization of every feature by the batch (default epsilon 1e-5). */
  | {
      /** The loss's name. */
      readonly kind: "batchNorm";
      /** Shrinks the covariance towards the identity, or is added to the variances. */
      readonly epsilon?: number;
    }
  /** Alignment after the spectral power `Σ^(−power)` (default epsilon 0), by cosine or by squared distance (default `cosine`). */
  | {
      /** The loss's name. */
      readonly kind: "spectralPower";
      /** The exponent in Σ^(−power): 0.5 is whitening. */
      readonly power: number;
      /** How the two views are compared. */
      readonly distance?: AlignmentDistance;
      /** Shrinks the covariance towards the identity, or is added to the variances. */
      readonly epsilon?: number;
    }
  /** Alignment after IterNorm (default T = 4, epsilon 1e-5). */
  | ({
      /** The loss's name. */
      readonly kind: "iterNorm";
    } & IterNormChoice)
  /** The same plus the trace loss of both; `beta` is by default 0.01·(log₂ of the covariance's size − 3). */
  | ({
      /** The loss's name. */
      readonly kind: "intl";
      /** Weight of the trace loss. */
      readonly beta?: number;
    } & IterNormChoice)
  /** Alignment after whitening (default epsilon 1e-3). */
  | {
      /** The loss's name. */
      readonly kind: "zca" | "cholesky";
      /** Shrinks the covariance towards the identity, or is added to the variances. */
      readonly epsilon?: number;
    }
  /** Cross-correlation towards the identity; `offDiagonal` (default 0.005) weighs what is off its diagonal. */
  | {
      /** The loss's name. */
      readonly kind: "barlow";
      /** Weight of what is off the diagonal. */
      readonly offDiagonal?: number;
    }
  /** Invariance, variance and covariance terms (default weights 25, 25, 1). */
  | {
      /** The loss's name. */
      readonly kind: "vicreg";
      /** Weight of the mean square difference of the views. */
      readonly invariance?: number;
      /** Weight of the hinge of standard deviations. */
      readonly variance?: number;
      /** Weight of the squared covariances. */
      readonly covariance?: number;
    }
  /** Normalized temperature-scaled cross entropy (default temperature 0.5). */
  | {
      /** The loss's name. */
      readonly kind: "simclr";
      /** Divides the cosines; above 0. */
      readonly temperature?: number;
    };

/** How far two views are apart: `cosine` 2 − 2 cos(a, b), which no scale changes; `squared` |a − b|², the mean square error times the size. */
export const alignmentDistances = ["cosine", "squared"] as const;
export type AlignmentDistance = (typeof alignmentDistances)[number];

interface IterNormChoice {
  readonly iterations?: number;
  readonly covarianceOf?: CovarianceOf;
  readonly epsilon?: number;
}

/** The names of all losses, for messages and tables. */
export const jointEmbeddingLosses = [
  ...["none", "iterNorm", "intl", "zca", "cholesky", "barlow", "vicreg", "simclr", "batchNorm", "spectralPower"],
] as readonly JointEmbeddingLoss["kind"][];

/**
 * The loss of two views' projections z₁, z₂ (n × d each). With alignment `A(a, b) = mean over samples of 2 − 2 cos(a, b)`:
 * `none` A(z₁, z₂); `batchNorm`, `iterNorm`, `zca`, `cholesky`, `spectralPower` A(T(z₁), T(z₂)), T the transformation (`spectralPower` takes the
 * squared distance as well); `intl` that of IterNorm `+ β(TL(T(z₁)) + TL(T(z₂)))`;
 * `barlow` `Σ_i (1 − C_ii)² + offDiagonal·Σ_{i≠j} C_ij²`, C the cross-correlation; `vicreg` mean square difference, hinge of standard
 * deviations below 1, squared off-diagonal covariances over d; `simclr` cross entropy of the other view among all 2n − 1.
 *
 * Source: abstract of arXiv 2305.16789 (INTL); Ermolov et al., arXiv 2007.06346 (whitening); Zbontar et al., arXiv 2103.03230; Bardes et al.,
 * arXiv 2105.04906; Chen et al., arXiv 2002.05709.
 *
 * @throws InputError for shapes that differ, fewer than two samples, an unknown kind (the known ones are listed).
 * @example
 * const z = tf.tensor2d([[1, 0], [0, 1]]);
 * jointEmbeddingLoss(z, z.neg(), { kind: "none" }).arraySync(); // => 4
 */
export function jointEmbeddingLoss(z1: tf.Tensor2D, z2: tf.Tensor2D, loss: JointEmbeddingLoss): tf.Scalar {
  if (z1.rank !== 2 || z1.shape.join() !== z2.shape.join() || z1.shape[0] < 2) {
    throw new InputError({
      code: "shape",
      where: "z1, z2",
      expected: "two matrices of the same shape, at least two samples each",
      received: `[${z1.shape.join(", ")}] and [${z2.shape.join(", ")}]`,
    });
  }
  requireKnown(jointEmbeddingLosses, "loss.kind", loss.kind);
  return tf.tidy(() => {
    switch (loss.kind) {
      case "none":
        return alignment(z1, z2);
      case "batchNorm": {
        const { epsilon = 1e-5 } = loss;
        return alignment(batchNorm(z1, { epsilon }), batchNorm(z2, { epsilon }));
      }
      case "spectralPower": {
        const { power, distance = "cosine", epsilon = 0 } = loss;
        requireKnown(alignmentDistances, "loss.distance", distance);
        const [y1, y2] = [spectralPower(z1, { power, epsilon }), spectralPower(z2, { power, epsilon })];
        if (distance === "cosine") return alignment(y1, y2);
        return tf.div(tf.sum(tf.squaredDifference(y1, y2)), z1.shape[0]) as tf.Scalar;
      }
      case "zca":
      case "cholesky": {
        const { kind, epsilon = 1e-3 } = loss;
        return alignment(whiten(z1, { kind, epsilon }), whiten(z2, { kind, epsilon }));
      }
      case "iterNorm":
      case "intl": {
        const { iterations = 4, covarianceOf = "features", epsilon = 1e-5 } = loss;
        const [y1, y2] = [z1, z2].map((z) => iterNorm(z, { iterations, covarianceOf, epsilon })) as [
          tf.Tensor2D,
          tf.Tensor2D,
        ];
        const aligned = alignment(y1, y2);
        if (loss.kind === "iterNorm") return aligned;
        const { beta = 0.01 * (Math.log2(covarianceOf === "samples" ? z1.shape[0] : z1.shape[1]) - 3) } = loss;
        const traces = tf.add(traceLoss(y1, { covarianceOf }), traceLoss(y2, { covarianceOf }));
        return tf.add(aligned, tf.mul(traces, beta)) as tf.Scalar;
      }
      case "barlow":
        return crossCorrelation(z1, z2, loss.offDiagonal ?? 0.005);
      case "vicreg":
        return varianceInvarianceCovariance(z1, z2, loss);
      case "simclr":
        return temperatureCrossEntropy(z1, z2, loss.temperature ?? 0.5);
    }
  });
}

/** Rows divided by their length; 1e-12 is added below the root. */
function unitRows(z: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(z, tf.rsqrt(tf.add(tf.sum(tf.square(z), 1, true), 1e-12)));
}

function alignment(z1: tf.Tensor2D, z2: tf.Tensor2D): tf.Scalar {
  const cosines = tf.sum(tf.mul(unitRows(z1), unitRows(z2)));
  return tf.sub(2, tf.mul(cosines, 2 / z1.shape[0])) as tf.Scalar;
}

const centred = (z: tf.Tensor2D): tf.Tensor2D => tf.sub(z, tf.mean(z, 0, true));

/** Sum of the squares, without those of the diagonal. */
const offDiagonalSquares = (matrix: tf.Tensor2D): tf.Tensor =>
  tf.sum(tf.square(tf.mul(matrix, tf.sub(1, tf.eye(matrix.shape[0])))));

function crossCorrelation(z1: tf.Tensor2D, z2: tf.Tensor2D, weight: number): tf.Scalar {
  const standardized = (z: tf.Tensor2D): tf.Tensor2D => {
    const c = centred(z);
    return tf.mul(c, tf.rsqrt(tf.add(tf.mean(tf.square(c), 0, true), 1e-5)));
  };
  const correlation = tf.div(tf.matMul(standardized(z1), standardized(z2), true), z1.shape[0]) as tf.Tensor2D;
  const diagonal = tf.sum(tf.mul(correlation, tf.eye(z1.shape[1])), 0);
  return tf.add(tf.sum(tf.square(tf.sub(1, diagonal))), tf.mul(offDiagonalSquares(correlation), weight)) as tf.Scalar;
}

function varianceInvarianceCovariance(
  z1: tf.Tensor2D,
  z2: tf.Tensor2D,
  weights: { readonly invariance?: number; readonly variance?: number; readonly covariance?: number },
): tf.Scalar {
  const [count, size] = z1.shape;
  const { invariance = 25, variance = 25, covariance = 1 } = weights;
  const spread = (z: tf.Tensor2D): tf.Tensor => {
    const c = centred(z);
    const deviations = tf.sqrt(tf.add(tf.div(tf.sum(tf.square(c), 0), count - 1), 1e-4));
    const hinge = tf.mean(tf.relu(tf.sub(1, deviations)));
    const covariances = tf.div(tf.matMul(c, c, true), count - 1) as tf.Tensor2D;
    return tf.add(tf.mul(hinge, variance / 2), tf.mul(offDiagonalSquares(covariances), covariance / size));
  };
  const difference = tf.mul(tf.mean(tf.square(tf.sub(z1, z2))), invariance);
  return tf.addN([difference, spread(z1), spread(z2)]) as tf.Scalar;
}

function temperatureCrossEntropy(z1: tf.Tensor2D, z2: tf.Tensor2D, temperature: number): tf.Scalar {
  const count = z1.shape[0];
  const all = unitRows(tf.concat([z1, z2]));
  // A sample is not compared with itself: 1e9 is beyond every cosine.
  const similarities = tf.sub(
    tf.div(tf.matMul(all, all, false, true), temperature),
    tf.mul(tf.eye(2 * count), 1e9),
  ) as tf.Tensor2D;
  const other = Int32Array.from({ length: 2 * count }, (_, i) => (i + count) % (2 * count));
  const targets = tf.oneHot(tf.tensor1d(other, "int32"), 2 * count);
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(similarities), targets), 1))) as tf.Scalar;
}
