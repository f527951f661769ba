import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checksOf } from "../../src/claims/checks-of.js";
import { claims as registry } from "../../src/claims/registry.js";
import { InputError } from "../../src/exact/input-error.js";
import { dataSetsOf, leftOut, missingData } from "../../src/reproduce/engines/data-sets.js";
import { mergeResults } from "../../src/reproduce/engines/merge.js";
import { readAxes, resolveAxes, sweepRow, sweepTrials } from "../../src/reproduce/engines/sweep.js";
import {
  pack,
  plannedTasks,
  readShard,
  readTaskLines,
  taskLines,
  tasksNamed,
  tasksOfShard,
} from "../../src/reproduce/engines/task-list.js";
import type { PlannedTask } from "../../src/reproduce/plan.js";
import type { RecordedRun } from "../../src/reproduce/recorded.js";
import { runTasks } from "../../src/reproduce/run.js";
import { Store } from "../../src/reproduce/store.js";
import { taskName } from "../../src/reproduce/task.js";
import { proved, supported } from "./fixtures/claims.js";
import { reproduceInto, resultsIn, temporaryFolder } from "./folder.js";
import { unobserved } from "./unobserved.js";

function runInto(folder: string, tasks: readonly PlannedTask[]) {
  const signal = new AbortController().signal;
  return runTasks(tasks, new Store(join(folder, "cache")), { workers: 1, force: false, signal, observer: unobserved });
}

describe("a task list", () => {
  it("gives every task to one part, and parts of about the same length", () => {
    const seconds = [9, 1, 1, 1, 4, 4, null, 2];
    const shards = pack(seconds, 3);
    expect(new Set(shards)).toEqual(new Set([1, 2, 3]));
    const loads = [1, 2, 3].map((shard) =>
      seconds.reduce<number>((sum, value, i) => sum + (shards[i] === shard ? (value ?? 22 / 7) : 0), 0),
    );
    expect(Math.max(...loads)).toBeLessThanOrEqual((4 / 3) * Math.max(9, loads.reduce((a, b) => a + b) / 3));
    expect(new Set(pack([0, 0, 0, 0], 4)).size).toBe(4);
  });

  it("has every trial and every other check of the claims, in each profile", async () => {
    for (const profile of ["full", "paper"] as const) {
      const names = (await plannedTasks(registry, profile)).map(({ task }) => taskName(task));
      const expected = registry.flatMap((claim) =>
        checksOf(claim).flatMap((check) => {
          const parameters = check.parameters[profile];
          if (parameters === undefined) return [];
          const name = `${claim.id}.${check.id}`;
          return check.method === "experiment" ? check.trials(parameters).map(({ id }) => `${name}/${id}`) : [name];
        }),
      );
      expect(names).toEqual(expected);
      expect(names.length).toBeGreaterThan(100);
    }
  });

  it("comes back from its text, and names the line and field where it is none", async () => {
    const tasks = await plannedTasks([proved, supported], "quick");
    const lines = taskLines(tasks, new Store(temporaryFolder()), 2, () => undefined);
    const text = lines.map((line) => JSON.stringify(line)).join("\n");
    expect(readTaskLines(text, "list")).toEqual(lines);
    expect(() => readTaskLines(`${text}\n{"hash": 1}`, "list")).toThrow(`list line ${lines.length + 1}, hash`);
    expect(() => readTaskLines("no JSON", "list")).toThrow("list line 1");
  });

  it("expects what the same task took before, or its like", async () => {
    const folder = temporaryFolder();
    const tasks = await plannedTasks([supported], "quick");
    const store = new Store(join(folder, "cache"));
    expect(taskLines(tasks, store, 1, () => undefined)[0]!.expected.seconds).toBeNull();
    await runInto(folder, tasks.slice(0, 2));
    const [first, , third] = taskLines(tasks, store, 1, () => undefined).map(({ expected }) => expected);
    expect(first!.seconds).toBe(store.readRecord(tasks[0]!.task.hash)!.seconds);
    expect(third!.seconds).toBeGreaterThan(0);
    expect(third!.memoryBytes).toBeGreaterThan(1e6);
  });

  it("expects of a trial what it took on record, at the pace of those that have run here", async () => {
    const folder = temporaryFolder();
    const tasks = await plannedTasks([supported], "quick");
    const store = new Store(join(folder, "cache"));
    const trials = tasks.map(({ task }, i) => ({ id: task.kind === "trial" ? task.trial.id : "", seconds: 10 * i }));
    // Of the last the record has no time of its own.
    const { id } = trials.pop()!;
    const record = { profile: "quick", seconds: 240, trials: [...trials, { id }] };
    const seconds = (profile = "quick") => {
      const recorded = { status: "concluded", record: { ...record, profile } } as unknown as RecordedRun;
      return taskLines(tasks, store, 1, () => recorded).map(({ expected }) => expected.seconds);
    };
    expect(seconds()).toEqual([0, 10, 20, 30, 40, 40]);
    expect(seconds("full")).toEqual([null, null, null, null, null, null]);
    await runInto(folder, tasks.slice(1, 3));
    const [one, two] = tasks.slice(1, 3).map(({ task }) => store.readRecord(task.hash)!.seconds);
    const [zeroth, first, second, third, fourth, last] = seconds() as number[];
    expect([zeroth, first, second]).toEqual([0, one, two]);
    expect(third).toBeCloseTo(one! + two!, 12);
    expect(fourth).toBeCloseTo((4 / 3) * (one! + two!), 12);
    expect(last).toBeCloseTo((one! + two!) / 2, 12);
  });

  it("refuses a part that is none, a list of more parts, and a task that the code here does not have", async () => {
    for (const text of ["0/2", "3/2", "1", "a/b", "1/2/3", "-1/2"]) expect(() => readShard(text)).toThrow(InputError);
    const tasks = await plannedTasks([proved], "quick");
    const lines = taskLines(tasks, new Store(temporaryFolder()), 1, () => undefined);
    const wider = { lines: [{ ...lines[0]!, shard: 3 }], where: "list" };
    expect(() => tasksOfShard(tasks, { index: 1, count: 2 }, wider)).toThrow("i/3");
    const foreign = [{ hash: "0".repeat(64), name: "Z1.positive" }];
    expect(() => tasksNamed(tasks, foreign, "list")).toThrow("bring both to the same version");
  });
});

