import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { InputError } from "../../exact/input-error.js";
import type { RunObserver } from "../run.js";
import type { Store } from "../store.js";
import { cancelJob, endStates, liveElements, submitArray } from "./slurm-commands.js";
import type { PlannedTask } from "../plan.js";
import { taskLines, type TaskLine } from "./task-list.js";
import { memoryMegabytes, minutes } from "./workflows.js";

/** How a run uses the cluster. */
export interface SlurmOptions {
  /** The folder of the run; all nodes see it. */
  readonly folder: string;
  /** The command that starts normlab on a node: program and first arguments. */
  readonly command: readonly string[];
  /** The command of normlab that runs a part: `run-tasks`, with arguments of its own. */
  readonly part: readonly string[];
  readonly partition?: string;
  readonly sbatch: readonly string[];
  /** The most elements of a job array; by default one for each ten minutes of expected work. */
  readonly jobs?: number;
  readonly observer: RunObserver;
  readonly signal: AbortSignal;
  readonly recorded: Parameters<typeof taskLines>[3];
  /** Between looks at the queue. */
  readonly pollMilliseconds?: number;
}

const attempt = z.strictObject({
  job: z.string(),
  shards: z.int().positive(),
  minutes: z.number(),
  memoryMegabytes: z.number(),
});
const stateSchema = z.strictObject({
  format: z.literal("normlab-slurm/1"),
  /** What is run, in words. */
  work: z.string(),
  attempts: z.array(attempt).min(1),
});

/** A run that was submitted: what `--attach` reads. */
export type SlurmState = z.infer<typeof stateSchema>;

const mostAttempts = 3;

/** Submits all tasks that have no result as a job array, and writes down what was submitted. */
export async function submit(
  tasks: readonly PlannedTask[],
  store: Store,
  work: string,
  options: SlurmOptions,
): Promise<SlurmState | undefined> {
  const open = tasks.filter(({ task }) => !store.has(task.hash));
  if (open.length === 0) return undefined;
  rmSync(slurmFolder(options), { recursive: true, force: true });
  for (const { task } of open) store.forgetMiss(task.hash);
  const first = await submitAttempt(open, store, 1, {}, options);
  return keepState({ format: "normlab-slurm/1", work, attempts: [first] }, options);
}

/** Reads what was submitted in a folder, for `--attach`. */
export function readState(folder: string): SlurmState {
  const path = join(folder, "slurm", "state.json");
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new InputError({
      code: "missing-data",
      where: "--attach",
      expected: `a run that was submitted to Slurm from ${folder} (--out)`,
      received: (error as NodeJS.ErrnoException).code === "ENOENT" ? `no file ${path}` : `an unreadable ${path}`,
    });
  }
}

/**
 * Waits until every task has a result or a reason for having none. Tasks of elements that timed out, ran out of memory or were lost
 * with their node are submitted again, with more time or memory, three times in all. An abort cancels what is in the queue.
 */
export async function watch(
  tasks: readonly PlannedTask[],
  store: Store,
  submitted: SlurmState,
  options: SlurmOptions,
): Promise<void> {
  let state = submitted;
  const shown = showResults(tasks, store, options);
  for (;;) {
    const current = state.attempts.at(-1)!;
    try {
      await untilEnded(current.job, shown, options);
    } catch (error) {
      if (!options.signal.aborted) throw error;
      await cancelJob(current.job);
      return;
    }
    const round = state.attempts.length;
    const open = tasks.filter(({ task }) => !store.has(task.hash));
    const ends = [...(await endStates(current.job)).values()];
    const again = open.filter(({ task }) => mayHelp(store.readMiss(task.hash)?.reason));
    if (again.length === 0 || round >= mostAttempts) {
      const states = [...new Set(ends)].join(", ") || "no state known";
      const tries = `${round} ${round === 1 ? "attempt" : "attempts"}`;
      const reason = `Slurm ended job ${current.job} before it had a result (${states}), after ${tries}; what it printed is in ${slurmFolder(options)}`;
      for (const { task } of open)
        if (!store.readMiss(task.hash)) store.writeMiss(task.hash, { status: "interrupted", reason });
      return;
    }
    options.observer.said(
      `${again.length} of ${tasks.length} tasks have no result (${[...new Set(ends)].join(", ")}): submitted again`,
    );
    const more = moreFor(ends, current);
    state = keepState(
      { ...state, attempts: [...state.attempts, await submitAgain(again, store, round + 1, current, more, options)] },
      options,
    );
  }
}

/** With more, where the cluster has it; else with what there was. */
async function submitAgain(
  tasks: readonly PlannedTask[],
  store: Store,
  round: number,
  before: Required<Pick<SlurmState["attempts"][number], "minutes" | "memoryMegabytes">>,
  more: typeof before,
  options: SlurmOptions,
): Promise<SlurmState["attempts"][number]> {
  try {
    return await submitAttempt(tasks, store, round, more, options);
  } catch (error) {
    if (!(error instanceof InputError) || error.problem.code !== "refused") throw error;
    options.observer.said(`Slurm has no more than before: ${error.problem.received}`);
    const { minutes, memoryMegabytes } = before;
    return submitAttempt(tasks, store, round, { minutes, memoryMegabytes }, options);
  }
}

/** More of what was too little; of both where Slurm does not say. A node that was lost says nothing about either. */
function moreFor(ends: readonly string[], { minutes, memoryMegabytes }: SlurmState["attempts"][number]) {
  const lostNode = ends.some((end) => ["NODE_FAIL", "PREEMPTED", "REQUEUED"].includes(end));
  const unknown = !lostNode && !ends.includes("TIMEOUT") && !ends.includes("OUT_OF_MEMORY");
  return {
    minutes: ends.includes("TIMEOUT") || unknown ? 2 * minutes : minutes,
    memoryMegabytes: ends.includes("OUT_OF_MEMORY") || unknown ? 2 * memoryMegabytes : memoryMegabytes,
  };
}

