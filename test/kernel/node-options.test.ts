import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { evaluatorOptions, knownV8Options, selectOptions } from "../../src/kernel/node-options.js";

const folder = mkdtempSync(join(tmpdir(), "normlab-options-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const list =
  "  --expose-gc (expose gc extension)\n        type: bool  default: --no-expose-gc\n  --a-budget (what --more-of it is)\n";

test.each([
  [
    ["--expose-gc", "--a-budget=3"],
    ["--expose-gc", "--a-budget=3"],
  ],
  [["--no-expose-gc", "--gone=1"], ["--no-expose-gc"]],
  [["--more-of", "--a", "--a-budget-more=1"], []],
])("of %j those are passed that Node lists, by their whole names", (wanted, known) => {
  expect(selectOptions(wanted, list)).toEqual(known);
});

test("what is passed Node accepts; an option that no V8 has is not passed", () => {
  const wanted = ["--expose-gc", "--an-option-of-no-v8=1", "--max-semi-space-size=8", "--interrupt-budget=1000000"];
  const known = knownV8Options(wanted, folder);
  expect(known).toEqual(expect.arrayContaining(["--expose-gc", "--max-semi-space-size=8"]));
  expect(known).not.toContain("--an-option-of-no-v8=1");
  const start = (options: readonly string[]) => spawnSync(process.execPath, [...options, "-e", ""]).status;
  expect(start([...known, ...evaluatorOptions()])).toBe(0);
  expect(start(wanted)).not.toBe(0);
});

test("the answer is kept for this Node and this question, and asked for again on another", () => {
  const file = join(folder, "v8-options.json");
  const asked = ["--expose-gc"];
  expect(knownV8Options(asked, folder)).toEqual(asked);
  const kept = JSON.parse(readFileSync(file, "utf8")) as { node: string; wanted: string[]; known: string[] };
  expect(kept).toEqual({ node: process.version, wanted: asked, known: asked });
  writeFileSync(file, JSON.stringify({ ...kept, known: [] }));
  expect(knownV8Options(asked, folder)).toEqual([]);
  writeFileSync(file, JSON.stringify({ ...kept, node: "v1.2.3", known: [] }));
  expect(knownV8Options(asked, folder)).toEqual(asked);
  expect(knownV8Options(asked, join(folder, "v8-options.json", "no-folder"))).toEqual(asked);
});
