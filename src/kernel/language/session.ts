import { isBuiltin } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { globalDeclarations } from "./globals.js";
import { Guests } from "./guests.js";
import type { File, Host, Program } from "./internals.js";
import { combineLibraries, type Libraries } from "./libraries.js";
import { augmentsOthers, concernsOthers, declaredNames, identifiersOf, type DeclarationKind } from "./names.js";
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

interface StoredFile {
  readonly text: string;
  readonly version: string;
}

const parsedFiles = sharedRegistry();

/**
 * What was parsed, for all sessions of this process. Declarations of installed packages are the same whatever the settings of a
 * project say, so a snapshot of the libraries serves them all.
 */
function sharedRegistry(): ts.DocumentRegistry {
  const registry = ts.createDocumentRegistry(true);
  const ofInstalled = registry.getKeyForCompilationSettings({ target: ts.ScriptTarget.ESNext });
  const keyOf = (path: string, key: ts.DocumentRegistryBucketKey): ts.DocumentRegistryBucketKey =>
    isInstalled(path) && path.endsWith(".d.ts") ? ofInstalled : key;
  return {
    ...registry,
    acquireDocumentWithKey: (name, path, settings, key, ...rest) =>
      registry.acquireDocumentWithKey(name, path, settings, keyOf(path, key), ...rest),
    updateDocumentWithKey: (name, path, settings, key, ...rest) =>
      registry.updateDocumentWithKey(name, path, settings, keyOf(path, key), ...rest),
    releaseDocumentWithKey: (
      path: ts.Path,
      key: ts.DocumentRegistryBucketKey,
      kind?: ts.ScriptKind,
      mode?: ts.ResolutionMode,
    ) => registry.releaseDocumentWithKey(path, keyOf(path, key), kind!, mode),
  };
}

/**
 * The cells of a notebook as TypeScript sees them: each is a module, to which the imports of what it uses from earlier cells are
 * appended, so that positions in the text stay what they are.
 */
export class LanguageSession {
  readonly folder: string;
  readonly options: ts.CompilerOptions;
  readonly service: ts.LanguageService;
  readonly #files = new Map<string, StoredFile>();
  readonly #declared = new Map<string, Declared>();
  /** Cells that say `declare global` or the like: they stay in force. */
  readonly #augmentations: string[] = [];
  readonly #globalsFile: string;
  readonly #currentFile: string;
  readonly #snapshots = new Map<string, { readonly version: string; readonly snapshot: ts.IScriptSnapshot }>();
  readonly #packageFiles = new Map<string, string>();
  readonly #libraries: Libraries;
  /** For the formats of installed files alone. */
  readonly #packages: ts.ModuleResolutionCache;
  /** Of one check: files and packages may come and go between them. */
  #resolutions: ts.ModuleResolutionCache | undefined;
  /** Files some of whose imports were not found: they may be there by the next check. */
  readonly #unresolved = new Set<string>();
  #version = 0;
  #guests: Guests | undefined;
  #guestCount = 0;

