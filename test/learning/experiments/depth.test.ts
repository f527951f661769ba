import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../../src/exact/input-error.js";
import { chooseBackend } from "../../../src/learning/backend.js";
import { networks, type DepthNetwork, type DepthResult } from "../../../src/learning/experiments/depth/depth-cells.js";
import { depthExperiment, type DepthParameters } from "../../../src/learning/experiments/depth/depth.js";
import { trialContext } from "./context.js";
import { runExperiment } from "./run.js";

const rates = Object.fromEntries(networks.map((network) => [network, 1e-2])) as Record<DepthNetwork, number>;
const tiny: DepthParameters = {
  images: "digits",
  train: 150,
  validation: 50,
  test: 100,
  width: 16,
  depths: [1, 2].map((layers) => ({ layers, learningRates: rates })),
  rateFactors: [1],
  batchSize: 50,
  steps: 20,
  seeds: [1, 2],
};

beforeAll(async () => void (await chooseBackend({ backend: "cpu" })));

describe("accuracy against depth", () => {
  test("is measured on networks with equally many parameters, with the gradient of every hidden layer", async () => {
    const { results, conclusion, control } = await runExperiment(depthExperiment, tiny);
    expect(results).toHaveLength(24);
    for (const { layers: depth } of tiny.depths) {
      const cell = results.filter((run) => run.depth === depth);
      expect(new Set(cell.map((run) => run.parameters)).size).toBe(1);
      expect(cell.every((run) => run.gradients.length === depth && run.gradients.every(Number.isFinite))).toBe(true);
      const pln = cell.filter((run) => run.network === "pln-8");
      expect(pln.every((run) => run.accuracies.test > 0.3 && run.accuracies.test < 1)).toBe(true);
    }
    expect(conclusion.effects).toHaveLength(6);
    expect(conclusion.effects.every((effect) => effect.n === 2)).toBe(true);
    expect(conclusion.controls).toHaveLength(3);
    expect(control.verdict).not.toBe("supported");
  });

  test("is the same for the same seed, and another for another", async () => {
    const trial = depthExperiment.trials(tiny).find(({ id }) => id === "pln-8-depth-2-rate-1e-2-seed-1")!;
    const first = await depthExperiment.runTrial(trial, trialContext());
    expect(await depthExperiment.runTrial(trial, trialContext())).toEqual(first);
    expect((await depthExperiment.runTrial({ ...trial, seed: 5 }, trialContext())).gradients).not.toEqual(
      first.gradients,
    );
  });

  test("is refused for sizes, networks and data that do not fit", async () => {
    expect(() => depthExperiment.trials({ ...tiny, seeds: [1] })).toThrow(InputError);
    expect(() => depthExperiment.trials({ ...tiny, seeds: [1, 2, 1] })).toThrow(/1 twice/);
    expect(() => depthExperiment.trials({ ...tiny, depths: [] })).toThrow(/at least one depth/);
    const trial = depthExperiment.trials(tiny)[0]!;
    const run = (changes: object) =>
      depthExperiment.runTrial({ ...trial, parameters: { ...trial.parameters, ...changes } }, trialContext());
    await expect(run({ network: "plm-8" })).rejects.toThrow(/network: expected one of pln-8, relu/);
    await expect(run({ width: 12 })).rejects.toThrow(InputError);
    await expect(run({ train: 2000 })).rejects.toThrow(/at most 1797 images/);
  });

  test("names its trials apart, in every profile", () => {
    for (const parameters of Object.values(depthExperiment.parameters)) {
      const ids = depthExperiment.trials(parameters).map((trial) => trial.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe("the verdict on depth", () => {
  const parameters: DepthParameters = {
    ...tiny,
    depths: [2, 50].map((layers) => ({ layers, learningRates: { ...rates, "pln-8": 2e-2 } })),
    rateFactors: [0.01, 0.1, 1],
    seeds: [1, 2, 3],
  };
  /** Results in which every network reaches its level at the middle rate, in validation and test. */
  const resultsWith = (levels: Record<string, number>): DepthResult[] =>
    depthExperiment.trials(parameters).map(({ seed, parameters: { network, depth, learningRate } }) => {
      const level = (depth === 50 ? levels[network as string] : undefined) ?? 0.8;
      const reached = learningRate === (network === "pln-8" ? 2e-3 : 1e-3) ? level + 0.01 * seed : 0.1;
      const accuracies = { train: reached, validation: reached, test: reached };
      const fixed = { parameters: 10, loss: 1, divergedAt: null, gradients: [0, -1], accuracies };
      return { network, depth, learningRate, seed, ...fixed } as DepthResult;
    });
  const concludeWith = (levels: Record<string, number>) => depthExperiment.conclude(resultsWith(levels), parameters);

  test("is `supported` where PLN trains and the same network without it does not", () => {
    const { verdict, effects, summary } = concludeWith({ "pln-8": 0.95, linear: 0.1, relu: 0.1, "relu-he": 0.1 });
    expect(verdict).toBe("supported");
    expect(effects[0]!.value).toBeCloseTo(85, 9);
    expect(summary).toContain("With He initialisation ReLU reaches 12.0");
  });

  test("says so where He initialisation makes ReLU train too", () => {
    expect(concludeWith({ relu: 0.1 }).summary).toContain("is false in general: with He initialisation it does");
  });

  test("is `not reproduced` where both train, and not `supported` below the shallow linear network or without the effect", () => {
    expect(concludeWith({ "pln-8": 0.95, linear: 0.9 }).verdict).toBe("not reproduced");
    const below = concludeWith({ linear: 0.1, "pln-8": 0.5 });
    expect(below.verdict).toBe("inconclusive");
    expect(below.summary).toContain("does not stand clearly above the linear network at depth 2");
    const without = depthExperiment.removeEffect(resultsWith({ "pln-8": 0.95, linear: 0.1 }), parameters);
    expect(depthExperiment.conclude(without, parameters).verdict).not.toBe("supported");
  });

  test("takes the rate that is best in validation, whatever the test says, and tells where it is the grid's edge", () => {
    const results = resultsWith({ relu: 0.1 }).map((run) =>
      run.network === "relu-ln" && run.learningRate === 1e-2
        ? { ...run, accuracies: { ...run.accuracies, validation: 0.95, test: run.depth === 2 ? 0.6 : 0.4 } }
        : run,
    );
    const { measurements } = depthExperiment.conclude(results, parameters);
    expect(measurements.cells).toContainEqual(
      expect.objectContaining({ network: "relu-ln", depth: 50, learningRate: 1e-2, test: [0.4, 0.4, 0.4] }),
    );
    expect(measurements.trainedWithRateAtEdge).toEqual(["ReLU + LN at depth 2 (highest)"]);
  });
});
