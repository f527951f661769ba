import { readFileSync } from "node:fs";
import { isCheckMode, type CheckMode } from "./modes.js";

export const languages = ["typescript", "javascript"] as const;
export type NotebookLanguage = (typeof languages)[number];

/** What a kernel is told when it is started. */
export interface Settings {
  readonly language: NotebookLanguage;
  /** How cells are checked where neither the notebook nor a directive says it. */
  readonly mode: CheckMode;
}

/** The variable of the environment, in the kernelspec or around Jupyter, that says how cells are checked. */
export const modeVariable = "NORMLAB_TYPECHECK";

/** Reads `--language LANGUAGE` of the kernel's command, and how cells are checked from the environment. */
export function readSettings(
  options: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const language = options[options.indexOf("--language") + 1] === "javascript" ? "javascript" : "typescript";
  const asked = environment[modeVariable];
  if (asked !== undefined && !isCheckMode(asked)) {
    process.stderr.write(`normlab kernel: ${modeVariable}=${asked}: expected strict, notebook or off\n`);
  }
  return { language, mode: isCheckMode(asked) ? asked : language === "javascript" ? "off" : "notebook" };
}

const ofNotebooks = new Map<string, CheckMode | undefined>();

/** How the cells of this notebook are checked: its metadata say `{ "normlab": { "typecheck": MODE } }`, or nothing. */
export function modeOfNotebook({ mode }: Settings): CheckMode {
  // Jupyter names the notebook to the kernels that it starts.
  const file = process.env.JPY_SESSION_NAME;
  if (file === undefined) return mode;
  if (!ofNotebooks.has(file)) ofNotebooks.set(file, modeIn(file));
  return ofNotebooks.get(file) ?? mode;
}

function modeIn(file: string): CheckMode | undefined {
  try {
    const notebook = JSON.parse(readFileSync(file, "utf8")) as { metadata?: { normlab?: { typecheck?: unknown } } };
    const mode = notebook.metadata?.normlab?.typecheck;
    return isCheckMode(mode) ? mode : undefined;
  } catch {
    // A console, or a file that cannot be read.
    return undefined;
  }
}
