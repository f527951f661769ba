import { DirectiveError, isCommand, magicsAt, rewriteCell, rewriteCommands, rewriteLine } from "./magics.js";
import { isCheckMode, type CheckMode } from "./modes.js";
import { isInstallMode, type InstallMode } from "./packages/packages.js";

export { DirectiveError };

/** What the lines that begin with `%` at the top of a cell ask of the kernel. */
export interface Directives {
  /** `on` is how the notebook began. */
  readonly typecheck?: CheckMode | "on";
  /** `null` gives back the usual `Math.random`. */
  readonly seed?: string | null;
  readonly record?: boolean;
  /** Whether packages are installed that cells name by `npm:` specifiers. */
  readonly npm?: InstallMode;
  /** Whether cells that stand on what a cell has changed are run again after it. */
  readonly reactive?: boolean;
  /** Say which cells stand on what has changed since they ran. */
  readonly stale?: boolean;
}

/**
 * Reads the lines of a cell that are no TypeScript: directives at its top (`%typecheck strict|notebook|off`, `%seed 42|off`, `%record on|off`, `%npm on|off|scripts`), magic
 * lines beside them, commands (`!ls`), and a first line `%%bash`. In the text that is left they are comments or calls, and lines
 * keep their numbers.
 */
export function readDirectives(code: string): { readonly directives: Directives; readonly text: string } {
  const directives: { -readonly [K in keyof Directives]: Directives[K] } = {};
  const rewritten = rewriteCell(code);
  const lines = (rewritten ?? code).split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || isCommand(line)) continue;
    const match = /^%(\S*)\s*(.*?)\s*$/.exec(line);
    if (!match) break;
    const [, name, value] = match as unknown as [string, string, string];
    if (name === "typecheck") directives.typecheck = modeOf(line, value);
    else if (name === "record") directives.record = isOn(line, value);
    else if (name === "reactive") directives.reactive = isOn(line, value);
    else if (name === "stale" && value === "") directives.stale = true;
    else if (name === "npm") directives.npm = installModeOf(line, value);
    else if (name === "seed" && value !== "") directives.seed = value === "off" ? null : value;
    else {
      lines[index] = rewriteLine(line, name, value);
      continue;
    }
    lines[index] = `//${line.slice(2)}`;
  }
  rewriteCommands(lines);
  return { directives, text: lines.join("\n") };
}

/**
 * The text of a cell whose directives are comments and whose timed lines are code, also of one that is still being written: every place
 * stays where it is.
 */
export function withoutDirectives(cell: string): string {
  const code = cell.replace(/^%time\s+(?=\S)/gm, (magic) => magic.replace(/[^\n]/g, " "));
  if (/^\s*%%(?!time)/.test(code)) return code.replace(/^.?.?/gm, (start) => "//".slice(0, start.length));
  return code.replace(/^%.|^!.*/gm, (line) => (line.startsWith("!") && !isCommand(line) ? line : `//${line.slice(2)}`));
}

/** Directives and magic that may stand at a place of a cell, and where what they replace begins. */
export function directivesAt(
  code: string,
  position: number,
): { readonly start: number; readonly names: readonly string[] } {
  const begin = code.lastIndexOf("\n", position - 1) + 1;
  const isAtTop = /^(?:[^\S\n]*\n|[%!].*\n)*$/.test(code.slice(0, begin));
  if (!isAtTop || code[begin] !== "%") return { start: position, names: [] };
  const { start, names } = magicsAt(code.slice(begin, position), code.slice(0, begin).trim() === "");
  return { start: begin + start, names };
}

function modeOf(line: string, value: string): CheckMode | "on" {
  if (value === "on" || isCheckMode(value)) return value;
  throw new DirectiveError(`${line}: expected strict, notebook or off`);
}

function installModeOf(line: string, value: string): InstallMode {
  if (isInstallMode(value)) return value;
  throw new DirectiveError(
    `${line}: expected on, off or scripts (installs packages with their scripts); to install one: !npm install NAME`,
  );
}

function isOn(line: string, value: string): boolean {
  if (value !== "on" && value !== "off") throw new DirectiveError(`${line}: expected on or off`);
  return value === "on";
}
