import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

/** A clone in which set-up has never run: the project's files without what is built. */
const root = fileURLToPath(new URL("..", import.meta.url));
const clone = mkdtempSync(join(tmpdir(), "normlab-setup-"));
afterAll(() => rmSync(clone, { recursive: true, force: true }));
beforeAll(() => {
  const files = execFileSync("git", ["ls-files", "-z", "scripts", "src", "shims", "*.json", "*.txt", ".npmrc"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const name of files.split("\0").filter((name) => name !== "" && existsSync(join(root, name)))) {
    cpSync(join(root, name), join(clone, name));
  }
});

function doctor(env: NodeJS.ProcessEnv = process.env) {
  return spawnSync(process.execPath, ["scripts/doctor.mjs"], { cwd: clone, env, encoding: "utf8" });
}

it("before set-up the doctor says what is there, and which command does the rest", () => {
  const { status, stdout, stderr } = doctor();
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toMatch(/^✓ Node +\d/m);
  expect(stdout).toMatch(/^✓ Python +python3/m);
  for (const step of ["npm packages", "notebook environment", "build", "kernels"]) {
    expect(stdout).toMatch(new RegExp(`^– ${step} +not done: npm run setup$`, "m"));
  }
  expect(stdout).toMatch(/^– native tensor backend +not done: npm run setup; until then .* slower$/m);
});

it("a set-up that fails names the step, the command that looks closer, and the one that goes on", () => {
  const bin = join(clone, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "npm"), "#!/bin/sh\necho no network >&2\nexit 7\n");
  chmodSync(join(bin, "npm"), 0o755);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const { status, stderr } = spawnSync(process.execPath, ["scripts/setup.mjs"], { cwd: clone, env, encoding: "utf8" });
  expect(status).toBe(7);
  expect(stderr).toContain("no network\nset-up: npm packages failed. npm run doctor says");
  // What was done stays done.
  mkdirSync(join(clone, "node_modules"));
  writeFileSync(join(clone, "node_modules", ".package-lock.json"), "{}");
  writeFileSync(join(bin, "npm"), "#!/bin/sh\n");
  spawnSync(process.execPath, ["scripts/setup.mjs"], {
    cwd: clone,
    env: { ...env, PATH: bin, HOME: clone },
    encoding: "utf8",
  });
  expect(doctor().stdout).toMatch(/^✓ npm packages$/m);
});
