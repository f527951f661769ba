import type { ScatterTrace } from "../../../plot/figure.js";
import { meanInterval } from "../../evaluation/statistics.js";

/** Independent values (one a seed) at one place of an axis. */
export interface ValuesAt {
  readonly x: number;
  readonly values: readonly number[];
}

/**
 * The means over the seeds as a line with markers, with the 95 % t intervals of the means as vertical intervals.
 *
 * @throws InputError for fewer than two values at a place.
 * @example
 * meanTrace("LN", [{ x: 2, values: [0.5, 0.7] }]).y; // => [0.6]
 */
export function meanTrace(name: string, points: readonly ValuesAt[]): ScatterTrace {
  const intervals = points.map(({ values }) => meanInterval(values));
  return {
    type: "scatter",
    name,
    mode: "lines+markers",
    x: points.map(({ x }) => x),
    y: intervals.map(({ mean }) => mean),
    errorY: intervals.map(({ mean, interval }) => interval[1] - mean),
  };
}
