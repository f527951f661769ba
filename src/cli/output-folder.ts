import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
    mkdirSync(path, { recursive: true });
    writeFileSync(trial, "");
    rmSync(trial);
  } catch (error) {
    throw unwritable(path, option, error, "a folder that can be written to");
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "no permission to write there",
  EPERM: "no permission to write there",
  EEXIST: "a file is in the way",
  ENOTDIR: "a file is in the way",
  EISDIR: "it is a folder",
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
