import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import {
  spectralPowers,
  whiteningCollapse,
} from "../../../src/learning/experiments/spectral-powers/spectral-powers.js";
import { evaluateFigure } from "../../claims/figure.js";
import { runExperiment } from "./run.js";

beforeAll(async () => void (await chooseBackend()));

describe.each([spectralPowers, whiteningCollapse])("the experiment $name", (experiment) => {
  const conclude = (rankAt: (power: number | null) => number, probeAt: (power: number | null) => number) => {
    const parameters = experiment.parameters.full;
    const results = experiment.trials(parameters).map(({ seed, parameters: { power } }) => {
      const own = power as number | null;
      const rank = rankAt(own) + 0.1 * Math.sin(seed);
      const probe = probeAt(own) + 0.001 * Math.sin(3 * seed);
      return { outputRank: rank, embeddingRank: rank, variance: 1, probe, ended: "all steps", course: [2, 1] };
    });
    const conclusion = experiment.conclude(results, parameters);
    conclusion.figures.forEach(evaluateFigure);
    return { conclusion, control: experiment.conclude(experiment.removeEffect(results, parameters), parameters) };
  };
  const { decides } = experiment.parameters.full;

  it("is supported where the dimensions are kept, not where they are lost, and not below the untrained encoder", () => {
    const probe = (power: number | null) => (power === null ? 0.5 : power === decides ? 0.9 : 0.6);
    const kept = conclude((power) => (power === 0 ? 2 : 15), probe);
    expect(kept.conclusion.verdict).toBe("supported");
    expect(kept.control.verdict).not.toBe("supported");
    expect(conclude(() => 3, probe).conclusion.verdict).toBe("not reproduced");
    const low = conclude(
      (power) => (power === 0 ? 2 : 15),
      () => 0.5,
    );
    expect(low.conclusion.verdict).toBe("inconclusive");
    expect(low.conclusion.summary).toContain("the untrained encoder");
  });

  it("runs: a few steps, with a rank of at most 16 dimensions", async () => {
    const parameters = {
      steps: 10,
      batchSize: 64,
      learningRate: 2e-3,
      train: 400,
      powers: [0, decides],
      decides,
      seeds: [1, 2],
    };
    const { results } = await runExperiment(experiment, parameters);
    expect(results).toHaveLength(6);
    for (const { outputRank, probe } of results) {
      expect(outputRank).toBeGreaterThan(1);
      expect(outputRank).toBeLessThanOrEqual(16.0001);
      expect(probe).toBeGreaterThan(0.1);
    }
  });
});
