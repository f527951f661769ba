import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../../src/exact/input-error.js";
import { chooseBackend } from "../../../src/learning/backend.js";
import { imageDataset, type ImageSource } from "../../../src/learning/data/dataset.js";
import {
  accuracy,
  pixelScale,
  trainClassifier,
  type PixelScale,
} from "../../../src/learning/experiments/shared/classify.js";
import { decorrelated } from "../../../src/learning/experiments/random-labels/decorrelated.js";
import type { RandomLabelResult } from "../../../src/learning/experiments/random-labels/random-label-cells.js";
import type { RandomLabelParameters } from "../../../src/learning/experiments/random-labels/random-label-trials.js";
import {
  randomLabelsExperiment,
  randomLabelsOfPixels,
} from "../../../src/learning/experiments/random-labels/random-labels.js";
import { mlp } from "../../../src/learning/models/mlp.js";
import { evaluateFigure } from "../../claims/figure.js";
import { trialContext } from "./context.js";
import { runExperiment } from "./run.js";

const tiny: RandomLabelParameters = {
  imageSets: ["digits"],
  count: 100,
  width: 64,
  groups: [1, 16],
  widths: [],
  depths: [2],
  depthWidth: 32,
  sizeGroups: 8,
  learningRates: [3e-2],
  linearRates: [1e-1],
  batchSize: 100,
  steps: 30,
  seeds: [1, 2, 3],
};

beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

