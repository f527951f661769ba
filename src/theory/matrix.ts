import { InputError } from "../exact/input-error.js";

/** A matrix as plain data: rows are samples, columns are features. */
export type Matrix = readonly (readonly number[])[];

/** Rows and columns of a matrix that is rectangular, not empty and finite; anything else is an `InputError` that names the place. */
export function matrixShape(x: Matrix, where = "x"): { readonly rows: number; readonly columns: number } {
  if (!Array.isArray(x) || x.length === 0 || !Array.isArray(x[0]) || x[0].length === 0) {
    throw new InputError({
      code: "shape",
      where,
      expected: "a list of rows, at least one, each a list of at least one number",
      received: describe(x),
    });
  }
  const columns = x[0].length;
  x.forEach((row: readonly number[], i) => {
    if (!Array.isArray(row) || row.length !== columns) {
      throw new InputError({
        code: "shape",
        where: `${where}[${i}]`,
        expected: `a row of ${columns} numbers, as in row 0`,
        received: describe(row),
      });
    }
    for (let j = 0; j < columns; j++) {
      if (!Number.isFinite(row[j])) {
        throw new InputError({
          code: "not-finite",
          where: `${where}[${i}][${j}]`,
          expected: "a finite number",
          received: typeof row[j] === "number" ? String(row[j]) : typeof row[j],
          remedy: `Row ${i}, column ${j} (counted from 0) must be repaired or left out`,
        });
      }
    }
  });
  return { rows: x.length, columns };
}

/** The transposed matrix. */
export function transpose(x: Matrix): number[][] {
  return x[0]!.map((_, j) => x.map((row) => row[j]!));
}

/** Checks a number against a condition; the `InputError` names the option. */
export function requireOption(holds: boolean, where: string, expected: string, received: unknown): void {
  if (!holds) throw new InputError({ code: "range", where, expected, received: String(received) });
}

/** Checks that the value is one of the words; the `InputError` lists them. */
export function requireWord(words: readonly string[], where: string, received: unknown): void {
  if (!words.includes(received as string)) {
    throw new InputError({
      code: "unknown-name",
      where,
      expected: words.map((word) => `"${word}"`).join(" or "),
      received: typeof received === "string" ? `"${received}"` : String(received),
    });
  }
}

/** The power of two just at or below the greatest absolute value: dividing by it is exact and keeps squares in range. */
export function binaryScale(rows: Matrix): number {
  let greatest = 0;
  for (const row of rows) for (let i = 0; i < row.length; i++) greatest = Math.max(greatest, Math.abs(row[i]!));
  if (greatest === 0) return 1;
  const exponent = Math.floor(Math.log2(greatest));
  return 2 ** Math.min(1023, Math.max(-1074, exponent));
}

/**
 * Subtracts the mean so that a constant gives exact zeros and a large common offset costs no digits: the first value is
 * subtracted first (exact for close values), then the mean of the differences.
 */
export function centred(values: readonly number[]): number[] {
  const differences = values.map((value) => value - values[0]!);
  let sum = 0;
  for (const difference of differences) sum += difference;
  const mean = sum / differences.length;
  return differences.map((difference) => difference - mean);
}

function describe(value: unknown): string {
  if (!Array.isArray(value)) return value === null ? "null" : typeof value;
  if (value.length === 0) return "an empty list";
  return Array.isArray(value[0]) && value[0].length === 0 ? "rows without numbers" : `a list of ${value.length}`;
}
