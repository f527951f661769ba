import { join } from "node:path";
import ts from "typescript";
import type { CheckMode } from "../modes.js";
import { assignedProperties } from "./assigned-properties.js";
import { isTsx, parseAsWritten, parseCell } from "./cell.js";
import { declaredNames, openNames, typedNames, type DeclarationKind } from "./names.js";
import { exportsOf, importsOf, namesUsedBy, type Visible } from "./view.js";

/** A cell as it stands in an editor, its directives made comments. */
export interface CellText {
  /** What names it for as long as it exists, wherever it is moved. */
  readonly id: string;
  readonly text: string;
  readonly mode: CheckMode;
}

/** Parentheses around an object that is a cell's last line: places in the text, and what is put at the first. */
interface Parentheses {
  readonly open: number;
  readonly text: string;
  readonly close: number;
}

/** A cell, and the file as which the compiler sees it: before the text stand imports of what it uses of other cells, and exports. */
export class NotebookCell {
  readonly id: string;
  readonly text: string;
  readonly number: number;
  readonly path: string;
  readonly names: ReadonlyMap<string, DeclarationKind>;
  readonly used: ReadonlySet<string>;
  readonly typed: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
  readonly assigned: ReadonlySet<string>;
  mode: CheckMode;
  /** The cells whose declarations this one sees, by name. */
  origins: ReadonlyMap<string, NotebookCell> = new Map();
  #links = "";
  readonly #exports: string;
  readonly #run: string;
  readonly #parentheses: Parentheses | undefined;
  /** What has to be the first in a file stays there, and links follow the text. */
  readonly #isFirst: boolean;

  constructor(folder: string, number: number, { id, text, mode }: CellText, options: ts.CompilerOptions) {
    [this.id, this.text, this.number, this.mode] = [id, text, number, mode];
    const path = join(folder, `cell-${number}`);
    const source = parseCell(path, text);
    this.#run = source.text;
    this.#parentheses = parenthesesIn(text, source.text);
    this.path = isTsx(parseAsWritten(path, text)) ? `${path}.tsx` : `${path}.ts`;
    this.names = declaredNames(source);
    this.used = namesUsedBy(source, options);
    this.typed = typedNames(source);
    this.open = new Set(openNames(source));
    this.assigned = assignedProperties(source);
    this.#exports = exportsOf(source);
    this.#isFirst = /^\s*(\/\/\/|\/\*\*?\s*@jsx|\/\/\s*@ts-(no)?check)/.test(text);
  }

  /** Lets it see names of other cells. */
  link(origins: ReadonlyMap<string, NotebookCell>, isLoose: (name: string, origin: NotebookCell) => boolean): void {
    this.origins = origins;
    const visible = [...origins].map(([name, origin]): [string, Visible] => [
      name,
      { specifier: origin.specifier, kind: origin.names.get(name)!, isLoose: isLoose(name, origin) },
    ]);
    this.#links = `${[...importsOf(visible), this.#exports].join("\n")}\n`;
  }

  get specifier(): string {
    return `./${this.path.slice(this.path.lastIndexOf("cell-"))}`;
  }

  get fileText(): string {
    return this.#isFirst ? `${this.#run}\n${this.#links}` : this.#links + this.#run;
  }

  /** Where the text begins in the file, and where it ends. */
  get start(): number {
    return this.#isFirst ? 0 : this.#links.length;
  }

  get end(): number {
    return this.start + this.#run.length;
  }

  /** A place of the text in the file. */
  toFile(position: number): number {
    const { open, text, close } = this.#parentheses ?? { open: Infinity, text: "", close: Infinity };
    return this.start + position + (position >= open ? text.length : 0) + (position > close ? 1 : 0);
  }

  /** A place of the file in the text; `undefined` for what does not come from it. */
  toText(place: number): number | undefined {
    if (place < this.start || place > this.end) return undefined;
    let position = place - this.start;
    if (!this.#parentheses) return position;
    const { open, text, close } = this.#parentheses;
    if (position > open) position = Math.max(open, position - text.length);
    return position > close ? position - 1 : position;
  }

  /** Where a name that is seen of another cell stands in the file before or after the text. */
  linkOf(name: string): number | undefined {
    const source = ts.createSourceFile("links.ts", this.#links, ts.ScriptTarget.ESNext);
    const at = this.#isFirst ? this.#run.length + 1 : 0;
    for (const statement of source.statements) {
      const found = ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map((each) => each.name as ts.Identifier)
        : ts.isImportDeclaration(statement)
          ? (statement.importClause!.namedBindings as ts.NamedImports).elements.map((each) => each.name)
          : [];
      const identifier = found.find(({ text }) => text === name);
      if (identifier) return at + identifier.getStart(source);
    }
    return undefined;
  }
}

/** What distinguishes a cell that ends with an object from the same cell as it is run. */
function parenthesesIn(written: string, run: string): Parentheses | undefined {
  if (written === run) return undefined;
  let open = 0;
  while (written[open] === run[open]) open++;
  let rest = 0;
  while (written[written.length - 1 - rest] === run[run.length - 1 - rest]) rest++;
  return { open, text: run.slice(open, open + run.length - written.length - 1), close: written.length - rest };
}
