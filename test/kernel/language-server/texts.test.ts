import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Editor } from "./client.js";

let editor: Editor;
beforeAll(async () => {
  editor = new Editor({ "beside.ts": "export const beside = 1;\n" });
  await editor.initialize();
});
afterAll(() => editor.stop());

const said = async (uri: string): Promise<string[]> =>
  (await editor.diagnostics(uri)).map(({ severity, code, range }) => `${severity} ${code} ${range.start.line}`);

/** As JupyterLab sends a notebook: all cells in one document. */
const joined = (cells: readonly string[]): string => cells.map((cell) => `${cell}\n`).join("\n\n");

test("a notebook whose cells come as one text: names declared again, await, blank lines in a cell, names of later cells", async () => {
  const cells = [
    'import { beside } from "./beside";\nconst data = await Promise.resolve([beside]);',
    "function total(xs: number[]) {\n  let sum = 0;\n\n\n  for (const x of xs) sum += x;\n  return sum + offset;\n}",
    "total(data).toFixed();\nconst offset = 1;",
    'const data = "text";\ninterface Shape { x: number }',
    "interface Shape { y: number }\nconst s: Shape = { y: data.length };",
    "data.wrong;",
  ];
  const uri = await editor.openText(".virtual_documents/try.ipynb", joined(cells));
  expect(await said(uri)).toEqual(["1 2339 25"]);
  expect(await editor.hover(uri, "total(da|ta)")).toContain("data: number[]");
  expect(await editor.hover(uri, "y: da|ta")).toContain('data: "text"');
  expect(await editor.definitions(uri, "off|set;")).toEqual(["try.ipynb:14 offset"]);
  const [renamed] = await editor.renamed(uri, "total(da|ta)", "rows");
  expect(renamed).toContain("const rows = await");
  expect(renamed).toContain("total(rows)");
  expect(renamed).toContain('const data = "text"');
  await editor.replaceText(uri, joined([...cells.slice(0, 5), "const more = 1;", "data.len"]));
  expect(await editor.completions(uri, "data.len|")).toContain("length");
  expect(await said(uri)).toEqual([expect.stringMatching(/^1 (2339|2551) 28$/)]);
});

test("an unfinished cell of one text does not disturb the others", async () => {
  const uri = await editor.openText("half.ipynb", joined(["const a = 1;", "if (a) {", "a.toFixed(); b"]));
  expect((await said(uri)).map((each) => each.slice(2))).toEqual(["1005 3", "2304 6"]);
});

test("cells of the percent format are cells", async () => {
  const uri = await editor.openText(
    "percent.ts",
    "// %%\nconst x = 1;\n// %% [markdown]\n// # Words\n// %%\nconst x = 'a';\nx.length;\n// %%\nx.wrong;\n",
  );
  expect(await said(uri)).toEqual(["1 2339 8"]);
  expect(await editor.definitions(uri, "x|.wrong")).toEqual(["percent.ts:5 x"]);
});

test("other TypeScript is a module, checked as one", async () => {
  mkdirSync(join(editor.folder, "inner"));
  const uri = await editor.openText(
    "inner/module.ts",
    'import { beside } from "../beside";\nexport const f = (x) => x + beside;\nconst y = 1;\nconst y = 2;\n',
  );
  expect((await said(uri)).sort()).toEqual(["1 2451 2", "1 2451 3", "1 7006 1"]);
});
