import { from, type ColumnTable } from "arquero";
import { InputError } from "../../exact/input-error.js";
import { meanInterval } from "../../learning/evaluation/statistics.js";
import type { Figure, ScatterTrace } from "../../plot/figure.js";
import type { Store } from "../store.js";
import { sweepRow, type SweepAxis } from "./sweep.js";
import type { PlannedTask } from "../plan.js";

/** The trials of a sweep that have results, a row each, in the sweep's order. */
export function sweepTable(tasks: readonly PlannedTask[], axes: readonly SweepAxis[], store: Store): ColumnTable {
  const rows = tasks.flatMap(({ task }) => {
    const result = store.read(task.hash);
    return task.kind === "trial" && result?.method === "trial" ? [sweepRow(task.trial, axes, result.outcome)] : [];
  });
  return from(rows);
}

/**
 * A result over the first parameter that varies, a line for each combination of the others: the mean over seeds, with Student's t
 * interval of 95 % where there are two seeds or more.
 *
 * @throws InputError where the table has no such column of numbers.
 */
export function sweepFigure(
  table: ColumnTable,
  axes: readonly SweepAxis[],
  experiment: string,
  metric?: string,
): Figure {
  const rows = table.objects() as Record<string, unknown>[];
  const varied = axes.map(({ name }) => name);
  const numbers = table.columnNames().filter((name) => !varied.includes(name) && typeof rows[0]?.[name] === "number");
  const column = metric ?? numbers[0];
  if (column === undefined || !numbers.includes(column)) {
    throw new InputError({
      code: "unknown-name",
      where: "--metric",
      expected: `a column of numbers: ${numbers.join(", ")}`,
      received: metric ?? "a table without results",
    });
  }
  const across = axes.find(({ name, values }) => name !== "seed" && typeof values[0] === "number") ?? axes[0]!;
  const others = varied.filter((name) => name !== across.name && name !== "seed");
  const lines = groupsOf(rows, (row) => others.map((name) => `${name} ${String(row[name])}`).join(", "));
  const traces = [...lines].map(([name, members]): ScatterTrace => {
    const points = [...groupsOf(members, (row) => String(row[across.name]))].map(([, at]) => {
      const values = at.map((row) => Number(row[column]));
      const x = Number(at[0]![across.name]);
      if (values.length < 2) return { x, y: values[0]!, half: 0 };
      const { mean, interval } = meanInterval(values);
      return { x, y: mean, half: interval[1] - mean };
    });
    points.sort((a, b) => a.x - b.x);
    return {
      type: "scatter",
      mode: "lines+markers",
      name: name === "" ? column : name,
      x: points.map(({ x }) => x),
      y: points.map(({ y }) => y),
      errorY: points.map(({ half }) => half),
    };
  });
  return {
    id: "sweep",
    title: `${experiment}: ${column} over ${across.name}`,
    caption: `Mean over the seeds of the sweep, with Student's t interval (95 %), which takes the values to be normal; ${rows.length} trials.`,
    traces,
    xAxis: { title: across.name },
    yAxis: { title: column },
  };
}

function groupsOf<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
