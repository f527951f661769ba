import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { TestKernel, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
let prompts: string[] = [];
beforeAll(async () => {
  kernel = await TestKernel.start();
  client = await kernel.connect();
  await client.evaluate(
    "import readline from 'node:readline'; import * as promises from 'node:readline/promises'; import fs from 'node:fs';",
  );
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});
beforeEach(() => answers());

/** What the user answers, one after another, and then the end of the input. */
function answers(...lines: string[]): void {
  prompts = [];
  client.onInput = (prompt) => {
    prompts.push(prompt);
    return lines.shift() ?? "\u0004";
  };
}

const readers: Record<
  string,
  { readonly code: string; readonly lines: string[]; readonly result: string; readonly prompts: string[] }
> = {
  "readline's question": {
    code: "const one = readline.createInterface({ input: process.stdin, output: process.stdout });\nawait new Promise<string>((done) => one.question('Name? ', (answer) => { one.close(); done(answer); }))",
    lines: ["Ada"],
    result: "'Ada'",
    prompts: ["Name? "],
  },
  "two questions of readline's promises": {
    code: "const two = promises.createInterface({ input: process.stdin, output: process.stdout });\nconst given = [await two.question('a? '), await two.question('b? ')]; two.close(); given",
    lines: ["x", "y"],
    result: "[ 'x', 'y' ]",
    prompts: ["a? ", "b? "],
  },
  "a question of readline's promises, and its interface stays open: nobody is asked for more, until it asks again": {
    code: "const open = promises.createInterface({ input: process.stdin }); const quiet = () => new Promise((done) => setTimeout(done, 100)); const early = await open.question('a? '); await quiet(); const late = await open.question('b? '); await quiet(); [early, late]",
    lines: ["1", "2", "stray"],
    result: "[ '1', '2' ]",
    prompts: ["", ""],
  },
  "a question of readline, and its interface stays open: then a listener, a loop, and another reader go on": {
    code: `const left = readline.createInterface({ input: process.stdin });
      const wait = () => new Promise((done) => setTimeout(done, 100));
      const got: string[] = [];
      left.question("a? ", (answer) => got.push(answer));
      await wait(); await wait();
      await new Promise<void>((done) => left.once("line", (line) => { got.push(line); done(); }));
      left.question("b? ", (answer) => got.push(answer));
      await wait(); await wait();
      const other = await new Promise((done) => process.stdin.once("data", (data) => { process.stdin.pause(); done(String(data)); }));
      await wait();
      for await (const line of left) { got.push(line); break }
      [...got, other]`,
    lines: ["1", "2", "3", "4", "5", "stray"],
    result: "[ '1', '2', '3', '5', '4\\n' ]",
    prompts: ["", "", "", "", ""],
  },
  "lines of readline until the input ends": {
    code: "const lines: string[] = []; for await (const line of readline.createInterface({ input: process.stdin })) lines.push(line); lines",
    lines: ["1", "2"],
    result: "[ '1', '2' ]",
    prompts: ["", "", ""],
  },
  "data of process.stdin": {
    code: "await new Promise<string>((done) => process.stdin.once('data', (data) => { process.stdin.pause(); done(String(data)); }))",
    lines: ["d"],
    result: "'d\\n'",
    prompts: [""],
  },
  "data of process.stdin, once: nobody is asked who has stopped listening": {
    code: "const first = await new Promise((done) => process.stdin.once('data', done)); await new Promise((done) => setTimeout(done, 100)); const second = await new Promise((done) => process.stdin.once('data', done)); [String(first), String(second)]",
    lines: ["1", "2", "stray"],
    result: "[ '1\\n', '2\\n' ]",
    prompts: ["", ""],
  },
  "readable process.stdin, paused and read again": {
    code: "const take = () => new Promise((done) => process.stdin.once('readable', () => { done(String(process.stdin.read())); process.stdin.pause(); })); [await take(), await take()]",
    lines: ["1", "2"],
    result: "[ '1\\n', '2\\n' ]",
    prompts: ["", ""],
  },
  "two lines of readline, and the loop is left": {
    code: "const some: string[] = []; const reader = readline.createInterface({ input: process.stdin }); for await (const line of reader) if (some.push(line) === 2) break; reader.close(); some",
    lines: ["1", "2"],
    result: "[ '1', '2' ]",
    prompts: ["", ""],
  },
  "lines of readline, and the loop is left: nobody is asked for what nobody reads": {
    code: "const few: string[] = []; for await (const line of promises.createInterface({ input: process.stdin })) { few.push(line); break } await new Promise((done) => setTimeout(done, 100)); few",
    lines: ["1", "stray"],
    result: "[ '1' ]",
    prompts: [""],
  },
  "events of readline": {
    code: "const asking = readline.createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' }); asking.prompt(); await new Promise((done) => asking.once('line', (line) => { asking.close(); done(line); }))",
    lines: ["typed"],
    result: "'typed'",
    prompts: ["> "],
  },
  "process.stdin as an iterable": {
    code: "let all = ''; for await (const chunk of process.stdin) all += chunk; all",
    lines: ["1", "", "2"],
    result: "'1\\n\\n2\\n'",
    prompts: ["", "", "", ""],
  },
  "readFileSync of descriptor 0 and of /dev/stdin": {
    code: "process.stdout.write('? '); [fs.readFileSync(0, 'utf8'), fs.readFileSync('/dev/stdin').toString()]",
    lines: ["1", "2"],
    result: "[ '1\\n', '2\\n' ]",
    prompts: ["? ", ""],
  },
  "readSync of descriptor 0": {
    code: "const bytes = Buffer.alloc(3); const sizes = [fs.readSync(0, bytes), fs.readSync(0, bytes, 0, 3, null)]; [sizes, bytes.toString('utf8', 0, 2)]",
    lines: ["abcd"],
    result: "[ [ 3, 2 ], 'd\\n' ]",
    prompts: [""],
  },
};

test.each(Object.entries(readers))("%s: the user is asked", async (_, { code, lines, result, prompts: asked }) => {
  answers(...lines);
  expect(await client.evaluate(code)).toBe(result);
  expect(prompts).toEqual(asked);
});

test("a cell that pauses process.stdin when it has what it wants can be run again", async () => {
  const code =
    "await new Promise<string>((done) => process.stdin.once('data', (data) => { process.stdin.pause(); done(String(data)); }))";
  for (const line of ["first", "second"]) {
    answers(line);
    expect(await client.evaluate(code)).toBe(`'${line}\\n'`);
  }
});

test.each([
  "await promises.createInterface({ input: process.stdin, output: process.stdout }).question('? ')",
  "for await (const chunk of process.stdin) chunk;",
  "fs.readFileSync(0)",
  "input('?')",
])("where the frontend cannot ask, %s is a clear error", async (code) => {
  const { reply } = await client.execute(code, { allow_stdin: false });
  expect(reply.status).toBe("error");
  expect(reply.evalue).toContain("this frontend cannot ask the user for input");
  answers("again");
  expect(await client.evaluate("input('?')")).toBe("'again'");
});

test("a loop over process.stdin that is left asks for nothing that the next reader would miss", async () => {
  for (let i = 0; i < 3; i++) {
    answers("x", "y");
    expect(
      await client.evaluate(
        "let seen = ''; for await (const part of process.stdin) { seen += part; if (seen.length > 2) break }\nseen",
      ),
    ).toBe("'x\\ny\\n'");
    answers("q", "end");
    const code =
      "const lines = []; for await (const line of readline.createInterface({ input: process.stdin })) { lines.push(line); if (line === 'end') break }\nlines";
    expect(await client.evaluate(code)).toBe("[ 'q', 'end' ]");
  }
});
test("a stop gives a question up, and what is read next is not its answer", async () => {
  client.onInput = () => {
    void client.request("interrupt_request", {}, "control");
    return new Promise(() => undefined);
  };
  const { reply } = await client.execute("await new Promise((done) => process.stdin.once('data', done))");
  expect(reply).toMatchObject({ ename: "Interrupted" });
  await client.evaluate("process.stdin.removeAllListeners('data'); process.stdin.pause(); 0");
  answers("new");
  expect(await client.evaluate("input('?')")).toBe("'new'");
});
