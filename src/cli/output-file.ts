import { accessSync, constants, existsSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { InputError } from "../exact/input-error.js";
import { makeFolder, unwritable } from "./output-folder.js";

/**
 * Makes the folder of the file that an option names, and sees whether it can be written: before the hours of work that end with it.
 *
 * @throws InputError naming the option where it cannot.
 */
export function prepareOutput(path: string, option: string): void {
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

/**
 * Prepares the files that several options name, and sees that each is another than the others and than those that are read: what is written
 * last would otherwise be all there is.
 *
 * @param outputs - by their options; undefined where an option is not given.
 * @param inputs - the files that are read, by what names them.
 * @throws InputError naming the option where one cannot be written, or is another's file.
 */
export function prepareOutputs(
  outputs: Readonly<Record<string, string | undefined>>,
  inputs: Readonly<Record<string, string | undefined>> = {},
): void {
  const taken = new Map<string, string>();
  for (const [what, path] of Object.entries(inputs)) if (path !== undefined) taken.set(placeOf(path), what);
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue;
    prepareOutput(path, option);
    if (isDevice(path)) continue;
    const place = placeOf(path);
    const other = taken.get(place);
    if (other !== undefined) {
      const expected = `another file than that of ${other}, which would be lost`;
      throw new InputError({ code: "file", where: option, expected, received: path });
    }
    taken.set(place, option);
  }
}

/** The one name of a file, whatever links and folders lead to it; also of one that is not there yet. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(resolve(path));
    return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
  }
}

/** Whether something that is no file of a disk has this name, such as /dev/stdout: it is written to, where a file is replaced. */
export function isDevice(path: string): boolean {
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
