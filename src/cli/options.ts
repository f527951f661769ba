// Options and arguments that several commands take.
import { InvalidArgumentError, Option, type Command } from "commander";
import { profiles, type Claim } from "../claims/claim.js";
import { experimentsOf, findExperiment, type ClaimedExperiment } from "../claims/experiments.js";
import { InputError } from "../exact/input-error.js";
import { didYouMean, nearest } from "./words.js";

/** Who runs the tasks, and how Slurm is asked to. */
export interface ClusterOptions {
  readonly engine?: "local" | "slurm";
  readonly partition?: string;
  readonly jobs?: number;
  readonly sbatch?: readonly string[];
  readonly detach?: boolean;
  readonly attach?: boolean;
}

/** Adds the options of `ClusterOptions` to a command. */
export function clusterOptions(command: Command): Command {
  return command
    .addOption(new Option("--engine <engine>", "who runs the tasks").choices(["local", "slurm"]).default("local"))
    .option("--partition <name>", "slurm: the partition (default: the cluster's)")
    .option("--jobs <number>", "slurm: the most elements of a job array", positiveInteger)
    .option("--sbatch <argument...>", "slurm: further arguments for sbatch, such as --sbatch=--account=physics")
    .option("--detach", "slurm: submit, and come back later with --attach")
    .option("--attach", "slurm: wait for what was submitted, and go on");
}

/** How much is run. */
export function profileOption(): Option {
  return new Option("--profile <profile>", "how much is run: minutes, hours, or the papers' own setting")
    .choices(profiles)
    .default("quick");
}

/** The claims with the given ids; all for none. Case does not count, and several may stand in one word: `c3,C5` or `"C3 C5"`. */
export function selectClaims(claims: readonly Claim[], ids: readonly string[]): readonly Claim[] {
  const wanted = ids.flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== "");
  const known = claims.map(({ id }) => id);
  // Such as a variable of the shell that is not set: everything is not what was meant.
  if (ids.length > 0 && wanted.length === 0) {
    const expected = `ids among ${known.join(", ")}, or none at all for all of them`;
    throw new InputError({ code: "missing", where: "claim", expected, received: JSON.stringify(ids.join(" ")) });
  }
  const unknown = wanted.filter((id) => !known.some((other) => isSame(id, other)));
  if (unknown.length > 0) {
    const near = [...new Set(unknown.flatMap((id) => nearest(id, known)))];
    throw new InputError({
      code: "unknown-name",
      where: "claim",
      expected: `ids among ${known.join(", ")}`,
      received: unknown.join(", "),
      ...didYouMean(near),
    });
  }
  return wanted.length === 0 ? claims : claims.filter(({ id }) => wanted.some((other) => isSame(id, other)));
}

/** The experiment of a name, as the ledger writes it: `depth`, or `A6.depth` with its claim. */
export function selectExperiment(claims: readonly Claim[], name: string): ClaimedExperiment {
  const known = experimentsOf(claims);
  const full = known.find(({ claim, check }) => isSame(`${claim.id}.${check.id}`, name));
  try {
    return full ?? findExperiment(claims, name);
  } catch (error) {
    const near = nearest(
      name.replace(/^.*\./, ""),
      known.map(({ check }) => check.id),
    );
    if (!(error instanceof InputError)) throw error;
    throw new InputError({ ...error.problem, ...didYouMean(near) });
  }
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Reads an option that counts. */
export function positiveInteger(text: string): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) < 1) {
    throw new InvalidArgumentError("expected an integer from 1, in digits, such as 4.");
  }
  return Number(text);
}
