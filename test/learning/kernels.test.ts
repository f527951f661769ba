import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { adamStep } from "../../src/learning/operations/adam.js";
import { registerOperation } from "../../src/learning/operations/operation.js";
import { choleskyMap, spectrum } from "../../src/learning/operations/spectrum.js";
import { deviation, onEveryBackend } from "./backends.js";

describe("the fused step of Adam", () => {
  it("is its definition in doubles on large tensors, on every backend", async () => {
    const [beta1, beta2, rate, unbias, epsilon, keep] = [0.9, 0.99, 0.01, 1.5, 1e-8, 0.999];
    const results = await onEveryBackend(() => {
      const inputs = [1, 2, 3, 4].map((seed) => tf.randomNormal([70_001], 0, 1, "float32", seed));
      inputs[3] = tf.square(inputs[3]!);
      const constants = tf.tensor1d([beta1, 1 - beta1, beta2, 1 - beta2, rate, unbias, epsilon, keep]);
      const outputs = adamStep([...inputs, constants], {}).map((tensor) => tensor.dataSync());
      const [value, gradient, first, second] = inputs.map((input) => input.dataSync());
      let worst = 0;
      for (let i = 0; i < value!.length; i++) {
        const m = beta1 * first![i]! + (1 - beta1) * gradient![i]!;
        const v = beta2 * second![i]! + (1 - beta2) * gradient![i]! ** 2;
        const w = keep * value![i]! - (rate * m) / (Math.sqrt(unbias * v) + epsilon);
        [w, m, v].forEach((expected, output) => {
          worst = Math.max(worst, Math.abs(outputs[output]![i]! - expected));
        });
      }
      return worst;
    });
    // Single precision on values of order 1, and steps of order 1 where v is small.
    for (const { backend, result } of results) expect(result, backend).toBeLessThan(3e-6);
  });
});

describe("an operation that the compiled library does not have", () => {
  it("runs as its loop, on every backend, and leaves nothing behind", async () => {
    const double = registerOperation<Record<never, never>>({
      name: "NormlabOfTomorrow",
      integers: [],
      shapes: ([x]) => [x!.shape],
      compute: ([x], [y]) => x!.forEach((value, i) => (y![i] = 2 * value)),
    });
    const results = await onEveryBackend(() => {
      const x = tf.tensor2d([[1, 2]]);
      const before = tf.memory().numTensors;
      const twice = [1, 2].map(() => double([x], {})[0]!);
      expect(tf.memory().numTensors).toBe(before + 2);
      return twice.map((y) => y.arraySync());
    });
    for (const { backend, result } of results) expect(result, backend).toEqual([[[2, 4]], [[2, 4]]]);
  });
});

describe("the spectrum of a covariance", () => {
  const batches: [string, () => tf.Tensor2D][] = [
    ...[1, 2, 3, 40, 130].map((size): [string, () => tf.Tensor2D] => [
      `${size} features`,
      () => tf.randomNormal([200, size], 0, 1, "float32", size),
    ]),
    ["fewer samples than features", () => tf.randomNormal([5, 20], 0, 1, "float32", 1)],
    ["equal samples", () => tf.zeros([6, 8])],
    [
      "features of very different size",
      () => tf.mul(tf.randomNormal([50, 4], 0, 1, "float32", 2), [1e-6, 1, 1e3, 1e5]),
    ],
    // Covariance a multiple of I: all eigenvalues meet.
    ["features alike", () => tf.concat([tf.eye(8), tf.neg(tf.eye(8))]) as tf.Tensor2D],
  ];

  it.each(batches)("diagonalizes it, on every backend: %s", async (_, batch) => {
    const epsilon = 1e-3;
    const results = await onEveryBackend(() => {
      const z = tf.sub(batch(), tf.mean(batch(), 0, true)) as tf.Tensor2D;
      const [centred, vectors, scaled, , extremes] = spectrum([batch()], { epsilon, power: -1 }) as tf.Tensor2D[];
      const covariance = tf.add(
        tf.mul(tf.matMul(z, z, true), (1 - epsilon) / (z.shape[0] - 1)),
        tf.mul(tf.eye(z.shape[1]), epsilon),
      );
      const unit = Math.max(...covariance.dataSync());
      const [rebuilt, gram] = [tf.matMul(vectors!, scaled!, true), tf.matMul(vectors!, vectors!, false, true)];
      return {
        centred: deviation(tf.div(centred!, Math.sqrt(unit)).dataSync(), tf.div(z, Math.sqrt(unit)).dataSync()),
        rebuilt: deviation(tf.div(rebuilt, unit).dataSync(), tf.div(covariance, unit).dataSync()),
        orthonormal: deviation(gram.dataSync(), tf.eye(z.shape[1]).dataSync()),
        extremes: [...extremes!.dataSync()].map((value) => value / unit),
      };
    });
    for (const { backend, result } of results) {
      // Products in single precision of numbers of order 1.
      expect(result.centred, backend).toBeLessThan(1e-5);
      expect(result.rebuilt, backend).toBeLessThan(1e-5);
      expect(result.orthonormal, backend).toBeLessThan(1e-5);
      expect(deviation(result.extremes, results[0]!.result.extremes), backend).toBeLessThan(1e-6);
      expect(result.extremes[0]).toBeGreaterThanOrEqual(result.extremes[1]!);
    }
  });

  it.each(batches)("is factorized, on every backend: %s", async (_, batch) => {
    const epsilon = 1e-3;
    const results = await onEveryBackend(() => {
      const z = tf.sub(batch(), tf.mean(batch(), 0, true)) as tf.Tensor2D;
      const map = choleskyMap([batch()], { epsilon })[1] as tf.Tensor2D;
      const covariance = tf.add(
        tf.mul(tf.matMul(z, z, true), (1 - epsilon) / (z.shape[0] - 1)),
        tf.mul(tf.eye(z.shape[1]), epsilon),
      ) as tf.Tensor2D;
      // L⁻¹ Σ L⁻ᵀ = I.
      const white = tf.matMul(tf.matMul(map, covariance, true), map);
      return deviation(white.dataSync(), tf.eye(z.shape[1]).dataSync());
    });
    // Products in single precision; the least eigenvalue is a few thousandths of the greatest.
    for (const { backend, result } of results) expect(result, backend).toBeLessThan(5e-4);
  });
});
