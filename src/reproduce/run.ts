import type { PlannedCheck } from "./plan.js";
import { WorkerPool, type TaskEnd } from "./pool.js";
import type { Store } from "./store.js";
import type { Task } from "./task.js";

/** What happens during a run, for whoever shows it. */
export interface RunObserver {
  /** A run begins, of which nothing is known yet. */
  began(): void;
  /** More tasks are known; `total` is how many there are to run by now, and `task` the one that has been added to them, if any. */
  planned(total: number, cached: number, task?: Task): void;
  started(task: Task): void;
  progress(task: Task, fraction: number, doing: string): void;
  ended(task: Task, end: TaskEnd): void;
  /** Its result is there, but not as it was written: it is computed again. */
  damaged(task: Task): void;
  /** From now on so many tasks run side by side; 0 while an engine has them all wait. */
  workers(count: number): void;
  /** Something that is to be told in a line. */
  said(line: string): void;
}

export interface RunOptions {
  readonly workers: number;
  /** Run again what is in the store. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  readonly observer: RunObserver;
  /** What is not tried here: what another engine could not finish, or all but conclusions, which take no time. */
  readonly leave?: "missed" | "open";
}

/** Runs every task of the plan that has no result yet; why one still has none is kept in the store too. */
export async function runPlan(plan: readonly PlannedCheck[], store: Store, options: RunOptions): Promise<void> {
  return withRunner(store, options, async (run) => {
    const runCheck = async (planned: PlannedCheck): Promise<void> => {
      const done = await Promise.all(planned.tasks.map((task) => run(task, planned)));
      const conclusion = done.every(Boolean) ? planned.conclusion(store) : undefined;
      if (conclusion) await run(conclusion, planned);
    };
    await Promise.all(plan.map(runCheck));
  });
}

/** Runs some tasks of a plan, as a part of a larger run; draws no conclusion. */
export async function runTasks(
  tasks: readonly { readonly task: Task; readonly planned: PlannedCheck }[],
  store: Store,
  options: RunOptions,
): Promise<void> {
  return withRunner(store, options, async (run) => {
    await Promise.all(tasks.map(({ task, planned }) => run(task, planned)));
  });
}

/** Does some work with a pool of processes. */
async function withRunner(
  store: Store,
  options: RunOptions,
  work: (run: (task: Task, planned: PlannedCheck) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const { workers, force, signal, observer, leave } = options;
  store.begin();
  observer.began();
  observer.workers(workers);
  const pool = new WorkerPool(workers);
  let total = 0;
  let cached = 0;

  const run = async (task: Task, planned: PlannedCheck): Promise<boolean> => {
    if (!force && store.has(task.hash)) {
      observer.planned(total, ++cached);
      return true;
    }
    if (signal.aborted || (leave === "missed" && store.readMiss(task.hash))) return false;
    if (leave === "open" && task.kind !== "conclusion") return false;
    if (store.status(task.hash) === "damaged") observer.damaged(task);
    observer.planned(++total, cached, task);
    const tensors = "@tensorflow/tfjs" in planned.code.packages;
    const end = await pool.run(
      { type: "run", task, folder: store.folder, tensors },
      () => observer.started(task),
      (fraction, doing) => observer.progress(task, fraction, doing),
    );
    observer.ended(task, end);
    if (end.type === "failed") {
      store.writeMiss(task.hash, { status: end.interrupted ? "interrupted" : "error", reason: end.reason });
    }
    if (end.type === "not run") store.writeMiss(task.hash, { status: "not run", reason: end.reason });
    return end.type === "done";
  };

  const stop = () => void pool.stop();
  signal.addEventListener("abort", stop);
  try {
    await work(run);
  } finally {
    signal.removeEventListener("abort", stop);
    await pool.stop();
  }
}
