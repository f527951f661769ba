import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import type { ComparedRun } from "../../../src/learning/experiments/shared/comparison.js";
import type { Experiment, JsonObject } from "../../../src/learning/experiments/shared/experiment.js";
import { groupConvolution } from "../../../src/learning/experiments/group-convolution/group-convolution.js";
import { groupTransformer } from "../../../src/learning/experiments/group-transformer/group-transformer.js";
import { resNet18, resNet20 } from "../../../src/learning/models/residual.js";
import { evaluateFigure } from "../../claims/figure.js";
import { trialContext } from "./context.js";
import { writeCifarSample, writeImageFolder } from "./samples.js";

type Convolution = (typeof groupConvolution)["parameters"]["quick"];
type Transformer = (typeof groupTransformer)["parameters"]["quick"];

const data = { images: "digits", side: 4, train: 60, validation: 40, test: 40 } as const;
const grid = { learningRates: [1e-3, 1e-2], seeds: [1, 2], referenceSeeds: 2, expectedDeviation: 1 };
const training = { data, epochs: 1, batchSize: 20, weightDecay: 0 };
const convolution: Convolution = {
  setting: { ...training, widths: [4, 8], blocks: 1, stem: "small" },
  normSizes: [4, 2],
  ...grid,
};
const transformer: Transformer = {
  setting: { ...training, patch: 2, shape: { width: 8, depth: 1, heads: 2, hidden: 16 } },
  groups: [2, 4],
  ...grid,
};

beforeAll(async () => void (await chooseBackend()));

function runAll<P extends JsonObject>(experiment: Experiment<P, ComparedRun>, parameters: P): Promise<ComparedRun[]> {
  return experiment
    .trials(parameters)
    .reduce<Promise<ComparedRun[]>>(
      async (before, trial) => [...(await before), await experiment.runTrial(trial, trialContext())],
      Promise.resolve([]),
    );
}

/** Results as the trials would give them: accuracies by variant, and noise by seed. */
function made<P extends JsonObject>(
  experiment: Experiment<P, ComparedRun>,
  parameters: P,
  accuracyOf: (variant: string) => number,
): ComparedRun[] {
  return experiment.trials(parameters).map(({ seed, parameters: trial }) => {
    const { variant, learningRate } = trial as { variant: string; learningRate: number };
    const value = accuracyOf(variant) + 0.001 * Math.sin(17 * seed + variant.length);
    return { variant, learningRate, seed, validation: value, test: value, divergedAt: null };
  });
}

describe.each([
  {
    experiment: groupConvolution as Experiment<JsonObject, ComparedRun>,
    parameters: convolution as JsonObject,
    linear: "BN (linear)",
    variants: 6,
  },
  {
    experiment: groupTransformer as Experiment<JsonObject, ComparedRun>,
    parameters: transformer as JsonObject,
    linear: "linear",
    variants: 5,
  },
])("$experiment.name", ({ experiment, parameters, linear, variants }) => {
  test(
    "compares from real training, with figures; without the groups' effect nothing is reproduced",
    { timeout: 120_000 },
    async () => {
      const results = await runAll(experiment, parameters);
      expect(results).toHaveLength(4 * variants);
      const { summary, effects, figures } = experiment.conclude(results, parameters);
      expect(summary).toContain("Without another activation, LN-G");
      expect(effects.every(({ n, confidence }) => n === 2 && confidence === 0.95)).toBe(true);
      figures.forEach(evaluateFigure);
      expect(figures[0]!.traces[0]).toMatchObject({ name: "LN in g groups", x: [1, 2, 4] });
      const control = experiment.removeEffect(results, parameters);
      expect(experiment.conclude(control, parameters).verdict).toBe("not reproduced");
      const [first] = experiment.trials(parameters);
      expect(await experiment.runTrial(first!, trialContext())).toEqual(results[0]);
      expect(await experiment.runTrial({ ...first!, seed: 9 }, trialContext())).not.toEqual(results[0]);
    },
  );

  test.each([
    ["better than LN and the linear layer", 0.8, 0.7, 0.6, "supported"],
    ["better than LN alone", 0.8, 0.7, 0.8, "not reproduced"],
    ["better than the linear layer alone", 0.8, 0.8, 0.6, "not reproduced"],
    ["worse than both", 0.6, 0.7, 0.8, "not reproduced"],
  ])("LN-G that is %s", (_what, grouped, whole, straight, verdict) => {
    const accuracies: Record<string, number> = { LN: whole, [linear]: straight };
    const results = made(experiment, parameters, (variant) => accuracies[variant] ?? grouped);
    expect(experiment.conclude(results, parameters).verdict).toBe(verdict);
    const control = experiment.removeEffect(results, parameters);
    expect(experiment.conclude(control, parameters).verdict).toBe("not reproduced");
  });
});

