import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start({ "module-beside.ts": "export const beside = 1;\n" });
  client = await kernel.connect();
  await client.evaluate("%typecheck strict");
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

async function complete(code: string, cursor = [...code].length) {
  const { reply } = await client.request("complete_request", { code, cursor_pos: cursor });
  return reply as { matches: string[]; cursor_start: number; cursor_end: number };
}
async function inspect(code: string, cursor = [...code].length) {
  const { reply } = await client.request("inspect_request", { code, cursor_pos: cursor, detail_level: 0 });
  return reply as { found: boolean; data: Record<string, string> };
}

describe("completion", () => {
  test("offers members by type, also of names from earlier cells, with kinds", async () => {
    await client.evaluate("const station = { height: 3, heading: 'N' }");
    const reply = await complete("station.he");
    expect(reply).toMatchObject({ matches: ["heading", "height"], cursor_start: 8, cursor_end: 10 });
  });
  test("knows all that earlier cells declare, wherever it stands and however unfinished the rest is", async () => {
    await client.evaluate(
      "const user = { firstName: 'A', address: { city: 'X' }, tags: ['a'] };\nenum Hue { Red, Green }\nfunction conf(o: { mode: 'fast' | 'slow'; retries?: number }) {}\nclass Rocket { fuel = 1; static parts = 3; launch() {} }\ninterface Planet { radius: number }\nimport * as nodePath from 'node:path';\nconst { left, right: { deepest } } = { left: 1, right: { deepest: 2 } };\nnamespace Units { export const metre = 1 }\nlet rockets: Rocket[] = [];",
    );
    await client.evaluate(
      "function box<T>(value: T) { return { value, map: <U>(f: (each: T) => U) => box(f(value)) } }\nconst boxed = box({ deep: 1 });\nlet shape = { kind: 'circle', radius: 1 } as { kind: 'circle'; radius: number } | { kind: 'square'; side: number };\nlet maybe: { inner?: { leaf: string } } | undefined;\nconst byName = new Map([['k', { age: 1 }]]);\nconst { first, ...others } = { first: 1, second: 2 };\nasync function loaded() { return { ready: true } }",
    );
    await client.execute("const reached = { there: 1 };\nthrow new Error('and no further')");
    for (const [code, expected, cursor] of [
      ["user.", "firstName"],
      ["us", "user"],
      ["user.address.", "city"],
      ["user.fi", "firstName"],
      ["user?.add", "address"],
      ["Hue.", "Green"],
      ["console.log(user.", "firstName"],
      ["console.log(use)", "user", 15],
      ["(user.)", "firstName", 6],
      ["user.;", "firstName", 5],
      ["conf({ m", "mode"],
      ["conf({ mode: 'fast', re", "retries"],
      ["conf({ mode: '", "fast"],
      ["function inner() {\n  user.fi", "firstName"],
      ["if (user.tags.", "includes"],
      ["const text = `${user.", "firstName"],
      ["[1].map((n) => Rock", "Rocket"],
      ["new Rock", "Rocket"],
      ["new Rocket().", "launch"],
      ["Rocket.", "parts"],
      ["rockets[0].", "fuel"],
      ["const p: Plan", "Planet"],
      ["const p: Planet = { ", "radius"],
      ["nodePath.join", "join"],
      ["nodeP", "nodePath"],
      ["deep", "deepest"],
      ["Units.", "metre"],
      ["%typecheck off\nuser.fi", "firstName"],
      ["%time user.fi", "firstName"],
      ["const all = [...rock", "rockets"],
      ["Math.max(...user.", "tags"],
      ["boxed.map((each) => each.", "deep"],
      ["boxed.value.", "deep"],
      ["shape.", "kind"],
      ["if (shape.kind === 'circle') shape.", "radius"],
      ["shape.kind === '", "square"],
      ["maybe?.inner?.", "leaf"],
      ["byName.get('k')!.", "age"],
      ["for (const [, person] of byName) person.", "age"],
      ["others.", "second"],
      ["(await loaded()).", "ready"],
      ["reached.", "there"],
    ] as [string, string, number?][]) {
      expect((await complete(code, cursor)).matches, code).toContain(expected);
    }
    expect((await complete("us")).matches[0]).toBe("user");
    const { metadata } = (await client.request("complete_request", { code: "Rocke", cursor_pos: 5 })).reply;
    expect(metadata).toMatchObject({ _jupyter_types_experimental: [{ text: "Rocket", type: "class" }] });
  });
  test("what a cell declares itself hides what earlier ones do", async () => {
    expect((await complete("const user = { other: 1 };\nuser.")).matches).toEqual(["other"]);
  });
  test("of a value whose type does not tell what it has, offers what is there, and runs no getter for that", async () => {
    await client.evaluate(
      'let touched = 0;\nconst parsed = JSON.parse(\'{"rows":[{"price":1,"full name":2}]}\');\nconst hidden: unknown = { get trap() { touched++; return { inside: 1 } }, open: { inner: 1 } };\nconst watched: any = new Proxy({}, { ownKeys() { touched++; return [\'a\'] }, get() { touched++; return 1 } });\nconst made: any = new (class Made { kept = 1; method() {} get computed() { touched++; return 1 } })();\nconst record: Record<string, number> = { january: 1 };\nconst asAny = process as any;',
    );
    expect((await complete("parsed.")).matches).toContain("rows");
    expect((await complete("parsed.rows[0].pr")).matches).toEqual(["price"]);
    expect((await complete("console.log(parsed.rows[0].")).matches).not.toContain("full name");
    expect((await complete("parsed.rows[0]['full")).matches).toEqual(["full name"]);
    expect((await complete("parsed.rows.ma")).matches).toContain("map");
    expect((await complete("(hidden as any).open.")).matches).toContain("inner");
    expect((await complete("hidden.")).matches).toEqual(expect.arrayContaining(["trap", "open"]));
    expect((await complete("(hidden as any).trap.ins")).matches).toEqual([]);
    expect((await complete("watched.")).matches).toEqual([]);
    expect((await complete("made.")).matches).toEqual(expect.arrayContaining(["kept", "method", "computed"]));
    expect((await complete("record.")).matches).toContain("january");
    expect((await complete("asAny.arg")).matches).toContain("argv");
    expect((await complete("process.env.PAT")).matches).toContain("PATH");
    expect((await complete("globalThis.pars")).matches).toContain("parsed");
    expect((await complete("(<any>hidden).open.")).matches).toContain("inner");
    expect((await complete("const { ro", 10)).matches).not.toContain("rows");
    expect((await complete("const { ro } = parsed", 10)).matches).toEqual(["rows"]);
    expect((await complete("const { rows, o } = hidden as any;", 15)).matches).toContain("open");
    expect(await client.evaluate("touched")).toBe("0");
  });
  test("counts code points: astral characters before the cursor do not shift it", async () => {
    expect(await complete("'😀😀'; station.hei")).toMatchObject({
      matches: ["height"],
      cursor_start: 14,
      cursor_end: 17,
    });
    expect(await complete("station.hei; '😀'", 11)).toMatchObject({
      matches: ["height"],
      cursor_start: 8,
      cursor_end: 11,
    });
  });
  test("offers directives and magic, and what they may be set to", async () => {
    for (const [code, expected] of [
      ["%typ", "%typecheck"],
      ["%typecheck no", "notebook"],
      ["%seed 1\n%wh", "%who"],
      ["!ls\n%npm s", "scripts"],
      ["%%ba", "%%bash"],
    ] as const) {
      expect((await complete(code)).matches, code).toContain(expected);
    }
    expect(await complete("%typecheck no")).toMatchObject({ matches: ["notebook"], cursor_start: 11, cursor_end: 13 });
    expect((await complete("7\n%wh")).matches).not.toContain("%who");
  });
  test("behind an exclamation mark knows a value from a command", async () => {
    await client.evaluate("const flags = { ready: true }");
    expect((await complete("!flags.")).matches).toContain("ready");
    for (const command of ["!nosuchcommand.", "!ls flags.", "!cat x."])
      expect((await complete(command)).matches).toEqual([]);
  });
  test("offers module paths", async () => {
    expect((await complete("import {} from './module-b")).matches.join()).toContain("module-beside");
    expect((await complete("import {} from 'node:f")).matches).toContain("node:fs");
  });
  test("offers names that other modules export, with their import", async () => {
    expect((await complete("appendFileSyn")).matches).toContain('(await import("fs")).appendFileSync');
  });
});

