import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { compareNotebooks, type Notebook } from "../../src/reproduce/notebook.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const notebooks = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
const kernels = ["tslab", "normlab"];

/** Printed values carry about seven digits; both kernels run the same doubles. */
const tolerance = 1e-6;

describe.each(kernels)("run headless on the %s kernel", (kernel) => {
  const folder = mkdtempSync(join(root, ".setup", "notebooks-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(notebooks)("%s gives its committed outputs again", (name) => {
    const bin = join(root, ".venv", "bin");
    const source = join(root, "notebooks", name);
    const target = join(folder, name);
    const run = spawnSync(join(bin, "python"), [join(root, "scripts", "execute_notebook.py"), source, target, kernel], {
      encoding: "utf8",
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
    });
    expect(run.status, run.stderr).toBe(0);
    const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Notebook;
    const executed = read(target);
    expect(compareNotebooks(read(source), executed, tolerance)).toEqual([]);
    // Such as the greeting of a library that computes tensors.
    const outputs = executed.cells.flatMap((cell) => cell.outputs ?? []);
    expect(outputs.filter(({ name: stream }) => stream === "stderr")).toEqual([]);
  });
});
