import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { kernelName } from "../kernel/install.js";
import { packageFolder } from "./package.js";

/** Adds `normlab lab`. */
export function register(program: Command): void {
  program
    .command("lab")
    .description("JupyterLab on the walkthroughs, with the normlab kernel")
    .argument("[notebook]", "a file, or the beginning of a walkthrough's name such as 02 (default: all of them)")
    .argument("[options...]", "options of JupyterLab, such as --no-browser --port 8899")
    .allowUnknownOption()
    .action(async (_notebook: unknown, _rest: unknown, _options: unknown, command: Command) => {
      const [first, ...rest] = command.args;
      const named = first !== undefined && !first.startsWith("-");
      process.exitCode = await open(labArguments(named ? first : undefined), named ? rest : command.args);
    });
}

/**
 * What JupyterLab is called with to open a notebook: a file, or a walkthrough by the beginning of its name.
 *
 * @throws InputError, listing the walkthroughs, where there is neither.
 */
export function labArguments(notebook: string | undefined): string[] {
  const walkthroughs = join(packageFolder, "notebooks");
  const kernel = `--MultiKernelManager.default_kernel_name=${kernelName}`;
  if (notebook === undefined) return ["--notebook-dir", walkthroughs, kernel];
  if (existsSync(notebook)) {
    const file = resolve(notebook);
    return ["--notebook-dir", dirname(file), kernel, basename(file)];
  }
  const names = readdirSync(walkthroughs).filter((name) => name.endsWith(".ipynb"));
  const found = names.filter((name) => name.startsWith(notebook));
  if (found.length === 1) return ["--notebook-dir", walkthroughs, kernel, found[0]!];
  throw new InputError({
    code: "unknown-name",
    where: "notebook",
    expected: `a file, or one of ${names.join(", ")} by the beginning of its name`,
    received: notebook,
  });
}

/** JupyterLab refuses to start for root unless it is told that this is meant, as it is in a container. */
export function rootArguments(given: readonly string[], user: number | undefined): string[] {
  return user === 0 && !given.some((argument) => argument.startsWith("--allow-root")) ? ["--allow-root"] : [];
}

/** Runs JupyterLab until it ends; its exit code. Ctrl-C reaches it by the terminal. */
async function open(labArguments: readonly string[], more: readonly string[]): Promise<number> {
  const { findJupyter } = await import("./machine.js");
  const jupyter = findJupyter();
  if (!jupyter.usable) {
    throw new InputError({ code: "missing", where: "lab", expected: "JupyterLab", received: jupyter.why });
  }
  const lab = spawn(jupyter.why, [...labArguments, ...rootArguments(more, process.getuid?.()), ...more], {
    stdio: "inherit",
  });
  process.on("SIGINT", () => {});
  process.once("SIGTERM", () => lab.kill("SIGTERM"));
  return new Promise((done, fail) => {
    lab.once("error", fail);
    lab.once("exit", (code) => done(code ?? 1));
  });
}
