import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompletionItem, SignatureHelp } from "vscode-languageserver/node";
import { applied, Editor } from "./client.js";

let editor: Editor;
beforeAll(async () => {
  editor = new Editor({
    "beside.ts": "/** Says so. */\nexport function beside(n: number): string {\n  return String(n);\n}\n",
  });
  await editor.initialize({
    textDocument: { completion: { completionItem: { resolveSupport: { properties: ["additionalTextEdits"] } } } },
  });
});
afterAll(() => editor.stop());

const person = 'const user = { firstName: "A", address: { city: "X" } };';

describe("names of other cells", () => {
  test("are known where cells import, declare again, and await at the top", async () => {
    await editor.open([
      'import { readFileSync } from "node:fs";\nconst text = await Promise.resolve("a");',
      "const n: number = text.length;\nreadFileSync;",
      'const text = [1, 2];\nimport { beside } from "./beside";',
      "text.map((each) => beside(each).length).join();",
      "enum Color { Red }\nclass Box<T> { constructor(readonly value: T) {} }\ninterface Point { x: number }",
      "const p: Point = { x: new Box(Color.Red).value };",
    ]);
    expect(await editor.checked()).toEqual([[], [], [], [], [], []]);
    expect(await editor.hover(1, "te|xt")).toContain("text: string");
    expect(await editor.hover(3, "te|xt")).toContain("text: number[]");
    expect(await editor.definitions(3, "te|xt")).toEqual(["2:0 text"]);
    expect(await editor.definitions(1, "te|xt")).toEqual(["0:1 text"]);
  });
  test("are known in whatever order cells stand", async () => {
    await editor.open(["later.toFixed(); early;", "const later = 1;\nlet early = later;", "early = 'x';"]);
    expect(await editor.checked()).toEqual([[], [], ["2 2322"]]);
    expect(await editor.definitions(0, "lat|er")).toEqual(["1:0 later"]);
    expect(await editor.completions(0, "later.|")).toContain("toFixed");
  });
  test("follow cells that are edited, inserted, moved and deleted", async () => {
    await editor.open(["const a = 1;", "a.toFixed();", "b;"]);
    expect(await editor.checked()).toEqual([[], [], ["1 2304"]]);
    await editor.edit(0, "1", '"text"');
    expect(await editor.checked()).toEqual([[], ["1 2551"], ["1 2304"]]);
    await editor.insert(1, "const a = 2; const b = a;");
    expect(await editor.checked()).toEqual([[], [], [], []]);
    await editor.moveToEnd(1);
    expect(await editor.checked()).toEqual([[], ["1 2551"], [], []]);
    await editor.remove(3);
    expect(await editor.checked()).toEqual([[], ["1 2551"], ["1 2304"]]);
    await editor.edit(2, "b", "// b");
    await editor.edit(1, "toFixed", "length");
    expect((await editor.checked()).flat()).toEqual(["1 2349"]);
  });
  test("are found by what is typed of them: properties, enumerations, arguments, texts", async () => {
    const parts: [string, string][] = [
      ["user.|", "firstName"],
      ["us|", "user"],
      ["user.address.|", "city"],
      ["Color.|", "Red"],
      ["console.log(user.|", "firstName"],
      ["conf({ m|", "mode"],
      ['conf({ mode: "|', "fast"],
      ["function foo() {\n  user.fi|", "firstName"],
      ["user.|;", "firstName"],
    ];
    const first = `${person}\nenum Color { Red, Green }\nfunction conf(o: { mode: "fast" | "slow" }) {}`;
    await editor.open([first, ...parts.map(([part]) => part.replace("|", ""))]);
    for (const [i, [part, name]] of parts.entries())
      expect(await editor.completions(i + 1, part), part).toContain(name);
  });
});

