import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { resultsIn, temporaryFolder } from "../reproduce/folder.js";
import { main, reproduceLocally } from "./results.js";

const execute = promisify(execFile);
const bin = fileURLToPath(new URL("../../.venv/bin/", import.meta.url));
const claims = ["C3", "B3"];

/** Runs a program, and shows what it printed when it fails. */
async function run(program: string, args: readonly string[], options: { cwd?: string } = {}) {
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
