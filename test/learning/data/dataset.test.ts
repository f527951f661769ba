import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { batchIndices, imageDataset, poolImages, split, withRandomLabels } from "../../../src/learning/data/dataset.js";
import { loadDigitImages } from "../../../src/learning/data/digits.js";
import { createRandom } from "../../../src/learning/data/random.js";
import { syntheticNames, syntheticPoints } from "../../../src/learning/data/synthetic.js";

const ten = imageDataset({
  name: "ten",
  shape: [1, 1, 1],
  classes: ["even", "odd"],
  pixels: Uint8Array.from({ length: 10 }, (_, i) => i),
  labels: Array.from({ length: 10 }, (_, i) => i % 2),
});

describe("a data set", () => {
  test("whose labels do not fit is rejected", () => {
    expect(() => imageDataset({ ...ten, labels: [0] })).toThrow(/1 images of 1 × 1 × 1 for 1 labels, got 10 images/);
    expect(() => imageDataset({ ...ten, labels: Array(10).fill(2) })).toThrow(
      /label of image 0: expected a class index from 0 to 1, got 2/,
    );
  });

  test("is split into disjoint parts by the seed", () => {
    const [a, b] = split(ten, [4, 6], 7);
    expect([...a!.pixels, ...b!.pixels].sort((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...a!.labels]).toEqual([...a!.pixels].map((value) => value % 2));
    expect([...split(ten, [4, 6], 7)[0]!.pixels]).toEqual([...a!.pixels]);
    expect(() => split(ten, [6, 6], 7)).toThrow(/at most 10 images in all, got 12/);
  });

  test("given random labels keeps its images", () => {
    const random = withRandomLabels(ten, 3);
    expect([...random.pixels]).toEqual([...ten.pixels]);
    expect([...random.labels]).not.toEqual([...ten.labels]);
  });
});

describe("pooled images", () => {
  test("hold the mean of every square, channel by channel", () => {
    const image = imageDataset({
      name: "two",
      shape: [2, 4, 2],
      classes: ["one"],
      pixels: Uint8Array.from([...[0, 9, 4, 9, 8, 1, 8, 1], ...[2, 9, 2, 9, 8, 1, 8, 3]]),
      labels: [0],
    });
    const pooled = poolImages(image, 2);
    expect(pooled.shape).toEqual([1, 2, 2]);
    // 1.5 is rounded up.
    expect([...pooled.pixels]).toEqual([2, 9, 8, 2]);
  });

  test("of digits keep every image's mean", () => {
    const digits = loadDigitImages();
    const pooled = poolImages(digits, 2);
    const sum = (pixels: Uint8Array) => pixels.reduce((total, pixel) => total + pixel, 0);
    expect(pooled.count).toBe(1797);
    for (const image of [0, 1796]) {
      const before = sum(digits.pixels.subarray(64 * image, 64 * (image + 1)));
      expect(Math.abs(before / 4 - sum(pooled.pixels.subarray(16 * image, 16 * (image + 1))))).toBeLessThanOrEqual(8);
    }
  });

  test("of their own size stay as they are", () => {
    const digits = loadDigitImages();
    expect(poolImages(digits, 1)).toBe(digits);
  });

  test("of many images need no list of their pixels, which would be larger than memory", () => {
    const module = new URL("../../../src/learning/data/dataset.ts", import.meta.url).href;
    const code = `import { imageDataset, poolImages } from ${JSON.stringify(module)};
      const [count, side] = [16_000, 64];
      const set = { name: "many", shape: [side, side, 1], classes: ["one"], labels: new Int32Array(count) };
      console.log(poolImages(imageDataset({ ...set, pixels: new Uint8Array(count * side ** 2).fill(9) }), 2).pixels.at(-1));`;
    const args = [
      "--max-old-space-size=100",
      "--import",
      import.meta.resolve("tsx"),
      "--input-type=module",
      "-e",
      code,
    ];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(stdout, stderr).toBe("9\n");
  });

  test("need a square that divides the image", () => {
    expect(() => poolImages(loadDigitImages(), 3)).toThrow(/expected a divisor of 8 and 8, got 3/);
  });
});

describe("batches", () => {
  test("cover each epoch once, in an order of its own", () => {
    const epoch = (e: number) =>
      [0, 1, 2].flatMap((i) => [...batchIndices({ count: 10, batchSize: 3, seed: 5, step: 3 * e + i })]);
    expect(new Set(epoch(0)).size).toBe(9);
    expect(epoch(0)).not.toEqual(epoch(1));
    expect(epoch(0)).toEqual(epoch(0));
  });

  test("larger than the data are rejected", () => {
    expect(() => batchIndices({ count: 10, batchSize: 11, seed: 5, step: 0 })).toThrow(/batch size: expected 1 to 10/);
  });
});

test("normal numbers have mean 0 and variance 1 to sampling error", () => {
  const random = createRandom(4);
  const values = Array.from({ length: 20000 }, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // Five standard errors: 5/√20000 and 5·√(2/20000).
  expect(Math.abs(mean)).toBeLessThan(0.036);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test.each(syntheticNames)("%s points are the same for the same seed and fit their labels", (name) => {
  const set = syntheticPoints(name, { count: 30, noise: 0.1, seed: 2 });
  expect(set.points).toHaveLength(30);
  expect(set).toEqual(syntheticPoints(name, { count: 30, noise: 0.1, seed: 2 }));
  expect(set.points).not.toEqual(syntheticPoints(name, { count: 30, noise: 0.1, seed: 3 }).points);
});

test("an unknown synthetic set lists the known ones", () => {
  expect(() => syntheticPoints("cube", { count: 3, noise: 0, seed: 1 })).toThrow(/blobs, moons.*got cube/);
});