describe("completion", () => {
  const item = async (part: string, label: string): Promise<CompletionItem> => {
    const found = (await editor.complete(editor.at(1, part))).find((each) => each.label === label)!;
    return editor.connection.sendRequest("completionItem/resolve", found);
  };
  test("tells more of an item when it is asked", async () => {
    await editor.open(['import { beside } from "./beside";', "besi"]);
    const { detail, documentation } = await item("besi|", "beside");
    expect(detail).toBe("function beside(n: number): string");
    expect(documentation).toMatchObject({ value: "Says so." });
  });
  test("brings the import of what a module exports, into the cell and below its directives", async () => {
    await editor.open(["1;", "%typecheck strict\nreaddirSy"]);
    const { additionalTextEdits, textEdit } = await item("readdirSy|", "readdirSync");
    expect(textEdit).toMatchObject({ newText: "readdirSync" });
    expect(applied("%typecheck strict\nreaddirSy", additionalTextEdits!)).toMatch(
      /^%typecheck strict\nimport \{ readdirSync \} from "(node:)?fs";\nreaddirSy$/,
    );
  });
});

describe("renaming", () => {
  test("reaches every cell that sees the variable, and no other variable of the name", async () => {
    await editor.open(["let x = 1;", "x++; const o = { x };", "o.x; x;", 'const x = "a";', "x.length;"]);
    expect(await editor.renamed(1, "|x++", "count")).toEqual([
      "let count = 1;",
      "count++; const o = { x: count };",
      "o.x; count;",
      'const x = "a";',
      "x.length;",
    ]);
    expect(await editor.renamed(4, "|x.length", "text")).toEqual([
      "let x = 1;",
      "x++; const o = { x };",
      "o.x; x;",
      'const text = "a";',
      "text.length;",
    ]);
  });
  test("of properties, imports and functions that cells use before they are declared", async () => {
    await editor.open([
      'import { beside } from "./beside";',
      `beside(1); twice(2);\n${person}`,
      "user.firstName;\nfunction twice(n: number) { return n }",
    ]);
    expect(await editor.renamed(2, "first|Name", "name")).toEqual([
      'import { beside } from "./beside";',
      'beside(1); twice(2);\nconst user = { name: "A", address: { city: "X" } };',
      "user.name;\nfunction twice(n: number) { return n }",
    ]);
    expect((await editor.renamed(1, "tw|ice", "double"))[2]).toContain("function double(");
    expect((await editor.renamed(1, "tw|ice", "double"))[1]).toContain("beside(1); double(2)");
  });
  test("is refused where it cannot be, and for what is no name", async () => {
    await editor.open(["const a = [1].map(String);"]);
    await expect(editor.renamed(0, "m|ap", "x")).rejects.toThrow(/cannot rename/i);
    await expect(editor.renamed(0, "|a =", "new")).rejects.toThrow(/newName: expected a name/);
    await expect(editor.renamed(0, "|a =", "1x")).rejects.toThrow(/newName: expected a name/);
  });
});

test("references are found in all cells, with the declaration or without", async () => {
  await editor.open(["let best = null;", "best = 3;", "console.log(best);"]);
  expect(await editor.references(2, "be|st")).toEqual(["0:0 best", "1:0 best", "2:0 best"]);
  expect(await editor.references(0, "be|st", false)).toEqual(["1:0 best", "2:0 best"]);
});
test("definitions lead into local modules, packages and the language itself", async () => {
  await editor.open([
    'import { beside } from "./beside";\nimport fs from "node:fs";',
    "beside(1); fs.readFileSync; [1].map(String);",
  ]);
  expect(await editor.definitions(1, "bes|ide")).toEqual(["beside.ts"]);
  expect(await editor.definitions(1, "readFile|Sync")).toContain("fs.d.ts");
  expect(await editor.definitions(1, "m|ap")).toEqual(["lib.es5.d.ts"]);
});
test("signatures name the argument that is being written", async () => {
  await editor.open(["/** Adds. */\nfunction add(first: number, second: string): void {}", 'add(1, "']);
  const help = await editor.connection.sendRequest("textDocument/signatureHelp", editor.at(1, "add(1, |"));
  const { signatures, activeParameter } = help as SignatureHelp;
  expect(activeParameter).toBe(1);
  expect(signatures[0]).toMatchObject({
    label: "add(first: number, second: string): void",
    documentation: { value: "Adds." },
  });
  const [start, end] = signatures[0]!.parameters![1]!.label as [number, number];
  expect(signatures[0]!.label.slice(start, end)).toBe("second: string");
});
test("the outline of a cell has what it declares", async () => {
  await editor.open([person, "user; class Box { size = 1 }\nfunction half() {}"]);
  const uri = editor.cell(1);
  const found = await editor.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri } });
  expect((found as { name: string }[]).map(({ name }) => name).sort()).toEqual(["Box", "half"]);
});
test("places count UTF-16 units, as the server says", async () => {
  await editor.open(['const s = "😀"; const after = 1;', "const t = '😀😀'; after;"]);
  expect(await editor.definitions(1, "aft|er;")).toEqual(["0:0 after"]);
  expect(await editor.references(1, "aft|er;")).toEqual(["0:0 after", "1:0 after"]);
});

