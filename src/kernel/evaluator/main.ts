import type { ChildProcess } from "node:child_process";
import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { followChildProcesses } from "./child-processes.js";
import { CellRunner, Interrupted, type CellToRun } from "./cells.js";
import { currentRequest, descriptors, onBehalfOf, receive, restart, send } from "./channel.js";
import { handleCommMessage } from "./comms.js";
import { defineDisplay, tslabModule } from "./display.js";
import { reportError } from "./errors.js";
import { cellHasEnded, defineMagic } from "./magic.js";
import { offerDocument } from "./document.js";
import { fetchPackage, packageHasCome, type PackageAnswer } from "./fetch-package.js";
import { hideNumbersOfPromises } from "./format.js";
import { CellImports } from "./imports.js";
import { handled, requested } from "./interrupter.js";
import { allowTermination } from "./interruption.js";
import { outline } from "./outline.js";
import { forgetVariables, propertiesOf, valueAt } from "./properties.js";
import { seedRandom } from "./seed.js";
import { writeStacksAsTheUserWrote } from "./stack.js";
import { answerLater, redirectInput } from "./stdin.js";
import { endTimersOf, knowCellsOfTimers } from "./timers.js";
import { allowTypeScriptElsewhere } from "./typescript-elsewhere.js";
import { defineInput, redirectStreams, type InputAnswer } from "./streams.js";
import { defineWidgets } from "./widgets.js";
import { kernelFolder } from "../folder.js";
import type { Frame } from "../frames.js";

/** A comm message as the kernel passes it on. */
interface CommFrame {
  readonly id: string;
  readonly message: string;
  readonly content: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly lengths: readonly number[];
}

// The process that evaluates cells. It is told what to do through one descriptor and says what happened through another.

silenceOwnWarnings();
redirectStreams();
writeStacksAsTheUserWrote();
hideNumbersOfPromises();
offerDocument();
const clearAfterTermination = allowTermination();
// The options are for this process, not for those that cells fork.
process.execArgv = [];
defineDisplay();
defineWidgets();
defineInput();
defineMagic();
allowTypeScriptElsewhere();
knowCellsOfTimers();

const imports = new CellImports(process.cwd(), new Map([["tslab", tslabModule]]), fetchPackage);
const runner = new CellRunner(imports, endRawOutput);
redirectInput((error) => runner.abandon(error, currentRequest()));
const state = new Int32Array(new SharedArrayBuffer(8));
const startedByCell = new Set<ChildProcess>();
const interrupter = new Worker(new URL("interrupter.cjs", kernelFolder), {
  workerData: { state },
  stdout: true,
  stderr: true,
});
interrupter.unref();
interrupter.on("message", interrupt);
followChildProcesses((child) => {
  interrupter.postMessage(child.pid);
  // Those that the running cell has started end with it when it is interrupted.
  if (runner.isRunning) startedByCell.add(child);
});

process.on("uncaughtException", (error) => showUncaught(error));
process.on("unhandledRejection", (reason) => showUncaught(reason));

const waiting: Frame[] = [];
receive(descriptors.fromKernel, (frame) => {
  waiting.push(frame);
  // Not from within the reader's callback: what an interrupt terminates must be the cell and nothing else.
  setImmediate(handleNext);
});
send({ type: "ready", marker: restart.toString() });

function handleNext(): void {
  const frame = waiting.shift();
  if (!frame) return;
  const { record } = frame;
  if (record.type === "run") {
    if (!runner.isRunning) startedByCell.clear();
    runner.run(record.cell as CellToRun);
  } else if (record.type === "comm") void onBehalfOf((record as unknown as CommFrame).id, () => handleComm(frame));
  else if (record.type === "properties") {
    const { id, steps, prefix } = record as unknown as { id: number; steps: string[]; prefix: string };
    send({ type: "found", id, found: propertiesOf(steps, prefix) });
  } else if (record.type === "outline") {
    const { id, steps } = record as unknown as { id: number; steps: string[] };
    const value = valueAt(steps);
    send({ type: "found", id, found: value === undefined ? undefined : outline(value) });
  } else if (record.type === "package") packageHasCome(record as unknown as PackageAnswer);
  else if (record.type === "answer") answerLater(record as unknown as InputAnswer);
  else if (record.type === "synchronise") send({ type: "synchronised" });
  else if (record.type === "forget") forgetVariables(record.names as string[]);
  else if (record.type === "seed") seedRandom(record.seed as string | undefined);
}

/** Comm messages whose handling has not ended. */
const handling = new Set<string>();

async function handleComm({ record, bytes }: Frame): Promise<void> {
  const { id, message, content, metadata, lengths } = record as unknown as CommFrame;
  handling.add(id);
  const buffers: Buffer[] = [];
  let offset = 0;
  for (const length of lengths) buffers.push(bytes.subarray(offset, (offset += length)));
  try {
    await handleCommMessage(message, content, {
      data: (typeof content.data === "object" && content.data !== null ? content.data : {}) as CommFrame["content"],
      metadata,
      buffers,
    });
  } catch (error) {
    showUncaught(error);
  }
  commHandled(id);
}

function commHandled(id: string): void {
  if (handling.delete(id)) send({ type: "commHandled", id });
}

/** Marks the end of what native code and child processes wrote, so that the kernel knows when it has it all. */
function endRawOutput(): void {
  cellHasEnded();
  for (const descriptor of [1, 2]) {
    try {
      writeSync(descriptor, restart);
    } catch {
      // Closed by the user's code: nothing more comes from it.
    }
  }
}

function interrupt(): void {
  clearAfterTermination();
  const id = Atomics.load(state, requested);
  // It is asked for more than once, and the cells that have begun since are not meant.
  if (Atomics.load(state, handled) >= id) return;
  const children = [...startedByCell];
  startedByCell.clear();
  for (const child of children) child.kill("SIGINT");
  endTimersOf([...runner.requests, ...handling]);
  runner.abandon(new Interrupted("stopped by the user; variables are kept"));
  for (const each of handling) commHandled(each);
  Atomics.store(state, handled, id);
}

function showUncaught(thrown: unknown): void {
  const { traceback } = reportError(thrown);
  process.stderr.write(`Uncaught (outside any cell's await): ${traceback.join("\n")}\n`);
}

/** Node warns of what this process uses of it to import modules and to be interrupted; the user can do nothing about it. */
function silenceOwnWarnings(): void {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (/vm\.USE_MAIN_CONTEXT_DEFAULT_LOADER|These APIs are for internal testing only/.test(String(warning))) return;
    emitWarning(warning, ...rest);
  }) as typeof process.emitWarning;
}
