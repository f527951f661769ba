import type { WriteStream } from "node:tty";
import type { TaskEnd } from "../reproduce/pool.js";
import type { RunObserver } from "../reproduce/run.js";
import { taskName, type Task } from "../reproduce/task.js";

/** Shows a run: on a terminal a bar with what is being worked on, elsewhere a line for each task that ends. */
export function createProgress(stream: WriteStream): RunObserver & { close(): void } {
  return stream.isTTY ? terminalProgress(stream) : lineProgress(stream);
}

function lineProgress(stream: NodeJS.WritableStream): RunObserver & { close(): void } {
  let total = 0;
  let ended = 0;
  return {
    planned: (tasks) => (total = tasks),
    started: () => {},
    progress: () => {},
    ended: (task, end) => {
      ended++;
      stream.write(`[${ended}/${total}] ${endText(task, end)}\n`);
    },
    close: () => {},
  };
}

function terminalProgress(stream: WriteStream): RunObserver & { close(): void } {
  const running = new Map<string, string>();
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
    const lines = [`${"█".repeat(full)}${"░".repeat(width - full)} ${ended}/${total}${known}`, ...running.values()];
    stream.write(lines.map((line) => `${line.slice(0, (stream.columns ?? 80) - 1)}\n`).join(""));
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
      running.set(task.hash, `  ${taskName(task)}`);
      redraw();
    },
    progress: (task, fraction, doing) => {
      running.set(task.hash, `  ${taskName(task)}  ${Math.floor(100 * fraction)} %  ${doing}`);
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
    close: () => {
      clearTimeout(waiting);
      clear();
    },
  };
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
