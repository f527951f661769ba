import { chooseBackend } from "../../../src/learning/backend.js";
import { pairedInterval } from "../../../src/learning/evaluation/statistics.js";
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
  control: "PLN-8 is given the results of the linear network: no difference is left, so the verdict must fail.",
  parameters: {
    quick: { seeds: [1, 2, 3], steps: 200 },
    full: { seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], steps: 1000 },
  },
  data: ["digits.csv"],
  trials: ({ seeds, steps }) =>
    norms.flatMap((norm) => seeds.map((seed) => ({ id: `${norm}-seed-${seed}`, seed, parameters: { norm, steps } }))),
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
    const difference = pairedInterval(points.slice(seeds.length), points.slice(0, seeds.length));
    const { mean, interval, confidence, n } = difference;
    return {
      verdict: interval[0] > 1 ? "supported" : "not reproduced",
      summary: `PLN-8 reads ${mean.toFixed(1)} points more of the digits than the linear network (95 % interval ${interval[0].toFixed(1)} to ${interval[1].toFixed(1)}, ${n} seeds).`,
      measurements: { accuracies: points },
      effects: [
        { name: "test accuracy, PLN-8 minus linear", value: mean, interval, confidence, n, unit: "percentage points" },
      ],
      figures: [],
    };
  },
  removeEffect: (results, { seeds }) => {
    const linear = results.slice(0, seeds.length);
    return [...linear, ...linear];
  },
};
