import { writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
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

describe("types", () => {
  test("are checked strictly across cells: assignments, arguments, null, narrowed classes", async () => {
    await client.evaluate(
      "let count: number = 1;\nfunction half(n: number): number { return n / 2 }\nclass Box<T> { constructor(readonly value: T) {} }\nconst maybe = [1].find((n) => n > 2);",
    );
    for (const code of ["count = 'x'", "half('x')", "new Box(1).value.length", "maybe.toFixed()", "(x) => x"]) {
      expect((await client.execute(code)).reply.ename, code).toBe("TypeCheckError");
    }
    await client.evaluate("count = 2; half(count) + new Box(1).value + (maybe ?? 0)");
  });
  test("a type or interface of an earlier cell can be used, and declared again", async () => {
    await client.evaluate("interface Point { x: number }\ntype Pair = [Point, Point]");
    await client.evaluate("const pair: Pair = [{ x: 1 }, { x: 2 }]");
    await client.evaluate("interface Point { x: string }");
    expect((await client.execute("const p: Point = { x: 1 }")).reply.ename).toBe("TypeCheckError");
  });
  test("`declare global` stays in force", async () => {
    await client.evaluate(
      "declare global { interface Array<T> { second(): T | undefined } }\nArray.prototype.second = function () { return this[1] };",
    );
    expect(await client.evaluate("[1, 2].second()")).toBe("2");
  });
  test("of Node are known: each of its modules by both names, and its globals", async () => {
    const modules = builtinModules.filter((name) => !/^_|^node:|^sys$/.test(name));
    expect(modules.length).toBeGreaterThan(40);
    const imports = [...modules, ...modules.map((name) => `node:${name}`)].map(
      (name, i) => `import * as module${i} from "${name}";`,
    );
    await client.evaluate(imports.join("\n"));
    await client.evaluate(
      "import { readFileSync } from 'node:fs';\n[Buffer.from('a').length, process.argv.length, new AbortController().signal.aborted, setImmediate(() => {}).hasRef(), typeof fetch satisfies string, [1].at(-1)!.toFixed()]",
    );
    for (const code of [
      "readFileSync(1, 2, 3)",
      "(await fetch('')).nothing",
      "Buffer.from('a').nothing",
      "process.argv.toFixed()",
      "import * as nothing from 'node:nothing'",
    ]) {
      expect((await client.execute(code)).reply.ename, code).toBe("TypeCheckError");
    }
  });
  test("an array that later cells fill is no error", async () => {
    await client.evaluate("let filled = [];");
    expect(await client.evaluate("filled.push(1); filled")).toBe("[ 1 ]");
  });
  test("checking is switched off and on again by %typecheck; syntax errors are found in either case", async () => {
    await client.evaluate("%typecheck off\nconst loose: number = 'text' as any as string; count = 'x'");
    expect(await client.evaluate("loose")).toBe("'text'");
    expect((await client.execute("const = 1")).reply.ename).toBe("SyntaxError");
    await client.execute("%typecheck strict\ncount = 1");
    expect((await client.execute("count = 'y'")).reply.ename).toBe("TypeCheckError");
  });
  test("a compiler that is ended while it checks is replaced, and knows all cells", async () => {
    await client.evaluate("const remembered = { deep: 1 }");
    await client.evaluate("interface Remembered { deep: number }");
    await client.evaluate("declare global { interface Array<T> { remembered?: T } }");
    const compiler = kernel.children().find((pid) => pid !== kernel.evaluator())!;
    process.kill(compiler, "SIGKILL");
    await client.execute("1");
    expect((await client.execute("remembered.shallow")).reply.evalue).toContain("'shallow' does not exist");
    expect(await client.evaluate("remembered.deep")).toBe("1");
    expect(await client.evaluate("const again: Remembered = remembered; again.deep")).toBe("1");
    expect(await client.evaluate("String([1].remembered)")).toBe("'undefined'");
  });
});

test("a cell whose module was missing can be run again once it is there", async () => {
  const cell = "import { late } from './late.js'; late.toFixed(1)";
  expect((await client.execute(cell)).reply.evalue).toContain("TS2307");
  writeFileSync(join(kernel.folder, "late.ts"), "export const late = 1;\n");
  expect(await client.evaluate(cell)).toBe("'1.0'");
});
