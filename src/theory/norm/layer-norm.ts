import { InputError } from "../../exact/input-error.js";
import { binaryScale, centred, matrixShape, requireOption, type Matrix } from "../matrix.js";

/** Added to the mean of squares inside the root; 0, as in the theory, by default. */
export interface EpsilonOption {
  /** A number ≥ 0, in squared units of the input. */
  readonly epsilon?: number;
}

/**
 * Layer normalization: `LN(x) = (x − mean) / sqrt(variance + epsilon)`, row by row, with the population variance `/d`.
 *
 * Where the root is 0 (a constant row at `epsilon` 0) the output is 0. Offsets as large as the values' last digits allow and
 * scales near overflow or underflow cost no accuracy.
 *
 * Shape: n × d to n × d. Source: notation of the three papers; abstract of arXiv 2406.01255.
 *
 * @throws InputError for ragged or empty rows, values that are not finite (row and column named), a negative `epsilon`.
 * @example
 * layerNorm([[1, 3], [5, 5]]); // => [[-1, 1], [0, 0]]
 * layerNorm([[0, 2]], { epsilon: 3 }); // => [[-0.5, 0.5]]
 */
export function layerNorm(x: Matrix, options: EpsilonOption = {}): number[][] {
  return normalizeGroups(x, matrixShape(x).columns, { ...options, center: true, p: 2 });
}

/**
 * Group layer normalization LN-G: the d features are cut into `groups` groups of d/groups neighbours, with layer normalization
 * in each. `groups: 1` is layer normalization.
 *
 * Shape: n × d to n × d. Source: abstract of arXiv 2406.01255 (group partition).
 *
 * @throws InputError as `layerNorm`, and where `groups` is not a positive divisor of d.
 * @example
 * groupLayerNorm([[1, 3, 10, 0]], { groups: 2 }); // => [[-1, 1, 1, -1]]
 */
export function groupLayerNorm(x: Matrix, options: EpsilonOption & { readonly groups: number }): number[][] {
  const { columns } = matrixShape(x);
  requireDivisor(options.groups, columns, "groups");
  return normalizeGroups(x, columns / options.groups, { ...options, center: true, p: 2 });
}

/**
 * Parallel layer normalization PLN: layer normalization in consecutive groups of `normSize` neurons each (d/normSize groups).
 * With `center: false` it is parallel layer scaling.
 *
 * Shape: n × d to n × d. Source: abstract of arXiv 2505.13142.
 *
 * @throws InputError as `layerNorm`, and where `normSize` is not a positive divisor of d.
 * @example
 * parallelLayerNorm([[0.3, -0.3, 7, 9]], { normSize: 2 }); // => [[1, -1, -1, 1]]
 */
export function parallelLayerNorm(
  x: Matrix,
  options: EpsilonOption & { readonly normSize: number; readonly center?: boolean },
): number[][] {
  requireDivisor(options.normSize, matrixShape(x).columns, "normSize");
  return normalizeGroups(x, options.normSize, { epsilon: options.epsilon, center: options.center ?? true, p: 2 });
}

/**
 * Parallel layer scaling PLS: `x / sqrt(mean of squares + epsilon)` in consecutive groups of `normSize` neurons, without
 * centring. `normSize: 1` is the sign function.
 *
 * Shape: n × d to n × d. Source: abstract of arXiv 2505.13142.
 *
 * @throws InputError as `parallelLayerNorm`.
 * @example
 * parallelLayerScaling([[-4, 0, 0.1]], { normSize: 1 }); // => [[-1, 0, 1]]
 */
export function parallelLayerScaling(x: Matrix, options: EpsilonOption & { readonly normSize: number }): number[][] {
  requireDivisor(options.normSize, matrixShape(x).columns, "normSize");
  return normalizeGroups(x, options.normSize, { epsilon: options.epsilon, center: false, p: 2 });
}

/**
 * Root mean square normalization: `x / sqrt(mean of squares + epsilon)` over the whole row; parallel layer scaling with
 * `normSize` d.
 *
 * Shape: n × d to n × d. Source: Zhang and Sennrich, arXiv 1910.07467.
 *
 * @throws InputError as `layerNorm`.
 * @example
 * rootMeanSquareNorm([[1, 7]]); // => [[0.2, 1.4]]
 */
