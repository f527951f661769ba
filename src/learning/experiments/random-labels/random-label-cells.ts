import { accuracyDifference, type AccuracyDifference } from "../shared/accuracy-difference.js";
import { chooseRate } from "../shared/learning-rate.js";

/** A network on random labels: hidden layers of a linear map and LN-G with `groups` groups; depth 0 is the linear model. */
export type RandomLabelNetwork = { readonly groups: number; readonly depth: number; readonly width: number };

/** The linear model, in the form of a network. */
export const linear: RandomLabelNetwork = { groups: 1, depth: 0, width: 0 };

/** One training run. */
export type RandomLabelResult = {
  readonly images: string;
  readonly network: RandomLabelNetwork;
  readonly learningRate: number;
  readonly seed: number;
  /** Share of the random labels that the trained network gives. */
  readonly accuracy: number;
  readonly loss: number | null;
  /** Norm of the loss's gradient over all images, after training; null where it is not finite: the network diverged. */
  readonly gradient: number | null;
  readonly divergedAt: number | null;
};

/** Runs of one network on one image set, one a seed. */
export interface RandomLabelCell {
  readonly images: string;
  readonly network: RandomLabelNetwork;
  readonly runs: readonly RandomLabelResult[];
  /** The rate that does best over all seeds, and whether it lies at the grid's edge. */
  readonly learningRate: number;
  readonly edge: "lowest" | "highest" | null;
}

/** `linear`, or `ln-g-16-depth-1-width-256`. */
export function networkId({ groups, depth, width }: RandomLabelNetwork): string {
  return depth === 0 ? "linear" : `ln-g-${groups}-depth-${depth}-width-${width}`;
}

/** `linear`, `LN (g = 1)` or `LN-G (g = 16)`. */
export function networkName({ groups, depth }: RandomLabelNetwork): string {
  return depth === 0 ? "linear" : groups === 1 ? "LN (g = 1)" : `LN-G (g = ${groups})`;
}

/**
 * The runs of a network on an image set, for each seed at the rate that does best on average over the *other* seeds: the rate is never
 * chosen by the labels that it is judged on.
 */
export function cellOf(
  results: readonly RandomLabelResult[],
  images: string,
  network: RandomLabelNetwork,
  seeds: readonly number[],
): RandomLabelCell {
  const id = networkId(network);
  const cell = results.filter((run) => run.images === images && networkId(run.network) === id);
  const best = (runs: readonly RandomLabelResult[]) =>
    chooseRate(runs.map((run) => ({ learningRate: run.learningRate, score: run.accuracy })));
  const runs = seeds.map((seed) => {
    const { learningRate } = best(cell.filter((run) => run.seed !== seed));
    return cell.find((run) => run.seed === seed && run.learningRate === learningRate)!;
  });
  return { images, network, runs, ...best(cell) };
}

/** The difference of two networks' accuracies at the same seeds. */
export function differenceOf(first: RandomLabelCell, second: RandomLabelCell): AccuracyDifference {
  const at = first.network.depth === 0 ? "" : `, hidden layers of ${first.network.width}: ${first.network.depth}`;
  const name = `${networkName(first.network)} − ${networkName(second.network)}, training accuracy, ${first.images}${at}`;
  return accuracyDifference(name, accuraciesOf(first), accuraciesOf(second));
}

export function accuraciesOf(cell: RandomLabelCell): number[] {
  return cell.runs.map((run) => run.accuracy);
}
