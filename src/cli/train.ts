import { constants } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { profiles, type Claim, type Effect, type Profile } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import type { LedgerCheck } from "../reproduce/ledger.js";
import { recordedJson } from "../reproduce/ledger-json.js";
import { recordedBy } from "../reproduce/commits.js";
import type { ExperimentResult } from "../reproduce/result.js";
import { exitCodes } from "./exit.js";
import { isDevice, prepareOutput, writeOutput } from "./output-file.js";
import { prepareFolder } from "./output-folder.js";
import { packageVersion } from "./package.js";
import { positiveInteger, profileOption, selectExperiment } from "./options.js";
import { duration } from "./reproduce.js";
import { counted } from "./words.js";
import { signalToStop } from "./stop.js";

interface Options {
  readonly profile: Profile;
  readonly results: string;
  readonly out?: string;
  readonly perturb?: number;
  readonly arms?: string;
  readonly workers?: number;
  readonly json?: boolean;
}

/** Adds `normlab train`. */
export function register(program: Command): void {
  program
    .command("train")
    .description("run one experiment and say what came out; one that was killed goes on where it was")
    .argument("<experiment>", "its name, as the pages of the ledger show it")
    .addOption(profileOption())
    .option("--workers <number>", "processes that work side by side (default: one a core)", positiveInteger)
    .option("--results <folder>", "where normlab reproduce keeps its results", "reproduction")
    .option("--out <file>", "write every trial's result to this file, as a record")
    .option(
      "--perturb <number>",
      "with --out: also run that many trials of each arm with weights moved in the last digit, to measure how far repetitions differ",
      positiveInteger,
    )
    .option("--arms <text>", "with --perturb: only arms of trials whose name holds one of these, by commas")
    .option("--json", "print JSON")
    .action(async (name: string, options: Options) => {
      const { claims } = await import("../claims/registry.js");
      await run(claims, name, options);
    });
}

/** Runs the experiment of that name, and prints what came out. Exported for experiments that no registry lists. */
export async function run(claims: readonly Claim[], asked: string, options: Options): Promise<void> {
  const { claim, check } = selectExperiment(claims, asked);
  const name = check.id;
  const { profile, out, perturb } = options;
  if ((perturb !== undefined && out === undefined) || (options.arms !== undefined && perturb === undefined)) {
    throw new InputError({
      code: "usage",
      where: perturb === undefined ? "--arms" : "--perturb",
      expected: perturb === undefined ? "--perturb beside it" : "--out, the record that it is written to",
      received: "none",
    });
  }
  const sampled = profile === "quick" && check.parameters.quick === undefined && out === undefined;
  if (check.parameters[profile] === undefined && !sampled) {
    throw new InputError({
      code: "unknown-name",
      where: "--profile",
      expected: `a size of ${name}: ${profiles.filter((size) => check.parameters[size] !== undefined).join(", ")}`,
      received: profile,
    });
  }
  if (out !== undefined) {
    prepareOutput(out, "--out");
    const expected = "a file, as the record grows with every trial";
    if (isDevice(out)) throw new InputError({ code: "file", where: "--out", expected, received: `${out}, a device` });
  }
  prepareFolder(join(options.results, "cache"), "--results");
  const { recordFolder } = await import("../learning/experiments/shared/record.js");
  const { checkOfRecord, ledgerCheck } = await import("../reproduce/ledger.js");
  const { defaultWorkers } = await import("../reproduce/machine.js");
  const { planOf, tasksOf } = await import("../reproduce/plan.js");
  const { GrowingRecord } = await import("../reproduce/record-run.js");
  const { perturbedTasks } = await import("../reproduce/repetition.js");
  const { runPlan } = await import("../reproduce/run.js");
  const { Store } = await import("../reproduce/store.js");
  const { sayMissingData } = await import("./missing-data.js");
  const { createProgress } = await import("./progress.js");
  const signal = signalToStop();
  const store = new Store(join(options.results, "cache"));
  const planned = (await planOf([claim], profile)).find((candidate) => candidate.check === check)!;
  const workers = options.workers ?? defaultWorkers();
  const progress = createProgress(process.stderr, store.folder);
  const record = out === undefined ? undefined : new GrowingRecord(out, planned, packageVersion());
  if (record && record.stale > 0) {
    console.error(`${out}: ${record.stale} trials are not of the experiment as it now stands, and are left out`);
  }
  sayMissingData(tasksOf([planned]));
  const trials = planned.tasks.filter((task) => task.kind === "trial");
  // What is on record is not run again, and what is in the store is on record.
  const left = record ? trials.filter((task) => !record.has(task)) : trials;
  if (record) left.filter((task) => store.has(task.hash)).forEach((task) => record.add(task, store));
  const moved = perturb === undefined ? [] : perturbedTasks(trials, perturb, options.arms?.split(","));
  const leftMoved = moved.filter((task) => !record!.has(task));
  leftMoved.filter((task) => store.has(task.hash)).forEach((task) => record!.add(task, store));
  const tasks = [...left, ...leftMoved];
  await runPlan([{ ...planned, tasks, ...(record ? { conclusion: () => undefined } : {}) }], store, {
    workers,
    force: false,
    signal,
    observer: {
      ...progress,
      ended(task, end) {
        if (end.type === "done" && task.kind === "trial") record?.add(task, store);
        progress.ended(task, end);
      },
    },
  });
  progress.close();
  if (signal.aborted) {
    console.error("Interrupted. What is finished is kept: the same command goes on from here.");
    process.exitCode = 128 + constants.signals.SIGINT;
    return;
  }
  const entry = record
    ? checkOfRecord(planned, record.outcomes, store, recordFolder)
    : ledgerCheck(planned, store, recordFolder);
  const { result } = entry;
  if (result?.method !== "experiment") {
    console.error(`${claim.id}.${name}: ${entry.missing}`);
    process.exitCode = entry.fault ? exitCodes.no : exitCodes.wrongInput;
    return;
  }
  const figures = await writeFigures(join(options.results, "experiments", `${name}-${profile}.html`), entry, result);
  const facts = { claim: claim.id, profile, figures, record: out ?? null };
  if (options.json) console.log(JSON.stringify({ ...facts, ...describe(entry, result) }, null, 2));
  else console.log(text(entry, result, facts));
  if (!result.controlFailed) process.exitCode = exitCodes.no;
}

