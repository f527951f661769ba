import type { Check, EvidenceWord } from "../claims/claim.js";
import { readRecord, recordFolder, type ExperimentRecord } from "../learning/experiments/shared/record.js";
import { checkWord } from "./evidence.js";
import type { PlannedCheck } from "./plan.js";
import type { ExperimentResult } from "./result.js";
import { concludeExperiment } from "./run-task.js";

/** What the recorded full run of an experiment says now, or why it is not believed. */
export type RecordedRun =
  | {
      readonly status: "concluded";
      readonly record: ExperimentRecord;
      /** Drawn anew from the record's trials: nothing else of it is believed. */
      readonly result: ExperimentResult;
      readonly word: EvidenceWord;
    }
  | { readonly status: "refused"; readonly reason: string };

/** The recorded run that ships of a planned check. */
export function shippedRecord({ check }: PlannedCheck): RecordedRun | undefined {
  return recordedRun(check, recordFolder);
}

/** The recorded full run of a check in a folder of records; undefined where there is none. */
export function recordedRun(check: Check, folder: string): RecordedRun | undefined {
  const parameters = check.parameters.full;
  if (check.method !== "experiment" || parameters === undefined) return undefined;
  try {
    const trials = check.trials(parameters);
    const record = readRecord(folder, { experiment: check.id, profile: "full", parameters, trials });
    if (record === undefined) return undefined;
    const outcomes = record.trials.map(({ result }) => result);
    const result = concludeExperiment(check, outcomes, parameters);
    const status = result.passed ? "passed" : "failed";
    const word = checkWord("experiment", { status, controlFailed: result.controlFailed })!;
    return { status: "concluded", record, result, word };
  } catch (error) {
    // Results of another form make `conclude` throw: that is a stale record too.
    return { status: "refused", reason: error instanceof Error ? error.message : String(error) };
  }
}