describe("an architecture of groups", () => {
  test("refuses groups that do not divide, and settings that do not fit", async () => {
    const trialOf = (parameters: Convolution, part: string) =>
      groupConvolution.trials(parameters).find(({ id }) => id.includes(part))!;
    const odd = trialOf({ ...convolution, normSizes: [3] }, "ln-g-s-3");
    await expect(groupConvolution.runTrial(odd, trialContext())).rejects.toThrow(
      "normSize: expected a positive divisor of the 4 features",
    );
    const empty = trialOf({ ...convolution, setting: { ...convolution.setting, epochs: 0 } }, "ln-");
    await expect(groupConvolution.runTrial(empty, trialContext())).rejects.toThrow(
      "epochs: expected a whole number ≥ 1",
    );
    const groups = groupTransformer.trials({ ...transformer, groups: [5] }).find(({ id }) => id.includes("g-5"))!;
    await expect(groupTransformer.runTrial(groups, trialContext())).rejects.toThrow(
      "groups: expected a positive divisor of the 16 features",
    );
    expect(() => groupConvolution.trials({ ...convolution, referenceSeeds: 1 })).toThrow("referenceSeeds: expected 2");
    expect(() => groupConvolution.trials({ ...convolution, normSizes: [] })).toThrow("normSizes: expected one or more");
    expect(() => groupTransformer.trials({ ...transformer, groups: [] })).toThrow("groups: expected one or more");
  });

  test("runs at the paper's size on files as CIFAR's and a folder as ImageNet's", { timeout: 240_000 }, async () => {
    const root = await mkdtemp(join(tmpdir(), "normlab-paper-"));
    vi.stubEnv("NORMLAB_DATA", root);
    const few = { train: 4, validation: 2, test: 2 };
    const once = { epochs: 1, batchSize: 2 };
    try {
      await writeCifarSample(root, "cifar-10");
      await writeCifarSample(root, "cifar-100");
      await writeImageFolder(root, 3);
      const paper = groupConvolution.parameters.paper!;
      const cifar = (images: "cifar-10" | "cifar-100", network: Partial<Convolution["setting"]>): Convolution => ({
        ...paper,
        setting: { ...paper.setting, ...network, ...once, data: { ...paper.setting.data, ...few, images } },
      });
      expect(paper.setting).toMatchObject(resNet20);
      const networks = [cifar("cifar-10", {}), cifar("cifar-100", { ...resNet18, stem: "small" })];
      for (const parameters of networks) {
        const grouped = groupConvolution.trials(parameters).find(({ id }) => id.includes("ln-g"))!;
        const { divergedAt, test: share } = await groupConvolution.runTrial(grouped, trialContext());
        expect(divergedAt).toBeNull();
        expect([0, 0.5, 1]).toContain(share);
      }
      const vision = groupTransformer.parameters.paper!;
      const shape = { ...vision.setting.shape, depth: 1 };
      const setting = { ...vision.setting, shape, ...once, data: { ...vision.setting.data, ...few } };
      const grouped = groupTransformer.trials({ ...vision, setting }).find(({ id }) => id.includes("ln-g"))!;
      expect((await groupTransformer.runTrial(grouped, trialContext())).divergedAt).toBeNull();
    } finally {
      vi.unstubAllEnvs();
      await rm(root, { recursive: true });
    }
  });
});
