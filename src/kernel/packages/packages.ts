import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { major } from "semver";
import { withFolderLock } from "./folder-lock.js";
import { npmInstall, NpmError } from "./npm.js";
import {
  dependenciesIn,
  inReach,
  locatePackage,
  packageFolder,
  parseSpecifier,
  readJson,
  versionIn,
  type PackageSpecifier,
} from "./specifier.js";

/** Whether packages are installed for a notebook: `scripts` lets them run their install scripts as well. */
export const installModes = ["on", "off", "scripts"] as const;
export type InstallMode = (typeof installModes)[number];

export function isInstallMode(value: unknown): value is InstallMode {
  return installModes.includes(value as InstallMode);
}

/** npm's own lock of what is installed, as far as it matters here. */
export interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly version?: string } & Readonly<Partial<Manifest>>>>;
}

interface Manifest {
  readonly dependencies: Record<string, string>;
  /** Types of packages that have none. */
  readonly devDependencies: Record<string, string>;
}

/** What was done for some specifiers. */
export interface Installation {
  /** Versions, by specifier. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The file beside the notebooks of a folder that says which packages they have, so that others get the same. */
export const lockName = "npm-packages.lock";

/** Packages that notebooks of a folder name by `npm:` specifiers. */
export class Packages {
  readonly #folder: string;
  readonly #home: string;
  /** The lock that the notebook has, where there is none beside it. */
  readonly #lockOfNotebook: () => PackageLock | undefined;

  constructor(folder: string, lockOfNotebook: () => PackageLock | undefined) {
    this.#folder = folder;
    this.#home = packageFolder(folder);
    this.#lockOfNotebook = lockOfNotebook;
  }

