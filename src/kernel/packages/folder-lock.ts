import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

/** How often it is looked whether the others have ended, in milliseconds. */
const pause = 100;
/** After this time a process of another machine, of which nobody here knows whether it still runs, is taken to have ended. */
const longest = 10 * 60_000;

/**
 * Does something that no other process, nor another call in this one, does at the same time under the lock of that name. What a process
 * has locked that has ended since is free.
 *
 * @throws the reason of `signal` when that is given while others are waited for.
 */
export async function withFolderLock<T>(file: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  const own = `${file}.${process.pid}.${++count}`;
  writeFileSync(own, `${process.pid} ${hostname()}\n`);
  try {
    while (!take(own, file)) {
      signal.throwIfAborted();
      releaseOfEnded(file);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    try {
      return await action();
    } finally {
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}
let count = 0;

/** A link is made as a whole or not at all, with the name of its owner in it. */
function take(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function releaseOfEnded(file: string): void {
  if (!hasEnded(file)) return;
  // Whoever moves it away decides alone: it may be another's by now.
  const moved = `${file}.${process.pid}.ended`;
  try {
    renameSync(file, moved);
    if (!hasEnded(moved)) take(moved, file);
    rmSync(moved, { force: true });
  } catch {
    // Another was sooner.
  }
}

function hasEnded(file: string): boolean {
  try {
    const [pid, host] = readFileSync(file, "utf8").trim().split(" ");
    if (host !== hostname()) return Date.now() - statSync(file).mtimeMs > longest;
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
