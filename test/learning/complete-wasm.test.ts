import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../src/learning/backend.js";
import { deviation, onEveryBackend } from "./backends.js";

const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);
const gradients = (f: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): number[] => {
  const weights = normal(f(...inputs).shape, 99);
  return tf
    .grads((...given: tf.Tensor[]) => tf.sum(tf.mul(f(...given), weights)))(inputs)
    .flatMap((gradient) => [...gradient.dataSync()]);
};

const cases: [string, () => number[]][] = [
  ...(["same", "valid"] as const).flatMap((pad) =>
    [1, 2, 3].flatMap((stride) =>
      [1, 3, 4].map((size): [string, () => number[]] => [
        `convolution of ${size}, stride ${stride}, ${pad}`,
        () =>
          gradients(
            (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad),
            normal([2, 7, 8, 3], 1),
            normal([size, size, 3, 5], 2),
          ),
      ]),
    ),
  ),
  ...(
    [
      [2, 1],
      [1, 3],
    ] as const
  ).map(([down, across]): [string, () => number[]] => [
    `convolution of 3 × 2, strides ${down} and ${across}`,
    () =>
      gradients(
        (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, [down, across], "same"),
        normal([2, 7, 8, 3], 1),
        normal([3, 2, 3, 5], 2),
      ),
  ]),
  [
    "depthwise convolution",
    () =>
      gradients(
        (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
        normal([2, 5, 5, 3], 1),
        normal([3, 3, 3, 1], 2),
      ),
  ],
  ["gathering", () => gradients((x) => tf.gather(x, tf.tensor1d([2, 0, 2, 1], "int32")), normal([4, 3], 1))],
  ["maximum pooling", () => gradients((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "same"), normal([2, 5, 5, 3], 1))],
  [
    "batched products",
    () =>
      gradients((a, b) => tf.softmax(tf.matMul(a, b, false, true)), normal([2, 3, 4, 5], 1), normal([2, 3, 4, 5], 2)),
  ],
  ["an einsum's value", () => [...tf.einsum("bij,bjk->bik", normal([2, 3, 4], 1), normal([2, 4, 5], 2)).dataSync()]],
];

describe("gradients that WebAssembly lacks by itself", () => {
  it.each(cases)("of %s are the same on every backend", async (_, compute) => {
    const results = await onEveryBackend(compute);
    const expected = results.find(({ backend }) => backend === "cpu")!.result;
    for (const { backend, result } of results) expect(deviation(result, expected), backend).toBeLessThan(1e-5);
  });

  it("of a convolution whose frame is wider than its filter are the plain backend's", async () => {
    const results: number[][] = [];
    for (const backend of ["wasm", "cpu"]) {
      await chooseBackend({ backend });
      const convolve = (x: tf.Tensor, filter: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 2);
      results.push(gradients(convolve, normal([2, 5, 5, 3], 1), normal([2, 2, 3, 5], 2)));
    }
    expect(deviation(results[0]!, results[1]!)).toBeLessThan(1e-5);
  });

  it("leave no tensors behind", async () => {
    await chooseBackend({ backend: "wasm" });
    const count = () => ({ tensors: tf.memory().numTensors, data: tf.engine().backend.numDataIds() });
    tf.tidy(() => cases[0]![1]());
    const before = count();
    for (const [, compute] of cases) tf.tidy(compute as () => never);
    expect(count()).toEqual(before);
  });
});
