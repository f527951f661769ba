import ts from "typescript";

// What the compiler has and its types leave out.

export interface File extends ts.SourceFile {
  path: ts.Path;
  resolvedPath: ts.Path;
  originalFileName: string;
  /** The names of modules that occur in it. */
  imports: readonly ts.StringLiteralLike[];
  /** What makes it a module. */
  externalModuleIndicator?: ts.Node | true | undefined;
  readonly parseDiagnostics: readonly ts.Diagnostic[];
}

export interface Program extends ts.Program {
  /** What the checker asks for every name of a module. */
  getResolvedModule(
    file: File,
    name: string,
    mode: ts.ResolutionMode,
  ): ts.ResolvedModuleWithFailedLookupLocations | undefined;
  emit(
    file?: ts.SourceFile,
    writeFile?: ts.WriteFileCallback,
    cancellationToken?: ts.CancellationToken,
    onlyDeclarations?: boolean,
    transformers?: ts.CustomTransformers,
    evenIfNotAskedFor?: boolean,
  ): ts.EmitResult;
}

export interface Host extends ts.LanguageServiceHost {
  /** Whether the imports of a file are to be looked for again, though the file is the same. */
  hasInvalidatedResolutions(path: ts.Path): boolean;
  getModuleResolutionCache(): ts.ModuleResolutionCache;
  resolveLibrary(): ts.ResolvedModuleWithFailedLookupLocations | { readonly resolvedModule: undefined };
}

export const { bindSourceFile } = ts as unknown as {
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
};

export function syntaxErrors(file: ts.SourceFile): readonly ts.Diagnostic[] {
  return (file as File).parseDiagnostics;
}
