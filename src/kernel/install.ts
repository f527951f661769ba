import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, platform } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelFolder } from "./folder.js";
import { logoFiles } from "./logo.js";
import type { CheckMode } from "./modes.js";
import { modeVariable, type NotebookLanguage } from "./settings.js";

/** The name under which Jupyter and notebooks know the kernel. */
export const kernelName = "normlab";

/** The program that Jupyter starts. */
export const kernelMain = fileURLToPath(new URL("main.cjs", kernelFolder));

/** Where the kernelspec goes: the user's Jupyter folder, or `PREFIX/share/jupyter` such as that of a virtual environment. */
export type InstallPlace = { readonly user: true } | { readonly prefix: string };

/** A kernel to be installed. */
export interface KernelChoice {
  readonly language?: NotebookLanguage;
  /** How cells are checked where a notebook does not say it. */
  readonly mode?: CheckMode;
}

/** Folder of the kernelspec at a place. */
export function kernelspecFolder(place: InstallPlace, language: NotebookLanguage = "typescript"): string {
  const data = "prefix" in place ? join(resolve(place.prefix), "share", "jupyter") : userDataFolder();
  return join(data, "kernels", language === "javascript" ? `${kernelName}-javascript` : kernelName);
}

/**
 * The kernelspec: it names this installation and this Node by absolute path, so that it works whatever the PATH is. Where the PATH has
 * a link to this Node, the link is named: package managers keep it through an upgrade, and what it leads to they remove.
 */
export function kernelspec({ language = "typescript", mode }: KernelChoice = {}): object {
  const isJavaScript = language === "javascript";
  return {
    argv: [nodeCommand(), kernelMain, "{connection_file}", ...(isJavaScript ? ["--language", language] : [])],
    display_name: `${isJavaScript ? "JavaScript" : "TypeScript"} (normlab)`,
    language,
    ...(mode && { env: { [modeVariable]: mode } }),
    // Stop reaches the kernel as a message, which it hears whatever the cell does; a signal would have to be caught by every process.
    interrupt_mode: "message",
    metadata: { debugger: true },
  };
}

/** This Node, by a path that stays. */
export function nodeCommand(): string {
  const commands = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "node"));
  return commands.find((command) => isAbsolute(command) && isLinkToThisNode(command)) ?? process.execPath;
}

function isLinkToThisNode(path: string): boolean {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() || !existsSync(path)) return false;
  return realpathSync(path) === realpathSync(process.execPath);
}

/** Writes the kernelspec and its logo, replacing an older one as a whole; returns its folder. */
export function installKernel(place: InstallPlace, choice: KernelChoice = {}): string {
  const folder = kernelspecFolder(place, choice.language);
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(join(dirname(folder), `.${kernelName}-`));
  writeFileSync(join(temporary, "kernel.json"), `${JSON.stringify(kernelspec(choice), null, 2)}\n`);
  chmodSync(temporary, 0o755);
  for (const [name, content] of Object.entries(logoFiles)) writeFileSync(join(temporary, name), content);
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
  return folder;
}

/** Removes the kernelspec; returns its folder. */
export function uninstallKernel(place: InstallPlace, language: NotebookLanguage = "typescript"): string {
  const folder = kernelspecFolder(place, language);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

/** Jupyter's own rule for the user's data folder. */
export function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (platform() === "darwin") return join(homedir(), "Library", "Jupyter");
  if (platform() === "win32") return join(APPDATA ?? homedir(), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}
