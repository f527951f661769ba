import { accessSync, constants, mkdirSync } from "node:fs";
import { dirname } from "node:path";
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

/** What a system's refusal means for an option; any other error is handed back. */
function unwritable(path: string, option: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const [expected, received] = ["a file that can be written", `${path} (${code})`];
  return new InputError({ code: "file", where: option, expected, received });
}
