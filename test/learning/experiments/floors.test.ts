import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { loadText } from "../../../src/learning/data/text.js";
import { ngramBits, ridgeAccuracy } from "../../../src/learning/experiments/shared/floors.js";
import { floorImages, visionTransformerPaper } from "../../../src/learning/experiments/shared/transformer-tasks.js";
import { drawVision } from "../../../src/learning/experiments/shared/vision-data.js";

beforeAll(async () => void (await chooseBackend()));

describe("floors", () => {
  it("of images: ridge regression reads nine of ten digits", async () => {
    const { scale, ...parts } = await drawVision(
      { images: "digits", side: 8, train: 1000, validation: 200, test: 500 },
      1,
    );
    const whole = await ridgeAccuracy(parts, scale);
    expect(whole).toBeGreaterThan(0.9);
    // The same in sums over a few images at a time.
    expect(await ridgeAccuracy(parts, scale, 300)).toBeCloseTo(whole, 2);
  });

  it("of images larger than 32 × 32 are taken at that size, which a machine has room for", () => {
    const imagenet = visionTransformerPaper.setting.data;
    expect(imagenet.side).toBe(224);
    expect(floorImages(imagenet)).toEqual({ ...imagenet, side: 32 });
    const digits = { images: "digits", side: 8, train: 1000, validation: 200, test: 500 } as const;
    expect(floorImages(digits)).toEqual(digits);
  });

  it("of text: more context costs fewer bits, until there are too few repetitions", async () => {
    const { train, validation, alphabet } = await loadText();
    const bits = [0, 1, 2, 3].map((context) => ngramBits(train, validation, { context, vocabulary: alphabet.length }));
    expect([...bits].sort((a, b) => b - a)).toEqual(bits);
    expect(bits[1]).toBeLessThan(3.7);
    expect(bits[3]).toBeLessThan(2.5);
  });

  it("of text are probabilities: over all successors they add to one", () => {
    const train = [0, 1, 2, 0, 1, 1, 2, 0, 0];
    const sum = [0, 1, 2].reduce(
      (total, next) => total + 2 ** -ngramBits(train, [0, 1, next], { context: 2, vocabulary: 3 }),
      0,
    );
    expect(sum).toBeCloseTo(1, 12);
  });
});
