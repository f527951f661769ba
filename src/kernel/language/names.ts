import ts from "typescript";

/** What a name declared at the top of a cell is. `let` and `var` may be assigned by later cells; `type` has no value. */
export type DeclarationKind = "const" | "let" | "function" | "class" | "namespace" | "import" | "type";

/** The names that a cell gives to the cells after it. */
export function declaredNames(source: { readonly statements: readonly ts.Statement[] }): Map<string, DeclarationKind> {
  const names = new Map<string, DeclarationKind>();
  /** A value wins over a type of the same name: importing the name brings both. */
  function add(name: string, kind: DeclarationKind): void {
    if (kind !== "type" || !names.has(name)) names.set(name, kind);
  }
  function addBinding(binding: ts.BindingName, kind: DeclarationKind): void {
    if (ts.isIdentifier(binding)) add(binding.text, kind);
    else for (const element of binding.elements) if (ts.isBindingElement(element)) addBinding(element.name, kind);
  }
  function addList(list: ts.VariableDeclarationList): void {
    const kind = list.flags & ts.NodeFlags.Const ? "const" : "let";
    for (const declaration of list.declarations) addBinding(declaration.name, kind);
  }
  /** A `var` belongs to the cell however deep in blocks it stands. */
  function addNestedVars(node: ts.Node): void {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) addList(node);
    ts.forEachChild(node, addNestedVars);
  }
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) addList(statement.declarationList);
    else if (ts.isFunctionDeclaration(statement)) {
      if (statement.name) add(statement.name.text, "function");
    } else if (ts.isClassDeclaration(statement)) {
      if (statement.name) add(statement.name.text, "class");
    } else if (ts.isEnumDeclaration(statement)) add(statement.name.text, "class");
    else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      add(statement.name.text, "type");
    else if (ts.isModuleDeclaration(statement)) {
      if (ts.isIdentifier(statement.name) && !isGlobalAugmentation(statement)) add(statement.name.text, "namespace");
    } else if (ts.isImportEqualsDeclaration(statement)) add(statement.name.text, "import");
    else if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (clause?.name) add(clause.name.text, "import");
      const bindings = clause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) add(bindings.name.text, "import");
      else if (bindings) for (const element of bindings.elements) add(element.name.text, "import");
    } else addNestedVars(statement);
  }
  return names;
}

/** The statement by which a cell says what its notebook is by default. */
export function defaultExport(source: ts.SourceFile): ts.Statement | undefined {
  return source.statements.findLast((statement) => {
    if (ts.isExportAssignment(statement)) return statement.isExportEquals !== true;
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  });
}

/** Names that a cell declares more than once, so that they may hold something else than what the first declaration says. */
export function namesDeclaredTwice(source: ts.SourceFile): Set<string> {
  const once = new Set<string>();
  const twice = new Set<string>();
  function add(name: string): void {
    (once.has(name) ? twice : once).add(name);
  }
  function visit(node: ts.Node): void {
    if (ts.isVariableDeclarationList(node)) node.declarations.flatMap(({ name }) => namesOf(name)).forEach(add);
    else if (ts.isFunctionDeclaration(node) && node.body && node.name) add(node.name.text);
    if (!ts.isFunctionLike(node) && !ts.isClassLike(node) && !ts.isModuleDeclaration(node))
      ts.forEachChild(node, visit);
  }
  ts.forEachChild(source, visit);
  return twice;
}

/** Names that a cell declares with types. */
export function typedNames(source: ts.SourceFile): Set<string> {
  const typed = new Set<string>();
  for (const statement of source.statements) {
    const parts = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
    for (const part of parts) {
      const names = ts.isVariableDeclaration(part) ? namesOf(part.name) : declaredNames({ statements: [part] }).keys();
      const isAlways = ts.isImportDeclaration(part) || ts.isEnumDeclaration(part) || ts.isImportEqualsDeclaration(part);
      if (isAlways || containsType(part)) for (const name of names) typed.add(name);
    }
  }
  return typed;
}

/** Whether there is any type in what a node says. */
export function containsType(node: ts.Node): boolean {
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return true;
  return ts.forEachChild(node, (child) => containsType(child) || undefined) ?? false;
}

/** Variables that a cell leaves empty for others to fill, without saying with what. */
export function openNames(source: ts.SourceFile): string[] {
  const lists = source.statements.filter(ts.isVariableStatement).map(({ declarationList }) => declarationList);
  const isOpen = ({ type, initializer }: ts.VariableDeclaration): boolean =>
    !type && (!initializer || initializer.kind === ts.SyntaxKind.NullKeyword || initializer.getText() === "undefined");
  return lists.flatMap(({ declarations }) => declarations.filter(isOpen).flatMap(({ name }) => namesOf(name)));
}

function namesOf(binding: ts.BindingName): string[] {
  if (ts.isIdentifier(binding)) return [binding.text];
  return binding.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
}

/** Whether a cell changes what other files mean: by `declare global`, `declare module "…"` or references to libraries. */
export function changesOthers(source: ts.SourceFile): boolean {
  const { referencedFiles, typeReferenceDirectives, libReferenceDirectives } = source;
  const references = referencedFiles.length + typeReferenceDirectives.length + libReferenceDirectives.length;
  const augments = (statement: ts.Statement): boolean =>
    ts.isModuleDeclaration(statement) && (isGlobalAugmentation(statement) || ts.isStringLiteral(statement.name));
  return references > 0 || source.statements.some(augments);
}

/** Whether there is anything in a cell that makes a difference to the cells after it. */
export function concernsOthers(source: ts.SourceFile): boolean {
  return declaredNames(source).size > 0 || modulesOf(source).length > 0 || changesOthers(source);
}

function isGlobalAugmentation(node: ts.ModuleDeclaration): boolean {
  return (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

/** Every identifier that occurs in a cell, also as a property's name. */
export function identifiersOf(source: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

/** Every name of a module that a file says: in imports, in exports, in types. */
export function modulesOf(source: ts.SourceFile): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  function add(node: ts.Node | undefined): void {
    if (node && ts.isStringLiteralLike(node)) found.push(node);
  }
  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isLiteralTypeNode(node) && ts.isImportTypeNode(node.parent)) add(node.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}
