import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import writeFileAtomic from "write-file-atomic";
import type { ExperimentCheck, JsonObject, Trial } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import { parseRecord, recordText, type ExperimentRecord } from "../learning/experiments/shared/record.js";
import { commitHere } from "./commits.js";
import type { PlannedCheck } from "./plan.js";
import type { Store } from "./store.js";
import type { TrialTask } from "./task.js";

type RecordedTrial = ExperimentRecord["trials"][number];
type PerturbedTrial = NonNullable<ExperimentRecord["perturbed"]>[number];
type Facts = Omit<ExperimentRecord, "format" | "sha256" | "trials" | "perturbed">;

/**
 * A record that grows: every trial that has ended is in its file, so that days of computing can be stopped at any time, and gone on with by the
 * same command, here or elsewhere.
 */
export class GrowingRecord {
  readonly #path: string;
  readonly #trials: readonly Trial[];
  readonly #recorded: Map<string, RecordedTrial>;
  readonly #perturbed: Map<string, PerturbedTrial>;
  #facts: Facts;
  /** Computing time of trials that an older record has no seconds of, all together. */
  readonly #unlisted: number;
  /** Trials in the file that are not of the experiment as it now stands, and are left out. */
  readonly stale: number;

  /**
   * Begins with what the file holds of the planned trials, if it is there.
   *
   * @throws InputError for a file that is no record, or one of another experiment.
   */
  constructor(path: string, planned: PlannedCheck, version: string) {
    const { check, code, profile } = planned;
    const before = existsSync(path) ? parseRecord(readFileSync(path, "utf8"), path) : undefined;
    if (before !== undefined && before.experiment !== check.id) {
      throw new InputError({
        code: "stale-record",
        where: `--out ${path}`,
        expected: `a record of ${check.id}, or no file`,
        received: `a record of ${before.experiment}`,
        remedy: "Name another file",
      });
    }
    const parameters = check.parameters[profile]!;
    this.#path = path;
    const listed = (before?.trials ?? []).reduce((sum, { seconds = 0 }) => sum + seconds, 0);
    this.#unlisted = Math.max(0, (before?.seconds ?? 0) - listed);
    this.#trials = (check as ExperimentCheck).trials(parameters);
    const planOfId = new Map(this.#trials.map((trial) => [trial.id, plain(trial)]));
    const kept = (before?.trials ?? []).filter(({ id, seed, parameters: own }) =>
      isDeepStrictEqual(planOfId.get(id), { id, seed, parameters: own }),
    );
    this.stale = (before?.trials.length ?? 0) - kept.length;
    this.#recorded = new Map(kept.map((trial) => [trial.id, trial]));
    const moved = (before?.perturbed ?? []).filter(({ id }) => this.#recorded.has(id));
    this.#perturbed = new Map(moved.map((trial) => [perturbedName(trial.id, trial.perturbation), trial]));
    this.#facts = {
      experiment: check.id,
      profile,
      parameters: plain(parameters),
      backends: before?.backends ?? [],
      versions: { normlab: version, node: process.versions.node, ...code.packages },
      processor: before?.processor ?? "",
      commits: before?.commits ?? [],
      seconds: 0,
    };
    // Also where nothing is left to run: fewer seeds than before, say.
    if (before !== undefined && !isDeepStrictEqual(before.parameters, this.#facts.parameters)) this.#write();
  }

  has({ trial, perturbation }: TrialTask): boolean {
    return perturbation === undefined
      ? this.#recorded.has(trial.id)
      : this.#perturbed.has(perturbedName(trial.id, perturbation));
  }

  /** The results in the order of the trials; undefined where one is missing. */
  get outcomes(): JsonObject[] | undefined {
    const there = this.#trials.map(({ id }) => this.#recorded.get(id));
    return there.every((trial) => trial !== undefined) ? there.map(({ result }) => result) : undefined;
  }

  /** Takes in a trial that has a result in the store, and writes the file. */
  add({ trial, hash, perturbation }: TrialTask, store: Store): void {
    const result = store.read(hash);
    const run = store.readRecord(hash);
    if (result?.method !== "trial") return;
    const { id, seed, parameters } = trial;
    const seconds = run && { seconds: Number(run.seconds.toFixed(1)) };
    const outcome = plain<RecordedTrial["result"]>(result.outcome);
    if (perturbation === undefined) {
      this.#recorded.set(id, { id, seed, parameters: plain(parameters), result: outcome, ...seconds });
    } else {
      this.#perturbed.set(perturbedName(id, perturbation), { id, perturbation, result: outcome, ...seconds });
    }
    const join = (values: readonly string[], value: string | null | undefined) =>
      value ? [...new Set([...values, value])] : [...values];
    const { backends, processor, commits = [] } = this.#facts;
    this.#facts = {
      ...this.#facts,
      backends: join(backends, run?.backend),
      processor: join(processor === "" ? [] : processor.split(", "), run?.machine.processor).join(", "),
      commits: join(commits, commitHere()),
    };
    this.#write();
  }

  #write(): void {
    const trials = this.#trials.flatMap((planned) => this.#recorded.get(planned.id) ?? []);
    const total = Math.round(trials.reduce((sum, { seconds: own = 0 }) => sum + own, this.#unlisted));
    const perturbed = [...this.#perturbed.values()];
    writeFileAtomic.sync(this.#path, recordText({ ...this.#facts, seconds: total, trials, perturbed }));
  }
}

const perturbedName = (id: string, perturbation: number) => `${id} ${perturbation}`;

function plain<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
