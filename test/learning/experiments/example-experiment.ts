import { chooseBackend } from "../../../src/learning/backend.js";
import { decide, decisionText, requireSeeds } from "../../../src/learning/evaluation/decision.js";
import { accuracy, pixelScale, trainClassifier } from "../../../src/learning/experiments/shared/classify.js";
import type { Experiment } from "../../../src/learning/experiments/shared/experiment.js";
import { drawImages } from "../../../src/learning/experiments/shared/images.js";
import { mlp } from "../../../src/learning/models/mlp.js";

type Parameters = { readonly seeds: readonly number[]; readonly steps: number };
type Result = { readonly accuracy: number };

const norms = ["none", "parallelLayerNorm"] as const;

/** PLN as the only nonlinearity of a network that reads digits, against the same network without it. */
export const digitsWithPln: Experiment<Parameters, Result> = {
  name: "digits-with-pln",
  title: "PLN against a linear network on digits",
  expectation:
    "The paired difference of test accuracies, PLN-8 minus linear, has a 95 % interval that lies above 1 percentage point.",
  control: "PLN-8 is given the results of the linear network: no difference is left, so it must not be supported.",
  parameters: {
    full: { seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], steps: 1000 },
  },
  data: ["digits.csv"],
  trials({ seeds, steps }) {
    requireSeeds(seeds);
    return norms.flatMap((norm) =>
      seeds.map((seed) => ({ id: `${norm}-seed-${seed}`, seed, parameters: { norm, steps } })),
    );
  },
  async runTrial({ seed, parameters }, context) {
    await chooseBackend();
    const { train, test } = await drawImages("digits", { train: 1000, validation: 0, test: 500 }, seed);
    const norm =
      parameters["norm"] === "none" ? { kind: "none" as const } : { kind: "parallelLayerNorm" as const, normSize: 8 };
    const model = mlp({ inputs: 64, width: 64, depth: 2, outputs: 10, norm, seed });
    const scale = pixelScale(train);
    const training = { learningRate: 3e-3, steps: Number(parameters["steps"]), batchSize: 64, seed };
    await trainClassifier(model, train, scale, training, context);
    const result = { accuracy: await accuracy(model, test, scale) };
    model.dispose();
    return result;
  },
  conclude(results, { seeds }) {
    const points = results.map((result) => 100 * result.accuracy);
    const [linear, normalized] = [points.slice(0, seeds.length), points.slice(seeds.length)];
    const differences = normalized.map((value, i) => value - linear[i]!);
    const decision = decide(
      { name: "test accuracy, PLN-8 minus linear", unit: "percentage points", differences, least: 1 },
      { floors: [{ name: "chance", value: 10, model: "PLN-8", scores: normalized }] },
    );
    return {
      verdict: decision.verdict,
      summary: decisionText(decision),
      measurements: { accuracies: points },
      effects: decision.effects,
      controls: decision.controls,
      figures: [],
    };
  },
  removeEffect: (results, { seeds }) => {
    const linear = results.slice(0, seeds.length);
    return [...linear, ...linear];
  },
};
