import { readdirSync, readFileSync } from "node:fs";
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import { descriptors, receive, writeControl } from "./channel.js";
import { InspectorRelay } from "./inspector.js";

/** What the two threads of the evaluator share: the last interrupt that was asked for, and the last that was dealt with. */
export interface InterrupterData {
  readonly state: Int32Array;
}

export const requested = 0;
export const handled = 1;

/** Time that the main thread has to answer before it is taken to be busy, for the first time, in milliseconds. */
const patience = 40;
/** The first attempts follow one another soon, as they end processes too; a later one stands until native code returns. */
const quick = 3;

/**
 * The evaluator's second thread. It hears an interrupt even when the main thread is in an endless loop. A main thread that answers
 * is only asked to give up its cell; one that does not is terminated, and processes it waits for are killed. The debugger's messages
 * go through this thread too.
 */
if (parentPort) run(parentPort, (workerData as InterrupterData).state);

function run(main: NonNullable<typeof parentPort>, state: Int32Array): void {
  /** Processes started asynchronously: the main thread ends those of the interrupted cell by itself. */
  const known = new Set<number>();
  main.on("message", (pid: number) => known.add(pid));
  const inspector = new InspectorRelay();
  receive(descriptors.control, (frame) => {
    if (frame.record.type === "interrupt") void interrupt();
    else inspector.handle(frame);
  });

  /** Goes on until the main thread has answered: as soon as native code returns, an attempt hits. */
  async function interrupt(): Promise<void> {
    const id = Atomics.add(state, requested, 1) + 1;
    const isHandled = (): boolean => Atomics.load(state, handled) >= id;
    for (let attempt = 0; ; attempt++) {
      // Each time anew, and with more time: where the main thread is slow, the last attempt may have hit it while it dealt with this.
      main.postMessage("interrupt");
      if (await isTrueWithin(patience * (attempt + 1), isHandled)) break;
      // On the first attempt alone: what the debugger evaluates in a frame is terminated as any running code is.
      const isPaused = attempt === 0 && inspector.isPaused;
      if (isPaused) inspector.terminatePaused();
      // Asked for before the processes end and awaited after: what waits for one of them hears of it only then.
      const terminated = isPaused ? undefined : terminate(isHandled, attempt < quick ? 100 : Infinity);
      for (const pid of descendants(process.pid)) {
        if (!known.has(pid)) kill(pid, attempt < 2 ? "SIGINT" : "SIGKILL");
      }
      await terminated;
    }
    writeControl({ type: "interrupted" });
  }
}

async function terminate(isHandled: () => boolean, limit: number): Promise<void> {
  const session = new Session();
  session.connectToMainThread();
  if (!isHandled()) {
    let isDone = false;
    session.post("Runtime.terminateExecution", () => (isDone = true));
    await isTrueWithin(limit, () => isDone || isHandled());
  }
  session.disconnect();
}

async function isTrueWithin(time: number, condition: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < time && !condition(); waited += 5) await sleep(5);
  return condition();
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Processes below this one, as Linux lists them; elsewhere none. */
function descendants(pid: number): number[] {
  const found: number[] = [];
  try {
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const children = readFileSync(`/proc/${pid}/task/${task}/children`, "utf8")
        .split(" ")
        .filter(Boolean)
        .map(Number);
      for (const child of children) found.push(child, ...descendants(child));
    }
  } catch {
    // The process has ended, or this is no Linux.
  }
  return found;
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
