import { readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { diskRefusal } from "./disk.js";
import type { Task } from "./task.js";

/** Mean seconds of the tasks of a kind, and how many it is the mean of, up to `memory`. */
const rates = z.record(z.string(), z.strictObject({ seconds: z.number().nonnegative(), count: z.int().positive() }));

/** So many tasks count: a machine that has become slower or faster is noticed after as many. */
const memory = 20;

/** How long tasks take on this machine: what those of the same claim, check, kind and profile took, in this run and in earlier ones. */
export class Pace {
  readonly #file: string;
  readonly #rates: z.infer<typeof rates>;
  #keptAt = -Infinity;

  /** @param folder - where results are kept; the rates are kept beside them. */
  constructor(folder: string) {
    this.#file = join(folder, "pace.json");
    this.#rates = readRates(this.#file);
  }

  /** Seconds that a task will take; undefined where none like it has been measured. */
  expected(task: Task): number | undefined {
    return this.#rates[kindOf(task)]?.seconds;
  }

  /** Takes note of what a task took; `keep` writes it down, and once a second this does. */
  note(task: Task, seconds: number): void {
    const kind = kindOf(task);
    const before = this.#rates[kind] ?? { seconds: 0, count: 0 };
    const count = Math.min(before.count + 1, memory);
    this.#rates[kind] = { seconds: before.seconds + (seconds - before.seconds) / count, count };
    // A run may have tasks of less than a millisecond.
    if (performance.now() - this.#keptAt >= 1000) this.keep();
  }

  /** Writes down what is known, for later runs. */
  keep(): void {
    if (Object.keys(this.#rates).length === 0) return;
    this.#keptAt = performance.now();
    try {
      // Not waiting for the disk: what a power failure cuts short is measured again.
      writeFileAtomic.sync(this.#file, `${JSON.stringify(this.#rates)}\n`, { fsync: false });
    } catch (error) {
      // A disk without room ends no run for this: the tasks whose results it cannot keep say so.
      if (diskRefusal(error) === undefined) throw error;
    }
  }
}

/** Tasks of a kind take about as long as one another. */
export function kindOf({ claim, check, kind, profile }: Task): string {
  return `${claim}.${check} ${kind} ${profile}`;
}

function readRates(file: string): z.infer<typeof rates> {
  try {
    return rates.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}

/** A task that has not ended, or several of a kind that wait. */
interface Pending {
  readonly task: Task;
  /** How many there are; by default one. */
  readonly count?: number;
  /** When it began, in milliseconds; undefined while it waits. */
  begun?: number;
  /** What part of it is done, 0 to 1. */
  fraction: number;
}

/** Of a task that runs, so much must be done, and for so many seconds, until its own rate says how long it still takes. */
const [leastFraction, leastSeconds] = [0.05, 5];

/**
 * Seconds until all pending tasks are done by some workers; undefined where that would be a guess: as long as one of them is of a kind
 * that was never measured, or takes longer than its kind and does not say how far it is.
 */
export function secondsLeft(
  pending: Iterable<Pending>,
  expected: (task: Task) => number | undefined,
  workers: number,
  now: number,
): number | undefined {
  let sum = 0;
  let longest = 0;
  for (const one of pending) {
    const left = leftOf(one, expected(one.task), now);
    if (left === undefined) return undefined;
    sum += left * (one.count ?? 1);
    longest = Math.max(longest, left);
  }
  return Math.max(sum / workers, longest);
}

function leftOf({ begun, fraction }: Pending, expected: number | undefined, now: number): number | undefined {
  if (begun === undefined) return expected;
  const elapsed = (now - begun) / 1000;
  if (fraction >= leastFraction && elapsed >= leastSeconds) return (elapsed / fraction) * (1 - fraction);
  return expected === undefined || elapsed > expected ? undefined : expected - elapsed;
}
