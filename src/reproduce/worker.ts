// A process that runs tasks it is sent, one at a time, and writes their results to the store.
import { InputError } from "../exact/input-error.js";
import { diskRefusal } from "./disk.js";
import { thisMachine, thisPlace } from "./machine.js";
import { runTask } from "./run-task.js";
import { Store } from "./store.js";
import type { Task } from "./task.js";

/** From the pool to a worker. */
export type WorkerOrder =
  | { readonly type: "run"; readonly task: Task; readonly folder: string; readonly tensors: boolean }
  | { readonly type: "abort" };

/** From a worker to the pool. */
export type WorkerReport =
  | { readonly type: "progress"; readonly fraction: number; readonly doing: string }
  | { readonly type: "done"; readonly seconds: number }
  | { readonly type: "not run"; readonly reason: string }
  /** `interrupted`: by something from outside, which says nothing of the task. */
  | { readonly type: "failed"; readonly reason: string; readonly interrupted: boolean };

/** Problems that say that something is not here, rather than that a check failed. */
const absences = new Set(["missing-data", "missing-program", "unusable-backend"]);

const controller = new AbortController();
// The terminal sends Ctrl-C to every process of the group; the pool decides.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
process.on("message", (order: WorkerOrder) => {
  if (order.type === "abort") controller.abort();
  else void run(order);
});

async function run({ task, folder, tensors }: Extract<WorkerOrder, { type: "run" }>): Promise<void> {
  const started = performance.now();
  const store = new Store(folder);
  try {
    const result = await runTask(task, store, { signal: controller.signal, progress });
    // Work that was cut short has no result, whatever it handed back.
    controller.signal.throwIfAborted();
    const seconds = (performance.now() - started) / 1000;
    const choice = tensors ? (await import("../learning/backend.js")).currentBackend() : undefined;
    const backend = choice?.name ?? null;
    const backendReason = choice
      ? [choice.why, ...choice.better.map(({ name, why }) => `not ${name}: ${why}`)].join("; ")
      : null;
    const finished = new Date().toISOString();
    const memoryBytes = process.resourceUsage().maxRSS * 1024;
    const [machine, place] = [thisMachine(), thisPlace()];
    store.write(task.hash, result, { seconds, memoryBytes, finished, machine, place, backend, backendReason });
    report({ type: "done", seconds });
  } catch (error) {
    if (error instanceof InputError && absences.has(error.problem.code)) {
      report({ type: "not run", reason: error.message });
    } else {
      report({ type: "failed", ...reasonOf(error, folder) });
    }
  }
}

/** A full or forbidden disk, and a program that was killed, are said in words; anything else is the check's own defect, with where it happened. */
function reasonOf(error: unknown, folder: string): { reason: string; interrupted: boolean } {
  if (!(error instanceof Error)) return { reason: String(error), interrupted: false };
  if (error instanceof InputError && error.problem.code === "interrupted") {
    return { reason: error.message, interrupted: true };
  }
  const words = diskRefusal(error);
  if (words === undefined) return { reason: error.stack ?? error.message, interrupted: false };
  const { path = folder } = error as NodeJS.ErrnoException;
  return { reason: `${path}: ${words}, so the result was not kept`, interrupted: true };
}

let lastProgress = 0;

/** At most ten times a second: a check may report at every step. */
function progress(fraction: number, doing: string): void {
  const now = performance.now();
  if (now - lastProgress < 100) return;
  lastProgress = now;
  report({ type: "progress", fraction, doing });
}

function report(message: WorkerReport): void {
  process.send!(message);
}
