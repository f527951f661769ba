import { isBuiltin } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { assignedProperties } from "./assigned-properties.js";
import { denoDeclarations } from "./deno-declarations.js";
import type { Evidence } from "./evidence.js";
import { CompilerFiles, isFound } from "./files.js";
import { globalDeclarations } from "./globals.js";
import { Guests, type Surroundings } from "./guests.js";
import { syntaxErrors, type Program } from "./internals.js";
import { isTsx, parse, parseAsWritten, parseCell } from "./cell.js";
import { combineLibraries } from "./libraries.js";
import {
  changesOthers,
  concernsOthers,
  declaredNames,
  modulesOf,
  namesDeclaredTwice,
  openNames,
  typedNames,
  type DeclarationKind,
} from "./names.js";
import { compilerOptions, jsxRuntime, typesOfNode } from "./options.js";
import { exportsOf, importsOf, namesUsedBy, type Visible } from "./view.js";

interface Declared {
  readonly cell: string;
  readonly kind: DeclarationKind;
  /** Whether its author has given it types. */
  readonly isTyped: boolean;
}

/** A text that is being written, as the service knows it: its own first character is at `offset`. */
export interface Asked {
  readonly path: string;
  readonly offset: number;
}

/** A file and a program whose checker can be asked about it. */
export interface FileOfProgram {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
}

