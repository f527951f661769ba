import { constants } from "node:os";
import { join } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { profiles, type Claim, type Profile } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import type { LedgerCheck, LedgerClaim } from "../reproduce/ledger.js";
import { exitCodes } from "./exit.js";
import { prepareFolder } from "./output-folder.js";
import { packageVersion } from "./package.js";
import { clusterOf } from "./reproduce-slurm.js";
import { nearest } from "./words.js";

interface Options {
  readonly profile: Profile;
  readonly out: string;
  readonly workers?: number;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly engine?: "local" | "slurm";
  readonly partition?: string;
  readonly jobs?: number;
  readonly sbatch?: readonly string[];
  readonly detach?: boolean;
  readonly attach?: boolean;
}

/** Adds `normlab reproduce`. */
export function register(program: Command): void {
  program
    .command("reproduce")
    .description("check every claim, or some, and write the ledger; only what has changed is run")
    .argument("[claim...]", "ids of claims, as normlab claims lists them (default: all)")
    .addOption(profileOption())
    .option("--out <folder>", "where results and report go", "reproduction")
    .option("--workers <number>", "processes that work side by side (default: one a core)", positiveInteger)
    .option("--force", "run again what has a result already")
    .option("--json", "print the ledger as JSON")
    .addOption(new Option("--engine <engine>", "who runs the tasks").choices(["local", "slurm"]).default("local"))
    .option("--partition <name>", "slurm: the partition (default: the cluster's)")
    .option("--jobs <number>", "slurm: the most elements of a job array", positiveInteger)
    .option("--sbatch <argument...>", "slurm: further arguments for sbatch, such as --sbatch=--account=physics")
    .option("--detach", "slurm: submit, and come back later with --attach")
    .option("--attach", "slurm: wait for what was submitted, and write the ledger")
    .action(async (ids: readonly string[], options: Options) => {
      const { claims } = await import("../claims/registry.js");
      await run(claims, ids, options);
    });
}

/** How much is run; shared by the commands that read results. */
export function profileOption(): Option {
  return new Option("--profile <profile>", "how much is run: minutes, hours, or the papers' own setting")
    .choices(profiles)
    .default("quick");
}

/** Runs the claims with the given ids (all for none), and prints the ledger. Exported for runs of claims that no registry lists. */
export async function run(claims: readonly Claim[], ids: readonly string[], options: Options): Promise<void> {
  const selected = selectClaims(claims, ids);
  prepareFolder(join(options.out, "cache"), "--out");
  prepareFolder(options.out, "--out");
  const { defaultWorkers } = await import("../reproduce/machine.js");
  const { reproduce } = await import("../reproduce/reproduce.js");
  const { createProgress } = await import("./progress.js");
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const workers = options.workers ?? defaultWorkers();
  const progress = createProgress(process.stderr, { cache: join(options.out, "cache"), workers });
  const cluster = await clusterOf(selected, options, progress, controller.signal);
  if (cluster?.detached) {
    progress.close();
    return;
  }
  const reproduction = await reproduce(claims, {
    ...(cluster ? { elsewhere: cluster.elsewhere } : {}),
    selected,
    profile: options.profile,
    folder: options.out,
    workers,
    force: options.force ?? false,
    signal: controller.signal,
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
  if (reproduction.faulty.length > 0) process.exitCode = exitCodes.no;
}

/** The claims with the given ids; all for none. Case does not count, and several may stand in one word: `c3,C5`. */
export function selectClaims(claims: readonly Claim[], ids: readonly string[]): readonly Claim[] {
  const wanted = ids.flatMap((text) => text.split(",")).flatMap((text) => text.trim() || []);
  const known = claims.map(({ id }) => id);
  const unknown = wanted.filter((id) => !known.some((other) => isSame(id, other)));
  if (unknown.length > 0) {
    const near = [...new Set(unknown.flatMap((id) => nearest(id, known)))];
    throw new InputError({
      code: "unknown-name",
      where: "claim",
      expected: `ids among ${known.join(", ")}`,
      received: unknown.join(", "),
      ...(near.length > 0 ? { remedy: `Did you mean ${near.slice(0, 3).join(" or ")}?` } : {}),
    });
  }
  return wanted.length === 0 ? claims : claims.filter(({ id }) => wanted.some((other) => isSame(id, other)));
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** A line a claim; below it what is wrong or missing. */
function ledgerText(ledger: readonly LedgerClaim[]): string {
  const lines = ledger.flatMap(({ claim, word, checks, seconds }) => [
    `${claim.id.padEnd(4)} ${(word ?? "").padEnd(15)} ${duration(seconds).padStart(8)}  ${claim.title}`,
    ...checks.flatMap((entry) => [...checkLines(entry, claim.id), ...recordedLines(entry, claim.id)]),
  ]);
  return lines.join("\n");
}

function checkLines({ check, foundWord, fault, result, missing }: LedgerCheck, claim: string): string[] {
  const name = `       ${claim}.${check.id}`;
  if (missing !== undefined) return [`${name}: ${foundWord === null ? "" : `${foundWord}. `}${indent(missing)}`];
  const said = fault || foundWord === "not reproduced" ? [`${name}: ${foundWord}. ${indent(result!.summary)}`] : [];
  return result!.controlFailed ? said : [...said, `${name}: its control did not fail (${check.control})`];
}

/** The recorded full run, where it is refused or does not support the claim. */
function recordedLines({ check, recorded }: LedgerCheck, claim: string): string[] {
  const name = `       ${claim}.${check.id}, recorded full run`;
  if (recorded === undefined) return [];
  if (recorded.status === "refused") return [`${name}: refused. ${indent(recorded.reason)}`];
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

/** Reads an option that counts. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("expected an integer ≥ 1");
  return value;
}
