import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Check, Claim, ExperimentCheck, Profile, Trial } from "../claims/claim.js";
import { checksOf } from "../claims/checks-of.js";
import { InputError } from "../exact/input-error.js";
import { recordFolder } from "../learning/experiments/shared/record.js";
import { codeOf, fileSha256, type Code } from "./code.js";
import { recordedRun } from "./recorded.js";
import { sampleOf, type Sampling } from "./sample.js";
import { proofClosure, proofFolder, readProof } from "./rocq/sources.js";
import type { Store } from "./store.js";
import { nameTask, sha256, trialName, type ConclusionTask, type Task, type UnnamedTask } from "./task.js";

/** A check with the tasks it needs; none where the profile leaves it out. */
export interface PlannedCheck {
  readonly claim: Claim;
  readonly check: Check;
  /** The check's one task, or an experiment's trials. */
  readonly tasks: readonly Task[];
  readonly code: Code;
  readonly profile: Profile;
  /** Where the tasks are a sample of the record's trials: what chose them. */
  readonly sampleSeed?: number;
  /** An experiment's conclusion, once all its trials are in the store. */
  conclusion(store: Store): ConclusionTask | undefined;
}

/** A task with what an engine must know of it. */
export interface PlannedTask {
  readonly task: Task;
  readonly planned: PlannedCheck;
}

const dataFolder = fileURLToPath(new URL("../../data/", import.meta.url));

/** The records that ship, sampled by the seed 1. */
const shippedSampling: Sampling = { records: recordFolder, seed: 1 };

/**
 * Every check of the claims with its tasks, in the order of the ledger. In `quick` an experiment without a size for it has as its tasks a
 * sample of its record's trials. Of experiments only the trials whose tasks have a name in `wanted`, where it is given, and no conclusion:
 * a part of a million tasks need not know the others.
 */
export async function planOf(
  claims: readonly Claim[],
  profile: Profile,
  sampling: Sampling = shippedSampling,
  wanted?: ReadonlySet<string>,
): Promise<PlannedCheck[]> {
  const codes = await codeOf(claims.map((claim) => claim.module));
  return claims.flatMap((claim) =>
    checksOf(claim).map((check) =>
      planCheck(claim, check, { profile, sampling, wanted, code: codes.get(claim.module)! }),
    ),
  );
}

/** An experiment with other trials than its own, such as those of a sweep; no conclusion is drawn from them. */
export async function planTrials(
  claim: Claim,
  check: ExperimentCheck,
  profile: Profile,
  trials: readonly Trial[],
): Promise<PlannedCheck> {
  const code = (await codeOf([claim.module])).get(claim.module)!;
  const swept: ExperimentCheck = { ...check, trials: () => trials };
  return {
    ...planCheck(claim, swept, { profile, sampling: shippedSampling, code }),
    check,
    conclusion: () => undefined,
  };
}

function planCheck(
  claim: Claim,
  check: Check,
  {
    profile,
    sampling,
    wanted,
    code,
  }: { profile: Profile; sampling: Sampling; wanted?: ReadonlySet<string> | undefined; code: Code },
): PlannedCheck {
  const recorded = sampled(check, profile) ? recordedRun(check, sampling.records) : undefined;
  const sample =
    recorded !== undefined && recorded.status !== "refused" ? sampleOf(recorded.record, sampling.seed) : [];
  const parameters = check.parameters[profile] ?? (sample.length > 0 ? check.parameters.full : undefined);
  if (parameters === undefined) return { claim, check, code, profile, tasks: [], conclusion: () => undefined };
  const data =
    check.method === "theorem"
      ? proofsSha256(check.theorem.file)
      : Object.fromEntries((check.data ?? []).map((name) => [name, dataSha256(name, claim, check)]));
  const dependencies = { code: code.fingerprint, data };
  const base = { module: claim.module, claim: claim.id, check: check.id, profile, parameters };
  if (check.method !== "experiment") {
    return {
      claim,
      check,
      code,
      profile,
      tasks: [nameTask({ ...base, kind: "check" }, dependencies)],
      conclusion: () => undefined,
    };
  }
  const isWanted = ({ id }: Trial) => wanted?.has(trialName(claim.id, check.id, id)) ?? true;
  if (sample.length > 0) {
    const tasks = sample
      .filter(({ trial }) => isWanted(trial))
      .map(({ trial: { id, seed, parameters: own }, until }) =>
        nameTask(
          {
            ...{ ...base, kind: "trial", profile: "full", parameters: {}, trial: { id, seed, parameters: own } },
            ...(until === undefined ? {} : { until }),
          },
          dependencies,
        ),
      );
    return { claim, check, code, profile, tasks, sampleSeed: sampling.seed, conclusion: () => undefined };
  }
  // A trial sees its own parameters, not the experiment's: see runTask.
  const tasks = check
    .trials(parameters)
    .filter(isWanted)
    .map((trial) => nameTask({ ...base, kind: "trial", parameters: {}, trial }, dependencies));
  return {
    claim,
    check,
    code,
    profile,
    tasks,
    conclusion: (store) => {
      if (wanted !== undefined) return undefined;
      const texts = tasks.map((task) => store.readText(task.hash));
      if (!texts.every((text) => text !== undefined)) return undefined;
      const unnamed: UnnamedTask = { ...base, kind: "conclusion", trials: tasks.map((task) => task.hash) };
      return nameTask(unnamed, { ...dependencies, results: texts.map(sha256) }) as ConclusionTask;
    },
  };
}

/** A theorem depends on its file and on those it requires. */
function proofsSha256(file: string): { [file: string]: string } {
  const files = proofClosure(proofFolder, file);
  return Object.fromEntries(files.map((name) => [`proofs/${name}`, sha256(readProof(proofFolder, name))]));
}

/** Whether a check is decided by its record, of which a sample is run again: an experiment without a size for `quick`. */
export function sampled(check: Check, profile: Profile): boolean {
  return check.method === "experiment" && profile === "quick" && check.parameters.quick === undefined;
}

function dataSha256(name: string, claim: Claim, check: Check): string {
  const path = join(dataFolder, name);
  if (existsSync(path)) return fileSha256(path);
  throw new InputError({
    code: "missing-data",
    where: `data/${name}`,
    expected: `the file that ${claim.id}.${check.id} reads`,
    received: "no such file",
    remedy: "Restore it from the repository",
  });
}

/** The tasks of a plan, in its order. */
export function tasksOf(plan: readonly PlannedCheck[]): PlannedTask[] {
  return plan.flatMap((planned) => planned.tasks.map((task) => ({ task, planned })));
}
