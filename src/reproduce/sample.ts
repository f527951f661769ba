import type { ExperimentCheck, Json, JsonObject, Tolerance } from "../claims/claim.js";
import { createRandom } from "../learning/data/random.js";
import { missingTrials, resultsOf, type ExperimentRecord } from "../learning/experiments/shared/record.js";
import { allowed, armOf, comparedOf, measuredArms, spreadsOf, type Compared, type Spread } from "./repetition.js";
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
 * How near a number of a trial that is run again must come where its spread was not measured, as a share of it (of 1 for smaller numbers):
 * one thread adds in one order, so a processor of the record's kind gives every digit, and another changes the last, which some hundred steps
 * of training raise to hundredths.
 */
export const sampleTolerance: Tolerance = {
  value: 0.02,
  why: "one thread adds in one order, so the same processor gives the same digits; other vector lengths change the last digit, which some hundred steps of training raise to hundredths",
};
/** The same where the spread was measured: it says what training makes of the last digit, and this what is not seen in so few pairs. */
const leastTolerance = 1e-3;
/** How many times the tolerance is between two tensor backends, which add in different orders throughout. */
export const otherBackend = 5;
/** The probability that a sample of a record that is right is refused, shared among the numbers that are compared. */
const falseRefusal = 0.01;

/**
 * Some trials of a record, drawn by the seed: as many as take `sampleSeconds`, one at least; of the arms whose spread was measured, where some
 * were. One that takes longer is run for the first tenths of its training, where it keeps a `course` of its losses.
 */
export function sampleOf(record: ExperimentRecord, seed: number): SampledTrial[] {
  const measured = measuredArms(record);
  const trials = record.trials.filter((trial) => measured.size === 0 || measured.has(armOf(trial)));
  const cost = ({ seconds }: (typeof trials)[number]) => seconds ?? record.seconds / record.trials.length;
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
  /** Numbers that were compared, and the one that came nearest to being refused, as a share of what was allowed. */
  readonly compared: number;
  readonly furthest: number;
  /** Where a trial came to something else than its record, or the decision would; empty where all agree. */
  readonly disagreements: readonly string[];
  /** `3 of 144 trials run again here, all agree`. */
  readonly text: string;
  /** What was allowed, and why. */
  readonly rule: string;
}

/**
 * Compares the sampled trials with their record; undefined where one has no result yet. Two rules: every number that the decision rests on lies
 * within what is allowed (`allowed`, from the spread that the record has measured), and the decision stays the same with the values found here
 * in place of the recorded ones.
 */
export function compareSample(
  check: ExperimentCheck,
  record: ExperimentRecord,
  tasks: readonly TrialTask[],
  store: Store,
  seed: number,
): SampleOutcome | undefined {
  const pairs: ComparedPair[] = [];
  const found = new Map<string, JsonObject>();
  for (const { hash, trial, until } of tasks) {
    const result = store.read(hash);
    if (result?.method !== "trial") return undefined;
    const backend = store.readRecord(hash)?.backend ?? null;
    const same = backend === null || record.backends.length === 0 || record.backends.includes(backend);
    const recorded = record.trials.find(({ id }) => id === trial.id)!;
    const compared =
      until === undefined
        ? (values: JsonObject) => comparedOf(check, values)
        : (values: JsonObject) => firstTenths(values, Math.round(10 * until));
    if (until === undefined) found.set(trial.id, result.outcome);
    pairs.push(...pairsOf(record, recorded, result.outcome, compared, same));
  }
  const distances = pairs.map((pair) => distanceOf(pair, falseRefusal / pairs.length, check.tolerance));
  const disagreements = pairs.flatMap((pair, i) => (distances[i]! <= 1 ? [] : [pairText(pair)]));
  const other = disagreements.length === 0 ? otherDecision(check, record, found) : undefined;
  if (other !== undefined) disagreements.push(other);
  const begun = tasks.filter(({ until }) => until !== undefined).length;
  const [again, of] = [tasks.length, record.trials.length];
  const parts = begun === 0 ? "" : ` (${begun === again ? "" : `${begun} of them `}for the first part of the training)`;
  const all =
    disagreements.length === 0 ? "all agree" : `${disagreements.length} disagree: ${disagreements.join("; ")}`;
  return {
    ...{ seed, again, of, begun, compared: pairs.length, disagreements },
    furthest: Math.max(0, ...distances.filter(Number.isFinite)),
    text: `${again} of ${of} trials run again here${parts}, ${all}`,
    rule: ruleOf(record, check.tolerance),
  };
}

