import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { normlab } from "./normlab.js";

const folder = mkdtempSync(join(tmpdir(), "normlab-separate-"));
const table = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const xor = "x,y,colour\n0,0,red\n0,1,blue\n1,0,blue\n1,1,red\n1/2,0.5,blue\n0.50,5e-1,blue\n";

test("separate writes a certificate that check accepts, and figures", async () => {
  const file = table("xor.csv", xor);
  const [out, figure] = [join(folder, "xor.json"), join(folder, "xor.svg")];
  const args = ["separate", file, "--label", "colour", "--out", out, "--figure", figure, "--json"];
  const ended = await normlab(args);
  expect(ended).toMatchObject({ code: 0 });
  expect(JSON.parse(ended.stdout)).toMatchObject({
    samples: 6,
    merged: 1,
    features: 2,
    classes: ["red", "blue"],
    depth: 1,
  });
  expect(readFileSync(figure, "utf8")).toContain("<svg");
  expect(await normlab(["check", out])).toMatchObject({ code: 0 });
  const certificate = JSON.parse(readFileSync(out, "utf8")) as { labels: number[] };
  const swapped = join(folder, "swapped.json");
  writeFileSync(
    swapped,
    JSON.stringify({ ...certificate, labels: [1 - certificate.labels[0]!, ...certificate.labels.slice(1)] }),
  );
  expect(await normlab(["check", swapped])).toMatchObject({ code: 1 });
});

test.each([
  ["contradiction", "x,l\n1,a\n2,b\n1,b\n", "l", /line 2 and .*line 4.*same label/s],
  ["nan", "x,l\nNaN,a\n2,b\n", "l", /line 2, column x/],
  ["missing-value", "x,l\n1,a\n,b\n", "l", /line 3, column x: expected a number, got nothing/],
  ["missing-label", "x,l\n1,a\n2,\n", "l", /line 3, column l/],
  ["ragged", "x,l\n1,a\n2\n", "l", /line 3: expected 2 values/],
  ["no-column", "x,l\n1,a\n2,b\n", "k", /--label k/],
  ["one-class", "x,l\n1,a\n2,a\n", "l", /two classes/],
  ["empty", "", "l", /empty file/],
  ["header-only", "x,l\n", "l", /header only/],
  ["only-labels", "l\na\nb\n", "l", /beside the label/],
])("separate refuses a table: %s", async (name, text, label, message) => {
  const out = join(folder, `${name}.json`);
  const ended = await normlab(["separate", table(`${name}.csv`, text), "--label", label, "--out", out]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(message);
  expect(existsSync(out)).toBe(false);
});

test("separate says which file it cannot write", async () => {
  const points = table("xor.csv", xor);
  const ended = await normlab(["separate", points, "--label", "colour", "--out", join(points, "xor.json")]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/--out: expected a file that can be written, got .*xor\.json \(a file is in the way\)/);
});

test("separate reads a table of two hundred thousand columns", async () => {
  const columns = 200_000;
  const row = (value: number): string => Array<number>(columns).fill(value).join(",");
  const header = Array.from({ length: columns }, (_, j) => `c${j}`).join(",");
  const file = table("wide.csv", `${header},l\n${row(0)},a\n${row(1)},b\n`);
  const ended = await normlab(["separate", file, "--label", "l", "--out", join(folder, "wide.json")]);
  expect(ended).toMatchObject({ code: 0 });
});
