import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formOf, piecesOf } from "../../src/kernel/language-server/split.js";
import { isPercent, parseNotebook, parsePercent } from "../../src/kernel/notebook/format.js";
import { TestKernel, traceback, type TestClient } from "./client.js";

describe("percent format", () => {
  const text = `// ---
// jupyter:
//   kernelspec:
//     display_name: TypeScript (normlab)
//     language: typescript
//     name: normlab
// ---

// %% [markdown]
// # Title
//
// text

// %% a name tags=["parameters"]
// %typecheck strict
const a = 1;


// a comment
const b = 2;

// %% language="bash"
// echo hi

// %%
`;
  test("cells, their kinds, metadata, and the lines they begin at", () => {
    const { cells, metadata } = parsePercent(text);
    expect(metadata).toEqual({
      kernelspec: { name: "normlab", display_name: "TypeScript (normlab)", language: "typescript" },
    });
    expect(cells.map(({ cell_type, source, line }) => [cell_type, source, line])).toEqual([
      ["markdown", "# Title\n\ntext", 10],
      ["code", "%typecheck strict\nconst a = 1;\n\n\n// a comment\nconst b = 2;", 15],
      ["code", "%%bash\necho hi", 22],
      ["code", "", 26],
    ]);
    expect(cells[1]!.metadata).toEqual({ tags: ["parameters"] });
  });

  test("what stands before the first mark is a cell; a file without marks is one cell", () => {
    expect(parsePercent("const a = 1;\n// %%\nconst b = 2;\n").cells.map(({ source }) => source)).toEqual([
      "const a = 1;",
      "const b = 2;",
    ]);
    expect(isPercent("const a = 1; // %% no")).toBe(false);
    expect(isPercent("// %%%sub\n// %%bash\n")).toBe(false);
  });

  test("marks are where jupytext reads them, and the language server's cells are the same", () => {
    const text = "a\n//%%\nb\n  // %% title\nc\n// %%% deep\nd\n// %%%\n// %%bash\ne\n// %%%% deeper\nf\n";
    const cells = ["a", "b", "c", "d\n// %%%\n// %%bash\ne", "f"];
    const read = (file: string): string[] =>
      (
        JSON.parse(execFileSync("jupytext", ["--to", "ipynb", "--output", "-", file], { encoding: "utf8" })) as {
          cells: { source: string | string[] }[];
        }
      ).cells.map(({ source }) => [source].flat().join(""));
    const folder = mkdtempSync(join(tmpdir(), "normlab-percent-"));
    const file = join(folder, "marks.ts");
    writeFileSync(file, text);
    // jupytext takes a magic line that was commented back to what it was.
    expect(read(file).map((cell) => cell.replace("\n%%bash", "\n// %%bash"))).toEqual(cells);
    rmSync(folder, { recursive: true });
    expect(parsePercent(text).cells.map(({ source }) => source.replace("\n%%bash", "\n// %%bash"))).toEqual(cells);
    const pieces = piecesOf(formOf("marks.ts", text), text).map((each) => each.text);
    expect(pieces.map((piece, i) => (i === 0 ? piece : piece.slice(piece.indexOf("\n") + 1)).trimEnd())).toEqual(cells);
  });

  test.each([
    ["{", "the JSON of a notebook"],
    ["[]", "a notebook: an object with a list named cells"],
    ['{"cells":[],"nbformat":3}', "a notebook of format 4, got format 3"],
    ['{"cells":[{"cell_type":"code"}],"nbformat":4}', "cell 1 without one"],
  ])("%s is no notebook", (wrong, why) => expect(() => parseNotebook(wrong)).toThrow(why));
});

const notebook = (cells: readonly string[], language = "typescript"): string =>
  JSON.stringify({
    cells: cells.map((source) => ({ cell_type: "code", metadata: {}, source: source.split(/(?<=\n)/) })),
    metadata: { kernelspec: { name: "normlab", language } },
    nbformat: 4,
    nbformat_minor: 4,
  });

