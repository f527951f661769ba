import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Option, type Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { installKernel, kernelspecFolder, uninstallKernel, type InstallPlace } from "../kernel/install.js";
import {
  installLanguageServer,
  languageServerFile,
  uninstallLanguageServer,
} from "../kernel/language-server/install.js";
import { checkModes, type CheckMode } from "../kernel/modes.js";
import { languages, type NotebookLanguage } from "../kernel/settings.js";
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
  const install = kernel
    .command("install")
    .description("write kernelspecs, so that Jupyter finds the kernels, and the language server's settings");
  install.addOption(new Option("--language <language>", "that one alone, of two").choices(languages));
  install.addOption(new Option("--typecheck <mode>", "how cells are checked").choices(checkModes));
  addPlace(install).action(
    async (options: PlaceOptions & { readonly language?: NotebookLanguage; readonly typecheck?: CheckMode }) => {
      const where = place(options);
      const option = "prefix" in where ? "--prefix" : "--user";
      for (const language of options.language ? [options.language] : languages) {
        const folder = kernelspecFolder(where, language);
        prepareFolder(dirname(folder), option);
        installKernel(where, { language, ...(options.typecheck && { mode: options.typecheck }) });
        console.log(`installed the kernel in ${folder}`);
      }
      prepareFolder(dirname(languageServerFile(where)), option);
      console.log(`told Jupyter of the language server in ${installLanguageServer(where)}`);
      await buildSnapshot().catch((error: Error) =>
        console.error(`no snapshot of the compiler, so first cells take a second longer: ${error.message}`),
      );
    },
  );
  addPlace(kernel.command("uninstall").description("remove the kernelspecs")).action((options: PlaceOptions) => {
    const where = place(options);
    const found = languages.filter((language) => existsSync(kernelspecFolder(where, language)));
    if (found.length === 0) console.log(`nothing to remove: there is no kernel in ${kernelspecFolder(where)}`);
    for (const language of found) {
      const folder = kernelspecFolder(where, language);
      try {
        uninstallKernel(where, language);
      } catch (error) {
        throw unwritable(folder, "prefix" in where ? "--prefix" : "--user", error, "a folder that can be removed");
      }
      console.log(`removed the kernel from ${folder}`);
    }
    uninstallLanguageServer(where);
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
