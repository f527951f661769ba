import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, printed, TestKernel, traceback, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;

beforeAll(async () => {
  kernel = await TestKernel.start({}, undefined, { arguments: ["--language", "javascript"] });
  client = await kernel.connect();
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

test("the kernelspec for JavaScript says so, and runs scripts as Node's console does: assignments make variables, nothing is checked", async () => {
  const { reply } = await client.request("kernel_info_request");
  expect(reply.language_info).toMatchObject({
    name: "javascript",
    file_extension: ".js",
    mimetype: "text/javascript",
  });
  await client.evaluate("path = require('path')\ntotal = 0\nfor (i = 0; i < 3; i++) total += i");
  expect(await client.evaluate("[path.sep, total, i, typeof this]")).toBe("[ '/', 3, 3, 'object' ]");
  await client.evaluate("function Person(name) { this.name = name }\nvar p = new Person('A'); p.age = '5' * 2");
  expect(await client.evaluate("p")).toBe("Person { name: 'A', age: 10 }");
  const completed = await client.request("complete_request", { code: "path.joi", cursor_pos: 8 });
  expect(completed.reply.matches).toEqual(["join"]);
  expect((await client.request("complete_request", { code: "tota", cursor_pos: 4 })).reply.matches).toContain("total");
  expect(await client.evaluate("[010, '\\101']")).toBe("[ 8, 'A' ]");
  await client.evaluate("const fixed = 1");
  for (const code of ["fixed = 2", "fixed++", "fixed += 1"]) {
    expect((await client.execute(code)).reply.evalue, code).toBe("Assignment to constant variable.");
  }
  expect(await client.evaluate("const fixed = 3; fixed")).toBe("3");
  expect((await client.execute("%typecheck notebook\nconst s = 'a'; s.push(1)")).reply.ename).toBe("TypeCheckError");
  await client.execute("%typecheck off\n1");
});

// Node itself runs each of them as a script, and says what the name is after it; a cell after it has to say the same.
test.each([
  ["in a branch", "if (true) { function f() { return 1 } }", "f()"],
  ["in a branch that is not taken", "if (false) { function never() {} }", "never"],
  ["that is a branch", "if (true) function branch() { return 2 } else function branch() {}", "branch()"],
  ["that is the other branch", "if (false) ; else function other() { return 7 }", "other()"],
  ["that calls another", "{ function a() { return b() }\nfunction b() { return 3 } }", "[a(), b()].join()"],
  ["twice in a block", "{ function twice() { return 1 }\nfunction twice() { return 2 } }", "twice()"],
  ["in a loop", "for (let i of [1, 2]) { function last() { return i } }", "last()"],
  ["in a switch", "switch (1) { case 1: function s() { return 4 }\ndefault: s.also = 1 }", "s() + s.also"],
  ["in a try", "try { throw 1 } catch (e) { function caught() { return 5 } }", "caught()"],
  ["in blocks of blocks", "{ { { function deep() { return 6 } } } }", "deep()"],
  ["before it stands there", "{ early = typeof g; function g() {} }\nlate = typeof g", "early + late"],
  ["that is used before the block", "before = typeof h; { function h() {} }", "before"],
  ["beside a variable", "var v = 1; { function v() {} }", "typeof v"],
  ["that is assigned in its block", "{ function own() {}\nown = 1 }", "typeof own"],
  ["beside a constant", "const c = 1; { function c() {} }", "c"],
  ["beside a constant of a block around it", "{ const inner = 1; { function inner() {} } }", "typeof inner"],
  ["beside the variable of a loop", "for (let k = 0; k < 1; k++) { function k() {} }", "typeof k"],
  ["in a block of one of its name", "{ function outer() { return 1 } { function outer() { return 2 } } }", "outer()"],
  ["in a function", "function whole() { if (1) { function part() { return 8 } } return part() }", "typeof part"],
  ["that is a generator", "{ function* generator() {} }", "typeof generator"],
  ["that is asynchronous", "{ async function later() {} }", "typeof later"],
  ["that has a variable of its name", "var f2; function f2() { return 9 }", "f2()"],
  ["that has its name from Node", "{ function performance() { return 10 } }", "performance()"],
])("a function %s is afterwards what it is after a script", async (_, script, question) => {
  const expected: unknown = runInNewContext(`${script}\n;String(${question})`);
  expect((await client.execute(script)).reply.status).toBe("ok");
  expect(await client.evaluate(`String(${question})`)).toBe(`'${String(expected)}'`);
});

test("a cell that begins with 'use strict' is strict, and others are not", async () => {
  const strict = await client.execute("// a comment\n'use strict';\nunknownToAll = 1");
  expect(strict.reply.evalue).toBe("unknownToAll is not defined");
  expect(await client.evaluate("unknownToAll = 'use strict'; unknownToAll.length")).toBe("10");
  await client.execute("'use strict'\nif (true) { function ofBlockAlone() {} }");
  expect(await client.evaluate("typeof ofBlockAlone")).toBe("'undefined'");
});

test("what eval declares at the top of a cell is a variable of the notebook, and elsewhere one of its function", async () => {
  expect(await client.evaluate("eval('var made = 1; function getOs() { return require(\"os\") }'); made")).toBe("1");
  expect(await client.evaluate("[made, typeof getOs().EOL]")).toBe("[ 1, 'string' ]");
  await client.evaluate("for (var at = 0; at < 2; at++) eval('var made' + at + ' = at')");
  expect(await client.evaluate("made1")).toBe("1");
  expect(await client.evaluate("function own() { eval('var inner = 3'); return inner }\nown()")).toBe("3");
  expect(await client.evaluate("for (let i of [4]) eval('var ofBlock = i'); typeof inner")).toBe("'undefined'");
  expect(await client.evaluate("'use strict'; eval('var strictly = 1'); typeof strictly")).toBe("'undefined'");
  const failed = await client.execute("eval('throw new Error(1)')");
  expect(traceback(failed)).toContain("at eval (<anonymous>:1:7)");
  expect(traceback(failed)).not.toContain("evaluator");
  expect(printed(await client.execute("%who"))).not.toContain("require");
});

test("a function in a block does not replace what Node needs", async () => {
  await client.evaluate("{ function process() { return 1 } }");
  expect(await client.evaluate("[process(), typeof require('process').nextTick]")).toBe("[ 1, 'function' ]");
  expect(printed(await client.execute("console.log('still here')"))).toBe("still here\n");
});

test("a function in a block is known to the checker too, where it is asked", async () => {
  const answer = await client.execute("%typecheck notebook\nif (true) { function checked() { return 1 } }\nchecked()");
  expect(answer.reply.status).toBe("ok");
  expect(contents(answer, "execute_result")[0]!.data).toMatchObject({ "text/plain": "1" });
  expect((await client.execute("unchecked()")).reply.ename).toBe("TypeCheckError");
  await client.execute("%typecheck off\n1");
});

test("in TypeScript, whose cells are modules, a function in a block belongs to the block", async () => {
  const other = await TestKernel.start();
  const typed = await other.connect();
  await typed.execute("%typecheck off\nif (true) { function f() { return 1 } }");
  expect((await typed.execute("f()")).reply.evalue).toBe("f is not defined");
  expect(await typed.evaluate("var g; function g() { return 2 }\ng()")).toBe("2");
  typed.close();
  await other.stop();
});
