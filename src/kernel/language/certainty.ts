import ts from "typescript";
import { isAssigned, isAssignment, makesGlobal } from "./assigned-properties.js";
import { nodeAt } from "./cell.js";
import type { Evidence } from "./evidence.js";
import { containsType } from "./names.js";
import { hasMember } from "./node-has.js";
import type { FileOfProgram } from "./session.js";

/**
 * Whether a cell with this error would certainly go wrong, or goes against types that its authors have written down. What is not certain
 * only lacks a proof: see docs/kernel.md, which lists the codes by these groups.
 */
export function isCertain(diagnostic: ts.Diagnostic, { program, file }: FileOfProgram, evidence: Evidence): boolean {
  const { code } = diagnostic;
  if (isNeverCertain(code)) return false;
  const node = nodeAt(file, diagnostic.start ?? 0, (diagnostic.start ?? 0) + (diagnostic.length ?? 0));
  if ((throwing.has(code) || isLoadedLate(node)) && isCaught(node)) return false;
  if (code === valueOfNothing) return !ts.isBinaryExpression(node.parent) && !ts.isPrefixUnaryExpression(node.parent);
  if (undeclared.has(code)) {
    // What is nearly another name is misspelt, wherever it stands.
    if (ts.isIdentifier(node) && (isAskedFor(node.text, file) || makesGlobal(node.text, file))) return false;
    return code === misspelt || !isForLater(node);
  }
  if (code === missingElement) return !isOfList(node);
  if (redeclared.has(code) && isLegalAgain(node)) {
    if (ts.isIdentifier(node)) evidence.loose.add(node.text);
    return false;
  }
  const judge = new Judge(program, evidence);
  if (missingProperty.has(code)) return judge.misses(node, code);
  if (mismatch.has(code)) return judge.contradicts(node, diagnostic);
  if (needsType.has(code)) return judge.isKnown(node);
  return true;
}

/** By code alone. */
function isNeverCertain(code: number): boolean {
  return (code >= 7000 && code < 8000) || unproven.has(code);
}

const unproven = new Set([
  // Perhaps null or undefined; used or left without a value; perhaps no value returned.
  ...[2531, 2532, 2533, 2721, 2722, 2723, 18047, 18048, 18049, 2454, 2564, 2565, 2366],
  // Unknown, or `this` of no type.
  ...[2571, 18046, 2683, 2538],
  // JavaScript converts operands, compares anything, deletes anything, and lets functions and variables be declared again.
  ...[2356, 2358, 2360, 2362, 2363, 2365, 2367, 2407, 2447, 2464, 2678, 2695, 2698, 2790, 2393, 2492, 2629, 2630],
  // The last of several properties of a name is the one that counts; a function that returns an object may be called with `new`.
  ...[1117, 1118, 2350, 2507],
  // Conditions that are always true or always false.
  ...[1345, 2774, 2801, 2839, 2845, 2869, 2870, 2871, 2872, 2873, 2881],
  // What only the compiler does: conversions, assertions, libraries that it does not know, types beyond its depth.
  ...[2352, 2775, 2776, 2347, 2550, 2589, 2590, 2794, 2880],
  // What is awaited may be anything.
  ...[1058, 1320, 1321, 1322],
]);
/** Names that nobody has declared. */
export const undeclared: ReadonlySet<number> = new Set([
  ...[2304, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 18004],
  // Types alone, and namespaces of types: as values they are no names.
  ...[2693, 2708],
]);
/** Names declared twice, which JavaScript allows of `var`, functions and members: the last of them counts. */
const redeclared = new Set([2300, 2403]);
const misspelt = 2552;
/** An element that a list of a known length does not have: undefined, as of any list. */
const missingElement = 2493;
const missingProperty = new Set([2339, 2551, 2576]);
const mismatch = new Set([2322, 2345, 2353, 2554, 2555, 2556, 2559, 2560, 2561, 2575, 2739, 2740, 2741, 2769]);
/** Calls, iterations and spreads: wrong of a type that is known, unproven of one that is not. */
const needsType = new Set([2349, 2351, 2461, 2488, 2495, 2548, 2549]);

