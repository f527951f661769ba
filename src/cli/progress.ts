import type { WriteStream } from "node:tty";
import { kindOf, Pace, secondsLeft } from "../reproduce/pace.js";
import type { TaskEnd } from "../reproduce/pool.js";
import type { RunObserver } from "../reproduce/run.js";
import { taskName, type Task } from "../reproduce/task.js";

type Progress = RunObserver & { close(): void };

/**
 * Shows a run: on a terminal a bar with what is being worked on, elsewhere a line for each task that ends, and one for what goes on in a long silence.
 *
 * @param cache - the folder of results: how long tasks take is kept there.
 */
export function createProgress(stream: WriteStream, cache: string): Progress {
  const clock = startClock(cache);
  return clock.watching(stream.isTTY ? terminalProgress(stream, clock.left) : lineProgress(stream, clock.left));
}

/** Watches a run, and says how much time is left: `, left 3:05`, or nothing where that would be a guess. */
function startClock(cache: string) {
  const pace = new Pace(cache);
  // Those that wait are counted by kind: a run may have a million tasks, and this is asked each time one ends.
  const waiting = new Map<string, { readonly task: Task; readonly fraction: 0; count: number }>();
  const running = new Map<string, { readonly task: Task; readonly begun: number; fraction: number }>();
  let workers = 0;
  const expected = (task: Task) => pace.expected(task);
  const wait = (task: Task, more: 1 | -1) => {
    const kind = kindOf(task);
    const count = (waiting.get(kind)?.count ?? 0) + more;
    if (count > 0) waiting.set(kind, { task, fraction: 0, count });
    else waiting.delete(kind);
  };
  const left = (): string => {
    if (workers === 0 || waiting.size + running.size === 0) return "";
    const seconds = secondsLeft([...waiting.values(), ...running.values()], expected, workers, performance.now());
    return seconds === undefined ? "" : timeLeft(seconds);
  };
  const watching = (shown: Progress): Progress => ({
    ...shown,
    began: () => {
      waiting.clear();
      shown.began();
    },
    planned: (total, cached, task) => {
      if (task) wait(task, 1);
      shown.planned(total, cached, task);
    },
    started: (task) => {
      wait(task, -1);
      running.set(task.hash, { task, begun: performance.now(), fraction: 0 });
      shown.started(task);
    },
    progress: (task, fraction, doing) => {
      const one = running.get(task.hash);
      if (one) one.fraction = fraction;
      shown.progress(task, fraction, doing);
    },
    ended: (task, end) => {
      // One that was stopped before it began has only waited: of the hundreds that an interrupt leaves nothing is said.
      const hadBegun = running.delete(task.hash);
      if (!hadBegun) wait(task, -1);
      if (end.type === "done") pace.note(task, end.seconds);
      if (hadBegun || end.type !== "stopped") shown.ended(task, end);
    },
    workers: (count) => {
      workers = count;
      shown.workers(count);
    },
    close: () => {
      pace.keep();
      shown.close();
    },
  });
  return { left, watching };
}

/** After so long without a line, one says what is being worked on. */
const quietMilliseconds = 30_000;

function lineProgress(stream: NodeJS.WritableStream, left: () => string): Progress {
  const running = new Map<string, Running>();
  let total = 0;
  let ended = 0;
  const write = (line: string) => {
    quiet.refresh();
    stream.write(line);
  };
  const quiet = setInterval(() => {
    if (running.size === 0) return;
    const work = [...running.values()].map(runningText).join("; ");
    stream.write(`[${ended}/${total}${left()}] at work: ${work}\n`);
  }, quietMilliseconds).unref();
  return {
    began: () => (total = ended = 0),
    planned: (tasks) => (total = tasks),
    started: (task) => void running.set(task.hash, { name: taskName(task), fraction: 0, doing: "" }),
    progress: (task, fraction, doing) => void Object.assign(running.get(task.hash)!, { fraction, doing }),
    ended: (task, end) => {
      running.delete(task.hash);
      ended++;
      write(`[${ended}/${total}${left()}] ${endText(task, end)}\n`);
    },
    damaged: (task) => write(damageText(task)),
    workers: () => {},
    said: (line) => write(`${line}\n`),
    close: () => clearInterval(quiet),
  };
}

interface Running {
  readonly name: string;
  fraction: number;
  doing: string;
}

function runningText({ name, fraction, doing }: Running): string {
  return doing === "" ? name : `${name}  ${Math.floor(100 * fraction)} %  ${doing}`;
}

function terminalProgress(stream: WriteStream, left: () => string): Progress {
  const running = new Map<string, Running>();
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
      ...[...running.values()].map((one) => `  ${runningText(one)}`),
    ];
    stream.write(lines.map((line) => `${line.slice(0, (stream.columns || 80) - 1)}\n`).join(""));
    drawn = lines.length;
  };
  const redraw = () => (waiting ??= setTimeout(draw, 100));
  const say = (text: string) => {
    clear();
    stream.write(text);
    redraw();
  };
  return {
    began: () => (total = cached = ended = 0),
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
      if (end.type === "failed" || end.type === "not run") say(`${endText(task, end)}\n`);
      else redraw();
    },
    damaged: (task) => say(damageText(task)),
    workers: redraw,
    said: (line) => say(`${line}\n`),
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
