import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { InputError } from "../exact/input-error.js";
import { unwritable } from "./output-folder.js";

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
 * Writes the file that an option names.
 *
 * @throws InputError naming the option where the file cannot be written.
 */
export async function writeOutput(path: string, option: string, content: string | Buffer): Promise<void> {
  try {
    await writeFileAtomic(path, content);
  } catch (error) {
    throw unwritable(path, option, error);
  }
}
