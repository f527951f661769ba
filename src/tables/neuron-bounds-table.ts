import { from, type ColumnTable } from "arquero";
import { InputError } from "../exact/input-error.js";
import { neuronBounds, type NeuronBoundsInput } from "../theory/approximation/neuron-bounds.js";
import { columnNames, columnOf, isTable, type DataTable } from "../theory/table.js";

/** What is asked of {@link neuronBoundsTable}: of each a value, or a list of which every member is taken with every other's. */
export interface NeuronBoundsGrid {
  /** One or several: `pln-2`. */
  readonly activation: string | readonly string[];
  /** L ≥ 0, one or several. */
  readonly lipschitz: number | string | readonly (number | string)[];
  /** ε > 0, one or several. */
  readonly epsilon: number | string | readonly (number | string)[];
  /** Number of variables, one or several; 1 by default. */
  readonly dimension?: number | readonly number[];
  /** Hidden layers, one or several; 1 by default. */
  readonly depth?: 1 | 2 | readonly (1 | 2)[];
  /** [a, b], the same for all. */
  readonly domain?: readonly (number | string)[];
}

const asked = ["activation", "lipschitz", "epsilon", "dimension", "depth"] as const;

/**
 * The brackets of `neuronBounds` for a whole sweep, as a table of arquero: a row a question, with what was asked and `lower`, `upper`, `tight`,
 * `neuronsPerUnit`. The questions are a grid of lists, or the rows of a table of arquero or a DataFrame of danfo that has the columns `activation`,
 * `lipschitz`, `epsilon` and, if need be, `dimension` and `depth`. Further columns of it are kept. As a DataFrame: `new DataFrame(table.objects())`.
 *
 * @throws InputError as `neuronBounds` does, with the row in front.
 * @example
 * const table = neuronBoundsTable({ activation: ["pln-2", "pln-8"], lipschitz: 1, epsilon: [0.1, 0.05] });
 * table.array("upper"); // => [4, 9, 5, 10]
 * table.columnNames(); // => ["activation", "lipschitz", "epsilon", "lower", "upper", "tight", "neuronsPerUnit"]
 */
export function neuronBoundsTable(questions: NeuronBoundsGrid | DataTable): ColumnTable {
  const rows = isTable(questions) ? rowsOf(questions) : rowsOfGrid(questions);
  const domain = isTable(questions) ? undefined : questions.domain;
  return from(
    rows.map((row, i) => {
      const { lower, upper, tight, neuronsPerUnit } = boundsOf(row, domain, i);
      return { ...row, lower, upper, tight, neuronsPerUnit };
    }),
  );
}

type Row = Readonly<Record<string, unknown>>;

function rowsOf(table: DataTable): Row[] {
  const names = columnNames(table);
  for (const name of ["activation", "lipschitz", "epsilon"]) columnOf(table, name);
  const columns = names.map((name) => columnOf(table, name));
  return Array.from(columns[0]!, (_, i) => Object.fromEntries(names.map((name, j) => [name, columns[j]![i]])));
}

function rowsOfGrid(grid: NeuronBoundsGrid): Row[] {
  return asked.reduce<Row[]>(
    (rows, name) => {
      const given: unknown = grid[name];
      if (given === undefined) return rows;
      const values = Array.isArray(given) ? (given as unknown[]) : [given];
      return rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
    },
    [{}],
  );
}

function boundsOf(row: Row, domain: NeuronBoundsGrid["domain"], index: number) {
  const input = Object.fromEntries(asked.filter((name) => name in row).map((name) => [name, row[name]]));
  try {
    return neuronBounds({ ...input, domain } as unknown as NeuronBoundsInput);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError({ ...error.problem, where: `row ${index} (counted from 0): ${error.problem.where}` });
  }
}
