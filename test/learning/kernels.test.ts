import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../src/learning/backend.js";
import { adamStep } from "../../src/learning/operations/adam.js";
import { attend, attendByDefinition } from "../../src/learning/operations/attention.js";
import { gelu } from "../../src/learning/operations/gelu.js";
import { linear } from "../../src/learning/operations/linear.js";
import { relu } from "../../src/learning/operations/relu.js";
import { registerOperation } from "../../src/learning/operations/operation.js";
import { choleskyMap, spectrum } from "../../src/learning/operations/spectrum.js";
import { deviation, onEveryBackend, usableBackends, valueAndGradient } from "./backends.js";

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

describe("the activation GELU", () => {
  it("is x times the normal distribution function, with its gradient, on every backend", async () => {
    // Φ to ten digits, of tables: Φ(−x) = 1 − Φ(x).
    const table = [
      [0, 0.5],
      [0.5, 0.6914624613],
      [1, 0.8413447461],
      [2, 0.9772498681],
      [4, 0.9999683288],
    ] as const;
    const points = table.flatMap(([x, phi]) => [
      { x, phi },
      { x: -x, phi: 1 - phi },
    ]);
    const x = points.map((point) => point.x);
    const value = points.map((point) => point.x * point.phi);
    const slope = points.map(
      (point) => point.phi + (point.x * Math.exp((-point.x * point.x) / 2)) / Math.sqrt(2 * Math.PI),
    );
    const many = Array.from({ length: 10_007 }, (_, i) => (i - 5000) / 50);
    const results = await onEveryBackend(() => ({
      ...valueAndGradient(gelu, tf.tensor1d(x), tf.ones([x.length])),
      // Far out it is x or 0, its slope 1 or 0, and nothing overflows.
      far: valueAndGradient(gelu, tf.tensor1d(many), tf.ones([many.length])),
    }));
    for (const { backend, result } of results) {
      expect(deviation(result.value, value), backend).toBeLessThan(1e-6);
      expect(deviation(result.gradient, slope), backend).toBeLessThan(1e-6);
      many.forEach((at, i) => {
        if (Math.abs(at) < 7) return;
        expect(result.far.value[i], `${backend} at ${at}`).toBeCloseTo(Math.max(0, at), 5);
        expect(result.far.gradient[i], `${backend} at ${at}`).toBeCloseTo(at > 0 ? 1 : 0, 5);
      });
    }
  });
});

describe("the activation ReLU", () => {
  it("is the greater of x and 0 with a gradient of 1 or 0, as tf.relu, on every backend", async () => {
    const x = [-2, -1e-30, -0, 0, 1e-30, 0.5, 3];
    const weights = [1, -2, 3, -4, 5, -6, 7];
    const results = await onEveryBackend(() =>
      [relu, (y: tf.Tensor) => tf.relu(y)].map((f) => {
        const { value, gradient } = valueAndGradient(f, tf.tensor1d(x), tf.tensor1d(weights));
        return { value, gradient: gradient.map((entry) => entry + 0) };
      }),
    );
    for (const { backend, result } of results) {
      expect(result[0]!.gradient, backend).toEqual([0, 0, 0, 0, 5, -6, 7]);
      expect(result[0], backend).toEqual(result[1]);
    }
  });

  it("has a gradient of 0 where x is not positive whatever dL/dy is, on every backend", async () => {
    const results = await onEveryBackend(
      () => valueAndGradient(relu, tf.tensor1d([-1, 1]), tf.tensor1d([NaN, NaN])).gradient,
    );
    for (const { backend, result } of results) expect(result, backend).toEqual([0, NaN]);
  });

  it("takes one operation back on every backend, where tf.relu's gradient takes several", async () => {
    const kernels = async (f: (x: tf.Tensor) => tf.Tensor) =>
      (await tf.profile(() => valueAndGradient(f, tf.tensor1d([1, -1]), tf.ones([2])))).kernels.map(({ name }) => name);
    for (const backend of await usableBackends()) {
      await chooseBackend({ backend });
      const own = await kernels(relu);
      expect(own.filter((name) => name === "NormlabReluGradient")).toHaveLength(1);
      expect(own).not.toContain("Greater");
      expect(await kernels((x) => tf.relu(x))).toContain("Step");
    }
  });
});

