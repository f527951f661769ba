import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contents, delay, isAlive, printed, resultOf, TestKernel, traceback, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start();
  client = await kernel.connect();
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

describe("results", () => {
  test("the last expression is the result, as plain text without colour codes", async () => {
    const answer = await client.execute("({ a: [1, 'x', true], b: null })");
    expect(resultOf(answer)).toBe("{ a: [ 1, 'x', true ], b: null }");
    expect(contents(answer, "execute_result")).toHaveLength(1);
  });
  test.each([
    ["{a: 1, b: 2}", "{ a: 1, b: 2 }"],
    ["{a: 1}", "{ a: 1 }"],
    ["{}", "{}"],
    ["{ 'a b': [1, { c: 2 }] } // an object", "{ 'a b': [ 1, { c: 2 } ] }"],
    ["{ ...{ x: 1 }, ['k' + 1]: 2, m() { return 1 } }", "{ x: 1, k1: 2, m: [Function: m] }"],
    ["const one = 1\n{ one, two: 2 }", "{ one: 1, two: 2 }"],
    ["if (true) {\n  1\n}\n{\n  one: 1,\n  list: [\n    { a: 1 },\n  ],\n}", "{ one: 1, list: [ { a: 1 } ] }"],
    ["{ a: 1, b: 2 };", "{ a: 1, b: 2 }"],
    ["{ a: 1 }; // behind it", "{ a: 1 }"],
    ["/* before it */ { a: 1, b: 2 }", "{ a: 1, b: 2 }"],
    ["{ a: [1, 2], b: 2 }.a.length", "2"],
    ["{ a: 2, b: 'x' }.a * 2 + 1", "5"],
    ["const three = 3\n{ three }.three > 2 ? 'more' : 'less'", "'more'"],
    ["{ a: 1 } + 1", "1"],
    ["{ a: 1, b: 'x' } as const", "{ a: 1, b: 'x' }"],
    ["{ a: 1 } satisfies object", "{ a: 1 }"],
    ["{ url: 'http://x' }", "{ url: 'http://x' }"],
    ["const call = () => 1; { call() }", "1"],
    ["let set; { set = 1 }\nset", "1"],
    ["{ let inner = 1; inner + 1 }", "2"],
    ["const x = 1, y = 2; { x; { y } }", "2"],
    ["{ if (true) { 'asked' } }", "'asked'"],
    ["if (false) 1; else { 2 }", "2"],
    ["try { null.member } catch { 'caught' } finally { 'after' }", "'caught'"],
    ["{ 1; let inner = 2 }", undefined],
    ["{ console.log(1) }", undefined],
    ["function f() { return 1 }", undefined],
    ["for (const x of [1]) { x }", undefined],
  ])(
    "braces at the end are an object where they can be one, else a block, whose last expression is the result: %j",
    async (code, expected) => {
      expect(await client.evaluate(code)).toBe(expected);
    },
  );
  test("declarations and undefined give no result", async () => {
    expect(resultOf(await client.execute("const quiet = 1"))).toBeUndefined();
    expect(resultOf(await client.execute("void 0"))).toBeUndefined();
  });
  test("execution_count counts stored cells, the same in input, result and reply", async () => {
    const answer = await client.execute("'counted'");
    const count = answer.reply.execution_count;
    expect(contents(answer, "execute_input")[0]!.execution_count).toBe(count);
    expect(contents(answer, "execute_result")[0]!.execution_count).toBe(count);
    expect((await client.execute("1", { store_history: false })).reply.execution_count).toBe(count);
    expect((await client.execute("1")).reply.execution_count).toBe(Number(count) + 1);
  });
  test("a silent cell runs and publishes nothing but its status", async () => {
    const answer = await client.execute("var ranSilently = 1; 5", { silent: true });
    expect(answer.published.map(({ header }) => header.msg_type)).toEqual(["status", "status"]);
    expect(await client.evaluate("ranSilently")).toBe("1");
  });
  test("user expressions are evaluated after the cell", async () => {
    const { reply } = await client.execute("const forExpression = 20", {
      user_expressions: { good: "forExpression + 1", bad: "missing" },
    });
    expect(reply.user_expressions).toMatchObject({
      good: { status: "ok", data: { "text/plain": "21" } },
      bad: { status: "error", ename: "TypeCheckError" },
    });
  });
  test("nothing of a cell arrives after its idle", async () => {
    for (let i = 0; i < 30; i++) await client.execute(`console.log(${i}); process.stderr.write("e"); ${i}`);
    const seen = new Set<unknown>();
    for (const { header, parentHeader, content } of client.published) {
      expect(seen.has(parentHeader.msg_id), header.msg_type).toBe(false);
      if (content.execution_state === "idle") seen.add(parentHeader.msg_id);
    }
  });
  test("after an error the cells already sent are aborted, unless they were sent with stop_on_error off", async () => {
    const code = "throw new Error('first')";
    const ids = [
      await client.send("shell", "execute_request", { code, stop_on_error: true }),
      await client.send("shell", "execute_request", { code: "1" }),
      await client.send("shell", "execute_request", { code: "2" }),
    ];
    const replies = await Promise.all(ids.map(async (id) => (await client.answer(id)).reply.status));
    expect(replies).toEqual(["error", "aborted", "aborted"]);
    const others = [
      await client.send("shell", "execute_request", { code, stop_on_error: false }),
      await client.send("shell", "execute_request", { code: "1" }),
    ];
    expect(await Promise.all(others.map(async (id) => (await client.answer(id)).reply.status))).toEqual([
      "error",
      "ok",
    ]);
  });
  test("history has inputs and results", async () => {
    await client.execute("6 * 7");
    const { reply } = await client.request("history_request", {
      hist_access_type: "tail",
      n: 1,
      output: true,
      raw: true,
    });
    expect(reply.history).toEqual([[1, expect.any(Number), ["6 * 7", "42"]]]);
  });
});

