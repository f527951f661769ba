import type { WriteStream } from "node:tty";
import { Pace, secondsLeft } from "../reproduce/pace.js";
import type { TaskEnd } from "../reproduce/pool.js";
import type { RunObserver } from "../reproduce/run.js";
import { taskName, type Task } from "../reproduce/task.js";

/** What the time left is computed from: the folder of results, and how many tasks run side by side. */
export interface Measured {
  readonly cache: string;
  readonly workers: number;
}

type Progress = RunObserver & { close(): void };

/** Shows a run: on a terminal a bar with what is being worked on, elsewhere a line for each task that ends. */
export function createProgress(stream: WriteStream, measured: Measured): Progress {
  const clock = startClock(measured);
  return clock.watching(stream.isTTY ? terminalProgress(stream, clock.left) : lineProgress(stream, clock.left));
}

/** Watches a run, and says how much time is left: `, left 3:05`, or nothing where that would be a guess. */
function startClock({ cache, workers }: Measured) {
  const pace = new Pace(cache);
  const pending = new Map<string, { readonly task: Task; begun?: number; fraction: number }>();
  const expected = (task: Task) => pace.expected(task);
  const left = (): string => {
    const seconds =
      pending.size === 0 ? undefined : secondsLeft(pending.values(), expected, workers, performance.now());
    return seconds === undefined ? "" : timeLeft(seconds);
  };
  const watching = (shown: Progress): Progress => ({
    ...shown,
    planned: (total, cached, task) => {
      if (task) pending.set(task.hash, { task, fraction: 0 });
      shown.planned(total, cached, task);
    },
    started: (task) => {
      pending.set(task.hash, { task, begun: performance.now(), fraction: 0 });
      shown.started(task);
    },
    progress: (task, fraction, doing) => {
      const one = pending.get(task.hash);
      if (one) one.fraction = fraction;
      shown.progress(task, fraction, doing);
    },
    ended: (task, end) => {
      pending.delete(task.hash);
      if (end.type === "done") pace.note(task, end.seconds);
      shown.ended(task, end);
    },
  });
  return { left, watching };
}

function lineProgress(stream: NodeJS.WritableStream, left: () => string): Progress {
  let total = 0;
  let ended = 0;
  return {
    planned: (tasks) => (total = tasks),
    started: () => {},
    progress: () => {},
    ended: (task, end) => {
      ended++;
      stream.write(`[${ended}/${total}${left()}] ${endText(task, end)}\n`);
    },
    damaged: (task) => void stream.write(damageText(task)),
    close: () => {},
  };
}

function terminalProgress(stream: WriteStream, left: () => string): Progress {
  const running = new Map<string, { readonly name: string; fraction: number; doing: string }>();
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
    const lines = [
      `${"█".repeat(full)}${"░".repeat(width - full)} ${ended}/${total}${known}${left()}`,
      ...[...running.values()].map(({ name, fraction, doing }) =>
        fraction === 0 ? `  ${name}` : `  ${name}  ${Math.floor(100 * fraction)} %  ${doing}`,
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
      running.set(task.hash, { name: taskName(task), fraction: 0, doing: "" });
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
