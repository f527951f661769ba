import ts from "typescript";
import { isTsx } from "./cell.js";
import { bindSourceFile, type File, type Program } from "./internals.js";
import { modulesOf } from "./names.js";
import { jsxRuntime } from "./options.js";

/** What a checker knows of guests stays as long as its program does, so programs are made anew from time to time. */
const most = 200;

/** What guests may import besides the files of their program. */
export interface Surroundings {
  resolve(specifier: string, mode: ts.ResolutionMode): ts.ResolvedModuleWithFailedLookupLocations;
  /** A file that becomes a guest when it is imported. */
  fileAt(path: string): ts.SourceFile | undefined;
}

/**
 * Files that a program takes in after it was made: its checker answers for them, and it can emit them. For a short cell, a program and
 * a checker of its own would be several times the work that is left.
 */
export class Guests {
  readonly program: Program;
  readonly #surroundings: Surroundings | undefined;
  readonly #admitted = new Map<string, ts.SourceFile>();
  #count = 0;

  constructor(program: ts.Program, surroundings?: Surroundings) {
    this.program = program as Program;
    this.#surroundings = surroundings;
    const resolved = this.program.getResolvedModule.bind(program);
    this.program.getResolvedModule = (file, specifier, mode) => {
      if (this.#admitted.get(file.fileName) !== file) return resolved(file, specifier, mode);
      return this.#surroundings?.resolve(specifier, mode);
    };
    const own = this.program.getSourceFile.bind(program);
    this.program.getSourceFile = (name) => own(name) ?? this.#admitted.get(name) ?? this.#invite(name);
  }

  get isFull(): boolean {
    return this.#count >= most;
  }

  /** Takes in a file, whose name no other file has. */
  admit(file: ts.SourceFile): void {
    this.#count++;
    this.#bind(file);
  }

  #bind(file: ts.SourceFile): void {
    const guest = file as File;
    guest.path = guest.resolvedPath = guest.fileName as ts.Path;
    guest.originalFileName = guest.fileName;
    const options = this.program.getCompilerOptions();
    const runtime = isTsx(file) ? jsxRuntime(options, file) : undefined;
    // The compiler looks for the module that JSX stands for in front of all others, and takes no file for a module that does not say so.
    guest.imports = [...(runtime === undefined ? [] : [jsxImport(runtime, file)]), ...modulesOf(file)];
    if (runtime !== undefined) guest.externalModuleIndicator ??= true;
    this.#admitted.set(guest.fileName, guest);
    bindSourceFile(guest, options);
  }

  #invite(path: string): ts.SourceFile | undefined {
    const file = this.#surroundings?.fileAt(path);
    if (file) this.#bind(file);
    return file;
  }
}

/** An import that nobody has written, as the compiler makes it for the module that JSX stands for. */
function jsxImport(runtime: string, file: ts.SourceFile): ts.StringLiteral {
  const literal = ts.factory.createStringLiteral(runtime);
  const statement = ts.factory.createImportDeclaration(undefined, undefined, literal);
  Object.assign(literal, { parent: statement, flags: literal.flags & ~ts.NodeFlags.Synthesized });
  Object.assign(statement, { parent: file, flags: statement.flags & ~ts.NodeFlags.Synthesized });
  return literal;
}