export function rootMeanSquareNorm(x: Matrix, options: EpsilonOption = {}): number[][] {
  return normalizeGroups(x, matrixShape(x).columns, { ...options, center: false, p: 2 });
}

/**
 * Power mean normalization, the family the others belong to: in each group of `normSize` neurons centre (or not), then divide by
 * the power mean `(mean |x|^p + epsilon)^(1/p)`; for `p: Infinity` by the greatest absolute value plus `epsilon`. `p: 2` is
 * parallel layer normalization or scaling.
 *
 * Shape: n × d to n × d. Source: norm variants of arXiv 2505.13142's layers.
 *
 * @throws InputError as `parallelLayerNorm`, and where `p` is below 1.
 * @example
 * powerMeanNorm([[1, 3]], { normSize: 2, p: 1, center: false }); // => [[0.5, 1.5]]
 * powerMeanNorm([[1, 4]], { normSize: 2, p: Infinity, center: false }); // => [[0.25, 1]]
 */
export function powerMeanNorm(
  x: Matrix,
  options: EpsilonOption & { readonly normSize: number; readonly p: number; readonly center?: boolean },
): number[][] {
  requireDivisor(options.normSize, matrixShape(x).columns, "normSize");
  requireOption(options.p >= 1, "p", "a number ≥ 1, or Infinity", options.p);
  return normalizeGroups(x, options.normSize, { ...options, center: options.center ?? true });
}

interface GroupNorm {
  readonly epsilon?: number;
  readonly center: boolean;
  readonly p: number;
}

function normalizeGroups(x: Matrix, size: number, { epsilon = 0, center, p }: GroupNorm): number[][] {
  requireOption(Number.isFinite(epsilon) && epsilon >= 0, "epsilon", "a finite number ≥ 0", epsilon);
  return x.map((row) => {
    const output: number[] = [];
    for (let start = 0; start < row.length; start += size) {
      for (const value of normalizeGroup(row.slice(start, start + size), epsilon, center, p)) output.push(value);
    }
    return output;
  });
}

/** One group. Everything is divided by a power of two first, so that no power over- or underflows. */
function normalizeGroup(group: readonly number[], epsilon: number, center: boolean, p: number): number[] {
  const offsetScale = binaryScale([group]);
  const shifted = group.map((value) => value / offsetScale);
  const values = center ? centred(shifted) : shifted;
  const spreadScale = binaryScale([values]);
  const scaled = values.map((value) => value / spreadScale);
  const mean = powerMean(scaled, p);
  if (epsilon === 0) return scaled.map((value) => (mean === 0 ? 0 : value / mean));
  const scale = offsetScale * spreadScale;
  const root = p === Infinity ? scale * mean + epsilon : powerSum(scale * mean, epsilon ** (1 / p), p);
  return scaled.map((value) => (value === 0 ? 0 : (scale / root) * value));
}

/** `(a^p + b^p)^(1/p)` without overflow. */
function powerSum(a: number, b: number, p: number): number {
  if (p === 2) return Math.hypot(a, b);
  const greatest = Math.max(a, b);
  return greatest * ((a / greatest) ** p + (b / greatest) ** p) ** (1 / p);
}

function powerMean(values: readonly number[], p: number): number {
  if (p === Infinity) return values.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
  let sum = 0;
  for (const value of values) sum += p === 2 ? value * value : Math.abs(value) ** p;
  return p === 2 ? Math.sqrt(sum / values.length) : (sum / values.length) ** (1 / p);
}

/** Checks that a group count or size divides the features; the `InputError` lists the divisors. */
export function requireDivisor(value: number, features: number, where: string): void {
  if (!Number.isInteger(value) || value < 1 || features % value !== 0) {
    const divisors = Array.from({ length: features }, (_, i) => i + 1).filter((divisor) => features % divisor === 0);
    const shown = divisors.length > 12 ? `${divisors.slice(0, 12).join(", ")}, …` : divisors.join(", ");
    throw new InputError({
      code: "not-a-divisor",
      where,
      expected: `a positive divisor of the ${features} features (${shown})`,
      received: String(value),
    });
  }
}
