import type { DeclarationKind } from "./names.js";

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
