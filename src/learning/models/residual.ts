import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { requireSizes } from "./mlp.js";
import { createModel, type Declaration, type Model, type Part } from "./model.js";
import { activate, dense, normedConvolution, type Activation, type Initialisation, type Norm } from "./parts.js";

/** A residual convolutional network of basic blocks; with activation `none` its normalization is its only nonlinearity. */
export interface ResidualConfiguration {
  /** Channels of the images. */
  readonly channels: number;
  /** Channels of each stage; every stage but the first halves height and width. */
  readonly widths: readonly number[];
  /** Basic blocks in each stage. */
  readonly blocks: number;
  /** Classes; without it the features of the last stage, averaged over positions, are the output. */
  readonly outputs?: number;
  /** After every convolution. */
  readonly norm: Norm;
  /** After the first convolution of a block and after the sum; `none` by default. */
  readonly activation?: Activation;
  /** How weights begin; `default` by default. */
  readonly initialisation?: Initialisation;
  /** `small`: a convolution of 3; `strided`: the same with stride 2; `large`: one of 7, stride 2, and maximum pooling (for images of some hundred pixels). */
  readonly stem?: "small" | "strided" | "large";
  /** Draws the first weights. */
  readonly seed: number;
}

/** ResNet-20's stages (for images of about 32 pixels) and ResNet-18's. Source: He et al., arXiv 1512.03385. */
export const resNet20 = {
  /** Channels of the three stages. */ widths: [16, 32, 64],
  /** Basic blocks in each stage. */ blocks: 3,
  /** A convolution of 3: for images of 32 × 32. */ stem: "small",
} as const;
/** Sizes of ResNet-18 (He et al., arXiv 1512.03385), for images of some hundred pixels. */
export const resNet18 = {
  /** Channels of the four stages. */ widths: [64, 128, 256, 512],
  /** Basic blocks in each stage. */ blocks: 2,
  /** A convolution of 7 with stride 2, and maximum pooling. */ stem: "large",
} as const;

/**
 * Makes a residual network: stem, stages of basic blocks (convolution of 3, norm, activation, convolution of 3, norm; plus the input, by a
 * convolution of 1 with norm where the shape changes; activation), mean over positions, linear output.
 *
 * Shape: n × height × width × channels to n × outputs (n × last width without `outputs`). Source: He et al., arXiv 1512.03385.
 *
 * @throws InputError as `mlp`.
 * @example
 * const net = residualNetwork({ channels: 1, widths: [8, 16], blocks: 1, outputs: 10, norm: { kind: "groupLayerNorm", groups: 2 }, seed: 1 });
 * net.apply(tf.zeros([2, 12, 12, 1])).shape; // => [2, 10]
 */
export function residualNetwork(configuration: ResidualConfiguration): Model {
  return createModel(configuration.seed, (declaration) => {
    const { outputs, initialisation = "default" } = configuration;
    const features = residualFeatures(declaration, configuration);
    if (outputs === undefined) return features;
    requireSizes({ outputs });
    const output = dense(declaration, "output", configuration.widths.at(-1)!, outputs, { initialisation });
    return (x, pass) => output(features(x, pass), pass);
  });
}

/** The network without its output, declared as a part of a model: n × height × width × channels to n × last width. */
export function residualFeatures(declaration: Declaration, configuration: ResidualConfiguration): Part {
  const { channels, widths, blocks, norm, activation = "none", initialisation = "he", stem = "small" } = configuration;
  requireSizes({ channels, blocks, ...Object.fromEntries(widths.map((width, i) => [`widths[${i}]`, width])) });
  if (widths.length === 0) {
    throw new InputError({ code: "shape", where: "widths", expected: "at least one stage", received: "none" });
  }
  const nonlinearity = activate(activation);
  const convolution = (name: string, inputs: number, width: number, size: number, stride: number): Part =>
    normedConvolution(declaration, name, { inputs, width, size, stride, norm, initialisation });
  const first = convolution("stem", channels, widths[0]!, stem === "large" ? 7 : 3, stem === "small" ? 1 : 2);
  const stages: Part[] = [];
  widths.forEach((width, stage) => {
    for (let block = 0; block < blocks; block++) {
      const inputs = block === 0 && stage > 0 ? widths[stage - 1]! : width;
      const stride = block === 0 && stage > 0 ? 2 : 1;
      const name = `stage ${stage + 1} block ${block + 1}`;
      const inner = convolution(`${name} first`, inputs, width, 3, stride);
      const outer = convolution(`${name} second`, width, width, 3, 1);
      const same = inputs === width && stride === 1;
      const shortcut = same ? (x: tf.Tensor) => x : convolution(`${name} shortcut`, inputs, width, 1, stride);
      stages.push((x, pass) => {
        const y = outer(nonlinearity(inner(x, pass), pass), pass);
        return nonlinearity(tf.add(y, shortcut(x, pass)), pass);
      });
    }
  });
  return (x, pass) => {
    requireImages(x, channels);
    let y = nonlinearity(first(x, pass), pass);
    if (stem === "large") y = tf.maxPool(y as tf.Tensor4D, 3, 2, "same");
    for (const stage of stages) y = stage(y, pass);
    return tf.mean(y, [1, 2]);
  };
}

/** Checks that x is a batch of images with that many channels. */
export function requireImages(x: tf.Tensor, channels: number): void {
  if (x.rank !== 4 || x.shape[3] !== channels) {
    throw new InputError({
      code: "shape",
      where: "x",
      expected: `images of shape [count, height, width, ${channels}]`,
      received: `shape [${x.shape.join(", ")}]`,
    });
  }
}
