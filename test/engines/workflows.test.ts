import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ledgerJson } from "../../src/reproduce/ledger-json.js";
import { temporaryFolder } from "../reproduce/folder.js";
import { bin, expectSameLedger, exported, main, reproduceLocally, run } from "./results.js";

const claims = ["C3", "B3"];

describe("a workflow", () => {
  let local: string;
  beforeAll(async () => {
    local = await reproduceLocally(claims, afterAll);
  });

  it("for Snakemake gives the ledger and the bytes of a run on local processes", async () => {
    const results = temporaryFolder();
    const workflow = await exported("snakemake", claims, results);
    await run(`${bin}snakemake`, ["--executor", "local", "--cores", "2", "--quiet"], { cwd: workflow });
    expectSameLedger(results, local);
    expect(readFileSync(join(results, "ro-crate-metadata.json"), "utf8")).toContain('"snakemake"');
  });

  it("in the Common Workflow Language, where each part has a folder of its own, does too", async () => {
    const out = temporaryFolder();
    const workflow = await exported("cwl", claims, out);
    const files = [join(workflow, "workflow.cwl"), join(workflow, "parts.json")];
    await run(`${bin}cwltool`, ["--quiet", "--parallel", "--outdir", out, ...files], { cwd: workflow });
    expectSameLedger(join(out, "reproduction"), local);
  });

  it("for Snakemake whose part is killed, and whose result is cut short, goes on to the same bytes", async () => {
    const results = temporaryFolder();
    const workflow = await exported("snakemake", claims, results);
    const engine = start("snakemake", ["--executor", "local", "--cores", "2"], workflow);
    await killPart(engine, () => resultPaths(results).length > 0);
    truncateSync(resultPaths(results)[0]!, 50);
    expect(await engine.ended, engine.output()).toBe(0);
    expect(engine.output()).toMatch(/died with.*SIGKILL/);
    expect(engine.output()).toContain("is not what was written; it is computed again");
    expectSameLedger(results, local);
  });

  it("for Snakemake with a part that fails for good has a ledger that says why, and goes on to the same bytes", async () => {
    const results = temporaryFolder();
    const workflow = await exported("snakemake", claims, results);
    const args = ["--executor", "local", "--cores", "2", "--keep-going"];
    const failed = start("snakemake", args, workflow, withBrokenRocq());
    expect(await failed.ended, failed.output()).toBe(1);
    expectRocqKilled(results);
    const mended = start("snakemake", args, workflow);
    expect(await mended.ended, mended.output()).toBe(0);
    expectSameLedger(results, local);
  });

  it("in the Common Workflow Language with a part that fails has a ledger that says why, and a code that is not 0", async () => {
    const [out, cache] = [temporaryFolder(), temporaryFolder()];
    const workflow = await exported("cwl", claims, out);
    const files = [join(workflow, "workflow.cwl"), join(workflow, "parts.json")];
    const args = ["--parallel", "--cachedir", cache, "--outdir", out, ...files];
    const failed = start("cwltool", args, workflow, withBrokenRocq());
    expect(await failed.ended, failed.output()).toBe(1);
    expectRocqKilled(join(out, "reproduction"));
    const mended = start("cwltool", args, workflow);
    expect(await mended.ended, mended.output()).toBe(0);
    expectSameLedger(join(out, "reproduction"), local);
  });

  it("in the Common Workflow Language goes on after a kill too, by the same command", async () => {
    const [out, cache] = [temporaryFolder(), temporaryFolder()];
    const workflow = await exported("cwl", claims, out);
    const files = [join(workflow, "workflow.cwl"), join(workflow, "parts.json")];
    const args = ["--parallel", "--cachedir", cache, "--outdir", out, ...files];
    const killed = start("cwltool", args, workflow);
    await killPart(killed, () => true);
    expect(await killed.ended, killed.output()).toBe(1);
    truncateSync(resultPaths(cache)[0]!, 50);
    const again = start("cwltool", args, workflow);
    expect(await again.ended, again.output()).toBe(0);
    expect(again.output()).toContain("Using cached output");
    expect(again.output()).toContain("damaged, left out; its task will be run again");
    expectSameLedger(join(out, "reproduction"), local);
  });
});

/** An environment whose Rocq is there, and is killed whenever it is to prove something. */
function withBrokenRocq(): NodeJS.ProcessEnv {
  const broken = temporaryFolder();
  const version = '[ "$1" = --version ] && { echo "The Coq Proof Assistant, version 8.16.1"; exit 0; }';
  writeFileSync(join(broken, "coqc"), `#!/bin/sh\n${version}\nkill -9 $$\n`, { mode: 0o755 });
  return { PATH: `${broken}${delimiter}${process.env.PATH}` };
}

/** The claims' theorems have no result, and the ledger says why. */
function expectRocqKilled(results: string): void {
  const ledger = JSON.parse(readFileSync(join(results, "ledger.json"), "utf8")) as ReturnType<typeof ledgerJson>;
  const chosen = ledger.filter(({ id }) => claims.includes(id));
  expect(chosen.map(({ evidence }) => evidence)).toEqual([null, null]);
  const missing = chosen.flatMap(({ checks }) => checks.filter((check) => check.missing !== null));
  expect(missing.map(({ id, evidence }) => [id, evidence])).toEqual([
    ["theorem", null],
    ["theorem", null],
  ]);
  for (const { missing: why } of missing) expect(why).toContain("its end by SIGKILL");
}

interface Engine {
  readonly pid: number;
  readonly ended: Promise<number | null>;
  readonly output: () => string;
}

/** Starts an engine beside the test. */
function start(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Engine {
  const child = spawn(`${bin}${program}`, args, { cwd, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { pid: child.pid!, ended, output: () => output };
}

/** Kills one of an engine's parts, once there are two and the condition holds. */
async function killPart({ pid, output }: Engine, condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const parts = partsOf(pid);
    if (parts.length === 2 && condition()) return void process.kill(parts[1]!, "SIGKILL");
    await wait(50);
  }
  throw new Error(`two parts did not come to run:\n${output()}`);
}

/** The processes below an engine that run a part. */
function partsOf(engine: number): number[] {
  const lines = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).stdout.trim().split("\n");
  const all = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!);
  const below = (parent: number): RegExpExecArray[] =>
    all.filter((each) => Number(each[2]) === parent).flatMap((each) => [each, ...below(Number(each[1]))]);
  return below(engine).flatMap(([, pid, , args]) =>
    args!.startsWith(`${process.execPath} ${main} run-tasks`) ? [Number(pid)] : [],
  );
}

/** The files of results below a folder. */
function resultPaths(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /\/cache\/[0-9a-f]{64}\.json$/.test(`/${file}`)).map((file) => join(folder, file));
}
