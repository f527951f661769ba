import { availableParallelism, cpus, totalmem } from "node:os";
import type { Machine } from "./result.js";

/** The machine this process runs on. */
export function thisMachine(): Machine {
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  };
}

/** One worker a core, as far as there are two gigabytes of memory for each. */
export function defaultWorkers(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / 2 ** 31)));
}
