import { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";

/** How long a process that has ended may keep what it wrote back: what it has started itself may hold its output for ever. */
const patience = 200;

type Stdio = string | readonly unknown[] | undefined;

interface SpawnOptions {
  readonly stdio?: Stdio;
}

/**
 * Calls `started` with each process that cells start. What one writes to the output that it inherits belongs to the cell that has started
 * it, whichever is running by then, so it goes through this process.
 */
export function followChildProcesses(started: (child: ChildProcess) => void): void {
  const prototype = ChildProcess.prototype as unknown as {
    spawn(this: ChildProcess, options: SpawnOptions): unknown;
  };
  const spawn = prototype.spawn;
  prototype.spawn = function (options) {
    const stdio = streamsOf(options.stdio);
    const inherited = [1, 2].filter((i) => isInherited(stdio[i], i));
    for (const i of inherited) stdio[i] = "pipe";
    const result = spawn.call(this, inherited.length === 0 ? options : { ...options, stdio });
    if (inherited.length > 0) passOn(this, inherited);
    if (this.pid !== undefined) started(this);
    return result;
  };
}

function streamsOf(stdio: Stdio): unknown[] {
  return Array.isArray(stdio) ? [...(stdio as unknown[])] : [stdio, stdio, stdio];
}

function isInherited(stream: unknown, descriptor: number): boolean {
  return (
    stream === "inherit" || stream === descriptor || stream === (descriptor === 1 ? process.stdout : process.stderr)
  );
}

/** Shows what comes through pipes that the process's owner knows nothing of; it ends when they do. */
function passOn(child: ChildProcess, descriptors: readonly number[]): void {
  const hidden = child as { stdout: Readable | null; stderr: Readable | null; stdio: unknown[] };
  let open = 0;
  let end: (() => void) | undefined;
  for (const descriptor of descriptors) {
    const name = descriptor === 1 ? "stdout" : "stderr";
    const pipe = hidden[name];
    hidden[name] = null;
    hidden.stdio[descriptor] = null;
    if (!pipe) continue;
    open++;
    pipe.on("data", (bytes: Buffer) => process[name].write(bytes));
    pipe.once("close", () => {
      if (--open === 0) end?.();
    });
  }
  const emit = child.emit.bind(child) as (event: string, ...rest: unknown[]) => boolean;
  child.emit = (event: string, ...rest: unknown[]): boolean => {
    if (event !== "exit" || open === 0) return emit(event, ...rest);
    const timer = setTimeout(() => end?.(), patience);
    end = (): void => {
      clearTimeout(timer);
      end = undefined;
      emit(event, ...rest);
    };
    return true;
  };
}
