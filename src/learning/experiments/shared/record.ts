import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { InputError } from "../../../exact/input-error.js";
import { shippedFile } from "../../data/locations.js";
import type { JsonObject, Trial } from "./experiment.js";

const json = z.record(z.string(), z.json());
const recordSchema = z.strictObject({
  format: z.literal("normlab-record/1"),
  experiment: z.string(),
  profile: z.enum(["quick", "full", "paper"]),
  parameters: json,
  /** The tensor backends that computed it. */
  backends: z.array(z.string()),
  /** Of Node, normlab and the packages its code uses. */
  versions: z.record(z.string(), z.string()),
  processor: z.string(),
  /** The commits of the code that computed it, where they are known; `-changed` where files differed from the commit. */
  commits: z.array(z.string()).optional(),
  /** Computing time of all trials together. */
  seconds: z.number(),
  /** SHA-256 of the trials and what is perturbed, each as the list of its values, as JSON without spaces. */
  sha256: z.string(),
  trials: z.array(
    z.strictObject({
      id: z.string(),
      seed: z.number(),
      parameters: json,
      result: json,
      /** Computing time of the trial. */
      seconds: z.number().optional(),
    }),
  ),
  /** Trials of the record with their initial weights moved in the last digit: by how much results of the same trial differ. */
  perturbed: z
    .array(
      z.strictObject({
        id: z.string(),
        /** The seed that moved the weights: see `withPerturbedWeights`. */
        perturbation: z.number(),
        result: json,
        seconds: z.number().optional(),
      }),
    )
    .optional(),
});

/**
 * What an experiment's trials came to, kept as a file. It holds no conclusion: that is drawn anew whenever it is read. Trials may still be
 * missing: a record grows as they end.
 */
export type ExperimentRecord = z.infer<typeof recordSchema>;

/** The folder of the records that ship: one of each experiment's `full` run. */
export const recordFolder = shippedFile("experiments");

/** The text of a record: a line a trial. */
export function recordText(record: Omit<ExperimentRecord, "format" | "sha256">): string {
  const { trials, perturbed = [], ...facts } = record;
  const head = { format: "normlab-record/1", ...facts, sha256: trialsSha256(record) };
  const list = (name: string, rows: readonly unknown[]) =>
    `,\n "${name}": [\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]`;
  const more = perturbed.length === 0 ? "" : list("perturbed", perturbed);
  return `${JSON.stringify(head, null, 1).slice(0, -2)}${list("trials", trials)}${more}}\n`;
}

/**
 * Reads a record from the text of its file.
 *
 * @throws InputError where it is no record, has a trial twice, or where its trials are not those it was written with.
 */
export function parseRecord(text: string, where: string): ExperimentRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(where, "JSON", (error as Error).message);
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw damaged(`${where}: ${path.join(".") || "the file"}`, "a record of the format normlab-record/1", message);
  }
  const seen = new Set<string>();
  parsed.data.trials.forEach(({ id }, i) => {
    if (seen.has(id)) {
      throw damaged(`${where}: trial ${i + 1}`, "every trial once", `${id} twice`, runAgain(parsed.data.experiment));
    }
    seen.add(id);
  });
  const sum = trialsSha256(parsed.data);
  if (sum !== parsed.data.sha256) throw damaged(where, `trials with the SHA-256 ${parsed.data.sha256}`, sum);
  return parsed.data;
}

/** What a record must agree with: an experiment at one of its sizes. */
export interface RecordedSize {
  readonly experiment: string;
  readonly profile: ExperimentRecord["profile"];
  readonly parameters: JsonObject;
  readonly trials: readonly Trial[];
}

/**
 * The record in `folder/NAME.json` if it is of that experiment as it now stands; undefined where there is no file.
 *
 * @throws InputError for a damaged record, or one of other parameters or trials (a stale one).
 */
export function readRecord(folder: string, size: RecordedSize): ExperimentRecord | undefined {
  const path = `${folder}/${size.experiment}.json`;
  if (!existsSync(path)) return undefined;
  const where = `the recorded run ${size.experiment}.json`;
  const record = parseRecord(readFileSync(path, "utf8"), where);
  requireCurrent(record, size, where);
  return record;
}

function requireCurrent(record: ExperimentRecord, size: RecordedSize, where: string): void {
  const stale = (what: string, expected: unknown, received: unknown) => {
    throw new InputError({
      code: "stale-record",
      where: `${where}: ${what}`,
      expected: JSON.stringify(expected),
      received: `${JSON.stringify(received)}: the record is stale`,
      remedy: runAgain(size.experiment),
    });
  };
  if (record.experiment !== size.experiment) stale("experiment", size.experiment, record.experiment);
  if (record.profile !== size.profile) stale("profile", size.profile, record.profile);
  if (!isDeepStrictEqual(record.parameters, plain(size.parameters))) {
    stale("parameters", size.parameters, record.parameters);
  }
  const expected = new Map(size.trials.map((trial) => [trial.id, trial]));
  const seen = new Set<string>();
  record.trials.forEach(({ id, seed, parameters }, i) => {
    const trial = expected.get(id);
    if (trial === undefined || !isDeepStrictEqual({ id, seed, parameters }, plain(trial))) {
      stale(`trial ${i + 1}`, trial ?? `a trial of ${size.experiment}`, { id, seed, parameters });
    }
    seen.add(id);
  });
  const moved = new Set<string>();
  record.perturbed?.forEach(({ id, perturbation }, i) => {
    const name = `${id}, perturbed by ${perturbation}`;
    if (!seen.has(id) || moved.has(name)) stale(`perturbed ${i + 1}`, "trials of the record, each once", name);
    moved.add(name);
  });
}

/** The trials of a size that a record does not have yet. */
export function missingTrials(record: ExperimentRecord, trials: readonly Trial[]): Trial[] {
  const there = new Set(record.trials.map(({ id }) => id));
  return trials.filter(({ id }) => !there.has(id));
}

/** The results of a record that has all of them, in the order of the size's trials. */
export function resultsOf(record: ExperimentRecord, trials: readonly Trial[]): JsonObject[] {
  const byId = new Map(record.trials.map(({ id, result }) => [id, result]));
  return trials.map(({ id }) => byId.get(id)!);
}

/** As it comes back from a file. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function trialsSha256({ trials, perturbed = [] }: Pick<ExperimentRecord, "trials" | "perturbed">): string {
  const rows = [
    ...trials.map(({ id, seed, parameters, result }) => [id, seed, parameters, result]),
    ...perturbed.map(({ id, perturbation, result }) => [id, perturbation, result]),
  ];
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex");
}

function damaged(
  where: string,
  expected: string,
  received: string,
  remedy = "Restore it from the repository, or run it again",
): InputError {
  return new InputError({
    code: "damaged-record",
    where,
    expected,
    received: `${received}: the record is damaged`,
    remedy,
  });
}

function runAgain(experiment: string): string {
  return `Run it again: normlab train ${experiment} --profile full --out data/experiments/${experiment}.json`;
}
