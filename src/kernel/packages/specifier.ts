import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { satisfies, validRange } from "semver";

/** What `npm:name@range/sub` says. */
export interface PackageSpecifier {
  readonly name: string;
  /** A range or a tag; `*` where none is said. */
  readonly range: string;
  /** With its slash; empty for the package itself. */
  readonly subpath: string;
}

/** Where a package is that a specifier stands for: what to import instead, seen from which file. */
export interface PackagePlace {
  readonly from: string;
  readonly specifier: string;
}

/** Where packages are kept that npm has installed for the notebooks of a folder. */
export function packageFolder(folder: string): string {
  return join(folder, ".normlab", "packages");
}

export function isPackageSpecifier(specifier: string): boolean {
  return specifier.startsWith("npm:");
}

/** `undefined` where the text is no such specifier. */
export function parseSpecifier(specifier: string): PackageSpecifier | undefined {
  const match = /^npm:\/?((?:@[\w.~-]+\/)?[\w.~-]+)(?:@([^/\s]+))?(\/\S*)?$/.exec(specifier);
  if (!match) return undefined;
  const [, name, range = "*", subpath = ""] = match as unknown as [string, string, string?, string?];
  return { name, range: range === "latest" ? "*" : range, subpath: subpath === "/" ? "" : subpath };
}

/**
 * Where the package of a specifier is: what the notebook's folder has in reach anyway, if its version will do, else what was installed for
 * it. `undefined` where it is not there.
 */
export function locatePackage(specifier: string, folder: string): PackagePlace | undefined {
  const wanted = parseSpecifier(specifier);
  if (!wanted) return undefined;
  return inReach(wanted, folder) ?? installed(wanted, folder);
}

/** A package that is installed in the notebook's folder or above. */
export function inReach(wanted: PackageSpecifier, folder: string): PackagePlace | undefined {
  for (let place = folder; ; place = dirname(place)) {
    const version = versionIn(join(place, "node_modules", wanted.name));
    if (version !== undefined) {
      const will = isWanted(version, wanted.range);
      return will ? { from: join(folder, "cell.ts"), specifier: wanted.name + wanted.subpath } : undefined;
    }
    if (place === dirname(place)) return undefined;
  }
}

/** A package that npm has installed for the notebooks of a folder, which may have several versions of it under names of their own. */
function installed({ name, range, subpath }: PackageSpecifier, folder: string): PackagePlace | undefined {
  const home = packageFolder(folder);
  for (const [alias, spec] of Object.entries(dependenciesIn(home))) {
    if (nameOf(alias, spec) !== name) continue;
    const version = versionIn(join(home, "node_modules", alias));
    if (version === undefined) continue;
    const isTag = validRange(range) === null;
    if (isTag ? rangeOf(spec) === range : isWanted(version, range)) {
      return { from: join(home, "cell.ts"), specifier: alias + subpath };
    }
  }
  return undefined;
}

/** What was installed for the notebooks of a folder: the name it has there, and what it was asked for as. */
export function dependenciesIn(home: string): Record<string, string> {
  const { dependencies = {} } = readJson<{ dependencies?: Record<string, string> }>(join(home, "package.json")) ?? {};
  return dependencies;
}

/** The version of the package in a folder. */
export function versionIn(folder: string): string | undefined {
  return readJson<{ version?: string }>(join(folder, "package.json"))?.version;
}

export function readJson<T>(file: string): T | undefined {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
  } catch {
    // Half written: as good as not there.
    return undefined;
  }
}

function isWanted(version: string, range: string): boolean {
  return satisfies(version, range, { includePrerelease: range === "*" });
}

/** The package that a dependency stands for, which may have been given another name: `npm:name@range`. */
function nameOf(alias: string, spec: string): string {
  return /^npm:((?:@[^/]+\/)?[^@]+)@/.exec(spec)?.[1] ?? alias;
}

function rangeOf(spec: string): string {
  return spec.replace(/^npm:(?:@[^/]+\/)?[^@]+@/, "");
}
