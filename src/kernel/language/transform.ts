import ts from "typescript";
import { assignToGlobals } from "./assign.js";
import { isOutsideOfScopes, variablesOfBlocks, withBlockFunctions } from "./block-functions.js";
import { member } from "./cell-imports.js";
import { Emitter, type Emitted } from "./emit.js";
import { declaredNames } from "./names.js";
import { privateName } from "../private-names.js";
import { isDeclaredInside, isReference, isSpecifier, targetOf } from "./references.js";

export interface TransformInput {
  readonly source: ts.SourceFile;
  readonly emitter: Emitter;
  /** Names that stand for the user's variables but must not replace the globals of that name, such as `process`. */
  readonly privateNames: ReadonlySet<string>;
  /** Names imported in this cell that are types and have no value. */
  readonly erasedImports: ReadonlySet<string>;
  /** Whether a name stands for a constant of the notebook. */
  readonly isConstant: (name: string) => boolean;
  /** What to import instead of a module that only the project's settings know, such as one by `paths`. */
  readonly locate: (specifier: string) => string | undefined;
  /** What is done for a cell that is run as scripts have always been. */
  readonly script?: ScriptInput;
}

export interface ScriptInput {
  /** What `blockFunctions` has found in it. */
  readonly functions: ReadonlyMap<ts.FunctionDeclaration, boolean>;
  /** How a variable of the script is set from inside a block; by default, as a property of `globalThis`. */
  readonly assign?: (factory: ts.NodeFactory, name: string, value: ts.Expression) => ts.Expression;
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

function lastOf({ statements }: { readonly statements: readonly ts.Statement[] }): ts.Statement | undefined {
  return statements.findLast((statement) => !ts.isEmptyStatement(statement));
}

/** The expressions of which one is the result of a cell that ends with a statement. */
function resultsOf(statement: ts.Statement | undefined): ts.ExpressionStatement[] {
  if (!statement) return [];
  if (ts.isExpressionStatement(statement)) return [statement];
  if (ts.isBlock(statement)) return resultsOf(lastOf(statement));
  if (ts.isIfStatement(statement)) {
    return [...resultsOf(statement.thenStatement), ...resultsOf(statement.elseStatement)];
  }
  if (!ts.isTryStatement(statement)) return [];
  return [...resultsOf(statement.tryBlock), ...resultsOf(statement.catchClause?.block)];
}

function assignGlobal(factory: ts.NodeFactory, name: string, value: ts.Expression): ts.Expression {
  return factory.createAssignment(
    factory.createPropertyAccessExpression(factory.createIdentifier("globalThis"), name),
    value,
  );
}

function isEval(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "eval";
}

/** Marks the result, renames private names, takes out imports of types, redirects `import()` and `import.meta`. */
function beforeTypesAreErased(
  context: ts.TransformationContext,
  source: ts.SourceFile,
  input: TransformInput,
  names: Set<string>,
): ts.SourceFile {
  const { factory } = context;
  const { functions = new Map<ts.FunctionDeclaration, boolean>(), assign = assignGlobal } = input.script ?? {};
  const variableOf = (name: string): string => (input.privateNames.has(name) ? privateName(name) : name);
  for (const [name, kind] of declaredNames(source)) {
    if (kind !== "type" && !input.erasedImports.has(name)) names.add(variableOf(name));
  }
  for (const name of variablesOfBlocks(functions)) names.add(variableOf(name));
  const results = new Set<ts.Node>(resultsOf(lastOf(source)));

  function visit(node: ts.Node): ts.Node | undefined {
    if (ts.isExpressionStatement(node) && results.has(node)) {
      const expression = ts.visitNode(node.expression, visit) as ts.Expression;
      const call = factory.createCallExpression(member(factory, "result"), undefined, [expression]);
      return factory.updateExpressionStatement(node, ts.setTextRange(call, node.expression));
    }
    const changed = withBlockFunctions(context, node, functions, visit, (name, value) =>
      assign(factory, variableOf(name), value),
    );
    if (changed) return changed;
    if (ts.isStringLiteral(node) && isSpecifier(node)) {
      const located = input.locate(node.text);
      if (located !== undefined) return ts.setTextRange(factory.createStringLiteral(located), node);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const visited = ts.visitEachChild(node, visit, context);
      return factory.updateCallExpression(visited, member(factory, "import"), undefined, visited.arguments);
    }
    // What `eval` declares at the top of a script is a variable of the script.
    if (input.script && ts.isCallExpression(node) && isEval(node.expression) && isOutsideOfScopes(node)) {
      const visited = ts.visitEachChild(node, visit, context);
      return factory.updateCallExpression(visited, member(factory, "eval"), undefined, visited.arguments);
    }
    if (isAssignmentToConstant(node)) {
      const value = ts.isBinaryExpression(node) ? [ts.visitNode(node.right, visit) as ts.Expression] : [];
      return ts.setTextRange(factory.createCallExpression(member(factory, "refuse"), undefined, value), node);
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
  /** Constants are properties like all variables: nothing else would say that they are assigned. */
  function isAssignmentToConstant(node: ts.Node): boolean {
    const target = targetOf(node);
    if (!target || !ts.isIdentifier(target)) return false;
    return input.isConstant(target.text) && !isDeclaredInside(target, source);
  }
  return ts.visitEachChild(source, visit, context);
}