describe("data that does not ship", () => {
  it("is found and named before anything runs, as the trial itself would miss it", async () => {
    const before = { data: process.env.NORMLAB_DATA, folder: temporaryFolder() };
    process.env.NORMLAB_DATA = before.folder;
    try {
      const tasks = await plannedTasks(registry, "paper");
      const missing = missingData(tasks);
      expect(missing.map(({ dataSet }) => dataSet)).toEqual(
        expect.arrayContaining(["cifar-10", "cifar-100", "imagenet", "imagenet-100"]),
      );
      const signal = new AbortController().signal;
      const checks = new Map(
        tasks.filter(({ task }) => task.kind === "trial").map((one) => [one.planned.check.id, one]),
      );
      expect(checks.size).toBeGreaterThan(5);
      for (const [id, { task, planned }] of checks) {
        const needed = missing.find(({ check }) => check === `${planned.claim.id}.${id}`);
        if (planned.check.method !== "experiment" || task.kind !== "trial") throw new Error(id);
        const context = { profile: "paper", parameters: {}, signal, progress: () => undefined } as const;
        // Nothing is trained here: a trial looks for its images first.
        const refused = await planned.check.runTrial(task.trial, context).catch((error: unknown) => error);
        expect(refused, id).toBeInstanceOf(InputError);
        expect((refused as InputError).problem.code).toBe("missing-data");
        expect((refused as InputError).message).toContain(needed?.dataSet);
      }
      const others = tasks.filter(({ planned }) => planned.check.method !== "experiment").map(({ task }) => task);
      expect(others.filter((task) => dataSetsOf(task).length > 0).map(taskName)).toEqual(["B3.classification"]);
      expect(others.flatMap(dataSetsOf)).toEqual(["fashion-mnist"]);
      // Once the files are there, nothing is missing of that set.
      mkdirSync(join(before.folder, "cifar-100"));
      for (const name of ["train.bin", "test.bin"]) writeFileSync(join(before.folder, "cifar-100", name), "");
      expect(missingData(tasks).map(({ dataSet }) => dataSet)).not.toContain("cifar-100");
      rmSync(join(before.folder, "cifar-100", "test.bin"));
      expect(missingData(tasks).map(({ dataSet }) => dataSet)).toContain("cifar-100");
    } finally {
      if (before.data === undefined) delete process.env.NORMLAB_DATA;
      else process.env.NORMLAB_DATA = before.data;
    }
  });

  it("is named of every trial that reads it, in whatever form", async () => {
    const tasks = (await plannedTasks(registry, "full")).filter(({ task }) => task.kind === "trial");
    const reading = tasks.filter(({ task }) => JSON.stringify(task).includes("fashion-mnist"));
    const checks = new Set(reading.map(({ planned }) => planned.check.id));
    expect([...checks]).toEqual(expect.arrayContaining(["small-batches", "random-labels-of-pixels", "intl-spectrum"]));
    for (const { task } of reading) expect(dataSetsOf(task), JSON.stringify(task)).toEqual(["fashion-mnist"]);
  });

  it("is none for the checks that a profile leaves out, which are named too", () => {
    expect(leftOut(registry, "paper")).toContain("A6.depth");
    expect(leftOut(registry, "full").filter((name) => !name.startsWith("B11"))).toEqual([]);
  });
});

