import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { split } from "../../../src/learning/data/dataset.js";
import { loadDigitImages } from "../../../src/learning/data/digits.js";
import * as classify from "../../../src/learning/experiments/shared/classify.js";
import { mlp } from "../../../src/learning/models/mlp.js";
import { trialContext } from "./context.js";

const [train, test_] = split(loadDigitImages(), [400, 200], 1);
const scale = classify.pixelScale(train!);
const training = { learningRate: 1e-2, batchSize: 50, steps: 60, seed: 3 };
const network = () => mlp({ inputs: 64, width: 16, depth: 1, outputs: 10, activation: "relu", seed: 2 });

beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

describe("a classifier", () => {
  test("learns digits it has not seen, and leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const model = network();
    expect(await classify.accuracy(model, test_!, scale)).toBeLessThan(0.3);
    const { loss, divergedAt } = await classify.trainClassifier(model, train!, scale, training, trialContext());
    expect(divergedAt).toBeNull();
    expect(loss).toBeLessThan(0.7);
    expect(await classify.accuracy(model, test_!, scale)).toBeGreaterThan(0.75);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("trained again from the same seeds has the same weights, from another seed it has not", async () => {
    const weightsAfter = async (seed: number) => {
      const model = network();
      await classify.trainClassifier(model, train!, scale, { ...training, steps: 8, seed }, trialContext());
      return [...model.trainable[0]!.dataSync()];
    };
    const first = await weightsAfter(3);
    expect(await weightsAfter(3)).toEqual(first);
    expect(await weightsAfter(4)).not.toEqual(first);
  });

  test("that diverges says at which step, without an error", async () => {
    const model = network();
    const wild = { ...training, learningRate: 1e30, warmup: 0 };
    const { divergedAt } = await classify.trainClassifier(model, train!, scale, wild, trialContext());
    expect(divergedAt).toBeGreaterThan(0);
    expect(await classify.accuracy(model, test_!, scale)).toBeLessThan(0.5);
  });

  test("stops when its signal is aborted", async () => {
    const run = classify.trainClassifier(
      network(),
      train!,
      scale,
      training,
      trialContext(AbortSignal.abort(new Error("stop"))),
    );
    await expect(run).rejects.toThrow("stop");
  });

  test("refuses a batch larger than its images", async () => {
    const run = classify.trainClassifier(network(), train!, scale, { ...training, batchSize: 500 }, trialContext());
    await expect(run).rejects.toThrow("batch size: expected 1 to 400, the number of samples, got 500");
  });
});

describe("gradient norms", () => {
  test("are those of the loss's slope, for every parameter", () => {
    const model = network();
    const indices = [0, 1, 2, 3];
    const norms = classify.gradientNorms(model, train!, scale, indices);
    expect(Object.keys(norms)).toEqual(["layer 1/weight", "layer 1/bias", "output/weight", "output/bias"]);
    // Along its own direction the loss rises by the norm of all gradients together.
    const loss = () =>
      classify.crossEntropy(
        model.apply(classify.imageBatch(train!, indices, scale)),
        Int32Array.from(indices, (i) => train!.labels[i]!),
      );
    const { grads } = tf.variableGrads(loss);
    const total = Math.hypot(...Object.values(norms));
    const lossAt = (step: number) => {
      model.trainable.forEach((v) => v.assign(tf.add(v, tf.mul(grads[v.name]!, step / total))));
      return loss().dataSync()[0]!;
    };
    const ahead = lossAt(1e-3);
    const behind = lossAt(-2e-3);
    expect((ahead - behind) / 2e-3 / total).toBeCloseTo(1, 2);
  });

  test("do not vanish below the square root of the least number", () => {
    const model = mlp({ inputs: 64, width: 8, depth: 1, outputs: 10, seed: 1 });
    model.trainable[0]!.assign(tf.mul(model.trainable[0]!, 1e-25));
    expect(classify.gradientNorms(model, train!, scale, [0, 1])["layer 1/weight"]).toBeGreaterThan(1e-28);
  });
});

describe("the pixel scale", () => {
  test("brings the training images to mean 0 and variance 1", () => {
    const batch = classify.imageBatch(
      train!,
      Array.from({ length: 400 }, (_, i) => i),
      scale,
    );
    const { mean, variance } = tf.moments(batch);
    expect(mean.dataSync()[0]).toBeCloseTo(0, 4);
    expect(variance.dataSync()[0]).toBeCloseTo(1, 4);
  });
});
