import ts from "typescript";
import { isTsx } from "./cell.js";
import { cellParameter } from "./cell-imports.js";
import { Edits } from "./edits.js";
import type { Emitted } from "./emit.js";
import { passed } from "./plain-syntax.js";
import { isSpecifier, targetOf } from "./references.js";
import { resultsOfCell } from "./results.js";
import type { TransformInput } from "./transform.js";

const { SyntaxKind } = ts;

/** Characters and comments that JavaScript reads in another way than TypeScript, or that would move what stands behind them. */
const unusualText = /[\r\u2028\u2029]|<!--|-->|^#!|sourceMappingURL/;

/**
 * Turns a cell into the body of a function by small changes in place: types are taken out, declarations at the top become assignments. For what
 * most cells consist of that is all, and takes a tenth of the time of emitting. `undefined` for a cell with anything else in it, such as
 * imports, functions that are hoisted, enumerations, decorators or JSX.
 */
export function rewriteInPlace(input: TransformInput): Emitted | undefined {
  const { source } = input;
  if (input.script || isTsx(source) || unusualText.test(source.text)) return undefined;
  const rewriting = new Rewriting(input);
  return rewriting.rewrite() ? rewriting.edits.apply() : undefined;
}

/** One cell while it is rewritten. */
class Rewriting {
  readonly edits: Edits;
  readonly #input: TransformInput;
  readonly #text: string;
  readonly #results: ReadonlySet<ts.Node>;
  readonly #declared = new Set<string>();
  #isPossible = true;
  /** How many functions are around what is visited. */
  #depth = 0;

  constructor(input: TransformInput) {
    this.#input = input;
    this.#text = input.source.text;
    this.#results = resultsOfCell(input.source);
    this.edits = new Edits(input.source);
  }

  /** Whether it was possible. */
  rewrite(): boolean {
    for (const statement of this.#input.source.statements) this.#topLevel(statement);
    return this.#isPossible;
  }

  #giveUp(): void {
    this.#isPossible = false;
  }

