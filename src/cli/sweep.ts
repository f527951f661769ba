import { constants } from "node:os";
import { join } from "node:path";
import { Option, type Command } from "commander";
import { profiles, type Claim, type ExperimentCheck, type Profile } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import { exitCodes } from "./exit.js";
import { prepareOutputs, writeOutput } from "./output-file.js";
import { prepareFolder } from "./output-folder.js";
import { clusterOptions, positiveInteger, selectExperiment, type ClusterOptions } from "./options.js";
import { readList } from "./run-tasks.js";
import { signalToStop } from "./stop.js";

interface Options extends ClusterOptions {
  readonly over: string;
  readonly base?: string;
  readonly profile?: Profile;
  readonly tasks?: string;
  readonly shard?: string;
  readonly metric?: string;
  readonly csv?: string;
  readonly arrow?: string;
  readonly figure?: string;
  readonly out: string;
  readonly workers?: number;
}

/** Adds `normlab sweep`. */
export function register(program: Command): void {
  clusterOptions(
    program
      .command("sweep")
      .description("run an experiment's trial over seeds and parameters, into one table; what has run is not run again")
      .argument("<experiment>", "its name, as the pages of the ledger show it")
      .requiredOption("--over <values>", "what varies, such as seed=0..99,g=1,2,4")
      .option("--base <trial>", "the trial that is varied (default: the first)")
      .addOption(
        new Option("--profile <profile>", "whose trials are varied (default: the first of these it has)").choices(
          profiles,
        ),
      )
      .option("--shard <i/n>", "run the i-th of n parts, and write no table")
      .option("--tasks <file>", "the parts, as an engine packed them")
      .option("--metric <column>", "what the figure shows (default: the first number of the results)")
      .option("--csv <file>", "write the table as CSV")
      .option("--arrow <file>", "write the table as an Arrow file")
      .option("--figure <file>", "write the figure as a page")
      .option("--out <folder>", "where results are kept", "reproduction")
      .option("--workers <number>", "processes that work side by side (default: one a core)", positiveInteger),
  ).action(async (name: string, options: Options) => {
    const { claims } = await import("../claims/registry.js");
    await run(claims, name, options);
  });
}

/** Runs a sweep over an experiment, and writes its table. Exported for experiments that no registry lists. */
export async function run(claims: readonly Claim[], asked: string, options: Options): Promise<void> {
  const { out, csv, arrow, figure, workers } = options;
  const { claim, check } = selectExperiment(claims, asked);
  const name = check.id;
  const profile = options.profile ?? profiles.find((size) => check.parameters[size] !== undefined) ?? "full";
  requireUse(options);
  prepareOutputs({ "--csv": csv, "--arrow": arrow, "--figure": figure });
  prepareFolder(join(out, "cache"), "--out");
  const { readAxes, resolveAxes, sweepTrials } = await import("../reproduce/engines/sweep.js");
  const base = baseTrial(check, profile, options.base);
  const axes = resolveAxes(base, readAxes(options.over));
  const trials = sweepTrials(base, axes);
  const { readShard, readTaskLines, tasksOfShard } = await import("../reproduce/engines/task-list.js");
  const { defaultWorkers } = await import("../reproduce/machine.js");
  const { planTrials, tasksOf } = await import("../reproduce/plan.js");
  const { runTasks } = await import("../reproduce/run.js");
  const { Store } = await import("../reproduce/store.js");
  const { sayMissingData } = await import("./missing-data.js");
  const { createProgress } = await import("./progress.js");
  const { clusterOf } = await import("./cluster.js");
  const store = new Store(join(out, "cache"));
  const all = tasksOf([await planTrials(claim, check, profile, trials)]);
  sayMissingData(all);
  const list =
    options.tasks === undefined
      ? undefined
      : { lines: readTaskLines(readList(options.tasks), options.tasks), where: options.tasks };
  const chosen = options.shard === undefined ? all : tasksOfShard(all, readShard(options.shard), list);
  const signal = signalToStop();
  const count = workers ?? defaultWorkers();
  const progress = createProgress(process.stderr, store.folder);
  const part = ["sweep", name, "--over", options.over, "--base", base.id, "--profile", profile];
  const what = { name: `${profile}, sweep of ${name} over ${options.over}`, part };
  const cluster = await clusterOf(what, async () => all, options, progress, signal);
  if (cluster?.detached) return progress.close();
  await cluster?.elsewhere(all, store);
  await runTasks(chosen, store, {
    workers: count,
    force: false,
    signal,
    observer: progress,
    ...(cluster === undefined ? {} : { leave: "missed" as const }),
  });
  progress.close();
  if (signal.aborted) {
    console.error("Interrupted. What is finished is kept: the same command goes on from here.");
    process.exitCode = 128 + constants.signals.SIGINT;
    return;
  }
  const missing = chosen.filter(({ task }) => !store.has(task.hash));
  for (const { task } of missing) {
    const id = task.kind === "trial" ? task.trial.id : task.check;
    console.error(`  ${id}: ${store.readMiss(task.hash)?.reason.split("\n", 1)[0] ?? "no result"}`);
  }
  if (missing.length > 0) process.exitCode = exitCodes.no;
  if (options.shard !== undefined) {
    console.log(`${chosen.length - missing.length} of ${chosen.length} trials have a result in ${out}`);
    return;
  }
  const { sweepFigure, sweepTable } = await import("../reproduce/engines/sweep-table.js");
  const table = sweepTable(all, axes, store);
  if (csv !== undefined) await writeOutput(csv, "--csv", table.toCSV());
  if (arrow !== undefined) await writeOutput(arrow, "--arrow", Buffer.from(table.toArrowIPC({ format: "file" })!));
  if (figure !== undefined) {
    const { figuresToHtml } = await import("../plot/index.js");
    const drawn = sweepFigure(table, axes, name, options.metric);
    await writeOutput(figure, "--figure", figuresToHtml(`Sweep of ${name}`, [drawn]));
  }
  if (csv === undefined && arrow === undefined) console.log(table.toCSV());
  console.error(`${table.numRows()} of ${all.length} trials`);
}

/** Sees that no option is given that the others leave nothing to do for. */
function requireUse({ shard, tasks, metric, csv, arrow, figure }: Options): void {
  const unused = (option: string, expected: string, received: string) =>
    new InputError({ code: "usage", where: option, expected, received });
  const written = Object.entries({ csv, arrow, figure }).find(([, path]) => path !== undefined)?.[0];
  if (shard !== undefined && written !== undefined) {
    throw unused(`--${written}`, "no --shard beside it: a part writes no table", `--shard ${shard}`);
  }
  if (tasks !== undefined && shard === undefined) throw unused("--tasks", "--shard i/n, to say which part", "none");
  if (metric !== undefined && figure === undefined) throw unused("--metric", "--figure, which shows it", "none");
}

function baseTrial(check: ExperimentCheck, profile: Profile, base: string | undefined) {
  const parameters = check.parameters[profile];
  const trials = parameters === undefined ? [] : check.trials(parameters);
  const found = base === undefined ? trials[0] : trials.find(({ id }) => id === base);
  if (found !== undefined) return found;
  throw new InputError({
    code: "unknown-name",
    where: base === undefined ? "--profile" : "--base",
    expected:
      trials.length === 0
        ? `a size of ${check.id}: ${profiles.filter((size) => check.parameters[size] !== undefined).join(", ")}`
        : `a trial such as ${trials
            .slice(0, 8)
            .map(({ id }) => id)
            .join(", ")}`,
    received: base ?? profile,
  });
}
