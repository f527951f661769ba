import ts from "typescript";
import { Guests } from "./guests.js";

export interface Emitted {
  readonly javascript: string;
  readonly mappings: string;
}

/** Turns single files into JavaScript as `ts.transpileModule` does, without making a program for each. */
export class Emitter {
  readonly #options: ts.CompilerOptions;
  #guests: Guests;

  constructor(options: ts.CompilerOptions) {
    this.#options = {
      ...options,
      isolatedModules: true,
      noCheck: true,
      noLib: true,
      noResolve: true,
      suppressOutputPathCheck: true,
      sourceMap: true,
      types: [],
    };
    this.#guests = this.#begin();
  }

  /** The file is bound by this, and must not have been before. */
  emit(file: ts.SourceFile, transformers: ts.CustomTransformers): Emitted {
    if (this.#guests.isFull) this.#guests = this.#begin();
    this.#guests.admit(file);
    let javascript = "";
    let mappings = "";
    this.#guests.program.emit(
      file,
      (name, text) => {
        if (name.endsWith(".map")) ({ mappings } = JSON.parse(text) as { mappings: string });
        else javascript = text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
      },
      undefined,
      false,
      transformers,
    );
    return { javascript, mappings };
  }

  #begin(): Guests {
    const host = ts.createSourceFile("/cell.ts", "export {};", ts.ScriptTarget.ESNext);
    const program = ts.createProgram([host.fileName], this.#options, {
      getSourceFile: (name) => (name === host.fileName ? host : undefined),
      fileExists: (name) => name === host.fileName,
      readFile: () => undefined,
      writeFile: () => undefined,
      getDefaultLibFileName: () => "",
      getCurrentDirectory: () => "/",
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
    });
    return new Guests(program);
  }
}
