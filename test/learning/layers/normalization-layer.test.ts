import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { NormalizationLayer } from "../../../src/learning/layers/normalization-layer.js";
import { createModel } from "../../../src/learning/models/model.js";
import { normalization, type Norm } from "../../../src/learning/models/parts.js";
import { deviation, onEveryBackend } from "../backends.js";

const norms: Norm[] = [
  { kind: "layerNorm", affine: true },
  { kind: "groupLayerNorm", groups: 4 },
  { kind: "parallelLayerNorm", normSize: 4, epsilon: 1e-3 },
  { kind: "parallelLayerScaling", normSize: 4 },
  { kind: "rootMeanSquareNorm", affine: true },
  { kind: "powerMeanNorm", normSize: 4, p: 3, center: false },
  { kind: "groupNorm", groups: 2 },
  { kind: "batchNorm", affine: true },
  { kind: "iterNorm", iterations: 4, epsilon: 1e-2 },
  { kind: "iterNorm", iterations: 4, covarianceOf: "samples" },
  { kind: "zca" },
  { kind: "cholesky", affine: true },
  { kind: "spectralPower", power: 0.3 },
];

function build(norm: Norm): tf.Sequential {
  const model = tf.sequential();
  model.add(
    tf.layers.dense({ units: 8, inputShape: [3], kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }) }),
  );
  model.add(new NormalizationLayer({ norm }));
  model.add(tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }) }));
  return model;
}

beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

describe.each(norms)("a layer with norm $kind", (norm) => {
  it("trains in tf.sequential and is the same after saving and loading", async () => {
    const model = build(norm);
    model.compile({ optimizer: tf.train.adam(0.02), loss: "meanSquaredError" });
    const x = tf.randomNormal([32, 3], 0, 1, "float32", 3);
    const y = tf.sum(tf.sin(x), 1, true);
    const { history } = await model.fit(x, y, { epochs: 20, batchSize: 32, verbose: 0, shuffle: false });
    expect(history.loss!.at(-1)).toBeLessThan(0.9 * (history.loss![0] as number));

    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
    const numbers = (m: tf.LayersModel) => (m.predict(x) as tf.Tensor).dataSync();
    expect(deviation(numbers(loaded), numbers(model))).toBe(0);
    expect(loaded.countParams()).toBe(model.countParams());
  });
});

describe.each(norms)("a layer with norm $kind", (norm) => {
  it.each([
    ["2-D", [30, 8]],
    ["3-D", [8, 5, 8]],
    ["4-D", [2, 5, 4, 8]],
  ])("gives a %s input the values of the norm as a part of a model, on every backend", async (_, shape) => {
    const results = await onEveryBackend(() => {
      const layer = new NormalizationLayer({ norm, inputShape: shape.slice(1) });
      const sequential = tf.sequential({ layers: [layer] });
      const x = tf.randomNormal(shape, 0.5, 2, "float32", 6);
      const model = createModel(0, (declaration) => normalization(declaration, "norm", 8, norm));
      const values = [sequential.predict(x) as tf.Tensor, model.apply(x)].map((y) => [...y.dataSync()]);
      expect((sequential.predict(x) as tf.Tensor).shape).toEqual(shape);
      sequential.dispose();
      model.dispose();
      return values;
    });
    await chooseBackend({ backend: "cpu" });
    for (const { backend, result } of results) {
      expect(deviation(result[0]!, result[1]!), backend).toBe(0);
      // Single precision through a spectrum.
      expect(deviation(result[0]!, results[0]!.result[0]!), backend).toBeLessThan(1e-4);
    }
  });

  it("leaves no tensor behind but the gradient, on every backend", async () => {
    const results = await onEveryBackend(() => {
      const model = createModel(0, (declaration) => normalization(declaration, "norm", 8, norm));
      const x = tf.randomNormal([40, 8], 0.5, 2, "float32", 6);
      const gradient = tf.grad((input: tf.Tensor) => tf.sum(tf.square(model.apply(input, { training: true }))));
      gradient(x).dispose();
      const before = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
      gradient(x).dispose();
      const after = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
      model.dispose();
      return { before, after };
    });
    await chooseBackend({ backend: "cpu" });
    for (const { backend, result } of results) expect(result.after, backend).toEqual(result.before);
  });
});

