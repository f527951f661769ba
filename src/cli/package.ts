import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the package: where `data/`, `notebooks/` and `package.json` are. */
export const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

/** The version in `package.json`. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
