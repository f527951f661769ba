import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contents, printed, resultOf, TestKernel, type Answer, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start();
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(kernel.folder, "node_modules"));
  client = await kernel.connect();
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

function bundleOf(answer: Answer, type = "execute_result"): Record<string, unknown> {
  expect(answer.reply).toMatchObject({ status: "ok" });
  return contents(answer, type)[0]!.data as Record<string, unknown>;
}

describe("output", () => {
  test("100,000 lines arrive complete and in order, before idle", async () => {
    const answer = await client.execute("for (let i = 0; i < 100_000; i++) console.log(`line ${i}`)");
    const expected = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join("");
    expect(printed(answer) === expected).toBe(true);
  });
  test("memory stays flat while 100 MB are printed", async () => {
    const peaks = (): number[] => {
      const pids = [kernel.process.pid!, kernel.evaluator()];
      const peak = (pid: number) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1];
      return pids.map((pid) => Number(peak(pid)) / 1024);
    };
    // The first megabytes fill the buffers.
    await client.execute("const line = 'x'.repeat(999); for (let i = 0; i < 20_000; i++) console.log(line)");
    const before = peaks();
    await client.execute("for (let i = 0; i < 100_000; i++) console.log(line)");
    const after = peaks();
    for (const [i, peak] of after.entries()) expect(peak - before[i]!, `process ${i}`).toBeLessThan(50);
  });
  test("200 MB in one string arrive", async () => {
    const answer = await client.execute("console.log('é'.repeat(100_000_000))");
    let length = 0;
    for (const { text } of contents(answer, "stream")) length += Buffer.byteLength(String(text));
    expect(length).toBe(200_000_001);
  });
  test("stdout and stderr keep their order", async () => {
    const answer = await client.execute("for (let i = 0; i < 3; i++) { console.log(i); console.error(i); }");
    expect(contents(answer, "stream").map(({ name, text }) => `${String(name)} ${String(text)}`)).toEqual(
      [0, 1, 2].flatMap((i) => [`stdout ${i}\n`, `stderr ${i}\n`]),
    );
  });
  test("what child processes write is shown, before idle", async () => {
    const answer = await client.execute(
      "require('node:child_process').execSync('seq 20000; echo wrong >&2', { stdio: 'inherit' })",
    );
    expect(printed(answer)).toBe(Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n`).join(""));
    expect(printed(answer, "stderr")).toBe("wrong\n");
  });
  test("an output can be replaced, cleared, and show progress", async () => {
    const answer = await client.execute(
      "const shown = await display('first', { displayId: 'd' });\nawait shown.update('second');\nclearOutput(true);\nconst bar = progress(2, 'steps'); bar.update(2);",
    );
    expect(contents(answer, "display_data")[0]).toMatchObject({
      data: { "text/plain": "'first'" },
      transient: { display_id: "d" },
    });
    expect(contents(answer, "update_display_data")[0]).toMatchObject({
      data: { "text/plain": "'second'" },
      transient: { display_id: "d" },
    });
    expect(contents(answer, "clear_output")).toEqual([{ wait: true }]);
    expect(contents(answer, "update_display_data").at(-1)!.data).toMatchObject({ "text/plain": "steps 2 / 2 (100 %)" });
  });
});

describe("display", () => {
  test("notebooks written for tslab show what they show there", async () => {
    const answer = await client.execute(
      "import * as tslab from 'tslab';\nconst rich = tslab.display; const bytes = new Uint8Array([1, 2]);\nrich.html('<b>b</b>'); rich.markdown('**m**'); rich.latex('$x$'); rich.svg('<svg/>'); rich.javascript('1'); rich.text('t');\nrich.png(bytes); rich.jpeg(bytes); rich.gif(bytes); rich.pdf(bytes); rich.raw('application/x-own', { own: 1 });",
    );
    expect(contents(answer, "display_data").map(({ data }) => data)).toEqual([
      { "text/html": "<b>b</b>" },
      { "text/markdown": "**m**" },
      { "text/latex": "$x$" },
      { "image/svg+xml": "<svg/>" },
      { "application/javascript": "1" },
      { "text/plain": "t" },
      { "image/png": "AQI=" },
      { "image/jpeg": "AQI=" },
      { "image/gif": "AQI=" },
      { "application/pdf": "AQI=" },
      { "application/x-own": { own: 1 } },
    ]);
    const replaced = await client.execute("const one = tslab.newDisplay(); one.text('a'); one.html('b');");
    expect(contents(replaced, "display_data").map(({ data }) => data)).toEqual([{ "text/plain": "a" }]);
    expect(contents(replaced, "update_display_data").map(({ data }) => data)).toEqual([{ "text/html": "b" }]);
    expect(await client.evaluate("Object.keys(tslab.versions)")).toBe("[ 'tslab', 'typescript', 'node' ]");
  });
  test("an object says by Symbol.for('Jupyter.display') how it is shown; a hook that fails is contained", async () => {
    const own = await client.execute(
      "({ [Symbol.for('Jupyter.display')]: async () => ({ 'text/markdown': '**m**' }) })",
    );
    expect(bundleOf(own)["text/markdown"]).toBe("**m**");
    const failing = await client.execute("({ a: 1, [Symbol.for('Jupyter.display')]() { throw new Error('hook') } })");
    expect(bundleOf(failing)["text/plain"]).toContain("its display method failed: hook");
    expect(bundleOf(failing)["text/plain"]).toContain("a: 1");
    const hostile = await client.execute(
      "({ get [Symbol.for('Jupyter.display')](): never { throw new Error('getter') } })",
    );
    expect(bundleOf(hostile)["text/plain"]).toContain("getter");
    for (const trap of ["{ throw new Error('trap') }", "{ return () => 1 }"]) {
      const proxy = await client.execute(`new Proxy({ a: 1 }, { get() ${trap} })`);
      // As Node's inspect shows it: from Node 26 on it says that it is a proxy.
      expect(bundleOf(proxy)).toEqual({ "text/plain": inspect(new Proxy({ a: 1 }, {})) });
    }
    await client.evaluate("const circle: Record<string, unknown> = {}; circle.self = circle;");
    for (const content of ["circle", "{ big: 1n }"]) {
      const noData = await client.execute(
        `({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': ${content} }) })`,
      );
      expect(bundleOf(noData)["text/plain"], content).toContain("its display method failed");
    }
    const bytes = await client.execute(
      "({ [Symbol.for('Jupyter.display')]: () => ({ 'image/png': new Uint8Array([1, 2, 3]) }) })",
    );
    expect(bundleOf(bytes)["image/png"]).toBe("AQID");
  });
  test("templates and pictures show HTML, Markdown, SVG and images, as a result or by display", async () => {
    expect(bundleOf(await client.execute("html`<b>${1 + 1}</b>`"))["text/html"]).toBe("<b>2</b>");
    expect(bundleOf(await client.execute("svg`<svg/>`"))["image/svg+xml"]).toBe("<svg/>");
    expect(bundleOf(await client.execute("await display(md`**m**`); null"), "display_data")["text/markdown"]).toBe(
      "**m**",
    );
    const picture = bundleOf(await client.execute("image(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))"));
    expect(picture["image/png"]).toBe("iVBORw==");
    expect((await client.execute("image(new Uint8Array([1]))")).reply.evalue).toContain("PNG, JPEG or GIF");
  });
  test("libraries show bundles, also as updates", async () => {
    const answer = await client.execute(
      "const show = (globalThis as any)[Symbol.for('Jupyter.displayBundle')]; show({ 'text/plain': 'a' }, { displayId: 'x' }); show({ 'text/plain': 'b' }, { displayId: 'x', update: true });",
    );
    expect(contents(answer, "display_data")).toHaveLength(1);
    expect(contents(answer, "update_display_data")[0]).toMatchObject({
      data: { "text/plain": "b" },
      transient: { display_id: "x" },
    });
  });
  test("tensors are shown by their values", async () => {
    const answer = await client.execute("import * as tf from '@tensorflow/tfjs';\ntf.tensor2d([[1, 2], [3, 4]])");
    expect(bundleOf(answer)["text/plain"]).toContain("[[1, 2],");
  });
  test("Arquero's tables are HTML, with text beside it", async () => {
    const answer = await client.execute(
      "import { table } from 'arquero';\ntable({ city: ['Bern', 'Rome'], n: [1, 2] })",
    );
    expect(bundleOf(answer)["text/html"]).toContain("<td");
    expect(bundleOf(answer)["text/plain"]).toBe("city  n\nBern  1\nRome  2");
  });
  test("Danfo's data frames are HTML, with text beside it", async () => {
    const answer = await client.execute(
      "%typecheck off\nimport { DataFrame } from 'danfojs-node';\nnew DataFrame({ city: ['<Bern>', 'Rome'], n: [1, 2] })",
    );
    expect(bundleOf(answer)["text/html"]).toContain("<td>&#60;Bern&#62;</td>");
    expect(bundleOf(answer)["text/plain"]).toContain("1  Rome    2");
    await client.execute("%typecheck on");
  });
  test("Plotly figures have Plotly's mime type, a static picture where they offer one, and text", async () => {
    const answer = await client.execute(
      "({ data: [{ type: 'bar', y: [1, 2] }], layout: { title: { text: 'T' } }, toSVG: () => '<svg/>' })",
    );
    expect(bundleOf(answer)).toEqual({
      "application/vnd.plotly.v1+json": { data: [{ type: "bar", y: [1, 2] }], layout: { title: { text: "T" } } },
      "image/svg+xml": "<svg/>",
      "text/plain": 'Plotly figure "T": bar',
    });
  });
});

