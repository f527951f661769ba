import jstat from "jstat";
import { InputError } from "../exact/input-error.js";
import type { ExperimentCheck, Json, JsonObject } from "../claims/claim.js";
import type { ExperimentRecord } from "../learning/experiments/shared/record.js";
import { canonicalJson, perturbedTask, type TrialTask } from "./task.js";

/** The arm of a trial: trials that differ in their seed alone are of one. */
export function armOf({ parameters }: { readonly parameters: JsonObject }): string {
  return canonicalJson(parameters);
}

/**
 * Trials to run again with their weights moved: of every arm that many, its seeds in turn, each time round by another perturbation. Only arms
 * of which a trial's name holds one of `texts`, where these are given.
 *
 * @throws InputError where no trial's name holds one of them.
 */
export function perturbedTasks(tasks: readonly TrialTask[], count: number, texts?: readonly string[]): TrialTask[] {
  const arms = new Map<string, TrialTask[]>();
  for (const task of tasks) arms.set(armOf(task.trial), [...(arms.get(armOf(task.trial)) ?? []), task]);
  const wanted = [...arms.values()].filter(
    (arm) => texts === undefined || arm.some(({ trial }) => texts.some((text) => trial.id.includes(text))),
  );
  if (wanted.length === 0) {
    throw new InputError({
      code: "unknown-name",
      where: "--arms",
      expected: `a part of a trial's name, such as ${tasks[0]?.trial.id ?? "none: it has no trials"}`,
      received: String(texts?.join(",")),
    });
  }
  return wanted.flatMap((arm) =>
    Array.from({ length: count }, (_, i) => perturbedTask(arm[i % arm.length]!, 1 + Math.floor(i / arm.length))),
  );
}

/** What is compared of a trial, by name: numbers, and words that must be equal. */
export type Compared = { readonly [name: string]: Json };

/** What of a result is compared: what the experiment's decision rests on, or everything. */
export function comparedOf(check: Pick<ExperimentCheck, "merits">, result: JsonObject): Compared {
  return check.merits?.(result) ?? leaves(result, "");
}

function leaves(value: Json, at: string): Compared {
  if (value === null || typeof value !== "object") return { [at]: value };
  const entries = Object.entries(value as JsonObject);
  if (entries.length === 0) return { [at]: "empty" };
  return Object.assign({}, ...entries.map(([key, inner]) => leaves(inner, at === "" ? key : `${at}.${key}`)));
}

/** How far a number of a trial is from that of the same trial with its weights moved: root mean square over so many pairs. */
export interface Spread {
  readonly size: number;
  readonly pairs: number;
}

/** Fewer pairs measure nothing: Student's t would allow almost everything. */
const leastPairs = 3;

/** The arms whose spread a record has measured: by `leastPairs` beside one of the trial that is judged. */
export function measuredArms({ trials, perturbed = [] }: ExperimentRecord): Set<string> {
  const armOfId = new Map(trials.map((trial) => [trial.id, armOf(trial)]));
  const arms = perturbed.map(({ id }) => armOfId.get(id)!);
  return new Set(arms.filter((arm) => arms.filter((other) => other === arm).length > leastPairs));
}

/**
 * The spread of what `compared` picks out of results, in the arm of a trial; none where it was not measured. The trial itself has no part in
 * it: were it forged, its distance from its own repetition would widen what is allowed.
 */
export function spreadsOf(
  { trials, perturbed = [] }: ExperimentRecord,
  trial: ExperimentRecord["trials"][number],
  compared: (result: JsonObject) => Compared,
): ReadonlyMap<string, Spread> {
  const arm = armOf(trial);
  const squares = new Map<string, number[]>();
  for (const moved of perturbed) {
    const own = trials.find(({ id }) => id === moved.id)!;
    if (own.id === trial.id || armOf(own) !== arm) continue;
    const [before, after] = [compared(own.result), compared(moved.result)];
    for (const [name, value] of Object.entries(before)) {
      const other = after[name];
      if (typeof value !== "number" || typeof other !== "number") continue;
      squares.set(name, [...(squares.get(name) ?? []), (value - other) ** 2]);
    }
  }
  return new Map(
    [...squares]
      .filter(([, list]) => list.length >= leastPairs)
      .map(([name, list]) => [
        name,
        { size: Math.sqrt(list.reduce((sum, value) => sum + value, 0) / list.length), pairs: list.length },
      ]),
  );
}

/**
 * How far a repetition may lie from the record: `t` times the spread, where `t` is Student's quantile for so many pairs, two-sided, at the
 * given probability of refusing what is the same.
 *
 * A repetition and a trial with moved weights differ from the record in the same way, so their distances over the spread are Student's t with as
 * many degrees of freedom as there are pairs, if distances are normal.
 *
 * @example
 * allowed({ size: 0.1, pairs: 4 }, 0.01).toFixed(2); // => "0.46"
 */
export function allowed({ size, pairs }: Spread, probability: number): number {
  return size * jstat.studentt.inv(1 - probability / 2, pairs);
}
