import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { transformerNorm } from "../../../src/learning/experiments/transformer-norm/transformer-norm.js";
import { evaluateFigure } from "../../claims/figure.js";
import { trialContext } from "./context.js";
import { writeImageFolder } from "./samples.js";

type Parameters = (typeof transformerNorm)["parameters"]["quick"];
type Run = Awaited<ReturnType<(typeof transformerNorm)["runTrial"]>>;

const shape = { width: 16, depth: 1, heads: 2, hidden: 16 };
const grid = { seeds: [1, 2], referenceSeeds: 2, expectedDeviation: 1, difference: 1 };
const data = { images: "digits", side: 4, train: 60, validation: 40, test: 40 } as const;
const vision = {
  task: "vision",
  setting: { data, patch: 2, shape, epochs: 1, batchSize: 20, weightDecay: 0 },
  grid: { ...grid, learningRates: [1e-3, 1e-2] },
} as const;
const text = {
  task: "text",
  setting: { context: 64, shape: { ...shape, width: 8, hidden: 8 }, steps: 2, batchSize: 2 },
  grid: { ...grid, learningRates: [1e-3] },
} as const;
const tiny: Parameters = { tasks: [vision, text] };

beforeAll(async () => void (await chooseBackend()));

const runAll = (parameters: Parameters) =>
  transformerNorm
    .trials(parameters)
    .reduce<Promise<Run[]>>(
      async (before, trial) => [...(await before), await transformerNorm.runTrial(trial, trialContext())],
      Promise.resolve([]),
    );

/** Results as trials would give them, with PLN-8 better than LN by the given scores. */
function made(byVision: number, byText: number): Run[] {
  return transformerNorm.trials(tiny).map(({ seed, parameters }) => {
    const { task, variant, learningRate } = parameters as { task: Run["task"]; variant: string; learningRate: number };
    const noise = 0.0005 * Math.sin(17 * seed + variant.length);
    const gain = variant === "PLN-8" ? (task === "vision" ? byVision : byText) : 0;
    const score = (task === "vision" ? 0.7 : -3) + gain + noise + learningRate;
    return { task, variant, learningRate, seed, validation: score, test: score, divergedAt: null };
  });
}

describe("norms in a transformer", () => {
  test(
    "are compared from real training, with figures; without PLN's effect nothing is reproduced",
    { timeout: 120_000 },
    async () => {
      const results = await runAll(tiny);
      expect(results).toHaveLength(24);
      for (const { test: score, task } of results) {
        expect(score).toBeGreaterThanOrEqual(task === "vision" ? 0 : -8);
        expect(score).toBeLessThanOrEqual(task === "vision" ? 1 : 0);
      }
      const { summary, effects, figures } = transformerNorm.conclude(results, tiny);
      expect(summary).toContain("In the vision transformer, against LN, percentage points");
      expect(effects.map(({ name }) => name)).toContain("language model: PLN-8 − LN");
      expect(figures.map(({ id }) => id)).toEqual([
        "vision-differences",
        "vision-rates",
        "text-differences",
        "text-rates",
      ]);
      figures.forEach(evaluateFigure);
      const control = transformerNorm.removeEffect(results, tiny);
      expect(transformerNorm.conclude(control, tiny).verdict).toBe("not reproduced");
      // Trained again, a trial gives the same; with another seed it does not.
      const [first] = transformerNorm.trials(tiny);
      expect(await transformerNorm.runTrial(first!, trialContext())).toEqual(results[0]);
      expect(await transformerNorm.runTrial({ ...first!, seed: 9 }, trialContext())).not.toEqual(results[0]);
    },
  );

  test.each([
    ["better in both", 0.1, 0.5, "supported"],
    ["better in one, no different in the other", 0.1, 0, "supported"],
    ["better in one, worse in the other", 0.1, -0.5, "not reproduced"],
    ["no different", 0, 0, "not reproduced"],
    ["worse", -0.1, -0.5, "not reproduced"],
  ])("PLN-8 that is %s", (_what, byVision, byText, verdict) => {
    const results = made(byVision, byText);
    expect(transformerNorm.conclude(results, tiny).verdict).toBe(verdict);
    expect(transformerNorm.conclude(transformerNorm.removeEffect(results, tiny), tiny).verdict).toBe("not reproduced");
  });

  test("are measured in bits per character where they are in a language model", () => {
    const { measurements } = transformerNorm.conclude(made(0, 0), tiny);
    const { text: found } = measurements as { text: { variants: { LN: { test: number } } } };
    expect(found.variants.LN.test).toBeCloseTo(3, 2);
  });

  test("refuse what does not fit", async () => {
    const first = (parameters: Parameters) =>
      transformerNorm.runTrial(transformerNorm.trials(parameters)[0]!, trialContext());
    const visionWith = (setting: object, more: object = {}): Parameters => ({
      tasks: [{ ...vision, setting: { ...vision.setting, ...setting }, grid: { ...vision.grid, ...more } }],
    });
    await expect(first(visionWith({ patch: 3 }))).rejects.toThrow("patch: expected a divisor of the image's height, 4");
    await expect(first(visionWith({ data: { ...data, images: "mnist" } }))).rejects.toThrow("images: expected one of");
    await expect(first(visionWith({ batchSize: 61 }))).rejects.toThrow("batch size: expected 1 to 60");
    await expect(first(visionWith({ epochs: 0 }))).rejects.toThrow("epochs: expected a whole number ≥ 1, got 0");
    expect(() => transformerNorm.trials(visionWith({}, { seeds: [1] }))).toThrow("seeds: expected two or more");
    const narrow = visionWith({ shape: { ...shape, width: 12 } });
    const pln = transformerNorm.trials(narrow).find(({ id }) => id.includes("pln-8"))!;
    await expect(transformerNorm.runTrial(pln, trialContext())).rejects.toThrow(
      "normSize: expected a positive divisor of the 12 features",
    );
  });

  test("at the paper's size run on a folder of images as ImageNet's", { timeout: 120_000 }, async () => {
    const [task] = transformerNorm.parameters.paper!.tasks;
    if (task?.task !== "vision") throw new Error("the first task is on images");
    const setting = {
      ...task.setting,
      data: { ...task.setting.data, train: 2, validation: 1, test: 1 },
      shape: { ...task.setting.shape, depth: 1 },
      epochs: 1,
      batchSize: 2,
    };
    const root = await mkdtemp(join(tmpdir(), "normlab-imagenet-"));
    vi.stubEnv("NORMLAB_DATA", root);
    try {
      await writeImageFolder(root, 2);
      const trials = transformerNorm.trials({ tasks: [{ ...task, setting }] });
      expect(trials).toHaveLength(30);
      const { validation, divergedAt } = await transformerNorm.runTrial(trials[0]!, trialContext());
      expect([0, 1]).toContain(validation);
      expect(divergedAt).toBeNull();
    } finally {
      vi.unstubAllEnvs();
      await rm(root, { recursive: true });
    }
  });
});
