import type { WriteStream } from "node:tty";
import type { TaskEnd } from "../reproduce/pool.js";
import type { RunObserver } from "../reproduce/run.js";
import { taskName, type Task } from "../reproduce/task.js";

/** Shows a run: on a terminal a bar with what is being worked on, elsewhere a line for each task that ends. */
export function createProgress(stream: WriteStream): RunObserver & { close(): void } {
  return stream.isTTY ? terminalProgress(stream) : lineProgress(stream);
}

function lineProgress(stream: NodeJS.WritableStream): RunObserver & { close(): void } {
  const clock = startClock();
  let total = 0;
  let ended = 0;
  return {
    planned: (tasks) => (total = tasks),
    started: () => {},
    progress: () => {},
    ended: (task, end) => {
      ended++;
      stream.write(`[${ended}/${total}${clock(ended / total)}] ${endText(task, end)}\n`);
    },
    damaged: (task) => void stream.write(damageText(task)),
    close: () => {},
  };
}

function terminalProgress(stream: WriteStream): RunObserver & { close(): void } {
  const running = new Map<string, { readonly name: string; readonly clock: Clock; fraction: number; doing: string }>();
  const clock = startClock();
  let total = 0;
  let cached = 0;
  let ended = 0;
  let drawn = 0;
  let waiting: NodeJS.Timeout | undefined;

  const clear = () => {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  const draw = () => {
    waiting = undefined;
    clear();
    if (total === 0) return;
    const width = 30;
    const full = Math.floor((width * ended) / total);
    const known = cached > 0 ? `, ${cached} known` : "";
    const begun = [...running.values()];
    const done = (ended + begun.reduce((sum, { fraction }) => sum + fraction, 0)) / total;
    const lines = [
      `${"█".repeat(full)}${"░".repeat(width - full)} ${ended}/${total}${known}${clock(done)}`,
      ...begun.map(({ name, clock, fraction, doing }) =>
        fraction === 0 ? `  ${name}` : `  ${name}  ${Math.floor(100 * fraction)} %${clock(fraction)}  ${doing}`,
      ),
    ];
    stream.write(lines.map((line) => `${line.slice(0, (stream.columns || 80) - 1)}\n`).join(""));
    drawn = lines.length;
  };
  const redraw = () => (waiting ??= setTimeout(draw, 100));
  return {
    planned: (tasks, known) => {
      total = tasks;
      cached = known;
      redraw();
    },
    started: (task) => {
      running.set(task.hash, { name: taskName(task), clock: startClock(), fraction: 0, doing: "" });
      redraw();
    },
    progress: (task, fraction, doing) => {
      Object.assign(running.get(task.hash)!, { fraction, doing });
      redraw();
    },
    ended: (task, end) => {
      running.delete(task.hash);
      ended++;
      if (end.type === "failed" || end.type === "not run") {
        clear();
        stream.write(`${endText(task, end)}\n`);
      }
      redraw();
    },
    damaged: (task) => {
      clear();
      stream.write(damageText(task));
      redraw();
    },
    close: () => {
      clearTimeout(waiting);
      clear();
    },
  };
}

type Clock = (done: number) => string;

/** A clock that says how much time is left when a share of the work is done: `, left 3:05`. */
function startClock(): Clock {
  const started = performance.now();
  return (done) => {
    const elapsed = (performance.now() - started) / 1000;
    return done > 0 && done < 1 ? timeLeft((elapsed / done) * (1 - done)) : "";
  };
}

/**
 * How long it will take, in words for a progress bar.
 *
 * @example
 * timeLeft(185); // => ", left 3:05"
 * timeLeft(7265); // => ", left 2:01:05"
 */
export function timeLeft(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `, left ${clock}:${two(whole % 60)}`;
}

function damageText(task: Task): string {
  return `${taskName(task)}: its result (${task.hash}.json) is not what was written; it is computed again\n`;
}

function endText(task: Task, end: TaskEnd): string {
  const name = taskName(task);
  switch (end.type) {
    case "done":
      return `${name} (${end.seconds.toFixed(1)} s)`;
    case "stopped":
      return `${name}: stopped`;
    case "not run":
    case "failed":
      return `${name}: ${end.type}: ${end.reason.split("\n", 1)[0]}`;
  }
}
