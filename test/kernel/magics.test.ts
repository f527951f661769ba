import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, printed, resultOf, TestKernel, traceback, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start({ "script.sh": "echo from a script" });
  client = await kernel.connect();
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

test("a line that begins with ! is a command, and the code around it is code", async () => {
  const answer = await client.execute("const before = 1;\n!echo one && echo two >&2\nbefore + 1");
  expect([printed(answer), printed(answer, "stderr"), resultOf(answer)]).toEqual(["one\n", "two\n", "2"]);
  const failed = await client.execute("!sh ./script.sh; exit 4");
  expect(printed(failed)).toBe("from a script\n");
  expect(printed(failed, "stderr")).toBe("[exit code 4]\n");
});

test("a command may be indented, in blocks and asynchronous functions, and a backslash joins lines", async () => {
  const blocks = await client.execute(
    "for (const i of [1, 2]) {\n  !echo looped\n}\nswitch (1) {\n  case 1:\n    !echo cased\n}",
  );
  expect(printed(blocks)).toBe("looped\nlooped\ncased\n");
  expect(printed(await client.execute("const call = async () => {\n  !echo called\n};\nawait call()"))).toBe(
    "called\n",
  );
  const joined = await client.execute("!echo one \\\n  two \\\n  three\n1 + 1");
  expect([printed(joined), resultOf(joined)]).toEqual(["one two three\n", "2"]);
  const inside = await client.execute("function plain() {\n  !echo x\n}");
  expect(traceback(inside)).toMatch(/TS1308.*async functions.*> 2 \| {3}!echo x/s);
  expect(printed(await client.execute("!node.exe --help 2>&1 | cut -c 1-4 || true"))).not.toBe("");
});

test("a variable may be given the lines that a command prints, by %sx, and the folder by %pwd", async () => {
  expect(await client.evaluate("const files: string[] = %sx printf 'a\\nb\\n'\nfiles")).toBe("[ 'a', 'b' ]");
  expect(await client.evaluate("let none = %sx true; \nnone")).toBe("[]");
  expect(await client.evaluate("%sx echo shown")).toBe("[ 'shown' ]");
  expect(await client.evaluate("const folder = %pwd\nfolder.startsWith('/')")).toBe("true");
});

test("magic lines stand below code too; directives say that they do not", async () => {
  const timed = await client.execute("const below = 20;\n%time below + 1");
  expect([resultOf(timed), printed(timed)]).toEqual(["21", expect.stringMatching(/^Wall time: /)]);
  expect((await client.execute("// a comment\n%typecheck notebook\n1")).reply.status).toBe("ok");
  for (const line of ["%typecheck off", "%seed 3", "%%bash"]) {
    const { reply } = await client.execute(`below\n${line}`);
    expect(reply).toMatchObject({
      ename: "DirectiveError",
      evalue: `${line}: stands at the top of a cell, before all code`,
    });
  }
  expect((await client.execute("below\n%matplotlib inline")).reply.evalue).toContain("not needed");
});

test("an error shows the lines as they were written, with the mark where the code is", async () => {
  const directed = await client.execute("%typecheck notebook\nconst wrong: string = 3;");
  expect(traceback(directed)).toContain("  1 | %typecheck notebook\n> 2 | const wrong: string = 3;\n    |       ^");
  const checked = await client.execute("%time nobodyKnows()");
  expect(traceback(checked)).toContain("> 1 | %time nobodyKnows()\n    |       ^\n    at cell-");
  expect(checked.reply.evalue).toMatch(/\(cell-\d+\.ts:1:7\)$/);
  const thrown = await client.execute("!true\n%time null!.x");
  expect(traceback(await client.execute("!true\n%time JSON.parse('{')"))).toMatch(
    / {2}1 \| !true\n> 2 \| %time JSON\.parse\('\{'\)\n {4}\| {12}\^/,
  );
  expect(traceback(thrown)).toContain("%time null!.x");
});

