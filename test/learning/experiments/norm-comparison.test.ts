import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import {
  groupConvolution,
  groupConvolutionRandomLabels,
} from "../../../src/learning/experiments/group-convolution/group-convolution.js";
import { groupTransformer } from "../../../src/learning/experiments/group-transformer/group-transformer.js";
import type { Experiment, JsonObject, Trial } from "../../../src/learning/experiments/shared/experiment.js";
import type {
  ComparisonParameters,
  ComparisonResult,
} from "../../../src/learning/experiments/shared/norm-comparison.js";
import {
  transformerNormText,
  transformerNormVision,
} from "../../../src/learning/experiments/transformer-norm/transformer-norm.js";
import { resNet18, resNet20 } from "../../../src/learning/models/residual.js";
import { evaluateFigure } from "../../claims/figure.js";
import { trialContext } from "./context.js";
import { runExperiment } from "./run.js";
import { writeCifarSample, writeImageFolder } from "./samples.js";

type Comparison = Experiment<ComparisonParameters<JsonObject>, ComparisonResult>;
const experiments = [
  groupConvolution,
  groupConvolutionRandomLabels,
  groupTransformer,
  transformerNormText,
  transformerNormVision,
] as unknown as Comparison[];

beforeAll(async () => void (await chooseBackend()));

/** Results as the trials would give them: PLN or LN-G ahead by `gain`, noise by seed, and what trivial models reach. */
function conclude(experiment: Comparison, { gain = 0, noise = 0, floor = -100 }) {
  const parameters = experiment.parameters.full;
  const results = experiment.trials(parameters).map(({ seed, parameters: trial }): ComparisonResult => {
    const { variant, learningRate } = trial as { variant?: string; learningRate: number };
    if (variant === undefined) return { seed, floors: { chance: floor } };
    const better = variant.startsWith("PLN") || variant.startsWith("LN-G") ? gain : 0;
    const value = 0.8 + better + noise * Math.sin(17 * seed + variant.length);
    return { variant, learningRate, seed, validation: value, test: value, divergedAt: null, course: [2, 1] };
  });
  const conclusion = experiment.conclude(results, parameters);
  conclusion.figures.forEach(evaluateFigure);
  return { conclusion, control: experiment.conclude(experiment.removeEffect(results, parameters), parameters) };
}

describe.each(experiments)("the comparison $name", (experiment) => {
  it("is decided three ways, its control is not supported, and its rule ends as expected", () => {
    const supported = conclude(experiment, { gain: 0.1, noise: 1e-4 });
    expect(supported.conclusion.verdict).toBe("supported");
    expect(supported.control.verdict).toBe("not reproduced");
    for (const { expected, verdict } of supported.conclusion.controls!) expect(verdict).toBe(expected);
    expect(conclude(experiment, { gain: 0, noise: 1e-5 }).conclusion.verdict).toBe("not reproduced");
    const open = conclude(experiment, { gain: 0, noise: 0.2 }).conclusion;
    expect(open.verdict).toBe("inconclusive");
    expect(open.summary).toMatch(/To decide it takes (more than 10,000|\d+) pairs/);
  });

  it("is inconclusive where a trivial model does as well, whatever the difference", () => {
    const { verdict, summary } = conclude(experiment, { gain: 0.1, noise: 1e-4, floor: 0.9 }).conclusion;
    expect(verdict).toBe("inconclusive");
    expect(summary).toContain("below the floor");
  });

  it("has every trial once, and refuses a seed given twice", () => {
    const trials = experiment.trials(experiment.parameters.full);
    expect(new Set(trials.map(({ id }) => id)).size).toBe(trials.length);
    expect(() => experiment.trials({ ...experiment.parameters.full, seeds: [1, 2, 1] })).toThrow("1 twice in");
    expect(() => experiment.trials({ ...experiment.parameters.full, rateSeeds: 1 })).toThrow("rateSeeds from 2 to");
  });
});

const data = { images: "digits", side: 4, train: 60, validation: 40, test: 40 } as const;
const grid = { learningRates: [1e-3, 1e-2], seeds: [1, 2], rateSeeds: 2 };

describe("small runs", () => {
  it("of the transformer and of the network give accuracies, a course and floors", async () => {
    const shape = { width: 8, depth: 1, heads: 2, hidden: 16 };
    const training = { data, epochs: 1, batchSize: 4, weightDecay: 0 };
    const vision = { setting: { ...training, beta2: 0.98, patch: 2, shape }, ...grid };
    const convolution = { setting: { ...training, widths: [8, 8], blocks: 1, stem: "strided" as const }, ...grid };
    for (const { results } of [
      await runExperiment(transformerNormVision, vision),
      await runExperiment(groupConvolution, convolution),
    ]) {
      const floors = results.flatMap((result) => ("floors" in result ? [result.floors["ridge regression"]!] : []));
      expect(floors).toHaveLength(2);
      floors.forEach((floor) => expect(floor).toBeGreaterThan(0.3));
      for (const result of results) if ("course" in result) expect(result.course).toHaveLength(10);
    }
  });

  it("end after the share of the training that is asked for, with the losses of the whole run", async () => {
    const setting = {
      ...{ images: "digits" as const, side: 8, count: 40, widths: [8], blocks: 1, stem: "small" as const },
      epochs: 5,
      batchSize: 10,
      weightDecay: 0,
    };
    const trial = groupConvolutionRandomLabels.trials({ setting, ...grid })[1]!;
    const whole = await groupConvolutionRandomLabels.runTrial(trial, trialContext());
    const part = await groupConvolutionRandomLabels.runTrial(trial, { ...trialContext(), until: 0.3 });
    if (!("course" in whole && "course" in part)) throw new Error("expected training runs");
    expect(part.course).toHaveLength(3);
    expect(part.course).toEqual(whole.course.slice(0, 3));
  });
});

describe("the paper's size", () => {
  it("runs on files as CIFAR's and a folder as ImageNet's", { timeout: 240_000 }, async () => {
    const root = await mkdtemp(join(tmpdir(), "normlab-paper-"));
    vi.stubEnv("NORMLAB_DATA", root);
    const few = { train: 4, validation: 2, test: 2 };
    const once = { epochs: 1, batchSize: 2 };
    try {
      await writeCifarSample(root, "cifar-10");
      await writeCifarSample(root, "cifar-100");
      await writeImageFolder(root, 3);
      const paper = groupConvolution.parameters.paper!;
      expect(paper.setting).toMatchObject(resNet20);
      const cifar = (images: "cifar-10" | "cifar-100", network: object) => ({
        ...paper,
        setting: { ...paper.setting, ...network, ...once, data: { ...paper.setting.data, ...few, images } },
      });
      const grouped = (trials: readonly Trial[]) => trials.find(({ id }) => id.includes("ln-g"))!;
      for (const parameters of [cifar("cifar-10", {}), cifar("cifar-100", { ...resNet18, stem: "small" })]) {
        const result = await groupConvolution.runTrial(grouped(groupConvolution.trials(parameters)), trialContext());
        expect(result).toMatchObject({ divergedAt: null });
        expect([0, 0.5, 1]).toContain("test" in result && result.test);
      }
      const vision = groupTransformer.parameters.paper!;
      const shape = { ...vision.setting.shape, depth: 1 };
      const setting = { ...vision.setting, shape, ...once, data: { ...vision.setting.data, ...few } };
      const trial = grouped(groupTransformer.trials({ ...vision, setting }));
      expect(await groupTransformer.runTrial(trial, trialContext())).toMatchObject({ divergedAt: null });
    } finally {
      vi.unstubAllEnvs();
      await rm(root, { recursive: true });
    }
  });
});
