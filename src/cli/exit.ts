import { CommanderError } from "commander";
import { InputError } from "../exact/input-error.js";
import { diskRefusal } from "../reproduce/disk.js";

/** What the command line's exit codes mean; `defect` and `disk` are EX_SOFTWARE and EX_IOERR of sysexits. */
export const exitCodes = { good: 0, no: 1, wrongInput: 2, undecided: 3, defect: 70, disk: 74 } as const;

/** Says on standard error what went wrong, and gives the exit code for it. */
export function exitCodeOf(error: unknown): number {
  // Commander has printed its message; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.good : exitCodes.wrongInput;
  if (error instanceof InputError) {
    console.error(`normlab: ${error.message}`);
    return exitCodes.wrongInput;
  }
  // A disk that filled up in the middle of the work; before it, the option that names the place is said.
  const refusal = diskRefusal(error);
  if (refusal !== undefined) {
    const { path } = error as NodeJS.ErrnoException;
    console.error(`normlab: ${path === undefined ? "the disk" : path}: ${refusal}. What is finished is kept`);
    return exitCodes.disk;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(
    `normlab: this is a defect of normlab, not of the input; please report it with these lines:\n${details}`,
  );
  return exitCodes.defect;
}
