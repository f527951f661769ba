import ts from "typescript";

/** Names that are given to objects by assignments, as `o.name = …`, `o["name"] = …`, `Object.assign(o, { name })` and so on. */
export function assignedProperties(source: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  function visit(node: ts.Node): void {
    if (ts.isPropertyAccessExpression(node) && isAssigned(node)) found.add(node.name.text);
    if (ts.isElementAccessExpression(node) && isAssigned(node) && ts.isStringLiteralLike(node.argumentExpression)) {
      found.add(node.argumentExpression.text);
    }
    if (
      ts.isCallExpression(node) &&
      /^(Object|Reflect)\.(assign|define\w+|create)$/.test(node.expression.getText(source))
    ) {
      for (const argument of node.arguments) {
        if (ts.isStringLiteralLike(argument)) found.add(argument.text);
        if (!ts.isObjectLiteralExpression(argument)) continue;
        for (const { name } of argument.properties) {
          if (name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))) found.add(name.text);
        }
      }
    }
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

/** Whether a cell makes a variable of a name by assigning a property of the global object. */
export function makesGlobal(name: string, file: ts.SourceFile): boolean {
  const find = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) &&
      node.name.text === name &&
      ts.isIdentifier(node.expression) &&
      /^(globalThis|global)$/.test(node.expression.text) &&
      isAssigned(node)) ||
    (ts.forEachChild(node, (child) => find(child) || undefined) ?? false);
  return find(file);
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether an expression is given a value. */
export function isAssigned(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  return (
    ts.isPostfixUnaryExpression(parent) ||
    (ts.isPrefixUnaryExpression(parent) && parent.operator !== ts.SyntaxKind.MinusToken)
  );
}
