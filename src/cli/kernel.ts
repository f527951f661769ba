import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { installKernel, kernelspecFolder, uninstallKernel, type InstallPlace } from "../kernel/install.js";
import { buildSnapshot } from "../kernel/snapshot.js";
import { prepareFolder, unwritable } from "./output-folder.js";

interface PlaceOptions {
  readonly user?: boolean;
  readonly prefix?: string;
}

/** `normlab kernel install` and `normlab kernel uninstall`. */
export function register(program: Command): void {
  addKernelCommands(program.command("kernel").description("the TypeScript kernel for Jupyter"));
}

/** Adds `install` and `uninstall` to `normlab kernel` or `normlab-kernel`. */
export function addKernelCommands(kernel: Command): void {
  addPlace(kernel.command("install").description("write a kernelspec, so that Jupyter finds the kernel")).action(
    async (options: PlaceOptions) => {
      const where = place(options);
      const option = "prefix" in where ? "--prefix" : "--user";
      const folder = kernelspecFolder(where);
      prepareFolder(dirname(folder), option);
      installKernel(where);
      console.log(`installed the kernel in ${folder}`);
      await buildSnapshot().catch((error: Error) =>
        console.error(`no snapshot of the compiler, so first cells take a second longer: ${error.message}`),
      );
    },
  );
  addPlace(kernel.command("uninstall").description("remove the kernelspec")).action((options: PlaceOptions) => {
    const where = place(options);
    const folder = kernelspecFolder(where);
    if (!existsSync(folder)) {
      console.log(`nothing to remove: there is no kernel in ${folder}`);
      return;
    }
    try {
      uninstallKernel(where);
    } catch (error) {
      throw unwritable(folder, "prefix" in where ? "--prefix" : "--user", error, "a folder that can be removed");
    }
    console.log(`removed the kernel from ${folder}`);
  });
}

function addPlace(command: Command): Command {
  return command
    .option("--user", "for this user (default)")
    .option("--prefix <folder>", "for one environment, such as .venv");
}

function place({ user, prefix }: PlaceOptions): InstallPlace {
  if (prefix === undefined) return { user: true };
  if (user) {
    throw new InputError({
      code: "conflict",
      where: "--prefix",
      expected: "one of --user and --prefix",
      received: "both",
    });
  }
  return { prefix };
}
