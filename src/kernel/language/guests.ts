import { isBuiltin } from "node:module";
import ts from "typescript";
import { bindSourceFile, type File, type Program } from "./internals.js";
import { augmentsOthers, modulesOf } from "./names.js";

/** What a checker knows of guests stays as long as its program does, so programs are made anew from time to time. */
const most = 100;

/**
 * Files that a program takes in after it was made: its checker answers for them, and it can emit them. For a short cell, a program and
 * a checker of its own would be several times the work that is left.
 */
export class Guests {
  readonly program: Program;
  readonly #host: File;
  readonly #modules: ReadonlySet<string>;
  readonly #admitted = new WeakSet<ts.SourceFile>();
  #count = 0;

  /** Guests stand in the place of `host`, a file of the program. */
  constructor(program: ts.Program, host: ts.SourceFile) {
    this.program = program as Program;
    this.#host = host as File;
    this.#modules = namesOf(this.#host.imports);
    const resolved = this.program.getResolvedModule.bind(program);
    this.program.getResolvedModule = (file, ...rest) => resolved(this.#admitted.has(file) ? this.#host : file, ...rest);
  }

  get isFull(): boolean {
    return this.#count >= most;
  }

  /** Whether the program, made for a file instead of the host, would be the same: both import the same modules, which were all found. */
  fits(file: ts.SourceFile): boolean {
    const modules = modulesOf(file);
    return (
      !changesProgram(this.#host) &&
      !changesProgram(file) &&
      namesOf(modules).size === this.#modules.size &&
      modules.every((module) => this.#modules.has(module.text) && this.#isFound(module))
    );
  }

  #isFound(module: ts.StringLiteralLike): boolean {
    const mode = ts.getModeForUsageLocation(module.getSourceFile(), module, this.program.getCompilerOptions());
    return (
      isBuiltin(module.text) ||
      this.program.getResolvedModule(this.#host, module.text, mode)?.resolvedModule !== undefined
    );
  }

  /** Takes in a file, whose name no other file has. */
  admit(file: ts.SourceFile): void {
    const guest = file as File;
    guest.path = guest.resolvedPath = guest.fileName as ts.Path;
    guest.originalFileName = guest.fileName;
    guest.imports = modulesOf(file);
    this.#admitted.add(guest);
    this.#count++;
    bindSourceFile(guest, this.program.getCompilerOptions());
  }
}

/** Whether a file brings more into a program than itself and what it imports. */
function changesProgram(file: ts.SourceFile): boolean {
  const { referencedFiles, typeReferenceDirectives, libReferenceDirectives } = file;
  const references = referencedFiles.length + typeReferenceDirectives.length + libReferenceDirectives.length;
  return references > 0 || augmentsOthers(file);
}

function namesOf(modules: readonly ts.StringLiteralLike[]): Set<string> {
  return new Set(modules.map(({ text }) => text));
}