describe("notebooks as modules", () => {
  let kernel: TestKernel;
  let client: TestClient;
  beforeAll(async () => {
    kernel = await TestKernel.start({
      "other.ipynb": notebook([
        "%typecheck strict\nimport { join } from 'node:path';\nlet count = 1;\ninterface Point { x: number; y: number }",
        "count = count + 1;\nfunction far({ x, y }: Point): number { return Math.hypot(x, y); }",
        "const twice = (n: number): number => 2 * n;\nclass Box { constructor(readonly value: string) {} }\nawait Promise.resolve();\ncount",
        'const twice = (n: number): string => "twice " + 2 * n;\nconst where = join("a", "b");\nDeno.cwd();',
      ]),
      "exporting.ipynb": notebook(["export const seven = 7; function half(n: number): number { return n / 2 }"]),
      "default.ipynb": notebook([
        "const base = 20;\nexport default base + 1",
        "export default class Made { base = base }",
      ]),
      "nameless.ipynb": notebook(["export default function () { return 5; }"]),
      "script.ipynb": notebook(
        [
          "total = 0;\nfor (i = 0; i < 3; i++) total += i;\n({ x, y: [z] } = { x: 1, y: [2] });",
          "if (true) { function inBlock() { return total; } }\nfs = require('fs');",
          "function next() { counter = typeof counter === 'undefined' ? 1 : counter + 1; return counter; }\nnext();",
        ],
        "javascript",
      ),
      "python.ipynb": notebook(["x = 1"], "python"),
      "notes.ts":
        "// %%\nconst tau: number = 6;\n\n// %% [markdown]\n// words\n\n// %%\nfunction half(): number { return tau / 2; }\n",
      "plain.ts": "// %%\nexport const given = 1;\nconst hidden = 2;\n",
      "uses.ts": 'import { far } from "./other.ipynb";\nexport const five: number = far({ x: 3, y: 4 });\n',
    });
    client = await kernel.connect();
    await client.execute("%typecheck strict");
  });
  afterAll(async () => {
    client.close();
    await kernel.stop();
  });

  test("a cell may export one thing and declare another beside it: both have their types", async () => {
    expect(await client.evaluate('import { seven, half } from "./exporting.ipynb";\nhalf(seven)')).toBe("3.5");
    expect(traceback(await client.execute("const text: string = half(1);"))).toContain("TS2322");
  });

  test("what a cell exports by default is the default of its notebook, the last one where there are several", async () => {
    expect(await client.evaluate('import Made from "./default.ipynb";\nnew Made().base')).toBe("20");
    expect(await client.evaluate('import five from "./nameless.ipynb";\nfive()')).toBe("5");
    expect(traceback(await client.execute("const text: string = five();"))).toContain("TS2322");
    const none = await client.execute('import none from "./other.ipynb";');
    expect(none.reply.evalue).toMatch(/TS1192: Module '".*\/other\.ipynb"' has no default export/);
  });

  test("in a notebook in JavaScript what is assigned is a variable, as it is where the notebook runs", async () => {
    const code = 'import { total, x, z, i, inBlock, next, counter, fs } from "./script.ipynb";\n';
    expect(await client.evaluate(`${code}[total, x, z, i, inBlock(), counter, typeof fs.existsSync].join()`)).toBe(
      "'3,1,2,3,3,1,function'",
    );
    expect(await client.evaluate("next() + counter")).toBe("4");
  });

  test("what the cells of a notebook declare is imported, and a name declared twice is what it was last", async () => {
    const code = `import { count, far, twice, Box, where, type Point } from "./other.ipynb";
const point: Point = { x: 1, y: 0 };
[count, twice(2), new Box("b").value, where].join()`;
    const answer = await client.execute(code);
    expect(traceback(answer)).toBe("");
    expect(await client.evaluate("[count, twice(2), new Box('b').value, where].join()")).toBe("'2,twice 4,b,a/b'");
    const wrong = await client.execute("const n: number = twice(1);");
    expect(traceback(wrong)).toMatch(/TS2322.*string/s);
    expect(traceback(await client.execute('import { none } from "./other.ipynb";'))).toContain("TS2305");
  });

  test("a notebook in percent format just works, and one that exports exports what it says", async () => {
    expect(await client.evaluate('import { tau, half } from "./notes.ts";\nhalf() + tau')).toBe("9");
    expect(traceback(await client.execute("const wrong: string = half();"))).toContain("TS2322");
    expect(await client.evaluate('import { given } from "./plain.ts";\ngiven')).toBe("1");
    expect(traceback(await client.execute('import { hidden } from "./plain.ts";'))).toMatch(/TS2459|TS2305/);
  });

  test("an edited notebook is new at the next import", async () => {
    writeFileSync(join(kernel.folder, "notes.ts"), "// %%\nconst tau = 'six';\n");
    expect(await client.evaluate('import { tau } from "./notes.ts";\ntau')).toBe("'six'");
  });

  test("a module may import a notebook; one in another language is refused by name", async () => {
    expect((await client.execute('%typecheck off\n(await import("./python.ipynb")).x')).reply.evalue).toMatch(/python/);
    expect(await client.evaluate('%typecheck strict\nimport { five } from "./uses.ts";\nfive')).toBe("5");
  });
});
