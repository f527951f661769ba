import { statSync } from "node:fs";
import { InputError } from "../exact/input-error.js";

/** What a system's refusal to read a file means, in words. */
export function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "there is no such file";
    case "EACCES":
    case "EPERM":
      return "no permission to read it";
    case "EISDIR":
      return "it is a folder";
    default:
      return code ?? message;
  }
}

/** The error for a file that cannot be read; `where` is the file, or the option that names it. */
export function unreadable(where: string, file: string, error: unknown): InputError {
  const why = whyUnreadable(error);
  const received = where === file ? why : `${file}: ${why}`;
  return new InputError({ code: "file", where, expected: "a file that can be read", received });
}

/**
 * Sees that the folder of results which an option names is there: without it everything would look as if it had never run.
 *
 * @throws InputError naming the option where it is not.
 */
export function requireResults(folder: string, option: string): void {
  const status = statSync(folder, { throwIfNoEntry: false });
  if (status?.isDirectory()) return;
  throw new InputError({
    code: "file",
    where: option,
    expected: "the folder that normlab reproduce wrote its results to",
    received: status === undefined ? `${folder}, which is not there` : `${folder}, a file`,
  });
}

/** What is to be done about a number that is written with a comma; undefined where it is none. */
export function pointRemedy(text: string): string | undefined {
  return /^[+-]?\d+,\d+$/.test(text) ? `Write a point in numbers: ${text.replace(",", ".")}` : undefined;
}

/** What is to be done about a table whose header has no commas in it; undefined where it is none of these. */
export function separatorHint(header: readonly string[]): string | undefined {
  if (header.length !== 1) return undefined;
  const [text] = header as [string];
  const found = [
    [";", "semicolons"],
    ["\t", "tabs"],
    ["|", "vertical bars"],
  ].find(([separator]) => text.includes(separator!));
  return found && `Its values stand between ${found[1]}: write it with commas (and points in numbers)`;
}
