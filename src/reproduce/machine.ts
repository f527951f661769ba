import { availableParallelism, cpus, hostname, totalmem } from "node:os";
import type { Machine, Place } from "./result.js";

let machine: Machine | undefined;

/** The machine this process runs on. */
export function thisMachine(): Machine {
  return (machine ??= inspectMachine());
}

function inspectMachine(): Machine {
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  };
}

/** Where this process runs: an engine names itself in `NORMLAB_ENGINE`; Slurm names its jobs itself. */
export function thisPlace(): Place {
  const { NORMLAB_ENGINE: engine = "local", SLURM_ARRAY_JOB_ID, SLURM_ARRAY_TASK_ID, SLURM_JOB_ID } = process.env;
  const job = SLURM_ARRAY_JOB_ID === undefined ? SLURM_JOB_ID : `${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}`;
  return { host: hostname(), engine, job: job ?? null };
}

/** One worker a core, as far as there are two gigabytes of memory for each. */
export function defaultWorkers(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / 2 ** 31)));
}
