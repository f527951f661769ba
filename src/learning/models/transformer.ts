import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../exact/input-error.js";
import { attend } from "../operations/attention.js";
import { requireSizes } from "./mlp.js";
import { createModel, type Declaration, type Initialiser, type Model, type Part, type Pass } from "./model.js";
import { activate, dense, normalization, type Activation, type Norm } from "./parts.js";
import { requireImages } from "./residual.js";

/** What a vision transformer and a language model share. */
export interface TransformerConfiguration {
  /** Numbers in a token. */
  readonly width: number;
  /** Blocks, 1 or more. */
  readonly depth: number;
  /** Attention heads; divides the width. */
  readonly heads: number;
  /** Width of the hidden layer of a block, default 4 · width. */
  readonly hidden?: number;
  /** Before attention, before the hidden layer, and at the end. */
  readonly norm: Norm;
  /** Of the hidden layer, default `gelu`; with `none` only attention and normalization are nonlinear. */
  readonly activation?: Activation;
  /** Also normalizes the hidden layer before its activation: where PLN or LN-G stands in for the activation. */
  readonly hiddenNorm?: Norm;
  /** Draws the first weights. */
  readonly seed: number;
}

/** A vision transformer. */
export interface VisionTransformerConfiguration extends TransformerConfiguration {
  /** Height, width and channels of the images. */
  readonly image: readonly [number, number, number];
  /** Side of the square patches; divides height and width. */
  readonly patch: number;
  /** Numbers in the output: classes. */
  readonly outputs: number;
}

/** A causal language model over a small vocabulary. */
export interface LanguageModelConfiguration extends TransformerConfiguration {
  /** Number of tokens there are. */
  readonly vocabulary: number;
  /** Tokens a text can have at most. */
  readonly context: number;
}

/** Weights begin normal with standard deviation 0.02, as in GPT-2 and ViT. */
const small: Initialiser = (random) => 0.02 * random.normal();

/**
 * Makes a vision transformer: patches, linear embedding and learned positions, blocks that normalize first, a last norm, the mean over
 * patches, a linear output.
 *
 * Shape: n × height × width × channels to n × outputs. Source: Dosovitskiy et al., arXiv 2010.11929, with the mean in place of a class token.
 *
 * @throws InputError as `mlp`, and where the patch does not divide the image or the heads the width.
 * @example
 * const norm = { kind: "parallelLayerNorm", normSize: 8, affine: true };
 * const vit = visionTransformer({ image: [8, 8, 1], patch: 4, width: 16, depth: 1, heads: 2, norm, outputs: 10, seed: 1 });
 * vit.apply(tf.zeros([3, 8, 8, 1])).shape; // => [3, 10]
 */
export function visionTransformer(configuration: VisionTransformerConfiguration): Model {
  const { image, patch, width, outputs, norm, seed } = configuration;
  const [height, across, channels] = image;
  requireSizes({ "image[0]": height, "image[1]": across, "image[2]": channels, patch, outputs });
  requireDivides("patch", patch, { "image's height": height, "image's width": across });
  const [rows, columns, size] = [height / patch, across / patch, patch * patch * channels];
  return createModel(seed, (declaration) => {
    const embed = dense(declaration, "embedding", size, width, { initialiser: small });
    const positions = declaration.parameter("positions", [rows * columns, width], small);
    const blocks = transformerBlocks(declaration, configuration, undefined);
    const last = tokenNormalization(declaration, "last norm", width, norm);
    const output = dense(declaration, "output", width, outputs, { initialiser: small });
    return (x, pass) => {
      requireImages(x, channels);
      const cut = tf.transpose(tf.reshape(x, [-1, rows, patch, columns, patch, channels]), [0, 1, 3, 2, 4, 5]);
      const tokens = tf.add(embed(tf.reshape(cut, [-1, rows * columns, size]), pass), positions(pass));
      const seen = last(blocks(tokens, pass), rows * columns, pass);
      return output(tf.mean(tf.reshape(seen, tokens.shape), 1), pass);
    };
  });
}

/**
 * Makes a causal language model: learned embeddings of tokens and positions, blocks that normalize first and attend backwards only, a last
 * norm, a linear output.
 *
 * Shape: n × length whole numbers (int32, below `vocabulary`; length at most `context`) to n × length × vocabulary logits of the next
 * token. Source: Radford et al., "Language models are unsupervised multitask learners" (2019).
 *
 * @throws InputError as `mlp`, and for a text that is too long or tokens outside the vocabulary (in evaluation).
 * @example
 * const model = languageModel({ vocabulary: 5, context: 8, width: 16, depth: 1, heads: 2, norm: { kind: "layerNorm" }, seed: 1 });
 * model.apply(tf.tensor2d([[1, 2, 3]], [1, 3], "int32")).shape; // => [1, 3, 5]
 */
