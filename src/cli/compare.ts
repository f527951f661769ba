import { InvalidArgumentError, type Command } from "commander";
import { exitCodes } from "./exit.js";
import { prepareOutput, writeOutput } from "./output-file.js";
import { packageVersion } from "./package.js";

interface Options {
  readonly json?: boolean;
  readonly page?: string;
  readonly tolerance?: number;
}

/** Adds `normlab compare`. */
export function register(program: Command): void {
  program
    .command("compare")
    .description(
      "hold two runs side by side: words that changed, numbers past their tolerance, figures with other data",
    )
    .argument("<run-a>", "folder of a finished run (normlab reproduce --out), or of a bundle that was unpacked")
    .argument("<run-b>", "the other one")
    .option(
      "--tolerance <number>",
      "relative tolerance of every number, in place of what the checks state; 0: every digit",
      tolerance,
    )
    .option("--page <file>", "write the comparison as one HTML file too, figures side by side")
    .option("--json", "print {runs, same, claims, counts, stoodOn}")
    .addHelpText(
      "after",
      `
Numbers of experiments are compared within the tolerance that the experiment states, five times that between tensor backends; those
computed with tensors, within their check's; all others within 1e-9 of the larger one. Every file is first held against its run's manifest.
Exit codes: 0 the runs agree, 1 they differ, 2 a folder is no finished run, of another version, or has a damaged file.`,
    )
    .action(async (folderA: string, folderB: string, options: Options) => {
      if (options.page !== undefined) prepareOutput(options.page, "--page");
      const { readRun } = await import("../reproduce/compare/run-folder.js");
      const { compareRuns } = await import("../reproduce/compare/compare.js");
      const { comparisonText } = await import("../reproduce/compare/text.js");
      const version = packageVersion();
      const comparison = compareRuns(readRun(folderA, version), readRun(folderB, version), options.tolerance);
      if (options.page !== undefined) {
        const { comparisonPage } = await import("../reproduce/compare/page.js");
        await writeOutput(options.page, "--page", comparisonPage(comparison));
      }
      console.log(options.json ? JSON.stringify(comparison, withoutFigures, 2) : comparisonText(comparison));
      if (!comparison.same) process.exitCode = exitCodes.no;
    });
}

/** The figures themselves are in the runs; what differs in them is listed. */
function withoutFigures(key: string, value: unknown): unknown {
  return key === "pair" ? undefined : value;
}

function tolerance(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError("expected a number ≥ 0, such as 0 or 1e-6.");
  }
  return value;
}
