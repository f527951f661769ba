import ts from "typescript";
import { syntaxErrors, type File } from "./internals.js";

/** A file of TypeScript, or of TSX by its name. */
export function parse(path: string, text: string): ts.SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, kindOf(path));
  return text.includes("await") && syntaxErrors(file).length > 0 ? parseAwaiting(path, text) : file;
}

/** The same where `await` can only be what it is in a module: `await { then() {} }` is an expression there. */
function parseAwaiting(path: string, text: string): ts.SourceFile {
  const setExternalModuleIndicator = (file: ts.SourceFile): void => {
    (file as File).externalModuleIndicator = true;
  };
  const options = { languageVersion: ts.ScriptTarget.ESNext, setExternalModuleIndicator };
  const file = ts.createSourceFile(path, text, options, true, kindOf(path));
  const itself = file.statements.find((each) => ts.isImportDeclaration(each) || ts.isExportDeclaration(each));
  (file as File).externalModuleIndicator = itself;
  return file;
}

function kindOf(path: string): ts.ScriptKind {
  return path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
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
  const isValid = syntaxErrors(source).length === 0;
  const last = source.statements.findLast((statement) => !ts.isEmptyStatement(statement));
  if (isValid && !(last && ts.isBlock(last))) return undefined;
  const brace = /\}(?=[\s;]*((\/\/[^\n]*|\/\*[\s\S]*?\*\/)[\s;]*)*$)/.exec(text);
  // Behind the braces there may be more of the same expression, as in `{ a: 1 }.a`, but not of a block.
  const end = brace ? brace.index + 1 : isValid ? undefined : last?.end;
  if (end === undefined) return undefined;
  const starts = isValid ? [last!.getStart(source)] : linesThatOpen(text);
  for (const start of starts) {
    const before = text.slice(0, start);
    if (!endsWithStatement(parse(source.fileName, before))) continue;
    const object = text.slice(start, end).replace(/;$/, "");
    const open = before.trim() === "" ? "(" : ";(";
    const rest = text.slice(start + object.length);
    const changed = parse(source.fileName, `${before}${open}${object})${rest}`);
    const found = changed.statements.findLast((statement) => !ts.isEmptyStatement(statement));
    if (syntaxErrors(changed).length === 0 && isObject(found, start + open.length)) return changed;
  }
  return undefined;
}

function linesThatOpen(text: string): number[] {
  return [...text.matchAll(/(?:^|[;\n])[ \t]*(?:\/\*.*?\*\/[ \t]*)*\{/g)]
    .map((match) => match.index + match[0].length - 1)
    .slice(0, 100);
}

function endsWithStatement(source: ts.SourceFile): boolean {
  const last = source.statements.at(-1);
  return syntaxErrors(source).length === 0 && !(last && ts.isFunctionDeclaration(last) && !last.body);
}

function isObject(statement: ts.Statement | undefined, start: number): boolean {
  if (!statement || !ts.isExpressionStatement(statement) || !ts.isParenthesizedExpression(statement.expression)) {
    return false;
  }
  const object = leftmost(statement.expression.expression);
  return ts.isObjectLiteralExpression(object) && object.getStart() === start && object.properties.every(isWhole);
}

/** The expression that others begin with: an object of which something is asked, or a type said. */
function leftmost(node: ts.Expression): ts.Expression {
  const isLonger =
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node);
  if (ts.isBinaryExpression(node)) return leftmost(node.left);
  if (ts.isConditionalExpression(node)) return leftmost(node.condition);
  return isLonger ? leftmost(node.expression) : node;
}

/**
 * `{ f() }` calls a function in a block, `{ a = 1 }` assigns there, `{ if (a) {} }` asks: the parser alone would take all three for parts
 * of an object.
 */
function isWhole(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isMethodDeclaration(property) && /^(if|for|while|switch|with)$/.test(property.name.getText())) return false;
  if (ts.isShorthandPropertyAssignment(property)) return !property.objectAssignmentInitializer;
  return !(ts.isMethodDeclaration(property) || ts.isAccessor(property)) || property.body !== undefined;
}

/** The smallest node around these places. */
export function nodeAt(file: ts.SourceFile, start: number, end: number): ts.Node {
  let found: ts.Node = file;
  function visit(node: ts.Node): void {
    if (node.getStart(file) > start || node.end < end) return;
    found = node;
    ts.forEachChild(node, visit);
  }
  visit(file);
  return found;
}
