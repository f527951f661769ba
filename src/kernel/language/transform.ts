import ts from "typescript";
import { Emitter, type Emitted } from "./emit.js";
import { declaredNames } from "./names.js";
import { privateName, publicName } from "./private-names.js";

/** The parameter through which a cell reaches the evaluator: results, imports, `import.meta`. */
export const cellParameter = "__cell";

export interface TransformInput {
  readonly source: ts.SourceFile;
  readonly emitter: Emitter;
  /** Names that stand for the user's variables but must not replace the globals of that name, such as `process`. */
  readonly privateNames: ReadonlySet<string>;
  /** Names imported in this cell that are types and have no value. */
  readonly erasedImports: ReadonlySet<string>;
  /** What to import instead of a module that only the project's settings know, such as one by `paths`. */
  readonly locate: (specifier: string) => string | undefined;
}

/** `javascript` is the body of an async function; its line n maps through `mappings` to the cell. */
export interface TransformedCell extends Emitted {
  /** Properties of `globalThis` that the cell assigns. */
  readonly names: readonly string[];
  /** Those of them that stand for imports. */
  readonly imported: readonly string[];
}

/**
 * Turns a cell into the body of an async function in which top-level declarations are assignments to properties of `globalThis`:
 * all cells share live variables, and any name may be declared again as anything.
 */
export function transformCell(input: TransformInput): TransformedCell {
  const names = new Set<string>();
  const imported = new Set<string>();
  const emitted = input.emitter.emit(input.source, {
    before: [(context) => (source) => beforeTypesAreErased(context, source, input, names)],
    after: [(context) => (source) => assignToGlobals(context, source, names, imported)],
  });
  return { ...emitted, names: [...names], imported: [...imported] };
}

/** What emits the cells of a session with the given options. */
export function emitterOfCells(options: ts.CompilerOptions): Emitter {
  return new Emitter({
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    verbatimModuleSyntax: true,
    removeComments: false,
    experimentalDecorators: options.experimentalDecorators,
    emitDecoratorMetadata: options.emitDecoratorMetadata,
    useDefineForClassFields: options.useDefineForClassFields,
    jsx: options.jsx,
    jsxFactory: options.jsxFactory,
    jsxFragmentFactory: options.jsxFragmentFactory,
    jsxImportSource: options.jsxImportSource,
  });
}

/** A piece of TypeScript without its types, otherwise as it is. */
export function withoutTypes(text: string): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Preserve, verbatimModuleSyntax: true },
  });
  return outputText.replace(/;\s*$/, "");
}

/** Marks the result, renames private names, takes out imports of types, redirects `import()` and `import.meta`. */
function beforeTypesAreErased(
  context: ts.TransformationContext,
  source: ts.SourceFile,
  input: TransformInput,
  names: Set<string>,
): ts.SourceFile {
  const { factory } = context;
  const declared = declaredNames(source);
  for (const [name, kind] of declared) {
    if (kind !== "type" && !input.erasedImports.has(name)) {
      names.add(input.privateNames.has(name) ? privateName(name) : name);
    }
  }
  const last = source.statements.findLast((statement) => !ts.isEmptyStatement(statement));

  function visit(node: ts.Node): ts.Node | undefined {
    if (node === last && ts.isExpressionStatement(node)) {
      const expression = ts.visitNode(node.expression, visit) as ts.Expression;
      const call = factory.createCallExpression(member(factory, "result"), undefined, [expression]);
      return factory.updateExpressionStatement(node, ts.setTextRange(call, node.expression));
    }
    if (ts.isStringLiteral(node) && isSpecifier(node)) {
      const located = input.locate(node.text);
      if (located !== undefined) return ts.setTextRange(factory.createStringLiteral(located), node);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const visited = ts.visitEachChild(node, visit, context);
      return factory.updateCallExpression(visited, member(factory, "import"), undefined, visited.arguments);
    }
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return member(factory, "meta");
    if (ts.isImportSpecifier(node) && input.erasedImports.has(node.name.text)) return undefined;
    if (ts.isImportClause(node) && node.name && input.erasedImports.has(node.name.text)) {
      const bindings = ts.visitNode(node.namedBindings, visit) as ts.NamedImportBindings | undefined;
      return factory.updateImportClause(node, node.phaseModifier, undefined, bindings);
    }
    if (ts.isShorthandPropertyAssignment(node) && isPrivate(node.name)) {
      const value = factory.createIdentifier(privateName(node.name.text));
      if (!node.objectAssignmentInitializer) return factory.createPropertyAssignment(node.name, value);
      const initializer = ts.visitNode(node.objectAssignmentInitializer, visit) as ts.Expression;
      return factory.createPropertyAssignment(
        node.name,
        factory.createBinaryExpression(value, ts.SyntaxKind.EqualsToken, initializer),
      );
    }
    if (ts.isBindingElement(node) && !node.propertyName && ts.isIdentifier(node.name) && isPrivate(node.name)) {
      const initializer = ts.visitNode(node.initializer, visit) as ts.Expression | undefined;
      const property = node.dotDotDotToken ? undefined : node.name;
      const value = factory.createIdentifier(privateName(node.name.text));
      return factory.updateBindingElement(node, node.dotDotDotToken, property, value, initializer);
    }
    if (ts.isImportSpecifier(node) && !node.propertyName && isPrivate(node.name)) {
      const local = factory.createIdentifier(privateName(node.name.text));
      return factory.updateImportSpecifier(node, node.isTypeOnly, factory.createIdentifier(node.name.text), local);
    }
    if (ts.isIdentifier(node) && isReference(node) && isPrivate(node)) {
      return ts.setTextRange(factory.createIdentifier(privateName(node.text)), node);
    }
    return ts.visitEachChild(node, visit, context);
  }
  function isPrivate(name: ts.Identifier): boolean {
    return input.privateNames.has(name.text) && !isDeclaredInside(name, source);
  }
  return ts.visitEachChild(source, visit, context);
}

