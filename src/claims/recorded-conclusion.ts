import { missingTrials, readRecord, recordFolder, resultsOf } from "../learning/experiments/shared/record.js";
import type { Conclusion } from "./claim.js";
import { findExperiment } from "./experiments.js";

/**
 * What the recorded full run of an experiment concludes, drawn anew from its trials: the verdict with its figures, for a notebook;
 * undefined where no such record ships, or one that is not finished.
 *
 * @throws InputError for an unknown experiment (the known ones are listed), or a record that is damaged or stale.
 */
export async function recordedConclusion(name: string): Promise<Conclusion | undefined> {
  const { claims } = await import("./registry.js");
  const { check } = findExperiment(claims, name);
  const parameters = check.parameters.full;
  if (parameters === undefined) return undefined;
  const trials = check.trials(parameters);
  const record = readRecord(recordFolder, { experiment: name, profile: "full", parameters, trials });
  if (record === undefined || missingTrials(record, trials).length > 0) return undefined;
  return check.conclude(resultsOf(record, trials), parameters);
}
