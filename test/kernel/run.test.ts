import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "normlab-run-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Cell {
  readonly cell_type?: string;
  readonly source: string;
  readonly tags?: readonly string[];
}

interface Executed {
  readonly metadata: Record<string, unknown>;
  readonly cells: readonly {
    readonly source: readonly string[];
    readonly metadata: { readonly tags?: readonly string[] };
    readonly execution_count: number | null;
    readonly outputs: readonly Record<string, unknown>[];
  }[];
}

function write(
  name: string,
  cells: readonly (Cell | string)[],
  kernelspec: object = { name: "normlab", language: "typescript" },
): string {
  const file = join(folder, name);
  const list = cells.map((cell) => (typeof cell === "string" ? { source: cell } : cell));
  const content = {
    cells: list.map(({ cell_type = "code", source, tags }: Cell) => ({
      cell_type,
      source,
      metadata: { ...(tags && { tags }) },
      ...(cell_type === "code" && { outputs: [], execution_count: null }),
    })),
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 4,
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

async function run(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [main, "run", ...args], { cwd: folder });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, stdout, stderr };
}

const read = (file: string): Executed => JSON.parse(readFileSync(file, "utf8")) as Executed;

const parameters: readonly (Cell | string)[] = [
  { cell_type: "markdown", source: "# A run" },
  {
    source: 'const count: number = 2;\nconst mode: "fast" | "slow" = "fast";\nlet name = "none";',
    tags: ["parameters"],
  },
  "console.log(mode, name);\nArray.from({ length: count }, (_, i) => i)",
  "count += 1;\nconst handle = await display(html`<b>0</b>`);\nawait handle.update(html`<b>${count}</b>`);",
];

