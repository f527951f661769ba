import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../../exact/input-error.js";

/** Where Debian's packages `dataset-*` put their files. */
const debianFolder = "/usr/share/datasets";

/** The path of a file that ships in `data/`. */
export function shippedFile(name: string): string {
  return fileURLToPath(new URL(`../../../data/${name}`, import.meta.url));
}

/** The folder into which `normlab data get NAME` puts a data set: `$NORMLAB_DATA/NAME`, or `NAME` in the user's cache. */
export function downloadFolder(name: string): string {
  const root = process.env["NORMLAB_DATA"];
  if (root !== undefined && root !== "") return join(root, name);
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "normlab", name);
}

/** Where a data set that does not ship is looked for, in this order. */
export function datasetFolders(name: string): string[] {
  return [downloadFolder(name), join(debianFolder, name)];
}

/**
 * The folder that holds all `files` of a data set: the given one, else the download folder, else Debian's.
 *
 * @throws InputError naming the missing file and saying where to put it.
 */
export function datasetFolder(name: string, files: readonly string[], folder?: string): string {
  const candidates = folder !== undefined ? [folder] : [downloadFolder(name), join(debianFolder, name)];
  const found = candidates.find((candidate) => files.every((file) => existsSync(join(candidate, file))));
  if (found !== undefined) return found;
  const missing = files.filter((file) => !existsSync(join(candidates[0]!, file)));
  throw new InputError({
    code: "missing-data",
    where: `data set ${name}`,
    expected: `${missing.join(", ")} in ${candidates.join(" or ")}`,
    received: "no such file",
    remedy:
      folder === undefined
        ? `Run \`normlab data get ${name}\`, or put the files there, or set NORMLAB_DATA to a folder that holds ${name}/`
        : "Give a folder that holds them",
  });
}
