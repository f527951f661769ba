import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Claim, Profile } from "../../src/claims/claim.js";
import { reproduce, type Reproduction } from "../../src/reproduce/reproduce.js";
import { taskName } from "../../src/reproduce/task.js";
import { unobserved } from "./unobserved.js";

/** A folder that is gone when the test is over, or when `after` runs what it is given. */
export function temporaryFolder(after: (remove: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "normlab-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Reproduces claims into a folder, and lists the tasks that were run. */
export async function reproduceInto(
  folder: string,
  claims: readonly Claim[],
  options: { workers?: number; force?: boolean; leave?: "open"; profile?: Profile; records?: string } = {},
): Promise<Reproduction & { readonly ran: readonly string[] }> {
  const ran: string[] = [];
  const reproduction = await reproduce(claims, {
    folder,
    selected: claims,
    profile: options.profile ?? "quick",
    ...(options.records === undefined ? {} : { records: options.records }),
    version: "0.0.0",
    workers: options.workers ?? 2,
    force: options.force ?? false,
    ...(options.leave === undefined ? {} : { leave: options.leave }),
    signal: new AbortController().signal,
    observer: { ...unobserved, started: (task) => ran.push(taskName(task)) },
  });
  return { ...reproduction, ran: ran.sort() };
}

/** Result and certificate files of a run, by name, without the records of how they came about. */
export function resultsIn(folder: string): Map<string, string> {
  const files = readdirSync(join(folder, "cache"), { recursive: true, encoding: "utf8" });
  const results = files.filter((file) => /(^|\/)[0-9a-f]{64}\.json$/.test(file)).sort();
  return new Map(results.map((file) => [file, readFileSync(join(folder, "cache", file), "utf8")]));
}