/** `null` or `undefined` itself, used as a value: operators convert it. */
const valueOfNothing = 18050;
/** What is thrown when it is run: to show that is what some cells are for. */
const throwing = new Set([
  ...undeclared,
  ...missingProperty,
  ...needsType,
  valueOfNothing,
  ...[2348, 2359, 2361, 2469, 2540, 2542, 2588, 2632, 2638, 2704, 2731],
]);

/** Whether a text names a module that is imported when the cell comes to it, not before it runs. */
function isLoadedLate({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** Whether a declaration may stand beside others of its name. */
function isLegalAgain(name: ts.Node): boolean {
  const { parent } = name;
  if (ts.isVariableDeclaration(parent)) return (parent.parent.flags & ts.NodeFlags.BlockScoped) === 0;
  if (ts.isFunctionDeclaration(parent))
    return ts.isSourceFile(parent.parent) || ts.isFunctionLike(parent.parent.parent);
  return !ts.isPrivateIdentifier(name) && (ts.isClassElement(parent) || ts.isObjectLiteralElement(parent));
}

/** Whether a place is in a function that the cell only declares: a later cell may declare the names that it uses. */
function isForLater(node: ts.Node): boolean {
  const around = ts.findAncestor(
    node.parent,
    (each) => ts.isFunctionLike(each) && "body" in each && each.body !== undefined,
  );
  if (!around) return false;
  const { body } = around as ts.FunctionLikeDeclaration;
  if (!body || node.pos < body.pos) return false;
  if (!isExpression(around)) return true;
  const { parent } = around;
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    isForLater(around) ||
    (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind))
  );
}

/** Whether what is thrown at a place, or what a promise made there is rejected with, is caught. */
function isCaught(node: ts.Node): boolean {
  const { parent: call } = node;
  if (isLoadedLate(node) && ts.isPropertyAccessExpression(call.parent) && call.parent.name.text === "catch")
    return true;
  return (
    ts.findAncestor(node, ({ parent }) => parent && ts.isTryStatement(parent) && isTried(parent, node)) !== undefined
  );
}

function isTried({ tryBlock, catchClause }: ts.TryStatement, { pos }: ts.Node): boolean {
  return catchClause !== undefined && tryBlock.pos <= pos && pos < tryBlock.end;
}

/** Whether what stands in a pattern is taken from a list that is written out beside it, whose type nobody has written. */
function isOfList(node: ts.Node): boolean {
  const pattern = ts.findAncestor(node, (each) => {
    if (ts.isVariableDeclaration(each)) return true;
    return ts.isBinaryExpression(each) && each.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  });
  if (!pattern) return false;
  const list = ts.isVariableDeclaration(pattern) ? pattern.initializer : (pattern as ts.BinaryExpression).right;
  return list !== undefined && ts.isArrayLiteralExpression(list) && node.pos < list.pos;
}

/** Whether a cell itself asks, by `typeof`, whether there is a variable of that name. */
function isAskedFor(name: string, file: ts.SourceFile): boolean {
  const find = (node: ts.Node): boolean =>
    (ts.isTypeOfExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name) ||
    (ts.forEachChild(node, (child) => find(child) || undefined) ?? false);
  return find(file);
}

/** Methods of JavaScript's collections that keep what they are given, and convert nothing. */
const filling = new Set(["push", "unshift", "splice", "fill", "with", "set", "add"]);

class Judge {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #evidence: Evidence;

