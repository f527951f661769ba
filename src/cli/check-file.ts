import { Worker } from "node:worker_threads";
import { statSync } from "node:fs";
import type { Need } from "../exact/certificate.js";
import { checkCertificate, type CheckOptions } from "../exact/check-certificate.js";
import { InputError } from "../exact/input-error.js";
import { checkProved } from "../proved/check.js";
import {
  mostMemory,
  secondsInJavaScript,
  secondsNatively,
  tookLonger,
  tookMore,
  type ProvedVerdict,
} from "../proved/limits.js";
import { checkProvedNatively } from "../proved/native.js";
import { certificatePieces } from "./certificate-file.js";

/** What is said of a file. `failed`: the checker broke down over it, a defect of normlab. `damaged`: it is not the one that its run's manifest lists. */
export interface FileResult {
  readonly file: string;
  readonly verdict: "accepted" | "rejected" | "undecided" | "malformed" | "unreadable" | "damaged" | "failed";
  readonly reason?: string;
  readonly where?: string;
  /** What would decide it. */
  readonly needs?: Need;
  /** What it says itself, and what was checked by its content. */
  readonly statement?: string;
  readonly checked?: string;
  /** A run's control: it must be rejected. */
  readonly control?: true;
  /** What the proved checker says, where it was asked. */
  readonly proved?: ProvedVerdict;
  /** What ran it. */
  readonly provedBy?: "native program" | "Node";
}

/** What one worker is to do: the part of a file, or all of it by the proved checker. */
export type WorkerTask = CheckTask | { readonly proved: string };

/** A part of a file. */
export interface CheckTask {
  readonly file: string;
  readonly budget: number | undefined;
  readonly part: { readonly index: number; readonly count: number };
}

/** Below this many bytes a file is checked where it is read. */
const smallFile = 1_000_000;

const workerModule = new URL("check-worker.js", import.meta.url);

/** As `checkFile`, and by the proved checker as well, natively where that is built; a file that is no certificate is not given to it. */
export async function checkFileTwice(file: string, workers: number, budget: number | undefined): Promise<FileResult> {
  const result = await checkFile(file, workers, budget);
  if (["unreadable", "malformed", "failed"].includes(result.verdict)) return result;
  const bytes = sizeOf(file);
  try {
    const natively = checkProvedNatively(file, secondsNatively(bytes));
    if (natively !== undefined) return { ...result, proved: natively, provedBy: "native program" };
    return { ...result, proved: await checkProvedOnWorker(file, secondsInJavaScript(bytes)), provedBy: "Node" };
  } catch (error) {
    return failed(file, error);
  }
}

/** The proved checker on a file, in this thread. */
export function checkFileProved(file: string): ProvedVerdict {
  return checkProved(certificatePieces(file));
}

/** In a thread of its own, which can be stopped. */
function checkProvedOnWorker(file: string, seconds: number): Promise<ProvedVerdict> {
  const task: WorkerTask = { proved: file };
  const worker = new Worker(workerModule, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve(tookLonger(seconds));
      void worker.terminate();
    }, 1000 * seconds);
    const ended = (): void => clearTimeout(timer);
    worker.once("message", (verdict: ProvedVerdict) => (ended(), resolve(verdict)));
    worker.once("error", (error) => {
      ended();
      if ((error as { code?: unknown }).code !== "ERR_WORKER_OUT_OF_MEMORY") reject(error);
      else resolve(tookMore);
    });
  });
}

/** Checks a file, a large one on several cores. Whatever happens, the result says it. */
export async function checkFile(file: string, workers: number, budget: number | undefined): Promise<FileResult> {
  const parts = workers > 1 && sizeOf(file) > smallFile ? workers : 1;
  if (parts === 1) return checkPart({ file, budget, part: { index: 0, count: 1 } });
  const results = await Promise.all(
    Array.from({ length: parts }, (_, index) => checkOnWorker({ file, budget, part: { index, count: parts } })),
  );
  for (const verdict of ["failed", "unreadable", "malformed", "rejected", "undecided"]) {
    const found = results.find((result) => result.verdict === verdict);
    if (found !== undefined) return found;
  }
  return results[0]!;
}

/** Checks a file, or a part of it, in this thread. */
export function checkPart({ file, budget, part }: CheckTask): FileResult {
  let content: { statement?: string; checked?: string } = {};
  const onContent: CheckOptions["onContent"] = (found) => (content = found);
  try {
    const options = { onContent, part, ...(budget === undefined ? {} : { budget }) };
    return { file, ...checkCertificate(certificatePieces(file), options), ...content };
  } catch (error) {
    if (error instanceof InputError && error.problem.code === "file") {
      return { file, verdict: "unreadable", reason: error.problem.received };
    }
    if (error instanceof InputError) return { file, verdict: "malformed", reason: error.message, ...content };
    return failed(file, error);
  }
}

function checkOnWorker(task: CheckTask): Promise<FileResult> {
  const worker = new Worker(workerModule, { workerData: task });
  return new Promise((resolve) => {
    worker.once("message", resolve);
    worker.once("error", (error) => resolve(failed(task.file, error)));
    worker.once("exit", (code) => resolve(failed(task.file, `the worker ended with code ${code}`)));
  });
}

function failed(file: string, error: unknown): FileResult {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { file, verdict: "failed", reason };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
