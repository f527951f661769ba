import { InputError } from "../exact/input-error.js";
import { Rational, type RationalInput } from "../exact/rational.js";

/** A table of arquero, by what is used of it: filters and orders are kept. */
export interface ArqueroTable {
  /** The columns' names, in order. */
  columnNames(): string[];
  /** Number of rows. */
  numRows(): number;
  /** The values of a column, in the order of the rows. */
  array(column: string): ArrayLike<unknown>;
}

/** A DataFrame of danfo, by what is used of it. */
export interface DanfoDataFrame {
  /** The columns' names, in order. */
  readonly columns: readonly string[];
  /** Row by row. */
  readonly values: ArrayLike<unknown>;
  /** Numbers of rows and columns. */
  readonly shape: readonly number[];
}

/** A table of arquero or a DataFrame of danfo. */
export type DataTable = ArqueroTable | DanfoDataFrame;

/** Whether a value is a table of arquero or a DataFrame of danfo. */
export function isTable(value: unknown): value is DataTable {
  if (typeof value !== "object" || value === null) return false;
  if ("columnNames" in value && "array" in value) return typeof value.columnNames === "function";
  return "columns" in value && "values" in value && Array.isArray(value.columns) && Array.isArray(value.values);
}

/** The columns' names, in order. */
export function columnNames(table: DataTable): readonly string[] {
  return "columnNames" in table ? table.columnNames() : table.columns;
}

/**
 * A column's values, row by row.
 *
 * @throws InputError for a name that is not there, listing those that are.
 */
export function columnOf(table: DataTable, name: string): readonly unknown[] {
  const names = columnNames(table);
  const index = names.indexOf(name);
  if (index < 0) {
    const shown = names.slice(0, 12).join(", ") + (names.length > 12 ? `, … (${names.length} columns)` : "");
    throw new InputError({
      code: "unknown-name",
      where: "column",
      expected: `one of ${shown || "a table with columns"}`,
      received: JSON.stringify(name),
    });
  }
  if ("columnNames" in table) return Array.from(table.array(name));
  return Array.from(table.values as ArrayLike<readonly unknown[]>, (row) => row[index]);
}

/**
 * Columns of numbers as rows of numbers.
 *
 * @throws InputError that names row and column of a value that is missing or no number.
 */
export function numberRows(table: DataTable, names: readonly string[]): RationalInput[][] {
  const columns = names.map((name) => columnOf(table, name).map((value, row) => number(value, row, name)));
  const count = columns[0]?.length ?? 0;
  return Array.from({ length: count }, (_, row) => columns.map((column) => column[row]!));
}

function number(value: unknown, row: number, column: string): RationalInput {
  const where = `row ${row} (counted from 0), column ${column}`;
  if (value === null || value === undefined || value === "" || Number.isNaN(value)) {
    throw new InputError({
      code: "missing",
      where,
      expected: "a number",
      received: value === "" ? "nothing" : String(value),
      remedy: "Leave the row out, or fill the value in",
    });
  }
  if (!["number", "string", "bigint"].includes(typeof value)) {
    throw new InputError({ code: "not-a-number", where, expected: "a number", received: `a ${typeof value}` });
  }
  Rational.from(value as RationalInput, where);
  return value as RationalInput;
}
