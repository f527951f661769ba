import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { requireOwnBuild, sourcesFingerprint, stampFile } from "../../src/cli/build.js";
import { temporaryFolder } from "../reproduce/folder.js";

/** A clone that was built. */
function clone(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "src", "cli"), { recursive: true });
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "tsconfig.json"), "{}");
  writeFileSync(join(folder, "src", "cli", "main.ts"), "export const answer: number = 42;\n");
  writeFileSync(join(folder, stampFile), `${sourcesFingerprint(folder)}\n`);
  return folder;
}

describe("a clone's build", () => {
  it("is taken where it is of the sources that are there", () => {
    expect(() => requireOwnBuild(clone())).not.toThrow();
  });

  it("is refused after a change without a build, as after one that fails for an error of types", () => {
    const folder = clone();
    writeFileSync(join(folder, "src", "cli", "main.ts"), 'export const answer: number = "42";\n');
    expect(() => requireOwnBuild(folder)).toThrow(/^dist: expected a build of the sources as they are.*npm run build/);
  });

  it("is refused after a file was added or taken away", () => {
    const folder = clone();
    writeFileSync(join(folder, "src", "claim.ts"), "");
    expect(() => requireOwnBuild(folder)).toThrow(/one of other sources/);
    rmSync(join(folder, "src", "claim.ts"));
    expect(() => requireOwnBuild(folder)).not.toThrow();
  });

  it("is refused where it did not come to its end", () => {
    const folder = clone();
    rmSync(join(folder, stampFile));
    expect(() => requireOwnBuild(folder)).toThrow(/did not come to its end/);
  });

  it("is not asked for in a package, which has no sources", () => {
    const folder = clone();
    rmSync(join(folder, "src"), { recursive: true });
    writeFileSync(join(folder, stampFile), "none\n");
    expect(() => requireOwnBuild(folder)).not.toThrow();
  });
});
