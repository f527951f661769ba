import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { Claim, Profile } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import type { TaskLine } from "../reproduce/engines/task-list.js";
import type { PlannedTask } from "../reproduce/plan.js";
import { taskName } from "../reproduce/task.js";
import { isBuilt, requireOwnBuild } from "./build.js";
import { exitCodes } from "./exit.js";
import { unreadable } from "./input-file.js";
import { prepareOutputs, writeOutput } from "./output-file.js";
import { prepareFolder } from "./output-folder.js";
import { positiveInteger, profileOption, selectClaims } from "./options.js";
import { packageFolder } from "./package.js";
import { counted } from "./words.js";
import { signalToStop } from "./stop.js";

interface Options {
  readonly profile: Profile;
  readonly out: string;
  readonly tasks?: string;
  readonly shard?: string;
  readonly only?: readonly string[];
  readonly report?: string;
  readonly workers?: number;
}

/** Adds `normlab run-tasks`. */
export function register(program: Command): void {
  program
    .command("run-tasks")
    .description("run a part of the tasks; any number of machines may do so at once, into one folder or several")
    .argument("[claim...]", "ids of claims, as normlab claims lists them (default: all, or those of the list)")
    .addOption(profileOption())
    .option("--tasks <file>", "a list that normlab tasks wrote; it names claims, profile and parts")
    .option("--shard <i/n>", "the i-th of n parts, from 1")
    .option("--only <hash...>", "the tasks with these hashes")
    .option("--out <folder>", "where results go", "reproduction")
    .option("--report <file>", "write what has no result, and why, to this file")
    .option("--workers <number>", "processes that work side by side (default: one a core)", positiveInteger)
    .addHelpText("after", "\nThen `normlab reproduce` finds the results and writes the ledger.")
    .action(async (ids: readonly string[], options: Options, command: Command) => {
      if (options.tasks !== undefined && command.getOptionValueSource("profile") === "cli") {
        const expected = "no --profile beside --tasks: the list names it";
        throw new InputError({ code: "shape", where: "--profile", expected, received: options.profile });
      }
      if (isBuilt) requireOwnBuild(packageFolder);
      const { claims } = await import("../claims/registry.js");
      await run(claims, ids, options);
    });
}

/** Runs a part of the claims' tasks. Exported for claims that no registry lists. */
export async function run(claims: readonly Claim[], ids: readonly string[], options: Options): Promise<void> {
  const { out, report } = options;
  prepareFolder(join(out, "cache"), "--out");
  prepareOutputs({ "--report": report }, { "--tasks": options.tasks });
  const tasks = await selectTasks(claims, ids, options);
  const { sayMissingData } = await import("./missing-data.js");
  sayMissingData(tasks);
  const { defaultWorkers } = await import("../reproduce/machine.js");
  const { runTasks } = await import("../reproduce/run.js");
  const { Store } = await import("../reproduce/store.js");
  const { createProgress } = await import("./progress.js");
  const signal = signalToStop();
  const store = new Store(join(out, "cache"));
  const workers = options.workers ?? defaultWorkers();
  const progress = createProgress(process.stderr, store.folder);
  await runTasks(tasks, store, {
    workers,
    force: false,
    signal,
    observer: progress,
  });
  progress.close();
  if (signal.aborted) {
    console.error("Interrupted. What is finished is kept: the same command goes on from here.");
    process.exitCode = 128 + constants.signals.SIGINT;
    return;
  }
  const misses = tasks.flatMap(({ task }) => {
    const miss = store.readMiss(task.hash);
    return miss ? [{ hash: task.hash, name: taskName(task), ...miss }] : [];
  });
  const said = { tasks: tasks.length, misses };
  if (report !== undefined) await writeOutput(report, "--report", `${JSON.stringify(said, null, 1)}\n`);
  console.log(
    `${tasks.length - misses.length} of ${counted(tasks.length, "task")} ${tasks.length === 1 ? "has" : "have"} a result in ${out}`,
  );
  for (const { name, status, reason } of misses) console.log(`  ${name}: ${status}: ${reason.split("\n", 1)[0]}`);
  if (misses.some(({ status }) => status !== "not run")) process.exitCode = exitCodes.no;
}

async function selectTasks(
  claims: readonly Claim[],
  ids: readonly string[],
  { profile, tasks: file, shard, only }: Options,
): Promise<PlannedTask[]> {
  const list = await import("../reproduce/engines/task-list.js");
  if ((shard === undefined) === (only === undefined)) {
    throw new InputError({
      code: "shape",
      where: "--shard, --only",
      expected: "one of the two, to say which part to run",
      received: shard === undefined ? "neither" : "both",
      remedy: "For everything: --shard 1/1",
    });
  }
  const part = shard === undefined ? undefined : list.readShard(shard);
  if (file === undefined) {
    const tasks = await list.plannedTasks(selectClaims(claims, ids), profile);
    if (part !== undefined) return list.tasksOfShard(tasks, part);
    return list.tasksNamed(
      tasks,
      only!.map((hash) => ({ hash, name: "the hash of a task" })),
      "--only",
    );
  }
  if (ids.length > 0) {
    throw new InputError({
      code: "shape",
      where: "claim",
      expected: "no ids beside --tasks: the list names its claims",
      received: ids.join(", "),
    });
  }
  const wanted = new Set(only);
  const isWanted = ({ hash }: TaskLine) => only === undefined || wanted.has(hash);
  const lines = list.readTaskLines(readList(file), file, part).filter(isWanted);
  const selected = selectClaims(claims, [...new Set(lines.map(({ claim }) => claim))]);
  const names = new Set(lines.map(({ name }) => name));
  const tasks = lines.length === 0 ? [] : await list.plannedTasks(selected, lines[0]!.profile, names);
  if (part !== undefined) return list.tasksOfShard(tasks, part, { lines, where: file });
  for (const { hash } of lines) wanted.delete(hash);
  const unknown = [...wanted].map((hash) => ({ hash, name: "--only" }));
  return list.tasksNamed(tasks, [...lines, ...unknown], file);
}

/** The text of a task list. */
export function readList(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable("--tasks", file, error);
  }
  if (text.trim() !== "") return text;
  throw new InputError({
    code: "empty",
    where: "--tasks",
    expected: "a file that normlab tasks wrote",
    received: `${file}, with no task in it`,
  });
}
