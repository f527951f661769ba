import ts from "typescript";

/** The parameter through which a cell reaches the evaluator: results, imports, `import.meta`. */
const cellParameter = "__cell";

/** What the evaluator gives to a cell under a name. */
export function member(factory: ts.NodeFactory, name: string): ts.Expression {
  return factory.createPropertyAccessExpression(factory.createIdentifier(cellParameter), name);
}

export function awaitImport(
  factory: ts.NodeFactory,
  specifier: ts.Expression,
  attributes?: ts.ImportAttributes,
): ts.Expression {
  const options = attributes
    ? [
        factory.createObjectLiteralExpression([
          factory.createPropertyAssignment(
            "with",
            factory.createObjectLiteralExpression(
              attributes.elements.map(({ name, value }) => factory.createPropertyAssignment(name, value)),
            ),
          ),
        ]),
      ]
    : [];
  const call = factory.createCallExpression(member(factory, "import"), undefined, [specifier, ...options]);
  return factory.createAwaitExpression(call);
}

/**
 * `import a, { b as c } from "m"` becomes `__cell.bind(["m", await __cell.import("m"), [["a", "default"], ["c", "b"]]])`. All modules
 * are loaded before any name is bound, so that a cell whose imports fail changes nothing.
 */
export function importStatements(factory: ts.NodeFactory, imports: readonly ts.ImportDeclaration[]): ts.Statement[] {
  if (imports.length === 0) return [];
  const bound = imports.map((statement) => {
    const pairs = importedNames(statement).map((pair) =>
      factory.createArrayLiteralExpression(pair.map((text) => factory.createStringLiteral(text))),
    );
    const loaded = awaitImport(factory, statement.moduleSpecifier, statement.attributes);
    const parts = [statement.moduleSpecifier, loaded, factory.createArrayLiteralExpression(pairs)];
    return ts.setTextRange(factory.createArrayLiteralExpression(parts), statement);
  });
  const call = factory.createCallExpression(member(factory, "bind"), undefined, bound);
  return [ts.setTextRange(factory.createExpressionStatement(call), imports[0])];
}

export function importedNames({ importClause }: ts.ImportDeclaration): [local: string, exported: string][] {
  const pairs: [local: string, exported: string][] = [];
  if (importClause?.name) pairs.push([importClause.name.text, "default"]);
  const bindings = importClause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) pairs.push([bindings.name.text, "*"]);
  else if (bindings) {
    for (const { name, propertyName } of bindings.elements) pairs.push([name.text, (propertyName ?? name).text]);
  }
  return pairs;
}

/** An import that the compiler has added, such as the one of what JSX calls: its names are constants of the cell's function. */
export function ownImport(factory: ts.NodeFactory, statement: ts.ImportDeclaration): ts.Statement {
  const bindings = statement.importClause?.namedBindings;
  const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  const pattern = factory.createObjectBindingPattern(
    elements.map(({ name, propertyName }) => factory.createBindingElement(undefined, propertyName, name)),
  );
  const loaded = awaitImport(factory, statement.moduleSpecifier);
  const declaration = factory.createVariableDeclaration(pattern, undefined, undefined, loaded);
  return factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
  );
}