describe("normlab run", () => {
  test("outputs are printed, and written to a file as a frontend would have it", async () => {
    const notebook = write("plain.ipynb", [
      ...parameters.slice(0, 3),
      { source: "throw new Error('passed over')", tags: ["skip-execution"] },
    ]);
    const before = readFileSync(notebook, "utf8");
    const printed = await run("plain.ipynb");
    expect(printed).toEqual({ status: 0, stdout: "fast none\n[ 0, 1 ]\n", stderr: "" });
    expect(readFileSync(notebook, "utf8")).toBe(before);
    const written = await run("plain.ipynb", "--out", "sub/out.ipynb");
    expect(written).toEqual({ status: 0, stdout: "", stderr: "" });
    const { cells, metadata } = read(join(folder, "sub/out.ipynb"));
    expect(cells[2]!.outputs).toEqual([
      { output_type: "stream", name: "stdout", text: ["fast none\n"] },
      { output_type: "execute_result", data: { "text/plain": ["[ 0, 1 ]"] }, metadata: {}, execution_count: 2 },
    ]);
    expect(cells[2]!.execution_count).toBe(2);
    expect(metadata.language_info).toMatchObject({ name: "typescript" });
    expect(readdirSync(join(folder, "sub"))).toEqual(["out.ipynb"]);
  });

  test("parameters come after the cell that is tagged so, with the types that it gives them", async () => {
    write("parameters.ipynb", parameters);
    const given = await run(
      "parameters.ipynb",
      "--param",
      "count=3",
      "--param",
      "mode=slow",
      "--param",
      'name="a=b"',
      "--out",
      "p.ipynb",
    );
    expect(given).toEqual({ status: 0, stdout: "", stderr: "" });
    const { cells } = read(join(folder, "p.ipynb"));
    expect(cells[2]!.metadata.tags).toEqual(["injected-parameters"]);
    expect(cells[2]!.source.join("")).toBe(
      '// Parameters\nlet count: number = 3;\nlet mode: "fast" | "slow" = "slow";\nlet name = "a=b";',
    );
    expect(JSON.stringify(cells[3]!.outputs)).toContain("slow a=b");
    expect(cells[4]!.outputs).toHaveLength(1);
    expect(JSON.stringify(cells[4]!.outputs)).toContain("<b>4</b>");
    // Again, on what came out: the injected cell is replaced.
    await run("p.ipynb", "--param", "count=1", "--out", "q.ipynb");
    const again = read(join(folder, "q.ipynb")).cells;
    expect(again).toHaveLength(cells.length);
    expect(again[2]!.source.join("")).toBe("// Parameters\nlet count: number = 1;");
  });

  test("a value against the written type, and a parameter that is not there, are told", async () => {
    write("parameters.ipynb", parameters);
    const wrong = await run("parameters.ipynb", "--param", "mode=odd");
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toMatch(/parameters\.ipynb: cell 2, line 2: .*/);
    const unknown = await run("parameters.ipynb", "--param", "counts=1");
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toMatch(/--param: expected one of count, mode, name.*got counts/);
    write("none.ipynb", ["typeof extra"]);
    const none = await run("none.ipynb", "--param", "extra=[1]");
    expect([none.status, none.stdout]).toEqual([0, "'object'\n"]);
    expect(none.stderr).toMatch(/no cell is tagged "parameters"/);
  });

  test("a cell that throws ends the run with 1, its number and line; what came before is written", async () => {
    write("throws.ipynb", [
      { source: "null.x", tags: ["raises-exception"] },
      "1 + 1",
      'const a = 1;\nthrow new Error("no");',
      "2",
    ]);
    const failed = await run("throws.ipynb", "--out", "t.ipynb");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toBe("throws.ipynb: cell 3, line 2: Error: no\n");
    const { cells } = read(join(folder, "t.ipynb"));
    expect(cells[1]!.outputs).toHaveLength(1);
    expect(cells[2]!.outputs[0]).toMatchObject({ output_type: "error", ename: "Error" });
    expect(cells[3]!.outputs).toEqual([]);
  });

  test("a cell that takes too long, and a kernel that ends, end the run with 1", async () => {
    write("slow.ipynb", ["while (true) {}", "2"]);
    const slow = await run("slow.ipynb", "--timeout", "2", "--out", "s.ipynb");
    expect([slow.status, slow.stderr]).toEqual([1, "slow.ipynb: cell 1: did not end within 2 s (--timeout)\n"]);
    expect(JSON.stringify(read(join(folder, "s.ipynb")).cells[0]!.outputs)).toContain("--timeout");
    write("exits.ipynb", ["process.exit(3)"]);
    const ended = await run("exits.ipynb");
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/cell 1: ProcessEnded: .*exit code 3/);
  });

  test("a text in percent format is run too, and failures name its lines", async () => {
    writeFileSync(
      join(folder, "text.ts"),
      '// %% tags=["parameters"]\nconst n = 2;\n\n// %% [markdown]\n// words\n\n// %%\nconst square = n * n;\nif (square > 5) throw new RangeError("large");\nsquare\n',
    );
    expect(await run("text.ts")).toEqual({ status: 0, stdout: "4\n", stderr: "" });
    const failed = await run("text.ts", "--param", "n=3");
    expect([failed.status, failed.stderr.split("\n").at(-2)]).toEqual([
      1,
      "text.ts:9: cell 3, line 2: RangeError: large",
    ]);
    const written = await run("text.ts", "--out", "text.ipynb");
    expect(written.status).toBe(0);
    expect(read(join(folder, "text.ipynb")).cells).toHaveLength(3);
  });

  test("the state of widgets is written as it is at the end, bytes too, and that of an earlier run is not kept", async () => {
    const file = write("widgets.ipynb", [
      "const slider = widgets.slider({ min: 0, max: 10, value: 3 }); slider",
      "(slider as any).set({ value: 7 });\nconst own = widgets.any({ esm: 'export default {}', state: { bytes: new Uint8Array([1, 2]) } }); own",
    ]);
    expect((await run(file, "--out", "widgets.ipynb")).status).toBe(0);
    const notebook = read(file);
    type Models = Record<string, { model_name: string; state: Record<string, unknown>; buffers?: unknown }>;
    const { state, version_major } = (
      notebook.metadata.widgets as Record<string, { version_major: number; state: Models }>
    )["application/vnd.jupyter.widget-state+json"]!;
    expect(version_major).toBe(2);
    const [, slider] = Object.entries(state).find(([, { model_name }]) => /SliderModel$/.test(model_name))!;
    expect(slider.state.value).toBe(7);
    const [id, own] = Object.entries(state).find(([, { model_name }]) => model_name === "AnyModel")!;
    expect(own.buffers).toEqual([{ encoding: "base64", path: ["bytes"], data: "AQI=" }]);
    // What is shown refers to it.
    expect(JSON.stringify(notebook.cells[1]!.outputs)).toContain(id);
    expect(Object.keys(state)).toContain(String(slider.state.layout).replace("IPY_MODEL_", ""));
    const again = write("widgets.ipynb", ["1"]);
    writeFileSync(
      again,
      JSON.stringify({ ...(JSON.parse(readFileSync(again, "utf8")) as object), metadata: notebook.metadata }),
    );
    expect((await run(again, "--out", "widgets.ipynb")).status).toBe(0);
    expect(read(again).metadata.widgets).toBeUndefined();
  });

  test("input that is wrong is told, with 2", async () => {
    write("python.ipynb", ["x = 1"], { name: "python3", language: "python" });
    writeFileSync(join(folder, "broken.ipynb"), "{");
    for (const [args, told] of [
      [["nowhere.ipynb"], /notebook: expected a file that can be read/],
      [["broken.ipynb"], /broken\.ipynb: expected the JSON of a notebook/],
      [["python.ipynb"], /expected a notebook in TypeScript or JavaScript, got one in python/],
      [["notes.txt"], /expected an \.ipynb, \.ts or \.js file/],
      [["plain.ipynb", "--param", "2=3"], /--param: expected NAME=VALUE/],
      [["plain.ipynb", "--timeout", "soon"], /--timeout: expected a number of seconds/],
      [["plain.ipynb", "--out", "x.html"], /--out: expected an \.ipynb file/],
    ] as const) {
      const { status, stderr } = await run(...args);
      expect([status, stderr]).toEqual([2, expect.stringMatching(told)]);
    }
    expect(existsSync(join(folder, "x.html"))).toBe(false);
  });
});
