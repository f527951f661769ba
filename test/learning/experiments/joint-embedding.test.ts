import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { collapse, hasCollapsed } from "../../../src/learning/experiments/shared/joint-embedding/collapse.js";
import type { Experiment, JsonObject } from "../../../src/learning/experiments/shared/experiment.js";
import { intlSpectrum } from "../../../src/learning/experiments/intl-spectrum/intl-spectrum.js";
import { iterNormCollapse } from "../../../src/learning/experiments/iter-norm-collapse/iter-norm-collapse.js";
import {
  runJointEmbeddingTrial,
  type JointEmbeddingResult,
  type JointEmbeddingTrial,
} from "../../../src/learning/experiments/shared/joint-embedding/trial.js";
import { smallBatches } from "../../../src/learning/experiments/small-batches/small-batches.js";
import { iterNormSpectrumMap } from "../../../src/theory/index.js";
import { evaluateFigure } from "../../claims/figure.js";
import { trialContext } from "./context.js";
import { writeImageFolder } from "./image-folder.js";

const digits: JointEmbeddingTrial = {
  setting: "digits",
  loss: { kind: "intl" },
  batchSize: 32,
  steps: 4,
  learningRate: 2e-3,
  schedule: "cosine",
  images: 200,
  measured: 100,
  measurements: 2,
};

/** A result whose effective rank and total variance end at these shares of those of the untrained network. */
function result(rank: number, variance: number, more: Partial<JointEmbeddingResult> = {}): JointEmbeddingResult {
  return {
    ended: "all steps",
    steps: [0, 10],
    projection: { effectiveRank: [8, 8 * rank], totalVariance: [2, 2 * variance] },
    embedding: { effectiveRank: [8, 8], totalVariance: [2, 2] },
    eigenvalues: [1, 0.5, 0.25, 0],
    traceLoss: [3, 3 - 2 * (rank - 1)],
    outputVariance: [0.2, 0.3],
    accuracy: null,
    ...more,
  };
}

/** Accuracies of both probes. */
function accuracy(value: number): Pick<JointEmbeddingResult, "accuracy"> {
  const both = { validation: value, test: value };
  return { accuracy: { linear: both, nearest: both } };
}

/** Conclusion and control of results given for each trial. */
function outcome<P extends JsonObject, R extends JsonObject>(
  experiment: Experiment<P, R>,
  resultOf: (id: string, seed: number) => R,
) {
  const parameters = experiment.parameters.full;
  const results = experiment.trials(parameters).map(({ id, seed }) => resultOf(id, seed));
  const conclusion = experiment.conclude(results, parameters);
  const control = experiment.conclude(experiment.removeEffect(results, parameters), parameters);
  conclusion.figures.forEach(evaluateFigure);
  return { verdict: conclusion.verdict, control: control.verdict, effects: conclusion.effects };
}