describe("what is said of a cell", () => {
  test("is what the kernel's modes say: by notebook, by directive, by default", async () => {
    const cells = ["const answer: unknown = 1;", "answer.x;", "answer.x; const n: number = 'x';"];
    await editor.open(cells);
    expect(await editor.checked()).toEqual([[], ["2 18046"], ["2 18046", "1 2322"]]);
    await editor.open(cells, { metadata: { normlab: { typecheck: "strict" } } });
    expect(await editor.checked()).toEqual([[], ["1 18046"], ["1 18046", "1 2322"]]);
    await editor.open(cells, { metadata: { metadata: { normlab: { typecheck: "off" } } } });
    expect(await editor.checked()).toEqual([[], [], []]);
    await editor.open([
      cells[0]!,
      cells[1]!,
      `%typecheck strict\n${cells[2]}`,
      "answer.x",
      "%typecheck off\nanswer.x; const = 1",
    ]);
    expect((await editor.checked()).slice(1, 4)).toEqual([["2 18046"], ["1 18046", "1 2322"], ["1 18046"]]);
    expect((await editor.diagnostics(4)).map(({ severity }) => severity)).toContain(1);
    await editor.open(cells, { languageId: "javascript" });
    expect(await editor.checked()).toEqual([[], [], []]);
  });
  test("stands at its place, also behind directives and in an object that is the last line", async () => {
    await editor.open([
      "%seed 42\n%time const slow = 1\n!ls\nslow.wrongg;",
      "{ a: slow, b: wrong }",
      "const C = <b>x</b>;\nwrong;",
    ]);
    const places = async (i: number) => (await editor.diagnostics(i)).filter(({ code }) => code !== 2875);
    await editor.checked();
    expect((await places(0)).map(({ range }) => range)).toEqual([
      { start: { line: 3, character: 5 }, end: { line: 3, character: 11 } },
    ]);
    expect((await places(1)).map(({ range }) => range.start)).toEqual([{ line: 0, character: 14 }]);
    expect((await places(2)).map(({ range }) => range.start)).toEqual([{ line: 1, character: 0 }]);
  });
  test("knows commands in blocks, values that come from magic, and questions", async () => {
    await editor.open([
      "const files: string[] = %sx ls -l\nfor (const file of files) {\n  !cat it\n  file.toFixd();\n}\nconst here: string = %pwd",
      "files?",
      "!ls \\\n  -l\nfiles.length",
    ]);
    expect(await editor.checked()).toEqual([["1 2339"], [], []]);
  });
  test("names directives that nobody knows", async () => {
    await editor.open(["%tpyecheck off\n1"]);
    await editor.checked();
    const [first] = await editor.diagnostics(0);
    expect(first).toMatchObject({ severity: 1, range: { start: { line: 0 } } });
    expect(first!.message).toContain("%typecheck strict|notebook|off");
  });
  test("knows local modules as they are on disk now, and is taken back when the notebook is closed", async () => {
    await editor.open(["wrong;"]);
    await editor.checked();
    const uri = editor.cell(0);
    await editor.close();
    await expect.poll(() => editor.lastDiagnostics(uri)).toEqual([]);
  });
});

