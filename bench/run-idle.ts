// `run-idle.ts ARGUMENT…`: what an element of a job array runs in the benchmark of many tasks.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { run } from "../src/cli/run-tasks.js";
import { idle } from "./idle.js";

const program = new Command("run-idle")
  .requiredOption("--tasks <file>")
  .requiredOption("--shard <i/n>")
  .requiredOption("--out <folder>")
  .requiredOption("--workers <number>", "", Number)
  .parse();
const options = program.opts<{ out: string; shard: string }>();
await run([idle], [], { ...options, profile: "quick" });
// Hundredths of a second of processor time: this process's own, and those of the workers that have ended.
const [user, system, ofWorkers, systemOfWorkers] = readFileSync("/proc/self/stat", "utf8").split(" ").slice(13, 17);
const hundredths = Number(user) + Number(system) + Number(ofWorkers) + Number(systemOfWorkers);
writeFileSync(join(options.out, `${options.shard.replace("/", "-of-")}.processor`), String(hundredths));
