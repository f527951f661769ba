import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../reproduce/folder.js";
import { noCluster, startCluster, type Cluster } from "./cluster.js";
import { main, reproduceLocally, resultsIn } from "./results.js";

const execute = promisify(execFile);
const bin = fileURLToPath(new URL("../../.venv/bin/", import.meta.url));
const claims = ["C3", "B3"];

/** Runs a program, and shows what it printed when it fails. */
async function run(program: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  try {
    return await execute(program, [...args], { ...options, maxBuffer: 1 << 26 });
  } catch (error) {
    const { message, stdout, stderr } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error });
  }
}

async function exported(engine: string, results: string): Promise<string> {
  const workflow = temporaryFolder();
  const options = ["--shards", "2", "--results", results, "--out", workflow];
  await run(process.execPath, [main, "export", engine, ...claims, ...options]);
  return workflow;
}

function sameLedger(one: string, other: string): void {
  expect(resultsIn(one)).toEqual(resultsIn(other));
  expect(readFileSync(join(one, "ledger.json"), "utf8")).toBe(readFileSync(join(other, "ledger.json"), "utf8"));
}

describe("a workflow", () => {
  it("for Snakemake gives the ledger and the bytes of a run on local processes", async () => {
    const results = temporaryFolder();
    const workflow = await exported("snakemake", results);
    await run(`${bin}snakemake`, ["--executor", "local", "--cores", "2", "--quiet"], { cwd: workflow });
    sameLedger(results, await reproduceLocally(claims));
    expect(readFileSync(join(results, "ro-crate-metadata.json"), "utf8")).toContain('"snakemake"');
  });

  it("in the Common Workflow Language, where each part has a folder of its own, does too", async () => {
    const out = temporaryFolder();
    const workflow = await exported("cwl", out);
    const files = [join(workflow, "workflow.cwl"), join(workflow, "parts.json")];
    await run(`${bin}cwltool`, ["--quiet", "--parallel", "--outdir", out, ...files], { cwd: workflow });
    sameLedger(join(out, "reproduction"), await reproduceLocally(claims));
  });
});

if (noCluster !== undefined) console.warn(`Snakemake on Slurm: not run, because ${noCluster}`);

describe.skipIf(noCluster !== undefined)("a workflow for Snakemake on Slurm", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster?.stop());

  it("gives the ledger and the bytes of a run on local processes", async () => {
    const results = temporaryFolder();
    const workflow = await exported("snakemake", results);
    const options = ["--executor", "slurm", "--jobs", "2", "--default-resources", "slurm_partition=debug", "--quiet"];
    const settings = ["--slurm-init-seconds-before-status-checks", "2", "--slurm-status-command", "squeue"];
    await run(`${bin}snakemake`, [...options, ...settings], { cwd: workflow, env: cluster.env });
    sameLedger(results, await reproduceLocally(claims));
  });
});