const nothing = "export {};";

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
  /** The current text, as TypeScript and as TSX: one of them is empty. */
  readonly #currentFiles: readonly [string, string];
  readonly #surroundings: Surroundings = {
    resolve: (specifier, mode) => this.resolve(specifier, mode),
    fileAt: (path) => {
      const kept = this.#files.stored(path);
      return kept === undefined ? undefined : parse(path, kept);
    },
  };
  /** The last cell that declares something, and what its names meant before. */
  #last: { readonly path: string; readonly before: ReadonlyMap<string, Declared | undefined> } | undefined;
  /** Properties that cells have assigned, and names that hold something else than their types say. */
  readonly #assigned = new Set<string>();
  readonly #loose = new Set<string>();
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
    this.#currentFiles = [this.pathOf("cell"), `${this.pathOf("cell")}x`];
    // Always the same root files: TypeScript then takes over the structure of the last program, which is most of the work.
    const roots = [globalsFile, this.#importsFile, ...this.#currentFiles];
    this.#files = new CompilerFiles(folder, options, combineLibraries(lib, typesOfNode(folder, options)), roots);
    this.#files.store(globalsFile, globalDeclarations + denoDeclarations);
    this.#files.store(this.#importsFile, nothing);
    for (const path of this.#currentFiles) this.#files.store(path, nothing);
  }

  get service(): ts.LanguageService {
    return this.#files.service;
  }

  /** Where a cell stands, as far as imports and error messages are concerned. */
  pathOf(name: string): string {
    return join(this.folder, `${name}.ts`);
  }

  /** A cell of that name, as it is run. */
  parse(name: string, text: string): ts.SourceFile {
    return parseCell(join(this.folder, name), text);
  }

  /** Names that earlier cells have declared, and as what. */
  get declared(): ReadonlyMap<string, { readonly kind: DeclarationKind }> {
    return this.#declared;
  }

  /** What a specifier stands for in a cell. */
  resolve(specifier: string, mode?: ts.ResolutionMode): ts.ResolvedModuleWithFailedLookupLocations {
    return this.#files.resolve(specifier, this.#currentFiles[0], mode);
  }

  /** The local file that a specifier stands for by the project's settings alone, which Node does not know. */
  locate(specifier: string): string | undefined {
    if (/^[./#]|^\w+:/.test(specifier) || isBuiltin(specifier)) return undefined;
    const { resolvedModule } = this.resolve(specifier);
    if (!resolvedModule || resolvedModule.isExternalLibraryImport) return undefined;
    const { resolvedFileName } = resolvedModule;
    return resolvedFileName.includes("/node_modules/") || /\.d\.[cm]?ts$/.test(resolvedFileName)
      ? undefined
      : resolvedFileName;
  }

  /** Specifiers with a scheme, such as `npm:`, of a text and of the local modules that it imports. */
  packagesOf(text: string): string[] {
    const found = new Set<string>();
    const seen = new Set<string>();
    const look = (specifiers: readonly string[], from: string): void => {
      for (const specifier of specifiers) {
        if (/^(npm|jsr|https?):/.test(specifier)) found.add(specifier);
        else if (/^[./]/.test(specifier)) {
          const path = this.#files.resolve(specifier, from, undefined).resolvedModule?.resolvedFileName;
          if (path === undefined || seen.has(path) || /\.json$|\/node_modules\//.test(path)) continue;
          seen.add(path);
          const { importedFiles } = ts.preProcessFile(this.#files.textAt(path) ?? "");
          look(
            importedFiles.map(({ fileName }) => fileName),
            path,
          );
        }
      }
    };
    const cell = this.parse("cell", text);
    if (syntaxErrors(cell).length > 0) return [];
    this.#files.lookAgain();
    const own = modulesOf(cell).map((each) => each.text);
    look(own, this.#currentFiles[0]);
    return [...found];
  }

  /**
   * Makes a text the current one, to be asked about. What it sees of earlier cells stands before it, as it may be unfinished: all of
   * their names, or those that occur in it.
   */
  ask(text: string, all: boolean): Asked {
    const cell = parseAsWritten(join(this.folder, "cell"), text);
    const names = all ? this.#declared.keys() : namesUsedBy(cell, this.options);
    const before = `${[...importsOf(this.#visible(cell, names)), ""].join("\n")}`;
    return { path: this.#open(cell, before + cell.text), offset: before.length };
  }

  #open(cell: ts.SourceFile, text: string): string {
    const [plain, tsx] = this.#currentFiles;
    this.#files.store(plain, isTsx(cell) ? nothing : text);
    this.#files.store(tsx, isTsx(cell) ? text : nothing);
    this.#currentBringsMore = changesOthers(cell) || this.#modulesOf(cell).some((name) => !this.#imports.has(name));
    this.#files.lookAgain();
    return isTsx(cell) ? tsx : plain;
  }

  /** Modules that a cell needs, with the one that JSX stands for. */
  #modulesOf(cell: ts.SourceFile): string[] {
    const runtime = isTsx(cell) ? jsxRuntime(this.options, cell) : undefined;
    return [...modulesOf(cell).map(({ text }) => text), ...(runtime === undefined ? [] : [runtime])];
  }

  /** Lets the cells to come see what this one declares and imports. */
  commit(source: ts.SourceFile, checked?: FileOfProgram): void {
    const path = source.fileName;
    for (const property of assignedProperties(source)) this.#assigned.add(property);
    if (!concernsOthers(source)) return;
    const text = this.#textOf(source);
    const before = new Map<string, Declared | undefined>();
    const typed = typedNames(source);
    const twice = namesDeclaredTwice(source);
    for (const [each, kind] of declaredNames(source)) {
      before.set(each, this.#declared.get(each));
      this.#declared.set(each, { cell: path, kind, isTyped: typed.has(each) });
      if (!twice.has(each)) this.#loose.delete(each);
    }
    for (const each of openNames(source)) this.#loose.add(each);
    this.#last = { path, before };
    // Declarations leave out references.
    this.#files.store(path, (checked && !changesOthers(source) ? declarationsOf(checked) : undefined) ?? text);
    for (const specifier of this.#modulesOf(source)) {
      if (isFound(specifier, this.#files.resolve(specifier, path, undefined))) this.#imports.add(specifier);
    }
    if (changesOthers(source)) this.#imports.add(this.#specifierOf(path));
  }

  /** What cells have shown of their names so far, and this one. */
  evidenceOf(cell: ts.SourceFile): Evidence {
    const own = declaredNames(cell);
    const typed = typedNames(cell);
    const assigned = assignedProperties(cell);
    return {
      isTyped: (name) => (own.has(name) ? typed.has(name) : this.#declared.get(name)?.isTyped),
      isAssigned: (property) => assigned.has(property) || this.#assigned.has(property),
      loose: this.#loose,
    };
  }

  /** Takes back what the last cell declares, as nothing of it has run. */
  revert(name: string): void {
    if (!this.#last || this.#last.path.replace(/x$/, "") !== this.pathOf(name)) return;
    for (const [each, declared] of this.#last.before) {
      if (declared) this.#declared.set(each, declared);
      else this.#declared.delete(each);
    }
    this.#last = undefined;
  }

  /** Takes back names that no cell declares any more. */
  forget(names: readonly string[]): void {
    for (const name of names) {
      this.#declared.delete(name);
      this.#loose.delete(name);
    }
  }

  /** A cell as a file of a program made for it. */
  alone(cell: ts.SourceFile): FileOfProgram {
    const path = this.#open(cell, this.#textOf(cell));
    const program = this.#files.program();
    return { program, file: program.getSourceFile(path)! };
  }

  /**
   * A cell as a guest of a program that has all that cells have imported so far, or alone where it changes that program. The checker
   * answers for it just the same, but for one thing: of many errors it explains the first ones better.
   */
  asGuest(cell: ts.SourceFile): FileOfProgram {
    if (changesOthers(cell)) return this.alone(cell);
    const guests = this.#guestsOf(this.#modulesOf(cell));
    const ending = isTsx(cell) ? "x" : "";
    const file = parse(`${this.pathOf(`cell#${++this.#guestCount}`)}${ending}`, this.#textOf(cell));
    guests.admit(file);
    return { program: guests.program, file };
  }

  /** Guests of a program that has the given modules and all that is in force. */
  #guestsOf(modules: readonly string[]): Guests {
    const lines = [...new Set([...this.#imports, ...modules])].map((module) => `import ${JSON.stringify(module)};`);
    this.#files.store(this.#importsFile, `${lines.join("")} export {};`, this.#guests?.isFull);
    if (this.#currentBringsMore) this.#open(parse(this.#currentFiles[0], ""), nothing);
    const program = this.#files.program();
    if (this.#guests?.program !== program) this.#guests = new Guests(program, this.#surroundings);
    return this.#guests;
  }

  /** A cell with imports of earlier cells' names, and exports of its own. */
  #textOf(cell: ts.SourceFile): string {
    return `${cell.text}\n${this.#appendix(cell)}`;
  }

  #appendix(source: ts.SourceFile): string {
    const lines = importsOf(this.#visible(source, namesUsedBy(source, this.options)));
    lines.push(exportsOf(source));
    return lines.join("\n");
  }

  /** What a cell sees of earlier cells, of the given names. */
  *#visible(cell: ts.SourceFile, names: Iterable<string>): Generator<[string, Visible]> {
    const own = declaredNames(cell);
    for (const name of names) {
      const declared = this.#declared.get(name);
      if (declared && !own.has(name)) {
        const isLoose = this.#loose.has(name);
        yield [name, { specifier: this.#specifierOf(declared.cell), kind: declared.kind, isLoose }];
      }
    }
  }

  #specifierOf(cell: string): string {
    return `./${cell.slice(this.folder.length + 1)}`;
  }
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
  return diagnostics.length === 0 && !/import\("\.\/cell(#\d+)?(\.tsx?)?"\)/.test(declarations ?? "")
    ? declarations
    : undefined;
}