  #topLevel(statement: ts.Statement): void {
    if (ts.isFunctionDeclaration(statement) && statement.body && !isDeclared(statement)) this.#giveUp();
    else if (ts.isVariableStatement(statement) && !isDeclared(statement)) this.#assignVariable(statement);
    else if (ts.isClassDeclaration(statement) && !isDeclared(statement)) this.#assignClass(statement);
    else this.#visit(statement);
  }

  #assignVariable(statement: ts.VariableStatement): void {
    const { declarations, flags } = statement.declarationList;
    const [declaration] = declarations;
    if (declarations.length !== 1 || isUsing(flags) || statement.modifiers) return this.#giveUp();
    const { name, initializer } = declaration!;
    this.#declare(name);
    const start = statement.getStart();
    const isPattern = !ts.isIdentifier(name);
    this.edits.erase(start, name.getStart(), isPattern ? ";(" : ";");
    this.edits.place(start);
    this.#visit(declaration!);
    if (!initializer) this.edits.insert(declaration!.end, " = void 0");
    this.edits.insert(declaration!.end, isPattern ? ");" : ";");
  }

  #declare(name: ts.BindingName): void {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) this.#declare(element.name);
    } else if (this.#declared.has(name.text)) this.#giveUp();
    else this.#declared.add(name.text);
  }

  #assignClass(statement: ts.ClassDeclaration): void {
    if (!statement.name) return this.#giveUp();
    this.#declare(statement.name);
    this.edits.insert(statement.getStart(), `${statement.name.text} = `);
    this.#class(statement);
    this.edits.place(statement.getStart());
    this.edits.insert(statement.end, ";");
  }

  readonly #visit = (node: ts.Node): void => {
    if (!this.#isPossible) return;
    this.edits.place(node.getStart());
    if (passed.has(node.kind)) this.#pass(node);
    else if (ts.isFunctionLike(node)) this.#function(node as ts.FunctionLikeDeclaration);
    else if (ts.isClassLike(node)) this.#class(node);
    else if (ts.isIdentifier(node)) {
      if (this.#input.privateNames.has(node.text)) this.#giveUp();
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) {
      this.#typeArguments(node.typeArguments);
      this.#visit(ts.isTaggedTemplateExpression(node) ? node.tag : node.expression);
      if (ts.isTaggedTemplateExpression(node)) this.#visit(node.template);
      else node.arguments?.forEach(this.#visit);
    } else if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
      this.#visit(node.expression);
      this.edits.erase(node.expression.end, node.end);
    } else if (ts.isNonNullExpression(node)) {
      this.#visit(node.expression);
      this.edits.erase(node.end - 1, node.end);
    } else if (ts.isExpressionStatement(node)) this.#expressionStatement(node);
    else if (ts.isVariableStatement(node)) {
      if (isDeclared(node)) this.edits.erase(node.getStart(), node.end, ";");
      else if (node.modifiers) this.#giveUp();
      else this.#pass(node);
    } else if (ts.isVariableDeclarationList(node)) {
      const isVarOfCell = this.#depth === 0 && (node.flags & ts.NodeFlags.BlockScoped) === 0;
      if (isUsing(node.flags) || isVarOfCell) this.#giveUp();
      else this.#pass(node);
    } else if (ts.isVariableDeclaration(node)) {
      this.#visit(node.name);
      this.#mark(node.exclamationToken);
      this.#type(node.type);
      if (node.initializer) this.#visit(node.initializer);
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      if (node.modifiers?.some(({ kind }) => kind !== SyntaxKind.DeclareKeyword)) this.#giveUp();
      else this.edits.erase(node.getStart(), node.end, ";");
    } else this.#giveUp();
  };

  #pass(node: ts.Node): void {
    // In a pattern parentheses may only stand around a name.
    if (ts.isBinaryExpression(node) && ts.isParenthesizedExpression(node.left)) this.#giveUp();
    const target = targetOf(node);
    if (target && ts.isIdentifier(target) && this.#input.isConstant(target.text)) this.#giveUp();
    if (ts.isStringLiteral(node) && isSpecifier(node) && this.#input.locate(node.text) !== undefined) this.#giveUp();
    if (ts.isMetaProperty(node) && node.keywordToken === SyntaxKind.ImportKeyword) this.#giveUp();
    ts.forEachChild(node, this.#visit);
    if (ts.isStatement(node)) this.edits.endStatement(node.end);
    if (ts.isBlock(node)) this.edits.place(node.end - 1);
  }

  #expressionStatement(node: ts.ExpressionStatement): void {
    const { expression } = node;
    if (!this.#results.has(node)) return this.#pass(node);
    const isList = ts.isBinaryExpression(expression) && expression.operatorToken.kind === SyntaxKind.CommaToken;
    if (isList) return this.#giveUp();
    this.edits.insert(expression.getStart(), `${cellParameter}.result(`);
    this.#visit(expression);
    this.edits.goOnAfter(expression.end);
    this.edits.insert(expression.end, node.end === expression.end ? ");" : ")");
  }

  #function(node: ts.FunctionLikeDeclaration): void {
    const isMember = ts.isClassElement(node) && ts.isClassLike(node.parent);
    if (!node.body) return this.#leaveOut(node);
    this.#modifiers(node.modifiers, isMember);
    if (node.name) this.#visit(node.name);
    this.#mark(node.questionToken);
    if (ts.isArrowFunction(node)) {
      // No line may end before the arrow, nor between `async` and the parameters.
      const types = this.#text.slice(node.typeParameters?.pos ?? node.parameters.pos, node.parameters.pos);
      const rest = node.type ? this.#text.slice(node.type.pos, node.equalsGreaterThanToken.end) : "";
      if (`${types}${rest}`.includes("\n")) return this.#giveUp();
    }
    this.#typeArguments(node.typeParameters);
    for (const parameter of node.parameters) this.#parameter(parameter);
    this.#type(node.type);
    this.#depth++;
    if (ts.isConstructorDeclaration(node)) this.#parameterProperties(node);
    this.#visit(node.body);
    this.#depth--;
  }

  #parameter(node: ts.ParameterDeclaration): void {
    if (ts.isIdentifier(node.name) && node.name.text === "this") return this.#giveUp();
    this.#modifiers(node.modifiers, false);
    this.#visit(node.name);
    this.#mark(node.questionToken);
    this.#type(node.type);
    if (node.initializer) this.#visit(node.initializer);
  }

  /** Parameters that are properties: they are declared before all others, and set before the constructor's own statements. */
  #parameterProperties(node: ts.ConstructorDeclaration): void {
    const names = node.parameters.filter((each) => ts.isParameterPropertyDeclaration(each, node));
    if (names.length === 0) return;
    const isDerived = node.parent.heritageClauses?.some(({ token }) => token === SyntaxKind.ExtendsKeyword) ?? false;
    const [first] = node.body!.statements;
    const hasDirective = first && ts.isExpressionStatement(first) && ts.isStringLiteral(first.expression);
    if (isDerived || hasDirective || !this.#definesFields) return this.#giveUp();
    const texts = names.map(({ name }) => name.getText());
    this.edits.insert(node.parent.members.pos, texts.map((name) => ` ${name};`).join(""));
    this.edits.insert(node.body!.statements.pos, texts.map((name) => ` this.${name} = ${name};`).join(""));
  }

  get #definesFields(): boolean {
    return this.#input.emitter.definesFields;
  }

  #class(node: ts.ClassLikeDeclaration): void {
    if (isDeclared(node)) return this.#leaveOut(node);
    this.#modifiers(node.modifiers, false);
    if (node.name) this.#visit(node.name);
    this.#typeArguments(node.typeParameters);
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token === SyntaxKind.ImplementsKeyword) this.edits.erase(clause.getStart(), clause.end);
      for (const { expression, typeArguments } of clause.token === SyntaxKind.ExtendsKeyword ? clause.types : []) {
        this.#visit(expression);
        this.#typeArguments(typeArguments);
      }
    }
    for (const member of node.members) {
      if (ts.isPropertyDeclaration(member)) this.#property(member);
      else if (ts.isIndexSignatureDeclaration(member)) this.#leaveOut(member);
      else if (ts.isClassStaticBlockDeclaration(member)) {
        this.#depth++;
        this.#visit(member.body);
        this.#depth--;
      } else this.#visit(member);
    }
  }

  #property(node: ts.PropertyDeclaration): void {
    const kinds = node.modifiers?.map(({ kind }) => kind) ?? [];
    if (kinds.includes(SyntaxKind.DeclareKeyword) || kinds.includes(SyntaxKind.AbstractKeyword)) {
      return this.#leaveOut(node);
    }
    if (!this.#definesFields) return this.#giveUp();
    this.edits.place(node.getStart());
    this.#modifiers(node.modifiers, true);
    this.#visit(node.name);
    this.#mark(node.questionToken);
    this.#mark(node.exclamationToken);
    this.#type(node.type);
    this.#depth++;
    if (node.initializer) this.#visit(node.initializer);
    this.#depth--;
    this.edits.endStatement(node.end);
  }

  /** What is there for types alone: a signature, or what is declared to be elsewhere. */
  #leaveOut(node: ts.Node): void {
    if (ts.canHaveDecorators(node) && ts.getDecorators(node)) this.#giveUp();
    else if (ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword)) {
      this.#giveUp();
    } else this.edits.erase(node.getStart(), node.end, ";");
  }

  /** A member whose first word is taken out must not be read with the line before it. */
  #modifiers(modifiers: ts.NodeArray<ts.ModifierLike> | undefined, isMember: boolean): void {
    for (const [index, modifier] of (modifiers ?? []).entries()) {
      if (ofTypes.has(modifier.kind)) {
        this.edits.erase(modifier.getStart(), modifier.end, isMember && index === 0 ? ";" : "");
      } else if (modifier.kind !== SyntaxKind.StaticKeyword && modifier.kind !== SyntaxKind.AsyncKeyword)
        this.#giveUp();
    }
  }

  #mark(node: ts.Node | undefined): void {
    if (node) this.edits.erase(node.getStart(), node.end);
  }

  /** A type with the colon before it. */
  #type(type: ts.TypeNode | undefined): void {
    if (type) this.edits.erase(type.pos - 1, type.end);
  }

  /** The list with the angle brackets around it. */
  #typeArguments(list: ts.NodeArray<ts.Node> | undefined): void {
    if (!list) return;
    const end = this.#text.indexOf(">", list.end) + 1;
    if (this.#text.slice(list.end, end - 1).trim() !== "") this.#giveUp();
    this.edits.erase(list.pos - 1, end);
  }
}

/** Words before a declaration, a member or a parameter that are there for types alone. */
const ofTypes: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.PublicKeyword,
  SyntaxKind.PrivateKeyword,
  SyntaxKind.ProtectedKeyword,
  SyntaxKind.ReadonlyKeyword,
  SyntaxKind.AbstractKeyword,
  SyntaxKind.OverrideKeyword,
]);

function isDeclared(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers?.some(({ kind }) => kind === SyntaxKind.DeclareKeyword) ?? false);
}

function isUsing(flags: ts.NodeFlags): boolean {
  return (flags & ts.NodeFlags.Using) === ts.NodeFlags.Using;
}
