import ts from "typescript";

/** What an expression always assigns. */
export function targetOf(node: ts.Node): ts.Expression | undefined {
  const { PlusPlusToken, MinusMinusToken, FirstAssignment, LastAssignment } = ts.SyntaxKind;
  const { BarBarEqualsToken, QuestionQuestionEqualsToken } = ts.SyntaxKind;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isSometimes = kind >= BarBarEqualsToken && kind <= QuestionQuestionEqualsToken;
    return kind >= FirstAssignment && kind <= LastAssignment && !isSometimes ? node.left : undefined;
  }
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return undefined;
  return node.operator === PlusPlusToken || node.operator === MinusMinusToken ? node.operand : undefined;
}

/** Whether a text names a module that is loaded: in an import, in an export, by `import()` or by `require()`. */
export function isSpecifier(node: ts.StringLiteral): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return parent.moduleSpecifier === node;
  if (ts.isExternalModuleReference(parent)) return true;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  const { expression } = parent;
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require")
  );
}

/** Whether an identifier stands for a variable, rather than for a property or a label. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent)) return (parent.name as ts.Node) !== node;
  if (ts.isQualifiedName(parent)) return parent.right !== node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isImportSpecifier(parent)) return parent.propertyName !== node;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isAccessor(parent) ||
    ts.isEnumMember(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent)
  ) {
    return parent.name !== node;
  }
  return !ts.isLabeledStatement(parent) && !ts.isBreakOrContinueStatement(parent) && !ts.isExportSpecifier(parent);
}

/** Whether a name is that of a parameter or variable of a function or block, as the compiler has bound them. */
export function isDeclaredInside(name: ts.Identifier, source: ts.SourceFile): boolean {
  for (let node: ts.Node = name.parent; node !== source; node = node.parent) {
    const { locals } = node as { locals?: Map<string, ts.Symbol> };
    if (locals?.has(name.text)) return true;
    if ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name?.text === name.text) return true;
  }
  return false;
}