describe("language", () => {
  test("variables are live in all cells: a closure sees a later assignment", async () => {
    await client.evaluate("let live = 1; const read = () => live");
    await client.evaluate("live = 2");
    expect(await client.evaluate("read()")).toBe("2");
  });
  test("any name may be declared again as anything", async () => {
    for (const code of [
      "const again = 1",
      "let again = 'a'",
      "function again() { return 3 }",
      "class again {}",
      "enum again { A }",
      "var again: boolean = true",
    ]) {
      await client.evaluate(code);
    }
    expect(await client.evaluate("again")).toBe("true");
  });
  test("var and function may share a name: a function is there before its line, and a value takes its place", async () => {
    expect(await client.evaluate("var shared; function shared() { return 1 } shared()")).toBe("1");
    expect(await client.evaluate("function first() { return 1 }\nfunction first() { return 2 }\nfirst()")).toBe("2");
    expect(await client.evaluate("typeof both\nvar both = 'value'\nfunction both() {}\nboth")).toBe("'value'");
    expect(await client.evaluate("both.toUpperCase()")).toBe("'VALUE'");
  });
  test("what has a `then` is awaited, also where braces follow the word", async () => {
    expect(await client.evaluate("await { then(done) { done('came') } }")).toBe("'came'");
    expect(await client.evaluate("await {then(done) { done(1) }}\n'after'")).toBe("'after'");
  });
  test("top-level await, for await, using and await using", async () => {
    await client.evaluate("async function* numbers() { yield 1; yield 2 }\nlet sum = 0");
    await client.evaluate("for await (const n of numbers()) sum += await Promise.resolve(n)");
    expect(await client.evaluate("sum")).toBe("3");
    const answer = await client.execute(
      "using resource = { [Symbol.dispose]() { console.log('disposed') } };\nawait using other = { async [Symbol.asyncDispose]() { console.log('later') } };\n'body'",
    );
    expect(resultOf(answer)).toBe("'body'");
    expect(printed(answer)).toBe("later\ndisposed\n");
  });
  test("decorators, private members, enums, namespaces, destructuring, generics", async () => {
    await client.evaluate(
      "function twice(method: (this: Counter) => number, _: unknown) { return function (this: Counter) { return 2 * method.call(this) } }\nclass Counter { #n = 4; @twice get() { return this.#n } }",
    );
    expect(await client.evaluate("new Counter().get()")).toBe("8");
    await client.evaluate(
      "enum Colour { Red = 1, Blue }\nnamespace Shapes { export const sides = 4 }\nconst { a: [first, ...others], ...remaining } = { a: [1, 2, 3], b: 5 }",
    );
    expect(await client.evaluate("[Colour.Blue, Shapes.sides, first, others, remaining]")).toBe(
      "[ 2, 4, 1, [ 2, 3 ], { b: 5 } ]",
    );
  });
  test("a promise is shown, not awaited, unless the cell awaits it", async () => {
    expect(await client.evaluate("Promise.resolve(1)")).toBe("Promise { 1 }");
    expect(await client.evaluate("await Promise.resolve(1)")).toBe("1");
  });
  test("declaring a name of Node's leaves Node's own in place for libraries", async () => {
    await client.evaluate("const process = 'mine'; const Buffer = { from: () => 'mine' };");
    expect(await client.evaluate("[process, Buffer.from(), ((process: number) => process)(1), { process }]")).toBe(
      "[ 'mine', 'mine', 1, { process: 'mine' } ]",
    );
    expect(await client.evaluate("typeof globalThis.process.pid")).toBe("'number'");
    expect(await client.evaluate("require('node:util').inspect(1)")).toBe("'1'");
  });
});

