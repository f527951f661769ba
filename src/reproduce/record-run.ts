import type { ExperimentRecord } from "../learning/experiments/shared/record.js";
import type { PlannedCheck } from "./plan.js";
import type { RunRecord } from "./result.js";
import type { Store } from "./store.js";

/** The record of an experiment whose trials all have results in the store; undefined where one has not. */
export function recordOf(
  planned: PlannedCheck,
  store: Store,
  version: string,
): Omit<ExperimentRecord, "format" | "sha256"> | undefined {
  const runs: RunRecord[] = [];
  const trials: ExperimentRecord["trials"] = [];
  for (const task of planned.tasks) {
    const result = store.read(task.hash);
    const run = store.readRecord(task.hash);
    if (task.kind !== "trial" || result?.method !== "trial") return undefined;
    if (run) runs.push(run);
    const { id, seed, parameters } = task.trial;
    trials.push({ id, seed, parameters: plain(parameters), result: plain(result.outcome) });
  }
  const profile = planned.tasks[0]!.profile;
  const unique = (values: readonly string[]) => [...new Set(values)];
  return {
    experiment: planned.check.id,
    profile,
    parameters: plain(planned.check.parameters[profile]!),
    backends: unique(runs.flatMap(({ backend }) => backend ?? [])),
    versions: { normlab: version, node: runs[0]?.machine.node ?? process.versions.node, ...planned.code.packages },
    processor: unique(runs.map(({ machine }) => machine.processor)).join(", "),
    seconds: Math.round(runs.reduce((sum, { seconds }) => sum + seconds, 0)),
    trials,
  };
}

function plain<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