describe("a linear map with an offset", () => {
  it("has the value and all three gradients of tf.matMul and tf.add, on every backend", async () => {
    const results = await onEveryBackend(() => {
      const inputs = [[7, 5] as const, [5, 3] as const, [3] as const].map((shape, i) =>
        tf.randomNormal([...shape], 0, 1, "float32", i + 1),
      ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
      const weights = tf.randomNormal([7, 3], 0, 1, "float32", 9);
      const gradients = (f: (...x: typeof inputs) => tf.Tensor) =>
        tf.grads((...x: tf.Tensor[]) => tf.sum(tf.mul(f(...(x as typeof inputs)), weights)))(inputs);
      const byDefinition = (x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D) =>
        tf.add(tf.matMul(x, weight), bias);
      const numbers = (tensors: readonly tf.Tensor[]) => tensors.map((tensor) => Array.from(tensor.dataSync()));
      return {
        ours: numbers([linear(...inputs), ...gradients(linear)]),
        defined: numbers([byDefinition(...inputs), ...gradients(byDefinition)]),
      };
    });
    for (const { backend, result } of results) {
      // Sums of at most seven products of order 1, in single precision.
      result.ours.forEach((values, i) => {
        expect(deviation(values, result.defined[i]!), `${backend}, ${i}`).toBeLessThan(2e-6);
      });
    }
  });
});

describe("attention of several heads", () => {
  const views = [
    { rows: 15, width: 12, length: 5, heads: 3, causal: false },
    { rows: 15, width: 12, length: 5, heads: 3, causal: true },
    { rows: 64, width: 64, length: 16, heads: 4, causal: false },
    { rows: 128, width: 64, length: 64, heads: 2, causal: true },
    { rows: 544, width: 64, length: 16, heads: 4, causal: true },
    { rows: 3, width: 2, length: 1, heads: 1, causal: true },
  ];

  it.each(views)("is its definition, with its gradient, on every backend: %o", async ({ rows, width, ...view }) => {
    const results = await onEveryBackend(() => {
      const x = tf.randomNormal([rows, 3 * width], 0, 1.5, "float32", 1) as tf.Tensor2D;
      const weights = tf.randomNormal([rows, width], 0, 1, "float32", 2);
      const fused = valueAndGradient((input) => attend(input as tf.Tensor2D, view), x, weights);
      const defined = valueAndGradient((input) => attendByDefinition(input as tf.Tensor2D, view), x, weights);
      const other = valueAndGradient(
        (input) => attendByDefinition(input as tf.Tensor2D, { ...view, causal: !view.causal }),
        x,
        weights,
      );
      return {
        value: deviation(fused.value, defined.value),
        gradient: deviation(fused.gradient, defined.gradient),
        control: deviation(fused.value, other.value),
      };
    });
    for (const { backend, result } of results) {
      // Sums of at most some hundred terms of order 1, in single precision.
      expect(result.value, backend).toBeLessThan(2e-5);
      expect(result.gradient, backend).toBeLessThan(2e-5);
      if (view.length > 1) expect(result.control, backend).toBeGreaterThan(1e-2);
    }
  });

  it("sees nothing that comes later where it is causal", async () => {
    const view = { length: 4, heads: 2, causal: true };
    const results = await onEveryBackend(() => {
      const x = tf.randomNormal([4, 12], 0, 1, "float32", 3) as tf.Tensor2D;
      const changed = tf.add(x, [[0], [0], [0], [5]]) as tf.Tensor2D;
      return [x, changed].map((input) => attend(input, view).arraySync());
    });
    for (const { backend, result } of results) {
      const [before, after] = result as [number[][], number[][]];
      expect(after.slice(0, 3), backend).toEqual(before.slice(0, 3));
      expect(after[3], backend).not.toEqual(before[3]);
    }
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
