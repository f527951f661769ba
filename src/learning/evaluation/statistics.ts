import jstat from "jstat";
import { InputError } from "../../exact/input-error.js";

/** A mean over independent values (one a seed) with its confidence interval. */
export interface MeanInterval {
  /** The arithmetic mean, in the values' unit. */
  readonly mean: number;
  /** Student's t interval: mean ± t · standardDeviation/√n. */
  readonly interval: readonly [number, number];
  /** Sample standard deviation (divided by n − 1). */
  readonly standardDeviation: number;
  /** Share of such intervals that hold the true mean: 0.95 for 95 %. */
  readonly confidence: number;
  /** Number of values. */
  readonly n: number;
}

/**
 * Mean and Student's t confidence interval of independent values.
 *
 * @throws InputError for fewer than two values or one that is not finite.
 *
 * @example
 * meanInterval([1, 2, 3]).mean; // => 2
 * meanInterval([1, 2, 3]).interval.map((end) => end.toFixed(2)); // => ["-0.48", "4.48"]
 */
export function meanInterval(values: readonly number[], confidence = 0.95): MeanInterval {
  checkValues(values);
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const standardDeviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = (quantile(0.5 + confidence / 2, n - 1) * standardDeviation) / Math.sqrt(n);
  return { mean, interval: [mean - half, mean + half], standardDeviation, confidence, n };
}

/**
 * Mean and interval of `first[i] − second[i]`, for values that pair (the same seed, data and budget).
 *
 * @throws InputError where the lengths differ, or as `meanInterval`.
 *
 * @example
 * pairedInterval([3, 5, 7], [1, 2, 3]).mean; // => 3
 */
export function pairedInterval(first: readonly number[], second: readonly number[], confidence = 0.95): MeanInterval {
  if (first.length !== second.length) {
    throw new InputError({
      code: "shape",
      where: "paired values",
      expected: `${first.length} values to pair with`,
      received: String(second.length),
    });
  }
  return meanInterval(
    first.map((value, i) => value - second[i]!),
    confidence,
  );
}

/**
 * The smallest true mean difference that a two-sided paired t test with `n` pairs finds with the given power, approximately:
 * `(t_{1−α/2} + t_{power}) · standardDeviation/√n`, both quantiles with n − 1 degrees of freedom.
 *
 * @example
 * detectableDifference({ standardDeviation: 1, n: 16 }).toFixed(2); // => "0.75"
 */
export function detectableDifference(options: {
  standardDeviation: number;
  n: number;
  power?: number;
  confidence?: number;
}): number {
  const { standardDeviation, n, power = 0.8, confidence = 0.95 } = options;
  return ((quantile(0.5 + confidence / 2, n - 1) + quantile(power, n - 1)) * standardDeviation) / Math.sqrt(n);
}

/** The least number of pairs whose `detectableDifference` is at most `difference`, up to 10,000. */
export function pairsNeeded(options: {
  standardDeviation: number;
  difference: number;
  power?: number;
  confidence?: number;
}): number {
  let n = 2;
  while (n < 10_000 && detectableDifference({ ...options, n }) > options.difference) n++;
  return n;
}

function quantile(p: number, degrees: number): number {
  return jstat.studentt.inv(p, degrees);
}

function checkValues(values: readonly number[]): void {
  if (values.length < 2) {
    throw new InputError({
      code: "range",
      where: "values",
      expected: "at least two, one a seed",
      received: String(values.length),
    });
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new InputError({
      code: "not-finite",
      where: `values[${wrong}]`,
      expected: "a finite number",
      received: String(values[wrong]),
    });
  }
}
