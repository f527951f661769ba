import * as tf from "@tensorflow/tfjs";
import { requireSizes } from "../models/mlp.js";
import { createModel, type ApplyOptions, type Declaration, type Model, type Part } from "../models/model.js";
import { activate, dense, normalization, normedConvolution } from "../models/parts.js";
import { requireImages, residualFeatures, type ResidualConfiguration } from "../models/residual.js";

/** A joint-embedding model: an encoder, whose output is kept, and a projector, on whose output the loss is taken. */
export interface JointEmbeddingConfiguration {
  /** A residual network, plain convolutions, or a perceptron by its widths. */
  readonly encoder: Omit<ResidualConfiguration, "outputs" | "seed"> | ConvolutionalEncoder | MlpEncoder;
  /** Widths of the projector's layers, the last that of the projections; batch normalization and ReLU between them. None: no projector. */
  readonly projector: readonly number[];
  /** Draws the first weights. */
  readonly seed: number;
}

/** An encoder of dense layers with batch normalization and ReLU between them. */
export interface MlpEncoder {
  /** Numbers in a sample. */
  readonly inputs: number;
  /** Neurons of each layer; the last is the embedding's size. */
  readonly widths: readonly number[];
}

/** Convolutions of 3, each with batch normalization and ReLU, and the mean over positions. */
export interface ConvolutionalEncoder {
  /** Channels of the images. */
  readonly channels: number;
  /** Channels of each convolution; the last is the embedding's size. */
  readonly widths: readonly number[];
  /** Stride of each convolution. */
  readonly strides: readonly number[];
}

/** A model that also tells its embeddings. */
export interface JointEmbeddingModel extends Model {
  /** n × embedding size: what is evaluated. (`apply` gives the projections, which the loss is taken of.) */
  embed(x: tf.Tensor, options?: ApplyOptions): tf.Tensor2D;
}

/**
 * Makes a joint-embedding model.
 *
 * Shape: a batch of images (for a dense encoder anything with as many numbers a sample) to n × last projector width; `embed` to n × last
 * encoder width.
 *
 * @throws InputError as `residualNetwork`.
 * @example
 * const encoder = { channels: 1, widths: [4, 8], blocks: 1, norm: { kind: "batchNorm", affine: true }, activation: "relu" };
 * const model = jointEmbedding({ encoder, projector: [16, 32], seed: 1 });
 * [model.embed(tf.zeros([2, 8, 8, 1])).shape, model.apply(tf.zeros([2, 8, 8, 1])).shape]; // => [[2, 8], [2, 32]]
 */
export function jointEmbedding(configuration: JointEmbeddingConfiguration): JointEmbeddingModel {
  const { encoder, projector, seed } = configuration;
  let features: Part | undefined;
  const model = createModel(seed, (declaration) => {
    const layers = (name: string, sizes: readonly number[]): Part => {
      requireSizes(Object.fromEntries(sizes.map((size, i) => [`${name}[${i}]`, size])));
      const parts: Part[] = [];
      for (let i = 1; i < sizes.length; i++) {
        if (i > 1) {
          parts.push(
            normalization(declaration, `${name} norm ${i - 1}`, sizes[i - 1]!, { kind: "batchNorm", affine: true }),
          );
          parts.push(activate("relu"));
        }
        parts.push(dense(declaration, `${name} ${i}`, sizes[i - 1]!, sizes[i]!, { initialisation: "default" }));
      }
      return (x, pass) => parts.reduce((value, part) => part(value, pass), x);
    };
    const encode =
      "inputs" in encoder
        ? flattened(encoder.inputs, layers("encoder", [encoder.inputs, ...encoder.widths]))
        : "strides" in encoder
          ? convolutions(declaration, encoder)
          : residualFeatures(declaration, { ...encoder, seed });
    features = encode;
    const projected = layers("projector", [encoder.widths.at(-1)!, ...projector]);
    return (x, pass) => {
      const embedding = encode(x, pass);
      pass.observe("embedding", embedding);
      return projected(embedding, pass);
    };
  });
  return { ...model, embed: (x, options) => model.run(features!, x, options) as tf.Tensor2D };
}

/** The plain convolutions, declared as a part of a model. */
function convolutions(declaration: Declaration, { channels, widths, strides }: ConvolutionalEncoder): Part {
  requireSizes({
    channels,
    ...Object.fromEntries(widths.map((width, i) => [`widths[${i}]`, width])),
    ...Object.fromEntries(widths.map((_, i) => [`strides[${i}]`, strides[i] ?? 0])),
  });
  const norm = { kind: "batchNorm", affine: true } as const;
  const parts = widths.map((width, i) => {
    const [inputs, stride] = [i === 0 ? channels : widths[i - 1]!, strides[i]!];
    const options = { inputs, width, size: 3, stride, norm, initialisation: "he" } as const;
    return normedConvolution(declaration, `convolution ${i + 1}`, options);
  });
  const nonlinearity = activate("relu");
  return (x, pass) => {
    requireImages(x, channels);
    return tf.mean(
      parts.reduce((value, part) => nonlinearity(part(value, pass), pass), x),
      [1, 2],
    );
  };
}

/** The part on samples laid out as rows of that many numbers. */
const flattened =
  (inputs: number, part: Part): Part =>
  (x, pass) =>
    part(tf.reshape(x, [-1, inputs]), pass);
