import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import type { TextDataset } from "../../../src/learning/data/text.js";
import { bitsPerToken, trainLanguageModel } from "../../../src/learning/experiments/shared/language.js";
import { languageModel } from "../../../src/learning/models/transformer.js";
import { trialContext } from "./context.js";

const pattern = Int32Array.from({ length: 600 }, (_, i) => i % 4);
const text: TextDataset = { name: "abcd", alphabet: [..."abcd"], train: pattern, validation: pattern.slice(0, 101) };
const model = () =>
  languageModel({ vocabulary: 4, context: 8, width: 8, depth: 1, heads: 2, norm: { kind: "layerNorm" }, seed: 1 });

beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

describe("a language model", () => {
  test("begins near a uniform guess and learns what repeats, leaving no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const network = model();
    expect(bitsPerToken(network, text.validation, { length: 8, vocabulary: 4 })).toBeCloseTo(2, 1);
    const training = { learningRate: 2e-2, steps: 60, batchSize: 8, length: 8, seed: 1 };
    const { divergedAt } = await trainLanguageModel(network, text, training, trialContext());
    expect(divergedAt).toBeNull();
    expect(bitsPerToken(network, text.validation, { length: 8, vocabulary: 4 })).toBeLessThan(0.3);
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("costs the mean of what its single windows cost", () => {
    const network = model();
    const windows = Array.from({ length: 12 }, (_, i) =>
      bitsPerToken(network, text.validation.slice(8 * i, 8 * i + 9), { length: 8, vocabulary: 4 }),
    );
    const mean = windows.reduce((sum, bits) => sum + bits, 0) / 12;
    expect(bitsPerToken(network, text.validation, { length: 8, vocabulary: 4 })).toBeCloseTo(mean, 5);
  });

  test("may be scored where it has enough context alone, no character twice", () => {
    const network = model();
    const late = bitsPerToken(network, text.validation, { length: 8, scoredFrom: 4, vocabulary: 4 });
    expect(late).toBeGreaterThan(1.5);
    expect(late).toBeLessThan(2.5);
  });

  test("whose weights are not finite costs what a uniform guess does", () => {
    const network = model();
    network.trainable[0]!.assign(tf.mul(network.trainable[0]!, NaN));
    expect(bitsPerToken(network, text.validation, { length: 8, vocabulary: 4 })).toBe(2);
  });
});
