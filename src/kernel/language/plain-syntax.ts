import ts from "typescript";

const names = [
  ...["ArrayBindingPattern", "ArrayLiteralExpression", "AwaitExpression", "AwaitKeyword", "BigIntLiteral"],
  ...["BinaryExpression", "BindingElement", "Block", "BreakStatement", "CaseBlock", "CaseClause", "CatchClause"],
  ...["ComputedPropertyName", "ConditionalExpression", "ContinueStatement", "DebuggerStatement", "DefaultClause"],
  ...["DeleteExpression", "DoStatement", "ElementAccessExpression", "EmptyStatement", "FalseKeyword", "ForInStatement"],
  ...["ForOfStatement", "ForStatement", "IfStatement", "InKeyword", "InstanceOfKeyword", "LabeledStatement"],
  ...["MetaProperty", "NoSubstitutionTemplateLiteral", "NullKeyword", "NumericLiteral", "ObjectBindingPattern"],
  ...["ObjectLiteralExpression", "OmittedExpression", "ParenthesizedExpression", "PostfixUnaryExpression"],
  ...["PrefixUnaryExpression", "PrivateIdentifier", "PropertyAccessExpression", "PropertyAssignment"],
  ...["RegularExpressionLiteral", "ReturnStatement", "SemicolonClassElement", "ShorthandPropertyAssignment"],
  ...["SpreadAssignment", "SpreadElement", "StringLiteral", "SuperKeyword", "SwitchStatement", "TemplateExpression"],
  ...["TemplateHead", "TemplateMiddle", "TemplateSpan", "TemplateTail", "ThisKeyword", "ThrowStatement", "TrueKeyword"],
  ...["TryStatement", "TypeOfExpression", "VoidExpression", "WhileStatement", "YieldExpression"],
] as const satisfies readonly (keyof typeof ts.SyntaxKind)[];

/** Kinds of nodes that JavaScript has as TypeScript has them, where what is in them is so too. */
export const passed: ReadonlySet<ts.SyntaxKind> = new Set([
  ...names.map((name) => ts.SyntaxKind[name]),
  ...Array.from(
    { length: ts.SyntaxKind.LastPunctuation - ts.SyntaxKind.FirstPunctuation + 1 },
    (_, i) => (ts.SyntaxKind.FirstPunctuation + i) as ts.SyntaxKind,
  ),
]);
