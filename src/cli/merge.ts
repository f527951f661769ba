import { join } from "node:path";
import type { Command } from "commander";
import { exitCodes } from "./exit.js";
import { prepareFolder } from "./output-folder.js";
import { counted } from "./words.js";

/** Adds `normlab merge`. */
export function register(program: Command): void {
  program
    .command("merge")
    .description("take the results of other folders into one; then normlab reproduce finds them there")
    .argument("<folder...>", "folders that normlab run-tasks or normlab reproduce wrote")
    .option("--out <folder>", "the folder that gets them", "reproduction")
    .action(async (folders: readonly string[], { out }: { readonly out: string }) => {
      prepareFolder(join(out, "cache"), "--out");
      const { mergeResults } = await import("../reproduce/engines/merge.js");
      const { added, known, damaged, different } = mergeResults(folders, out);
      console.log(`${counted(added, "result")} added to ${out}, ${known} ${known === 1 ? "was" : "were"} there`);
      for (const path of damaged) console.log(`  ${path}: damaged, left out; its task will be run again`);
      for (const { hash, folder } of different) {
        console.log(`  ${hash}: ${folder} has another result for this task; the one in ${out} stays`);
      }
      if (damaged.length > 0 || different.length > 0) process.exitCode = exitCodes.no;
    });
}
