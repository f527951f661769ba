import { constants } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { Claim, Profile } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import type { LedgerCheck, LedgerClaim } from "../reproduce/ledger.js";
import { isBuilt, requireOwnBuild } from "./build.js";
import { clusterOf } from "./cluster.js";
import { exitCodes } from "./exit.js";
import { clusterOptions, positiveInteger, profileOption, selectClaims, type ClusterOptions } from "./options.js";
import { packageFolder, packageVersion } from "./package.js";
import { prepareOutput, writeOutput } from "./output-file.js";
import { prepareFolder } from "./output-folder.js";
import { signalToStop } from "./stop.js";

interface Options extends ClusterOptions {
  readonly profile: Profile;
  readonly out: string;
  readonly workers?: number;
  readonly force?: boolean;
  readonly asIs?: boolean;
  readonly json?: boolean;
  readonly sampleSeed?: number;
  readonly bundle?: string;
}

/** Adds `normlab reproduce`. */
export function register(program: Command): void {
  const command = program
    .command("reproduce")
    .description("check every claim, or some, and write the ledger; only what has changed is run")
    .argument("[claim...]", "ids of claims, as normlab claims lists them (default: all)")
    .addOption(profileOption())
    .option("--out <folder>", "where results and report go", "reproduction")
    .option("--workers <number>", "processes that work side by side (default: one a core)", positiveInteger)
    .option("--force", "run again what has a result already")
    .option("--as-is", "run nothing: the ledger of what has a result by now, such as while an engine is at work")
    .option("--sample-seed <number>", "chooses which trials of the records are run again", positiveInteger, 1)
    .option("--bundle <file>", "hand on: write report, results, certificates, records and manifest as one .zip too")
    .option("--json", "print the ledger as JSON");
  clusterOptions(command).action(async (ids: readonly string[], options: Options) => {
    if (isBuilt) requireOwnBuild(packageFolder);
    const { claims } = await import("../claims/registry.js");
    await run(claims, ids, options);
  });
}

/** Runs the claims with the given ids (all for none), and prints the ledger. Exported for runs of claims that no registry lists. */
export async function run(claims: readonly Claim[], ids: readonly string[], options: Options): Promise<void> {
  const selected = selectClaims(claims, ids);
  requireSampling(options);
  requireOneWill(options);
  prepareFolder(join(options.out, "cache"), "--out");
  prepareFolder(options.out, "--out");
  if (options.bundle !== undefined) prepareBundle(options.bundle);
  const { defaultWorkers } = await import("../reproduce/machine.js");
  const { reproduce } = await import("../reproduce/reproduce.js");
  const { sayMissing } = await import("./missing-data.js");
  const { createProgress } = await import("./progress.js");
  const signal = signalToStop();
  const workers = options.workers ?? defaultWorkers();
  const progress = createProgress(process.stderr, join(options.out, "cache"));
  const what = { name: `${options.profile} of ${selected.map(({ id }) => id).join(" ")}`, part: ["run-tasks"] };
  const tasks = async () => {
    const { plannedTasks } = await import("../reproduce/engines/task-list.js");
    const planned = await plannedTasks(selected, options.profile);
    sayMissing(selected, options.profile, planned);
    return planned;
  };
  const cluster = await clusterOf(what, tasks, options, progress, signal);
  if (cluster?.detached) {
    progress.close();
    return;
  }
  const reproduction = await reproduce(claims, {
    ...(cluster ? { elsewhere: cluster.elsewhere } : {}),
    selected,
    onPlan: (tasks) => sayMissing(selected, options.profile, tasks),
    profile: options.profile,
    folder: options.out,
    sampleSeed: options.sampleSeed ?? 1,
    workers,
    force: options.force ?? false,
    ...(options.asIs ? { leave: "open" as const } : {}),
    signal,
    observer: progress,
    version: packageVersion(),
  });
  progress.close();
  if (reproduction.interrupted) {
    console.error("Interrupted. What is finished is kept: the same command goes on from here.");
    process.exitCode = 128 + constants.signals.SIGINT;
    return;
  }
  const { ledgerJson } = await import("../reproduce/ledger-json.js");
  if (options.json) console.log(JSON.stringify(ledgerJson(reproduction.ledger), null, 2));
  else console.log(ledgerText(reproduction.ledger.filter(({ claim }) => selected.includes(claim))));
  console.error(`The report: ${join(options.out, "index.html")}`);
  if (options.bundle !== undefined) {
    const { bundleOf } = await import("../reproduce/bundle.js");
    await writeOutput(options.bundle, "--bundle", Buffer.from(bundleOf(options.out)));
    console.error(`The bundle: ${options.bundle}. Unpacked, normlab check FOLDER checks it again.`);
  }
  if (reproduction.faulty.length > 0) process.exitCode = exitCodes.no;
}