describe("a joint-embedding trial", () => {
  it("gives the same numbers for the same seed, others for another, and leaves no tensor behind", async () => {
    const first = await runJointEmbeddingTrial(digits, 1, trialContext());
    const before = tf.memory().numTensors;
    expect(await runJointEmbeddingTrial(digits, 1, trialContext())).toEqual(first);
    expect(tf.memory().numTensors).toBe(before);
    expect((await runJointEmbeddingTrial(digits, 2, trialContext())).eigenvalues).not.toEqual(first.eigenvalues);
    expect(first).toMatchObject({ ended: "all steps", steps: [0, 2, 4], accuracy: null });
    expect(first.eigenvalues).toHaveLength(16);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  it("begins with the untrained network, whatever the loss", async () => {
    const untrained = await runJointEmbeddingTrial({ ...digits, loss: null, steps: 0 }, 1, trialContext());
    const trained = await runJointEmbeddingTrial({ ...digits, loss: { kind: "none" } }, 1, trialContext());
    expect(untrained.steps).toEqual([0]);
    expect(trained.projection.effectiveRank[0]).toBe(untrained.projection.effectiveRank[0]);
    expect(trained.projection.totalVariance[0]).toBe(untrained.projection.totalVariance[0]);
  });

  it.each([100, 10])("measures after IterNorm what its map makes of the spectrum, of %d images", async (measured) => {
    const { eigenvalues, outputVariance } = await runJointEmbeddingTrial({ ...digits, measured }, 1, trialContext());
    const trace = eigenvalues.reduce((sum, value) => sum + value, 0);
    const variances = eigenvalues.map((value) => iterNormSpectrumMap(value / trace, { iterations: 4 }));
    const mean = variances.reduce((sum, value) => sum + value, 0) / 16;
    expect(outputVariance.at(-1)! / mean).toBeCloseTo(1, 3);
  });

  it("shrinks the embeddings without a transformation, and does not when they are whitened", async () => {
    const run = (power: number) =>
      runJointEmbeddingTrial(
        {
          ...digits,
          loss: { kind: "spectralPower", power, distance: "squared" },
          ...{ steps: 40, learningRate: 1e-2, schedule: "constant" },
        },
        1,
        trialContext(),
      );
    const [plain, whitened] = [await run(0), await run(0.5)];
    const share = ({ projection: { totalVariance } }: JointEmbeddingResult) =>
      totalVariance.at(-1)! / totalVariance[0]!;
    expect(share(plain)).toBeLessThan(0.2);
    expect(share(whitened)).toBeGreaterThan(1);
  });

  it("refuses what does not fit", async () => {
    const refused = (change: Partial<JointEmbeddingTrial>, message: string) =>
      expect(runJointEmbeddingTrial({ ...digits, ...change }, 1, trialContext())).rejects.toThrow(message);
    await refused({ batchSize: 1, loss: { kind: "iterNorm" } }, "at least two samples");
    await refused({ batchSize: 8, loss: { kind: "spectralPower", power: 0.5 } }, "a covariance of full rank");
    await refused({ batchSize: 201 }, "batch size: expected 1 to 200");
    await refused({ batchSize: 0 }, "batchSize: expected a whole number ≥ 1, got 0");
    await refused({ images: 1798 }, "at most 1797 images, got 1798");
    await refused({ measured: 201 }, "measured: expected at most 200 images");
    await refused(
      { setting: "cifar" },
      "one of digits, fashion-mnist-dense, fashion-mnist, fashion-mnist-convolutions",
    );
    await refused({ loss: { kind: "byol" } as never }, "loss.kind: expected one of none, iterNorm");
  });

  it("stops when it is interrupted", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(runJointEmbeddingTrial(digits, 1, trialContext(controller.signal))).rejects.toThrow();
  });
});

describe("the rule of collapse", () => {
  it("sees lost dimensions, lost variance and a singular covariance, each by itself", () => {
    expect(hasCollapsed(result(1, 1))).toBe(false);
    expect(hasCollapsed(result(collapse.effectiveRank - 0.01, 1))).toBe(true);
    expect(hasCollapsed(result(1, collapse.totalVariance / 2))).toBe(true);
    expect(hasCollapsed(result(1, 1, { ended: "singular covariance" }))).toBe(true);
  });
});

describe("the experiment iter-norm-collapse", () => {
  const ends = (own: number, other: number) => (id: string, seed: number) =>
    result((id.startsWith("iternorm") ? own : other) + 0.01 * seed, 1);

  it("is supported when IterNorm alone collapses; not with the effect removed", () => {
    const found = outcome(iterNormCollapse, ends(0.1, 1.2));
    expect(found).toMatchObject({ verdict: "supported", control: "not reproduced" });
    expect(found.effects.map(({ verdict }) => verdict)).toEqual(["supported", "supported", "supported"]);
  });

  it("is not reproduced when IterNorm keeps the rank, and says so of INTL where that does not", () => {
    expect(outcome(iterNormCollapse, ends(1.2, 1.2)).verdict).toBe("not reproduced");
    expect(outcome(iterNormCollapse, ends(0.1, 0.2)).effects[1]!.verdict).toBe("not reproduced");
  });

  it("is inconclusive when the seeds disagree", () => {
    const found = outcome(iterNormCollapse, (_, seed) => result(seed % 2 === 0 ? 0.1 : 0.9, 1));
    expect(found.verdict).toBe("inconclusive");
  });
});

describe("the experiment intl-spectrum", () => {
  const resultOf = (id: string, seed: number) => {
    const rank = id.startsWith("intl") ? 1.4 : id.startsWith("untrained") ? 1 : 0.3;
    return result(rank + 0.01 * seed, 1, accuracy(0.7));
  };

  it("is supported when INTL ends nearer to equal eigenvalues than all others; not with the effect removed", () => {
    expect(outcome(intlSpectrum, resultOf)).toMatchObject({ verdict: "supported", control: "not reproduced" });
  });

  it("is not reproduced when the rank is no more than the untrained network's", () => {
    const lower = outcome(intlSpectrum, (id, seed) =>
      id.startsWith("intl") ? result(0.9 + 0.01 * seed, 1, accuracy(0.7)) : resultOf(id, seed),
    );
    expect(lower.verdict).toBe("not reproduced");
  });
});

describe("the experiment small-batches", () => {
  const resultOf = (small: number) => (id: string, seed: number) =>
    result(
      1,
      1,
      accuracy(
        (id.startsWith("untrained") || id.startsWith("pixels") ? 0.6 : id.includes("batch-32-") ? small : 0.75) +
          0.001 * seed,
      ),
    );

  it("runs on the pixels themselves, without a network", async () => {
    const pixels = { ...digits, loss: null, steps: 0, pixels: true };
    const { ended, eigenvalues, embedding } = await runJointEmbeddingTrial(pixels, 1, trialContext());
    expect(ended).toBe("all steps");
    expect(eigenvalues).toHaveLength(64);
    expect(embedding.effectiveRank).toHaveLength(1);
  });

  it("takes the pixels of images larger than 32 × 32 at that size, which a machine has room for", async () => {
    writeImageFolder("imagenet-100", { side: 64, images: 8 });
    const sizes = { images: 12, measured: 6, probe: { train: 12, validation: 4, test: 4 } };
    const pixels = { ...digits, ...sizes, setting: "imagenet-100", loss: null, steps: 0, pixels: true };
    const { eigenvalues, accuracy } = await runJointEmbeddingTrial(pixels, 1, trialContext());
    expect(eigenvalues).toHaveLength(32 * 32 * 3);
    expect(accuracy!.linear.test).toBeGreaterThanOrEqual(0);
  });

  it("is inconclusive where the features read no more than the pixels", () => {
    const below = outcome(smallBatches, (id, seed) =>
      id.startsWith("pixels") ? result(1, 1, accuracy(0.8 + 0.001 * seed)) : resultOf(0.745)(id, seed),
    );
    expect(below.verdict).toBe("inconclusive");
  });

  it("is supported when features are better with a batch of 256; not with the effect removed", () => {
    expect(outcome(smallBatches, resultOf(0.745))).toMatchObject({ verdict: "supported", control: "inconclusive" });
  });

  it("says by itself whether the smallest batch loses more than the margin", () => {
    expect(outcome(smallBatches, resultOf(0.72)).effects[1]!.verdict).toBe("not reproduced");
    expect(outcome(smallBatches, resultOf(0.745)).effects[1]!.verdict).toBe("supported");
  });

  it("sets other losses at the reference batch beside INTL, and decides nothing by them", () => {
    const better = outcome(smallBatches, (id, seed) =>
      id.startsWith("simclr") ? result(1, 1, accuracy(0.9 + 0.001 * seed)) : resultOf(0.745)(id, seed),
    );
    expect(better.verdict).toBe("supported");
    const named = (name: string) => better.effects.find((effect) => effect.name === name)!;
    expect(named("linear probe, batch 256: INTL − SimCLR").value).toBeCloseTo(-15, 9);
    expect(named("nearest neighbours, batch 256: INTL − VICReg").value).toBeCloseTo(0, 9);
  });

  it("chooses the learning rate on validation images, whatever the test says", () => {
    const parameters = smallBatches.parameters.full;
    const results = smallBatches.trials(parameters).map(({ id }) =>
      result(1, 1, {
        accuracy: {
          linear: id.includes("rate-0-003") ? { validation: 0.8, test: 0.7 } : { validation: 0.7, test: 0.9 },
          nearest: { validation: 0.7, test: 0.7 },
        },
      }),
    );
    expect(smallBatches.conclude(results, parameters).measurements["learningRates"]).toEqual({
      "INTL, batch 32": { learningRate: 3e-3, edgeOfRates: "lowest" },
      "INTL, batch 256": { learningRate: 3e-3, edgeOfRates: "lowest" },
      "VICReg, batch 256": { learningRate: 3e-3, edgeOfRates: "lowest" },
      "SimCLR, batch 256": { learningRate: 3e-3, edgeOfRates: "lowest" },
      "Barlow, batch 256": { learningRate: 3e-3, edgeOfRates: "lowest" },
    });
  });
});
