import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { iterNorm, traceLoss } from "../../../src/learning/layers/iter-norm.js";
import { spectralPower, whiten } from "../../../src/learning/layers/whitening.js";
import * as theory from "../../../src/theory/index.js";
import { deviation, differenceQuotients, normalRows, onEveryBackend, valueAndGradient } from "../backends.js";

// Single precision holds 7 digits; the products of T = 4 iterations and the spread of eigenvalues cost up to three of them.
const tolerance = 1e-4;
const spread = [3, 1, 0.5, 2, 1.5];
const rows = normalRows(12, 5, 1).map((row) => row.map((value, j) => value * spread[j]! + 0.3 * row[0]! + 1));
const weights = normalRows(12, 5, 2);

interface Twin {
  name: string;
  layer: (x: tf.Tensor) => tf.Tensor;
  operator: (x: number[][]) => number[][];
}
const twins: Twin[] = [
  ...[0, 1, 2, 4, 5].flatMap((iterations) =>
    (["features", "samples"] as const).map((covarianceOf) => ({
      name: `iterNorm, T = ${iterations}, covariance of ${covarianceOf}`,
      layer: (x: tf.Tensor) => iterNorm(x, { iterations, covarianceOf, epsilon: 0.01 }),
      operator: (x: number[][]) => theory.iterNorm(x, { iterations, covarianceOf, epsilon: 0.01 }),
    })),
  ),
  {
    name: "iterNorm at epsilon 0",
    layer: (x) => iterNorm(x, { iterations: 4, epsilon: 0 }),
    operator: (x) => theory.iterNorm(x, { iterations: 4 }),
  },
  ...[0, 0.2, 0.5, 0.6, -0.5].map((power) => ({
    name: `spectralPower ${power}`,
    layer: (x: tf.Tensor) => spectralPower(x, { power }),
    operator: (x: number[][]) => theory.spectralTransform(x, (value) => value ** -power),
  })),
  ...(["zca", "cholesky"] as const).map((kind) => ({
    name: `whiten, ${kind}`,
    layer: (x: tf.Tensor) => whiten(x, { kind }),
    operator: (x: number[][]) => theory.whiten(x, { kind }),
  })),
];

describe.each(twins)("$name", ({ layer, operator }) => {
  it("has the values of its twin in double precision, and its gradient, on every backend", async () => {
    const value = operator(rows).flat();
    const gradient = differenceQuotients(operator, rows, weights);
    const results = await onEveryBackend(() => valueAndGradient(layer, tf.tensor2d(rows), tf.tensor2d(weights)));
    for (const { backend, result } of results) {
      expect(deviation(result.value, value), backend).toBeLessThan(tolerance);
      expect(deviation(result.gradient, gradient), backend).toBeLessThan(tolerance);
      // The control: the gradient of other weights is not it.
      expect(deviation(result.gradient.reverse(), gradient), backend).toBeGreaterThan(100 * tolerance);
    }
  });

  it("takes every position of a 4-D input for a sample", async () => {
    await chooseBackend({ backend: "cpu" });
    const flat = layer(tf.tensor2d(rows)).dataSync();
    const image = layer(tf.tensor4d(rows.flat(), [3, 2, 2, 5]));
    expect(image.shape).toEqual([3, 2, 2, 5]);
    expect(deviation(image.dataSync(), flat)).toBeLessThan(1e-6);
  });
});

describe("traceLoss", () => {
  it("has the value of its twin and its gradient, in both orientations", async () => {
    for (const covarianceOf of ["features", "samples"] as const) {
      const operator = (x: number[][]) => [[theory.traceLoss(x, { covarianceOf })]];
      const gradient = differenceQuotients(operator, rows, [[1]]);
      const results = await onEveryBackend(() =>
        valueAndGradient((x) => traceLoss(x, { covarianceOf }), tf.tensor2d(rows), tf.scalar(1)),
      );
      for (const { backend, result } of results) {
        expect(deviation(result.value, operator(rows)[0]!), backend).toBeLessThan(tolerance);
        expect(deviation(result.gradient, gradient), backend).toBeLessThan(tolerance);
      }
    }
  });
});

