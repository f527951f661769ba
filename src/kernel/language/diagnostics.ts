import { basename } from "node:path";
import ts from "typescript";
import { withReason } from "./node-has.js";
import { codeFrame, columnInWritten, red, yellow, type ErrorReport } from "../report.js";

/** A cell of which something is said. */
export interface ReportedCell {
  readonly fileName: string;
  readonly text: string;
  /** As the user wrote it, where that is something else. */
  readonly written?: string;
}

/** What the compiler found wrong, as an error the notebook shows; nothing of the cell has run. */
export function reportDiagnostics(diagnostics: readonly ts.Diagnostic[], cell: ReportedCell): ErrorReport {
  const shown = diagnostics.map((diagnostic) => describe(diagnostic, cell, red));
  // Below 2000 are the codes of the scanner and the parser.
  const isSyntax = diagnostics.every(({ code }) => code < 2000);
  const more = shown.length > 1 ? ` (and ${shown.length - 1} more)` : "";
  return {
    ename: isSyntax ? "SyntaxError" : "TypeCheckError",
    evalue: shown[0]!.summary + more,
    traceback: shown.flatMap(({ lines }) => lines),
  };
}

/** Kinds of warnings that are shown with their places. */
const mostWarnings = 5;

/** What the compiler could not prove of a cell that runs all the same: the first of each kind, with its frame. */
export function describeWarnings(diagnostics: readonly ts.Diagnostic[], cell: ReportedCell): string {
  const kinds = new Map<number, ts.Diagnostic[]>();
  for (const each of diagnostics) kinds.set(each.code, [...(kinds.get(each.code) ?? []), each]);
  const shown = [...kinds.values()].slice(0, mostWarnings).map(([first, ...others]) => {
    const { lines } = describe(first!, cell, yellow);
    return [...lines, ...(others.length > 0 ? [`    and ${others.length} more of this kind`] : [])].join("\n");
  });
  const more = kinds.size - shown.length;
  return `${[...shown, ...(more > 0 ? [`and ${more} more kinds of warnings`] : [])].join("\n")}\n`;
}

function describe(diagnostic: ts.Diagnostic, { fileName, text, written = text }: ReportedCell, colour: typeof red) {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext);
  const said = withReason(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
  // An imported notebook is a file of another name to the compiler.
  const message = said.replace(/\.notebook(-cell-\d+)?(?=")/g, "");
  const start = Math.min(diagnostic.start ?? 0, text.length);
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  const place = { line: line + 1, column: character + 1 };
  const column = columnInWritten(text, written, place);
  const where = `${basename(fileName)}:${place.line}:${column}`;
  return {
    summary: `TS${diagnostic.code}: ${message} (${where})`,
    lines: [
      `${colour(`TS${diagnostic.code}`)}: ${message}`,
      codeFrame(written, place.line, column, colour),
      `    at ${where}`,
    ],
  };
}