export function languageModel(configuration: LanguageModelConfiguration): Model {
  const { vocabulary, context, width, norm, seed } = configuration;
  requireSizes({ vocabulary, context });
  return createModel(seed, (declaration) => {
    const embedding = declaration.parameter("embedding", [vocabulary, width], small);
    const positions = declaration.parameter("positions", [context, width], small);
    const blocks = transformerBlocks(declaration, configuration, context);
    const last = tokenNormalization(declaration, "last norm", width, norm);
    const output = dense(declaration, "output", width, vocabulary, { initialiser: small });
    return (x, pass) => {
      const length = requireTokens(x, vocabulary, context, !pass.training);
      const tokens = tf.gather(embedding(pass), x as tf.Tensor2D);
      const placed = tf.add(tokens, tf.slice(positions(pass), [0, 0], [length, width]));
      return tf.reshape(output(last(blocks(placed, pass), length, pass), pass), [-1, length, vocabulary]);
    };
  });
}

/**
 * `x + attention(norm(x))`, then `x + hidden(norm(x))`, `depth` times; causal where a context is given. From n × length × width to rows of
 * `width`, the tokens of all texts one after the other.
 */
function transformerBlocks(
  declaration: Declaration,
  configuration: TransformerConfiguration,
  context: number | undefined,
): Part {
  const { width, depth, heads, norm, activation = "gelu", hiddenNorm = { kind: "none" } } = configuration;
  const hidden = configuration.hidden ?? 4 * width;
  requireSizes({ width, depth, heads, hidden });
  requireDivides("heads", heads, { width });
  const nonlinearity = activate(activation);
  const blocks = Array.from({ length: depth }, (_, i) => {
    const name = `block ${i + 1}`;
    const firstNorm = tokenNormalization(declaration, `${name} attention norm`, width, norm);
    const attend = attention(declaration, `${name} attention`, width, heads, context !== undefined);
    const secondNorm = tokenNormalization(declaration, `${name} hidden norm`, width, norm);
    const widen = dense(declaration, `${name} hidden`, width, hidden, { initialiser: small });
    const middleNorm = tokenNormalization(declaration, `${name} middle norm`, hidden, hiddenNorm);
    // Two sums a block: begun smaller by the root of their number.
    const narrowed: Initialiser = (random) => small(random) / Math.sqrt(2 * depth);
    const narrow = dense(declaration, `${name} output`, hidden, width, { initialiser: narrowed });
    return (x: tf.Tensor, length: number, pass: Pass): tf.Tensor => {
      const attended = tf.add(x, attend(firstNorm(x, length, pass), length, pass));
      const middle = nonlinearity(middleNorm(widen(secondNorm(attended, length, pass), pass), length, pass), pass);
      return tf.add(attended, narrow(middle, pass));
    };
  });
  return (x, pass) => {
    const length = x.shape[1]!;
    return blocks.reduce((value, block) => block(value, length, pass), tf.reshape(x, [-1, width]));
  };
}

/** A normalization of rows, the tokens of texts of one length, one after the other: group normalization alone asks which belong together. */
function tokenNormalization(declaration: Declaration, name: string, features: number, norm: Norm) {
  const part = normalization(declaration, name, features, norm);
  return (rows: tf.Tensor, length: number, pass: Pass): tf.Tensor =>
    norm.kind === "groupNorm"
      ? tf.reshape(part(tf.reshape(rows, [-1, length, features]), pass), rows.shape)
      : part(rows, pass);
}

/** Scaled dot-product attention of several heads, for the tokens of texts of one length, one after the other. */
function attention(declaration: Declaration, name: string, width: number, heads: number, causal: boolean) {
  const project = dense(declaration, `${name} projections`, width, 3 * width, { initialiser: small });
  const output = dense(declaration, `${name} output`, width, width, { initialiser: small });
  return (rows: tf.Tensor, length: number, pass: Pass): tf.Tensor =>
    output(attend(project(rows, pass) as tf.Tensor2D, { length, heads, causal }), pass);
}

function requireDivides(where: string, divisor: number, sizes: Record<string, number>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (size % divisor === 0) continue;
    throw new InputError({
      code: "not-a-divisor",
      where,
      expected: `a divisor of the ${name}, ${size}`,
      received: String(divisor),
    });
  }
}

function requireTokens(x: tf.Tensor, vocabulary: number, context: number, values: boolean): number {
  const length = x.shape[1] ?? 0;
  const shaped = x.rank === 2 && x.dtype === "int32" && length >= 1 && length <= context;
  if (!shaped) {
    throw new InputError({
      code: "shape",
      where: "x",
      expected: `int32 tokens of shape [count, length] with a length of 1 to ${context}`,
      received: `${x.dtype} of shape [${x.shape.join(", ")}]`,
    });
  }
  const outside = values ? Array.from(x.dataSync()).find((token) => token < 0 || token >= vocabulary) : undefined;
  if (outside !== undefined) {
    throw new InputError({
      code: "range",
      where: "x",
      expected: `tokens from 0 to ${vocabulary - 1}`,
      received: String(outside),
    });
  }
  return length;
}