describe("parts of a run", () => {
  it("together give the bytes of the whole, also from folders that are merged", async () => {
    const [whole, ...parts] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const claims = [proved, supported];
    await reproduceInto(whole, claims);
    const tasks = await plannedTasks(claims, "quick");
    await Promise.all(parts.map((folder, i) => runInto(folder, tasksOfShard(tasks, { index: i + 1, count: 2 }))));
    const merged = temporaryFolder();
    expect(mergeResults(parts, merged)).toEqual({ added: tasks.length, known: 0, damaged: [], different: [] });
    expect(mergeResults(parts, merged)).toMatchObject({ added: 0, known: tasks.length });
    const { ran } = await reproduceInto(merged, claims);
    expect(ran).toEqual(["Z3.drawn"]);
    expect(resultsIn(merged)).toEqual(resultsIn(whole));
  });

  it("bring what the report shows of formal proofs, and nothing that Rocq would believe", () => {
    const [from, into] = [temporaryFolder(), temporaryFolder()];
    const build = join("cache", "proofs", "0123456789abcdef".repeat(2));
    const files = ["A1.v", "A1.glob", "A1.vo", join("deep", "B1.glob"), join(".scratch-1", "C1.glob")];
    for (const file of files) {
      mkdirSync(dirname(join(from, build, file)), { recursive: true });
      writeFileSync(join(from, build, file), file);
    }
    mkdirSync(join(into, build), { recursive: true });
    writeFileSync(join(into, build, "A1.v"), "its own");
    mergeResults([from], into);
    const there = readdirSync(join(into, build), { recursive: true, encoding: "utf8" }).sort();
    expect(there).toEqual(["A1.glob", "A1.v", "deep", join("deep", "B1.glob")]);
    expect(readFileSync(join(into, build, "A1.v"), "utf8")).toBe("its own");
  });

  it("that run the same task at once leave one result", async () => {
    const folder = temporaryFolder();
    const tasks = await plannedTasks([supported], "quick");
    await Promise.all([runInto(folder, tasks), runInto(folder, tasks)]);
    expect(resultsIn(folder).size).toBe(tasks.length);
  });

  it("are not merged where a result is damaged or another one", async () => {
    const [from, into] = [temporaryFolder(), temporaryFolder()];
    const tasks = await plannedTasks([supported], "quick");
    await runInto(from, tasks);
    await runInto(into, tasks.slice(1));
    const store = new Store(join(from, "cache"));
    const [cut, changed] = [tasks[0]!.task.hash, tasks[1]!.task.hash];
    truncateSync(store.resultPath(cut), 20);
    const record = store.readRecord(changed)!;
    store.write(changed, { method: "trial", outcome: { value: -1 } }, record);
    const { damaged, different } = mergeResults([from], into);
    expect(damaged).toEqual([store.resultPath(cut)]);
    expect(different).toEqual([{ hash: changed, folder: from }]);
    expect(new Store(join(into, "cache")).read(changed)).not.toEqual({ method: "trial", outcome: { value: -1 } });
    expect(() => mergeResults([join(from, "nothing")], into)).toThrow("no such folder");
  });
});

