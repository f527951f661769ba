import { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { exitCodeOf } from "./exit.js";
import { packageVersion } from "./package.js";

/** A program that answers `--help` and `--version`; commands that are added to it take its settings over. */
export function newProgram(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .showHelpAfterError("(--help says how it is called)")
    .exitOverride()
    .hook("preAction", (_, command) => requireValues(command));
}

/** Such as a variable of the shell that is not set: no option means anything by nothing. */
function requireValues(command: Command): void {
  const { long } = command.options.find((option) => command.getOptionValue(option.attributeName()) === "") ?? {};
  if (typeof long !== "string") return;
  throw new InputError({ code: "missing", where: long, expected: "a value", received: '""' });
}

/** Does what the command line asks (this process's, or the arguments given), and sets the exit code. */
export async function runProgram(program: Command, args?: readonly string[]): Promise<void> {
  // Once, however many command lines a process runs.
  process.stdout.off("error", outputClosed).on("error", outputClosed);
  try {
    await (args === undefined ? program.parseAsync() : program.parseAsync(args, { from: "user" }));
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** A reader that has seen enough, such as `head`, is no error. */
function outputClosed(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit();
  throw error;
}
