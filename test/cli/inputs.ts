import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { normlabHere } from "./normlab.js";

/** A folder for the inputs of a file's tests. */
export interface InputFolder {
  readonly folder: string;
  /** Where no command that is refused may have written. */
  readonly out: string;
  /** Writes a file there, and gives its path. */
  file(name: string, text?: string | Buffer): string;
}

/** Makes a folder that is gone after the file's tests. */
export function inputFolder(): InputFolder {
  const folder = mkdtempSync(join(tmpdir(), "normlab-inputs-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string | Buffer = "") => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return { folder, out: join(folder, "c.json"), file };
}

/** What `approximate` needs to know beside where its certificate goes. */
export const expression = [
  ...["--function", "x", "--domain", "0,1", "--lipschitz", "1"],
  ...["--epsilon", "0.1", "--activation", "sign"],
];

/** The command line is refused for the input, in words of its reader's, and nothing is written. */
export async function expectRefusal(args: readonly string[], message: RegExp, { out }: InputFolder): Promise<void> {
  const { code, stdout, stderr } = await normlabHere(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/neuronBounds|5p-3|ENOENT|defect/);
  expect(existsSync(out)).toBe(false);
}
