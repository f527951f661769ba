import { join } from "node:path";
import type { Command } from "commander";
import type { Claim, Profile } from "../claims/claim.js";
import { requireResults } from "./input-file.js";
import { prepareOutput, writeOutput } from "./output-file.js";
import { positiveInteger, profileOption, selectClaims } from "./options.js";

interface Options {
  readonly profile: Profile;
  readonly results: string;
  readonly shards: number;
  readonly out?: string;
}

/** Adds `normlab tasks`. */
export function register(program: Command): void {
  program
    .command("tasks")
    .description("list the tasks of claims as JSON lines, packed into parts for other machines to run")
    .argument("[claim...]", "ids of claims, as normlab claims lists them (default: all)")
    .addOption(profileOption())
    .option("--shards <number>", "parts that are expected to take about as long as one another", positiveInteger, 1)
    .option(
      "--results <folder>",
      "where normlab reproduce keeps its results: how long tasks took is read there",
      "reproduction",
    )
    .option("--out <file>", "write the list to this file")
    .action(async (ids: readonly string[], options: Options, command: Command) => {
      if (command.getOptionValueSource("results") === "cli") requireResults(options.results, "--results");
      const { claims } = await import("../claims/registry.js");
      await run(claims, ids, options);
    });
}

/** Lists the tasks of the claims with the given ids. Exported for claims that no registry lists. */
export async function run(claims: readonly Claim[], ids: readonly string[], options: Options): Promise<void> {
  const { profile, results, shards, out } = options;
  const selected = selectClaims(claims, ids);
  if (out !== undefined) prepareOutput(out, "--out");
  const { plannedTasks, taskLines } = await import("../reproduce/engines/task-list.js");
  const { sayMissing } = await import("./missing-data.js");
  const { shippedRecord } = await import("../reproduce/recorded.js");
  const { Store } = await import("../reproduce/store.js");
  const tasks = await plannedTasks(selected, profile);
  sayMissing(selected, profile, tasks);
  // Of more parts than tasks some would be empty.
  const parts = Math.max(1, Math.min(shards, tasks.length));
  const lines = taskLines(tasks, new Store(join(results, "cache")), parts, shippedRecord);
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  if (out === undefined) process.stdout.write(text);
  else await writeOutput(out, "--out", text);
}
