import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { loadText } from "../../../src/learning/data/text.js";
import { ngramBits, ridgeAccuracy } from "../../../src/learning/experiments/shared/floors.js";
import { drawVision } from "../../../src/learning/experiments/shared/vision-data.js";

beforeAll(async () => void (await chooseBackend()));

describe("floors", () => {
  it("of images: ridge regression reads nine of ten digits", async () => {
    const { scale, ...parts } = await drawVision(
      { images: "digits", side: 8, train: 1000, validation: 200, test: 500 },
      1,
    );
    expect(await ridgeAccuracy(parts, scale)).toBeGreaterThan(0.9);
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