describe("what is open in the editor and not saved", () => {
  test("is what notebooks import: modules, and other notebooks", async () => {
    writeFileSync(join(editor.folder, "lib.ts"), "export const saved = 1;\n");
    await editor.open(["import { fromEditor } from './lib';\nfromEditor.toFixed(1);"]);
    expect(await editor.checked()).toEqual([["1 2305"]]);
    const uri = await editor.openText("lib.ts", "export const fromEditor = 1;\n");
    expect(await editor.checked()).toEqual([[]]);
    expect(await editor.definitions(0, "from|Editor.")).toEqual(["lib.ts:0 fromEditor"]);
    await editor.replaceText(uri, "export const fromEditor = 'text';\n");
    expect(await editor.checked()).toEqual([["1 2551"]]);
    const other = await editor.openText("new.ts", "export const fresh = 1;\n");
    await editor.open(["import { fresh } from './new';\nfresh"]);
    expect(await editor.checked()).toEqual([[]]);
    for (const each of [uri, other]) await editor.closeText(each);
    expect(await editor.checked()).toEqual([["1 2307"]]);
  });

  test("a change of a module is said of the notebooks that import it, without being asked", async () => {
    const uri = await editor.openText("live.ts", "export const live = 1;\n");
    await editor.open(["import { live } from './live';\nlive.toFixed(1);"]);
    expect(await editor.checked()).toEqual([[]]);
    await editor.replaceText(uri, "export const renamed = 1;\n");
    await expect.poll(() => editor.lastDiagnostics(editor.cell(0))?.map(({ code }) => code)).toEqual([2305]);
    await editor.closeText(uri);
  });
});

test("definitions lead into the cell of an imported notebook", async () => {
  const source = ['// a comment with "quotes"\n', "export const tau = 6.28;"];
  writeFileSync(
    join(editor.folder, "other.ipynb"),
    JSON.stringify({
      cells: [
        { cell_type: "markdown", metadata: {}, source: "text" },
        { cell_type: "code", metadata: {}, outputs: [], source: "const first = 1;" },
        { cell_type: "code", metadata: {}, outputs: [], source },
      ],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );
  writeFileSync(join(editor.folder, "cells.ts"), "// %% [markdown]\n// text\n\n// %%\nconst half = 0.5;\n");
  await editor.open([
    "import { tau, first } from './other.ipynb';\nimport { half } from './cells';\ntau + half + first",
  ]);
  expect(await editor.checked()).toEqual([[]]);
  expect(await editor.textsOfDefinitions(0, "ta|u +")).toEqual(["other.ipynb: tau"]);
  expect(await editor.textsOfDefinitions(0, "fir|st\n".trim())).toEqual(["other.ipynb: first"]);
  expect(await editor.textsOfDefinitions(0, "ha|lf +")).toEqual(["cells.ts: half"]);
});

describe("renaming to a name that is taken", () => {
  test.each([
    ["by a variable of another cell", ["const total = 1;", "const sum = 2; sum + total"], 1, "su|m +", "total"],
    ["by a variable of the same function", ["function f(a: number, b: number) { return a + b }"], 0, "a| + b", "b"],
    [
      "by a variable around it that is used there",
      ["const k = 2;", "const f = (x: number) => x * k;"],
      1,
      "x| * k",
      "k",
    ],
    ["by a variable inside that would hide it", ["const k = 2; const f = (x: number) => x * k;"], 0, "k| = 2", "x"],
    ["by another property", ["const o = { a: 1, b: 2 }; o.a"], 0, "o.a|", "b"],
    ["by a member of the class", ["class C { n = 1; m() { return this.n } }"], 0, "this.n|", "m"],
  ] as [string, string[], number, string, string][])("%s is refused", async (_, cells, index, place, name) => {
    await editor.open(cells);
    await expect(editor.renamed(index, place, name)).rejects.toThrow(`${name} is declared already`);
  });

  test("one that is free where the name is used is given", async () => {
    await editor.open(["const k = 2;", "const f = (x: number) => x * 3;"]);
    expect(await editor.renamed(1, "x| * 3", "k")).toEqual(["const k = 2;", "const f = (k: number) => k * 3;"]);
  });
});
