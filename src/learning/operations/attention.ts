import * as tf from "@tensorflow/tfjs";
import { registerOperation, type Attributes } from "./operation.js";

/** How projections are cut for attention. */
export interface AttentionView extends Attributes {
  /** Tokens of a text or image; divides the rows. */
  readonly length: number;
  /** Divides the width. */
  readonly heads: number;
  /** Whether a token attends to none that comes later. */
  readonly causal: boolean;
}

const integers = ["length", "heads"];

/** From projections (rows × 3 width) to [rows × width, weights of shape n × heads × length × length]. */
const forward = registerOperation<AttentionView>({
  name: "NormlabAttention",
  integers,
  shapes([projections], { length, heads }) {
    const [rows, triple] = projections!.shape as [number, number];
    return [
      [rows, triple / 3],
      [rows / length, heads, length, length],
    ];
  },
  define([projections], view) {
    const [query, key, value] = cut(projections!, view);
    const scaled = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(query.shape[3]));
    const weights = tf.softmax(view.causal ? tf.sub(scaled, later(view.length)) : scaled);
    return [join(tf.matMul(weights, value)), weights];
  },
});

/** From dL/dy, projections and weights to dL/dprojections. */
const backward = registerOperation<AttentionView>({
  name: "NormlabAttentionGradient",
  integers,
  shapes: ([, projections]) => [projections!.shape],
  define([dy, projections, weights], view) {
    const [query, key, value] = cut(projections!, view);
    const { length, heads } = view;
    const g = tf.transpose(tf.reshape(dy!, [-1, length, heads, query.shape[3]]), [0, 2, 1, 3]);
    const dvalue = tf.matMul(weights!, g, true);
    const dweights = tf.matMul(g, value, false, true);
    const along = tf.sum(tf.mul(dweights, weights!), -1, true);
    const dscores = tf.mul(tf.mul(weights!, tf.sub(dweights, along)), 1 / Math.sqrt(query.shape[3]));
    const parts = tf.stack([tf.matMul(dscores, key), tf.matMul(dscores, query, true), dvalue]);
    return [tf.reshape(tf.transpose(parts, [1, 3, 0, 2, 4]), projections!.shape)];
  },
});

/**
 * Scaled dot-product attention of several heads: `softmax(QKᵀ/√size) V` in each, queries, keys and values side by side in the projections.
 *
 * Shape: rows × 3 width to rows × width; rows are the tokens of all texts, `length` of each, one after the other. Gradients of gradients are
 * not offered. Source: Vaswani et al., arXiv 1706.03762.
 */
export function attend(projections: tf.Tensor2D, view: AttentionView): tf.Tensor2D {
  return tf.customGrad((input, save) => {
    const [value, weights] = forward([input as tf.Tensor], view) as [tf.Tensor, tf.Tensor];
    (save as tf.GradSaveFunc)([input as tf.Tensor, weights]);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward([dy, ...saved], view)[0]! };
  })(projections) as tf.Tensor2D;
}

/** The definition of `attend` by tensor operations that have gradients of their own: what the tests compare with. */
export function attendByDefinition(projections: tf.Tensor2D, view: AttentionView): tf.Tensor {
  const [query, key, value] = cut(projections, view);
  const scaled = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(query.shape[3]));
  return join(tf.matMul(tf.softmax(view.causal ? tf.sub(scaled, later(view.length)) : scaled), value));
}

/** Queries, keys and values, each n × heads × length × size. */
function cut(projections: tf.Tensor, { length, heads }: AttentionView): [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D] {
  const size = projections.shape[1]! / 3 / heads;
  const parts = tf.transpose(tf.reshape(projections, [-1, length, 3, heads, size]), [2, 0, 3, 1, 4]);
  return tf.unstack(parts) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
}

/** From n × heads × length × size to rows × width. */
function join(seen: tf.Tensor): tf.Tensor {
  const [, heads, , size] = seen.shape as [number, number, number, number];
  return tf.reshape(tf.transpose(seen, [0, 2, 1, 3]), [-1, heads * size]);
}

/** What comes later is hidden: 1e9 is beyond every score. */
const later = (length: number): tf.Tensor =>
  tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones([length, length]) as tf.Tensor2D, -1, 0)), 1e9);
