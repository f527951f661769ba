import ts from "typescript";
import { declaredNames } from "./names.js";
import { isDeclaredInside, isReference } from "./references.js";

/** What a cell has to do with names that cells share. */
export interface CellNames {
  readonly declares: readonly string[];
  /** Names of other cells, or of the language, that occur in it. */
  readonly reads: readonly string[];
  /** Those of them that it assigns, or changes in place as far as that can be read from it. */
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
      if (isAssigned(node) || (isChanged(node) && !Object.hasOwn(globalThis, node.text))) writes.add(node.text);
    }
    ts.forEachChild(node, visit);
  }
  for (const statement of file.statements) if (statement.getStart(file) < cell.end) visit(statement);
  return { declares: [...declares], reads: [...reads], writes: [...writes] };
}

/** Names that a cell, bound by the compiler, assigns without having declared them: in a script that makes them variables. */
export function assignedNames(cell: ts.SourceFile): Set<string> {
  const declares = declaredNames(cell);
  const names = new Set<string>();
  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && isAssigned(node) && isReference(node) && !declares.has(node.text)) {
      if (!isDeclaredInside(node, cell)) names.add(node.text);
    }
    ts.forEachChild(node, visit);
  }
  visit(cell);
  return names;
}

/** Methods of JavaScript's collections that change what they are called on. */
const changing = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin set add delete clear append".split(" "),
);
/** Functions that change what they are given first. */
const changesFirst =
  /^(Object\.(assign|define\w+|setPrototypeOf)|Reflect\.(set|defineProperty|deleteProperty|setPrototypeOf)|.*\.prototype\.(push|unshift|splice|sort|fill)\.(call|apply))$/;

/** Whether what a variable holds is changed: by assigning or deleting a member of it, however deep, or by a method that changes it. */
function isChanged(name: ts.Identifier): boolean {
  let node: ts.Node = name;
  let method: string | undefined;
  for (let { parent } = node; ; parent = node.parent) {
    const isInside =
      ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent);
    if (isInside) node = parent;
    else if (
      ts.isPropertyAccessExpression(parent) ||
      (ts.isElementAccessExpression(parent) && node !== parent.argumentExpression)
    ) {
      method = ts.isPropertyAccessExpression(parent) ? parent.name.text : undefined;
      node = parent;
      if (isAssigned(node) || ts.isDeleteExpression(node.parent)) return true;
    } else if (ts.isCallExpression(parent) && parent.expression === node && method !== undefined) {
      if (changing.has(method)) return true;
      // What they give is still a part of it.
      if (method !== "get" && method !== "at") return false;
      node = parent;
      method = undefined;
    } else {
      return (
        ts.isCallExpression(parent) &&
        parent.arguments[0] === node &&
        changesFirst.test(parent.expression.getText(name.getSourceFile()))
      );
    }
  }
}

function isAssigned(name: ts.Node): boolean {
  let node = name;
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