describe("the layer", () => {
  it("takes an epsilon of 0 in a norm of the batch's spectrum, and refuses wrong options when it is built", () => {
    const kinds: Norm[] = [
      { kind: "iterNorm", iterations: 4, epsilon: 0 },
      { kind: "zca", epsilon: 0 },
      { kind: "spectralPower", power: 0.5, epsilon: 0 },
    ];
    for (const norm of kinds) expect(() => build(norm), norm.kind).not.toThrow();
    expect(() => build({ kind: "iterNorm", iterations: 0.5 })).toThrow("iterations: expected a whole number ≥ 0");
    expect(() => build({ kind: "cholesky", epsilon: 2 })).toThrow("epsilon: expected a number from 0 to 1");
    expect(() => build({ kind: "spectralPower" } as never)).toThrow("power: expected a finite number");
  });

  it("refuses a batch of one in IterNorm", () => {
    const model = tf.sequential({
      layers: [new NormalizationLayer({ norm: { kind: "iterNorm", iterations: 4 }, inputShape: [4] })],
    });
    expect(() => model.predict(tf.ones([1, 4]))).toThrow("at least two samples");
  });

  it("takes 3- and 4-D inputs, and refuses a norm that does not fit when the model is built", () => {
    const layer = () =>
      new NormalizationLayer({ norm: { kind: "parallelLayerNorm", normSize: 4 }, inputShape: [5, 6, 8] });
    const image = tf.sequential({ layers: [layer()] });
    expect((image.predict(tf.zeros([2, 5, 6, 8])) as tf.Tensor).shape).toEqual([2, 5, 6, 8]);
    expect(() => build({ kind: "parallelLayerNorm", normSize: 3 })).toThrow(
      "normSize: expected a positive divisor of the 8 features",
    );
    expect(() => build({ kind: "layernorm" } as never)).toThrow("norm.kind: expected one of none, layerNorm");
  });

  it("normalizes in training with two operations: the batch's statistics come with the values", async () => {
    const kernels = await Promise.all(
      [true, false].map(async (affine) => {
        const norm = { kind: "batchNorm", affine } as const;
        const model = createModel(0, (declaration) => normalization(declaration, "norm", 2, norm));
        const { kernels } = await tf.profile(() => model.apply(tf.ones([3, 2]), { training: true }));
        model.dispose();
        const beside = ["Reshape", "NormlabUnpack", "unnamed scope"];
        return kernels.map(({ name }) => name).filter((name) => !beside.includes(name));
      }),
    );
    for (const names of kernels) expect(names).toEqual(["NormlabNormalizeChannels", "NormlabFollow"]);
  });

  it("moves running statistics as their definition does, on every backend", async () => {
    const results = await onEveryBackend(() => {
      const norm = { kind: "batchNorm", momentum: 0.3 } as const;
      const model = createModel(0, (declaration) => normalization(declaration, "norm", 5, norm));
      let [mean, variance] = [tf.zeros([5]), tf.ones([5])];
      for (const seed of [1, 2, 3]) {
        const x = tf.randomNormal([4, 3, 3, 5], seed, seed, "float32", seed);
        model.apply(x, { training: true });
        const own = tf.moments(x, [0, 1, 2]);
        mean = tf.add(tf.mul(mean, 0.7), tf.mul(own.mean, 0.3));
        variance = tf.add(tf.mul(variance, 0.7), tf.mul(own.variance, (0.3 * 36) / 35));
      }
      const result = model.buffers.map((buffer) => Array.from(buffer.dataSync()));
      model.dispose();
      return [...result, ...[mean, variance].map((tensor) => Array.from(tensor.dataSync()))];
    });
    for (const { backend, result } of results) {
      expect(deviation(result[0]!, result[2]!), backend).toBeLessThan(2e-6);
      expect(deviation(result[1]!, result[3]!), backend).toBeLessThan(2e-6);
    }
  });

  it("normalizes with running statistics outside of training", () => {
    const model = tf.sequential({ layers: [new NormalizationLayer({ norm: { kind: "batchNorm" }, inputShape: [2] })] });
    const x = tf.tensor2d([[3, 5]]);
    // Running mean 0 and variance 1 at the beginning; a step in training moves them by a tenth.
    expect(deviation((model.predict(x) as tf.Tensor).dataSync(), [3, 5])).toBeLessThan(1e-4);
    const two = tf.tensor2d([
      [3, 5],
      [5, 9],
    ]);
    model.apply(two, { training: true });
    const moved = [
      [4, 2],
      [7, 8],
    ].map(([mean, variance], i) => ([3, 5][i]! - 0.1 * mean!) / Math.sqrt(0.9 + 0.1 * variance!));
    expect(deviation((model.predict(x) as tf.Tensor).dataSync(), moved)).toBeLessThan(1e-4);
  });
});
