import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { NormalizationLayer } from "../../../src/learning/layers/normalization-layer.js";
import type { Norm } from "../../../src/learning/models/parts.js";
import { deviation } from "../backends.js";

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

describe("the layer", () => {
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

  it("normalizes with running statistics outside of training", () => {
    const model = tf.sequential({ layers: [new NormalizationLayer({ norm: { kind: "batchNorm" }, inputShape: [2] })] });
    const x = tf.tensor2d([[3, 5]]);
    // Running mean 0 and variance 1 at the beginning.
    expect(deviation((model.predict(x) as tf.Tensor).dataSync(), [3, 5])).toBeLessThan(1e-4);
  });
});
