/** An error as the protocol wants it. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** A place of a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * The column of a place of a cell's text as the user wrote it: only lines of magic differ, of which `%time f()` has its code at another
 * place than what is run.
 */
export function columnInWritten(text: string, written: string, { line, column }: Place): number {
  const [run, original] = [text, written].map((each) => each.split("\n")[line - 1] ?? "") as [string, string];
  if (run === original) return column;
  const code = original.replace(/^%\w+\s+/, "").replace(/\s*;?\s*$/, "");
  const shift = original.indexOf(code) - run.indexOf(code);
  return Math.max(1, column + shift);
}

/** Three lines of a text around a place, counted from 1, with a mark under it. */
export function codeFrame(text: string, line: number, column: number, colour = red): string {
  const lines = text.split("\n");
  const first = Math.max(1, line - 2);
  const last = Math.min(lines.length, line + 1);
  const width = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const mark = number === line ? colour(">") : " ";
    shown.push(`${mark} ${String(number).padStart(width)} | ${lines[number - 1]}`);
    if (number === line) shown.push(`  ${" ".repeat(width)} | ${" ".repeat(Math.max(0, column - 1))}${colour("^")}`);
  }
  return shown.join("\n");
}

export function red(text: string): string {
  return `\u001b[31m${text}\u001b[39m`;
}

export function yellow(text: string): string {
  return `\u001b[33m${text}\u001b[39m`;
}
