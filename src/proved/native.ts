import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ProvedVerdict } from "./check.js";

/** Where `npm run native-checker` writes it. */
export const nativeProgram = fileURLToPath(new URL("../../.native/proved-checker/proved-checker", import.meta.url));

/** It reads a file as a whole: larger ones are read case by case in Node. */
const largest = 2 ** 28;

/** The verdict of the proved checker as a native program; undefined where that is not built, or the file is too large for it. */
export function checkProvedNatively(file: string): ProvedVerdict | undefined {
  if (!existsSync(nativeProgram) || statSync(file).size > largest) return undefined;
  const { stdout, stderr, error } = spawnSync(nativeProgram, [file], { encoding: "utf8" });
  if (error !== undefined) throw error;
  const line = stdout.trim();
  if (line === "accepted") return { verdict: "accepted" };
  if (line === "not accepted") return { verdict: "not accepted", reason: "it does not show it" };
  const reason = /^not covered: (.*)$/.exec(line)?.[1];
  if (reason === undefined) throw new Error(`the native proved checker said: ${line} ${stderr.trim()}`);
  return { verdict: "not covered", reason };
}
