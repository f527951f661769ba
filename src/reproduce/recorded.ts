import type { Check, EvidenceWord, ExperimentCheck } from "../claims/claim.js";
import {
  missingTrials,
  readRecord,
  recordFolder,
  resultsOf,
  type ExperimentRecord,
} from "../learning/experiments/shared/record.js";
import { experimentWord } from "./evidence.js";
import type { ExperimentResult } from "./result.js";
import { concludeExperiment } from "./run-task.js";

/** What the recorded full run of an experiment says now, or why it says nothing. */
export type RecordedRun =
  | {
      readonly status: "concluded";
      readonly record: ExperimentRecord;
      /** Drawn anew from the record's trials: nothing else of it is believed. */
      readonly result: ExperimentResult;
      readonly word: EvidenceWord;
    }
  | {
      /** Trials are missing: it decides nothing yet. */
      readonly status: "unfinished";
      readonly record: ExperimentRecord;
      readonly word: "inconclusive";
      /** What there is, and what it would take. */
      readonly reason: string;
    }
  | { readonly status: "refused"; readonly reason: string };

/** The recorded run that ships of a planned check. */
export function shippedRecord({ check }: { readonly check: Check }): RecordedRun | undefined {
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
    const missing = missingTrials(record, trials).length;
    if (missing > 0) {
      return { status: "unfinished", record, word: "inconclusive", reason: unfinishedText(record, missing, check) };
    }
    const result = concludeExperiment(check, resultsOf(record, trials), parameters);
    return { status: "concluded", record, result, word: experimentWord(result) };
  } catch (error) {
    // Results of another form make `conclude` throw: that is a stale record too.
    return { status: "refused", reason: error instanceof Error ? error.message : String(error) };
  }
}

function unfinishedText(record: ExperimentRecord, missing: number, check: ExperimentCheck): string {
  const there = record.trials.length;
  const hours = ((record.seconds / Math.max(1, there)) * missing) / 3600;
  const time = hours < 1 ? `${Math.ceil(60 * hours)} minutes` : `${hours.toFixed(1)} hours`;
  return `${there} of ${there + missing} trials are recorded, which decides nothing yet. The other ${missing} take about ${time} of computing, at the pace of those that are there: normlab train ${check.id} --profile full --out data/experiments/${check.id}.json goes on.`;
}