describe("random labels", () => {
  test("are remembered by groups of neurons, as far as a linear model does not", async () => {
    const { results, conclusion, control } = await runExperiment(randomLabelsExperiment, tiny);
    expect(results).toHaveLength(5 * 3);
    const mean = (groups: number, depth: number) => {
      const runs = results.filter(({ network }) => network.groups === groups && network.depth === depth);
      return runs.reduce((sum, run) => sum + run.accuracy, 0) / runs.length;
    };
    expect(mean(16, 1)).toBeGreaterThan(mean(1, 0) + 0.1);
    expect(conclusion.summary).toContain("not what the networks can represent");
    expect(conclusion.figures.map((figure) => figure.id)).toEqual(["random-labels-groups", "random-labels-depth"]);
    expect(conclusion.controls).toHaveLength(3);
    expect(control.verdict).not.toBe("supported");
  });

  test("are the same for the same seed, and others for another", async () => {
    const trial = randomLabelsExperiment.trials(tiny)[4]!;
    const first = await randomLabelsExperiment.runTrial(trial, trialContext());
    expect(await randomLabelsExperiment.runTrial(trial, trialContext())).toEqual(first);
    expect(await randomLabelsExperiment.runTrial({ ...trial, seed: 9 }, trialContext())).not.toMatchObject({
      loss: first.loss,
    });
  });

  test("are a result where the network diverges: the step, and no number that is not finite", async () => {
    const trial = randomLabelsExperiment.trials(tiny)[4]!;
    const wild = { ...trial, parameters: { ...trial.parameters, learningRate: 1e38 } };
    const result = await randomLabelsExperiment.runTrial(wild, trialContext());
    expect(result.divergedAt).toBeGreaterThan(0);
    expect(result.gradient).toBeNull();
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test("need three seeds, LN to compare with, and groups that divide the width", async () => {
    expect(() => randomLabelsExperiment.trials({ ...tiny, seeds: [1, 2] })).toThrow(/at least three seeds/);
    expect(() => randomLabelsExperiment.trials({ ...tiny, seeds: [1, 2, 2] })).toThrow(/2 twice/);
    expect(() => randomLabelsExperiment.trials({ ...tiny, groups: [4, 16] })).toThrow(
      /groups of 1 and at least one greater/,
    );
    const [trial] = randomLabelsExperiment.trials({ ...tiny, groups: [1, 48] }).filter(({ id }) => id.includes("48"));
    await expect(randomLabelsExperiment.runTrial(trial!, trialContext())).rejects.toThrow(InputError);
  });

  test.each([randomLabelsExperiment, randomLabelsOfPixels])(
    "have trials of different names, in every profile",
    (of) => {
      for (const parameters of Object.values(of.parameters)) {
        const ids = of.trials(parameters).map((trial) => trial.id);
        expect(new Set(ids).size).toBe(ids.length);
      }
    },
  );

  test("of images that are not known are refused, with those that are", async () => {
    const [trial] = randomLabelsExperiment.trials(tiny);
    const of = { ...trial!, parameters: { ...trial!.parameters, images: "fashion-mnist-14x14" } };
    await expect(randomLabelsExperiment.runTrial(of, trialContext())).rejects.toThrow(/fashion-mnist-28x28, digits/);
  });
});

describe("decorrelated images", () => {
  const shape = [2, 2, 1] as const;
  // The second pixel nearly follows the first, the third is 0 but in one image, the fourth goes its own way.
  const pixels = Uint8Array.from(
    { length: 200 },
    (_, i) => [i, i + 10 * ((i >> 2) % 3), i === 2 ? 9 : 0, (i * i) % 97][i % 4]!,
  );
  const labels = Int32Array.from({ length: 50 }, (_, i) => i % 2);
  const images = imageDataset({ name: "made", shape, classes: ["a", "b"], pixels, labels });

  test("have pixels of variance 1 (but one that hardly varies) without covariances, read in any order, and keep their labels", async () => {
    const white = decorrelated(images);
    const values = await white.read(Array.from({ length: 50 }, (_, i) => i));
    const mean = (f: (i: number) => number) => labels.reduce((sum, _, i) => sum + f(i), 0) / 49;
    for (const a of [0, 1, 2, 3]) {
      expect(mean((i) => values[4 * i + a]!)).toBeCloseTo(0, 4);
      for (const b of [0, 1, 2, 3]) {
        const covariance = mean((i) => values[4 * i + a]! * values[4 * i + b]!);
        expect(Math.abs(covariance - (a === b ? 1 : 0)), `${a}, ${b}`).toBeLessThan(0.05);
      }
    }
    expect(white.gather([7, 3])).toEqual(Float32Array.from([...values.slice(28, 32), ...values.slice(12, 16)]));
    expect(white.labels).toEqual(images.labels);
  });

  test("give a linear model the labels that it can give, which pixels as they are do not in as few steps", async () => {
    // Labels that the small difference of the first two pixels tells.
    const told = imageDataset({ ...images, labels: labels.map((_, i) => (i % 3 === 0 ? 1 : 0)) });
    const accuracyOn = async (source: ImageSource, scale: PixelScale) => {
      const model = mlp({ inputs: 4, width: 1, depth: 0, outputs: 2, norm: { kind: "none" }, seed: 1 });
      const training = { learningRate: 0.03, batchSize: 50, steps: 60, seed: 1 };
      await trainClassifier(model, source, scale, training, trialContext());
      const share = await accuracy(model, source, scale);
      model.dispose();
      return share;
    };
    expect(await accuracyOn(decorrelated(told), { mean: 0, deviation: 1 })).toBe(1);
    expect(await accuracyOn(told, pixelScale(told))).toBeLessThan(0.9);
  });
});

describe("the verdict on random labels", () => {
  const parameters: RandomLabelParameters = {
    ...tiny,
    widths: [32],
    depths: [2],
    learningRates: [1e-3, 1e-2, 1e-1],
    linearRates: [1e-2, 1e-1, 1],
    seeds: [1, 2, 3, 4],
  };
  const resultsWith = (level: (groups: number, depth: number, rate: number, seed: number) => number) =>
    randomLabelsExperiment.trials(parameters).map(({ seed, parameters: trial }) => {
      const { network, learningRate } = trial as unknown as RandomLabelResult;
      const accuracy = level(network.groups, network.depth, learningRate, seed) + 0.005 * seed;
      const fixed = { images: "digits", loss: 1, gradient: 0, divergedAt: null };
      return { network, learningRate, seed, accuracy, ...fixed };
    });
  const asClaimed = (groups: number, depth: number) => (depth === 0 ? 0.2 : 0.15 + depth / 10 + groups / 40);

  test("is `supported` where deep LN passes linear and groups pass LN by far", () => {
    const { verdict, effects, figures } = randomLabelsExperiment.conclude(resultsWith(asClaimed), parameters);
    expect(verdict).toBe("supported");
    figures.forEach(evaluateFigure);
    // The linear model is depth 0; the base width is one of those drawn.
    expect(figures.map(({ id, traces }) => [id, traces[0]!.x])).toEqual([
      ["random-labels-groups", [1, 16]],
      ["random-labels-depth", [0, 1, 2]],
      ["random-labels-width", [32, 64]],
    ]);
    expect(effects.map(({ value }) => Math.round(value * 10) / 10)).toEqual([37.5, 17.5, 7.5]);
  });

  test("is `not reproduced` where groups gain little, inconclusive below the linear model, and falls without the effect", () => {
    const verdictOf = (results: RandomLabelResult[]) => randomLabelsExperiment.conclude(results, parameters).verdict;
    const strong = resultsWith((groups, depth) => (depth === 0 ? 0.9 : asClaimed(groups, depth)));
    expect(verdictOf(strong)).toBe("inconclusive");
    expect(randomLabelsExperiment.conclude(strong, parameters).effects[1]!.verdict).toBe("not reproduced");
    expect(verdictOf(resultsWith((groups, depth) => (depth === 0 ? 0.2 : 0.25 + groups / 400)))).toBe("not reproduced");
    expect(verdictOf([...randomLabelsExperiment.removeEffect(resultsWith(asClaimed), parameters)])).not.toBe(
      "supported",
    );
  });

  test("takes for each seed the rate that is best for the others, not for its own labels", () => {
    // The greatest rate is lucky once: at seed 1.
    const lucky = resultsWith((groups, depth, rate, seed) =>
      depth === 0 ? (rate === 1 ? (seed === 1 ? 0.4 : 0) : rate === 0.1 ? 0.2 : 0.1) : asClaimed(groups, depth),
    );
    const { measurements } = randomLabelsExperiment.conclude(lucky, parameters);
    expect(measurements.cells).toContainEqual(
      expect.objectContaining({ network: "linear", learningRates: [0.1, 0.1, 0.1, 0.1], edgeOfGrid: null }),
    );
  });
});
