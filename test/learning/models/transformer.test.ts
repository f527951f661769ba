import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import type { Norm } from "../../../src/learning/models/parts.js";
import { languageModel, visionTransformer } from "../../../src/learning/models/transformer.js";
import type { Model } from "../../../src/learning/models/model.js";
import { deviation, onEveryBackend } from "../backends.js";

const norms: Norm[] = [
  { kind: "layerNorm", affine: true },
  { kind: "parallelLayerNorm", normSize: 8 },
  { kind: "groupLayerNorm", groups: 4 },
  { kind: "rootMeanSquareNorm", affine: true },
];
const vit = (norm: Norm) =>
  visionTransformer({
    image: [8, 8, 2],
    patch: 4,
    width: 16,
    depth: 2,
    heads: 2,
    hidden: 32,
    norm,
    outputs: 3,
    seed: 1,
  });
const text = (norm: Norm) =>
  languageModel({ vocabulary: 7, context: 6, width: 16, depth: 2, heads: 4, hidden: 32, norm, seed: 2 });

function lossAndGradients(model: Model, x: tf.Tensor, labels: number[], classes: number): number[] {
  const targets = tf.oneHot(tf.tensor1d(labels, "int32"), classes);
  const loss = () => {
    const logits = tf.reshape(model.apply(x, { training: true }), [-1, classes]);
    return tf.losses.softmaxCrossEntropy(targets, logits) as tf.Scalar;
  };
  const { value, grads } = tf.variableGrads(loss, [...model.trainable]);
  const numbers = [value, ...model.trainable.map((variable) => grads[variable.name]!)].flatMap((tensor) => [
    ...tensor.dataSync(),
  ]);
  model.dispose();
  return numbers;
}

describe.each(norms)("transformers with norm $kind", (norm) => {
  it("give the same loss and gradients on every backend", async () => {
    const results = await onEveryBackend(() => [
      ...lossAndGradients(vit(norm), tf.randomNormal([3, 8, 8, 2], 0, 1, "float32", 1), [0, 1, 2], 3),
      ...lossAndGradients(text(norm), tf.tensor2d([0, 3, 6, 1, 1, 2], [2, 3], "int32"), [3, 6, 2, 1, 2, 0], 7),
    ]);
    // Single precision through two blocks.
    for (const { backend, result } of results) {
      expect(deviation(result, results[0]!.result), backend).toBeLessThan(1e-4);
      expect(Math.max(...result.map(Math.abs))).toBeGreaterThan(1e-2);
    }
  });
});

describe("group normalization in a transformer", () => {
  beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

  it("takes the tokens of a text together, and those of no other", () => {
    const model = text({ kind: "groupNorm", groups: 1 });
    const logits = (tokens: number[][]) => model.apply(tf.tensor2d(tokens, undefined, "int32")).arraySync();
    const [first] = logits([[1, 2, 3]]) as number[][][];
    const [again, other] = logits([
      [1, 2, 3],
      [4, 4, 4],
    ]) as number[][][];
    expect(deviation(again!.flat(), first!.flat())).toBeLessThan(1e-6);
    // Attention is causal: only the norm carries the third token to the first.
    const [changed] = logits([[1, 2, 6]]) as number[][][];
    expect(deviation(changed![0]!, first![0]!)).toBeGreaterThan(1e-3);
    expect(other!.flat()).not.toEqual(first!.flat());
    model.dispose();
  });
});

describe("the language model", () => {
  beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

  it("does not see later tokens, and sees earlier ones", () => {
    const model = text(norms[0]!);
    const logits = (tokens: number[]) =>
      model.apply(tf.tensor2d([tokens], [1, 4], "int32")).arraySync() as number[][][];
    const [a, later, earlier] = [logits([1, 2, 3, 4]), logits([1, 2, 3, 5]), logits([6, 2, 3, 4])];
    expect(deviation(later[0]!.slice(0, 3).flat(), a[0]!.slice(0, 3).flat())).toBeLessThan(1e-7);
    expect(deviation(earlier[0]![2]!, a[0]![2]!)).toBeGreaterThan(1e-5);
  });

  it("refuses long texts and unknown tokens", () => {
    const model = text(norms[0]!);
    expect(() => model.apply(tf.zeros([1, 7], "int32"))).toThrow("a length of 1 to 6");
    expect(() => model.apply(tf.tensor2d([[7]], [1, 1], "int32"))).toThrow("x: expected tokens from 0 to 6, got 7");
  });
});

describe("the vision transformer", () => {
  beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

  it("embeds patches in reading order", () => {
    const model = vit({ kind: "none" });
    // Only the second patch of the first row differs: its embedding alone changes.
    const seen: tf.Tensor[] = [];
    const observe = (name: string, value: tf.Tensor) => {
      if (name === "embedding") seen.push(tf.keep(value.clone()));
    };
    const x = tf.buffer([1, 8, 8, 2]);
    model.apply(x.toTensor(), { observe });
    x.set(1, 0, 2, 5, 1);
    model.apply(x.toTensor(), { observe });
    const change = tf.max(tf.abs(tf.sub(seen[1]!, seen[0]!)), 2).dataSync();
    expect([...change].map((value) => value > 0)).toEqual([false, true, false, false]);
  });

  it("refuses patches and heads that do not divide", () => {
    const configuration = {
      image: [8, 8, 2],
      patch: 3,
      width: 16,
      depth: 1,
      heads: 2,
      norm: norms[0]!,
      outputs: 3,
      seed: 1,
    };
    expect(() => visionTransformer(configuration as never)).toThrow(
      "patch: expected a divisor of the image's height, 8, got 3",
    );
    expect(() => visionTransformer({ ...configuration, patch: 4, heads: 3 } as never)).toThrow(
      "heads: expected a divisor of the width, 16, got 3",
    );
  });
});
