import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { experimentsOf, findExperiment } from "../../src/claims/experiments.js";
import { claims } from "../../src/claims/registry.js";
import { recordFolder } from "../../src/learning/experiments/shared/record.js";
import { recordedRun } from "../../src/reproduce/recorded.js";

const records = readdirSync(recordFolder).filter((file) => file.endsWith(".json"));
const names = records.map((file) => file.replace(/\.json$/, ""));

describe("the experiments of the claims", () => {
  it("have names of their own", () => {
    const all = experimentsOf(claims).map(({ check }) => check.id);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("the recorded full runs that ship", () => {
  it.each(names)("%s is of the experiment as it now stands, and its control fails once all trials are in", (name) => {
    const { check } = findExperiment(claims, name);
    const run = recordedRun(check, recordFolder);
    if (run?.status === "unfinished") expect(run.reason).toContain("trials are recorded");
    else expect(run).toMatchObject({ status: "concluded", result: { controlFailed: true } });
  });

  it.each(names)("%s is refused when a digit of it is changed", (name) => {
    const folder = mkdtempSync(join(tmpdir(), "normlab-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const text = readFileSync(join(recordFolder, `${name}.json`), "utf8");
    const at = text.indexOf('"result":');
    const changed = text.slice(0, at) + text.slice(at).replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
    writeFileSync(join(folder, `${name}.json`), changed);
    expect(recordedRun(findExperiment(claims, name).check, folder)).toMatchObject({ status: "refused" });
  });
});
