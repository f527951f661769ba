import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../exact/input-error.js";

/** Written last by `npm run build`: the fingerprint of what was built. */
export const stampFile = join("dist", "sources.sha256");

/** Whether this code was built, and is not run from its sources. */
export const isBuilt = import.meta.url.endsWith(".js");

/** A fingerprint of a clone's sources and of how they are compiled. */
export function sourcesFingerprint(folder: string): string {
  const names = (readdirSync(join(folder, "src"), { recursive: true }) as string[]).filter((name) =>
    name.endsWith(".ts"),
  );
  const hash = createHash("sha256");
  for (const file of ["tsconfig.json", ...names.sort().map((name) => join("src", name))]) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(folder, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * In a clone, refuses what was built of other sources than those that are there: after a build that failed, or an edit without a
 * build, the results would be of code that nobody sees. An installed package has no sources.
 *
 * @throws InputError where `dist/` is not of `src/`.
 */
export function requireOwnBuild(folder: string): void {
  if (!existsSync(join(folder, "src", "cli", "main.ts"))) return;
  const stamp = join(folder, stampFile);
  const built = existsSync(stamp) ? readFileSync(stamp, "utf8").trim() : undefined;
  if (built === sourcesFingerprint(folder)) return;
  throw new InputError({
    code: "stale-build",
    where: "dist",
    expected: "a build of the sources as they are",
    received: built === undefined ? "one that did not come to its end" : "one of other sources",
    remedy: "Run npm run build; where it fails, mend what it says first",
  });
}
