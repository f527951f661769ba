import ts from "typescript";
import { syntaxErrors } from "./internals.js";
import { parseCell } from "./cell.js";

export interface Completeness {
  readonly status: "complete" | "incomplete" | "invalid";
  readonly indent?: string;
}

/** Unterminated template literal, comment: more text can end them, wherever the error is reported. */
const unterminated = new Set([1160, 1010]);

/** A quoted string ends on its line: no further line can close it. */
const unterminatedString = 1002;

/** Whether a text can be run as it is, or lacks its end, or is wrong whatever follows. */
export function isComplete(text: string): Completeness {
  const source = parseCell("/cell", text);
  const [first] = syntaxErrors(source);
  if (!first) return { status: "complete" };
  const end = text.trimEnd().length;
  const isAtEnd = (first.start ?? 0) >= end || source.endOfFileToken.getStart(source) <= (first.start ?? 0);
  if (first.code === unterminatedString) return { status: "invalid" };
  if (!isAtEnd && !unterminated.has(first.code)) return { status: "invalid" };
  return { status: "incomplete", indent: indentOfNextLine(text) };
}

/** Two spaces for every bracket that is open at the end. */
function indentOfNextLine(text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  let depth = 0;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (isOpening(kind)) depth++;
    else if (isClosing(kind)) depth--;
  }
  return "  ".repeat(Math.max(0, depth));
}

function isOpening(kind: ts.SyntaxKind): boolean {
  const { OpenBraceToken, OpenBracketToken, OpenParenToken } = ts.SyntaxKind;
  return kind === OpenBraceToken || kind === OpenBracketToken || kind === OpenParenToken;
}

function isClosing(kind: ts.SyntaxKind): boolean {
  const { CloseBraceToken, CloseBracketToken, CloseParenToken } = ts.SyntaxKind;
  return kind === CloseBraceToken || kind === CloseBracketToken || kind === CloseParenToken;
}
