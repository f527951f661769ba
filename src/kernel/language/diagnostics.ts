import { basename } from "node:path";
import ts from "typescript";
import { withReason } from "./node-has.js";
import { codeFrame, red, yellow, type ErrorReport } from "../report.js";

/** What the compiler found wrong, as an error the notebook shows; nothing of the cell has run. */
export function reportDiagnostics(diagnostics: readonly ts.Diagnostic[], fileName: string, text: string): ErrorReport {
  const shown = diagnostics.map((diagnostic) => describe(diagnostic, fileName, text, red));
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
export function describeWarnings(diagnostics: readonly ts.Diagnostic[], fileName: string, text: string): string {
  const kinds = new Map<number, ts.Diagnostic[]>();
  for (const each of diagnostics) kinds.set(each.code, [...(kinds.get(each.code) ?? []), each]);
  const shown = [...kinds.values()].slice(0, mostWarnings).map(([first, ...others]) => {
    const { lines } = describe(first!, fileName, text, yellow);
    return [...lines, ...(others.length > 0 ? [`    and ${others.length} more of this kind`] : [])].join("\n");
  });
  const more = kinds.size - shown.length;
  return `${[...shown, ...(more > 0 ? [`and ${more} more kinds of warnings`] : [])].join("\n")}\n`;
}

function describe(diagnostic: ts.Diagnostic, fileName: string, text: string, colour: (text: string) => string) {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext);
  const message = withReason(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
  const start = Math.min(diagnostic.start ?? 0, text.length);
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  const where = `${basename(fileName)}:${line + 1}:${character + 1}`;
  return {
    summary: `TS${diagnostic.code}: ${message} (${where})`,
    lines: [
      `${colour(`TS${diagnostic.code}`)}: ${message}`,
      codeFrame(text, line + 1, character + 1, colour),
      `    at ${where}`,
    ],
  };
}
