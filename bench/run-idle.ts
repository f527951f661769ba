// `run-idle.ts ARGUMENT…`: what an element of a job array runs in the benchmark of many tasks.
import { Command } from "commander";
import { run } from "../src/cli/run-tasks.js";
import { idle } from "./many-tasks.js";

const program = new Command("run-idle")
  .requiredOption("--tasks <file>")
  .requiredOption("--shard <i/n>")
  .requiredOption("--out <folder>")
  .requiredOption("--workers <number>", "", Number)
  .parse();
await run([idle], [], { ...program.opts(), profile: "quick" });
