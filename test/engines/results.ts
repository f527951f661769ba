import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../reproduce/folder.js";

export const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Reproduces claims by local processes into a folder of their own. */
export async function reproduceLocally(claims: readonly string[]): Promise<string> {
  const folder = temporaryFolder();
  execFileSync(process.execPath, [main, "reproduce", ...claims, "--out", folder], { stdio: "ignore" });
  return folder;
}
