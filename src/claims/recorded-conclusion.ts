import { missingTrials, readRecord, recordFolder, resultsOf } from "../learning/experiments/shared/record.js";
import { displayFigure } from "../plot/display.js";
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

/** Characters in a line: notebooks cut a longer one in the middle of a word. */
const lineLength = 100;

/** Shows what `recordedConclusion` finds, in a notebook: the verdict in lines, and the first figure; or how to make the record. */
export async function showRecorded(name: string): Promise<void> {
  const conclusion = await recordedConclusion(name);
  const said = conclusion
    ? `Recorded full run: ${conclusion.verdict}. ${conclusion.summary}`
    : `No full run is on record: normlab train ${name} --profile full`;
  console.log(inLines(said));
  if (conclusion) displayFigure(conclusion.figures[0]!);
}

/** A text in lines that end between words. */
export function inLines(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (longer.length <= lineLength || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join("\n");
}
