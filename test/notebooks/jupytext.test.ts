import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { parseNotebook, parsePercent, type NotebookFile } from "../../src/kernel/notebook/format.js";

const jupytext = fileURLToPath(new URL("../../.venv/bin/jupytext", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "normlab-jupytext-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const essence = ({ cells, metadata }: NotebookFile): object => ({
  cells: cells.map(({ cell_type, source, metadata: { tags } }) => ({ cell_type, source, tags })),
  kernelspec: metadata.kernelspec,
});

function run(...args: string[]): void {
  const { status, stderr } = spawnSync(jupytext, args, { cwd: folder, encoding: "utf8" });
  expect(status, stderr).toBe(0);
}

test("what jupytext makes of a notebook is read as that notebook, and comes back", () => {
  const cells = [
    { cell_type: "markdown", source: "# Title\n\ntext with `code`" },
    { cell_type: "code", source: "%typecheck strict\nconst a: number = 1;\n\n\n// a comment", tags: ["parameters"] },
    { cell_type: "code", source: "%%bash\necho hi\nls" },
    { cell_type: "raw", source: "raw text" },
    { cell_type: "code", source: "%time a\n`// %${a}`" },
  ];
  const notebook = {
    cells: cells.map(({ tags, ...cell }, i) => ({
      ...cell,
      id: `cell-${i}`,
      metadata: tags ? { tags } : {},
      ...(cell.cell_type === "code" && { outputs: [], execution_count: null }),
    })),
    metadata: {
      kernelspec: { name: "normlab", display_name: "TypeScript (normlab)", language: "typescript" },
      language_info: { name: "typescript", file_extension: ".ts" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(join(folder, "a.ipynb"), JSON.stringify(notebook));
  run("--to", "ts:percent", "a.ipynb");
  const text = parsePercent(readFileSync(join(folder, "a.ts"), "utf8"));
  expect(essence(text)).toEqual(essence(parseNotebook(JSON.stringify(notebook))));
  run("--to", "ipynb", "a.ts", "-o", "back.ipynb");
  expect(essence(parseNotebook(readFileSync(join(folder, "back.ipynb"), "utf8")))).toEqual(essence(text));
});

test("a text without a header opens on this kernel", () => {
  writeFileSync(
    join(folder, "b.ts"),
    '// %%\nconst a = 1;\n\n// %% [markdown]\n// words\n\n// %% tags=["parameters"]\nlet k = 2;\n',
  );
  run("--to", "ipynb", "--set-kernel", "normlab", "b.ts", "-o", "b.ipynb");
  const { cells, metadata } = parseNotebook(readFileSync(join(folder, "b.ipynb"), "utf8"));
  expect(metadata.kernelspec).toMatchObject({ name: "normlab", language: "typescript" });
  expect(cells.map(({ source }) => source)).toEqual(["const a = 1;", "words", "let k = 2;"]);
});