describe("a store", () => {
  it("sees a result that was cut short or changed, or whose certificate is gone, and computes it again", async () => {
    const folder = temporaryFolder();
    await reproduceInto(folder, [proved, supported]);
    const before = resultsIn(folder);
    const [cut, changed] = [...before.keys()].filter((file) => before.get(file)!.includes('"method": "trial"'));
    const certificate = [...before.keys()].find((file) => file.startsWith("certificates"))!;
    truncateSync(join(folder, "cache", cut!), 10);
    writeFileSync(join(folder, "cache", changed!), before.get(changed!)!.replace(/\d/, "7"));
    writeFileSync(join(folder, "cache", certificate), "{}");
    const { ran } = await reproduceInto(folder, [proved, supported]);
    expect(ran.filter((name) => name.startsWith("Z3.drawn/"))).toHaveLength(2);
    expect(ran).toContain("Z1.positive");
    expect(resultsIn(folder)).toEqual(before);
    expect((await reproduceInto(folder, [proved, supported])).ran).toEqual([]);
  });
});

describe("a sweep", () => {
  const base = {
    id: "base",
    seed: 1,
    parameters: { network: { groups: 2, depth: 1 }, images: "digits", rate: 0.1, affine: true },
  };

  it("reads lists and ranges, and finds parameters by name, path or the papers' letter", () => {
    const axes = resolveAxes(base, readAxes("seed=3..5,g=1,4,rate=1e-2"));
    expect(axes).toEqual([
      { name: "seed", values: [3, 4, 5] },
      { name: "network.groups", values: [1, 4] },
      { name: "rate", values: [0.01] },
    ]);
    const trials = sweepTrials(base, axes);
    expect(trials).toHaveLength(6);
    expect(new Set(trials.map(({ id }) => id)).size).toBe(6);
    expect(trials[1]).toEqual({
      id: "sweep-seed-3-network.groups-4-rate-0.01",
      seed: 3,
      parameters: { network: { groups: 4, depth: 1 }, images: "digits", rate: 0.01, affine: true },
    });
  });

  it("gives a row of what varied and what came out, of curves the last value", () => {
    const outcome = { accuracy: { test: 0.5 }, rank: [3, 2], seed: "taken", none: null };
    const axes = resolveAxes(base, readAxes("seed=1"));
    expect(sweepRow(base, axes, outcome)).toEqual({
      seed: 1,
      "accuracy.test": 0.5,
      "rank.last": 2,
      "result.seed": "taken",
    });
  });

  it.each([
    ["width=3", "network.groups"],
    ["images=3", "a string such as digits"],
    ["seed=0.5", "integers"],
    ["seed=5..3", "a ≤ b"],
    ["seed=1,seed=2", "seed twice"],
    ["seed=0..3,2", "each value of seed once, got 2 twice"],
    ["g=1,groups=2", "each parameter once"],
    ["seed=1..1000000,g=1,2", "at most 1000000 trials in all, got 2000000 combinations"],
    ["3", "NAME="],
    ["seed=", "NAME="],
  ])("refuses %s", (text, message) => {
    expect(() => resolveAxes(base, readAxes(text))).toThrow(message);
  });
});
