// Commands that have their tasks run by Slurm.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../exact/input-error.js";
import type { SlurmOptions } from "../reproduce/engines/slurm.js";
import type { ReproduceOptions } from "../reproduce/reproduce.js";
import type { PlannedTask } from "../reproduce/plan.js";
import type { RunObserver } from "../reproduce/run.js";
import type { ClusterOptions } from "./options.js";
import { prepareOutput } from "./output-file.js";

/** What the cluster is given to do. */
interface Work {
  /** For people, and to know it again with `--attach`. */
  readonly name: string;
  /** The command of normlab that runs a part of it. */
  readonly part: readonly string[];
}

/** What the cluster does for a run: nothing more now, or what is done before the rest is run here. */
type Cluster =
  | { readonly detached: true }
  | { readonly detached: false; readonly elsewhere: NonNullable<ReproduceOptions["elsewhere"]> };

/** How the cluster takes part; undefined where everything is run here. With `--detach` it has been submitted when this returns. */
export async function clusterOf(
  work: Work,
  plan: () => Promise<readonly PlannedTask[]>,
  options: ClusterOptions & { readonly out: string },
  observer: RunObserver,
  signal: AbortSignal,
): Promise<Cluster | undefined> {
  const { engine, partition, jobs, sbatch, detach, attach, out } = options;
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
  const { shippedRecord } = await import("../reproduce/recorded.js");
  const { Store } = await import("../reproduce/store.js");
  const using: SlurmOptions = {
    folder: out,
    command: thisCommand(),
    part: work.part,
    sbatch: sbatch ?? [],
    ...(partition === undefined ? {} : { partition }),
    ...(jobs === undefined ? {} : { jobs }),
    observer,
    signal,
    recorded: shippedRecord,
  };
  if (attach) {
    const state = slurm.readState(out);
    if (state.work !== work.name) throw shapeError("--attach", `what was submitted: ${state.work}`, work.name);
    return { detached: false, elsewhere: (tasks, store) => slurm.watch(tasks, store, state, using) };
  }
  if (detach) {
    const store = new Store(join(out, "cache"));
    const state = await slurm.submit(await plan(), store, work.name, using);
    const next = state ? "with --attach in place of --detach" : "without --detach";
    console.error(`${state ? "Submitted" : "All tasks have results"}. Come back with the same command ${next}.`);
    return { detached: true };
  }
  return {
    detached: false,
    elsewhere: async (tasks, store) => {
      const state = await slurm.submit(tasks, store, work.name, using);
      if (state) await slurm.watch(tasks, store, state, using);
    },
  };
}

/** A node of the cluster starts what was started here. */
export function thisCommand(): string[] {
  return [process.execPath, ...process.execArgv, fileURLToPath(new URL("./main.js", import.meta.url))];
}

function shapeError(where: string, expected: string, received: string): InputError {
  return new InputError({ code: "shape", where, expected, received });
}
