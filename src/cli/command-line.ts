import type { Command } from "commander";
import * as check from "./check.js";
import * as approximate from "./approximate.js";
import * as bounds from "./bounds.js";
import * as claims from "./claims.js";
import * as compare from "./compare.js";
import * as data from "./data.js";
import * as doctor from "./doctor.js";
import * as exportWorkflow from "./export.js";
import * as kernel from "./kernel.js";
import * as lab from "./lab.js";
import * as languageServer from "./language-server.js";
import * as merge from "./merge.js";
import { newProgram } from "./program.js";
import * as prove from "./prove.js";
import * as reproduce from "./reproduce.js";
import * as run from "./run.js";
import * as runTasks from "./run-tasks.js";
import * as separate from "./separate.js";
import * as sweep from "./sweep.js";
import * as tasks from "./tasks.js";
import * as train from "./train.js";

// One file a command; what a command computes with is imported inside its action, so that `--help` stays instant.
const commands = [
  ...[approximate, bounds, check, claims, compare, data, doctor, exportWorkflow, kernel, lab, languageServer],
  ...[merge, prove, reproduce, run, runTasks, separate, sweep, tasks, train],
];

/** The whole of `normlab`, new: what a command line has set is not kept for the next. */
export function commandLine(): Command {
  const program = newProgram("normlab", "Certified reproductions of three papers on normalization layers.").addHelpText(
    "after",
    "\nExit codes: 0 good, 1 the answer is no, 2 the input is wrong, 3 undecided within the stated work, 70 a defect of normlab.",
  );
  for (const command of commands) command.register(program);
  return program;
}
