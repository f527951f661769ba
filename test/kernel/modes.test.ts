import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CellCompiler } from "../../src/kernel/language/prepare.js";
import { LanguageSession } from "../../src/kernel/language/session.js";
import { contents, printed, TestKernel, traceback } from "./client.js";

const folder = mkdtempSync(join(tmpdir(), "normlab-modes-"));
mkdirSync(join(folder, "node_modules", "untyped"), { recursive: true });
writeFileSync(join(folder, "node_modules", "untyped", "index.js"), "exports.anything = () => 1;\n");
mkdirSync(join(folder, "node_modules", "react"));
writeFileSync(join(folder, "node_modules", "react", "package.json"), '{ "name": "react", "version": "19.0.0" }');
writeFileSync(join(folder, "node_modules", "react", "jsx-runtime.js"), "exports.jsx = exports.jsxs = () => 1;\n");
writeFileSync(join(folder, "x.json"), "{}");
writeFileSync(
  join(folder, "typed.ts"),
  "export function half(n: number): number { return n / 2 }\nexport interface Size { width: number }\n",
);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs cells after one another in the notebook mode; gives what is said of the last. */
function judge(cells: readonly string[]): { error?: string; warnings: string } {
  const compiler = new CellCompiler(new LanguageSession(folder), []);
  let last: { error?: string; warnings: string } = { warnings: "" };
  for (const [i, text] of cells.entries()) {
    const prepared = compiler.prepare({ name: `cell-${i + 1}`, text, mode: "notebook" });
    compiler.finish();
    last = "error" in prepared ? { error: prepared.error.evalue, warnings: "" } : { warnings: prepared.warnings ?? "" };
    if (last.error !== undefined && i < cells.length - 1) throw new Error(`${text}: ${last.error}`);
  }
  return last;
}

