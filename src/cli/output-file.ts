import { accessSync, constants, rmSync, statSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { InputError } from "../exact/input-error.js";
import { makeFolder, unwritable } from "./output-folder.js";

/**
 * Makes the folder of the file that an option names, and sees whether it can be written: before the hours of work that end with it.
 *
 * @throws InputError naming the option where it cannot.
 */
export function prepareOutput(path: string, option: string): void {
  if (path === "")
    throw new InputError({ code: "file", where: option, expected: "the name of a file", received: '""' });
  // As long as the name that the file has while it is written.
  const trial = `${path}.${String(process.pid).padStart(10, "0")}`;
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new InputError({ code: "file", where: option, expected: "a file", received: `${path}, a folder` });
    }
    if (isDevice(path)) return accessSync(path, constants.W_OK);
    makeFolder(dirname(path));
    writeFileSync(trial, "");
    rmSync(trial);
  } catch (error) {
    throw unwritable(path, option, error);
  }
}

/** Whether something that is no file of a disk has this name, such as /dev/stdout: it is written to, where a file is replaced. */
function isDevice(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && !status.isFile();
}

/**
 * Writes the file that an option names.
 *
 * @throws InputError naming the option where the file cannot be written.
 */
export async function writeOutput(path: string, option: string, content: string | Buffer): Promise<void> {
  try {
    await (isDevice(path) ? writeFile(path, content) : writeFileAtomic(path, content));
  } catch (error) {
    throw unwritable(path, option, error);
  }
}
