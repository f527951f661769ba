import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { normalizeByDefinition } from "../../../src/learning/operations/normalize.js";
import * as layers from "../../../src/learning/layers/norm.js";
import * as theory from "../../../src/theory/norm/layer-norm.js";
import { deviation, differenceQuotients, normalRows, onEveryBackend, valueAndGradient } from "../backends.js";

// Single precision holds 7 digits; values here are of order 1 and sums have at most some hundred terms.
const tolerance = 2e-5;
const rows = normalRows(6, 24, 1);
const weights = normalRows(6, 24, 2);

interface Twin {
  name: string;
  layer: (x: tf.Tensor) => tf.Tensor;
  operator: (x: number[][]) => number[][];
}
const epsilon = 1e-3;
const twins: Twin[] = [
  {
    name: "layerNorm",
    layer: (x) => layers.layerNorm(x, { epsilon }),
    operator: (x) => theory.layerNorm(x, { epsilon }),
  },
  {
    name: "groupLayerNorm",
    layer: (x) => layers.groupLayerNorm(x, { groups: 4, epsilon }),
    operator: (x) => theory.groupLayerNorm(x, { groups: 4, epsilon }),
  },
  ...[2, 3, 4, 8].map((normSize) => ({
    name: `parallelLayerNorm of ${normSize}`,
    layer: (x: tf.Tensor) => layers.parallelLayerNorm(x, { normSize, epsilon }),
    operator: (x: number[][]) => theory.parallelLayerNorm(x, { normSize, epsilon }),
  })),
  {
    name: "parallelLayerNorm without centring",
    layer: (x) => layers.parallelLayerNorm(x, { normSize: 4, center: false, epsilon: 0 }),
    operator: (x) => theory.parallelLayerNorm(x, { normSize: 4, center: false }),
  },
  {
    name: "parallelLayerScaling",
    layer: (x) => layers.parallelLayerScaling(x, { normSize: 8, epsilon }),
    operator: (x) => theory.parallelLayerScaling(x, { normSize: 8, epsilon }),
  },
  {
    name: "rootMeanSquareNorm",
    layer: (x) => layers.rootMeanSquareNorm(x, { epsilon }),
    operator: (x) => theory.rootMeanSquareNorm(x, { epsilon }),
  },
  ...[1, 1.5, 2, 4, Infinity].flatMap((p) =>
    [true, false].map((center) => ({
      name: `powerMeanNorm, p = ${p}, ${center ? "centred" : "not centred"}`,
      layer: (x: tf.Tensor) => layers.powerMeanNorm(x, { normSize: 6, p, center, epsilon }),
      operator: (x: number[][]) => theory.powerMeanNorm(x, { normSize: 6, p, center, epsilon }),
    })),
  ),
];

describe.each(twins)("$name", ({ layer, operator }) => {
  it("has the values of its twin in double precision, and its gradient, on every backend", async () => {
    const value = operator(rows).flat();
    const gradient = differenceQuotients(operator, rows, weights);
    const results = await onEveryBackend(() => valueAndGradient(layer, tf.tensor2d(rows), tf.tensor2d(weights)));
    for (const { backend, result } of results) {
      expect(deviation(result.value, value), backend).toBeLessThan(tolerance);
      expect(deviation(result.gradient, gradient), backend).toBeLessThan(tolerance);
      // The control: half the gradient is not it.
      expect(
        deviation(
          result.gradient.map((entry) => entry / 2),
          gradient,
        ),
        backend,
      ).toBeGreaterThan(100 * tolerance);
    }
  });

  it("does the same to every position of 3- and 4-D inputs", async () => {
    const results = await onEveryBackend(() => {
      const flat = valueAndGradient(layer, tf.tensor2d(rows), tf.tensor2d(weights));
      return [
        [2, 3, 24],
        [1, 3, 2, 24],
      ].map((shape) => {
        const cut = valueAndGradient(layer, tf.tensor(rows.flat(), shape), tf.tensor(weights.flat(), shape));
        return [deviation(cut.value, flat.value), deviation(cut.gradient, flat.gradient)];
      });
    });
    for (const { backend, result } of results) expect(Math.max(...result.flat()), backend).toBeLessThan(1e-6);
  });
});

