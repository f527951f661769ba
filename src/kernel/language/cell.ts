import ts from "typescript";
import { syntaxErrors } from "./internals.js";

/** A file of TypeScript, or of TSX by its name. */
export function parse(path: string, text: string): ts.SourceFile {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, kind);
}

/** A cell as it was written, under a path without ending: TSX where it is that and no TypeScript. */
export function parseAsWritten(path: string, text: string): ts.SourceFile {
  const plain = parse(`${path}.ts`, text);
  if (syntaxErrors(plain).length === 0 || !mayHaveJsx(text)) return plain;
  const tsx = parse(`${path}.tsx`, text);
  return syntaxErrors(tsx).length < syntaxErrors(plain).length ? tsx : plain;
}

/** A cell as it is run: an object that is its last line stands in parentheses there, as in Node's and browsers' consoles. */
export function parseCell(path: string, text: string): ts.SourceFile {
  const source = parseAsWritten(path, text);
  return withObjectAtEnd(source) ?? source;
}

export function isTsx(source: ts.SourceFile): boolean {
  return source.languageVariant === ts.LanguageVariant.JSX;
}

/** Whether there is any chance of it; type arguments look alike. */
export function mayHaveJsx(text: string): boolean {
  return /<(>|[\p{ID_Start}_$][^<]*>|[\p{ID_Start}_$][^<]*\/>)/u.test(text);
}

/** The same cell with parentheses around an object that is its last line; `undefined` where there is none. */
function withObjectAtEnd(source: ts.SourceFile): ts.SourceFile | undefined {
  const { text } = source;
  const end = /\}(?=\s*((\/\/[^\n]*|\/\*[\s\S]*?\*\/)\s*)*$)/.exec(text);
  if (!end) return undefined;
  const last = source.statements.at(-1);
  const isValid = syntaxErrors(source).length === 0;
  if (isValid && !(last && ts.isBlock(last))) return undefined;
  const starts = isValid ? [last!.getStart(source)] : linesThatOpen(text);
  for (const start of starts) {
    const before = text.slice(0, start);
    if (!endsWithStatement(parse(source.fileName, before))) continue;
    const object = text.slice(start, end.index + 1);
    const open = before.trim() === "" ? "(" : ";(";
    const changed = parse(source.fileName, `${before}${open}${object})${text.slice(end.index + 1)}`);
    if (syntaxErrors(changed).length === 0 && isObject(changed.statements.at(-1), start + open.length)) return changed;
  }
  return undefined;
}

function linesThatOpen(text: string): number[] {
  return [...text.matchAll(/(?:^|[;\n])[ \t]*\{/g)].map((match) => match.index + match[0].length - 1).slice(0, 100);
}

function endsWithStatement(source: ts.SourceFile): boolean {
  const last = source.statements.at(-1);
  return syntaxErrors(source).length === 0 && !(last && ts.isFunctionDeclaration(last) && !last.body);
}

function isObject(statement: ts.Statement | undefined, start: number): boolean {
  if (!statement || !ts.isExpressionStatement(statement) || !ts.isParenthesizedExpression(statement.expression)) {
    return false;
  }
  const { expression } = statement.expression;
  return (
    ts.isObjectLiteralExpression(expression) &&
    expression.getStart() === start &&
    expression.properties.every((each) => !ts.isShorthandPropertyAssignment(each) || !each.objectAssignmentInitializer)
  );
}
