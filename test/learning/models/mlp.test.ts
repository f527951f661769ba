import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { mlp, type MlpConfiguration } from "../../../src/learning/models/mlp.js";
import type { Norm } from "../../../src/learning/models/parts.js";
import { deviation, onEveryBackend } from "../backends.js";

const base: MlpConfiguration = { inputs: 6, width: 16, depth: 3, outputs: 4, seed: 7 };
const norms: Norm[] = [
  { kind: "none" },
  { kind: "layerNorm", affine: true },
  { kind: "groupLayerNorm", groups: 4 },
  { kind: "parallelLayerNorm", normSize: 8 },
  { kind: "parallelLayerScaling", normSize: 8 },
  { kind: "rootMeanSquareNorm" },
  { kind: "powerMeanNorm", normSize: 8, p: 3 },
  { kind: "groupNorm", groups: 2 },
  { kind: "batchNorm", affine: true },
  { kind: "iterNorm", iterations: 4, epsilon: 1e-2 },
  { kind: "zca", epsilon: 1e-2 },
  { kind: "cholesky", epsilon: 1e-2 },
  { kind: "spectralPower", power: 0.3, epsilon: 1e-2 },
];

describe("a multilayer perceptron", () => {
  it.each(norms)("with norm $kind gives the same loss and gradients on every backend", async (norm) => {
    const results = await onEveryBackend(() => {
      const model = mlp({ ...base, norm, activation: norm.kind === "none" ? "relu" : "none" });
      const x = tf.randomNormal([32, 6], 0, 1, "float32", 1);
      const y = tf.randomNormal([32, 4], 0, 1, "float32", 2);
      const loss = () => tf.losses.meanSquaredError(y, model.apply(x, { training: true })) as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss, [...model.trainable]);
      const numbers = [value, ...model.trainable.map((variable) => grads[variable.name]!)].flatMap((tensor) => [
        ...tensor.dataSync(),
      ]);
      model.dispose();
      return numbers;
    });
    // Single precision through four layers.
    for (const { backend, result } of results) {
      expect(deviation(result, results[0]!.result), backend).toBeLessThan(1e-4);
      expect(Math.max(...result.map(Math.abs))).toBeGreaterThan(1e-3);
    }
  });

  it("has the gradient that its loss's difference quotients have", async () => {
    await chooseBackend({ backend: "cpu" });
    const model = mlp({ ...base, norm: { kind: "parallelLayerNorm", normSize: 8, epsilon: 0.1 } });
    const x = tf.randomNormal([32, 6], 0, 1, "float32", 1);
    const loss = () => tf.mean(tf.square(model.apply(x))) as tf.Scalar;
    const { grads } = tf.variableGrads(loss, [...model.trainable]);
    for (const variable of model.trainable) {
      const gradient = grads[variable.name]!.dataSync();
      const start = variable.dataSync().slice();
      for (const index of [0, 17, variable.size - 1]) {
        const at = (moved: number): number => {
          const values = start.slice();
          values[index]! += moved;
          variable.assign(tf.tensor(values, variable.shape));
          return loss().dataSync()[0]!;
        };
        // Central differences in single precision: 1e-2 steps of a loss of order 1 with 7 digits.
        expect(Math.abs((at(0.01) - at(-0.01)) / 0.02 - gradient[index]!)).toBeLessThan(2e-4);
      }
      variable.assign(tf.tensor(start, variable.shape));
    }
  });

  it("begins the same for the same seed only, with the variances of its initialisation", async () => {
    await chooseBackend({ backend: "cpu" });
    const weights = (seed: number, initialisation: "default" | "he" | "lecun") => {
      const model = mlp({ ...base, inputs: 200, width: 200, seed, initialisation });
      return [...model.unpack()["layer 1/weight"]!.dataSync()];
    };
    expect(weights(1, "he")).toEqual(weights(1, "he"));
    expect(weights(1, "he")).not.toEqual(weights(2, "he"));
    const variance = (values: number[]) => values.reduce((sum, value) => sum + value * value, 0) / values.length;
    // 40,000 draws: the variance's standard error is 0.7 %.
    expect(variance(weights(3, "he")) * 100).toBeCloseTo(1, 1);
    expect(variance(weights(3, "lecun")) * 200).toBeCloseTo(1, 1);
    expect(variance(weights(3, "default")) * 600).toBeCloseTo(1, 1);
  });

  it.each(norms)("made and disposed of leaves no tensor with norm $kind", async (norm) => {
    await chooseBackend({ backend: "cpu" });
    const before = tf.memory().numTensors;
    mlp({ ...base, norm }).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("tells every layer's output by name, and keeps no tensors", async () => {
    await chooseBackend({ backend: "cpu" });
    const x = tf.ones([2, 6]);
    const before = tf.memory().numTensors;
    const model = mlp({ ...base, norm: { kind: "batchNorm" } });
    const seen: string[] = [];
    model.apply(x, { training: true, observe: (name) => seen.push(name) }).dispose();
    expect(seen).toEqual(["layer 1", "norm 1", "layer 2", "norm 2", "layer 3", "norm 3", "output"]);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("evaluates batch normalization with running statistics", async () => {
    await chooseBackend({ backend: "cpu" });
    const model = mlp({ ...base, depth: 1, norm: { kind: "batchNorm", momentum: 1 } });
    const x = tf.randomNormal([512, 6], 0, 1, "float32", 1);
    const trained = model.apply(x, { training: true });
    // With momentum 1 the running statistics are the batch's, but for n/(n − 1) in the variance.
    expect(deviation(model.apply(x).dataSync(), trained.dataSync())).toBeLessThan(2e-3);
    expect(model.buffers.map((buffer) => buffer.size)).toEqual([16, 16]);
  });
});

describe("wrong configurations", () => {
  beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

  it.each([
    [{ width: 0 }, "width: expected a whole number ≥ 1, got 0"],
    [{ depth: -1 }, "depth: expected a whole number ≥ 0, got -1"],
    [{ norm: { kind: "parallelLayerNorm", normSize: 5 } }, "normSize: expected a positive divisor of the 16 features"],
    [{ norm: { kind: "layerNorm", epsilon: -1 } }, "epsilon: expected a finite number ≥ 0, got -1"],
    [{ norm: { kind: "batchNorm", epsilon: NaN } }, "epsilon: expected a finite number ≥ 0, got NaN"],
    [{ norm: { kind: "layernorm" } }, "norm.kind: expected one of none, layerNorm, groupLayerNorm"],
    [{ activation: "swish" }, 'activation: expected one of none, relu, gelu, tanh, logistic, got "swish"'],
    [{ initialisation: "xavier" }, 'initialisation: expected one of default, he, lecun, got "xavier"'],
  ])("%j are refused when the model is made", (change, message) => {
    expect(() => mlp({ ...base, ...change } as MlpConfiguration)).toThrow(message);
  });
});
