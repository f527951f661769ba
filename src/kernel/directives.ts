/** What the lines that begin with `%` at the top of a cell ask of the kernel. */
export interface Directives {
  readonly typecheck?: boolean;
  /** `null` gives back the usual `Math.random`. */
  readonly seed?: string | null;
  readonly record?: boolean;
}

/** A directive that is not understood. */
export class DirectiveError extends Error {
  override readonly name = "DirectiveError";
}

/**
 * Reads the directives of a cell: `%typecheck on|off`, `%seed 42|off`, `%record on|off`. In the text that is left they are
 * comments, so that lines keep their numbers.
 */
export function readDirectives(code: string): { readonly directives: Directives; readonly text: string } {
  const directives: { typecheck?: boolean; seed?: string | null; record?: boolean } = {};
  const lines = code.split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const match = /^%(\S*)\s*(.*?)\s*$/.exec(line);
    if (!match) break;
    const [, name, value] = match as unknown as [string, string, string];
    if (name === "typecheck") directives.typecheck = isOn(line, value);
    else if (name === "record") directives.record = isOn(line, value);
    else if (name === "seed" && value !== "") directives.seed = value === "off" ? null : value;
    else throw new DirectiveError(`${line}: expected %typecheck on|off, %seed VALUE|off or %record on|off`);
    lines[index] = `//${line.slice(2)}`;
  }
  return { directives, text: lines.join("\n") };
}

/** The text of a cell whose directives are comments, also of one that is still being written: every place stays where it is. */
export function withoutDirectives(code: string): string {
  try {
    return readDirectives(code).text;
  } catch (error) {
    if (error instanceof DirectiveError) return code.replace(/^%./gm, "//");
    throw error;
  }
}

function isOn(line: string, value: string): boolean {
  if (value !== "on" && value !== "off") throw new DirectiveError(`${line}: expected on or off`);
  return value === "on";
}
