import { isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { isPackageSpecifier, locatePackage } from "../packages/specifier.js";
import { isTsx, mayHaveJsx } from "./cell.js";
import { NotebookFiles } from "./notebook-files.js";
import type { File, Host } from "./internals.js";
import type { Libraries } from "./libraries.js";
import type { OpenFiles, StoredFile } from "./open-files.js";

const noneOpen: OpenFiles = { at: () => undefined };

const parsedFiles = sharedRegistry();
/** Of all sessions, as what was parsed is known by path and version. */
let versions = 0;

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

/** What the compiler reads: texts that were stored here, which hide what is on disk. */
export class CompilerFiles {
  readonly service: ts.LanguageService;
  readonly #folder: string;
  readonly #options: ts.CompilerOptions;
  readonly #libraries: Libraries;
  readonly #roots: readonly string[];
  readonly #files = new Map<string, StoredFile>();
  readonly #snapshots = new Map<string, { readonly version: string; readonly snapshot: ts.IScriptSnapshot }>();
  readonly #notebooks: NotebookFiles;
  readonly #open: OpenFiles;
  readonly #packageFiles = new Map<string, string>();
  readonly #host: Host;
  /** For the formats of installed files alone. */
  readonly #packages: ts.ModuleResolutionCache;
  /** Of one check: files and packages may come and go between them. */
  #resolutions: ts.ModuleResolutionCache | undefined;
  /** Files some of whose imports were not found, and their versions then: what they import may be there by the next check. */
  readonly #unresolved = new Map<string, string>();

  /** Programs are made of the files at `roots` and of what they import. */
  constructor(
    folder: string,
    options: ts.CompilerOptions,
    libraries: Libraries,
    roots: readonly string[],
    open: OpenFiles = noneOpen,
  ) {
    this.#open = open;
    this.#notebooks = new NotebookFiles(open);
    this.#folder = folder;
    this.#options = options;
    this.#libraries = libraries;
    this.#roots = roots;
    this.#packages = this.#resolutionCache();
    this.#host = this.#createHost();
    this.service = ts.createLanguageService(this.#host, parsedFiles);
  }

  /** What was stored at a path. */
  stored(path: string): string | undefined {
    return this.#files.get(path)?.text;
  }

  /** What the compiler reads at a path. */
  textAt(path: string): string | undefined {
    return (
      this.#files.get(path)?.text ??
      this.#libraries.texts.get(path) ??
      this.#notebooks.textOf(path) ??
      this.#open.at(path)?.text ??
      ts.sys.readFile(path)
    );
  }

  /** The program of what is stored and what is on disk now. */
  program(): ts.Program {
    this.lookAgain();
    return this.service.getProgram()!;
  }

  /** What was not found where it was looked for may be there now. */
  lookAgain(): void {
    this.#resolutions = undefined;
  }

  /** Another text than before makes another program, and so does the same one when it is stored `anew`. */
  store(path: string, text: string, anew = false): void {
    if (!anew && this.#files.get(path)?.text === text) return;
    this.#files.set(path, { text, version: String(++versions) });
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  /** Whether a path stands for a text that is not on disk, or not so. */
  isStored(path: string): boolean {
    return this.#files.has(path) || this.#libraries.texts.has(path);
  }

  #versionOf(path: string): string {
    if (this.#libraries.texts.has(path)) return "combined";
    return (
      this.#files.get(path)?.version ??
      this.#notebooks.versionOf(path) ??
      this.#open.at(path)?.version ??
      versionOnDisk(path)
    );
  }

  /** The compiler asks for every file at every check: what has not changed is not read again. */
  #snapshot(path: string): ts.IScriptSnapshot | undefined {
    const version = this.#versionOf(path);
    const known = this.#snapshots.get(path);
    if (known?.version === version) return known.snapshot;
    const text = this.textAt(path);
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

  resolve(specifier: string, from: string, mode: ts.ResolutionMode): ts.ResolvedModuleWithFailedLookupLocations {
    this.#resolutions ??= this.#resolutionCache();
    if (specifier.startsWith("file:")) return this.resolve(pathOfUrl(specifier), from, mode);
    const place = isPackageSpecifier(specifier) ? locatePackage(specifier, this.#folder) : undefined;
    if (place) return this.resolve(place.specifier, place.from, mode);
    const found = ts.resolveModuleName(specifier, from, this.#options, this.#host, this.#resolutions, undefined, mode);
    if (!/^[./]/.test(specifier)) return found;
    const path = specifier.endsWith(".ipynb")
      ? resolve(dirname(from), specifier)
      : found.resolvedModule?.resolvedFileName;
    const file = path === undefined ? undefined : this.#notebooks.fileOf(path);
    if (file === undefined) return found;
    return { resolvedModule: { resolvedFileName: file, extension: ts.Extension.Ts } } as typeof found;
  }

  #resolutionCache(): ts.ModuleResolutionCache {
    return ts.createModuleResolutionCache(this.#folder, (path) => path, this.#options);
  }

  /**
   * Left to itself TypeScript makes caches for the resolution of modules at every check. Most checks resolve nothing, and a tenth of
   * their time went into these caches and the garbage that they leave.
   */
  #createHost(): Host {
    const { sys } = ts;
    const files = this.#files;
    const host: Host = {
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => [...this.#roots],
      getScriptVersion: (path) => this.#versionOf(path),
      getScriptSnapshot: (path) => this.#snapshot(path),
      getCurrentDirectory: () => this.#folder,
      getDefaultLibFileName: () => this.#libraries.file,
      fileExists: (path) =>
        files.has(path) ||
        this.#libraries.texts.has(path) ||
        this.#packageFiles.has(path) ||
        this.#notebooks.textOf(path) !== undefined ||
        this.#open.at(path) !== undefined ||
        sys.fileExists(path),
      readFile: (path) =>
        files.get(path)?.text ??
        this.#notebooks.textOf(path) ??
        this.#open.at(path)?.text ??
        this.#readPackageFile(path),
      directoryExists: (path) => sys.directoryExists(path),
      getDirectories: (path) => sys.getDirectories(path),
      readDirectory: (path, ...rest) => sys.readDirectory(path, ...rest),
      realpath: (path) =>
        files.has(path) || this.#notebooks.textOf(path) !== undefined ? path : (sys.realpath?.(path) ?? path),
      useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
      getModuleResolutionCache: () => this.#packages,
      resolveModuleNameLiterals: (literals, containing, _redirected, options, source) => {
        // Every module might have JSX, the compiler thinks, and so might need what that stands for.
        const isNeeded = (literal: ts.StringLiteralLike): boolean =>
          literal.pos >= 0 || (isTsx(source) && mayHaveJsx(source.text));
        const resolved = literals.map((literal) => {
          if (!isNeeded(literal)) return { resolvedModule: undefined };
          const mode = ts.getModeForUsageLocation(source, literal, options);
          return this.resolve(literal.text, containing, mode);
        });
        const { path } = source as File;
        const isComplete = literals.every((literal, i) => !isNeeded(literal) || isFound(literal.text, resolved[i]!));
        if (!isInstalled(path) && !isComplete) this.#unresolved.set(path, this.#versionOf(path));
        else this.#unresolved.delete(path);
        return resolved;
      },
      hasInvalidatedResolutions: (path) => this.#unresolved.get(path) === this.#versionOf(path),
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

/** What is no address of a file is left as it is: it is not found. */
function pathOfUrl(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url.replace(/^file:/, "");
  }
}

/** Whether there is a module of that name: Node's own are declared, not found in files. */
export function isFound(
  specifier: string,
  { resolvedModule }: { readonly resolvedModule: ts.ResolvedModule | undefined },
): boolean {
  return resolvedModule !== undefined || isBuiltin(specifier);
}

/** Installed packages and libraries are taken not to change while a notebook is open; everything else is looked at each time. */
function versionOnDisk(path: string): string {
  if (isInstalled(path)) return "installed";
  return String(ts.sys.getModifiedTime?.(path)?.getTime() ?? 0);
}

function isInstalled(path: string): boolean {
  return path.includes("/node_modules/");
}
