import ts from "typescript";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { withReason } from "../language/node-has.js";
import type { Book } from "./book.js";
import { rangeIn, withoutModules } from "./places.js";

/** What is wrong with each document of a book, or not proved of it. */
export function diagnose(book: Book): Map<TextDocument, Diagnostic[]> {
  const found = new Map<TextDocument, Diagnostic[]>([...book.documents].map((document) => [document, []]));
  for (const { part, start, end, message } of book.misunderstood) {
    found.get(part.document)!.push({
      range: rangeIn(part, start, end),
      severity: DiagnosticSeverity.Error,
      source: "normlab",
      message,
    });
  }
  for (const [cell, { errors, warnings }] of book.notebook.check()) {
    const part = book.partOf(cell);
    const say = (diagnostic: ts.Diagnostic, severity: DiagnosticSeverity): void => {
      const at = diagnostic.start ?? cell.start;
      const start = cell.toText(at) ?? 0;
      const end = cell.toText(at + (diagnostic.length ?? 0)) ?? start;
      found.get(part.document)!.push({
        range: rangeIn(part, start, end),
        severity,
        code: diagnostic.code,
        source: "normlab",
        message: withoutModules(withReason(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"))),
      });
    };
    for (const each of errors) say(each, DiagnosticSeverity.Error);
    for (const each of warnings) say(each, DiagnosticSeverity.Warning);
  }
  for (const each of found.values())
    each.sort(({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character);
  return found;
}
