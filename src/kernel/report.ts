/** An error as the protocol wants it. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
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
