import type { MlpConfiguration } from "../../models/mlp.js";
import { chooseRate, type ChosenRate } from "../shared/learning-rate.js";

type Kind = Pick<MlpConfiguration, "norm" | "activation" | "initialisation">;

/** The networks compared. No normalization has trained gains, so all have equally many parameters; all begin alike but the one named He. */
export const depthNetworks = {
  "pln-8": { norm: { kind: "parallelLayerNorm", normSize: 8 } },
  relu: { activation: "relu" },
  "relu-he": { activation: "relu", initialisation: "he" },
  "relu-ln": { activation: "relu", norm: { kind: "layerNorm" } },
  "relu-bn": { activation: "relu", norm: { kind: "batchNorm" } },
  linear: {},
} as const satisfies Record<string, Kind>;
export type DepthNetwork = keyof typeof depthNetworks;

/** The networks' names in figures and sentences. */
export const depthNetworkNames: Readonly<Record<DepthNetwork, string>> = {
  "pln-8": "PLN-8",
  relu: "ReLU, default initialisation",
  "relu-he": "ReLU, He initialisation",
  "relu-ln": "ReLU + LN",
  "relu-bn": "ReLU + BN",
  linear: "linear",
};

/** All of them, in the order of figures. */
export const networks = Object.keys(depthNetworks) as DepthNetwork[];

/** One training run. */
export type DepthResult = {
  readonly network: string;
  readonly depth: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly parameters: number;
  readonly accuracies: { readonly train: number; readonly validation: number; readonly test: number };
  readonly loss: number | null;
  readonly divergedAt: number | null;
  /** log₁₀ of the norm of the loss's gradient with respect to each hidden layer's weights, before training. */
  readonly gradients: readonly number[];
};

/** Runs of one network and depth at the rate that did best in validation, one a seed. */
export interface DepthCell {
  readonly network: DepthNetwork;
  readonly depth: number;
  readonly chosen: ChosenRate;
  readonly runs: readonly DepthResult[];
}

/** The cells in the order of the networks, then depths, each at the rate chosen by its mean validation accuracy. */
export function cellsOf(
  results: readonly DepthResult[],
  depths: readonly number[],
  seeds: readonly number[],
): DepthCell[] {
  return networks.flatMap((network) =>
    depths.map((depth): DepthCell => {
      const cell = results.filter((run) => run.network === network && run.depth === depth);
      const chosen = chooseRate(
        cell.map((run) => ({ learningRate: run.learningRate, score: run.accuracies.validation })),
      );
      const runs = seeds.map((seed) =>
        cell.find((run) => run.seed === seed && run.learningRate === chosen.learningRate),
      );
      return { network, depth, chosen, runs: runs.filter((run) => run !== undefined) };
    }),
  );
}
