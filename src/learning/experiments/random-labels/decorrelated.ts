import * as tf from "@tensorflow/tfjs";
import type { ImageDataset } from "../../data/dataset.js";
import { whiten } from "../../layers/whitening.js";
import type { ImagesInMemory } from "../shared/classify.js";

/** What is added to the covariance of the pixels: some are 0 in nearly all images. */
const epsilon = 1e-6;

/**
 * The images with their pixels decorrelated, fitted on all of them: `(x − μ)((1 − ε)Σ + εI)^(−1/2)`, an affine map that can be undone. What a
 * network that begins with an affine map can represent stays the same; what changes is how fast it is found: on pixels as they are, two
 * thousand steps of Adam take a linear model to 47 % of 5,000 random labels, where its cross-entropy is least at 54 %.
 */
export function decorrelated(dataset: ImageDataset): ImagesInMemory {
  const { name, shape, classes, labels, count } = dataset;
  const size = shape[0] * shape[1] * shape[2];
  const values = tf.tidy(() => {
    const pixels = dataset.gather(Array.from({ length: count }, (_, i) => i));
    return whiten(tf.tensor2d(pixels, [count, size]), { epsilon }).dataSync() as Float32Array;
  });
  const gather = (indices: ArrayLike<number>): Float32Array => {
    const gathered = new Float32Array(indices.length * size);
    for (let i = 0; i < indices.length; i++) {
      gathered.set(values.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
    }
    return gathered;
  };
  return { name, shape, classes, labels, count, gather, read: (indices) => Promise.resolve(gather(indices)) };
}
