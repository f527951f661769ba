import ts from "typescript";
import { isTsx } from "./cell.js";
import { declaredNames, identifiersOf, type DeclarationKind } from "./names.js";
import { jsxRuntime } from "./options.js";

/** Where a name that a cell uses is declared, as a specifier of that cell, and as what. */
export interface Visible {
  readonly specifier: string;
  readonly kind: DeclarationKind;
  /** Whether it may hold anything, whatever its declaration says. */
  readonly isLoose?: boolean;
}

/** Statements by which a cell sees names of other cells. An imported name cannot be assigned; a declared one of the same type can. */
export function importsOf(names: Iterable<readonly [name: string, Visible]>): string[] {
  const imports = new Map<string, string[]>();
  const lines: string[] = [];
  for (const [name, { specifier, kind, isLoose }] of names) {
    if (kind === "let" && isLoose) lines.push(`declare let ${name}: any;`);
    else if (kind === "let") lines.push(`declare let ${name}: typeof import("${specifier}").${name};`);
    else imports.set(specifier, [...(imports.get(specifier) ?? []), name]);
  }
  for (const [specifier, imported] of imports) lines.push(`import { ${imported.join(", ")} } from "${specifier}";`);
  return lines;
}

/** A statement by which a cell gives its names to others. */
export function exportsOf(source: ts.SourceFile): string {
  const exported = exportedNames(source);
  const exports = [...declaredNames(source)]
    .filter(([name]) => !exported.has(name))
    .map(([name, kind]) => (kind === "type" ? `type ${name}` : name));
  return `export { ${exports.join(", ")} };`;
}

/** Every name that a cell may use, also the one of which JSX makes calls. */
export function namesUsedBy(cell: ts.SourceFile, options: ts.CompilerOptions): Set<string> {
  const names = identifiersOf(cell);
  if (!isTsx(cell) || jsxRuntime(options, cell) !== undefined) return names;
  return names.add((options.jsxFactory ?? "React").replace(/\..*$/, ""));
}

/** Names that the cell exports by itself already. */
function exportedNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      for (const element of statement.exportClause.elements) names.add(element.name.text);
    }
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) continue;
    for (const name of declaredNames({ statements: [statement] }).keys()) names.add(name);
  }
  return names;
}
