import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { Claim, Profile } from "../claims/claim.js";
import { thisCommand } from "./cluster.js";
import { register as registerSmtLib } from "./export-smt-lib.js";
import { positiveInteger, profileOption, selectClaims } from "./options.js";
import { writeOutput } from "./output-file.js";
import { prepareFolder } from "./output-folder.js";

interface Options {
  readonly profile: Profile;
  readonly shards: number;
  readonly results: string;
  readonly out: string;
}

const engines = ["snakemake", "cwl"] as const;
type EngineName = (typeof engines)[number];

/** Adds `normlab export`. */
export function register(program: Command): void {
  const command = program
    .command("export")
    .description("write tasks as another engine's workflow, or certificates as questions for other solvers");
  for (const engine of engines) {
    command
      .command(engine)
      .description("write a workflow that runs the tasks of claims, and then their ledger")
      .argument("[claim...]", "ids of claims, as normlab claims lists them (default: all)")
      .addOption(profileOption())
      .option("--shards <number>", "parts the engine runs side by side", positiveInteger, 8)
      .option("--results <folder>", "where results and report go; all nodes see it", "reproduction")
      .option("--out <folder>", "where the workflow is written", "workflow")
      .action(async (ids: readonly string[], options: Options) => {
        const { claims } = await import("../claims/registry.js");
        await run(claims, engine, ids, options);
      });
  }
  registerSmtLib(command);
}

async function run(
  claims: readonly Claim[],
  engine: EngineName,
  ids: readonly string[],
  { profile, results, out, ...options }: Options,
): Promise<void> {
  const selected = selectClaims(claims, ids);
  prepareFolder(out, "--out");
  const { plannedTasks, taskLines } = await import("../reproduce/engines/task-list.js");
  const { cwlWorkflow, snakemakeWorkflow } = await import("../reproduce/engines/workflows.js");
  const { sayMissing } = await import("./missing-data.js");
  const { shippedRecord } = await import("../reproduce/recorded.js");
  const { Store } = await import("../reproduce/store.js");
  const tasks = await plannedTasks(selected, profile);
  sayMissing(selected, profile, tasks);
  // A part without tasks would be work for nothing.
  const shards = Math.max(1, Math.min(options.shards, tasks.length));
  const lines = taskLines(tasks, new Store(join(results, "cache")), shards, shippedRecord);
  const ofAll = ids.length === 0 ? [] : selected.map(({ id }) => id);
  const workflow = { claims: ofAll, profile, shards, lines, command: thisCommand(), out: resolve(results) };
  const files = engine === "snakemake" ? snakemakeWorkflow(workflow) : cwlWorkflow(workflow);
  for (const [name, text] of Object.entries(files)) await writeOutput(join(out, name), "--out", text);
  console.log(
    `${tasks.length} tasks in ${shards} ${shards === 1 ? "part" : "parts"}: ${join(out, Object.keys(files)[0]!)}`,
  );
}