/** The seed of samples means something where there are samples, and here: parts on other machines take the seed 1. */
function requireSampling({ sampleSeed = 1, profile, engine }: Options): void {
  if (sampleSeed === 1 || (profile === "quick" && engine !== "slurm")) return;
  const where = "--sample-seed";
  const expected = "--profile quick and --engine local, where records are sampled";
  const received = profile === "quick" ? "--engine slurm" : `--profile ${profile}`;
  throw new InputError({ code: "usage", where, expected, received });
}

/** To run nothing, and to run again or elsewhere, exclude each other. */
function requireOneWill({ asIs, force, engine }: Options): void {
  if (!asIs || (!force && engine !== "slurm")) return;
  const received = `--as-is and ${force ? "--force" : "--engine slurm"}`;
  throw new InputError({ code: "usage", where: "--as-is", expected: "--as-is alone: it runs nothing", received });
}

/** Sees before the work that the bundle can be written after it. */
function prepareBundle(path: string): void {
  prepareOutput(path, "--bundle");
  if (path.toLowerCase().endsWith(".zip")) return;
  throw new InputError({ code: "name", where: "--bundle", expected: "a file whose name ends in .zip", received: path });
}

/** A line a claim; below it what is wrong or missing. */
function ledgerText(ledger: readonly LedgerClaim[]): string {
  const lines = ledger.flatMap(({ claim, word, checks, seconds }) => [
    `${claim.id.padEnd(4)} ${(word ?? "").padEnd(15)} ${duration(seconds).padStart(8)}  ${claim.title}`,
    ...checks.flatMap((entry) => [...checkLines(entry, claim.id), ...recordedLines(entry, claim.id)]),
  ]);
  return lines.join("\n");
}

function checkLines({ check, foundWord, fault, result, missing, sample }: LedgerCheck, claim: string): string[] {
  const name = `       ${claim}.${check.id}`;
  if (sample && result) return [`${name}: ${sample.text}`];
  if (missing !== undefined) return [`${name}: ${foundWord === null ? "" : `${foundWord}. `}${indent(missing)}`];
  const said = fault || foundWord === "not reproduced" ? [`${name}: ${foundWord}. ${indent(result!.summary)}`] : [];
  return result!.controlFailed ? said : [...said, `${name}: its control did not fail (${check.control})`];
}

/** The recorded full run, where it is refused or does not support the claim. */
function recordedLines({ check, recorded, missing }: LedgerCheck, claim: string): string[] {
  const name = `       ${claim}.${check.id}, recorded full run`;
  if (recorded === undefined || (recorded.status !== "concluded" && missing !== undefined)) return [];
  if (recorded.status === "refused") return [`${name}: refused. ${indent(recorded.reason)}`];
  if (recorded.status === "unfinished") return [`${name}: ${recorded.word}. ${indent(recorded.reason)}`];
  return recorded.word === "supported" ? [] : [`${name}: ${recorded.word}. ${indent(recorded.result.summary)}`];
}

function indent(text: string): string {
  return text.split("\n").join("\n         ");
}

/** `3.2 s`, `12.0 min`, `1.5 h`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return seconds < 3600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
