import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { installKernel, uninstallKernel, type InstallPlace } from "../kernel/install.js";
import { buildSnapshot } from "../kernel/snapshot.js";

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
      console.log(`installed the kernel in ${installKernel(place(options))}`);
      await buildSnapshot().catch((error: Error) =>
        console.error(`no snapshot of the compiler, so first cells take a second longer: ${error.message}`),
      );
    },
  );
  addPlace(kernel.command("uninstall").description("remove the kernelspec")).action((options: PlaceOptions) =>
    console.log(`removed the kernel from ${uninstallKernel(place(options))}`),
  );
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
