import { accessSync, constants, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { InputError } from "../exact/input-error.js";

/**
 * Makes the folder of the file that an option names, and sees whether it can be written: before the hours of work that end with it.
 *
 * @throws InputError naming the option where it cannot.
 */
export function prepareOutput(path: string, option: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw unwritable(path, option, error);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError({ code: "file", where: option, expected: "a file", received: `${path}, a folder` });
  }
}

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

/**
 * Writes a text to the file that an option names.
 *
 * @throws InputError naming the option where the file cannot be written.
 */
export async function writeOutput(path: string, option: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(path, text);
  } catch (error) {
    throw unwritable(path, option, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "no permission to write there",
  EPERM: "no permission to write there",
  EROFS: "it can only be read",
  EEXIST: "a file is in the way",
  ENOTDIR: "a file is in the way",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
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
  const received = `${path} (${reasons[code] ?? code})`;
  return new InputError({ code: "file", where: option, expected, received });
}
