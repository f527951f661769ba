import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { kernelspecFolder } from "../kernel/install.js";
import { addKernelCommands } from "./kernel.js";
import { register as addLanguageServer } from "./language-server.js";
import { packageFolder } from "./package.js";
import { newProgram, runProgram } from "./program.js";
import * as run from "./run.js";

// `normlab-kernel`, the command of the package that is the kernel alone.
const program = newProgram("normlab-kernel", "A TypeScript kernel for Jupyter.");
addKernelCommands(program);
run.register(program);
addLanguageServer(program);
program.hook("preAction", (_, command) => {
  if (["run", "language-server"].includes(command.name())) return;
  const { prefix } = command.opts<{ prefix?: string }>();
  const home = homeOf(prefix);
  if (command.name() === "uninstall") rmSync(home, { recursive: true, force: true });
  // npx keeps packages in a cache that is emptied sooner or later; a kernelspec names files that must stay.
  else if (packageFolder.includes(`${sep}_npx${sep}`)) installFrom(copyTo(home));
});
await runProgram(program);

/** Where the kernel is kept when npx has brought it: beside the kernelspecs. */
function homeOf(prefix: string | undefined): string {
  const kernelspecs = dirname(kernelspecFolder(prefix === undefined ? { user: true } : { prefix }));
  return join(dirname(kernelspecs), "normlab-kernel");
}

/** Copies this package and those it needs, replacing an older copy as a whole; returns the folder of this package there. */
function copyTo(home: string): string {
  const packages = dirname(resolve(packageFolder));
  mkdirSync(dirname(home), { recursive: true });
  const temporary = mkdtempSync(`${home}-`);
  cpSync(packages, join(temporary, "node_modules"), { recursive: true, verbatimSymlinks: true });
  rmSync(home, { recursive: true, force: true });
  renameSync(temporary, home);
  return join(home, "node_modules", "normlab-kernel");
}

/** Lets the copy do what was asked, and ends with its exit code. */
function installFrom(folder: string): never {
  const { status } = spawnSync(process.execPath, [join(folder, "bin.js"), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}