describe("the closed-form gradient", () => {
  const views = [
    { name: "features", shape: [10, 24], middle: 1, groups: 3, size: 8 },
    { name: "many long rows", shape: [200, 300], middle: 1, groups: 1, size: 300 },
    { name: "groups of channels over positions", shape: [3, 5, 5, 12], middle: 25, groups: 4, size: 3 },
    { name: "channels over samples and positions", shape: [4, 5, 5, 12], middle: 100, groups: 12, size: 1 },
    // Four or two rows of channels are taken at a time, and the last ones are fewer.
    { name: "16 channels over an odd number of positions", shape: [7, 3, 3, 16], middle: 63, groups: 16, size: 1 },
    {
      name: "groups of 32 channels over an odd number of positions",
      shape: [5, 3, 3, 32],
      middle: 9,
      groups: 8,
      size: 4,
    },
    { name: "96 channels over samples", shape: [130, 96], middle: 130, groups: 96, size: 1 },
    { name: "many samples", shape: [3000, 16], middle: 3000, groups: 16, size: 1 },
  ];

  it.each(views.flatMap((view) => [true, false].map((center) => ({ ...view, center }))))(
    "is TensorFlow.js's own by the definition: $name, centred: $center",
    async ({ shape, middle, groups, size, center }) => {
      const { normalize } = await import("../../../src/learning/operations/normalize.js");
      const view = { middle, groups, size, center, epsilon };
      const results = await onEveryBackend(() => {
        const x = tf.add(tf.randomNormal(shape, 0, 1, "float32", 3), 0.5);
        const w = tf.randomNormal(shape, 0, 1, "float32", 4);
        const closed = valueAndGradient((input) => normalize(input, view), x, w);
        const defined = valueAndGradient((input) => normalizeByDefinition(input, view), x, w);
        return [deviation(closed.value, defined.value), deviation(closed.gradient, defined.gradient)];
      });
      for (const { backend, result } of results) expect(Math.max(...result), backend).toBeLessThan(tolerance);
    },
  );

  it.each(views)("of gain and offset behind it is TensorFlow.js's own by the definition: $name", async (view) => {
    const { normalize } = await import("../../../src/learning/operations/normalize.js");
    const { shape, middle, groups, size } = view;
    const cut = { middle, groups, size, center: true, epsilon };
    const results = await onEveryBackend(() => {
      const x = tf.add(tf.randomNormal(shape, 0, 1, "float32", 3), 0.5);
      const w = tf.randomNormal(shape, 0, 1, "float32", 4);
      const [gain, offset] = [5, 6].map((seed) => tf.randomNormal([groups * size], 1, 1, "float32", seed));
      const sum = (y: tf.Tensor) => tf.sum(tf.mul(y, w));
      const fused = tf.grads((input, a, b) => sum(normalize(input!, cut, { gain: a!, offset: b! })));
      const defined = tf.grads((input, a, b) => sum(tf.add(tf.mul(normalizeByDefinition(input!, cut), a!), b!)));
      const affine = { gain: gain!, offset: offset! };
      const value = tf.add(tf.mul(normalizeByDefinition(x, cut), affine.gain), affine.offset);
      const gradients = [fused, defined].map((f) => f([x, affine.gain, affine.offset]).map((g) => g.dataSync()));
      return [
        deviation(normalize(x, cut, affine).dataSync(), value.dataSync()),
        ...gradients[0]!.map((gradient, i) => deviation(gradient, gradients[1]![i]!)),
        // The control: the gradient of the gain is not that of the offset.
        deviation(gradients[0]![1]!, gradients[1]![2]!),
      ];
    });
    for (const { backend, result } of results) {
      expect(Math.max(...result.slice(0, 4)), backend).toBeLessThan(tolerance);
      expect(result[4], backend).toBeGreaterThan(100 * tolerance);
    }
  });

  it("is 0 with the output where a group is constant at epsilon 0", async () => {
    const results = await onEveryBackend(() => {
      const x = tf.tensor2d([[2, 2, 2, 2, 1, 2, 3, 4]]);
      return valueAndGradient(
        (input) => layers.parallelLayerNorm(input, { normSize: 4, epsilon: 0 }),
        x,
        tf.ones([1, 8]),
      );
    });
    for (const { result } of results) {
      expect(result.value.slice(0, 4)).toEqual([0, 0, 0, 0]);
      expect(result.gradient.slice(0, 4)).toEqual([0, 0, 0, 0]);
      expect(result.value[7]).toBeCloseTo(3 / Math.sqrt(5), 5);
    }
  });
});

