import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { resultsIn, temporaryFolder } from "../reproduce/folder.js";
import { noCluster, startCluster, type Cluster } from "./cluster.js";
import { bin, expectSameLedger, exported, main, reproduceLocally, run, snakemakeOnSlurm } from "./results.js";

const claims = ["C3", "B3"];

if (noCluster !== undefined) console.warn(`Slurm: not run, because ${noCluster}`);

describe.skipIf(noCluster !== undefined)("a run on Slurm", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster?.stop());

  /** Starts `normlab` beside the test. */
  function start(args: readonly string[]) {
    const child = spawn(process.execPath, [main, ...args], { env: cluster.env });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    return { child, ended, output: () => output };
  }

  async function until(condition: () => boolean, what: string, output: () => string): Promise<void> {
    for (let i = 0; i < 600; i++) {
      if (condition()) return;
      await wait(200);
    }
    throw new Error(`${what} did not come to pass:\n${output()}`);
  }

  it("gives the ledger and the bytes of a run on local processes, and says where each task ran", async () => {
    const [here, there] = [await reproduceLocally(claims), temporaryFolder()];
    const started = start(["reproduce", ...claims, "--engine", "slurm", "--jobs", "2", "--out", there]);
    expect(await started.ended, started.output()).toBe(0);
    expectSameLedger(there, here);
    const manifest = readFileSync(join(there, "ro-crate-metadata.json"), "utf8");
    expect(manifest).toMatch(/"slurm \d+_1"/);
    expect(manifest).toMatch(/"slurm \d+_2"/);
  });

  it("by Snakemake's executor gives them too", async () => {
    const results = temporaryFolder();
    const workflow = await exported("snakemake", claims, results);
    await run(`${bin}snakemake`, snakemakeOnSlurm, { cwd: workflow, env: cluster.env });
    expectSameLedger(results, await reproduceLocally(claims));
    expect(readFileSync(join(results, "ro-crate-metadata.json"), "utf8")).toMatch(/"snakemake \d+"/);
  });

  it("says what has come in and, where tasks like these were measured, how much time is left", async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    const unknown = start(["reproduce", "C3", "--engine", "slurm", "--out", first]);
    expect(await unknown.ended, unknown.output()).toBe(0);
    expect(unknown.output()).not.toContain(", left ");
    mkdirSync(join(second, "cache"));
    copyFileSync(join(first, "cache", "pace.json"), join(second, "cache", "pace.json"));
    const known = start(["reproduce", "C3", "--engine", "slurm", "--out", second]);
    expect(await known.ended, known.output()).toBe(0);
    expect(known.output()).toMatch(/^\[\d+\/\d+, left \d+:\d\d\] /m);
    const counts = known.output().match(/^\[\d+\/\d+/gm) ?? [];
    expect(counts.at(-1), known.output()).toBe(`[${counts.length}/${counts.length}`);
  });

  it("can be left, and come back to", async () => {
    const folder = temporaryFolder();
    const options = ["reproduce", "C3", "--engine", "slurm", "--out", folder];
    const left = start([...options, "--detach"]);
    expect(await left.ended, left.output()).toBe(0);
    const other = start(["reproduce", "B3", "--engine", "slurm", "--out", folder, "--attach"]);
    expect(await other.ended).toBe(2);
    expect(other.output()).toContain("what was submitted: quick of C3");
    const back = start([...options, "--attach"]);
    expect(await back.ended, back.output()).toBe(0);
    expect(back.output()).toMatch(/^C3 /m);
  });

  it("is cancelled by Ctrl-C, keeps what is finished, and goes on", async () => {
    const folder = temporaryFolder();
    const started = start(["reproduce", ...claims, "--engine", "slurm", "--jobs", "1", "--out", folder]);
    const done = () =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".run.json"));
    await until(() => done().length > 0, "a result", started.output);
    started.child.kill("SIGINT");
    expect(await started.ended).toBe(130);
    expect(started.output()).toContain("the same command goes on");
    await until(() => cluster.command("squeue", "--noheader").trim() === "", "an empty queue", started.output);
    const again = start(["reproduce", ...claims, "--engine", "slurm", "--jobs", "1", "--out", folder]);
    expect(await again.ended, again.output()).toBe(0);
  });

  it("submits again what was lost with its process", async () => {
    const folder = temporaryFolder();
    const started = start(["reproduce", "C3", "--engine", "slurm", "--jobs", "1", "--out", folder]);
    await until(
      () => cluster.command("squeue", "--noheader", "--format=%T").includes("RUNNING"),
      "a job",
      started.output,
    );
    const job = cluster.command("squeue", "--noheader", "--format=%A").trim().split("\n")[0]!;
    cluster.command("scancel", "--signal=KILL", "--full", job);
    expect(await started.ended, started.output()).toBe(0);
    expect(started.output()).toContain("submitted again");
    expect(resultsIn(folder).size).toBeGreaterThan(0);
  });

  it("waits for a node that was drained, and says so", async () => {
    const folder = temporaryFolder();
    cluster.command("scontrol", "update", `nodename=${cluster.node}`, "state=drain", "reason=test");
    const started = start(["reproduce", "C3", "--engine", "slurm", "--out", folder]);
    await until(() => started.output().includes("waits:"), "word of what it waits for", started.output);
    cluster.command("scontrol", "update", `nodename=${cluster.node}`, "state=resume");
    expect(await started.ended, started.output()).toBe(0);
  });

  it("says what Slurm refuses, and where there is no Slurm", async () => {
    const folder = temporaryFolder();
    const refused = start(["reproduce", "C3", "--engine", "slurm", "--partition", "nowhere", "--out", folder]);
    expect(await refused.ended).toBe(2);
    // The reason first, then what to do, and only then the command line.
    expect(refused.output()).toMatch(
      /^normlab: --engine slurm: expected .*, got .*partition.* sinfo .*--partition.*Asked was: sbatch .*nowhere/m,
    );
    const child = spawn(process.execPath, [main, "reproduce", "C3", "--engine", "slurm", "--out", folder], {
      env: { ...cluster.env, PATH: "" },
    });
    let output = "";
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(2);
    expect(output).toContain("expected Slurm's sbatch on the PATH");
  });
});
