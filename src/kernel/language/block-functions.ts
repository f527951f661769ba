import ts from "typescript";

/**
 * Functions that stand in blocks of a script, outside of all functions, and whether each is a variable of the script as well: it is, unless
 * something around it has declared its name in another way (ECMAScript, Annex B.3.3).
 */
export function blockFunctions(source: ts.SourceFile): ReadonlyMap<ts.FunctionDeclaration, boolean> {
  const found = new Map<ts.FunctionDeclaration, boolean>();
  function visit(node: ts.Node, around: ReadonlySet<string>): void {
    if (isPlain(node) && !ts.isSourceFile(node.parent)) found.set(node, !around.has(node.name!.text));
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    const own = blockScoped(node);
    const inside = own.size === 0 ? around : new Set([...around, ...own]);
    ts.forEachChild(node, (child) => visit(child, inside));
  }
  visit(source, new Set());
  return found;
}

/** Names of those of them that are variables. */
export function variablesOfBlocks(functions: ReadonlyMap<ts.FunctionDeclaration, boolean>): string[] {
  return [...new Set([...functions].filter(([, isVariable]) => isVariable).map(([{ name }]) => name!.text))];
}

/**
 * A block, a branch or a `switch` whose functions are written as what they are in scripts: variables of the block, set where it begins, and
 * variables of the script, set where they stand. `undefined` of other nodes. `visit` is for what is inside, `assign` sets the script's
 * variable.
 */
export function withBlockFunctions(
  context: ts.TransformationContext,
  node: ts.Node,
  functions: ReadonlyMap<ts.FunctionDeclaration, boolean>,
  visit: (node: ts.Node) => ts.Node | undefined,
  assign: (name: string, value: ts.Expression) => ts.Expression,
): ts.Node | undefined {
  const { factory } = context;
  const isOurs = (each: ts.Node): each is ts.FunctionDeclaration => functions.has(each as ts.FunctionDeclaration);
  const place = (each: ts.FunctionDeclaration): ts.Statement => {
    if (!functions.get(each)) return factory.createEmptyStatement();
    const { text } = each.name!;
    return factory.createExpressionStatement(assign(text, factory.createIdentifier(text)));
  };
  const visited = (each: ts.Statement): ts.Statement =>
    isOurs(each) ? place(each) : (ts.visitNode(each, visit) as ts.Statement);
  /** The variables of a block, before all else in it. */
  const beginning = (declarations: readonly ts.FunctionDeclaration[]): ts.Statement[] => {
    const last = new Map(declarations.map((each) => [each.name!.text, each]));
    return [...last].map(([name, each]) => {
      const { typeParameters, parameters, body } = ts.visitEachChild(each, visit, context);
      const value = factory.createFunctionExpression(
        undefined,
        undefined,
        undefined,
        typeParameters,
        parameters,
        undefined,
        body!,
      );
      const variable = factory.createVariableDeclaration(name, undefined, undefined, ts.setTextRange(value, each));
      const list = factory.createVariableDeclarationList([variable], ts.NodeFlags.Let);
      return ts.setTextRange(factory.createVariableStatement(undefined, list), each);
    });
  };
  if (ts.isBlock(node)) {
    const own = node.statements.filter(isOurs);
    if (own.length === 0) return undefined;
    return factory.updateBlock(node, [...beginning(own), ...node.statements.map(visited)]);
  }
  if (ts.isIfStatement(node)) {
    const branch = (each: ts.Statement): ts.Statement =>
      isOurs(each) ? factory.createBlock([...beginning([each]), place(each)]) : visited(each);
    const { thenStatement, elseStatement } = node;
    if (!isOurs(thenStatement) && !(elseStatement && isOurs(elseStatement))) return undefined;
    const condition = ts.visitNode(node.expression, visit) as ts.Expression;
    return factory.updateIfStatement(node, condition, branch(thenStatement), elseStatement && branch(elseStatement));
  }
  if (ts.isSwitchStatement(node)) {
    const own = node.caseBlock.clauses.flatMap(({ statements }) => statements.filter(isOurs));
    if (own.length === 0) return undefined;
    const clauses = node.caseBlock.clauses.map((clause) =>
      ts.isCaseClause(clause)
        ? factory.updateCaseClause(
            clause,
            ts.visitNode(clause.expression, visit) as ts.Expression,
            clause.statements.map(visited),
          )
        : factory.updateDefaultClause(clause, clause.statements.map(visited)),
    );
    const expression = ts.visitNode(node.expression, visit) as ts.Expression;
    const changed = factory.updateSwitchStatement(node, expression, factory.updateCaseBlock(node.caseBlock, clauses));
    return factory.createBlock([...beginning(own), changed]);
  }
  return undefined;
}

/** Whether nothing around a place of a script has names of its own, so that it sees what all of the script sees. */
export function isOutsideOfScopes(place: ts.Node): boolean {
  for (let node = place.parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return false;
    if (ts.isCatchClause(node) && node.variableDeclaration) return false;
    if (blockScoped(node).size > 0 || (ts.isBlock(node) && node.statements.some(ts.isFunctionDeclaration)))
      return false;
  }
  return true;
}

/** Those that are asynchronous or generators belong to their block alone. */
function isPlain(node: ts.Node): node is ts.FunctionDeclaration {
  return (
    ts.isFunctionDeclaration(node) &&
    node.name !== undefined &&
    node.body !== undefined &&
    node.asteriskToken === undefined &&
    !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  );
}

/** Names that belong to what is in a block, a loop or a cell alone. */
function blockScoped(node: ts.Node): Set<string> {
  const names = new Set<string>();
  function add(name: ts.BindingName): void {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  }
  function addStatement(statement: ts.Node): void {
    if (ts.isVariableStatement(statement)) addStatement(statement.declarationList);
    else if (ts.isVariableDeclarationList(statement)) {
      if (statement.flags & ts.NodeFlags.BlockScoped) for (const { name } of statement.declarations) add(name);
    } else if (ts.isClassDeclaration(statement) && statement.name) add(statement.name);
    else if (ts.isImportDeclaration(statement)) statement.importClause?.forEachChild(addImported);
  }
  function addImported(part: ts.Node): void {
    if (ts.isIdentifier(part)) add(part);
    else if (ts.isNamespaceImport(part)) add(part.name);
    else if (ts.isNamedImports(part)) for (const { name } of part.elements) add(name);
  }
  if (ts.isBlock(node) || ts.isSourceFile(node)) node.statements.forEach(addStatement);
  else if (ts.isCaseBlock(node)) for (const { statements } of node.clauses) statements.forEach(addStatement);
  else if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    if (node.initializer) addStatement(node.initializer);
  }
  return names;
}
