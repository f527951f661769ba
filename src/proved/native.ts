import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mostMemory, tookLonger, tookMore, type ProvedVerdict } from "./limits.js";

/** Where `npm run native-checker` writes it. */
export const nativeProgram = fileURLToPath(new URL("../../.native/proved-checker/proved-checker", import.meta.url));

/** It reads a file as a whole: larger ones are read case by case in Node. */
const largest = 2 ** 28;

/**
 * The verdict of the proved checker as a native program; undefined where that is not built, or the file is too large for it. It counts no work
 * itself, so it may take so many seconds of processor time.
 */
export function checkProvedNatively(file: string, seconds: number): ProvedVerdict | undefined {
  if (!existsSync(nativeProgram) || statSync(file).size > largest) return undefined;
  const bounded = 'ulimit -t "$1"; ulimit -v "$2" 2>/dev/null; exec "$3" "$4"';
  const { stdout, stderr, error, signal } = spawnSync(
    "sh",
    ["-c", bounded, "sh", `${seconds}`, `${1000 * mostMemory}`, nativeProgram, file],
    { encoding: "utf8" },
  );
  if (error !== undefined) throw error;
  if (signal === "SIGXCPU" || signal === "SIGKILL") return tookLonger(seconds);
  // GMP ends the program where there is no more memory.
  if (signal !== null) return tookMore;
  const line = stdout.trim();
  if (line === "accepted") return { verdict: "accepted" };
  if (line === "not accepted") return { verdict: "not accepted", reason: "it does not show it" };
  const reason = /^not covered: (.*)$/.exec(line)?.[1];
  if (reason === undefined) throw new Error(`the native proved checker said: ${line} ${stderr.trim()}`);
  return { verdict: "not covered", reason };
}
