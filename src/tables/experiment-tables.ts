import { from, table, type ColumnTable } from "arquero";
import { existsSync, readFileSync } from "node:fs";
import { InputError } from "../exact/input-error.js";
import type { Conclusion, JsonObject } from "../learning/experiments/shared/experiment.js";
import { parseRecord, recordFolder } from "../learning/experiments/shared/record.js";

/**
 * The trials of an experiment as a table of arquero: a row a trial, with `trial`, `seed`, its parameters and its results; what lies inside another value
 * has a name with a dot, lists stay lists, and what a trial does not have is null. As a DataFrame of danfo: `new DataFrame(table.objects())`.
 *
 * @param record - The name of an experiment whose full run ships, such as `small-batches`, or the path of a file that
 * `normlab train NAME --out FILE.json` has written.
 * @throws InputError where there is no such record, or it is damaged.
 * @example
 * const trials = trialsTable("small-batches");
 * trials.columnNames().slice(0, 2); // => ["trial", "seed"]
 */
export function trialsTable(record: string): ColumnTable {
  const file = record.endsWith(".json") ? record : `${recordFolder}/${record}.json`;
  if (!existsSync(file)) {
    throw new InputError({
      code: "file",
      where: file,
      expected: "the record of an experiment",
      received: "no such file",
      remedy: "normlab train NAME --out FILE.json writes one",
    });
  }
  const { trials } = parseRecord(readFileSync(file, "utf8"), file);
  const rows = trials.map(({ id, seed, parameters, result }): Record<string, unknown> => ({
    ...{ trial: id, seed },
    ...flat(parameters),
    ...flat(result),
  }));
  const names = [...new Set(rows.flatMap(Object.keys))];
  return table(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)])), names);
}

/**
 * The effects of a conclusion (`recordedConclusion`, an experiment's `conclude`) as a table of arquero: `name`, `value`, `low` and `high` of its interval,
 * `confidence`, `n`, `unit`.
 *
 * @example
 * const effect = { name: "gain", value: 2, interval: [1, 3], confidence: 0.95, n: 8, unit: "points" };
 * effectsTable({ effects: [effect] }).objects(); // => [{ name: "gain", value: 2, low: 1, high: 3, confidence: 0.95, n: 8, unit: "points" }]
 */
export function effectsTable({ effects }: Pick<Conclusion, "effects">): ColumnTable {
  return from(
    effects.map(({ name, value, interval: [low, high], confidence, n, unit }) => ({
      ...{ name, value, low, high },
      ...{ confidence, n, unit },
    })),
  );
}

function flat(values: JsonObject, prefix = ""): Record<string, unknown> {
  return Object.assign(
    {},
    ...Object.entries(values).map(([name, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? flat(value as JsonObject, `${prefix}${name}.`)
        : { [prefix + name]: value },
    ),
  ) as Record<string, unknown>;
}
