import { describe, expect, test } from "vitest";
import { accuracyDifference, differenceText } from "../../../src/learning/experiments/shared/accuracy-difference.js";
import { drawImages } from "../../../src/learning/experiments/shared/images.js";

describe("images of an experiment", () => {
  const sizes = { train: 900, validation: 400, test: 497 };

  test("are parts without an image in common, drawn by the seed", async () => {
    const { train, validation, test: held } = await drawImages("digits", sizes, 1);
    const rows = [train, validation, held].flatMap(({ pixels, count }) =>
      Array.from({ length: count }, (_, i) => pixels.subarray(64 * i, 64 * (i + 1)).join()),
    );
    const whole = (await drawImages("digits", { train: 1797, validation: 0, test: 0 }, 2)).train;
    const all = Array.from({ length: 1797 }, (_, i) => whole.pixels.subarray(64 * i, 64 * (i + 1)).join());
    expect(rows.sort()).toEqual(all.sort());
    expect((await drawImages("digits", sizes, 1)).test.pixels).toEqual(held.pixels);
    expect((await drawImages("digits", sizes, 2)).test.pixels).not.toEqual(held.pixels);
  });

  test("that are not known or too few are refused", async () => {
    await expect(drawImages("mnist" as "digits", sizes, 1)).rejects.toThrow(
      'images: expected one of fashion-mnist, digits, cifar-10, cifar-100, got "mnist"',
    );
    await expect(drawImages("digits", { ...sizes, test: 498 }, 1)).rejects.toThrow(
      "at most 1797 images in all, got 1798",
    );
  });
});

describe("a difference of accuracies", () => {
  test("pairs by seed: what seeds share falls out", () => {
    const shared = [0.1, 0.5, 0.9];
    const paired = accuracyDifference(
      "A − B",
      shared.map((value) => value + 0.05),
      shared,
    );
    expect(paired.effect).toMatchObject({ n: 3, confidence: 0.95, unit: "percentage points" });
    expect(paired.effect.value).toBeCloseTo(5, 9);
    expect(paired.detectable).toBeCloseTo(0, 6);
    expect(differenceText(accuracyDifference("A − B", [0.1, 0.2], [0.3, 0.3]))).toMatch(/^−15\.0 points \[−\d/);
  });
});