describe("reproducible", () => {
  test("%seed makes Math.random repeatable, and a different seed gives other numbers", async () => {
    const draw = async (seed: string) => client.evaluate(`%seed ${seed}\n[Math.random(), Math.random()]`);
    const first = await draw("42");
    expect(await draw("42")).toBe(first);
    expect(await draw("43")).not.toBe(first);
    await client.execute("%seed off");
    expect(await client.evaluate("Math.random() === Math.random()")).toBe("false");
  });
  test("%record writes versions and the cell's hash into the notebook", async () => {
    const answer = await client.execute("%record on\n1");
    expect(contents(answer, "display_data")[0]!.metadata).toMatchObject({
      normlab: {
        typescript: expect.stringMatching(/^6\./),
        node: process.versions.node,
        cell: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    });
    await client.execute("%record off");
    expect(resultOf(await client.execute("1"))).toBe("1");
  });
  test("an unknown directive is an error that names those there are", async () => {
    expect((await client.execute("%nonsense\n1")).reply.evalue).toContain("%typecheck strict|notebook|off");
  });
});

test("what is longer than anybody reads is cut, and says how much", async () => {
  const text = (await client.evaluate("Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i]))"))!;
  expect(text.length).toBeLessThan(20_000);
  expect(text).toMatch(/^\{\n {2}k0: 0,\n[^]*\.\.\. 19502 more lines\n\}$/);
  expect(
    await client.evaluate(
      "Object.keys(Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`k${i}`, i]))).length",
    ),
  ).toBe("400");
  expect(
    (await client.evaluate(
      "class Big { constructor() { for (let i = 0; i < 20_000; i++) Object.assign(this, { [`k${i}`]: i }); } }\n({ nested: [new Big()] })",
    ))!.length,
  ).toBeLessThan(30_000);
});

test.each([
  ["vega-lite/v5", "application/vnd.vegalite.v5+json"],
  ["vega-lite/v4.8.1", "application/vnd.vegalite.v4+json"],
  ["vega/v5", "application/vnd.vega.v5+json"],
])("a specification of %s is shown as one", async (schema, mime) => {
  const answer = await client.execute(
    `({ $schema: "https://vega.github.io/schema/${schema}.json", mark: "bar", data: { values: [{ a: 1 }] } })`,
  );
  const { data } = contents(answer, "execute_result")[0] as { data: Record<string, object> };
  expect(data[mime]).toMatchObject({ mark: "bar" });
  expect(data["text/plain"]).toContain("mark: 'bar'");
});

test.each([
  ["scatter", "{ x: [1, 2, 3], y: [2, 4, 1] }"],
  ["bar", "{ type: 'bar', x: ['a', 'b'], y: [1, 2] }"],
  ["histogram", "{ type: 'histogram', x: [1, 1, 2, 3] }"],
  ["heatmap", "{ type: 'heatmap', z: [[1, 2], [3, 4]] }"],
  ["box", "{ type: 'box', y: [1, 2, 3, 9] }"],
])("a Plotly figure with a %s trace carries a picture for viewers that know no Plotly", async (_, trace) => {
  const answer = await client.execute(`({ data: [${trace}], layout: { title: { text: "A title" } } })`);
  const { data } = contents(answer, "execute_result")[0] as { data: Record<string, string> };
  expect(data["application/vnd.plotly.v1+json"]).toBeDefined();
  expect(data["image/svg+xml"]).toMatch(/^<svg[^]*A title/);
  expect(data["image/svg+xml"]).toMatch(/<(path|circle|rect) /);
});
