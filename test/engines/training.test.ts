import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/claims/claim.js";
import type { TaskLine } from "../../src/reproduce/engines/task-list.js";
import type { TaskResult } from "../../src/reproduce/result.js";
import { sampleTolerance } from "../../src/reproduce/sample.js";
import { resultsIn, temporaryFolder } from "../reproduce/folder.js";
import { noCluster, startCluster, type Cluster } from "./cluster.js";
import { bin, exported, normlab, run, snakemakeOnSlurm } from "./results.js";

if (noCluster !== undefined) console.warn(`Training on Slurm: not run, because ${noCluster}`);

type Outcome = { readonly [key: string]: Json };

/** What the trials in a folder came to, by seed. */
function outcomesIn(folder: string): Map<Json, Outcome> {
  const results = [...resultsIn(folder).values()].map((text) => JSON.parse(text) as TaskResult);
  return new Map(
    results.flatMap((result) => {
      if (result.method !== "trial") return [];
      const { seed, ...rest } = result.outcome;
      return [[seed!, rest]];
    }),
  );
}

/** Every number of an outcome, by where it stands. */
function numbersOf(value: Json, at = ""): [string, number][] {
  if (typeof value === "number") return [[at, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) => numbersOf(inner as Json, `${at}.${name}`));
}

/** How far two outcomes are apart, as a share of their numbers (of 1 for smaller ones). */
function distance(one: Outcome, other: Outcome): number {
  const numbers = new Map(numbersOf(other));
  const apart = numbersOf(one).map(
    ([name, value]) =>
      Math.abs(value - numbers.get(name)!) / Math.max(1, Math.abs(value), Math.abs(numbers.get(name)!)),
  );
  expect(numbers.size).toBe(apart.length);
  return Math.max(...apart);
}

/** Two networks, one a seed, came to the same within the tolerance that samples of records are given. */
function expectSameTraining(folder: string, other: string): void {
  const [one, two] = [outcomesIn(folder), outcomesIn(other)];
  expect([...one.keys()].sort()).toEqual([1, 2]);
  for (const seed of [1, 2]) expect(distance(one.get(seed)!, two.get(seed)!)).toBeLessThan(sampleTolerance.value);
  // The tolerance tells two networks from one another.
  expect(distance(one.get(1)!, two.get(2)!)).toBeGreaterThan(sampleTolerance.value);
}

describe("training", () => {
  const here = temporaryFolder(afterAll);
  const list = join(here, "two.jsonl");
  let lines: TaskLine[];
  beforeAll(async () => {
    const all = join(here, "all.jsonl");
    await normlab(["tasks", "A6", "--profile", "full", "--shards", "2", "--out", all]);
    const trials = readFileSync(all, "utf8")
      .split("\n")
      .filter((line) => line.includes("A6.depth/"));
    lines = trials.slice(0, 2).map((line, i) => ({ ...(JSON.parse(line) as TaskLine), shard: i + 1 }));
    writeFileSync(list, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    for (const part of ["1/2", "2/2"]) await normlab(["run-tasks", "--tasks", list, "--shard", part, "--out", here]);
  });

  /** Trains the two networks by an exported workflow. */
  async function trainBySnakemake(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    const results = temporaryFolder();
    const workflow = await exported("snakemake", ["A6"], results);
    writeFileSync(join(workflow, "tasks.jsonl"), readFileSync(list));
    await run(`${bin}snakemake`, ["parts/1.json", "parts/2.json", ...args], { cwd: workflow, env });
    return results;
  }

  it("by Snakemake comes to what it comes to in local processes", async () => {
    const folder = await trainBySnakemake(["--executor", "local", "--cores", "2", "--quiet"], process.env);
    expectSameTraining(folder, here);
  });

  describe.skipIf(noCluster !== undefined)("on Slurm", () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startCluster();
    });
    afterAll(() => cluster?.stop());

    it("comes to the same, as a sweep over its seeds", async () => {
      const folder = temporaryFolder();
      const sweep = ["sweep", "depth", "--profile", "full", "--base", lines[0]!.name.split("/")[1]!];
      const engine = ["--over", "seed=1,2", "--engine", "slurm", "--jobs", "2", "--out", folder];
      await normlab([...sweep, ...engine], cluster.env);
      expectSameTraining(folder, here);
    });

    it("by Snakemake comes to the same", async () => {
      expectSameTraining(await trainBySnakemake(snakemakeOnSlurm, cluster.env), here);
    });
  });
});
