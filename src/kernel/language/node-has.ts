import ts from "typescript";
import { cellParameters } from "../cell-parameters.js";
import { builtins } from "./builtins.js";

/** What was left out of the libraries: names of globals, and members as `ObjectConstructor.groupBy`. */
const missing = new Set<string>();

/** Libraries of these years and before are in every Node that the kernel runs on. */
const isOld = /[\\/]lib\.(es(5|6|20(1\d|2[0-3]))\b|dom|webworker|scripthost|decorators)/;

/**
 * A library of the language without what this Node does not have: it would be checked and completed, and fail when it is run. Only what
 * can be looked for is: values, methods and what can only be read. `undefined` where nothing is missing.
 */
export function asNodeHasIt(path: string, text: string): string | undefined {
  if (isOld.test(path)) return undefined;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
  const removed: ts.Node[] = [];
  const inGlobal = file.statements.filter(isGlobal).flatMap(blockOf);
  look(ts.isExternalModule(file) ? inGlobal : file.statements, "");
  return removed.length === 0 ? undefined : without(text, removed);

  /** Statements of a namespace, or of the global one, which is "". */
  function look(statements: readonly ts.Statement[], namespace: string): void {
    const prefix = namespace === "" ? "" : `${namespace}.`;
    const unknown = new Set<string>();
    for (const statement of statements.filter(ts.isVariableStatement)) {
      const names = statement.declarationList.declarations.map(({ name }) => (name as ts.Identifier).text);
      if (names.every((name) => has(namespace, name))) continue;
      remove(statement, names[0]!, prefix);
      unknown.add(names[0]!).add(`${names[0]!}Constructor`);
    }
    for (const statement of statements) {
      if (ts.isFunctionDeclaration(statement)) {
        if (!has(namespace, statement.name!.text)) remove(statement, statement.name!.text, prefix);
      } else if (ts.isInterfaceDeclaration(statement)) {
        const name = statement.name.text;
        // What is not there is no type either; but types of a namespace are what others are made of.
        if (unknown.has(name) && builtins()[namespace]) removed.push(statement);
        else for (const member of statement.members) lookAt(member, holderOf(prefix, name), name);
      } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
        const { text: name } = statement.name;
        if (!has(namespace, name)) missing.add(prefix + name);
        look(blockOf(statement), prefix + name);
      }
    }
  }
  function lookAt(member: ts.TypeElement, holder: readonly string[] | undefined, type: string): void {
    const { name } = member;
    if (!name || !holder) return;
    if (ts.isComputedPropertyName(name)) {
      // A symbol that is not there would be a name of any kind, and the type one that nothing has.
      const { expression } = name;
      if (ts.isPropertyAccessExpression(expression) && !has("Symbol", expression.name.text)) removed.push(member);
      return;
    }
    const isReadOnly = ts.isPropertySignature(member) && member.modifiers?.some(isReadonly);
    if (!ts.isMethodSignature(member) && !ts.isGetAccessor(member) && !isReadOnly) return;
    if (ts.isIdentifier(name) || ts.isStringLiteral(name)) {
      if (!holder.includes(name.text)) remove(member, name.text, `${type}.`);
    }
  }
  function remove(node: ts.Node, name: string, prefix: string): void {
    removed.push(node);
    missing.add(prefix + name);
  }
}

/**
 * A file of the types of Node without the global variables that this Node does not have, as types of one version describe others too. What
 * may be undefined by its type stays.
 */
export function withGlobalsOfNode(path: string, text: string): string | undefined {
  if (!/\bvar\b/.test(text)) return undefined;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
  const inModules = file.statements.filter((each) => ts.isModuleDeclaration(each) && ts.isStringLiteral(each.name));
  const statements = [...file.statements, ...inModules.flatMap((each) => blockOf(each as ts.ModuleDeclaration))];
  const globals = [
    ...(ts.isExternalModule(file) ? [] : file.statements),
    ...statements.filter(isGlobal).flatMap(blockOf),
  ];
  const removed = globals.filter(ts.isVariableStatement).filter(({ declarationList }) =>
    declarationList.declarations.every(({ name, type }) => {
      const given: readonly string[] = [...cellParameters, ...builtins()[""]!];
      return !given.includes((name as ts.Identifier).text) && !/\bundefined\s*$/.test(type?.getText(file) ?? "");
    }),
  );
  for (const { declarationList } of removed) {
    for (const { name } of declarationList.declarations) missing.add((name as ts.Identifier).text);
  }
  return removed.length === 0 ? undefined : without(text, removed);
}

function without(text: string, removed: readonly ts.Node[]): string {
  let left = "";
  let end = 0;
  for (const node of [...removed].sort((a, b) => a.pos - b.pos)) {
    left += text.slice(end, node.pos);
    end = node.end;
  }
  return left + text.slice(end);
}

/** What the compiler says of something that this Node does not have, with the reason instead of advice on its settings. */
export function withReason(message: string): string {
  const [member, name, of] = /^Property '(\w+)' does not exist on type '(?:typeof )?(\w+)?.*?'\./s.exec(message) ?? [];
  const [value, global] = /^(?:Cannot find name |Cannot use namespace )?'(\w+)'.*?\./s.exec(message) ?? [];
  const type = message.includes("[]'") ? "Array" : /Iterator$|^Generator$/.test(of ?? "") ? "IteratorObject" : of;
  const said = member !== undefined && missing.has(`${type}.${name}`) ? member : missing.has(global ?? "") ? value : "";
  return said ? `${said} Node ${process.versions.node}, which runs the cells, does not have it.` : message;
}

/** Whether this Node has a member that the compiler does not know of one of the language's own types. */
export function hasMember(type: string, member: string): boolean {
  return holderOf("", type)?.includes(member) ?? false;
}

/** The names of the object that has what an interface says; `undefined` where that cannot be known. */
function holderOf(prefix: string, type: string): readonly string[] | undefined {
  const path = prefix + type.replace(/^Readonly(?=Array$|Map$|Set$)/, "");
  const of = builtins();
  return (
    of[`${path}#`] ?? of[path] ?? (path.endsWith("Constructor") ? of[path.slice(0, -"Constructor".length)] : undefined)
  );
}

function has(path: string, name: string): boolean {
  return builtins()[path]?.includes(name) ?? false;
}

function blockOf({ body }: ts.ModuleDeclaration): readonly ts.Statement[] {
  return body && ts.isModuleBlock(body) ? body.statements : [];
}

function isGlobal(statement: ts.Statement): statement is ts.ModuleDeclaration {
  return ts.isModuleDeclaration(statement) && (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

function isReadonly({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.ReadonlyKeyword;
}
