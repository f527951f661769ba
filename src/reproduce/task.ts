import { createHash } from "node:crypto";
import type { Json, JsonObject, Profile, Trial } from "../claims/claim.js";

interface TaskBase {
  /** Name of the result: a hash of everything the result depends on. */
  readonly hash: string;
  /** File address of the module that exports the claim. */
  readonly module: string;
  readonly claim: string;
  readonly check: string;
  readonly profile: Profile;
  readonly parameters: JsonObject;
}

/** A certificate or numerical check with its control. */
export interface CheckTask extends TaskBase {
  readonly kind: "check";
}

/** One trial of an experiment. */
export interface TrialTask extends TaskBase {
  readonly kind: "trial";
  readonly trial: Trial;
  /** Share of its training after which it ends, where it is compared with the first losses of a record. */
  readonly until?: number;
  /** Moves the initial weights in their last digit, by this seed: see `withPerturbedWeights`. */
  readonly perturbation?: number;
}

/** What an experiment says once its trials are in. */
export interface ConclusionTask extends TaskBase {
  readonly kind: "conclusion";
  /** The hashes of the trials' tasks, in order. */
  readonly trials: readonly string[];
}

/**
 * A piece of work with one result, named by a hash of all it depends on. It is plain data and knows nothing of who runs it: any
 * machine that has the code and the data gives the same bytes.
 */
export type Task = CheckTask | TrialTask | ConclusionTask;

type WithoutHash<T> = T extends Task ? Omit<T, "hash"> : never;
export type UnnamedTask = WithoutHash<Task>;

/** What a task's result depends on beside the task itself. */
export interface Dependencies {
  /** Fingerprint of the code: see `codeOf`. */
  readonly code: string;
  /** SHA-256 of each data file, by name. */
  readonly data: { readonly [file: string]: string };
  /** SHA-256 of the results a conclusion is drawn from, in order. */
  readonly results?: readonly string[];
}

/** The task with its hash. The module's address is no part of it: a moved clone keeps its results. */
export function nameTask(task: UnnamedTask, dependencies: Dependencies): Task {
  const { claim, check, kind, profile, parameters } = task;
  const trial =
    task.kind === "trial" ? { ...task.trial, ...(task.until === undefined ? {} : { until: task.until }) } : null;
  const { code, data, results = null } = dependencies;
  const text = canonicalJson({ format: 1, claim, check, kind, profile, parameters, trial, code, data, results });
  return { ...task, hash: sha256(text) } as Task;
}

/** The same trial with its initial weights moved in their last digit. */
export function perturbedTask(task: TrialTask, perturbation: number): TrialTask {
  return { ...task, perturbation, hash: sha256(`${task.hash} perturbed by ${perturbation}`) };
}

/** `C3.concave`, or `A6.depth/pln-8-seed-3` for a trial. */
export function taskName(task: Task): string {
  const check = `${task.claim}.${task.check}`;
  if (task.kind !== "trial") return check;
  const { trial, perturbation } = task;
  return `${trialName(task.claim, task.check, trial.id)}${perturbation === undefined ? "" : `/perturbed-${perturbation}`}`;
}

/** Name of the task of a trial. */
export function trialName(claim: string, check: string, trial: string): string {
  return `${claim}.${check}/${trial}`;
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * JSON with the keys of every object in order, so that equal values give equal text.
 *
 * @example
 * canonicalJson({ b: [1, { d: null, c: "x" }], a: true }); // => '{"a":true,"b":[1,{"c":"x","d":null}]}'
 */
export function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