describe("groupNorm and batchNorm", () => {
  it("give the statistics of the batch, far from 0 too, and one operation each, on every backend", async () => {
    const features = 16;
    const numbers = normalRows(500, features, 8).map((row) => row.map((value, j) => Math.fround(100 * j + value)));
    const of = (f: (values: number[]) => number) =>
      Array.from({ length: features }, (_, j) => f(numbers.map((row) => row[j]!)));
    const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = (values: number[]) => average(values.map((value) => (value - average(values)) ** 2));
    const results = await onEveryBackend(() => {
      const seen: number[][] = [];
      const y = layers.batchNorm(tf.tensor2d(numbers), {
        epsilon: 0,
        observed: (...statistics) => statistics.forEach((values) => seen.push(Array.from(values.dataSync()))),
      });
      return { seen, y: Array.from(y.dataSync()) };
    });
    const [means, variances] = [of(average), of(variance)];
    const normalized = numbers.flatMap((row) => row.map((value, j) => (value - means[j]!) / Math.sqrt(variances[j]!)));
    for (const { backend, result } of results) {
      expect(deviation(result.seen[0]!, means), backend).toBeLessThan(1e-6);
      expect(deviation(result.seen[1]!, variances), backend).toBeLessThan(tolerance);
      // Numbers near 1500 hold 1e-4 of a deviation of 1.
      expect(deviation(result.y, normalized), backend).toBeLessThan(2e-4);
      // The control: means are not variances.
      expect(deviation(result.seen[0]!, variances), backend).toBeGreaterThan(1);
    }
  });

  it("normalize over the positions of a sample, or over the whole batch, on every backend", async () => {
    const results = await onEveryBackend(() => {
      const x = tf.randomNormal([4, 3, 3, 8], 2, 3, "float32", 5);
      const group = tf.reshape(layers.groupNorm(x, { groups: 4, epsilon: 0 }), [4, 9, 4, 2]);
      const batch = tf.reshape(layers.batchNorm(x, { epsilon: 0 }), [36, 8]);
      return [
        ...[tf.mean(group, [1, 3]), tf.sub(tf.mean(tf.square(group), [1, 3]), 1)],
        ...[tf.mean(batch, 0), tf.sub(tf.mean(tf.square(batch), 0), 1)],
      ].map((moments) => tf.max(tf.abs(moments)).dataSync()[0]!);
    });
    for (const { backend, result } of results) expect(Math.max(...result), backend).toBeLessThan(1e-5);
  });
});

describe("wrong input", () => {
  it("is refused with the divisors, the rank, the type, the batch", async () => {
    await chooseBackend({ backend: "cpu" });
    const x = tf.ones([2, 12]);
    expect(() => layers.parallelLayerNorm(x, { normSize: 5 })).toThrow(
      "normSize: expected a positive divisor of the 12 features (1, 2, 3, 4, 6, 12), got 5",
    );
    expect(() => layers.groupLayerNorm(x, { groups: 0 })).toThrow("groups: expected");
    expect(() => layers.layerNorm(tf.ones([3]))).toThrow("2, 3 or 4 axes");
    expect(() => layers.layerNorm(tf.ones([3, 2], "int32"))).toThrow("int32 of shape [3, 2]");
    expect(() => layers.layerNorm(x, { epsilon: -1 })).toThrow("epsilon: expected a finite number ≥ 0, got -1");
    expect(() => layers.powerMeanNorm(x, { normSize: 4, p: 0.5 })).toThrow("p: expected a number ≥ 1");
    expect(() => layers.batchNorm(tf.ones([1, 12]))).toThrow("at least two samples or positions");
  });
});