describe("errors", () => {
  test("an error names the cell's own line, with a code frame, and no internal frames", async () => {
    const answer = await client.execute(
      "interface Erased {\n  a: string;\n}\nfunction fails(): never {\n  throw new RangeError('too far');\n}\nfails()",
    );
    expect(answer.reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "too far" });
    const text = traceback(answer);
    expect(text).toContain("> 5 |   throw new RangeError('too far');");
    expect(text).toMatch(/at fails \(cell-\d+\.ts:5:9\)/);
    expect(text).toMatch(/at cell-\d+\.ts:7:1/);
    expect(text).not.toMatch(/node:|dist\/kernel|__cell/);
    expect(contents(answer, "error")).toHaveLength(1);
  });
  test("thrown values that are no errors, causes and own properties are shown", async () => {
    const thrown = await client.execute("throw { code: 5 }");
    expect(thrown.reply).toMatchObject({ ename: "Object", evalue: "{ code: 5 }" });
    const caused = traceback(await client.execute("throw new Error('outer', { cause: new TypeError('inner') })"));
    expect(caused).toContain("Caused by TypeError: inner");
    expect(traceback(await client.execute("require('fs').readFileSync('/missing')"))).toContain("code: 'ENOENT'");
    expect(traceback(await client.execute("throw new AggregateError([new Error('one'), 2])"))).toContain(
      "One of its errors is Error: one",
    );
  });
  test("an error in a local module names that module's line", async () => {
    writeFileSync(
      join(kernel.folder, "broken.ts"),
      "interface A {}\nexport function broken(): never {\n  throw new Error('in module');\n}\n",
    );
    expect(traceback(await client.execute("import { broken } from './broken.ts';\nbroken()"))).toMatch(
      /broken\.ts:3:9/,
    );
  });
  test("what cannot be loaded is an error without the frames of what loads it", async () => {
    writeFileSync(join(kernel.folder, "unfinished.ts"), "export const first = 1;\nexport const second = ;\n");
    for (const code of ["require('./not-there')", "import { first } from './unfinished.ts'"]) {
      const shown = traceback(await client.execute(`%typecheck off\n${code}`));
      expect(shown).toMatch(/not-there|unfinished\.ts:2:22/);
      expect(shown).not.toMatch(/\b(tsx|esbuild)\b/);
    }
    await client.execute("%typecheck on");
    writeFileSync(join(kernel.folder, "esbuild-of-mine.cjs"), "exports.fail = () => { throw new Error('mine') };\n");
    expect(traceback(await client.execute("require('./esbuild-of-mine.cjs').fail()"))).toContain(
      "esbuild-of-mine.cjs:1",
    );
  });
  test("an error that is printed or shown names the cell's lines too, and no internal frames", async () => {
    const answer = await client.execute(
      "interface Erased {\n  a: string;\n}\nfunction printed() { console.error(new Error('printed')); }\nprinted();\nnew RangeError('shown')",
    );
    expect(printed(answer, "stderr")).toMatch(
      /^Error: printed\n {4}at printed \(cell-\d+\.ts:4:36\)\n {4}at cell-\d+\.ts:5:1\n$/,
    );
    expect(resultOf(answer)).toMatch(/^RangeError: shown\n {4}at cell-\d+\.ts:6:1$/);
  });
  test("lines are those of the cell also when a library writes stacks in its own way", async () => {
    await client.evaluate(
      "const ownWay = Error.prepareStackTrace; (Error as { prepareStackTrace?: unknown }).prepareStackTrace = undefined;",
    );
    expect(traceback(await client.execute("interface A {}\nthrow new Error('x')"))).toMatch(/at cell-\d+\.ts:2:7/);
    await client.evaluate("Error.prepareStackTrace = ownWay;");
  });
  test("syntax and type errors have code, place and frame, and nothing of the cell runs", async () => {
    const answer = await client.execute("console.log('ran');\nconst n: number = 'text';");
    expect(answer.reply).toMatchObject({ ename: "TypeCheckError" });
    expect(answer.reply.evalue).toMatch(
      /^TS2322: Type 'string' is not assignable to type 'number'. \(cell-\d+\.ts:2:7\)$/,
    );
    expect(traceback(answer)).toContain("> 2 | const n: number = 'text';");
    expect(printed(answer)).toBe("");
    expect((await client.execute("let = = 3")).reply.ename).toBe("SyntaxError");
  });
  test("unhandled rejections and errors in timers are shown, and survived", async () => {
    const answer = await client.execute(
      "setTimeout(() => { throw new Error('in a timer') }, 1); void Promise.reject(new Error('rejected')); await new Promise((r) => setTimeout(r, 30)); 'alive'",
    );
    expect(printed(answer, "stderr")).toContain("in a timer");
    expect(printed(answer, "stderr")).toContain("rejected");
    expect(resultOf(answer)).toBe("'alive'");
  });
  test("a process that ends is reported and replaced, and the kernel stays", async () => {
    const ended = await client.execute("console.log('last words'); globalThis.process.exit(3)");
    expect(ended.reply).toMatchObject({ status: "error", ename: "ProcessEnded" });
    expect(ended.reply.evalue).toContain("exit code 3");
    expect(printed(ended)).toBe("last words\n");
    expect(await client.evaluate("1 + 1")).toBe("2");
  });
});

