import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import type { Norm } from "../../../src/learning/models/parts.js";
import {
  residualNetwork,
  resNet18,
  resNet20,
  type ResidualConfiguration,
} from "../../../src/learning/models/residual.js";
import { deviation, onEveryBackend } from "../backends.js";

const base: ResidualConfiguration = {
  channels: 2,
  widths: [8, 16],
  blocks: 1,
  outputs: 3,
  norm: { kind: "layerNorm" },
  seed: 5,
};
const norms: Norm[] = [
  { kind: "none" },
  { kind: "layerNorm" },
  { kind: "groupLayerNorm", groups: 2 },
  { kind: "groupNorm", groups: 4, affine: true },
  { kind: "batchNorm", affine: true },
];

describe("a residual network", () => {
  it.each(norms)("with norm $kind gives the same loss and gradients on every backend", async (norm) => {
    const results = await onEveryBackend(() => {
      const model = residualNetwork({ ...base, norm, activation: norm.kind === "batchNorm" ? "relu" : "none" });
      const x = tf.randomNormal([4, 6, 6, 2], 0, 1, "float32", 1);
      const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 1], "int32"), 3);
      const loss = () => tf.losses.softmaxCrossEntropy(labels, model.apply(x, { training: true })) as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss, [...model.trainable]);
      const numbers = [value, ...model.trainable.map((variable) => grads[variable.name]!)].flatMap((tensor) => [
        ...tensor.dataSync(),
      ]);
      model.dispose();
      return numbers;
    });
    // Single precision through nine layers.
    for (const { backend, result } of results) {
      expect(deviation(result, results[0]!.result), backend).toBeLessThan(2e-4);
      expect(Math.max(...result.map(Math.abs))).toBeGreaterThan(1e-3);
    }
  });

  it("has as many parameters as ResNet-20 and ResNet-18", async () => {
    await chooseBackend({ backend: "cpu" });
    const count = (configuration: ResidualConfiguration): number => {
      const model = residualNetwork(configuration);
      const sum = model.parameters.reduce((total, parameter) => total + parameter.size, 0);
      model.dispose();
      return sum;
    };
    const norm: Norm = { kind: "batchNorm", affine: true };
    // He et al. count 0.27 M for 20 layers with shortcuts without parameters; the two convolutions of 1 add 2,752 with their norms.
    expect(count({ ...resNet20, channels: 3, outputs: 10, norm, seed: 1 })).toBe(272_474);
    // As torchvision's resnet18 counts them.
    expect(count({ ...resNet18, channels: 3, outputs: 1000, norm, seed: 1 })).toBe(11_689_512);
  });

  it("is linear in its input without norm and activation, and not with a norm", async () => {
    await chooseBackend({ backend: "cpu" });
    const bend = (norm: Norm): number => {
      const model = residualNetwork({ ...base, norm });
      const [a, b] = [1, 2].map((seed) => tf.randomNormal([2, 6, 6, 2], 0, 1, "float32", seed));
      const middle = model.apply(tf.mul(tf.add(a!, b!), 0.5));
      const chord = tf.mul(tf.add(model.apply(a!), model.apply(b!)), 0.5);
      return tf.max(tf.abs(tf.sub(middle, chord))).dataSync()[0]!;
    };
    expect(bend({ kind: "none" })).toBeLessThan(1e-5);
    expect(bend({ kind: "groupLayerNorm", groups: 2 })).toBeGreaterThan(1e-2);
  });

  it("runs with the stem for larger images, and without an output gives features", async () => {
    await chooseBackend({ backend: "cpu" });
    const model = residualNetwork({ ...base, stem: "large", outputs: undefined });
    expect(model.apply(tf.zeros([1, 32, 32, 2])).shape).toEqual([1, 16]);
  });
});

describe("wrong input", () => {
  beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

  it("is refused when the model is made, or by its shape", () => {
    expect(() => residualNetwork({ ...base, norm: { kind: "groupLayerNorm", groups: 3 } })).toThrow(
      "groups: expected a positive divisor of the 8 features (1, 2, 4, 8), got 3",
    );
    expect(() => residualNetwork({ ...base, widths: [] })).toThrow("widths: expected at least one stage");
    expect(() => residualNetwork(base).apply(tf.zeros([1, 6, 6, 3]))).toThrow("[count, height, width, 2]");
  });
});
