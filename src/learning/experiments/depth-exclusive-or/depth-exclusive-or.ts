import { chooseBackend } from "../../backend.js";
import type { ImageSource } from "../../data/dataset.js";
import { createRandom, mixSeed } from "../../data/random.js";
import { mlp, type MlpConfiguration } from "../../models/mlp.js";
import { accuracy, trainClassifier } from "../shared/classify.js";
import { ridgeAccuracy } from "../shared/floors.js";
import { normComparison, testAccuracy } from "../shared/norm-comparison.js";

/** Points to tell apart, and a deep perceptron with its training. */
type Setting = {
  /** Coordinates of a point; the first two decide its class. */
  readonly dimensions: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly width: number;
  readonly depth: number;
  readonly steps: number;
  readonly batchSize: number;
};
type Kind = { readonly [K in "norm" | "activation" | "initialisation"]?: NonNullable<MlpConfiguration[K]> };

const [batchNorm, layerNorm] = [{ kind: "batchNorm" }, { kind: "layerNorm" }] as const;
const plain = { mean: 0, deviation: 1 };

/**
 * A6 (ii, iii): deep perceptrons on the exclusive or, which no linear model can do. PLN is all that a network has beside its linear maps; no
 * normalization has trained gains, so all have equally many parameters.
 */
export const depthExclusiveOr = normComparison<Setting, Kind>({
  name: "depth-exclusive-or",
  title:
    "(ii, iii) The exclusive or at a depth of 20: PLN-8 alone, linear networks with and without normalization, ReLU",
  network: "20 hidden layers",
  measure: testAccuracy,
  variants: [
    { name: "PLN-8", model: { norm: { kind: "parallelLayerNorm", normSize: 8 } } },
    { name: "linear", model: {} },
    { name: "linear + LN", model: { norm: layerNorm } },
    { name: "linear + BN", model: { norm: batchNorm } },
    { name: "ReLU, He", model: { activation: "relu", initialisation: "he" } },
    { name: "ReLU + LN", model: { activation: "relu", norm: layerNorm } },
    { name: "ReLU + BN", model: { activation: "relu", norm: batchNorm } },
  ],
  primary: { first: "PLN-8", second: "linear + BN", least: 10 },
  others: [
    { first: "PLN-8", second: "linear", least: 10 },
    { first: "PLN-8", second: "linear + LN", least: 1 },
    { first: "PLN-8", second: "ReLU, He", least: -1 },
    { first: "PLN-8", second: "ReLU + LN", least: -1 },
    { first: "PLN-8", second: "ReLU + BN", least: -1 },
  ],
  laterRates: { "linear + BN": 9e-3, "linear + LN": 1e-3, "ReLU, He": 9e-3, "ReLU + LN": 1e-3, "ReLU + BN": 9e-3 },
  above: ["PLN-8"],
  parameters: {
    full: {
      setting: {
        ...{ dimensions: 4, train: 4000, validation: 1000, test: 2000 },
        ...{ width: 32, depth: 20, steps: 150, batchSize: 100 },
      },
      learningRates: [1e-3, 3e-3, 9e-3],
      seeds: [601, 602, 603, 604, 605, 606, 607, 608],
      rateSeeds: 2,
    },
  },
  async train(setting, model, { learningRate, seed }, context) {
    await chooseBackend();
    const { dimensions, width, depth, steps, batchSize } = setting;
    const { train, validation, test } = drawPoints(setting, seed);
    const network = mlp({ inputs: dimensions, width, depth, outputs: 2, ...model, seed });
    try {
      const training = { learningRate, batchSize, steps, clipNorm: 1, seed };
      const { divergedAt, course } = await trainClassifier(network, train, plain, training, context);
      const held = await accuracy(network, validation, plain);
      return { validation: held, test: await accuracy(network, test, plain), divergedAt, course };
    } finally {
      network.dispose();
    }
  },
  async floors(setting, seed) {
    await chooseBackend();
    return { "ridge regression": await ridgeAccuracy(drawPoints(setting, seed), plain), chance: 0.5 };
  },
});

/** Normal points whose class is whether the signs of their first two coordinates differ. */
function drawPoints({ dimensions, train, validation, test }: Setting, seed: number) {
  const part = (count: number, number: number): ImageSource => {
    const random = createRandom(mixSeed(seed, 0x0e04), number);
    const values = Float32Array.from({ length: count * dimensions }, () => random.normal());
    const of = (i: number) => values.subarray(i * dimensions, (i + 1) * dimensions);
    return {
      name: "exclusive or",
      shape: [1, dimensions, 1],
      classes: ["equal signs", "different signs"],
      labels: Int32Array.from({ length: count }, (_, i) => Number(of(i)[0]! > 0 !== of(i)[1]! > 0)),
      count,
      read: (indices) => Promise.resolve(Float32Array.from(Array.from(indices, (i) => [...of(i)]).flat())),
    };
  };
  return { train: part(train, 0), validation: part(validation, 1), test: part(test, 2) };
}
