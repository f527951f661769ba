import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { augment, standardAugmentation } from "../../../src/learning/self-supervised/augment.js";
import { deviation, onEveryBackend } from "../backends.js";

const images = () => tf.randomUniform([16, 12, 10, 3], 0, 1, "float32", 1) as tf.Tensor4D;

describe("augmentation", () => {
  it("gives the same view for the same seed on every backend, another for another, and keeps no tensors", async () => {
    const results = await onEveryBackend(() => {
      const x = images();
      const before = tf.memory().numTensors;
      const view = augment(x, standardAugmentation, [1, 5, 0]);
      expect(tf.memory().numTensors).toBe(before + 1);
      const other = augment(x, standardAugmentation, [1, 5, 1]);
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
