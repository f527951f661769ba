import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labArguments, rootArguments } from "../../src/cli/lab.js";
import { normlab } from "./normlab.js";

test("lab opens all walkthroughs, one by the beginning of its name, or a file", () => {
  expect(labArguments(undefined)).toEqual([
    "--notebook-dir",
    expect.stringMatching(/notebooks$/),
    "--MultiKernelManager.default_kernel_name=normlab",
  ]);
  expect(labArguments("00").at(-1)).toBe("00-start.ipynb");
  const folder = mkdtempSync(join(tmpdir(), "normlab-lab-"));
  writeFileSync(join(folder, "mine.ipynb"), "{}");
  const opened = labArguments(join(folder, "mine.ipynb"));
  expect([opened[1], opened.at(-1)]).toEqual([folder, "mine.ipynb"]);
});

test("lab lists the walkthroughs for a name that none begins with, or several", async () => {
  for (const name of ["99", "0"]) {
    const { code, stderr } = await normlab(["lab", name, "--no-browser"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/notebook: expected a file, or one of .*00-start\.ipynb.*, got/);
  }
});

test("lab tells JupyterLab that root is meant, where it is root and nobody has", () => {
  expect(rootArguments([], 0)).toEqual(["--allow-root"]);
  expect([rootArguments([], 1000), rootArguments(["--allow-root"], 0), rootArguments([], undefined)]).toEqual([
    [],
    [],
    [],
  ]);
});
