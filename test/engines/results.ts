import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "vitest";
import { resultsIn, temporaryFolder } from "../reproduce/folder.js";

const execute = promisify(execFile);
export const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
export const bin = fileURLToPath(new URL("../../.venv/bin/", import.meta.url));

/** Runs a program, and shows what it printed when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  try {
    await execute(program, [...args], { ...options, maxBuffer: 1 << 26 });
  } catch (error) {
    const { message, stdout, stderr } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Runs a command of normlab. */
export function normlab(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<void> {
  return run(process.execPath, [main, ...args], env === undefined ? {} : { env });
}

/** Reproduces claims by local processes into a folder of their own, which is gone when the test is over or when `after` says. */
export async function reproduceLocally(
  claims: readonly string[],
  after?: Parameters<typeof temporaryFolder>[0],
): Promise<string> {
  const folder = temporaryFolder(after);
  await normlab(["reproduce", ...claims, "--out", folder]);
  return folder;
}

/** Exports the claims' tasks as a workflow of two parts, and gives its folder. */
export async function exported(engine: string, claims: readonly string[], results: string): Promise<string> {
  const workflow = temporaryFolder();
  await normlab(["export", engine, ...claims, "--shards", "2", "--results", results, "--out", workflow]);
  return workflow;
}

/** How Snakemake is told to use a cluster that keeps no accounts, and to ask it often. */
export const snakemakeOnSlurm = [
  ...["--executor", "slurm", "--jobs", "2", "--default-resources", "slurm_partition=debug"],
  ...["--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "2"],
  ...["--seconds-between-status-checks", "2", "--quiet"],
];

/** Two runs came to the same bytes, and to the same ledger. */
export function expectSameLedger(one: string, other: string): void {
  expect(resultsIn(one)).toEqual(resultsIn(other));
  expect(resultsIn(one).size).toBeGreaterThan(0);
  expect(readFileSync(join(one, "ledger.json"), "utf8")).toBe(readFileSync(join(other, "ledger.json"), "utf8"));
}
