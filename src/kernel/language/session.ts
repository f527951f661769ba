import { join } from "node:path";
import ts from "typescript";
import { CompilerFiles, isFound } from "./files.js";
import { globalDeclarations } from "./globals.js";
import { Guests, type Surroundings } from "./guests.js";
import type { Program } from "./internals.js";
import { combineLibraries } from "./libraries.js";
import {
  changesOthers,
  concernsOthers,
  declaredNames,
  identifiersOf,
  modulesOf,
  type DeclarationKind,
} from "./names.js";
import { compilerOptions, typesOfNode } from "./options.js";

interface Declared {
  readonly cell: string;
  readonly kind: DeclarationKind;
}

/** A file and a program whose checker can be asked about it. */
export interface FileOfProgram {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
}

/**
 * The cells of a notebook as TypeScript sees them: each is a module, to which the imports of what it uses from earlier cells are
 * appended, so that positions in the text stay what they are.
 */
export class LanguageSession {
  readonly folder: string;
  readonly options: ts.CompilerOptions;
  readonly #files: CompilerFiles;
  readonly #declared = new Map<string, Declared>();
  /** Modules that cells have imported, and cells that change what others see: they stay in force for all cells to come. */
  readonly #imports = new Set<string>();
  readonly #importsFile: string;
  readonly #currentFile: string;
  readonly #surroundings: Surroundings = {
    resolve: (specifier, mode) => this.#files.resolve(specifier, this.#currentFile, mode),
    fileAt: (path) => {
      const kept = this.#files.stored(path);
      return kept === undefined ? undefined : parse(path, kept);
    },
  };
  #guests: Guests | undefined;
  #guestCount = 0;
  /** Whether the current text brings into the program what no cell has brought so far. */
  #currentBringsMore = false;

  constructor(folder: string) {
    this.folder = folder;
    const { lib = [], ...options } = compilerOptions(folder);
    this.options = options;
    const globalsFile = join(folder, "notebook-globals.d.ts");
    this.#importsFile = this.pathOf("notebook-imports");
    this.#currentFile = this.pathOf("cell");
    // Always the same root files: TypeScript then takes over the structure of the last program, which is most of the work.
    const roots = [globalsFile, this.#importsFile, this.#currentFile];
    this.#files = new CompilerFiles(folder, options, combineLibraries(lib, typesOfNode(folder, options)), roots);
    this.#files.store(globalsFile, globalDeclarations);
    this.#files.store(this.#importsFile, "export {};");
    this.#files.store(this.#currentFile, "export {};");
  }

  get service(): ts.LanguageService {
    return this.#files.service;
  }

  /** Where a cell stands, as far as imports and error messages are concerned. */
  pathOf(name: string): string {
    return join(this.folder, `${name}.ts`);
  }

  /** Makes a text the current one, to be checked or asked about; returns the path under which the service knows it. */
  open(cell: ts.SourceFile | string): string {
    const source = typeof cell === "string" ? parse(this.#currentFile, cell) : cell;
    this.#files.store(this.#currentFile, this.#textOf(source));
    this.#currentBringsMore = changesOthers(source) || modulesOf(source).some(({ text }) => !this.#imports.has(text));
    this.#files.lookAgain();
    return this.#currentFile;
  }

  /** Lets the cells to come see what this one declares and imports. */
  commit(source: ts.SourceFile, checked?: FileOfProgram): void {
    const path = source.fileName;
    if (!concernsOthers(source)) return;
    const text = this.#textOf(source);
    for (const [each, kind] of declaredNames(source)) this.#declared.set(each, { cell: path, kind });
    // Declarations leave out references.
    this.#files.store(path, (checked && !changesOthers(source) ? declarationsOf(checked) : undefined) ?? text);
    for (const { text: specifier } of modulesOf(source)) {
      if (isFound(specifier, this.#files.resolve(specifier, path, undefined))) this.#imports.add(specifier);
    }
    if (changesOthers(source)) this.#imports.add(this.#specifierOf(path));
  }

  /** A cell as a file of a program made for it. */
  alone(cell: ts.SourceFile): FileOfProgram {
    const path = this.open(cell);
    const program = this.#files.program();
    return { program, file: program.getSourceFile(path)! };
  }

  /**
   * A cell as a guest of a program that has all that cells have imported so far, or alone where it changes that program. The checker
   * answers for it just the same, but for one thing: of many errors it explains the first ones better.
   */
  asGuest(cell: ts.SourceFile): FileOfProgram {
    if (changesOthers(cell)) return this.alone(cell);
    const guests = this.#guestsOf(modulesOf(cell).map(({ text }) => text));
    const file = parse(this.pathOf(`cell#${++this.#guestCount}`), this.#textOf(cell));
    guests.admit(file);
    return { program: guests.program, file };
  }

  /** Guests of a program that has the given modules and all that is in force. */
  #guestsOf(modules: readonly string[]): Guests {
    const lines = [...new Set([...this.#imports, ...modules])].map((module) => `import ${JSON.stringify(module)};`);
    this.#files.store(this.#importsFile, `${lines.join("")} export {};`, this.#guests?.isFull);
    if (this.#currentBringsMore) this.open("");
    const program = this.#files.program();
    if (this.#guests?.program !== program) this.#guests = new Guests(program, this.#surroundings);
    return this.#guests;
  }

  /** A cell with imports of earlier cells' names, and exports of its own. */
  #textOf(cell: ts.SourceFile): string {
    return `${cell.text}\n${this.#appendix(cell)}`;
  }

  #appendix(source: ts.SourceFile): string {
    const own = declaredNames(source);
    const exported = exportedNames(source);
    const imports = new Map<string, string[]>();
    const lines: string[] = [];
    for (const name of identifiersOf(source)) {
      const declared = this.#declared.get(name);
      if (!declared || own.has(name)) continue;
      const specifier = this.#specifierOf(declared.cell);
      // An imported name cannot be assigned; a declared one of the same type can.
      if (declared.kind === "let") lines.push(`declare let ${name}: typeof import("${specifier}").${name};`);
      else imports.set(specifier, [...(imports.get(specifier) ?? []), name]);
    }
    for (const [specifier, names] of imports) lines.push(`import { ${names.join(", ")} } from "${specifier}";`);
    const exports = [...own]
      .filter(([name]) => !exported.has(name))
      .map(([name, kind]) => (kind === "type" ? `type ${name}` : name));
    lines.push(`export { ${exports.join(", ")} };`);
    return lines.join("\n");
  }

  #specifierOf(cell: string): string {
    return `./${cell.slice(this.folder.length + 1)}`;
  }
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.ESNext,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
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

/**
 * A checked file with types instead of values: whoever imports it need not find out its types again, and not those of all it is made from.
 * `undefined` where a type cannot be written down, or only with the name that the file had while it was checked.
 */
function declarationsOf({ program, file }: FileOfProgram): string | undefined {
  let declarations: string | undefined;
  const { diagnostics } = (program as Program).emit(
    file,
    (_, text) => (declarations = text),
    undefined,
    true,
    undefined,
    true,
  );
  return diagnostics.length === 0 && !/import\("\.\/cell(#\d+)?(\.ts)?"\)/.test(declarations ?? "")
    ? declarations
    : undefined;
}
