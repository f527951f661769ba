import { Command } from "commander";
import { exitCodeOf } from "./exit.js";
import { packageVersion } from "./package.js";

/** A program that answers `--help` and `--version`; commands that are added to it take its settings over. */
export function newProgram(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .showHelpAfterError("(--help says how it is called)")
    .exitOverride();
}

/** Does what the command line asks (this process's, or the arguments given), and sets the exit code. */
export async function runProgram(program: Command, args?: readonly string[]): Promise<void> {
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  try {
    await (args === undefined ? program.parseAsync() : program.parseAsync(args, { from: "user" }));
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}
