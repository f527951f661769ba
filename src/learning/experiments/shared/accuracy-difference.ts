import { detectableDifference, meanInterval, pairedInterval } from "../../evaluation/statistics.js";
import type { Effect } from "./experiment.js";

/** A difference of accuracies that pair by seed, with the least true difference that so many seeds find. */
export interface AccuracyDifference {
  /** In percentage points, with its 95 % paired t interval. */
  readonly effect: Effect;
  /** Points that a two-sided paired t test at 5 % finds with power 0.8, given the spread of these differences. */
  readonly detectable: number;
}

/**
 * The mean of `first[i] − second[i]`, accuracies from 0 to 1 at the same seeds, in percentage points.
 *
 * @throws InputError for fewer than two seeds or lists of different lengths.
 * @example
 * accuracyDifference("A − B", [0.8, 0.9], [0.7, 0.8]).effect.value.toFixed(3); // => "10.000"
 */
export function accuracyDifference(
  name: string,
  first: readonly number[],
  second: readonly number[],
): AccuracyDifference {
  const points = (values: readonly number[]) => values.map((value) => 100 * value);
  const { mean, interval, confidence, n, standardDeviation } = pairedInterval(points(first), points(second));
  return {
    effect: { name, value: mean, interval, confidence, n, unit: "percentage points" },
    detectable: detectableDifference({ standardDeviation, n }),
  };
}

/**
 * An effect in words.
 *
 * @example
 * differenceText(accuracyDifference("A − B", [0.8, 0.9, 0.7], [0.7, 0.8, 0.6])); // => "+10.0 points [10.0, 10.0]"
 */
export function differenceText({ effect }: AccuracyDifference): string {
  const [low, high] = effect.interval;
  return `${effect.value < 0 ? "−" : "+"}${Math.abs(effect.value).toFixed(1)} points [${signed(low)}, ${signed(high)}]`;
}

/**
 * The mean of accuracies over the seeds, with its interval's half-width, in words.
 *
 * @example
 * accuracyText([0.8, 0.8]); // => "80.0 ± 0.0 %"
 */
export function accuracyText(values: readonly number[]): string {
  const { mean, interval } = meanInterval(values);
  return `${(100 * mean).toFixed(1)} ± ${(100 * (interval[1] - mean)).toFixed(1)} %`;
}

function signed(value: number): string {
  return value.toFixed(1).replace("-", "−");
}
