import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { delay, isAlive, printed, resultOf, TestKernel, type TestClient } from "./client.js";
import { listed, TestDebugger } from "./debugging.js";
import type { Message } from "../../src/kernel/protocol/wire.js";
import { murmur2 } from "../../src/kernel/debugger/murmur2.js";

let kernel: TestKernel;
let client: TestClient;
let debug: TestDebugger;
beforeAll(async () => {
  kernel = await TestKernel.start({
    "local.ts":
      "export interface Unused {\n  field: number;\n}\n\nexport function thrice(x: number): number {\n  return 3 * x;\n}\n",
  });
  client = await kernel.connect();
  debug = new TestDebugger(client);
  await client.evaluate("1");
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

/** Runs a cell without waiting for its end. */
function run(code: string): Promise<string> {
  return client.send("shell", "execute_request", { code, store_history: true });
}

/** Whether a message says that the kernel is done with a request. */
function isEndOf(id: string): (message: Message) => boolean {
  return ({ parentHeader, content }) => parentHeader.msg_id === id && content.execution_state === "idle";
}

const square = `interface Unused { field: number }

function square(x: number): number {
  const result = x * x;
  return result;
}`;

describe("a debugger that has been started", () => {
  beforeEach(() => debug.start());
  afterEach(() => debug.request("disconnect"));

  test("stops at a breakpoint of a cell on the line of the user's TypeScript, and goes on", async () => {
    const code = "type Pair = [number, number];\nlet total: number = 0;\ntotal += 1;\ntotal";
    const { path } = await debug.setBreakpoints(code, [{ line: 3 }]);
    const id = await run(code);
    expect(await debug.stop()).toMatchObject({ reason: "breakpoint", frames: ["<cell>:3"], paths: [path] });
    expect(await debug.request("debugInfo")).toMatchObject({
      isStarted: true,
      stoppedThreads: [1],
      breakpoints: [{ source: path, breakpoints: [{ line: 3 }] }],
    });
    expect(await debug.request("source", { source: { path } })).toEqual({ content: code });
    expect(await debug.request("continue", { threadId: 1 })).toEqual({ allThreadsContinued: true });
    await debug.event("continued");
    expect(resultOf(await client.answer(id))).toBe("1");
  });

  test("stops in a function of an earlier cell, with the frames of both cells", async () => {
    await client.execute(square);
    const { path } = await debug.setBreakpoints(square, [{ line: 4 }]);
    const caller = "\nconst nine =\n  square(3);";
    const id = await run(caller);
    const stop = await debug.stop();
    expect(stop.frames).toEqual(["square:4", "<cell>:3"]);
    expect(stop.paths).toEqual([path, (await debug.request("dumpCell", { code: caller })).sourcePath]);
    await debug.request("continue");
    expect((await client.answer(id)).reply.status).toBe("ok");
  });

  test("steps over, into and out of calls, and a step after the last statement ends the cell", async () => {
    await client.execute(square);
    const code = "let a = 1;\na = square(2);\na = square(a);\na;";
    await debug.setBreakpoints(code, [{ line: 1 }]);
    const id = await run(code);
    expect((await debug.stop()).frames).toEqual(["<cell>:1"]);
    await debug.request("next");
    expect(await debug.stop()).toMatchObject({ reason: "step", frames: ["<cell>:2"] });
    await debug.request("next");
    expect((await debug.stop()).frames).toEqual(["<cell>:3"]);
    await debug.request("stepIn");
    expect((await debug.stop()).frames).toEqual(["square:4", "<cell>:3"]);
    await debug.request("next");
    expect((await debug.stop()).frames).toEqual(["square:5", "<cell>:3"]);
    await debug.request("stepOut");
    expect((await debug.stop()).frames[0]).toMatch("<cell>:");
    const isOver = (): boolean => client.published.some(isEndOf(id));
    while (!isOver()) {
      await debug.respond("next");
      await client.until(() => isOver() || debug.hasStopped);
      if (!isOver()) expect((await debug.stop()).frames).toEqual([expect.stringMatching(/^<cell>:[34]$/)]);
    }
    expect(resultOf(await client.answer(id))).toBe("16");
    // Nor does the step go on into the next cell.
    expect(await client.evaluate("a + 1")).toBe("17");
  });

  test("steps over an await to the next line", async () => {
    const code = "let slept = false;\nawait new Promise<void>((done) => setTimeout(done, 5));\nslept = true;";
    await debug.setBreakpoints(code, [{ line: 2 }]);
    const id = await run(code);
    await debug.stop();
    await debug.request("next");
    expect(await debug.stop()).toMatchObject({ reason: "step", frames: ["<cell>:3"] });
    await debug.request("continue");
    expect((await client.answer(id)).reply.status).toBe("ok");
  });

  test("shows the variables of each frame with their types, and what is inside them", async () => {
    await client.execute(
      "class Point { constructor(readonly x: number, readonly y: string) {} }\nconst process = 'mine';",
    );
    const code = `function outer(list: number[]) {
  const point = new Point(1, "é");
  const inner = (flag: boolean) => {
    const table = new Map([["k", point]]);
    return [list, flag, table];
  };
  return inner(true);
}
const long = Array.from({ length: 2500 }, (_, i) => i);
outer([1, 2, 3]);`;
    await debug.setBreakpoints(code, [{ line: 5 }]);
    const id = await run(code);
    const { frames, ids } = await debug.stop();
    expect(frames).toEqual(["inner:5", "outer:7", "<cell>:10"]);
    const inner = await debug.scopes(ids[0]!);
    expect(listed(inner.Locals!)).toEqual(["flag: boolean = true", "table: Map(1) = Map(1) {'k' => Point}"]);
    expect(listed(inner.Closure!)).toEqual([
      "list: Array(3) = Array(3) [1, 2, 3]",
      "point: Point = Point {x: 1, y: 'é'}",
    ]);
    const [entry] = await debug.inside(inner.Locals![1]!.variablesReference);
    expect(listed([entry!])).toEqual(["'k': Point = Point {x: 1, y: 'é'}"]);
    expect(listed(await debug.inside(entry!.variablesReference))).toEqual(["x: number = 1", "y: string = 'é'"]);
    const globals = inner.Globals!;
    expect(listed(globals)).toContain("process: string = 'mine'");
    expect(globals.map(({ name }) => name)).not.toContain("setTimeout");
    const elements = await debug.inside(globals.find(({ name }) => name === "long")!.variablesReference);
    expect([elements.length, elements[999]!.value, elements[1000]!.value]).toEqual([1001, "999", "1500 more"]);
    const atTop = await debug.scopes(ids[2]!);
    expect(atTop.Locals!.map(({ name }) => name)).toEqual(atTop.Globals!.map(({ name }) => name));
    await debug.request("continue");
    await client.answer(id);
  });

  test("answers what VS Code's Variables view asks at a stop: the innermost frame, its first scope, its functions in Python", async () => {
    const code = "const list = [1, 2, 3];\nlet word = 'a';\nword += 'b';\nword";
    await debug.setBreakpoints(code, [{ line: 3 }]);
    const id = await run(code);
    const { threadId } = await debug.event("stopped");
    const asked = { threadId, startFrame: 0, levels: 1 };
    const { stackFrames } = await debug.request<{ stackFrames: { id: number }[] }>("stackTrace", asked);
    expect(stackFrames).toHaveLength(1);
    const frameId = stackFrames[0]!.id;
    const { scopes } = await debug.request<{ scopes: { variablesReference: number }[] }>("scopes", { frameId });
    const variables = await debug.inside(scopes[0]!.variablesReference);
    // The view leaves out what has no type or no value.
    expect(listed(variables)).toEqual(
      expect.arrayContaining(["list: Array(3) = Array(3) [1, 2, 3]", "word: string = 'a'"]),
    );
    const prepared = "def _VSCODE_getVariable(what_to_get, is_debugging, *args):\n    import json as _VSCODE_json";
    expect(await debug.request("evaluate", { expression: prepared, frameId, context: "repl" })).toMatchObject({
      result: "None",
    });
    for (const expression of [
      "__import__('vscodeGetVariableInfo')._VSCODE_getVariableInfo(list)",
      '_VSCODE_getVariable("info", True, list)',
    ]) {
      const { result } = await debug.request<{ result: string }>("evaluate", { expression, frameId: 98765 });
      expect(JSON.parse(result)).toEqual({ type: "Array(3)", count: 3, shape: "" });
    }
    await debug.request("continue", { threadId });
    expect(resultOf(await client.answer(id))).toBe("'ab'");
  });

  test("evaluates TypeScript in a frame, and reports what it throws", async () => {
    const code = "function half(n: number) {\n  return n / 2;\n}\nhalf(84);";
    await debug.setBreakpoints(code, [{ line: 2 }]);
    const id = await run(code);
    const [frameId] = (await debug.stop()).ids;
    const found = await debug.request("evaluate", { frameId, expression: "({ twice: (n as number) * 2 })" });
    expect(found).toMatchObject({ result: "Object {twice: 168}", type: "Object" });
    expect(listed(await debug.inside(found.variablesReference))).toEqual(["twice: number = 168"]);
    await debug.request("evaluate", { frameId, expression: "n = 10" });
    expect(await debug.respond("evaluate", { frameId, expression: "missing" })).toMatchObject({
      success: false,
      message: "ReferenceError: missing is not defined",
    });
    await debug.request("copyToGlobals", { srcFrameId: frameId, srcVariableName: "n", dstVariableName: "copied" });
    await debug.request("continue");
    expect(resultOf(await client.answer(id))).toBe("5");
    expect(listed((await debug.request<{ variables: never[] }>("inspectVariables")).variables)).toContain(
      "copied: number = 10",
    );
  });

  test("does not stop at a breakpoint that was removed, in a cell that has run and in one that has not", async () => {
    const cell = "const once = 1;\nonce + 1";
    await debug.setBreakpoints(cell, [{ line: 2 }]);
    const id = await run(cell);
    await debug.stop();
    await debug.setBreakpoints(cell, []);
    await debug.request("continue");
    expect(resultOf(await client.answer(id))).toBe("2");
    expect(await client.evaluate(cell)).toBe("2");
    await debug.setBreakpoints("const other = 1;", [{ line: 1 }]);
    await debug.setBreakpoints("const other = 1;", []);
    expect((await client.execute("const other = 1;")).reply.status).toBe("ok");
  });

  test("moves breakpoints from lines without code to the next that has some, and refuses those after the end", async () => {
    const cell =
      "// a comment\ninterface Shape { sides: number }\nconst shape: Shape =\n  { sides: 4 };\n\n// the end\n";
    const { set } = await debug.setBreakpoints(cell, [{ line: 1 }, { line: 6 }]);
    expect(set).toMatchObject([
      { verified: true, line: 3 },
      { verified: false, line: 6 },
    ]);
    const broken = await debug.setBreakpoints("const = 1", [{ line: 1 }]);
    expect(broken.set).toMatchObject([{ verified: false, message: "the cell cannot be compiled" }]);
  });

  test("stops at a breakpoint that was set by the path which the frontend computes itself, before the cell was known", async () => {
    const cell = "const early = 1;\nearly + 1";
    const { hashSeed, tmpFilePrefix, tmpFileSuffix } = await debug.request("debugInfo");
    const path = `${String(tmpFilePrefix)}${murmur2(cell, hashSeed as number)}${String(tmpFileSuffix)}`;
    await debug.request("setBreakpoints", { source: { path }, breakpoints: [{ line: 2 }] });
    const id = await run(cell);
    expect(await debug.stop()).toMatchObject({ frames: ["<cell>:2"], paths: [path] });
    await debug.request("continue");
    expect(resultOf(await client.answer(id))).toBe("2");
  });

  test("stops only where the condition of a breakpoint holds", async () => {
    const cell = "let sum = 0;\nfor (let i = 0; i < 5; i++) {\n  sum += i;\n}";
    await debug.setBreakpoints(cell, [{ line: 3, condition: "i === 3" }]);
    const id = await run(cell);
    const { ids } = await debug.stop();
    expect(listed((await debug.scopes(ids[0]!)).Locals!)).toContain("i: number = 3");
    await debug.request("continue");
    await client.answer(id);
  });

  test("stops where an error is thrown when asked to, and at `debugger` statements", async () => {
    await debug.request("setExceptionBreakpoints", { filters: ["raised"] });
    const id = await run("debugger;\ntry {\n  throw new Error('here');\n} catch {}");
    expect((await debug.stop()).frames).toEqual(["<cell>:1"]);
    await debug.request("continue");
    expect(await debug.event("stopped")).toMatchObject({ reason: "exception", text: "Error: here" });
    await debug.request("setExceptionBreakpoints", { filters: [] });
    await debug.request("continue");
    expect((await client.answer(id)).reply.status).toBe("ok");
    expect(await debug.respond("setExceptionBreakpoints", { filters: ["wrong"] })).toMatchObject({ success: false });
  });

  test("steps into a local module, at the line of its TypeScript, and shows its text", async () => {
    await client.execute('import { thrice } from "./local.ts";');
    const code = "%typecheck on\nthrice(4)";
    await debug.setBreakpoints(code, [{ line: 2 }]);
    const id = await run(code);
    await debug.stop();
    await debug.request("stepIn");
    const { frames, paths } = await debug.stop();
    expect(frames).toEqual(["thrice:6", "<cell>:2"]);
    expect((await debug.request("source", { source: { path: paths[0] } })).content).toContain("interface Unused");
    await debug.request("continue");
    expect(resultOf(await client.answer(id))).toBe("12");
  });

  describe("in a local module", () => {
    const text = (factor: number): string => `interface Shape {
  sides: number;
}
export const factor: number = ${factor};

export function scaled(shape: Shape): number {
  const sides = shape.sides;
  return factor * sides;
}
`;
    const call = (name: string): string => `import { scaled } from "./${name}";\n\nscaled({ sides: 4 })`;

    /** Writes a module; returns its path. */
    function write(name: string, content: string): string {
      const path = join(kernel.folder, name);
      writeFileSync(path, content);
      return path;
    }

    async function setIn(path: string, ...lines: number[]): Promise<unknown> {
      const breakpoints = lines.map((line) => ({ line }));
      return (await debug.request("setBreakpoints", { source: { path }, breakpoints })).breakpoints;
    }

    test("breakpoints that were set before it is imported stop at its first statement and in its functions", async () => {
      const path = write("unread.ts", text(2));
      expect(await setIn(path, 4, 8)).toEqual([
        { verified: true, line: 4, source: { path } },
        { verified: true, line: 8, source: { path } },
      ]);
      const id = await run(call("unread.ts"));
      const first = await debug.stop();
      expect(first).toMatchObject({ reason: "breakpoint", frames: ["<module>:4"], paths: [path] });
      expect(await debug.request("source", { source: { path } })).toEqual({ content: text(2) });
      await debug.request("continue");
      const second = await debug.stop();
      expect(second).toMatchObject({ reason: "breakpoint", frames: ["scaled:8", "<cell>:3"] });
      expect(second.paths[0]).toBe(path);
      const { Locals, Closure } = await debug.scopes(second.ids[0]!);
      expect(listed(Locals!)).toEqual(["shape: Object = Object {sides: 4}", "sides: number = 4"]);
      expect(listed(Closure!)).toContain("factor: number = 2");
      expect((await debug.request("debugInfo")).breakpoints).toEqual([
        { source: path, breakpoints: [{ line: 4 }, { line: 8 }] },
      ]);
      await debug.request("continue");
      expect(resultOf(await client.answer(id))).toBe("8");

      await setIn(path);
      expect((await debug.request("debugInfo")).breakpoints).toEqual([]);
      expect(await client.evaluate("scaled({ sides: 5 })")).toBe("10");
    });

    test("breakpoints are set where it runs already, and its lines without code move them", async () => {
      const path = write("read.ts", text(3));
      await client.execute(call("read.ts"));
      expect((await debug.request("modules")).modules).toContainEqual({ id: path, name: "read.ts", path });
      expect(await setIn(path, 5, 20)).toEqual([
        { verified: true, line: 6, source: { path } },
        { verified: false, line: 20, source: { path }, message: "there is no code from this line on" },
      ]);
      await debug.request("setBreakpoints", {
        source: { path },
        breakpoints: [{ line: 8, condition: "sides === 6" }],
      });
      const id = await run("scaled({ sides: 5 }) + scaled({ sides: 6 })");
      const { frames, ids } = await debug.stop();
      expect(frames).toEqual(["scaled:8", "<cell>:1"]);
      expect(listed((await debug.scopes(ids[0]!)).Locals!)).toContain("sides: number = 6");
      await debug.request("continue");
      expect(resultOf(await client.answer(id))).toBe("33");
    });

    test("a breakpoint on the return of a variable stops on its line", async () => {
      const path = write("returned.ts", "export function scaled({ sides }: { sides: number }) {\n  return sides;\n}\n");
      await setIn(path, 2);
      const id = await run(call("returned.ts"));
      expect(await debug.stop()).toMatchObject({ reason: "breakpoint", frames: ["scaled:2", "<cell>:3"] });
      await debug.request("continue");
      expect(resultOf(await client.answer(id))).toBe("4");
    });

    test("its breakpoints are kept when it is edited and imported again, on the lines of its new text", async () => {
      const path = write("edited.ts", text(2));
      await client.execute(call("edited.ts"));
      await setIn(path, 8);
      const longer = text(7).replace("  const sides", "  type Sides = number;\n  const sides: Sides");
      write("edited.ts", longer);
      const id = await run(call("edited.ts"));
      expect(await debug.stop()).toMatchObject({ frames: ["scaled:8", "<cell>:3"] });
      await debug.request("next");
      const { frames, ids } = await debug.stop();
      expect(frames).toEqual(["scaled:9", "<cell>:3"]);
      expect(listed((await debug.scopes(ids[0]!)).Closure!)).toContain("factor: number = 7");
      await debug.request("continue");
      expect(resultOf(await client.answer(id))).toBe("28");

      await setIn(path);
      write("edited.ts", text(9));
      expect(await client.evaluate(call("edited.ts"))).toBe("36");
    });

    test("its breakpoints are kept when the process that runs the cells is replaced", async () => {
      const path = write("kept.ts", text(2));
      await setIn(path, 8);
      await client.execute("require('process').exit(3)");
      const id = await run(call("kept.ts"));
      expect(await debug.stop()).toMatchObject({ frames: ["scaled:8", "<cell>:3"] });
      await debug.request("continue");
      expect(resultOf(await client.answer(id))).toBe("8");
    });

    test("a step into a call from the cell stops on its first line, and a step out comes back", async () => {
      write("entered.ts", text(2));
      const code = call("entered.ts");
      await debug.setBreakpoints(code, [{ line: 3 }]);
      // A breakpoint that is not reached: stepping is the same while V8 watches for modules.
      await setIn(write("never.ts", text(0)), 4);
      const id = await run(code);
      expect((await debug.stop()).frames).toEqual(["<cell>:3"]);
      await debug.request("stepIn");
      expect((await debug.stop()).frames).toEqual(["scaled:7", "<cell>:3"]);
      await debug.request("stepOut");
      expect((await debug.stop()).frames).toEqual(["<cell>:3"]);
      await debug.request("continue");
      expect(resultOf(await client.answer(id))).toBe("8");
    });

    test("a step over its import goes to the next line of the cell", async () => {
      const code = `const before = 1;\nconst { scaled: imported } = await import("./over.ts");\nimported({ sides: 4 })`;
      await setIn(write("over.ts", text(2)), 20);
      await setIn(write("elsewhere.ts", text(2)), 4);
      await debug.setBreakpoints(code, [{ line: 2 }]);
      const id = await run(code);
      expect((await debug.stop()).frames).toEqual(["<cell>:2"]);
      await debug.request("next");
      expect((await debug.stop()).frames).toEqual(["<cell>:3"]);
      await debug.request("continue");
      expect(resultOf(await client.answer(id))).toBe("8");
    });

    test("modules in plain JavaScript, and those that a module imports, have breakpoints too", async () => {
      const plain = write(
        "plain.mjs",
        "export function scaled({ sides }) {\n  const twice = 2 * sides;\n  return twice;\n}\n",
      );
      write("around.ts", 'export { scaled } from "./plain.mjs";\n');
      await setIn(plain, 3);
      const id = await run(call("around.ts"));
      const { frames, paths } = await debug.stop();
      expect(frames).toEqual(["scaled:3", "<cell>:3"]);
      expect(paths[0]).toBe(plain);
      await debug.request("continue");
      expect(resultOf(await client.answer(id))).toBe("8");
    });

    test("a pause that is asked for meanwhile stops the next cell at its first line, and no step goes into the next", async () => {
      await setIn(write("beside.ts", text(2)), 4);
      await debug.request("pause");
      const id = await run("\nconst first = 1;\nfirst + 1");
      expect(await debug.stop()).toMatchObject({ reason: "pause", frames: ["<cell>:2"] });
      await debug.request("next");
      expect((await debug.stop()).frames).toEqual(["<cell>:3"]);
      await debug.request("next");
      await client.until(() => debug.hasStopped || client.published.some(isEndOf(id)));
      if (debug.hasStopped) {
        await debug.stop();
        await debug.request("next");
      }
      expect(resultOf(await client.answer(id))).toBe("2");
      expect(await client.evaluate("first + 2")).toBe("3");
    });

    test("packages, files that are no modules and files that are not there have none", async () => {
      const refused = { verified: false, message: "breakpoints are set in cells and in local modules" };
      const packaged = createRequire(import.meta.url).resolve("tsx");
      for (const path of [packaged, write("table.csv", "a,b\n1,2\n"), join(kernel.folder, "missing.ts")]) {
        expect(await setIn(path, 1)).toMatchObject([refused]);
      }
    });
  });

  describe("asked to stop at uncaught errors", () => {
    beforeEach(() => debug.request("setExceptionBreakpoints", { filters: ["uncaught"] }));
    afterEach(() => debug.request("setExceptionBreakpoints", { filters: [] }));

    test.each([
      ["in the cell itself", 'const thrown = 1;\nthrow new Error("here");', ["<cell>:2"]],
      ["in a function", 'function fail() {\n  throw new Error("here");\n}\nfail();', ["fail:2", "<cell>:4"]],
      ["after an await", 'await null;\nthrow new Error("here");', ["<cell>:2"]],
      [
        "in an async function that the cell awaits",
        'async function late() {\n  await null;\n  throw new Error("here");\n}\nawait Promise.all([late()]);',
        ["late:3"],
      ],
      [
        "in a handler of a promise",
        'await Promise.resolve().then(() => {\n  throw new Error("here");\n});',
        ["<anonymous>:2"],
      ],
      ["by code of Node", 'JSON.parse("{");', ["<cell>:1"]],
      ["by finally", 'try {\n  throw new Error("here");\n} finally {\n  1;\n}', ["<cell>:2"]],
    ])("stops where one is thrown %s, and then shows it", async (_, code, frames) => {
      const id = await run(code);
      expect(await debug.stop()).toMatchObject({ reason: "exception", frames });
      await debug.request("continue");
      expect((await client.answer(id)).reply).toMatchObject({ status: "error" });
      await debug.request("setExceptionBreakpoints", { filters: [] });
      expect((await client.execute(code)).reply).toMatchObject({ status: "error" });
      expect(debug.hasStopped).toBe(false);
    });

    test.each([
      ["a timer", 'setTimeout(() => {\n  throw new Error("here");\n}, 1);'],
      ["work that nothing waits for", '(async () => {\n  throw new Error("here");\n})();'],
    ])("stops where one is thrown in %s", async (_, code) => {
      const id = await run(`${code}\nawait new Promise((done) => setTimeout(done, 50));`);
      const { reason, frames } = await debug.stop();
      expect([reason, frames[0]]).toEqual(["exception", "<anonymous>:2"]);
      await debug.request("continue");
      const answer = await client.answer(id);
      expect(answer.reply.status).toBe("ok");
      expect(printed(answer, "stderr")).toContain("here");
    });

    test.each([
      ["around it", 'try { throw new Error("here"); } catch {}'],
      ["in a caller", 'const fail = () => { throw new Error("here"); };\ntry { fail(); } catch {}'],
      [
        "around the await of an async function",
        'async function late() { await null; throw new Error("here"); }\ntry { await late(); } catch {}',
      ],
      [
        "around the await of one that fails at once",
        'async function soon() { throw new Error("here"); }\ntry { await soon(); } catch {}',
      ],
      ["of the promise", 'await Promise.resolve().then(() => { throw new Error("here"); }).catch(() => 1);'],
      ["of allSettled", 'await Promise.allSettled([(async () => { await null; throw new Error("here"); })()]);'],
    ])("does not stop where there is a handler %s, unlike when asked to stop at all", async (_, code) => {
      expect((await client.execute(code)).reply.status).toBe("ok");
      expect(debug.hasStopped).toBe(false);
      await debug.request("setExceptionBreakpoints", { filters: ["raised", "uncaught"] });
      const id = await run(code);
      expect(await debug.event("stopped")).toMatchObject({ reason: "exception", text: "Error: here" });
      await debug.request("continue");
      expect((await client.answer(id)).reply.status).toBe("ok");
    });

    test("the variables of the frame are there, and an interrupt ends the cell", async () => {
      const id = await run('function fail(reason: string) {\n  throw new Error(reason);\n}\nfail("here");');
      const { ids } = await debug.stop();
      expect(listed((await debug.scopes(ids[0]!)).Locals!)).toEqual(["reason: string = 'here'"]);
      await client.request("interrupt_request", {}, "control");
      expect((await client.answer(id)).reply).toMatchObject({ status: "error", ename: "Interrupted" });
    });
  });

  test("an expression that never ends is ended after some seconds, and the cell goes on", async () => {
    const code = "let entered = 1;\nentered = 2;";
    await debug.setBreakpoints(code, [{ line: 2 }]);
    const id = await run(code);
    const [frameId] = (await debug.stop()).ids;
    const endless = { frameId, expression: "(() => { while (true); })()" };
    expect(await debug.respond("evaluate", endless)).toMatchObject({ success: false });
    expect(await debug.request("evaluate", { frameId, expression: "entered" })).toMatchObject({ result: "1" });
    await debug.request("continue");
    expect((await client.answer(id)).reply.status).toBe("ok");
    expect(await client.evaluate("entered")).toBe("2");
  });

  test("pauses a loop, which an interrupt then ends with all variables kept", async () => {
    // What tells that the loop has begun comes from inside it: the pause may arrive while it is still being printed.
    const id = await run(
      "let rounds = 0;\nwhile (true) {\n  rounds++;\n  if (rounds === 1000) console.log('begun');\n}",
    );
    await client.until(() => client.published.some(({ content }) => content.text === "begun\n"));
    await debug.request("pause");
    expect(await debug.stop()).toMatchObject({ reason: "pause", frames: [expect.stringMatching(/^<cell>:[234]$/)] });
    await client.request("interrupt_request", {}, "control");
    expect((await client.answer(id)).reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(Number(await client.evaluate("rounds"))).toBeGreaterThan(0);
  });

  test("a pause that is asked for while nothing runs stops the next cell at its first line", async () => {
    await debug.request("pause");
    const id = await run("\nconst first = 1;\nfirst + 1");
    expect(await debug.stop()).toMatchObject({ reason: "pause", frames: ["<cell>:2"] });
    await debug.request("continue");
    expect(resultOf(await client.answer(id))).toBe("2");
  });

  test("an interrupt ends a cell that stands at a breakpoint, twenty times of twenty", async () => {
    const process = kernel.evaluator();
    const code = "let reached = 0;\nreached = 1;\nreached = 2;";
    await debug.setBreakpoints(code, [{ line: 3 }]);
    for (let i = 0; i < 20; i++) {
      const id = await run(code);
      await debug.stop();
      await client.request("interrupt_request", {}, "control");
      expect((await client.answer(id)).reply).toMatchObject({ status: "error", ename: "Interrupted" });
      expect((await debug.request("debugInfo")).stoppedThreads).toEqual([]);
      expect(await client.evaluate("reached")).toBe("1");
    }
    expect(kernel.evaluator()).toBe(process);
  });

  test("goes on in the process that replaces one that has ended", async () => {
    const code = "const survivor = 1;\nsurvivor + 1";
    await debug.setBreakpoints(code, [{ line: 2 }]);
    await client.execute("require('process').exit(3)");
    const id = await run(code);
    expect((await debug.stop()).frames).toEqual(["<cell>:2"]);
    await debug.request("continue");
    expect(resultOf(await client.answer(id))).toBe("2");
  });

  test("uses words for types that JupyterLab shows with the value", async () => {
    await client.execute("const word = 'a', number = 1.5, flag = false;");
    await debug.start("jupyterlab");
    const { variables } = await debug.request<{ variables: never[] }>("inspectVariables");
    expect(listed(variables)).toEqual(
      expect.arrayContaining(["word: str = 'a'", "number: float = 1.5", "flag: bool = false"]),
    );
  });
});

test("disconnecting while the code stands still lets the cell end, and later cells do not stop", async () => {
  await debug.start();
  const code = "console.log('before');\nconsole.log('after');";
  await debug.setBreakpoints(code, [{ line: 2 }]);
  const id = await run(code);
  await debug.stop();
  await debug.request("disconnect", { restart: false, terminateDebuggee: false });
  expect(printed(await client.answer(id))).toBe("before\nafter\n");
  expect(printed(await client.execute(code))).toBe("before\nafter\n");
  expect(await debug.request("debugInfo")).toMatchObject({ isStarted: false, stoppedThreads: [], breakpoints: [] });
});

test("a loop ends with the kernel while the debugger has much to tell", async () => {
  const other = await TestKernel.start();
  const otherClient = await other.connect();
  await new TestDebugger(otherClient).start();
  const code = "console.log('begun');\nwhile (true) Function('1');";
  await otherClient.send("shell", "execute_request", { code });
  await otherClient.until(() => otherClient.published.some(({ content }) => content.text === "begun\n"));
  const processes = other.children();
  otherClient.close();
  await other.stop();
  for (const each of processes) while (isAlive(each)) await delay(20);
});

test("the variables of the notebook are shown without a debugger, and looking at them runs no code", async () => {
  await client.execute("let looked = 0;\nconst guarded = { get value() { looked++; return 1; } };");
  const { variables } = await debug.request<{ variables: never[] }>("inspectVariables");
  expect(listed(variables)).toContain("looked: number = 0");
  const guarded = (variables as { name: string; variablesReference: number }[]).find(({ name }) => name === "guarded")!;
  expect(await debug.inside(guarded.variablesReference)).toMatchObject([{ name: "value", value: "(getter)" }]);
  expect(await client.evaluate("looked")).toBe("0");
});

test("a cell without a debugger takes no notice of breakpoints that were never accepted", async () => {
  const { sourcePath } = await debug.request("dumpCell", { code: "1 + 1" });
  const args = { source: { path: sourcePath }, breakpoints: [{ line: 1 }] };
  expect(await debug.respond("setBreakpoints", args)).toMatchObject({ success: false });
  expect(await client.evaluate("1 + 1")).toBe("2");
});

test.each([
  ["an unknown command", "fly", {}, "fly: this command is not known"],
  ["a name that every object knows", "toString", {}, "toString: this command is not known"],
  ["a command before initialize", "next", {}, "the debugger has not been started"],
  ["a reference that is not valid", "variables", { variablesReference: 123456 }, "not valid"],
  ["a field of the wrong type", "dumpCell", { code: 7 }, "code: expected text, received 7"],
  ["a source that does not exist", "source", { source: { path: "/no/such/file.ts" } }, "no such source"],
])("%s is refused with a message", async (_, command, args, message) => {
  const response = await debug.respond(command, args);
  expect(response.success).toBe(false);
  expect(response.message).toContain(message);
});

test("a step while nothing stands still is refused", async () => {
  await debug.start();
  expect(await debug.respond("next")).toMatchObject({ success: false, message: "the cells do not stand still" });
  expect(await debug.respond("stackTrace")).toMatchObject({ success: false });
  await debug.request("disconnect");
});

test.each([
  ["", 3990065800],
  ["a", 2167009006],
  ["ab", 2805137849],
  ["abc", 3350977461],
  ["abcd", 804720481],
  ["let é = '🧪';\n", 499132961],
])("the hash of %j is what ipykernel computes with the same seed", (text, hash) => {
  expect(murmur2(text, 0xc70f6907)).toBe(hash);
});

test("kernel_info says that there is a debugger", async () => {
  expect((await client.request("kernel_info_request")).reply).toMatchObject({
    debugger: true,
    supported_features: ["debugger", "kernel subshells"],
  });
});
