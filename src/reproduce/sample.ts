import { isDeepStrictEqual } from "node:util";
import type { ExperimentCheck, Json, Tolerance } from "../claims/claim.js";
import { createRandom } from "../learning/data/random.js";
import type { ExperimentRecord } from "../learning/experiments/shared/record.js";
import type { Store } from "./store.js";
import type { TrialTask } from "./task.js";

/** Computing time that the sample of one experiment's record is given, in seconds, at the pace of the record. */
export const sampleSeconds = 30;

/** Which trials of a record are run again, and how much of each. */
export interface Sampling {
  /** The folder of the records. */
  readonly records: string;
  /** Chooses the trials. */
  readonly seed: number;
}

/** A trial of a record that is run again; `until` is the share of its training, where it is not all. */
export interface SampledTrial {
  readonly trial: ExperimentRecord["trials"][number];
  readonly until?: number;
}

/**
 * How near the numbers of a trial that is run again must come: where it is computed by the backend of the record, one thread adds in one order,
 * and a processor of the record's kind gives every digit; another one adds in another order, and some hundred steps of training make
 * hundredths of the last digit. Another backend may be a tenth off.
 */
export const sampleTolerance: Tolerance = {
  value: 0.02,
  why: "one thread adds in one order, so the same processor gives the same digits; other vector lengths change the last digit, which some hundred steps of training raise to hundredths",
};
/** How many times the tolerance is between two tensor backends, which add in different orders throughout. */
export const otherBackend = 5;

/**
 * Some trials of a record, drawn by the seed: as many as take `sampleSeconds`, one at least. One that takes longer is run for the first tenths
 * of its training, where it keeps a `course` of its losses.
 */
export function sampleOf(record: ExperimentRecord, seed: number): SampledTrial[] {
  const { trials } = record;
  const cost = ({ seconds }: (typeof trials)[number]) => seconds ?? record.seconds / trials.length;
  const drawn = [...createRandom(seed, 0x5a3b1e).permutation(trials.length)].map((index) => trials[index]!);
  const sample: SampledTrial[] = [];
  let left = sampleSeconds;
  for (const trial of drawn) {
    if (cost(trial) <= left) {
      sample.push({ trial });
      left -= cost(trial);
    } else if (sample.length === 0) {
      const tenths = Math.max(1, Math.floor((10 * sampleSeconds) / cost(trial)));
      const course = courseOf(trial.result);
      return [course.length > tenths && tenths < 10 ? { trial, until: tenths / 10 } : { trial }];
    }
  }
  return sample;
}

/** What became of a sample of a record's trials. */
export interface SampleOutcome {
  readonly seed: number;
  /** Trials run again, of how many, and how many of them for their first part alone. */
  readonly again: number;
  readonly of: number;
  readonly begun: number;
  /** Where a trial came to something else than its record; empty where all agree. */
  readonly disagreements: readonly string[];
  readonly tolerance: Tolerance;
  /** `3 of 144 trials run again here, all agree`. */
  readonly text: string;
}

/** Compares the sampled trials with their record; undefined where one has no result yet. */
export function compareSample(
  check: ExperimentCheck,
  record: ExperimentRecord,
  tasks: readonly TrialTask[],
  store: Store,
  seed: number,
): SampleOutcome | undefined {
  const tolerance = check.tolerance ?? sampleTolerance;
  const disagreements: string[] = [];
  for (const task of tasks) {
    const result = store.read(task.hash);
    if (result?.method !== "trial") return undefined;
    const backend = store.readRecord(task.hash)?.backend ?? null;
    const same = backend === null || record.backends.length === 0 || record.backends.includes(backend);
    const within = tolerance.value * (same ? 1 : otherBackend);
    const recorded = record.trials.find(({ id }) => id === task.trial.id)!.result;
    const found =
      task.until === undefined
        ? difference(recorded, result.outcome, within, "")
        : differenceOfCourses(recorded, result.outcome, within, task.until);
    if (found !== null) disagreements.push(`${task.trial.id}: ${found}`);
  }
  const begun = tasks.filter(({ until }) => until !== undefined).length;
  const [again, of] = [tasks.length, record.trials.length];
  const parts = begun === 0 ? "" : ` (${begun === again ? "" : `${begun} of them `}for the first part of the training)`;
  const all =
    disagreements.length === 0 ? "all agree" : `${disagreements.length} disagree: ${disagreements.join("; ")}`;
  const text = `${again} of ${of} trials run again here${parts}, ${all}`;
  return { seed, again, of, begun, disagreements, tolerance, text };
}

function courseOf(result: { readonly [key: string]: Json }): readonly Json[] {
  const course = result["course"];
  return Array.isArray(course) ? course : [];
}

/** Compares the losses over the first tenths. */
function differenceOfCourses(
  recorded: { readonly [key: string]: Json },
  found: { readonly [key: string]: Json },
  within: number,
  until: number,
): string | null {
  const count = Math.round(10 * until);
  return difference(courseOf(recorded).slice(0, count), courseOf(found).slice(0, count), within, "course");
}

/** Where two values differ by more than that share of the greater (of 1 for smaller numbers); null where they agree. */
function difference(recorded: Json, found: Json, within: number, at: string): string | null {
  if (typeof recorded === "number" && typeof found === "number") {
    const far = Math.abs(recorded - found) > within * Math.max(1, Math.abs(recorded), Math.abs(found));
    return far ? `${at} is ${found}, recorded ${recorded}` : null;
  }
  const isObject = (value: Json): value is { readonly [key: string]: Json } =>
    value !== null && typeof value === "object";
  if (
    isObject(recorded) &&
    isObject(found) &&
    isDeepStrictEqual(Object.keys(recorded).sort(), Object.keys(found).sort())
  ) {
    for (const key of Object.keys(recorded)) {
      const inner = difference(recorded[key]!, found[key]!, within, at === "" ? key : `${at}.${key}`);
      if (inner !== null) return inner;
    }
    return null;
  }
  return recorded === found
    ? null
    : `${at || "the result"} is ${JSON.stringify(found)}, recorded ${JSON.stringify(recorded)}`;
}
