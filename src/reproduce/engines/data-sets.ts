import { existsSync } from "node:fs";
import { join } from "node:path";
import { checksOf } from "../../claims/checks-of.js";
import type { Claim, Json, Profile } from "../../claims/claim.js";
import { catalogue, type CatalogueEntry } from "../../learning/data/catalogue.js";
import { datasetFolders, downloadFolder, shippedFile } from "../../learning/data/locations.js";
import { sampled, type PlannedTask } from "../plan.js";
import type { Task } from "../task.js";

/** Data that tasks of a check read and that is not on this machine. */
export interface MissingData {
  /** `A7.transformer-norm-vision`. */
  readonly check: string;
  /** Name of the data set, in the catalogue. */
  readonly dataSet: string;
  /** How many of the check's tasks read it. */
  readonly tasks: number;
  /** What is to be done. */
  readonly remedy: string;
}

/** Parameters by which experiments name their images. */
const naming = new Set(["images", "setting"]);

/** The data sets that the parameters of a trial or check name and that do not ship. */
export function dataSetsOf(task: Task): string[] {
  if (task.kind === "conclusion") return [];
  return [...new Set(named(task.kind === "trial" ? task.trial.parameters : task.parameters))];
}

function named(parameters: Json): string[] {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) return [];
  return Object.entries(parameters).flatMap(([key, value]) => {
    if (typeof value !== "string") return named(value);
    const entry = naming.has(key) ? entryOf(value) : undefined;
    return entry !== undefined && entry.reads.length > 0 ? [entry.name] : [];
  });
}

/** The data set of that name, or the one with the longest name that it is a form of: `fashion-mnist-convolutions` of `fashion-mnist`. */
function entryOf(name: string): CatalogueEntry | undefined {
  return catalogue
    .filter((entry) => name === entry.name || name.startsWith(`${entry.name}-`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** What the tasks read and this machine does not have, by check and data set, in the order of the tasks. */
export function missingData(tasks: readonly PlannedTask[]): MissingData[] {
  const places = new Map<string, string | undefined>();
  const missing = new Map<string, MissingData>();
  for (const { task } of tasks) {
    for (const dataSet of dataSetsOf(task)) {
      const entry = catalogue.find(({ name }) => name === dataSet)!;
      if (!places.has(dataSet)) places.set(dataSet, findDataSet(entry));
      if (places.get(dataSet) !== undefined) continue;
      const check = `${task.claim}.${task.check}`;
      const key = `${check} ${dataSet}`;
      const before = missing.get(key)?.tasks ?? 0;
      missing.set(key, { check, dataSet, tasks: before + 1, remedy: howToGet(entry) });
    }
  }
  return [...missing.values()];
}

/** Where a data set is on this machine with all files that are read; undefined where it is not. */
export function findDataSet({ name, reads }: CatalogueEntry): string | undefined {
  const shipped = [`${name}.csv`, `${name}.txt`].map(shippedFile).find((file) => existsSync(file));
  return shipped ?? datasetFolders(name).find((folder) => reads.every((file) => existsSync(join(folder, file))));
}

/** What a user does to have a data set here. */
export function howToGet({ name, files, note }: CatalogueEntry): string {
  return files.length > 0 ? `normlab data get ${name}` : `${note}, in ${downloadFolder(name)}`;
}

/** Checks that a profile leaves out, so that they end `not run`: `A6.depth`. */
export function leftOut(claims: readonly Claim[], profile: Profile): string[] {
  return claims.flatMap((claim) =>
    checksOf(claim)
      .filter((check) => check.parameters[profile] === undefined && !sampled(check, profile))
      .map((check) => `${claim.id}.${check.id}`),
  );
}
