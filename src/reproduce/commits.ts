import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ExperimentRecord } from "../learning/experiments/shared/record.js";

function git(...args: string[]): string {
  return execFileSync("git", args, {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

let known: string | null | undefined;

/** The commit of this code, `-changed` behind it where files differ from it; null outside a clone. */
export function commitHere(): string | null {
  if (known !== undefined) return known;
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", ":/src", ":/package-lock.json") !== "";
    known = `${git("rev-parse", "--short=12", "HEAD")}${changed ? "-changed" : ""}`;
  } catch {
    known = null;
  }
  return known;
}

/**
 * By which code a record was computed, in words: its commits, and which of them are not in the history of the code here (a record from
 * elsewhere, or from before commits were rewritten). A record is always older than the code that reads it: that this code comes to the
 * same is what its sample shows.
 */
export function recordedBy({ commits = [] }: Pick<ExperimentRecord, "commits">): string {
  if (commits.length === 0) return "by a commit that it does not name";
  const here = commitHere() !== null;
  const named = commits.map((commit) => (here && !inHistory(commit) ? `${commit} (not in the history here)` : commit));
  return `by commit ${named.join(", ")}`;
}

function inHistory(commit: string): boolean {
  try {
    git("merge-base", "--is-ancestor", commit.replace(/-changed$/, ""), "HEAD");
    return true;
  } catch {
    return false;
  }
}
