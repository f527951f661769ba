import { basename } from "node:path";
import ts from "typescript";
import { codeFrame, red, type ErrorReport } from "../report.js";

/** What the compiler found wrong, as an error the notebook shows; nothing of the cell has run. */
export function reportDiagnostics(diagnostics: readonly ts.Diagnostic[], fileName: string, text: string): ErrorReport {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext);
  const lines: string[] = [];
  const summaries = diagnostics.map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    const start = Math.min(diagnostic.start ?? 0, text.length);
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    const where = `${basename(fileName)}:${line + 1}:${character + 1}`;
    lines.push(
      `${red(`TS${diagnostic.code}`)}: ${message}`,
      codeFrame(text, line + 1, character + 1),
      `    at ${where}`,
    );
    return `TS${diagnostic.code}: ${message} (${where})`;
  });
  // Below 2000 are the codes of the scanner and the parser.
  const isSyntax = diagnostics.every(({ code }) => code < 2000);
  const more = summaries.length > 1 ? ` (and ${summaries.length - 1} more)` : "";
  return { ename: isSyntax ? "SyntaxError" : "TypeCheckError", evalue: summaries[0]! + more, traceback: lines };
}
