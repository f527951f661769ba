import { InputError } from "../../exact/input-error.js";
import { bitLength, greatestCommonDivisor } from "../../exact/integer.js";
import { Rational, type RationalInput } from "../../exact/rational.js";

/** A sample: its features, or one number. */
export type Sample = RationalInput | readonly RationalInput[];

/** A name or a number that tells the classes apart. */
export type ClassLabel = string | number;

/** Samples read exactly: distinct ones only, as integers over one denominator a feature. */
export interface Samples {
  /** The features, row by row, for the samples that are kept. */
  readonly rows: readonly (readonly bigint[])[];
  /** Feature j of row i is rows[i][j] / denominators[j]. */
  readonly denominators: readonly bigint[];
  readonly labels: Int32Array;
  /** Class names in order of first appearance. */
  readonly classes: readonly ClassLabel[];
  /** Rows of the input that are kept: the first of each set of identical ones. */
  readonly kept: readonly number[];
}

/**
 * Reads samples and labels exactly, and merges identical samples of one class.
 *
 * @throws InputError for no samples, ragged rows, numbers that are not finite, missing labels, and for identical samples of different classes
 * (both rows are named).
 */
export function readSamples(
  points: readonly Sample[],
  labels: readonly ClassLabel[],
  nameRow = (row: number): string => `row ${row} (counted from 0)`,
): Samples {
  if (points.length === 0) {
    throw new InputError({ code: "shape", where: "points", expected: "at least one sample", received: "none" });
  }
  if (labels.length !== points.length) {
    throw new InputError({
      code: "shape",
      where: "labels",
      expected: `${points.length} labels, one a sample`,
      received: String(labels.length),
    });
  }
  const columns = width(points[0]!);
  const values = points.map((point, i) => {
    const row = Array.isArray(point) ? (point as readonly RationalInput[]) : [point as RationalInput];
    if (row.length !== columns || columns === 0) {
      throw new InputError({
        code: "shape",
        where: `points[${i}]`,
        expected: columns === 0 ? "at least one feature" : `${columns} features, as in row 0`,
        received: String(row.length),
      });
    }
    return row.map((value, j) => exact(value, `points[${i}][${j}]`));
  });
  const denominators = Array.from({ length: columns }, (_, j) =>
    values.reduce((all, row) => {
      const value = row[j]!;
      if (typeof value === "bigint" || all % value.denominator === 0n) return all;
      return (all / greatestCommonDivisor(all, value.denominator)) * value.denominator;
    }, 1n),
  );
  const classes: ClassLabel[] = [];
  const index = new Map<ClassLabel, number>();
  const seen = new Map<string, number>();
  const kept: number[] = [];
  const rows: bigint[][] = [];
  const kinds: number[] = [];
  const labelAt: number[] = [];
  values.forEach((row, i) => {
    const label = labels[i]!;
    if (
      label === undefined ||
      label === null ||
      label === "" ||
      (typeof label === "number" && !Number.isFinite(label))
    ) {
      throw new InputError({ code: "missing", where: `labels[${i}]`, expected: "a label", received: String(label) });
    }
    if (!index.has(label)) index.set(label, classes.push(label) - 1);
    labelAt.push(index.get(label)!);
    const integers = row.map((value, j) =>
      typeof value === "bigint" ? value * denominators[j]! : value.numerator * (denominators[j]! / value.denominator),
    );
    const key = integers.map((n) => n.toString(36)).join(",");
    const twin = seen.get(key);
    if (twin === undefined) {
      seen.set(key, i);
      kept.push(i);
      rows.push(integers);
      kinds.push(labelAt[i]!);
    } else if (labelAt[twin] !== labelAt[i]) {
      throw new InputError({
        code: "contradiction",
        where: `${nameRow(twin)} and ${nameRow(i)}`,
        expected: "identical samples to have the same label",
        received: `"${labels[twin]}" and "${label}"`,
        remedy: "No function can tell them apart: leave one of them out",
      });
    }
  });
  return { rows, denominators, labels: Int32Array.from(kinds), classes, kept };
}

function width(point: Sample): number {
  return Array.isArray(point) ? point.length : 1;
}

function exact(value: RationalInput, where: string): bigint | Rational {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (value === undefined || value === null) {
    throw new InputError({ code: "missing", where, expected: "a number", received: String(value) });
  }
  return Rational.from(value, where);
}

/** A feature's weight in a projection: factor·2^-shift. */
export interface DirectionWeight {
  readonly factor: bigint;
  readonly shift: number;
}

/** Scalars Σ_j direction_j·x_j of all samples, as integers over one denominator. */
export interface Projection {
  readonly direction: readonly DirectionWeight[];
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
}

/** The samples' exact projections. Features whose factor is 0 cost nothing. */
export function project({ rows, denominators }: Samples, direction: readonly DirectionWeight[]): Projection {
  const shift = direction.reduce((most, weight) => Math.max(most, weight.shift), 0);
  let common = 1n;
  direction.forEach(({ factor }, j) => {
    const d = denominators[j]!;
    if (factor !== 0n && common % d !== 0n) common = (common / greatestCommonDivisor(common, d)) * d;
  });
  const factors: [number, bigint][] = [];
  direction.forEach((weight, j) => {
    if (weight.factor === 0n) return;
    factors.push([j, (weight.factor << BigInt(shift - weight.shift)) * (common / denominators[j]!)]);
  });
  const numerators = rows.map((row) => factors.reduce((sum, [j, factor]) => sum + factor * row[j]!, 0n));
  return { direction, numerators, denominator: common << BigInt(shift) };
}

/** log₂ of the range of each feature, rounded; undefined for a constant one. */
export function featureScales({ rows, denominators }: Samples): (number | undefined)[] {
  return denominators.map((denominator, j) => {
    let [least, greatest] = [rows[0]![j]!, rows[0]![j]!];
    for (const row of rows) {
      const value = row[j]!;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    return least === greatest ? undefined : bitLength(greatest - least) - bitLength(denominator);
  });
}