test("input asks the frontend, and waits for the answer", async () => {
  client.onInput = (prompt) => `${prompt} yes`;
  expect(await client.evaluate("input('sure?') + prompt('really?')")).toBe("'sure? yesreally? yes'");
  client.onInput = (prompt) => (prompt.startsWith("Delete?") ? "y" : "");
  expect(await client.evaluate("[confirm('Delete?'), confirm('Sure?'), prompt('Name', 'Ada')]")).toBe(
    "[ true, false, 'Ada' ]",
  );
  expect(await client.evaluate("alert('Look'); 'went on'")).toBe("'went on'");
  const refused = await client.execute("input('x')", { allow_stdin: false });
  expect(refused.reply.evalue).toContain("cannot ask");
});

test("shutdown is answered, and ends the kernel and its processes", async () => {
  const other = await TestKernel.start();
  const otherClient = await other.connect();
  await otherClient.evaluate("1");
  const children = other.children();
  expect(children.length).toBe(2);
  const ended = new Promise((resolve) => other.process.once("exit", resolve));
  expect((await otherClient.request("shutdown_request", { restart: false }, "control")).reply).toEqual({
    status: "ok",
    restart: false,
  });
  await ended;
  // The system may take a moment to clear them away.
  for (const pid of children) while (isAlive(pid)) await delay(10);
  otherClient.close();
  await other.stop();
});