  constructor(folder: string) {
    this.folder = folder;
    const { lib = [], ...options } = compilerOptions(folder);
    this.options = options;
    this.#libraries = combineLibraries(lib, typesOfNode(folder, options));
    this.#packages = this.#resolutionCache();
    this.#globalsFile = join(folder, "notebook-globals.d.ts");
    // Always the same root files: TypeScript then takes over the structure of the last program, which is most of the work.
    this.#currentFile = this.pathOf("cell");
    this.#store(this.#globalsFile, globalDeclarations);
    this.#store(this.#currentFile, "export {};");
    this.service = ts.createLanguageService(this.#host(), parsedFiles);
  }

  /** Where a cell stands, as far as imports and error messages are concerned. */
  pathOf(name: string): string {
    return join(this.folder, `${name}.ts`);
  }

  /** Makes a text the current one, to be checked or asked about; returns the path under which the service knows it. */
  open(cell: ts.SourceFile | string): string {
    this.#store(this.#currentFile, this.#textOf(typeof cell === "string" ? parse(this.#currentFile, cell) : cell));
    this.#resolutions = undefined;
    return this.#currentFile;
  }

  /** Lets the cells to come see what this one declares. */
  commit(source: ts.SourceFile, checked?: FileOfProgram): void {
    const path = source.fileName;
    if (!concernsOthers(source)) return;
    const text = this.#textOf(source);
    for (const [each, kind] of declaredNames(source)) this.#declared.set(each, { cell: path, kind });
    if (augmentsOthers(source)) this.#augmentations.push(path);
    this.#store(path, text);
    if (checked) this.#store(path, declarationsOf(checked) ?? text);
  }

  /** A cell as a file of a program made for it. */
  alone(cell: ts.SourceFile): FileOfProgram {
    const path = this.open(cell);
    const program = this.service.getProgram()!;
    return { program, file: program.getSourceFile(path)! };
  }

  /**
   * A cell as a guest of the last program, or alone where that will not do. The checker answers for it just the same, but for one thing:
   * of many errors it explains the first ones better.
   */
  asGuest(cell: ts.SourceFile): FileOfProgram {
    this.#resolutions = undefined;
    const last = this.service.getProgram()!;
    if (this.#guests?.program !== last) this.#guests = new Guests(last, last.getSourceFile(this.#currentFile)!);
    const guest = parse(this.pathOf(`cell#${++this.#guestCount}`), this.#textOf(cell));
    if (this.#guests.isFull || !this.#guests.fits(guest)) return this.alone(cell);
    this.#guests.admit(guest);
    return { program: last, file: guest };
  }

  /** A cell with imports of earlier cells' names, and exports of its own. */
  #textOf(cell: ts.SourceFile): string {
    return `${cell.text}\n${this.#appendix(cell)}`;
  }

  #appendix(source: ts.SourceFile): string {
    const own = declaredNames(source);
    const exported = exportedNames(source);
    const imports = new Map<string, string[]>();
    const lines = this.#augmentations.map((path) => `import "${this.#specifierOf(path)}";`);
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

  #store(path: string, text: string): void {
    if (this.#files.get(path)?.text === text) return;
    this.#files.set(path, { text, version: String(++this.#version) });
  }

  #versionOf(path: string): string {
    if (this.#libraries.texts.has(path)) return "combined";
    return this.#files.get(path)?.version ?? versionOnDisk(path);
  }

  /** The compiler asks for every file at every check: what has not changed is not read again. */
  #snapshot(path: string): ts.IScriptSnapshot | undefined {
    const version = this.#versionOf(path);
    const known = this.#snapshots.get(path);
    if (known?.version === version) return known.snapshot;
    const text = this.#files.get(path)?.text ?? this.#libraries.texts.get(path) ?? ts.sys.readFile(path);
    if (text === undefined) return undefined;
    const snapshot = ts.ScriptSnapshot.fromString(text);
    this.#snapshots.set(path, { version, snapshot });
    return snapshot;
  }

  /** The package.json files of installed packages are looked at very often. */
  #readPackageFile(path: string): string | undefined {
    const known = this.#packageFiles.get(path);
    if (known !== undefined) return known;
    const text = ts.sys.readFile(path);
    if (text !== undefined && isInstalled(path) && path.endsWith("package.json")) this.#packageFiles.set(path, text);
    return text;
  }

  #resolutionCache(): ts.ModuleResolutionCache {
    return ts.createModuleResolutionCache(this.folder, (path) => path, this.options);
  }

  /**
   * Left to itself TypeScript makes caches for the resolution of modules at every check. Most checks resolve nothing, and a tenth of
   * their time went into these caches and the garbage that they leave.
   */
  #host(): Host {
    const { sys } = ts;
    const files = this.#files;
    const host: Host = {
      getCompilationSettings: () => this.options,
      getScriptFileNames: () => [this.#globalsFile, this.#currentFile],
      getScriptVersion: (path) => this.#versionOf(path),
      getScriptSnapshot: (path) => this.#snapshot(path),
      getCurrentDirectory: () => this.folder,
      getDefaultLibFileName: () => this.#libraries.file,
      fileExists: (path) =>
        files.has(path) || this.#libraries.texts.has(path) || this.#packageFiles.has(path) || sys.fileExists(path),
      readFile: (path) => files.get(path)?.text ?? this.#readPackageFile(path),
      directoryExists: (path) => sys.directoryExists(path),
      getDirectories: (path) => sys.getDirectories(path),
      readDirectory: (path, ...rest) => sys.readDirectory(path, ...rest),
      realpath: (path) => (files.has(path) ? path : (sys.realpath?.(path) ?? path)),
      useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
      getModuleResolutionCache: () => this.#packages,
      resolveModuleNameLiterals: (literals, containing, redirected, options, source) => {
        this.#resolutions ??= this.#resolutionCache();
        const resolved = literals.map((literal) => {
          const mode = ts.getModeForUsageLocation(source, literal, options);
          return ts.resolveModuleName(literal.text, containing, options, host, this.#resolutions, redirected, mode);
        });
        const { path } = source as File;
        const isMissing = ({ text }: ts.StringLiteralLike, i: number): boolean =>
          resolved[i]!.resolvedModule === undefined && !isBuiltin(text);
        if (!isInstalled(path) && literals.some(isMissing)) this.#unresolved.add(path);
        else this.#unresolved.delete(path);
        return resolved;
      },
      hasInvalidatedResolutions: (path) => this.#unresolved.has(path),
      resolveTypeReferenceDirectiveReferences: (references, containing, redirected, options, source) =>
        references.map((reference) => {
          const { fileName, resolutionMode = source?.impliedNodeFormat }: Partial<ts.FileReference> =
            typeof reference === "string" ? { fileName: reference } : reference;
          return ts.resolveTypeReferenceDirective(
            fileName!,
            containing,
            options,
            host,
            redirected,
            undefined,
            resolutionMode,
          );
        }),
      resolveLibrary: () => ({ resolvedModule: undefined }),
    };
    return host;
  }
}

/** Installed packages and libraries are taken not to change while a notebook is open; everything else is looked at each time. */
function versionOnDisk(path: string): string {
  if (isInstalled(path)) return "installed";
  return String(ts.sys.getModifiedTime?.(path)?.getTime() ?? 0);
}

function isInstalled(path: string): boolean {
  return path.includes("/node_modules/");
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