/** Whether a text names a module that is loaded: in an import, in an export, by `import()` or by `require()`. */
function isSpecifier(node: ts.StringLiteral): boolean {
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

/** Replaces the declarations of the given names by assignments; imports and functions come first, as they are hoisted. */
function assignToGlobals(
  context: ts.TransformationContext,
  source: ts.SourceFile,
  names: ReadonlySet<string>,
  imported: Set<string>,
): ts.SourceFile {
  const { factory } = context;
  const imports: ts.ImportDeclaration[] = [];
  const loads: ts.Statement[] = [];
  const functions: ts.Statement[] = [];
  const assigned = new Set<string>();

  /** A statement at the top of the cell, or in the block that `using` puts around the top. */
  function topLevel(statement: ts.Statement): ts.Statement[] {
    if (ts.isImportDeclaration(statement)) {
      if (isMadeByCompiler(statement)) loads.push(ownImport(factory, statement));
      else imports.push(statement);
      for (const [local] of importedNames(statement)) imported.add(local);
      return [];
    }
    if (ts.isExportDeclaration(statement)) {
      if (statement.moduleSpecifier) {
        loads.push(factory.createExpressionStatement(awaitImport(factory, statement.moduleSpecifier)));
      }
      return [];
    }
    if (ts.isExportAssignment(statement)) {
      const call = factory.createCallExpression(member(factory, "result"), undefined, [statement.expression]);
      return [ts.setTextRange(factory.createExpressionStatement(call), statement)];
    }
    if (ts.isFunctionDeclaration(statement)) {
      if (!statement.name || !statement.body) return [];
      functions.push(functionAssignment(statement));
      return [];
    }
    if (ts.isClassDeclaration(statement) && statement.name && names.has(statement.name.text)) {
      const expression = factory.createClassExpression(
        statement.modifiers?.filter((modifier) => ts.isDecorator(modifier)),
        factory.createIdentifier(publicName(statement.name.text)),
        statement.typeParameters,
        statement.heritageClauses,
        statement.members,
      );
      return [assignment(statement.name, ts.setTextRange(expression, statement), statement)];
    }
    if (ts.isVariableStatement(statement)) return variableStatements(statement, true);
    if (ts.isTryStatement(statement) && isMadeByCompiler(statement)) {
      const block = factory.updateBlock(statement.tryBlock, statement.tryBlock.statements.flatMap(topLevel));
      return [factory.updateTryStatement(statement, block, statement.catchClause, statement.finallyBlock)];
    }
    return [ts.visitNode(statement, nestedVars) as ts.Statement];
  }

  function functionAssignment(statement: ts.FunctionDeclaration): ts.Statement {
    const modifiers = statement.modifiers?.filter(
      ({ kind }) => kind !== ts.SyntaxKind.ExportKeyword && kind !== ts.SyntaxKind.DefaultKeyword,
    );
    // Without a name of its own the function takes the variable's, and calls itself through the variable.
    const expression = factory.createFunctionExpression(
      modifiers as ts.Modifier[] | undefined,
      statement.asteriskToken,
      undefined,
      statement.typeParameters,
      statement.parameters,
      undefined,
      statement.body!,
    );
    return assignment(statement.name!, named(statement.name!, ts.setTextRange(expression, statement)), statement);
  }

  /** A function without a name takes that of the property that it is assigned to, which is not always the one the user wrote. */
  function named(variable: ts.Identifier, value: ts.Expression): ts.Expression {
    const name = publicName(variable.text);
    if (name === variable.text) return value;
    const object = factory.createObjectLiteralExpression([factory.createPropertyAssignment(name, value)]);
    return factory.createPropertyAccessExpression(object, name);
  }

  function variableStatements(statement: ts.VariableStatement, atTop: boolean): ts.Statement[] {
    const list = statement.declarationList;
    return list.declarations.flatMap((declaration) => {
      if (!isOurs(declaration.name)) {
        const alone = factory.createVariableDeclarationList([declaration], list.flags);
        return [factory.createVariableStatement(undefined, alone)];
      }
      if (ts.isIdentifier(declaration.name)) {
        const isFirst = !assigned.has(declaration.name.text);
        assigned.add(declaration.name.text);
        if (!declaration.initializer && !(atTop && isFirst)) return [];
      }
      const value = declaration.initializer ?? factory.createVoidZero();
      const isNamed = ts.isIdentifier(declaration.name) && isFunction(value);
      return [
        assignment(declaration.name, isNamed ? named(declaration.name as ts.Identifier, value) : value, declaration),
      ];
    });
  }

  /** Inside blocks only `var` belongs to the cell. */
  function nestedVars(node: ts.Node): ts.Node | ts.Node[] | undefined {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return node;
    if (ts.isVariableStatement(node) && isVar(node.declarationList)) {
      const statements = variableStatements(node, false);
      return statements.length === 1
        ? statements[0]
        : statements.length === 0
          ? factory.createEmptyStatement()
          : statements;
    }
    if (ts.isForStatement(node) && node.initializer && ts.isVariableDeclarationList(node.initializer)) {
      if (isVar(node.initializer) && node.initializer.declarations.every(({ name }) => isOurs(name))) {
        const [first, ...others] = node.initializer.declarations
          .filter(({ initializer }) => initializer)
          .map(({ name, initializer }) => factory.createAssignment(assignmentTarget(factory, name), initializer!));
        const initializer = first && others.reduce<ts.Expression>((a, b) => factory.createComma(a, b), first);
        const body = ts.visitNode(node.statement, nestedVars, ts.isStatement, liftToBlock)!;
        return factory.updateForStatement(node, initializer, node.condition, node.incrementor, body);
      }
    }
    if ((ts.isForInStatement(node) || ts.isForOfStatement(node)) && ts.isVariableDeclarationList(node.initializer)) {
      const name = node.initializer.declarations[0]!.name;
      if (isVar(node.initializer) && isOurs(name)) {
        const target = assignmentTarget(factory, name);
        const body = ts.visitNode(node.statement, nestedVars, ts.isStatement, liftToBlock)!;
        return ts.isForInStatement(node)
          ? factory.updateForInStatement(node, target, node.expression, body)
          : factory.updateForOfStatement(node, node.awaitModifier, target, node.expression, body);
      }
    }
    return ts.visitEachChild(node, nestedVars, context);
  }

  function assignment(name: ts.BindingName, value: ts.Expression, original: ts.Node): ts.Statement {
    const expression = factory.createAssignment(assignmentTarget(factory, name), value);
    return ts.setTextRange(factory.createExpressionStatement(expression), original);
  }
  /** Whether a declaration is the user's; the compiler's temporaries stay variables of the cell's function. */
  function isOurs(name: ts.BindingName): boolean {
    if (ts.isIdentifier(name)) return names.has(name.text);
    return name.elements.every((element) => ts.isOmittedExpression(element) || isOurs(element.name));
  }
  function liftToBlock(nodes: readonly ts.Node[]): ts.Statement {
    return nodes.length === 1 ? (nodes[0] as ts.Statement) : factory.createBlock(nodes as ts.Statement[], true);
  }

  const rest = source.statements.flatMap(topLevel);
  return factory.updateSourceFile(source, [...loads, ...importStatements(factory, imports), ...functions, ...rest]);
}

function isFunction(value: ts.Expression): boolean {
  return (ts.isFunctionExpression(value) || ts.isArrowFunction(value) || ts.isClassExpression(value)) && !value.name;
}

function isVar(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === 0;
}

function isMadeByCompiler(node: ts.Node): boolean {
  return node.pos < 0;
}

function member(factory: ts.NodeFactory, name: string): ts.Expression {
  return factory.createPropertyAccessExpression(factory.createIdentifier(cellParameter), name);
}

/** The pattern of a declaration as the pattern of an assignment: `{ a, b: [c = 1] }` stays what it is. */
function assignmentTarget(factory: ts.NodeFactory, name: ts.BindingName): ts.Expression {
  if (ts.isIdentifier(name)) return name;
  if (ts.isArrayBindingPattern(name)) {
    return factory.createArrayLiteralExpression(
      name.elements.map((element) => {
        if (ts.isOmittedExpression(element)) return element;
        const target = withDefault(factory, assignmentTarget(factory, element.name), element.initializer);
        return element.dotDotDotToken ? factory.createSpreadElement(target) : target;
      }),
    );
  }
  return factory.createObjectLiteralExpression(
    name.elements.map((element) => {
      const target = assignmentTarget(factory, element.name);
      if (element.dotDotDotToken) return factory.createSpreadAssignment(target);
      const property = element.propertyName ?? (element.name as ts.Identifier);
      return factory.createPropertyAssignment(property, withDefault(factory, target, element.initializer));
    }),
  );
}

function withDefault(factory: ts.NodeFactory, target: ts.Expression, value: ts.Expression | undefined): ts.Expression {
  return value ? factory.createAssignment(target, value) : target;
}

function awaitImport(
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
function importStatements(factory: ts.NodeFactory, imports: readonly ts.ImportDeclaration[]): ts.Statement[] {
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

function importedNames({ importClause }: ts.ImportDeclaration): [local: string, exported: string][] {
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
function ownImport(factory: ts.NodeFactory, statement: ts.ImportDeclaration): ts.Statement {
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
