import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../src/learning/backend.js";
import { adamStep } from "../../src/learning/kernels/adam.js";
import { AdamW, Sgd, type Optimiser } from "../../src/learning/optimiser.js";
import { deviation, onEveryBackend } from "./backends.js";

/** AdamW in doubles, term by term as in its definition. */
function adamInDoubles(start: number[], gradients: number[][], rate: number, weightDecay: number): number[] {
  const w = [...start];
  const m = start.map(() => 0);
  const v = start.map(() => 0);
  gradients.forEach((gradient, t) => {
    gradient.forEach((g, i) => {
      m[i] = 0.9 * m[i]! + 0.1 * g;
      v[i] = 0.999 * v[i]! + 0.001 * g * g;
      const step = m[i]! / (1 - 0.9 ** (t + 1)) / (Math.sqrt(v[i]! / (1 - 0.999 ** (t + 1))) + 1e-8);
      w[i] = w[i]! - rate * (step + weightDecay * w[i]!);
    });
  });
  return w;
}

const start = [1, -2, 3, 0.5];
const gradients = Array.from({ length: 5 }, (_, t) => start.map((_, i) => Math.sin(1 + t * 4 + i)));

describe("AdamW", () => {
  it("is its definition in doubles, on every backend", async () => {
    const expected = adamInDoubles(start, gradients, 0.1, 0.01);
    const results = await onEveryBackend(() => {
      const variable = tf.variable(tf.tensor1d(start));
      const optimiser = new AdamW([variable], { weightDecay: 0.01 });
      for (const gradient of gradients) optimiser.apply([tf.tensor1d(gradient)], 0.1);
      const values = Array.from(variable.dataSync());
      optimiser.dispose();
      variable.dispose();
      return values;
    });
    for (const { backend, result } of results) expect(deviation(result, expected), backend).toBeLessThan(1e-6);
    // The control: without the decay the result is another.
    expect(deviation(adamInDoubles(start, gradients, 0.1, 0), expected)).toBeGreaterThan(1e-4);
  });

  it("does on large tensors what its definition by tensor operations does", async () => {
    const results = await onEveryBackend(() => {
      const inputs = [1, 2, 3, 4].map((seed) => tf.randomNormal([70_001], 0, 1, "float32", seed));
      inputs[3] = tf.square(inputs[3]!);
      const constants = tf.tensor1d([0.9, 0.99, 0.01, 1.5, 1e-8, 0.999]);
      const fused = adamStep([...inputs, constants], {});
      const [value, gradient, first, second] = inputs.map((input) => input.dataSync());
      return Math.max(
        ...fused.map((tensor, output) => {
          const got = tensor.dataSync();
          let worst = 0;
          for (let i = 0; i < got.length; i++) {
            const m = 0.9 * first![i]! + 0.1 * gradient![i]!;
            const v = 0.99 * second![i]! + 0.01 * gradient![i]! ** 2;
            const w = 0.999 * value![i]! - (0.01 * m) / (Math.sqrt(1.5 * v) + 1e-8);
            worst = Math.max(worst, Math.abs(got[i]! - [w, m, v][output]!));
          }
          return worst;
        }),
      );
    });
    for (const { backend, result } of results) expect(result, backend).toBeLessThan(2e-6);
  });
});

describe("every optimiser", () => {
  const kinds: [string, (variables: tf.Variable[]) => Optimiser][] = [
    ["AdamW", (variables) => new AdamW(variables)],
    ["Sgd", (variables) => new Sgd(variables)],
    ["Sgd with momentum", (variables) => new Sgd(variables, { momentum: 0.9, weightDecay: 0.1 })],
  ];

  it.each(kinds)("%s goes on from its state as if it had not stopped, and keeps no tensors", async (_, create) => {
    await chooseBackend({ backend: "cpu" });
    const before = tf.memory().numTensors;
    const train = (stopAfter: number): number[] => {
      const variable = tf.tidy(() => tf.variable(tf.tensor1d(start)));
      let optimiser = create([variable]);
      gradients.forEach((gradient, t) => {
        if (t === stopAfter) {
          const state = optimiser.state();
          optimiser.dispose();
          optimiser = create([variable]);
          optimiser.restore(state);
          tf.dispose(state);
        }
        tf.tidy(() => optimiser.apply([tf.tensor1d(gradient)], 0.1));
      });
      const values = Array.from(variable.dataSync());
      optimiser.dispose();
      variable.dispose();
      return values;
    };
    expect(train(3)).toEqual(train(-1));
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(kinds)("%s refuses gradients of another shape", async (_, create) => {
    await chooseBackend({ backend: "cpu" });
    const variable = tf.variable(tf.zeros([2]));
    expect(() => create([variable]).apply([tf.zeros([3])], 0.1)).toThrow(
      "gradients: expected tensors of shapes [2], got [3]",
    );
  });
});
