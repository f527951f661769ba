// The options of `normlab reproduce` that have the tasks run by Slurm.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Claim, Profile } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import type { SlurmOptions } from "../reproduce/engines/slurm.js";
import type { ReproduceOptions } from "../reproduce/reproduce.js";
import type { RunObserver } from "../reproduce/run.js";
import { prepareOutput } from "./output-file.js";

interface Options {
  readonly profile: Profile;
  readonly out: string;
  readonly engine?: "local" | "slurm";
  readonly partition?: string;
  readonly jobs?: number;
  readonly sbatch?: readonly string[];
  readonly detach?: boolean;
  readonly attach?: boolean;
}

/** What the cluster does for a run: nothing more now, or what is done before the rest is run here. */
type Cluster =
  | { readonly detached: true }
  | { readonly detached: false; readonly elsewhere: NonNullable<ReproduceOptions["elsewhere"]> };

/** How the cluster takes part; undefined where everything is run here. With `--detach` it has been submitted when this returns. */
export async function clusterOf(
  selected: readonly Claim[],
  options: Options,
  observer: RunObserver,
  signal: AbortSignal,
): Promise<Cluster | undefined> {
  const { engine, partition, jobs, sbatch, detach, attach, out, profile } = options;
  if (engine !== "slurm") {
    const given = Object.entries({ partition, jobs, sbatch, detach, attach }).filter(
      ([, value]) => value !== undefined,
    );
    if (given.length === 0) return undefined;
    throw shapeError(`--${given[0]![0]}`, "--engine slurm beside it", "--engine local");
  }
  if (detach && attach) throw shapeError("--detach, --attach", "one of the two", "both");
  prepareOutput(join(out, "slurm", "state.json"), "--out");
  const slurm = await import("../reproduce/engines/slurm.js");
  const { tasksOf } = await import("../reproduce/engines/task-list.js");
  const { planOf } = await import("../reproduce/plan.js");
  const { shippedRecord } = await import("../reproduce/recorded.js");
  const { Store } = await import("../reproduce/store.js");
  const using: SlurmOptions = {
    folder: out,
    command: thisCommand(),
    sbatch: sbatch ?? [],
    ...(partition === undefined ? {} : { partition }),
    ...(jobs === undefined ? {} : { jobs }),
    observer,
    signal,
    say: (line) => console.error(line),
    recorded: shippedRecord,
  };
  const run = { profile, claims: selected.map(({ id }) => id) };
  if (attach) {
    const state = slurm.readState(out);
    requireSame(state, run);
    return { detached: false, elsewhere: (tasks, store) => slurm.watch(tasks, store, state, using) };
  }
  if (detach) {
    const store = new Store(join(out, "cache"));
    const state = await slurm.submit(tasksOf(await planOf(selected, profile)), store, run, using);
    const again = state ? "normlab reproduce with --attach in place of --detach" : "normlab reproduce";
    console.error(`${state ? "Submitted" : "All tasks have results"}. The ledger is written by ${again}.`);
    return { detached: true };
  }
  return {
    detached: false,
    elsewhere: async (tasks, store) => {
      const state = await slurm.submit(tasks, store, run, using);
      if (state) await slurm.watch(tasks, store, state, using);
    },
  };
}

/** A node of the cluster starts what was started here. */
function thisCommand(): string[] {
  return [process.execPath, ...process.execArgv, fileURLToPath(new URL("./main.js", import.meta.url))];
}

function requireSame(
  state: { readonly profile: Profile; readonly claims: readonly string[] },
  run: typeof state,
): void {
  const text = ({ profile, claims }: typeof state) => `--profile ${profile} of ${claims.join(" ")}`;
  if (text(state) !== text(run)) throw shapeError("--attach", `what was submitted: ${text(state)}`, text(run));
}

function shapeError(where: string, expected: string, received: string): InputError {
  return new InputError({ code: "shape", where, expected, received });
}
