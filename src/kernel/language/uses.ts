import ts from "typescript";
import { declaredNames } from "./names.js";
import { isDeclaredInside, isReference } from "./transform.js";

/** What a cell has to do with names that cells share. */
export interface CellNames {
  readonly declares: readonly string[];
  /** Names of other cells, or of the language, that occur in it. */
  readonly reads: readonly string[];
  /** Those of them that it assigns. */
  readonly writes: readonly string[];
}

/** Names in a cell that the compiler has bound; `file` may have lines that were appended to the cell. */
export function namesOf(file: ts.SourceFile, cell: ts.SourceFile): CellNames {
  const declares = new Set(declaredNames(cell).keys());
  const reads = new Set<string>();
  const writes = new Set<string>();
  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && !declares.has(node.text) && isReference(node) && !isDeclaredInside(node, file)) {
      reads.add(node.text);
      if (isAssigned(node)) writes.add(node.text);
    }
    ts.forEachChild(node, visit);
  }
  for (const statement of file.statements) if (statement.getStart(file) < cell.end) visit(statement);
  return { declares: [...declares], reads: [...reads], writes: [...writes] };
}

function isAssigned(name: ts.Identifier): boolean {
  let node: ts.Node = name;
  // Out of the pattern of a destructuring assignment.
  while (
    ts.isArrayLiteralExpression(node.parent) ||
    ts.isSpreadElement(node.parent) ||
    ts.isShorthandPropertyAssignment(node.parent) ||
    (ts.isPropertyAssignment(node.parent) && node.parent.initializer === node) ||
    ts.isObjectLiteralExpression(node.parent) ||
    ts.isParenthesizedExpression(node.parent)
  ) {
    node = node.parent;
  }
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  if ((ts.isForInStatement(parent) || ts.isForOfStatement(parent)) && parent.initializer === node) return true;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return false;
  const { kind } = parent.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