describe("iterNorm's gradient", () => {
  /** The iteration by operations that have gradients of their own. */
  function byDefinition(x: tf.Tensor, iterations: number, epsilon: number): tf.Tensor {
    const batch = x as tf.Tensor2D;
    const z = tf.sub(batch, tf.mean(batch, 0, true)) as tf.Tensor2D;
    const [count, size] = z.shape;
    const covariance = tf.add(
      tf.mul(tf.matMul(z, z, true), (1 - epsilon) / (count - 1)),
      tf.mul(tf.eye(size), epsilon),
    );
    const trace = tf.sum(tf.mul(covariance, tf.eye(size)));
    const scaled = tf.div(covariance, trace) as tf.Tensor2D;
    let p: tf.Tensor2D = tf.eye(size);
    for (let k = 0; k < iterations; k++) {
      const step = tf.matMul(tf.matMul(tf.matMul(p, p), p), scaled);
      p = tf.sub(tf.mul(p, 1.5), tf.mul(step, 0.5));
    }
    return tf.mul(tf.matMul(z, p), tf.rsqrt(trace));
  }

  it("is TensorFlow.js's own at a size where the covariance is singular but for epsilon", async () => {
    const results = await onEveryBackend(() => {
      const x = tf.randomNormal([16, 32], 0, 1, "float32", 7);
      const w = tf.randomNormal([16, 32], 0, 1, "float32", 8);
      const closed = valueAndGradient((input) => iterNorm(input, { iterations: 4, epsilon: 1e-3 }), x, w);
      const defined = valueAndGradient((input) => byDefinition(input, 4, 1e-3), x, w);
      return [deviation(closed.value, defined.value), deviation(closed.gradient, defined.gradient)];
    });
    for (const { backend, result } of results) expect(Math.max(...result), backend).toBeLessThan(tolerance);
  });
});

describe("the gradient of whitening on many features", () => {
  it.each(["zca", "cholesky"] as const)(
    "is the same by one operation and by many, on every backend: %s",
    async (kind) => {
      const results = await onEveryBackend(() => {
        // 128 features take one operation where there is one, 129 the products: a constant feature changes nothing.
        const x = tf.randomNormal([400, 128], 0, 1, "float32", 5);
        const w = tf.randomNormal([400, 128], 0, 1, "float32", 6);
        const layer = (input: tf.Tensor) => whiten(input, { kind, epsilon: 0.1 });
        const few = valueAndGradient(layer, x, w);
        const many = valueAndGradient(
          (input) => tf.slice(layer(tf.concat([input, tf.zeros([400, 1])], 1)), [0, 0], [400, 128]),
          x,
          w,
        );
        return { ...few, values: deviation(few.value, many.value), gradients: deviation(few.gradient, many.gradient) };
      });
      for (const { backend, result } of results) {
        expect(result.values, backend).toBeLessThan(tolerance);
        expect(result.gradients, backend).toBeLessThan(tolerance);
        expect(deviation(result.gradient, results[0]!.result.gradient), backend).toBeLessThan(tolerance);
      }
    },
  );
});

describe("the gradient where eigenvalues meet", () => {
  it("is finite and right: the divided difference goes over into the derivative", async () => {
    await chooseBackend({ backend: "cpu" });
    // Σ = 2/3·I exactly: every pair of eigenvalues meets.
    const x = [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ];
    const w = normalRows(4, 2, 3);
    const operator = (input: number[][]) => theory.spectralTransform(input, (value) => value ** -0.3);
    const expected = differenceQuotients(operator, x, w);
    const { gradient } = valueAndGradient(
      (input) => spectralPower(input, { power: 0.3 }),
      tf.tensor2d(x),
      tf.tensor2d(w),
    );
    expect(deviation(gradient, expected)).toBeLessThan(tolerance);
  });
});

describe("wrong input", () => {
  beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

  it("is refused: a batch of one, equal samples, a singular covariance, unknown words", () => {
    expect(() => iterNorm(tf.ones([1, 4]), { iterations: 4 })).toThrow("at least two samples");
    expect(() => iterNorm(tf.ones([4, 1]), { iterations: 4, covarianceOf: "samples" })).toThrow(
      "at least two features",
    );
    expect(() => iterNorm(tf.ones([4, 3]), { iterations: 4, epsilon: 0 })).toThrow("samples that are not all equal");
    expect(() => iterNorm(tf.ones([4, 3]), { iterations: 1.5 })).toThrow("iterations: expected a whole number ≥ 0");
    const narrow = tf.randomNormal([4, 6], 0, 1, "float32", 1);
    expect(() => whiten(narrow)).toThrow("a covariance of full rank");
    expect(() => whiten(narrow, { kind: "cholesky" })).toThrow("a covariance of full rank");
    expect(() => spectralPower(narrow, { power: 0.2 })).toThrow("more samples, fewer features, or an epsilon > 0");
    expect(() => whiten(narrow, { kind: "pca" as never })).toThrow('"zca" or "cholesky"');
    expect(() => whiten(narrow, { epsilon: 0.1 })).not.toThrow();
  });
});
