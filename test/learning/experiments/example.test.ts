import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentsOf } from "../../../src/claims/experiments.js";
import { claims } from "../../../src/claims/registry.js";
import { trialContext } from "./context.js";
import { digitsWithPln } from "./example-experiment.js";

const guide = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "experiments.md"), "utf8");

describe("the experiment that the guide shows", () => {
  it("is the file that runs here, but for where it imports from", () => {
    const file = readFileSync(join(import.meta.dirname, "example-experiment.ts"), "utf8");
    const inItsPlace = file
      .replaceAll("../../../src/learning/experiments/", "../")
      .replaceAll("../../../src/learning/", "../../");
    expect(guide).toContain(`\`\`\`ts\n${inItsPlace}\`\`\`\n`);
  });

  it("runs, concludes from its trials, and its control fails", async () => {
    const parameters = { seeds: [1, 2], steps: 60 };
    const trials = digitsWithPln.trials(parameters);
    expect(trials.map(({ id }) => id)).toEqual([
      ...["none-seed-1", "none-seed-2"],
      ...["parallelLayerNorm-seed-1", "parallelLayerNorm-seed-2"],
    ]);
    const results = [];
    for (const trial of trials) results.push(await digitsWithPln.runTrial(trial, trialContext()));
    for (const { accuracy } of results) expect(accuracy).toBeGreaterThan(0.5);
    const conclusion = digitsWithPln.conclude(results, parameters);
    expect(conclusion.effects[0]!.n).toBe(2);
    const control = digitsWithPln.conclude(digitsWithPln.removeEffect(results, parameters), parameters);
    expect(control.verdict).not.toBe("supported");
  });

  it("says `supported` of a clear difference", () => {
    const accuracies = [0.9, 0.91, 0.95, 0.96].map((accuracy) => ({ accuracy }));
    expect(digitsWithPln.conclude(accuracies, { seeds: [1, 2], steps: 1 }).verdict).toBe("supported");
  });
});

describe("the guide to the experiments", () => {
  it("names every experiment", () => {
    for (const { check } of experimentsOf(claims)) expect(guide).toMatch(new RegExp(`^\\| \`${check.id}\` +\\|`, "m"));
  });
});
