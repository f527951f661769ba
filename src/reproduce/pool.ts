import { fork, type ChildProcess } from "node:child_process";
import { extname } from "node:path";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { WorkerOrder, WorkerReport } from "./worker.js";

/** How a task ended. A failure is that task's alone. */
export type TaskEnd = Exclude<WorkerReport, { type: "progress" }> | { readonly type: "stopped" };

type RunOrder = Extract<WorkerOrder, { type: "run" }>;
type OnProgress = (fraction: number, doing: string) => void;

interface Job {
  readonly order: RunOrder;
  readonly started: () => void;
  readonly onProgress: OnProgress;
  readonly end: (end: TaskEnd) => void;
}

interface Worker {
  readonly process: ChildProcess;
  /** Fulfilled once the process has ended. */
  readonly gone: Promise<void>;
  job: Job | undefined;
  /** The end of what it wrote to standard error. */
  complaint: string;
}

// The worker's file has this file's ending: JavaScript once built, TypeScript (read by tsx) when run from the sources.
const ending = extname(import.meta.url);
const workerFile = fileURLToPath(new URL(`./worker${ending}`, import.meta.url));

/**
 * A fixed number of processes that run tasks. Processes, not threads: native code that crashes, or memory that runs out, takes down one
 * task and not the run; TensorFlow's addon can't be loaded by several threads.
 */
export class WorkerPool {
  readonly #size: number;
  readonly #graceMilliseconds: number;
  readonly #workers = new Set<Worker>();
  readonly #waiting: Job[] = [];
  #stopped = false;

  constructor(size: number, options: { readonly graceMilliseconds?: number } = {}) {
    this.#size = size;
    this.#graceMilliseconds = options.graceMilliseconds ?? 2_000;
  }

  /** Runs a task as soon as a process is free. Never rejects. */
  run(order: RunOrder, started: () => void, onProgress: OnProgress): Promise<TaskEnd> {
    return new Promise((end) => {
      this.#waiting.push({ order, started, onProgress, end });
      this.#assign();
    });
  }

  /** Ends everything: what runs is asked to stop and killed after a moment's grace; what waits is not begun. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const job of this.#waiting.splice(0)) job.end({ type: "stopped" });
    const ended = [...this.#workers].map((worker) => {
      if (worker.job) send(worker, { type: "abort" });
      else if (worker.process.connected) worker.process.disconnect();
      const timer = setTimeout(() => worker.process.kill("SIGKILL"), this.#graceMilliseconds);
      return worker.gone.then(() => clearTimeout(timer));
    });
    await Promise.all(ended);
  }

  #assign(): void {
    while (this.#waiting.length > 0 && !this.#stopped) {
      const idle = [...this.#workers].find((worker) => worker.job === undefined);
      if (idle === undefined && this.#workers.size >= this.#size) return;
      const worker = idle ?? this.#start();
      worker.job = this.#waiting.shift()!;
      worker.complaint = "";
      worker.job.started();
      send(worker, worker.job.order);
    }
  }

  #start(): Worker {
    const child = fork(workerFile, {
      execArgv: ending === ".ts" ? ["--import", import.meta.resolve("tsx")] : [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // One thread a process: sums are then added in one order, so results don't depend on the machine's number of cores.
      env: { ...process.env, TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1", OMP_NUM_THREADS: "1" },
    });
    const worker: Worker = { process: child, job: undefined, complaint: "", gone: endOf(child) };
    this.#workers.add(worker);
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      worker.complaint = (worker.complaint + text).slice(-4_000);
    });
    child.on("message", (report: WorkerReport) => {
      if (report.type === "progress") worker.job?.onProgress(report.fraction, report.doing);
      else this.#finish(worker, report);
    });
    void worker.gone.then(() => {
      this.#workers.delete(worker);
      if (worker.job) this.#finish(worker, { type: "failed", ...deathOf(child, worker.complaint) });
      else this.#assign();
    });
    return worker;
  }

  #finish(worker: Worker, end: TaskEnd): void {
    const job = worker.job;
    worker.job = undefined;
    job?.end(this.#stopped && end.type !== "done" ? { type: "stopped" } : end);
    if (this.#stopped && worker.process.connected) worker.process.disconnect();
    else this.#assign();
  }
}

function send(worker: Worker, order: WorkerOrder): void {
  // A worker that has just died can't be told; its `close` event ends the task.
  if (worker.process.connected) worker.process.send(order, () => {});
}

/** The end of a process and of what it writes. (Its `close` event does not come after a `disconnect` from this side.) */
async function endOf(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  await finished(child.stderr!).catch(() => {});
}

function deathOf({ exitCode, signalCode }: ChildProcess, complaint: string): { reason: string; interrupted: boolean } {
  const how = signalCode === null ? `ended with exit code ${exitCode}` : `was ended by ${signalCode}`;
  if (complaint.includes("heap out of memory")) {
    return { reason: `the process ${how}: out of memory (JavaScript heap)`, interrupted: true };
  }
  const memory = signalCode === "SIGKILL" ? "; so the system ends a process when memory runs out" : "";
  const lines = complaint.trim().split("\n").slice(-5).join("\n");
  const reason = `the process ${how}${memory}${lines === "" ? "" : `\n${lines}`}`;
  return { reason, interrupted: signalCode === "SIGKILL" || signalCode === "SIGTERM" };
}