test.each([
  ["let yes = true;\n!yes;\nyes", "true"],
  ["const f = () => 0;\n!f()", "true"],
  ["!yes || 3", "3"],
  ["!!yes", "true"],
  ["!function () { return 1; }()", "false"],
  ["`a\n!ls\n`", "'a\\n!ls\\n'"],
  ["`${[1].map(() => {\n  return `b\n  !ls`;\n})}\n  !ls\n%time x`", "'b\\n  !ls\\n  !ls\\n%time x'"],
  ["/* a\n  !ls\n%time\n*/ 5", "5"],
  ["const both = yes &&\n  !f\nboth", "false"],
  ["const one = [\n  !f,\n  !yes\n]\none", "[ false, false ]"],
  ["const chosen = yes\n  ? !f\n  : !yes\nchosen", "false"],
  ["String(/`/.test('a') +\n  !yes)", "'0'"],
  ["6 / 2 // `\n!yes;", "false"],
  ["2\n!= 3", "true"],
  ["const time = 4, ten = 10\nten\n  %time", "2"],
])("what is JavaScript stays JavaScript: %j", async (code, result) => {
  expect(await client.evaluate(code)).toBe(result);
});

test("a cell that begins with %%bash is a script; one that fails is an error", async () => {
  expect(printed(await client.execute('%%bash\nfor i in 1 2; do\n  echo "$i `echo t`"\ndone'))).toBe("1 t\n2 t\n");
  const { reply } = await client.execute("%%bash\necho x\nexit 3");
  expect(reply).toMatchObject({ status: "error", evalue: "the script has ended with exit code 3" });
});

test("%cd, %pwd and %env change what later cells see", async () => {
  await client.execute("%cd /");
  expect(await client.evaluate("%pwd")).toBe("'/'");
  expect(printed(await client.execute("!pwd"))).toBe("/\n");
  expect(printed(await client.execute("%cd 'usr'"))).toBe("/usr\n");
  expect(printed(await client.execute("%cd -"))).toBe("/\n");
  expect(printed(await client.execute("%cd -"))).toBe("/usr\n");
  expect((await client.execute("%cd no-such-folder")).reply.evalue).toContain("no-such-folder");
  expect(await client.evaluate("process.cwd()")).toBe("'/usr'");
  await client.execute("%env NORMLAB_TEST=a value");
  expect(await client.evaluate("process.env.NORMLAB_TEST")).toBe("'a value'");
  expect(await client.evaluate("%env NORMLAB_TEST")).toBe("'a value'");
});

test("%time shows how long it took, and the value; %%time the same for a cell", async () => {
  const line = await client.execute("%time [1, 2].map((x) => 2 * x)");
  expect(resultOf(line)).toBe("[ 2, 4 ]");
  expect(printed(line)).toMatch(/^Wall time: [\d.]+ m?s\n$/);
  const cell = await client.execute("%%time\nlet sum = 0;\nfor (let i = 0; i < 10; i++) sum += i;\nsum");
  expect(resultOf(cell)).toBe("45");
  expect(printed(cell)).toMatch(/^Wall time: /);
  const statement = await client.execute("%time const made = 5");
  expect(printed(statement)).toMatch(/^Wall time: /);
  expect(await client.evaluate("made")).toBe("5");
});

test("%who lists the notebook's variables and nothing else", async () => {
  await client.evaluate("const listed = [1]");
  expect(printed(await client.execute("%who")).split(/\s+/)).toContain("listed");
  expect(printed(await client.execute("%who"))).not.toContain("fetch");
  expect(printed(await client.execute("%whos"))).toMatch(/listed +Array +\[ 1 \]/);
});

test("%%html and %%writefile take the rest of the cell as it is", async () => {
  expect(contents(await client.execute("%%html\n<b>${x} `y`</b>"), "display_data")).toMatchObject([
    { data: { "text/html": "<b>${x} `y`</b>" } },
  ]);
  await client.execute("%%writefile /tmp/normlab-magic.txt\na\nb");
  expect(await client.evaluate("require('fs').readFileSync('/tmp/normlab-magic.txt', 'utf8')")).toBe("'a\\nb'");
  await client.execute("!rm /tmp/normlab-magic.txt");
});

test.each([
  ["%pip install numpy", "npm install"],
  ["%matplotlib inline", "not needed"],
  ["%nonsense", "%time"],
  ["%%nonsense\nx", "%%bash"],
])("%s says what there is instead", async (code, hint) => {
  const { reply } = await client.execute(code);
  expect(reply).toMatchObject({ status: "error", ename: "DirectiveError" });
  expect(reply.evalue).toContain(hint);
});

test("a stop ends a command, and what it has started", async () => {
  const id = await client.send("shell", "execute_request", { code: "!echo begun; sleep 100" });
  await client.until(() => client.published.some(({ content }) => content.text === "begun\n"));
  await client.request("interrupt_request", {}, "control");
  expect((await client.answer(id)).reply).toMatchObject({ ename: "Interrupted" });
});
