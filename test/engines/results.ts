import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../reproduce/folder.js";

export const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Reproduces claims by local processes into a folder of their own. */
export async function reproduceLocally(claims: readonly string[]): Promise<string> {
  const folder = temporaryFolder();
  execFileSync(process.execPath, [main, "reproduce", ...claims, "--out", folder], { stdio: "ignore" });
  return folder;
}

/** Result and certificate files, without the records of how they came about. */
export function resultsIn(folder: string): Map<string, string> {
  const files = readdirSync(join(folder, "cache"), { recursive: true, encoding: "utf8" });
  const results = files.filter((file) => /(^|\/)[0-9a-f]{64}\.json$/.test(file)).sort();
  return new Map(results.map((file) => [file, readFileSync(join(folder, "cache", file), "utf8")]));
}
