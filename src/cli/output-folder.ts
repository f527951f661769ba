import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../exact/input-error.js";
import { diskRefusal } from "../reproduce/disk.js";

/**
 * Makes the folder that an option names, and sees whether files can be made in it.
 *
 * @throws InputError naming the option where they cannot.
 */
export function prepareFolder(path: string, option: string): void {
  const trial = join(path, `.normlab-${process.pid}`);
  try {
    makeFolder(path);
    writeFileSync(trial, "");
    rmSync(trial);
  } catch (error) {
    throw unwritable(path, option, error, "a folder that can be written to");
  }
}

/**
 * Makes a folder, and those above it. Node's own `recursive` never ends where a system says of a folder that is there that it is not, as
 * /proc does of what is to be made in it.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "no permission to write there",
  EPERM: "no permission to write there",
  EEXIST: "a file is in the way",
  ENOTDIR: "a file is in the way",
  EISDIR: "it is a folder",
  ENOENT: "nothing can be made there",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links lead in a circle",
};

/** What a system's refusal means for an option; any other error is handed back. */
export function unwritable(
  path: string,
  option: string,
  error: unknown,
  expected = "a file that can be written",
): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const received = `${path} (${reasons[code] ?? diskRefusal(error) ?? code})`;
  return new InputError({ code: "file", where: option, expected, received });
}
