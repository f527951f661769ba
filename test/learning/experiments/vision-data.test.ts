import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { drawVision } from "../../../src/learning/experiments/shared/vision-data.js";
import { writeCifarSample, writeImageFolder } from "./samples.js";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "normlab-vision-"));
  vi.stubEnv("NORMLAB_DATA", root);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe("images of an experiment on vision", () => {
  test("are pooled to the side asked for and scaled by the training images", async () => {
    const { train, scale } = await drawVision({ images: "digits", side: 4, train: 50, validation: 10, test: 10 }, 1);
    expect(train.shape).toEqual([4, 4, 1]);
    const values = await train.read(Array.from({ length: 50 }, (_, i) => i));
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(scale.mean, 5);
  });

  test("are CIFAR's where its files are", async () => {
    await writeCifarSample(root, "cifar-100");
    const parts = await drawVision({ images: "cifar-100", side: 32, train: 5, validation: 3, test: 8 }, 1);
    expect([parts.train.count, parts.validation.count, parts.test.count]).toEqual([5, 3, 8]);
    expect(parts.train.classes).toHaveLength(100);
  });

  test("of a folder are disjoint, read as they are asked for, drawn by the seed", async () => {
    await writeImageFolder(root, 3);
    const draw = (seed: number) => drawVision({ images: "imagenet", side: 8, train: 4, validation: 2, test: 6 }, seed);
    const { train, validation, test: held, scale } = await draw(1);
    expect(train.shape).toEqual([8, 8, 3]);
    expect(held.count).toBe(6);
    const rows = await Promise.all(
      [0, 1, 2, 3]
        .map(async (i) => (await train.read([i])).join())
        .concat([0, 1].map(async (i) => (await validation.read([i])).join())),
    );
    expect(new Set(rows).size).toBe(6);
    expect(scale.deviation).toBeGreaterThan(0);
    expect((await draw(1)).train.labels).toEqual(train.labels);
    const orders = await Promise.all(
      [2, 3, 4].map(async (seed) => (await (await draw(seed)).train.read([0, 1, 2, 3])).join()),
    );
    expect(new Set([...orders, rows.slice(0, 4).join()]).size).toBeGreaterThan(1);
  });

  test("that are missing, too few or of another size are refused", async () => {
    await expect(drawVision({ images: "imagenet", side: 8, train: 1, validation: 1, test: 1 }, 1)).rejects.toThrow(
      /data set imagenet: expected train, val in/,
    );
    await writeImageFolder(root, 3);
    await expect(drawVision({ images: "imagenet", side: 8, train: 5, validation: 2, test: 1 }, 1)).rejects.toThrow(
      "at most 6 images in all, got 7",
    );
    await expect(drawVision({ images: "digits", side: 3, train: 5, validation: 2, test: 1 }, 1)).rejects.toThrow(
      /cell of pooled digits.*: expected a divisor of 8 and 8/,
    );
  });
});
