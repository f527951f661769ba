import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { adamStep } from "../../src/learning/kernels/adam.js";
import { onEveryBackend } from "./backends.js";

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
