import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { adamW, flatten, sgd } from "../../../src/learning/training/optimiser.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

/** Two steps in doubles on [[1, 2]] (decays) and [3] (does not) with the gradient (0.5, −1, 2). */
function run(optimiser: "adamW" | "sgd", weightDecay: number): number[] {
  const variables = [tf.variable(tf.tensor2d([[1, 2]])), tf.variable(tf.tensor1d([3]))];
  const made = optimiser === "adamW" ? adamW(variables, { weightDecay }) : sgd(variables, { weightDecay });
  for (let step = 0; step < 2; step++) tf.tidy(() => made.apply(tf.tensor1d([0.5, -1, 2]), 0.1));
  const result = [...flatten(variables).dataSync()];
  tf.dispose(variables);
  made.dispose();
  return result;
}

function close(actual: number[], expected: number[]): void {
  // Single precision: 24 bits.
  actual.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6));
}

describe("AdamW", () => {
  test("moves each weight by the rate while the gradient stays the same", () =>
    close(run("adamW", 0), [0.8, 2.2, 2.8]));

  test("decays matrices and not vectors", () => {
    const decayed = (weight: number, sign: number): number => {
      for (let step = 0; step < 2; step++) weight = weight - 0.1 * sign - 0.1 * 0.5 * weight;
      return weight;
    };
    close(run("adamW", 0.5), [decayed(1, 1), decayed(2, -1), 2.8]);
  });
});

describe("SGD", () => {
  test("builds up momentum", () => close(run("sgd", 0), [1 - 0.05 - 0.095, 2 + 0.1 + 0.19, 3 - 0.2 - 0.38]));

  test("adds decay to the gradient of matrices", () => {
    const w1 = 1 - 0.1 * (0.5 + 0.5);
    const w2 = w1 - 0.1 * (0.9 * 1 + 0.5 + 0.5 * w1);
    expect(run("sgd", 0.5)[0]).toBeCloseTo(w2, 6);
    expect(run("sgd", 0.5)[2]).toBeCloseTo(3 - 0.2 - 0.38, 6);
  });
});
