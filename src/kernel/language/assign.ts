import ts from "typescript";
import { awaitImport, importedNames, importStatements, member, ownImport } from "./cell-imports.js";
import { publicName } from "../private-names.js";

/** Replaces the declarations of the given names by assignments; imports and functions come first, as they are hoisted. */
export function assignToGlobals(
  context: ts.TransformationContext,
  source: ts.SourceFile,
  names: ReadonlySet<string>,
  imported: Set<string>,
): ts.SourceFile {
  const { factory } = context;
  const imports: ts.ImportDeclaration[] = [];
  const loads: ts.Statement[] = [];
  const functions: ts.Statement[] = [];
  // A variable of a function's name begins as the function.
  const assigned = new Set(source.statements.filter(ts.isFunctionDeclaration).flatMap(({ name }) => name?.text ?? []));

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
      return [defaultExport(statement, statement.expression)];
    }
    if (ts.isFunctionDeclaration(statement)) {
      if (!statement.body) return [];
      if (!statement.name) return [defaultExport(statement, functionOf(statement))];
      functions.push(functionAssignment(statement));
      return [];
    }
    if (ts.isClassDeclaration(statement) && !statement.name) {
      const { heritageClauses, members } = statement;
      const expression = factory.createClassExpression(undefined, undefined, undefined, heritageClauses, members);
      return [defaultExport(statement, ts.setTextRange(expression, statement))];
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

  function defaultExport(statement: ts.Statement, value: ts.Expression): ts.Statement {
    const call = factory.createCallExpression(member(factory, "exportDefault"), undefined, [value]);
    return ts.setTextRange(factory.createExpressionStatement(call), statement);
  }

  function functionAssignment(statement: ts.FunctionDeclaration): ts.Statement {
    return assignment(statement.name!, named(statement.name!, functionOf(statement)), statement);
  }

  function functionOf(statement: ts.FunctionDeclaration): ts.Expression {
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
    return ts.setTextRange(expression, statement);
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
