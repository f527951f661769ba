import writeFileAtomic from "write-file-atomic";
import { InputError } from "../exact/input-error.js";

/**
 * Writes a text to the file that an option names.
 *
 * @throws InputError naming the option where the file cannot be written.
 */
export async function writeOutput(path: string, option: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const [expected, received] = ["a file that can be written", `${path} (${code})`];
    throw new InputError({ code: "file", where: option, expected, received });
  }
}
