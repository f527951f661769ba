import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { augment, standardAugmentation } from "../../../src/learning/self-supervised/augment.js";
import { deviation, onEveryBackend } from "../backends.js";

const images = () => tf.randomUniform([16, 12, 10, 3], 0, 1, "float32", 1) as tf.Tensor4D;

const everything = { ...standardAugmentation, rotation: 0.2, gamma: 1.4, brightness: 1 };

describe("augmentation", () => {
  it("gives the same view for the same seed on every backend, another for another, and keeps no tensors", async () => {
    const results = await onEveryBackend(() => {
      const x = images();
      const before = tf.memory().numTensors;
      const view = augment(x, everything, [1, 5, 0]);
      expect(tf.memory().numTensors).toBe(before + 1);
      const other = augment(x, everything, [1, 5, 1]);
      return { view: [...view.dataSync()], other: [...other.dataSync()], shape: view.shape };
    });
    for (const { backend, result } of results) {
      expect(result.shape).toEqual([16, 12, 10, 3]);
      // Interpolation of crops in single precision.
      expect(deviation(result.view, results[0]!.result.view), backend).toBeLessThan(1e-4);
      expect(deviation(result.other, result.view)).toBeGreaterThan(0.1);
      expect(Math.min(...result.view)).toBeGreaterThanOrEqual(-1e-6);
      expect(Math.max(...result.view)).toBeLessThanOrEqual(1 + 1e-6);
    }
  });

  it("flips exactly", async () => {
    await chooseBackend({ backend: "cpu" });
    const x = images();
    expect(deviation(augment(x, { flip: 1 }, [1]).dataSync(), tf.reverse(x, 2).dataSync())).toBeLessThan(1e-6);
    expect([...augment(x, {}, [1]).dataSync()]).toEqual([...x.dataSync()]);
  });

  it("turns an image about its middle: what lies at a distance from it stays there, at angles within the bound", async () => {
    await chooseBackend({ backend: "cpu" });
    const side = 33;
    // One bright spot, 10 pixels above the middle pixel.
    const spot = tf.buffer([200, side, side, 1], "float32");
    for (let i = 0; i < 200; i++) spot.set(1, i, 6, 16, 0);
    const turned = augment(spot.toTensor() as tf.Tensor4D, { rotation: 0.3 }, [4]).dataSync();
    const angles = Array.from({ length: 200 }, (_, i) => {
      let [mass, row, column] = [0, 0, 0];
      for (let k = 0; k < side * side; k++) {
        const value = turned[i * side * side + k]!;
        mass += value;
        row += value * (Math.floor(k / side) - 16);
        column += value * ((k % side) - 16);
      }
      // A spot between pixels is spread over four of them.
      expect(Math.abs(Math.hypot(row / mass, column / mass) - 10)).toBeLessThan(0.6);
      return Math.atan2(column, -row);
    });
    const greatest = Math.max(...angles.map(Math.abs));
    // Of 200 uniform draws; a spot's middle is off by half a pixel in 10 at most.
    expect(greatest).toBeGreaterThan(0.25);
    expect(greatest).toBeLessThan(0.35);
    expect(Math.min(...angles)).toBeLessThan(-0.2);
    expect(Math.max(...angles)).toBeGreaterThan(0.2);
  });

  it("raises values to one power, and multiplies them by one factor, in every image", async () => {
    await chooseBackend({ backend: "cpu" });
    const x = tf.add(tf.mul(images(), 0.3), 0.05) as tf.Tensor4D;
    const each = (view: tf.Tensor) => tf.unstack(tf.reshape(view, [16, -1])).map((row) => [...row.dataSync()]);
    const before = each(x);
    const spans = (view: tf.Tensor, of: (after: number, before: number) => number) =>
      each(view).map((row, i) => {
        const values = row.map((after, k) => of(after, before[i]![k]!));
        return [Math.min(...values), Math.max(...values)] as const;
      });
    const powers = spans(augment(x, { gamma: 1.4 }, [5]), (after, value) => Math.log(after) / Math.log(value));
    const factors = spans(augment(x, { brightness: 1 }, [5]), (after, value) => after / value);
    for (const [least, most] of [...powers, ...factors]) expect(most - least).toBeLessThan(1e-3 * most);
    const logarithms = (all: readonly (readonly [number, number])[]) => all.map(([least]) => Math.log(least));
    for (const [most, values] of [
      [1.4, logarithms(powers)],
      [1, logarithms(factors)],
    ] as const) {
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(most + 1e-3);
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(most);
    }
  });

  it("erases rectangles of 2 to 20 % of the area, in about as many images as asked", async () => {
    await chooseBackend({ backend: "cpu" });
    const x = tf.randomUniform([200, 20, 20, 1], 0, 1, "float32", 2) as tf.Tensor4D;
    const changed = tf.cast(tf.notEqual(augment(x, { erase: 0.5 }, [3]), x), "float32");
    const shares = [...tf.mean(changed, [1, 2, 3]).dataSync()];
    const erased = shares.filter((share) => share > 0);
    // 200 draws of probability 1/2: 5 standard deviations are 36.
    expect(Math.abs(erased.length - 100)).toBeLessThan(36);
    expect(Math.max(...erased)).toBeLessThan(0.26);
    expect(erased.reduce((sum, share) => sum + share, 0) / erased.length).toBeCloseTo(0.11, 1);
  });

  it("refuses what is not a batch of images", async () => {
    await chooseBackend({ backend: "cpu" });
    expect(() => augment(tf.zeros([3, 4]), {}, [1])).toThrow("images of shape");
  });
});