  constructor(program: ts.Program, evidence: Evidence) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
    this.#evidence = evidence;
  }

  /** Whether a property is certainly not there: its name was never assigned, and the type of the object is complete. */
  misses(node: ts.Node, code: number): boolean {
    const name = ts.isIdentifier(node) || ts.isStringLiteralLike(node) ? node.text : undefined;
    if (name === undefined) return true;
    if (this.#evidence.isAssigned(name)) return false;
    const { parent } = node;
    if (ts.isQualifiedName(parent)) return true;
    const object =
      ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) ? parent.expression : undefined;
    if (object && (isAssigned(parent as ts.Expression) || this.#isLoose(object))) return false;
    const declaration = ts.findAncestor(node, ts.isVariableDeclaration);
    const value = object ?? (ts.isBindingElement(parent) ? declaration?.initializer : undefined);
    if (!value) return false;
    return this.#isComplete(this.#checker.getTypeAtLocation(value), name, code === 2551, value);
  }

  /** Whether objects of a type have the properties that it names and no others. */
  #isComplete(given: ts.Type, property: string, isAlike: boolean, value: ts.Expression): boolean {
    const checker = this.#checker;
    const type = checker.getNonNullableType(given);
    const of = checker.getApparentType(type).symbol;
    const isOfLanguage = of?.declarations?.every((each) => this.#isOfLanguage(each.getSourceFile())) ?? false;
    // A newer Node has more than the compiler knows.
    if (isOfLanguage && hasMember(of.name, property)) return false;
    if (type.isUnion()) {
      const isThere = type.types.some((each) => checker.getPropertyOfType(each, property));
      return !isThere && type.types.every((each) => this.#isComplete(each, property, isAlike, value));
    }
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never | ts.TypeFlags.NonPrimitive))
      return false;
    if (!(type.flags & ts.TypeFlags.Object)) return !(type.flags & ts.TypeFlags.TypeParameter);
    if (checker.isArrayType(type) || checker.isTupleType(type) || type.symbol?.name === "Promise") return true;
    const declarations = type.symbol?.declarations ?? [];
    const { flags = 0 } = type.symbol ?? {};
    if (flags & (ts.SymbolFlags.ValueModule | ts.SymbolFlags.Enum | ts.SymbolFlags.Function)) return true;
    if (isAlike && checker.getPropertiesOfType(type).length > 0) return true;
    const isNamed = (flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !== 0 || type.aliasSymbol !== undefined;
    if (!isNamed) return false;
    // Of a library's class the object may be of a class that extends it; of the user's own, and of `Math`, it is what it is.
    if (!declarations.every((each) => this.#isLibrary(each.getSourceFile()))) return true;
    const meant = ts.isIdentifier(value) ? checker.getSymbolAtLocation(value)?.declarations : undefined;
    return meant?.every((each) => this.#isLibrary(each.getSourceFile())) ?? false;
  }

  /** Whether a value goes against a type that somebody has written down, and is not merely unknown or perhaps missing. */
  contradicts(node: ts.Node, diagnostic: ts.Diagnostic): boolean {
    const why = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    if (/\b(Type|type) '(unknown|null|undefined)' is not assignable/.test(why)) return false;
    for (let at = node; !ts.isSourceFile(at); at = at.parent) {
      const { parent } = at;
      if (ts.isFunctionLike(at) && at !== node) {
        if (at.type) return true;
        if (!isExpression(at)) return true;
      }
      if (ts.isVariableDeclaration(at) || ts.isPropertyDeclaration(at) || ts.isParameter(at)) {
        return at.type !== undefined;
      }
      if (ts.isBinaryExpression(at) && isAssignment(at.operatorToken.kind)) return this.#isWritten(at.left);
      if (isCall(parent) && (parent.arguments?.includes(at as ts.Expression) || parent.expression === at)) {
        return this.#takesTypes(parent) || this.#fills(parent);
      }
      if (isCall(at) && at === node) return this.#takesTypes(at);
      if (ts.isJsxOpeningLikeElement(at)) return this.#takesTypes(at);
    }
    return true;
  }

  /** Whether the type of what is assigned was written down; if not, what is assigned there is no longer of its type. */
  #isWritten(target: ts.Expression): boolean {
    const symbol = this.#checker.getSymbolAtLocation(ts.isPropertyAccessExpression(target) ? target.name : target);
    const root = rootOf(target);
    const isTyped = root && (this.#evidence.isTyped(root.text) ?? hasTypes(this.#checker.getSymbolAtLocation(root)));
    const declared = symbol?.valueDeclaration;
    const isMember =
      declared && ts.findAncestor(declared, (each) => ts.isClassLike(each) || ts.isInterfaceDeclaration(each));
    const isWritten = isMember ? !ts.isPropertyDeclaration(declared) || declared.type !== undefined : (isTyped ?? true);
    if (isWritten) return true;
    const name = ts.isPropertyAccessExpression(target) ? target.name.text : root!.text;
    this.#evidence.loose.add(name);
    return false;
  }

  /** Whether what is called was written with types. JavaScript's own functions take anything, and convert it. */
  #takesTypes(call: ts.CallExpression | ts.NewExpression | ts.JsxOpeningLikeElement): boolean {
    const declaration = this.#checker.getResolvedSignature(call)?.declaration;
    const source = declaration?.getSourceFile();
    if (!declaration || !source) return false;
    if (this.#isOfLanguage(source)) return false;
    if (this.#isLibrary(source)) return true;
    const root = rootOf(isCall(call) ? call.expression : (call.tagName as ts.Expression));
    return (root && this.#evidence.isTyped(root.text)) ?? containsType(statementOf(declaration));
  }

  /** Whether a method puts something into a collection whose type was written down. */
  #fills({ expression }: ts.CallExpression | ts.NewExpression): boolean {
    if (!ts.isPropertyAccessExpression(expression) || !filling.has(expression.name.text)) return false;
    const root = rootOf(expression.expression);
    if (!root) return containsType(expression.expression);
    if (root !== expression.expression) return false;
    return this.#evidence.isTyped(root.text) ?? hasTypes(this.#checker.getSymbolAtLocation(root)) ?? false;
  }

  isKnown(node: ts.Node): boolean {
    if (this.#isLoose(node)) return false;
    const type = this.#checker.getTypeAtLocation(node);
    const parts = type.isUnion() ? type.types : [type];
    const open =
      ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never | ts.TypeFlags.Null | ts.TypeFlags.Undefined;
    return parts.every((part) => !(part.flags & open) && part.getCallSignatures().length === 0);
  }

  #isLoose(node: ts.Node): boolean {
    if (ts.isIdentifier(node)) return this.#evidence.loose.has(node.text);
    if (ts.isPropertyAccessExpression(node)) {
      return this.#evidence.loose.has(node.name.text) || this.#isLoose(node.expression);
    }
    return ts.isElementAccessExpression(node) || ts.isCallExpression(node) ? this.#isLoose(node.expression) : false;
  }

  #isOfLanguage(file: ts.SourceFile): boolean {
    return this.#program.isSourceFileDefaultLibrary(file);
  }

  #isLibrary(file: ts.SourceFile): boolean {
    return this.#isOfLanguage(file) || file.fileName.includes("/node_modules/");
  }
}

function hasTypes(symbol: ts.Symbol | undefined): boolean | undefined {
  const [declaration] = symbol?.declarations ?? [];
  return (
    declaration &&
    (ts.isImportClause(declaration) || ts.isImportSpecifier(declaration) || containsType(statementOf(declaration)))
  );
}

function statementOf(node: ts.Node): ts.Node {
  let found = node;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isVariableDeclaration(at) || ts.isFunctionDeclaration(at) || ts.isClassLike(at)) found = at;
  }
  return found;
}

function rootOf(node: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isNonNullExpression(node)) {
    return rootOf(node.expression);
  }
  return ts.isParenthesizedExpression(node) ? rootOf(node.expression) : undefined;
}

function isCall(node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function isExpression(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}
