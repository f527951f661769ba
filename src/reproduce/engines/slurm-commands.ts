import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { InputError } from "../../exact/input-error.js";

const execute = promisify(execFile);

/** What a job array asks the cluster for. */
export interface SlurmRequest {
  readonly script: string;
  /** Elements are numbered from 1. */
  readonly elements: readonly number[];
  readonly minutes: number;
  readonly memoryMegabytes: number;
  /** Where elements write what they print; Slurm replaces `%A` and `%a`. */
  readonly output: string;
  readonly partition?: string;
  /** Further arguments for sbatch, such as `--account=physics`. */
  readonly sbatch: readonly string[];
}

/** Submits a job array and gives its number. */
export async function submitArray(request: SlurmRequest): Promise<string> {
  const { script, elements, minutes, memoryMegabytes, output, partition, sbatch } = request;
  const stdout = await slurm("sbatch", [
    "--parsable",
    "--job-name=normlab",
    `--array=${elements.join(",")}`,
    `--time=${minutes}`,
    `--mem=${memoryMegabytes}M`,
    "--ntasks=1",
    "--cpus-per-task=1",
    // Results are kept as they come, so an element may begin again on another node.
    "--requeue",
    `--output=${output}`,
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...sbatch,
    script,
  ]);
  return stdout.trim().split(";")[0]!;
}

/** The elements of a job that wait or run, with what they wait for. */
export interface LiveElement {
  readonly state: string;
  readonly reason: string;
}

/** What of a job is still waiting or running; empty once all of it has ended. */
export async function liveElements(job: string): Promise<LiveElement[]> {
  let text: string;
  try {
    text = await slurm("squeue", ["--noheader", `--jobs=${job}`, "--format=%T|%r"]);
  } catch (error) {
    // A job that ended some minutes ago is not known any more.
    if (String(error).includes("Invalid job id")) return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => {
    const [state, reason] = line.split("|");
    return reason === undefined || state === "COMPLETING" ? [] : [{ state: state!, reason }];
  });
}

/** How the elements of a job ended, by number: `COMPLETED`, `TIMEOUT`, `OUT_OF_MEMORY`, `NODE_FAIL` …; as far as Slurm still knows. */
export async function endStates(job: string): Promise<Map<number, string>> {
  const text = await slurm("scontrol", ["show", "job", job, "--oneliner"]).catch(() => "");
  const states = new Map<number, string>();
  for (const line of text.split("\n")) {
    const element = /\bArrayTaskId=(\d+)\b/.exec(line)?.[1];
    const state = /\bJobState=(\w+)/.exec(line)?.[1];
    if (element !== undefined && state !== undefined) states.set(Number(element), state);
  }
  return states;
}

/** Ends a job; one that has ended already is no error. */
export async function cancelJob(job: string): Promise<void> {
  await slurm("scancel", ["--quiet", job]);
}

async function slurm(command: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute(command, args, { maxBuffer: 1 << 28 });
    return stdout;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") {
      throw new InputError({
        code: "missing-program",
        where: "--engine slurm",
        expected: `Slurm's ${command} on the PATH`,
        received: "no such program",
        remedy: "Run this on a machine that submits to the cluster",
      });
    }
    const said = stderr.trim().split("\n").slice(-3).join(" ");
    throw new InputError({
      code: "refused",
      where: "--engine slurm",
      expected: `that ${command} does what it is asked`,
      received: said === "" ? `exit code ${String(code)} and no word` : said,
      remedy: `${remedyFor(said)}. Asked was: ${command} ${args.join(" ")}`,
    });
  }
}

/** What to do about a refusal; Slurm's own words say no more than what is wrong. */
function remedyFor(said: string): string {
  if (/partition/i.test(said)) return "sinfo lists the partitions of this cluster: name one with --partition";
  if (/account|association|qos/i.test(said)) {
    return "Name what you may use: --sbatch=--account=NAME, --sbatch=--qos=NAME (sacctmgr show associations user=$USER lists it)";
  }
  if (/unrecognized option|invalid option|invalid argument/i.test(said)) return "Look at what --sbatch passes on";
  if (/node configuration|memory|time limit|cpu count/i.test(said)) {
    return "The cluster has no node with so much memory or time: sinfo -o '%P %m %l' shows what it has; --partition chooses, --jobs makes smaller parts";
  }
  if (/contact|connect|communication/i.test(said))
    return "The cluster does not answer: try again later (sinfo shows whether it does)";
  return "The same, asked by hand, shows more with --verbose";
}