/** A value of a trial as it is recorded and as it was found, with the spread of its arm. */
interface ComparedPair {
  readonly name: string;
  readonly recorded: Json | undefined;
  readonly found: Json | undefined;
  readonly spread: Spread | undefined;
  readonly sameBackend: boolean;
}

function pairsOf(
  record: ExperimentRecord,
  trial: ExperimentRecord["trials"][number],
  outcome: JsonObject,
  compared: (values: JsonObject) => Compared,
  sameBackend: boolean,
): ComparedPair[] {
  const spreads = spreadsOf(record, trial, compared);
  const [recorded, found] = [compared(trial.result), compared(outcome)];
  const names = new Set([...Object.keys(recorded), ...Object.keys(found)]);
  return [...names].map((name) => ({
    ...{ name: `${trial.id}: ${name}`, recorded: recorded[name], found: found[name], sameBackend },
    spread: spreads.get(name),
  }));
}

/** How far they are apart, over what is allowed: more than 1 is refused. */
function distanceOf(
  { recorded, found, spread, sameBackend }: ComparedPair,
  probability: number,
  own: Tolerance = sampleTolerance,
): number {
  if (typeof recorded !== "number" || typeof found !== "number") return recorded === found ? 0 : Infinity;
  const share = (spread === undefined ? own.value : leastTolerance) * (sameBackend ? 1 : otherBackend);
  const floor = share * Math.max(1, Math.abs(recorded), Math.abs(found));
  const measured = spread === undefined ? 0 : allowed(spread, probability);
  return Math.abs(recorded - found) / Math.max(floor, measured);
}

function pairText({ name, recorded, found }: ComparedPair): string {
  return `${name} is ${JSON.stringify(found)}, recorded ${JSON.stringify(recorded)}`;
}

/** The second rule; undefined where the decision stays, or the record decides nothing yet. */
function otherDecision(
  check: ExperimentCheck,
  record: ExperimentRecord,
  found: ReadonlyMap<string, JsonObject>,
): string | undefined {
  const parameters = check.parameters.full!;
  const trials = check.trials(parameters);
  if (found.size === 0 || missingTrials(record, trials).length > 0) return undefined;
  const results = resultsOf(record, trials);
  const before = check.conclude(results, parameters).verdict;
  const after = check.conclude(
    results.map((result, i) => found.get(trials[i]!.id) ?? result),
    parameters,
  ).verdict;
  return before === after
    ? undefined
    : `with what was found here in place of what is recorded it is ${after}, and not ${before}`;
}

function ruleOf(record: ExperimentRecord, own: Tolerance = sampleTolerance): string {
  const decision = "With what was found here in place of what is recorded, the decision must stay.";
  const count = record.perturbed?.length ?? 0;
  if (count === 0) {
    return `Numbers may differ by ${own.value} of themselves (of 1 where they are smaller): ${own.why}. ${decision}`;
  }
  return `How far repetitions differ was measured: ${count} trials were run with their initial weights moved in the last digit (2⁻²³ of each). What the decision rests on may differ by Student's t times that spread in its arm, so that a record that is right is refused in one sample of ${Math.round(1 / falseRefusal)}, or by ${leastTolerance} where that is more. ${decision}`;
}

/** The losses over the first tenths of the training. */
function firstTenths(result: JsonObject, count: number): Compared {
  const losses = courseOf(result).slice(0, count);
  return Object.fromEntries(losses.map((loss, i) => [`loss in tenth ${i + 1}`, loss]));
}

function courseOf(result: { readonly [key: string]: Json }): readonly Json[] {
  const course = result["course"];
  return Array.isArray(course) ? course : [];
}