describe("in the notebook mode", () => {
  // What is said of the last cell: the codes of its warnings, or nothing.
  test.each<[string, string[], ...string[]]>([
    [
      "parsed answers",
      ["18046"],
      "const data = await (await fetch('http://localhost')).json()",
      "data.map((x) => x.name)",
    ],
    ["destructured answers", ["2339"], "const { items } = await (await fetch('http://localhost')).json()"],
    [
      "answers given a type",
      ["2322"],
      "interface User { name: string }",
      "const users: User[] = await (await fetch('http://localhost')).json()",
    ],
    [
      "loops over answers",
      ["18046"],
      "const rows = await (await fetch('')).json()",
      "for (const row of rows) console.log(row)",
    ],
    ["caught errors in templates", ["18046", "18046"], "try { null } catch (e) { `${e.name}: ${e.message}` }"],
    ["variables that are asked for first", ["2304", "2304"], "if (typeof jQuery !== 'undefined') jQuery.fn"],
    ["JSX of a package without types", [], "const title = <h1 className='a'>{1}</h1>; <p>{title}</p>"],
    ["attributes of a component without types", ["2322"], "function L(p = { n: 1 }) { return p.n }", "<L n='x' />"],
    ["elements beyond the end of a list", ["2493"], "const [one, two, ...more] = [1]; two"],
    ["also by assignment", ["2493"], "let one, two", "[one, two] = [1]; two"],
    ["variables that are made as properties of the global object", ["2304"], "globalThis.made = 1; made"],
    ["var and function of a name", ["2300"], "var f; function f() { return 1 }"],
    ["functions of a name", ["2393"], "function g() { return 1 }\nfunction g() { return 2 }"],
    ["var of a name with another type", ["2403"], "var v = 1; var v = 'a'"],
    ["what such a name holds in the end", [], "var v = 1; var v = 'a'", "v.toUpperCase()"],
    ["var and function of a name in a function", ["2300"], "function k() { var a = 1; function a() {} return a }"],
    ["fields and methods of a name", ["2300"], "class C { a = 1; a = 2 }"],
    ["accessors of a name", ["1118"], "({ get b() { return 1 }, get b() { return 2 } })"],
    ["any thenable", ["7006", "1320"], "await ({ then(ok) { ok(1) } })"],
    ["modules by their own text", [], "await import('data:text/javascript,export default 5')"],
    ["modules by their address", [], `import { half } from "file://${folder}/typed.ts"; half(2)`],
    ["caught errors", ["18046"], "try { null } catch (e) { console.log(e.message) }"],
    ["what is thrown to be caught", ["2304"], "try { nothingOfThatName() } catch ({ message }) { message }"],
    ["methods that are not there, called to be caught", ["2339"], "try { 'a'.push(1) } catch (e) { 'caught' }"],
    ["modules that are imported if they are there", ["2307"], "try { await import('no-such-package') } catch {}"],
    ["modules whose absence is caught", ["2307"], "await import('no-such-package').catch(() => null)"],
    ["constants that are assigned to be caught", ["2588"], "const c = 1; try { c = 2 } catch {}"],
    ["nothing as an operand", ["18050"], "null + 1"],
    ["promises that are fulfilled with nothing", ["2794"], "new Promise((done) => done())"],
    ["lists that get values of other types", ["2345"], "const list = [1]", "list.push('a')"],
    ["a variable that the next cell fills", [], "let best = null", "best = { score: 1 }", "best.score.toFixed()"],
    ["a variable without a value", [], "let later", "later = [1]", "later.length"],
    [
      "a search for the best in one cell",
      [],
      "let top = null; for (const n of [1, 2]) if (top === null || n > top) top = n; top",
    ],
    ["properties of an empty object", ["7053"], "var o = {}; o['a'] = 1"],
    ["named properties of an empty object", ["2339"], "var o = {}; o.a = 1; o.a + 1"],
    ["objects that grow over cells", ["2339"], "const person = { name: 'A' }", "person.age = 3", "person.age + 1"],
    ["a missing property that is looked at", ["2339"], "const person = { name: 'A' }", "person.age"],
    ["counting with an object", ["7053"], "const counts = {}; for (const w of ['a']) counts[w] = (counts[w] || 0) + 1"],
    ["untyped parameters", ["7006"], "function add(a, b) { return a + b }"],
    ["fewer arguments than untyped parameters", ["2554"], "function add(a, b) { return a + b }", "add(1)"],
    ["more arguments than untyped parameters", ["2554"], "const show = (a) => a", "show(1, 2)"],
    [
      "constructor functions",
      ["2683", "7009"],
      "function Person(name) { this.name = name }\nconst p = new Person('A'); p.name",
    ],
    ["classes that declare no fields", ["2339"], "class Point { constructor(x) { this.x = x } }", "new Point(1).x + 1"],
    [
      "classes called with less",
      ["2554"],
      "class Point { constructor(x, y) { this.x = x; this.y = y } }",
      "new Point(1)",
    ],
    ["packages without types", [], "import * as untyped from 'untyped'; untyped.anything()"],
    ["require", [], "const fs = require('fs'), untyped = require('untyped'); untyped.anything(fs.statSync('.').size)"],
    ["arrays that grow", [], "const list = []; list.push(1); list.push('a'); list[0]"],
    ["arrays that later cells fill", [], "let list = []", "list.push({ a: 1 })", "list[0].a"],
    ["a variable that changes its type", ["2322"], "let x = 5", "x = 'five'"],
    ["and is used as what it has become", [], "let x = 5", "x = 'five'", "x.toUpperCase()"],
    ["also in one cell", ["2322", "2339"], "let x = 5; x = 'five'; x.toUpperCase()"],
    ["conversions of operands", ["2362", "2365"], "'5' * 2; true + 1; [] + {}"],
    ["comparisons of unlike values", ["2367"], "1 == '1'"],
    ["arguments that JavaScript converts", ["2345"], "Math.max('1', 2); isNaN('x'); parseInt(3.7)"],
    ["sorting by a comparison", ["2345"], "[3, 1].sort((a, b) => a > b)"],
    [
      "parsing a file",
      ["2345"],
      "import { readFileSync } from 'node:fs'; const parse = () => JSON.parse(readFileSync('x.json'))",
    ],
    [
      "what may be missing",
      ["18048", "2532"],
      "const found = [1].find((n) => n > 2); found.toFixed(); ['a'].at(0).length",
    ],
    [
      "what may be missing, as an argument",
      ["2345"],
      "function half(n: number) { return n / 2 }",
      "half([1].find((n) => n > 2))",
    ],
    ["properties of errors", ["2339"], "const failed = new Error('x'); failed.code"],
    [
      "properties given to built-in classes",
      ["2339"],
      "Array.prototype.last = function () { return this[this.length - 1] }",
      "[1].last()",
    ],
    ["deleted properties", ["2790"], "const person = { name: 'A' }; delete person.name"],
    ["values used before they are given", ["2454"], "let n: number; console.log(n)"],
    ["conditions that are always true", ["2872"], "if ('text') { 1 }"],
    ["the last of several values", ["2695"], "1, 2"],
    [
      "classes that extend constructor functions",
      ["2507"],
      "function A(name) { this.name = name }\nclass B extends A {}",
    ],
    ["a property written twice", ["1117"], "const o = { x: 1, x: 2 }"],
    ["objects as keys", ["2464"], "const key = {}; ({ [key]: 1 })"],
    ["spreading what is no object", ["2698"], "({ ...5 })"],
    ["asking what a text is an instance of", ["2358"], "'abc' instanceof String"],
    [
      "frozen objects that are assigned to be caught",
      ["2540"],
      "const f = Object.freeze({ a: 1 }); try { f.a = 2 } catch {}",
    ],
    [
      "frozen objects whose properties are deleted to be caught",
      ["2704"],
      "const f = Object.freeze({ a: 1 }); try { delete f.a } catch {}",
    ],
    ["classes called as functions to be caught", ["2348"], "try { Map() } catch {}"],
    ["import assertions, as they were called", ["2880"], "import x from './x.json' assert { type: 'json' }"],
    ["functions of a cell to come, used in functions", ["2304"], "const first = () => second() + 1"],
    ["names of a cell to come, used in methods", ["2304"], "class A { go() { return [1].map((n) => n + offset) } }"],
    ["names of a cell to come, as properties", ["18004"], "function make() { return { setting } }"],
    [
      "and are what they are when it has run",
      [],
      "function total() { return rate * 2 }",
      "const rate = 3",
      "total().toFixed()",
    ],
  ])("%s: a warning at most", (_, codes, ...cells) => {
    const { error, warnings } = judge(cells);
    expect(error).toBeUndefined();
    const found = [...warnings.matchAll(/TS(\d+)/g)].map((match) => match[1]!);
    expect(found.sort()).toEqual(expect.arrayContaining(codes));
    if (codes.length === 0) expect(warnings).toBe("");
  });

  test.each<[string, string, ...string[]]>([
    ["names that nobody has declared", "2304", "nothingOfThatName + 1"],
    ["misspelt names", "2552", "consol.log(1)"],
    ["misspelt names in functions", "2552", "function f() { consol.log(1) }"],
    ["names that nobody has declared, in what is called at once", "2304", "[1].map((n) => n + nothingOfThatName)"],
    ["names that nobody has declared, as properties", "18004", "const o = { nothingOfThatName }"],
    ["frozen objects that are assigned", "2540", "const f = Object.freeze({ a: 1 }); f.a = 2"],
    ["modules that are not there", "2307", "import x from 'no-such-package'"],
    ["names that a module does not export", "2305", "import { nothing } from 'node:fs'"],
    ["values against a type that was written", "2322", "const n: number = 'text'"],
    ["also in a later cell", "2322", "let count: number = 1", "count = 'x'"],
    [
      "also of properties",
      "2322",
      "interface User { name: string }\nconst user: User = { name: 'A' }",
      "user.name = 1",
    ],
    ["also what a function returns", "2322", "function f(): number { return 'a' }"],
    ["arguments against a type that was written", "2345", "function half(n: number) { return n / 2 }", "half('x')"],
    ["also in a module", "2345", "import { half } from './typed.ts'", "half('x')"],
    ["too few arguments for typed parameters", "2554", "function half(n: number) { return n / 2 }", "half()"],
    ["arguments that Node does not take", "2554", "import { readFileSync } from 'node:fs'", "readFileSync(1, 2, 3)"],
    ["missing properties of a written type", "2741", "import type { Size } from './typed.ts'", "const size: Size = {}"],
    ["methods that a text does not have", "2339", "'abc'.push(1)"],
    ["methods that a number does not have", "2339", "const n = 5", "n.toUpperCase()"],
    ["methods that a list does not have", "2339", "[1, 2].size()"],
    ["elements that a written type does not have", "2493", "const pair: [number] = [1]; const [, second] = pair"],
    ["a property of another object for a variable", "2304", "const o: any = {}; o.made = 1; made"],
    ["misspelt properties", "2551", "const user = { firstName: 'A' }", "user.firstNmae"],
    ["misspelt methods", "2551", "[1, 2].lenght"],
    [
      "properties that a class does not have",
      "2339",
      "class Box { constructor(readonly value: number) {} }",
      "new Box(1).size",
    ],
    ["members that an enumeration does not have", "2339", "enum Color { Red }", "Color.Blue"],
    ["a promise that was not awaited", "2339", "fetch('').json()"],
    ["calls of what is no function", "2349", "const n = 5", "n()"],
    ["members of nothing", "18050", "null.member"],
    ["what is thrown where only a finally is", "2304", "try { nothingOfThatName() } finally { 1 }"],
    ["what is thrown while one is caught", "2304", "try { 1 } catch { nothingOfThatName() }"],
    ["values that a list of a written type gets", "2345", "const list: number[] = []", "list.push('a')"],
    ["values that a map of written types gets", "2345", "const m = new Map<string, number>(); m.set(1, 2)"],
    ["constants that are assigned", "2588", "const c = 1; c = 2"],
    ["names declared twice in a cell", "2451", "let a = 1; let a = 2"],
    ["let and function of a name", "2300", "let a; function a() {}"],
    ["classes of a name", "2300", "class A {} class A {}"],
    ["private fields of a name", "2300", "class A { #a = 1; #a = 2 }"],
    ["parameters of a name", "2300", "function f(a: 1, a: 2) {}"],
    ["a constant and var of a name", "2451", "const q = 1; var q = 2"],
    ["types as values", "2693", "interface Shape { size: number }\nconst shape = Shape"],
    [
      "attributes against the types of a component",
      "2322",
      "const T = (p: { n: number }) => <b>{p.n}</b>",
      "<T n='x' />",
    ],
    ["also inside of other elements", "2322", "const T = (p: { n: number }) => 1", "const e = <p><T n={'x'}></T></p>"],
    ["what is wrong in TypeScript's grammar", "1", "const = 1"],
  ])("%s: the cell is stopped", (_, code, ...cells) => {
    expect(judge(cells).error).toMatch(new RegExp(`^TS${code}`));
  });

  test("what a cell is stopped for is said before, and apart from, what is only not proved", () => {
    const { error } = judge(["function add(a, b) { return a + b }\nnothingOfThatName"]);
    expect(error).toMatch(/^TS2304: [^(]*\(cell-1\.ts:2:1\)$/);
  });
});

describe("a kernel", () => {
  async function withKernel(
    options: { environment?: Record<string, string>; arguments?: string[]; files?: Record<string, string> },
    use: (client: Awaited<ReturnType<TestKernel["connect"]>>, kernel: TestKernel) => Promise<void>,
  ): Promise<void> {
    const kernel = await TestKernel.start(options.files, undefined, options);
    const client = await kernel.connect();
    try {
      await use(client, kernel);
    } finally {
      client.close();
      await kernel.stop();
    }
  }
  const loose = "function same(x) { return x }\nsame(1)";

  test("runs what is only not proved, with a warning that has code, place and frame; modes change by directive", async () => {
    await withKernel({}, async (client) => {
      const answer = await client.execute(loose);
      expect(answer.reply.status).toBe("ok");
      // eslint-disable-next-line no-control-regex
      const text = printed(answer, "stderr").replace(/\u001b\[\d+m/g, "");
      expect(text).toBe(
        "TS7006: Parameter 'x' implicitly has an 'any' type.\n> 1 | function same(x) { return x }\n    |               ^\n  2 | same(1)\n    at cell-1.ts:1:15\n",
      );
      const strict = await client.execute(`%typecheck strict\n${loose}`);
      expect(strict.reply.ename).toBe("TypeCheckError");
      expect(traceback(strict)).toContain("TS7006");
      expect((await client.execute(loose)).reply.ename).toBe("TypeCheckError");
      const off = await client.execute(`%typecheck off\n${loose}`);
      expect([off.reply.status, printed(off, "stderr")]).toEqual(["ok", ""]);
      expect(await client.evaluate("const wrong: number = 'text'; wrong")).toBe("'text'");
      expect(printed(await client.execute(`%typecheck notebook\n${loose}`), "stderr")).toContain("TS7006");
      expect((await client.execute("const n: number = 'text'")).reply.ename).toBe("TypeCheckError");
      expect((await client.execute("%typecheck perhaps")).reply.evalue).toContain("expected strict, notebook or off");
      // Silent cells and expressions of the frontend say nothing.
      const silent = await client.execute(loose, { silent: true });
      expect(contents(silent, "stream")).toEqual([]);
    });
  });
  test("takes names for declared that unchecked code has made", async () => {
    await withKernel({}, async (client) => {
      expect((await client.execute("madeUp + 1")).reply.ename).toBe("TypeCheckError");
      await client.evaluate("(globalThis as any).madeUp = 1;");
      const answer = await client.execute("madeUp + 1");
      expect(answer.reply.status).toBe("ok");
      expect(printed(answer, "stderr")).toContain("TS2304");
    });
  });
  test("is told the mode by its environment, and by the notebook before that", async () => {
    const environment = { NORMLAB_TYPECHECK: "strict" };
    await withKernel({ environment }, async (client) => {
      expect((await client.execute(loose)).reply.ename).toBe("TypeCheckError");
      await client.execute("%typecheck off\n1");
      expect((await client.execute(loose)).reply.status).toBe("ok");
      await client.execute("%typecheck on\n1");
      expect((await client.execute(loose)).reply.ename).toBe("TypeCheckError");
    });
    const notebook = { cells: [], metadata: { normlab: { typecheck: "off" } }, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(folder, "named.ipynb"), JSON.stringify(notebook));
    const named = { ...environment, JPY_SESSION_NAME: join(folder, "named.ipynb") };
    await withKernel({ environment: named }, async (client) => {
      const answer = await client.execute(loose);
      expect([answer.reply.status, printed(answer, "stderr")]).toEqual(["ok", ""]);
    });
  });
});

describe("any project's settings", () => {
  let broken: string;
  beforeAll(() => {
    broken = mkdtempSync(join(tmpdir(), "normlab-settings-"));
  });
  afterAll(() => rmSync(broken, { recursive: true }));
  test.each([
    [
      "options of a later TypeScript",
      '{ "compilerOptions": { "target": "es2099", "module": "node99", "lib": ["es2099", "es2022"], "futureOption": true, "strict": true } }',
    ],
    [
      "options that are gone",
      '{ "compilerOptions": { "moduleResolution": "classic", "baseUrl": ".", "out": "x.js", "target": "es3" } }',
    ],
    ["types that are not there", '{ "compilerOptions": { "types": ["no-such-types"] } }'],
    ["settings that it extends and that are missing", '{ "extends": "./missing.json", "compilerOptions": {} }'],
    ["no JSON at all", '{ "compilerOptions": { "strict": tru'],
    ["a list where an object belongs", "[]"],
  ])("leave the kernel working: %s", (_, settings) => {
    writeFileSync(join(broken, "tsconfig.json"), settings);
    const compiler = new CellCompiler(new LanguageSession(broken), []);
    const run = (text: string): unknown => {
      const prepared = compiler.prepare({ name: "cell-1", text, mode: "strict" });
      compiler.finish();
      return "error" in prepared ? prepared.error.evalue.slice(0, 6) : "runs";
    };
    expect(run("const xs: Map<string, number> = new Map(); [...xs.keys()].length")).toBe("runs");
    expect(run("const n: number = 'a'")).toBe("TS2322");
  });
});
