import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../reproduce/folder.js";
import { bin, expectSameLedger, exported, reproduceLocally, run } from "./results.js";

const claims = ["C3", "B3"];

describe("a workflow", () => {
  it("for Snakemake gives the ledger and the bytes of a run on local processes", async () => {
    const results = temporaryFolder();
    const workflow = await exported("snakemake", claims, results);
    await run(`${bin}snakemake`, ["--executor", "local", "--cores", "2", "--quiet"], { cwd: workflow });
    expectSameLedger(results, await reproduceLocally(claims));
    expect(readFileSync(join(results, "ro-crate-metadata.json"), "utf8")).toContain('"snakemake"');
  });

  it("in the Common Workflow Language, where each part has a folder of its own, does too", async () => {
    const out = temporaryFolder();
    const workflow = await exported("cwl", claims, out);
    const files = [join(workflow, "workflow.cwl"), join(workflow, "parts.json")];
    await run(`${bin}cwltool`, ["--quiet", "--parallel", "--outdir", out, ...files], { cwd: workflow });
    expectSameLedger(join(out, "reproduction"), await reproduceLocally(claims));
  });
});
