import { readFileSync } from "node:fs";
import { isCheckMode, type CheckMode } from "./modes.js";
import { isInstallMode, type InstallMode, type PackageLock } from "./packages/packages.js";

export const languages = ["typescript", "javascript"] as const;
export type NotebookLanguage = (typeof languages)[number];

/** What a kernel is told when it is started. */
export interface Settings {
  readonly language: NotebookLanguage;
  /** How cells are checked where neither the notebook nor a directive says it. */
  readonly mode: CheckMode;
  /** Whether packages are installed; where it is `off` nothing else can switch it on. */
  readonly npm: InstallMode;
}

/** The variable of the environment, in the kernelspec or around Jupyter, that says how cells are checked. */
export const modeVariable = "NORMLAB_TYPECHECK";

/** The variable that says whether packages are installed: `on`, `off` or `scripts`. */
export const npmVariable = "NORMLAB_NPM";

/** Reads `--language LANGUAGE` of the kernel's command, and the rest from the environment. */
export function readSettings(
  options: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const language = options[options.indexOf("--language") + 1] === "javascript" ? "javascript" : "typescript";
  const asked = environment[modeVariable];
  if (asked !== undefined && !isCheckMode(asked)) {
    process.stderr.write(`normlab kernel: ${modeVariable}=${asked}: expected strict, notebook or off\n`);
  }
  const npm = environment[npmVariable];
  if (npm !== undefined && !isInstallMode(npm)) {
    process.stderr.write(`normlab kernel: ${npmVariable}=${npm}: expected on, off or scripts; taken as off\n`);
  }
  return {
    language,
    npm: npm === undefined ? "on" : isInstallMode(npm) ? npm : "off",
    mode: isCheckMode(asked) ? asked : language === "javascript" ? "off" : "notebook",
  };
}

/** What a script begins with that wants to be strict. */
const strictness = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*(["'])use strict\1/;

/** Whether a cell is run as scripts have always been. */
export function isSloppyIn({ language }: Settings, text: string): boolean {
  return language === "javascript" && !strictness.test(text);
}

/** What a notebook's metadata say to this kernel, under `normlab`. */
interface NotebookMetadata {
  readonly typecheck?: unknown;
  readonly npm?: unknown;
  /** The lock of its packages. */
  readonly packages?: PackageLock;
}

const ofNotebooks = new Map<string, NotebookMetadata>();

/** How the cells of this notebook are checked: its metadata say `{ "normlab": { "typecheck": MODE } }`, or nothing. */
export function modeOfNotebook({ mode }: Settings): CheckMode {
  const { typecheck } = notebookMetadata();
  return isCheckMode(typecheck) ? typecheck : mode;
}

/** Whether packages are installed for this notebook: its metadata say `{ "normlab": { "npm": MODE } }`, or nothing. */
export function installModeOfNotebook({ npm }: Settings): InstallMode {
  const { npm: own } = notebookMetadata();
  return npm !== "off" && isInstallMode(own) ? own : npm;
}

export function notebookMetadata(): NotebookMetadata {
  // Jupyter names the notebook to the kernels that it starts.
  const file = process.env.JPY_SESSION_NAME;
  if (file === undefined) return {};
  if (!ofNotebooks.has(file)) ofNotebooks.set(file, metadataIn(file));
  return ofNotebooks.get(file)!;
}

/** How the cells of a notebook are checked, by its file. */
export function modeIn(file: string): CheckMode | undefined {
  const { typecheck } = metadataIn(file);
  return isCheckMode(typecheck) ? typecheck : undefined;
}

function metadataIn(file: string): NotebookMetadata {
  try {
    const notebook = JSON.parse(readFileSync(file, "utf8")) as { metadata?: { normlab?: NotebookMetadata } };
    return notebook.metadata?.normlab ?? {};
  } catch {
    // A console, or a file that cannot be read.
    return {};
  }
}