/** The experiment's figures as a page; null where it has none. */
async function writeFigures(path: string, { check }: LedgerCheck, { figures }: ExperimentResult) {
  if (figures.length === 0) return null;
  const { figuresToHtml } = await import("../plot/index.js");
  prepareOutput(path, "--results");
  await writeOutput(path, "--results", figuresToHtml(check.title, figures));
  return path;
}

function describe({ check, foundWord, tasks, seconds, recorded, sample }: LedgerCheck, result: ExperimentResult) {
  const trials = tasks.flatMap(({ task }) => (task.kind === "trial" ? [task.trial] : []));
  return {
    experiment: check.id,
    verdict: foundWord,
    summary: result.summary,
    effects: result.effects,
    control: { failed: result.controlFailed, verdict: result.controlVerdict, summary: result.controlSummary },
    seeds: [...new Set(trials.map(({ seed }) => seed))],
    trials: trials.length,
    backends: [...new Set(tasks.flatMap(({ record }) => record?.backend ?? []))],
    seconds,
    sample: sample?.text ?? null,
    recorded: recorded === undefined ? null : recordedJson(recorded),
    recordedBy: recorded === undefined || recorded.status === "refused" ? null : recordedBy(recorded.record),
  };
}

interface Facts {
  readonly claim: string;
  readonly profile: Profile;
  readonly figures: string | null;
  readonly record: string | null;
}

function text(entry: LedgerCheck, result: ExperimentResult, { claim, profile, figures, record }: Facts): string {
  const { experiment, verdict, summary, effects, control, seeds, trials, backends, seconds, ...rest } = describe(
    entry,
    result,
  );
  const { recorded, sample } = rest;
  const by = rest.recordedBy === null ? "" : `, computed ${rest.recordedBy}`;
  const backend = backends.length > 0 ? `, backend ${backends.join(", ")}` : "";
  return [
    `${claim}.${experiment}, profile ${profile}: ${verdict}`,
    `  ${summary}`,
    ...effects.map((effect) => `  ${effectText(effect)}`),
    `  Control ${control.failed ? "failed, as it must" : "did not fail, so the result counts for nothing"}: ${control.summary}`,
    `  ${counted(trials, "trial")}, ${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")}${backend}, ${duration(seconds)} of computing`,
    ...(sample === null ? [] : [`  Drawn from the recorded full run${by}: ${sample}`]),
    ...(recorded === null || sample !== null ? [] : [`  Recorded full run${by}: ${recordedText(recorded)}`]),
    ...(figures === null ? [] : [`  Figures: ${figures}`]),
    ...(record === null ? [] : [`  Record: ${record}`]),
  ].join("\n");
}

function effectText({ name, value, interval: [low, high], confidence, n, unit }: Effect): string {
  const shown = (number: number) => String(Number(number.toPrecision(4)));
  const measured = `${shown(value)}${unit === "" ? "" : ` ${unit}`}`;
  return `${name}: ${measured} (${shown(low)} to ${shown(high)} at ${shown(100 * confidence)} %, n = ${n})`;
}

function recordedText(recorded: ReturnType<typeof recordedJson>): string {
  return "refused" in recorded ? `refused. ${recorded.refused}` : `${recorded.evidence}. ${recorded.summary}`;
}
