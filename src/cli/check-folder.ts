import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FileResult } from "./check-file.js";
import { whyUnreadable } from "./input-file.js";

/** What there is to check in the folder of a run. */
export interface RunToCheck {
  readonly certificates: readonly { readonly file: string; readonly control: boolean }[];
  /** Files that are not those which the manifest lists; or the folder itself, where it holds no run. */
  readonly unreadable: readonly FileResult[];
  /** How many files and certificates, for people. */
  readonly text?: string;
}

/** The certificates of a run from its manifest, every file of which is held against its SHA-256; undefined where the path names a file. */
export function runIn(path: string): RunToCheck | undefined {
  const unreadable = (reason: string): RunToCheck => ({
    certificates: [],
    unreadable: [{ file: path, verdict: "unreadable", reason }],
  });
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile() && path.toLowerCase().endsWith(".zip")) {
    return unreadable(`it is an archive: unpack it first (unzip ${path} -d FOLDER), then check FOLDER`);
  }
  if (!status?.isDirectory()) return undefined;
  if (!existsSync(join(path, manifestName)))
    return unreadable(`it is a folder, and no run's: it has no ${manifestName}`);
  try {
    return filesOf(path, readManifest(path));
  } catch (error) {
    return unreadable(`its ${manifestName} cannot be read: ${(error as Error).message}`);
  }
}

const manifestName = "ro-crate-metadata.json";

interface ListedFile {
  readonly path: string;
  readonly sha256: string;
}

function filesOf(folder: string, listed: readonly ListedFile[]): RunToCheck {
  const damaged = listed.flatMap(({ path, sha256 }): FileResult[] => {
    const file = join(folder, path);
    const found = sha256Of(file);
    if (found.sha256 === sha256) return [];
    const reason = found.sha256 === undefined ? found.why : `its SHA-256 is ${found.sha256}, in the manifest ${sha256}`;
    return [{ file, verdict: "damaged", reason }];
  });
  const broken = new Set(damaged.map(({ file }) => file));
  const certificates = listed
    .filter(({ path }) => path.startsWith("certificates/"))
    .map(({ path }) => ({ file: join(folder, path), control: path.startsWith("certificates/controls/") }))
    .filter(({ file }) => !broken.has(file));
  const controls = certificates.filter(({ control }) => control).length;
  const text = `${listed.length - damaged.length} of ${listed.length} files as the manifest lists them; checked ${certificates.length - controls} certificates and ${controls} controls`;
  return { certificates, unreadable: damaged, text };
}

function readManifest(folder: string): ListedFile[] {
  const { "@graph": graph } = JSON.parse(readFileSync(join(folder, manifestName), "utf8")) as {
    "@graph": Record<string, unknown>[];
  };
  return graph.flatMap(({ "@id": id, sha256 }) => {
    if (typeof id !== "string" || id.startsWith("#") || typeof sha256 !== "string") return [];
    if (id.startsWith("/") || id.split(/[\\/]/).includes("..")) throw new Error(`${id} is outside of the folder`);
    return [{ path: id, sha256 }];
  });
}

function sha256Of(file: string): { readonly sha256: string } | { readonly sha256: undefined; readonly why: string } {
  try {
    return { sha256: createHash("sha256").update(readFileSync(file)).digest("hex") };
  } catch (error) {
    return { sha256: undefined, why: whyUnreadable(error) };
  }
}