  /**
   * The specifiers for which there is nothing yet, so that npm has to be asked.
   *
   * @throws NpmError for what is no specifier.
   */
  missing(specifiers: readonly string[]): string[] {
    const wanted = [...new Set(specifiers)].map((specifier) => [specifier, parsed(specifier)] as const);
    const fromOutside = wanted.filter(([, each]) => !inReach(each, this.#folder)).map(([specifier]) => specifier);
    if (fromOutside.length === 0) return [];
    if (this.#isBehindLock()) return fromOutside;
    return fromOutside.filter((specifier) => !locatePackage(specifier, this.#folder));
  }

  /** Lets npm install what the specifiers name, under the lock that there is, and writes the new lock. */
  async install(specifiers: readonly string[], mode: InstallMode, signal: AbortSignal): Promise<Installation> {
    this.#makeHome();
    // Kernels of other notebooks of the folder may want packages too.
    return withFolderLock(join(dirname(this.#home), "installing"), signal, () =>
      this.#install(specifiers, mode, signal),
    );
  }

  async #install(specifiers: readonly string[], mode: InstallMode, signal: AbortSignal): Promise<Installation> {
    const home = this.#home;
    const wasBehind = this.#prepareHome();
    const before = manifestIn(home);
    const after: Manifest = { ...before, dependencies: { ...before.dependencies } };
    try {
      // First what the lock has: it may be all that is wanted.
      const isThere = (alias: string): boolean => versionIn(join(home, "node_modules", alias)) !== undefined;
      if (wasBehind || !Object.keys(before.dependencies).every(isThere)) await this.#npm(before, mode, signal);
      const wanted = new Map(specifiers.map(parsed).map((each) => [`npm:${each.name}@${each.range}`, each]));
      for (const [specifier, each] of wanted) {
        if (!locatePackage(specifier, this.#folder)) add(after.dependencies, each);
      }
      if (!isDeepStrictEqual(before, after)) await this.#npm(after, mode, signal);
      for (const [alias, spec] of Object.entries(after.dependencies)) {
        if (alias in before.dependencies || hasTypes(join(home, "node_modules", alias))) continue;
        await this.#addTypes(alias, spec, signal);
      }
    } catch (error) {
      writeManifest(home, before);
      throw error;
    }
    writeAtomically(join(this.#folder, lockName), readFileSync(join(home, "package-lock.json"), "utf8"));
    return { versions: this.#versions(specifiers) };
  }

  /** Types of a package that has none; most have some elsewhere. */
  async #addTypes(alias: string, spec: string, signal: AbortSignal): Promise<void> {
    const version = versionIn(join(this.#home, "node_modules", alias));
    if (version === undefined) return;
    const [, name = alias] = /^npm:((?:@[^/]+\/)?[^@]+)@/.exec(spec) ?? [];
    const before = manifestIn(this.#home);
    const range = `${major(version)}`;
    const types = name === alias ? range : `npm:${typesOf(name)}@${range}`;
    const after = { ...before, devDependencies: { ...before.devDependencies, [typesOf(alias)]: types } };
    try {
      await this.#npm(after, "on", signal);
    } catch (error) {
      if (!(error instanceof NpmError)) throw error;
      writeManifest(this.#home, before);
    }
  }

  async #npm(manifest: Manifest, mode: InstallMode, signal: AbortSignal): Promise<void> {
    writeManifest(this.#home, manifest);
    await npmInstall(this.#home, mode === "scripts", signal);
  }

  #versions(specifiers: readonly string[]): Record<string, string> {
    const versions: Record<string, string> = {};
    for (const specifier of specifiers) {
      const place = locatePackage(specifier, this.#folder);
      const { subpath } = parsed(specifier);
      const alias = place?.specifier.slice(0, place.specifier.length - subpath.length);
      if (alias !== undefined) versions[specifier] = versionIn(join(this.#home, "node_modules", alias)) ?? "?";
    }
    return versions;
  }

  /** The lock that holds: the one beside the notebooks, else the notebook's own. */
  #lock(): PackageLock | undefined {
    return readJson<PackageLock>(join(this.#folder, lockName)) ?? this.#lockOfNotebook();
  }

  /** Whether what is installed is not what the lock says. */
  #isBehindLock(): boolean {
    const lock = this.#lock();
    return lock !== undefined && !isDeepStrictEqual(lock, readJson(join(this.#home, "package-lock.json")));
  }

  #makeHome(): void {
    const home = this.#home;
    try {
      mkdirSync(home, { recursive: true });
      writeFileSync(join(dirname(home), ".gitignore"), "*\n");
    } catch (error) {
      throw new NpmError("EACCES", `there is no place for packages beside the notebook: ${(error as Error).message}`);
    }
  }

  /** Makes the place ready for npm; whether the lock there was not the one that holds. */
  #prepareHome(): boolean {
    const home = this.#home;
    const isBehind = this.#isBehindLock();
    linkSettings(this.#folder, home);
    const lock = this.#lock();
    if (!isBehind || !lock) return false;
    const { dependencies = {}, devDependencies = {} } = lock.packages[""] ?? {};
    writeManifest(home, { dependencies, devDependencies });
    writeAtomically(join(home, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
    return true;
  }
}

function parsed(specifier: string): PackageSpecifier {
  const found = parseSpecifier(specifier);
  if (!found)
    throw new NpmError("EINVAL", `${specifier}: expected npm:NAME, npm:NAME@VERSION or npm:NAME@VERSION/PATH`);
  return found;
}

/** The first version has the package's own name, so that other packages find it; further ones have names of their own. */
function add(dependencies: Record<string, string>, { name, range }: PackageSpecifier): void {
  if (!(name in dependencies)) {
    dependencies[name] = range;
    return;
  }
  let count = 2;
  while (`${name}--${count}` in dependencies) count++;
  dependencies[`${name}--${count}`] = `npm:${name}@${range}`;
}

function typesOf(name: string): string {
  return `@types/${name.replace(/^@([^/]+)\//, "$1__")}`;
}

function hasTypes(folder: string): boolean {
  const own = readJson<Record<string, unknown>>(join(folder, "package.json")) ?? {};
  if (own.types !== undefined || own.typings !== undefined || own.typesVersions !== undefined) return true;
  return /\.d\.[cm]?ts"|"types"/.test(JSON.stringify(own.exports ?? "")) || existsSync(join(folder, "index.d.ts"));
}

function manifestIn(home: string): Manifest {
  const { devDependencies = {} } = readJson<Partial<Manifest>>(join(home, "package.json")) ?? {};
  return { dependencies: dependenciesIn(home), devDependencies };
}

function writeManifest(home: string, manifest: Manifest): void {
  writeAtomically(join(home, "package.json"), `${JSON.stringify({ private: true, ...manifest }, null, 2)}\n`);
}

function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** npm's settings for the notebook's project, such as its registry, hold for what is installed for its notebooks. */
function linkSettings(folder: string, home: string): void {
  const link = join(home, ".npmrc");
  rmSync(link, { force: true });
  for (let place = folder; ; place = dirname(place)) {
    const settings = join(place, ".npmrc");
    if (statSync(settings, { throwIfNoEntry: false })?.isFile()) {
      symlinkSync(relative(home, settings), link);
      return;
    }
    if (existsSync(join(place, "package.json")) || place === dirname(place)) return;
  }
}
