import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, printed, resultOf, TestKernel, traceback, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start({
    "which.cjs": "exports.runtime = typeof Deno; exports.isThere = 'Deno' in globalThis;",
    "note.txt": "a note",
  });
  client = await kernel.connect();
  await client.execute("%typecheck strict");
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

test("files are read and written by Deno's names, and checked", async () => {
  expect(await client.evaluate('await Deno.readTextFile("note.txt")')).toBe("'a note'");
  const code = `await Deno.writeTextFile("out.txt", "one\\n");
await Deno.writeTextFile("out.txt", "two", { append: true });
await Deno.mkdir("deep/er", { recursive: true });
const names: string[] = [];
for await (const entry of Deno.readDir(".")) if (entry.isFile && entry.name.endsWith(".txt")) names.push(entry.name);
[Deno.readTextFileSync("out.txt"), names.sort().join(), (await Deno.stat("deep")).isDirectory].join("|")`;
  expect(await client.evaluate(code)).toBe("'one\\ntwo|note.txt,out.txt|true'");
  expect(await client.evaluate('(await Deno.readFile("note.txt")).length')).toBe("6");
  const wrong = await client.execute("const bytes: number = await Deno.readTextFile('note.txt');");
  expect(traceback(wrong)).toContain("TS2322");
});

test("what is not there is Deno's NotFound", async () => {
  const code = `let found = "";
try { await Deno.readTextFile("none.txt"); } catch (error) { if (error instanceof Deno.errors.NotFound) found = error.name; }
found`;
  expect(await client.evaluate(code)).toBe("'NotFound'");
  expect((await client.execute('Deno.readTextFileSync("none.txt")')).reply).toMatchObject({ ename: "NotFound" });
});

test("environment, arguments, folder and commands", async () => {
  expect(
    await client.evaluate(
      'Deno.env.set("A_NAME", "v"); [Deno.env.get("A_NAME"), Deno.env.get("NONE"), Deno.args.length]',
    ),
  ).toBe("[ 'v', undefined, 0 ]");
  expect(await client.evaluate("Deno.cwd()")).toBe(`'${kernel.folder}'`);
  const command =
    'const { code, stdout } = await new Deno.Command("sh", { args: ["-c", "echo hi; exit 3"] }).output();';
  expect(await client.evaluate(`${command}\n[code, new TextDecoder().decode(stdout)]`)).toBe("[ 3, 'hi\\n' ]");
  expect(printed(await client.execute('Deno.stdout.writeSync(new TextEncoder().encode("said"));'))).toBe("said");
});

test("Deno.jupyter shows values in their forms", async () => {
  const shown = async (code: string): Promise<unknown> => {
    const answer = await client.execute(code);
    expect(traceback(answer)).toBe("");
    return contents(answer, "display_data").concat(contents(answer, "execute_result"))[0]?.data;
  };
  expect(await shown("Deno.jupyter.md`# ${1 + 1}`")).toMatchObject({ "text/markdown": "# 2" });
  expect(await shown("Deno.jupyter.html`<b>b</b>`")).toMatchObject({ "text/html": "<b>b</b>" });
  expect(await shown("Deno.jupyter.svg`<svg/>`")).toMatchObject({ "image/svg+xml": "<svg/>" });
  expect(await shown('await Deno.jupyter.display({ "text/plain": "raw" }, { raw: true });')).toEqual({
    "text/plain": "raw",
  });
  expect(await shown("await Deno.jupyter.display([1, 2]);")).toEqual({ "text/plain": "[ 1, 2 ]" });
  writeFileSync(join(kernel.folder, "dot.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  expect(await shown('Deno.jupyter.image("dot.png")')).toMatchObject({ "image/png": "iVBORw==" });
  const own = `class Dot { [Deno.jupyter.$display]() { return { "text/html": "dot" }; } }
new Dot()`;
  expect(await shown(own)).toMatchObject({ "text/html": "dot" });
  const same = `({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "same" }) })`;
  expect(await shown(same)).toMatchObject({ "text/html": "same" });
  expect(await client.evaluate('(await Deno.jupyter.format(html`<i>i</i>`))["text/html"]')).toBe("'<i>i</i>'");
});

test("packages and modules do not take themselves to be in Deno, and a notebook may have a Deno of its own", async () => {
  expect(await client.evaluate('const { runtime, isThere } = require("./which.cjs"); [runtime, isThere]')).toBe(
    "[ 'undefined', false ]",
  );
  expect(await client.evaluate("typeof (globalThis as { Deno?: unknown }).Deno")).toBe("'undefined'");
  const answer = await client.execute("const later = () => Deno.cwd();");
  expect(traceback(answer)).toBe("");
  expect(await client.evaluate("later()")).toBe(`'${kernel.folder}'`);
  expect(await client.evaluate("const Deno = { name: 'mine' }; Deno.name")).toBe("'mine'");
  expect(resultOf(await client.execute("Deno.name"))).toBe("'mine'");
  expect(await client.evaluate('const again = require("./which.cjs"); again.isThere')).toBe("false");
});