describe("inspection", () => {
  test("gives types and documentation, also of names from earlier cells", async () => {
    await client.evaluate(
      "/** Twice a number.\n * @param n any number */\nfunction twice(n: number): number { return 2 * n }",
    );
    const reply = await inspect("twice");
    expect(reply.data["text/plain"]).toContain("function twice(n: number): number");
    expect(reply.data["text/plain"]).toContain("Twice a number.");
    expect(reply.data["text/markdown"]).toContain("```typescript");
    expect((await inspect("'😀'; twice", 7)).found).toBe(true);
  });
  test("of an unknown name finds nothing, of a type shows the type", async () => {
    await client.evaluate(
      "interface Measure { unit: string; size: number }\ntype Either = 'left' | 'right';\nlet loose: any = 1;",
    );
    for (const code of ["nosuchname", "nosuchname.property", "Measures", "const", "class", "default", "if"])
      expect((await inspect(code)).found, code).toBe(false);
    await client.evaluate("const words = { default: 5 as const };");
    expect((await inspect("words.default")).data["text/plain"]).toContain("default: 5");
    expect((await inspect("Either")).data["text/plain"]).toContain("'left' | 'right'".replaceAll("'", '"'));
    expect((await inspect("Measure")).data["text/plain"]).toMatch(
      /interface Measure \{\s*unit: string;\s*size: number;?\s*\}/,
    );
    await client.evaluate("namespace Units { export interface Metre { length: number } }");
    expect((await inspect("Units.Metre")).data["text/plain"]).toContain("length: number");
    expect((await inspect("Units.Nothing")).found).toBe(false);
    expect((await inspect("const m: Measure = null!", 10)).data["text/plain"]).toContain("unit: string");
    expect((await inspect("loose")).data["text/plain"]).toContain("let loose: any");
  });
  test("of a class, a namespace or a module shows what it has, without what is private", async () => {
    await client.evaluate(
      "/** A place. */\nclass Place<T> { readonly x: number = 1; #hidden = 1; private own = 2; static origin = 3; constructor(x: number, label?: T) {} norm(): number { return this.#hidden + this.own } }\nnamespace Geo { export const unit: number = 1; export function far(n: number) { return n } }",
    );
    const place = (await inspect("Place")).data["text/plain"]!;
    expect(place).toMatch(/^class Place<T> \{\n/);
    for (const part of [
      "  constructor(x: number, label?: T);\n",
      "  norm(): number;\n",
      "  static origin: number;\n",
      "A place.",
    ])
      expect(place).toContain(part);
    expect(place).not.toMatch(/hidden|own/);
    expect((await inspect("Geo")).data["text/plain"]).toMatch(/far\(n: number\): number;[^]*unit: number;/);
    expect((await inspect("import fs from 'node:fs'; fs")).data["text/plain"]).toMatch(
      /renameSync\([^]*\/\/ and \d+ more\n/,
    );
  });
  test("of a module that is imported as a whole shows what it has, however it is written", async () => {
    writeFileSync(
      join(kernel.folder, "measures.ts"),
      "/** Half of it. */\nexport const half = (n: number): number => n / 2;\nexport default function whole(): void {}\n",
    );
    await client.evaluate(
      "import * as path from 'node:path'; import * as assert from 'node:assert'; import * as measures from './measures.ts';",
    );
    const shown = async (code: string): Promise<unknown> => (await inspect(code)).data["text/plain"];
    expect(await shown("path")).toMatch(/PlatformPath \{\n[^]*join\(\.\.\.paths: string\[\]\): string;[^]*sep: /);
    expect(await shown("assert")).toMatch(/^function assert\([^]*\n {2}deepEqual\(/);
    expect(await shown("measures")).toMatch(/^module "\.\/measures\.ts" \{\n[^]*half: \(n: number\) => number;/);
    expect(await shown("measures")).toContain("default(): void;");
    expect(await shown("measures.half")).not.toContain("default");
  });
  test("of what types do not tell shows what is there, and runs no getter for that", async () => {
    await client.evaluate(
      'let looked = 0;\nconst answer = JSON.parse(\'{"rows":[{"price":1}]}\');\nclass Held { kept = new Map([["key", 1]]); get [Symbol.toStringTag]() { looked++; return "T" } }\nconst inside: any = { held: new Held(), get trap() { looked++; return 1 }, wrapped: new Proxy({}, { get() { looked++; return 1 } }), failed: new RangeError("far"), [Symbol.for("nodejs.util.inspect.custom")]() { looked++; return "" } };\nconst act: any = (n: number) => n + 1;\nconst nought: any = null;\nlet record2: Record<string, number> = { january: 1 };',
    );
    const shown = async (code: string): Promise<unknown> => (await inspect(code)).data["text/plain"];
    expect(await shown("answer")).toMatch(/^const answer: any\n\n\{ rows: \[ \{ price: 1 \} \] \}$/);
    expect(await shown("answer.rows")).toBe("[ { price: 1 } ]");
    expect(await shown("answer.rows[0].price")).toBe("1");
    const text = await shown("inside");
    expect(text).toContain("held: Held { kept: Map(1) { 'key' => 1 } }");
    expect(text).toMatch(/trap: .*\[Getter\].*wrapped: .*\[Proxy\].*failed: .*\[RangeError: far\]/s);
    expect(await shown("act")).toContain("(n) => n + 1");
    expect(await shown("nought")).toContain("null");
    expect(await shown("record2")).toContain("{ january: 1 }");
    for (const code of ["answer.nothing", "inside.trap", "inside.trap.more"])
      expect((await inspect(code)).found, code).toBe(false);
    expect(await client.evaluate("looked")).toBe("0");
  });
  test("shows what libraries say in the characters of their authors", async () => {
    const reply = await inspect("import { transcode } from 'node:buffer'; transcode");
    expect(reply.data["text/plain"]).toContain("Because the Euro (`€`) sign");
    expect(reply.data["text/markdown"]).toContain("Buffer.from('€')");
  });
  test("inside a call describes the function; of nothing finds nothing", async () => {
    expect((await inspect("twice(")).data["text/plain"]).toContain("twice(n: number)");
    expect((await inspect("   ")).found).toBe(false);
  });
});

test.each([
  ["complete", "const f = () => { return `a${1}b` }"],
  ["complete", "// just a comment"],
  ["complete", "{a: 1, b: 2}"],
  ["complete", "%typecheck off"],
  ["complete", "%seed 42\n1 + 1"],
  ["complete", "%nosuchdirective"],
  ["complete", "const list = <ul><li>1</li></ul>"],
  ["incomplete", "%typecheck off\nif (a) {"],
  ["incomplete", "const list = <ul>"],
  ["complete", "for (const x of [1]) { x }"],
  ["incomplete", "const s = `one\ntwo"],
  ["incomplete", "`a${"],
  ["incomplete", "/* not closed"],
  ["incomplete", "1 +"],
  ["incomplete", "x &&"],
  ["incomplete", "foo({ a: [1,"],
  ["incomplete", "if (a) {"],
  ["incomplete", "class A {"],
  ["invalid", "const 1 = 2"],
  ["invalid", "'not closed"],
  ["invalid", ")"],
  ["invalid", "let a b;"],
])("is_complete says %s of %j", async (status, code) => {
  expect((await client.request("is_complete_request", { code })).reply.status).toBe(status);
});

test("while a cell runs, the kernel answers kernel_info, completion, inspection and is_complete", async () => {
  writeFileSync(join(kernel.folder, "go"), "");
  const running = await client.send("shell", "execute_request", {
    code: "while (require('node:fs').existsSync('go'));",
  });
  await client.until(() =>
    client.published.some(
      ({ parentHeader, header }) => parentHeader.msg_id === running && header.msg_type === "execute_input",
    ),
  );
  expect((await client.request("kernel_info_request")).reply.status).toBe("ok");
  expect((await complete("Math.sqr")).matches).toEqual(["sqrt"]);
  expect((await inspect("parseInt")).found).toBe(true);
  expect((await client.request("is_complete_request", { code: "1" })).reply.status).toBe("complete");
  await client.request("interrupt_request", {}, "control");
  expect((await client.answer(running)).reply.ename).toBe("Interrupted");
});