/** A task whose process was killed, or of which nothing is known, may do with more memory or time; one that threw may not. */
function mayHelp(reason: string | undefined): boolean {
  return reason === undefined || /out of memory|SIGKILL/.test(reason);
}

async function submitAttempt(
  tasks: readonly PlannedTask[],
  store: Store,
  round: number,
  atLeast: { readonly minutes?: number; readonly memoryMegabytes?: number },
  options: SlurmOptions,
): Promise<SlurmState["attempts"][number]> {
  const shards = shardCount(taskLines(tasks, store, 1, options.recorded), options.jobs);
  const lines = taskLines(tasks, store, shards, options.recorded);
  const folder = slurmFolder(options);
  mkdirSync(folder, { recursive: true });
  const list = join(folder, `tasks-${round}.jsonl`);
  writeFileAtomic.sync(list, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const script = join(folder, `job-${round}.sh`);
  writeFileAtomic.sync(script, jobScript(list, shards, options));
  const asked = {
    minutes: Math.max(atLeast.minutes ?? 0, minutes(lines, shards)),
    memoryMegabytes: Math.max(atLeast.memoryMegabytes ?? 0, memoryMegabytes(lines)),
  };
  const elements = Array.from({ length: shards }, (_, i) => i + 1);
  const { partition, sbatch } = options;
  const output = join(folder, `${round}-%a.txt`);
  const request = { script, elements, ...asked, output, sbatch };
  const job = await submitArray({ ...request, ...(partition === undefined ? {} : { partition }) });
  options.observer.said(
    `Slurm job ${job}: ${tasks.length} tasks in ${shards} ${shards === 1 ? "part" : "parts"}, ${asked.minutes} min and ${asked.memoryMegabytes} MB each; what the parts print: ${folder}`,
  );
  if (tasks.some(({ planned }) => planned.check.method === "theorem")) {
    options.observer.said(
      "A theorem waits for its proofs: Rocq compiles them for some minutes, once a folder of results",
    );
  }
  return { job, shards, ...asked };
}

function shardCount(lines: readonly TaskLine[], jobs: number | undefined): number {
  const seconds = lines.reduce((sum, { expected }) => sum + (expected.seconds ?? 60), 0);
  return Math.min(lines.length, jobs ?? Math.min(1_000, Math.max(1, Math.ceil(seconds / 600))));
}

function jobScript(list: string, shards: number, { command, part, folder }: SlurmOptions): string {
  const words = [
    ...command,
    ...part,
    "--tasks",
    list,
    "--out",
    resolve(folder),
    "--workers",
    "1",
    "--shard",
    `$SLURM_ARRAY_TASK_ID/${shards}`,
  ];
  return `#!/bin/sh\nexport NORMLAB_ENGINE=slurm\nexec ${words.map(quoted).join(" ")}\n`;
}

/** In double quotes, so that the shell still puts in the element's number. */
function quoted(word: string): string {
  return `"${word.replace(/["\\`$]/g, "\\$&").replaceAll("\\$SLURM_ARRAY_TASK_ID", "$SLURM_ARRAY_TASK_ID")}"`;
}

function slurmFolder({ folder }: Pick<SlurmOptions, "folder">): string {
  return join(resolve(folder), "slurm");
}

function keepState(state: SlurmState, options: SlurmOptions): SlurmState {
  writeFileAtomic.sync(join(slurmFolder(options), "state.json"), `${JSON.stringify(state, null, 1)}\n`);
  return state;
}

/** Tells the observer of results as they come, and of what has failed for good. */
function showResults(tasks: readonly PlannedTask[], store: Store, { observer }: SlurmOptions): () => void {
  const open = new Map(tasks.filter(({ task }) => !store.has(task.hash)).map(({ task }) => [task.hash, task]));
  let total = 0;
  observer.began();
  for (const task of open.values()) observer.planned(++total, tasks.length - open.size, task);
  return () => {
    // One look at the folder, not one for each task.
    const there = store.tried();
    for (const [hash, task] of open) {
      if (!there.has(hash)) continue;
      const miss = store.readMiss(hash);
      if (miss === undefined && store.has(hash)) {
        observer.ended(task, { type: "done", seconds: store.readRecord(hash)!.seconds });
      } else if (miss?.status === "not run") {
        observer.ended(task, { type: "not run", reason: miss.reason });
      } else if (miss !== undefined && !mayHelp(miss.reason)) {
        observer.ended(task, { type: "failed", reason: miss.reason, interrupted: miss.status === "interrupted" });
      } else {
        continue;
      }
      open.delete(hash);
    }
  };
}

/** Looks at the queue until nothing of the job is in it; says once what it waits for. */
async function untilEnded(job: string, look: () => void, options: SlurmOptions): Promise<void> {
  let said = "";
  for (;;) {
    options.signal.throwIfAborted();
    const live = await liveElements(job);
    options.observer.workers(live.filter(({ state }) => state === "RUNNING").length);
    look();
    if (live.length === 0) return;
    const waiting = live.every(({ state }) => state === "PENDING") ? live[0]!.reason : "";
    if (waiting !== said && !["", "None", "Priority", "Resources"].includes(waiting)) {
      options.observer.said(`Slurm job ${job} waits: ${waiting}`);
    }
    said = waiting;
    await wait(options.pollMilliseconds ?? 2_000, undefined, { signal: options.signal });
  }
}
