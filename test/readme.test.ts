import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });

/** The project's files as a clone has them, with the packages and the build of this one. */
const clone = mkdtempSync(join(tmpdir(), "normlab-clone-"));
afterAll(() => rmSync(clone, { recursive: true, force: true }));
beforeAll(() => {
  execFileSync("git", ["init", "--quiet", clone]);
  const files = git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    .split("\0")
    .filter((name) => existsSync(join(root, name)));
  execFileSync("tar", ["-cf", join(clone, "files.tar"), "--null", "-T", "-"], { cwd: root, input: files.join("\0") });
  execFileSync("tar", ["-xf", "files.tar"], { cwd: clone });
  rmSync(join(clone, "files.tar"));
  execFileSync("git", ["add", "--all"], { cwd: clone });
  for (const name of ["node_modules", "dist", ".venv", ".native"]) {
    if (existsSync(join(root, name))) symlinkSync(join(root, name), join(clone, name));
  }
});

/** Commands of the README's blocks for a shell, as they stand. */
const commands = [...readme.matchAll(/^```sh\n([^]*?)^```/gm)]
  .flatMap(([, block]) => block!.trimEnd().split("\n"))
  .filter((line) => line.startsWith("npx normlab "));

describe("the README's commands, as they stand, in a clone", () => {
  it("are there", () => expect(commands.length).toBeGreaterThan(5));

  it.each(commands)("%s", { timeout: 180_000 }, (command) => {
    // `npx normlab` is the command of the packages that are installed: here, of the build.
    const program = command.replace(/^npx normlab /, `"${process.execPath}" dist/cli/main.js `);
    const { status, stdout, stderr } = spawnSync("sh", ["-c", program], { cwd: clone, encoding: "utf8" });
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).not.toBe("");
  });

  it("leave nothing in the clone that git would ask about", () => {
    const links = /^\?\? (node_modules|dist|\.venv|\.native)$/;
    const asked = execFileSync("git", ["status", "--porcelain"], { cwd: clone, encoding: "utf8" }).split("\n");
    expect(asked.filter((line) => line.startsWith("??") && !links.test(line))).toEqual([]);
    expect(existsSync(join(clone, "reproduction", "sine.json"))).toBe(true);
  });
});

describe("the README's links", () => {
  it("lead to files that are there", () => {
    const targets = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => target!);
    expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });

  it("show a picture that does not weigh on a clone", () => {
    expect(readme).toContain("(docs/ledger.png)");
    expect(statSync(join(root, "docs", "ledger.png")).size).toBeLessThan(200_000);
  });
});
