import { join } from "node:path";
import ts from "typescript";
import type { Evidence } from "./evidence.js";
import { divide, errorsIn, type Judged } from "./check.js";
import { denoDeclarations } from "./deno-declarations.js";
import { CompilerFiles } from "./files.js";
import type { OpenFiles } from "./open-files.js";
import { globalDeclarations } from "./globals.js";
import { combineLibraries, type Libraries } from "./libraries.js";
import { NotebookCell, type CellText } from "./notebook-cell.js";
import { compilerOptions, typesOfNode } from "./options.js";
import type { FileOfProgram } from "./session.js";

/**
 * All cells of a notebook that is being edited, in one program. Each is a module, as in a session, and sees the names of the others: of a
 * name that several cells declare the last declaration before the cell, and where there is none before it, the first one after it.
 */
export class Notebook {
  readonly folder: string;
  readonly options: ts.CompilerOptions;
  readonly libraries: Libraries;
  readonly #files: CompilerFiles;
  readonly #roots: string[] = [];
  readonly #globals: string;
  #cells: readonly NotebookCell[] = [];
  #count = 0;
  /** Names that hold something else than their types say, and from which cell on. */
  #loose = new Map<string, number>();
  /** The cell that sees all names, also those that it does not use yet. */
  #focused: string | undefined;

  /** `open` has texts of files that are open in the editor, which hold instead of those on disk. */
  constructor(folder: string, open?: OpenFiles) {
    this.folder = folder;
    const { lib = [], ...options } = compilerOptions(folder);
    this.options = options;
    this.libraries = combineLibraries(lib, typesOfNode(folder, options));
    this.#files = new CompilerFiles(folder, options, this.libraries, this.#roots, open);
    this.#globals = join(folder, "notebook-globals.d.ts");
    this.#files.store(this.#globals, globalDeclarations + denoDeclarations);
    this.#link();
  }

  get service(): ts.LanguageService {
    return this.#files.service;
  }

  get cells(): readonly NotebookCell[] {
    return this.#cells;
  }

  cell(id: string): NotebookCell | undefined {
    return this.#cells.find((cell) => cell.id === id);
  }

  cellOfFile(path: string): NotebookCell | undefined {
    return this.#cells.find((cell) => cell.path === path);
  }

  /** Whether there is such a file on disk. */
  isReal(path: string): boolean {
    return !this.#files.isStored(path) && ts.sys.fileExists(path);
  }

  /** Takes over the cells as they are now, in their order. */
  update(cells: readonly CellText[]): void {
    const known = new Map(this.#cells.map((cell) => [cell.id, cell]));
    this.#cells = cells.map((each) => {
      const old = known.get(each.id);
      if (old?.text !== each.text)
        return new NotebookCell(this.folder, old?.number ?? ++this.#count, each, this.options);
      old.mode = each.mode;
      return old;
    });
    const paths = new Set(this.#cells.map(({ path }) => path));
    for (const { path } of known.values()) if (!paths.has(path)) this.#files.remove(path);
    this.#loose = new Map();
    this.#link();
  }

  /** Lets a cell see every name, as the one that is to be written next may be any of them. */
  focus(cell: NotebookCell): void {
    if (this.#focused === cell.id) return;
    this.#focused = cell.id;
    this.#link();
  }

  #link(): void {
    const declaring = new Map<string, number[]>();
    for (const [index, { names }] of this.#cells.entries()) {
      for (const name of names.keys()) declaring.set(name, [...(declaring.get(name) ?? []), index]);
    }
    this.#roots.splice(0, Infinity, this.#globals, ...this.#cells.map(({ path }) => path));
    for (const [index, cell] of this.#cells.entries()) {
      const origins = new Map<string, NotebookCell>();
      for (const name of cell.id === this.#focused ? declaring.keys() : cell.used) {
        const places = declaring.get(name);
        if (!places || cell.names.has(name)) continue;
        origins.set(name, this.#cells[places.findLast((each) => each < index) ?? places[0]!]!);
      }
      cell.link(origins, (name, origin) => this.#isLoose(index, name, origin));
      this.#files.store(cell.path, cell.fileText);
    }
    this.#files.lookAgain();
  }

  /** Whether a name may hold anything, seen from a cell. */
  #isLoose(index: number, name: string, origin: NotebookCell | undefined): boolean {
    return (origin?.open.has(name) ?? false) || (this.#loose.get(name) ?? Infinity) < index;
  }

  /** What is to be said of each cell. */
  check(): Map<NotebookCell, Judged> {
    const known = this.#loose.size;
    const judged = this.#checkOnce();
    if (this.#loose.size === known) return judged;
    // What cells have shown of names that others see.
    this.#link();
    return this.#checkOnce();
  }

  #checkOnce(): Map<NotebookCell, Judged> {
    const program = this.#files.program();
    return new Map(this.#cells.map((cell, index) => [cell, this.#judge(cell, index, program)]));
  }

  /** Packages that a cell names with `npm:` are installed when it runs. */
  #judge(cell: NotebookCell, index: number, program: ts.Program): Judged {
    const { errors, warnings } = this.#judgeAsInstalled(cell, index, program);
    const missing = errors.filter(
      ({ code, messageText }) => code === 2307 && /'npm:/.test(JSON.stringify(messageText)),
    );
    return { errors: errors.filter((each) => !missing.includes(each)), warnings: [...warnings, ...missing] };
  }

  #judgeAsInstalled(cell: NotebookCell, index: number, program: ts.Program): Judged {
    const of: FileOfProgram = { program, file: program.getSourceFile(cell.path)! };
    if (cell.mode === "off") {
      const errors = program.getSyntacticDiagnostics(of.file);
      return { errors: errors.filter(({ start }) => cell.toText(start) !== undefined), warnings: [] };
    }
    const found = errorsIn(of, cell.start, cell.end);
    if (cell.mode === "strict") return { errors: found, warnings: [] };
    const evidence = this.#evidenceOf(cell, index);
    const known = new Set(evidence.loose);
    const judged = divide(found, of, evidence);
    for (const name of evidence.loose) {
      if (!known.has(name)) this.#loose.set(name, Math.min(index, this.#loose.get(name) ?? Infinity));
    }
    return judged;
  }

  #evidenceOf(cell: NotebookCell, index: number): Evidence {
    const names = [...cell.origins.keys(), ...this.#loose.keys()];
    return {
      isTyped: (name) => (cell.names.has(name) ? cell : cell.origins.get(name))?.typed.has(name),
      isAssigned: (property) => this.#cells.some(({ assigned }) => assigned.has(property)),
      loose: new Set(names.filter((name) => this.#isLoose(index, name, cell.origins.get(name)))),
    };
  }
}
