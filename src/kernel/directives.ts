import { linesBesideCode } from "./lines-beside-code.js";
import {
  DirectiveError,
  isCommand,
  isDirective,
  isMagicBelowCode,
  magicsAt,
  rewriteAssigned,
  rewriteCell,
  rewriteCommand,
  rewriteLine,
  withoutAssigned,
} from "./magics.js";
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
  /** What is asked about by a last line `name?`, and by `name??`, which wants to see the value too. */
  readonly inspect?: { readonly name: string; readonly withValue: boolean };
}

/**
 * Reads the lines of a cell that are no TypeScript: directives at its top (`%typecheck strict|notebook|off`, `%seed 42|off`, `%record on|off`, `%npm on|off|scripts`), magic
 * lines, commands (`!ls`), a first line `%%bash`, and a last line `name?`. In the text that is left they are comments or calls, and lines
 * keep their numbers.
 */
export function readDirectives(code: string): { readonly directives: Directives; readonly text: string } {
  const directives: { -readonly [K in keyof Directives]: Directives[K] } = {};
  const lines = (rewriteCell(code) ?? code).split("\n");
  const asked = questionIn(lines);
  if (asked) {
    directives.inspect = asked;
    lines[asked.index] = "";
  }
  for (const { first, last, isAtTop } of linesBesideCode(lines, isBesideCode)) {
    const line = lines[first]!;
    if (line.startsWith("%")) lines[first] = readLine(line, isAtTop, directives);
    else if (isCommand(line)) {
      lines[first] = rewriteCommand(lines.slice(first, last + 1));
      lines.fill("", first + 1, last + 1);
    } else lines[first] = rewriteAssigned(line);
  }
  return { directives, text: lines.join("\n") };
}

/** Whether a line is no code, if it stands where code might. */
function isBesideCode(line: string, isAtTop: boolean): boolean {
  if (line.startsWith("%")) return isAtTop || isMagicBelowCode(line);
  return isCommand(line) || rewriteAssigned(line) !== line;
}

/** Takes a directive, or gives what a line of magic becomes. */
function readLine(
  line: string,
  isAtTop: boolean,
  directives: { -readonly [K in keyof Directives]: Directives[K] },
): string {
  const [, name, value] = /^%(\S*)\s*(.*?)\s*$/.exec(line) as unknown as [string, string, string];
  if (!isAtTop && (isDirective(name) || name.startsWith("%"))) {
    throw new DirectiveError(`${line}: stands at the top of a cell, before all code`);
  }
  if (name === "typecheck") directives.typecheck = modeOf(line, value);
  else if (name === "record") directives.record = isOn(line, value);
  else if (name === "reactive") directives.reactive = isOn(line, value);
  else if (name === "stale" && value === "") directives.stale = true;
  else if (name === "npm") directives.npm = installModeOf(line, value);
  else if (name === "seed" && value !== "") directives.seed = value === "off" ? null : value;
  else return rewriteLine(line, name, value);
  return `//${line.slice(2)}`;
}

/** `name?`, `name??` or `?name`, which ask what something is: no JavaScript ends so. */
function questionIn(lines: readonly string[]): { index: number; name: string; withValue: boolean } | undefined {
  const index = lines.findLastIndex((line) => line.trim() !== "");
  const [, before = "", name, after = ""] = question.exec(lines[index] ?? "") ?? [];
  return before === after ? undefined : { index, name: name!, withValue: before.length + after.length > 1 };
}

const question = /^\s*(\?{0,2})\s*([\p{ID_Start}_$][\p{ID_Continue}$.]*)(?:\(\))?(\?{0,2})\s*$/u;

/**
 * The text of a cell whose directives are comments and whose timed lines are code, also of one that is still being written: every place
 * stays where it is.
 */
export function withoutDirectives(cell: string): string {
  const code = cell.replace(/^%time\s+(?=\S)/gm, (magic) => magic.replace(/[^\n]/g, " "));
  const lines = code.split("\n");
  if (/^\s*%%(?!time)/.test(code)) return lines.map(asComment).join("\n");
  const asked = questionIn(lines);
  if (asked) lines[asked.index] = lines[asked.index]!.replaceAll("?", " ");
  for (const { first, last } of linesBesideCode(lines, isBesideCode)) {
    for (let index = first; index <= last; index++) lines[index] = asComment(lines[index]!);
  }
  return lines.join("\n");
}

/** A line of the same length that says nothing to the compiler, or gives a value where the line does. */
function asComment(line: string): string {
  const assigned = withoutAssigned(line);
  if (assigned !== line) return assigned;
  return line.trim().length < 2 ? " ".repeat(line.length) : line.replace(/\S./, "//");
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
