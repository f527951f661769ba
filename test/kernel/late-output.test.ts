import { afterAll, beforeAll, expect, test } from "vitest";
import { printed, resultOf, TestKernel, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start();
  client = await kernel.connect();
  await client.evaluate(
    "import { setTimeout as sleep } from 'node:timers/promises'; import { readFile } from 'node:fs/promises'; import { EventEmitter } from 'node:events'; import { spawn, exec } from 'node:child_process'; import { Worker } from 'node:worker_threads';",
  );
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

/** Each prints or shows `late` some time after its cell has ended. */
const ways: Record<string, string> = {
  "a timer": "setTimeout(() => console.log('late'), 150);",
  "an interval": "const interval = setInterval(() => { console.log('late'); clearInterval(interval); }, 150);",
  "an un-awaited async function": "void (async () => { await sleep(150); console.log('late'); })();",
  "a chain of promises": "void sleep(150).then(() => 0).then(() => console.log('late'));",
  "a file that is read": "void sleep(100).then(() => readFile('/dev/null')).then(() => console.log('late'));",
  "standard error": "setTimeout(() => console.error('late'), 150);",
  "a display": "setTimeout(() => display.text('late'), 150);",
  "a process that inherits the output": "spawn('sh', ['-c', 'sleep 0.15; echo late'], { stdio: 'inherit' }); 0",
  "a process whose errors alone are inherited":
    "spawn('sh', ['-c', 'sleep 0.15; echo late >&2'], { stdio: ['ignore', 'pipe', process.stderr] }); 0",
  "what a process says to the cell": "exec('sleep 0.15; echo late', (_, out) => console.log(out)); 0",
  "an event":
    "const events = new EventEmitter(); events.on('e', () => console.log('late')); setTimeout(() => events.emit('e'), 150);",
  "a worker": "new Worker(\"setTimeout(() => console.log('late'), 100)\", { eval: true }); 0",
  "an error in a timer": "setTimeout(() => { throw new Error('late'); }, 150);",
  "an unhandled rejection": "void sleep(150).then(() => { throw new Error('late'); });",
};

test.each(Object.entries(ways))(
  "what %s brings late belongs to the cell that started it, not to the one that runs",
  async (_, code) => {
    const first = await client.send("shell", "execute_request", { code });
    await client.answer(first);
    const second = await client.execute("console.log('running'); await sleep(400); 'done'");
    const isLate = ({ content }: { content: Record<string, unknown> }): boolean =>
      /late/.test(JSON.stringify([content.text, content.data]));
    await client.until(() =>
      client.published.some((message) => message.parentHeader.msg_id === first && isLate(message)),
    );
    expect(second.published.some(isLate)).toBe(false);
  },
);

test("two cells' late output is told apart, and what a cell calls belongs to the caller", async () => {
  await client.evaluate("function say(text: string) { setTimeout(() => console.log(text), 100); }");
  const ids: string[] = [];
  for (const text of ["one", "two"])
    ids.push(await client.send("shell", "execute_request", { code: `say('${text}')` }));
  for (const [i, text] of ["one", "two"].entries()) {
    await client.until(() =>
      client.published.some(
        ({ parentHeader, content }) => parentHeader.msg_id === ids[i] && content.text === `${text}\n`,
      ),
    );
  }
});

test("what a process writes to the output that it inherits is there when the cell hears of its end, and its owner sees no pipe", async () => {
  const answer = await client.execute(
    "const child = spawn('sh', ['-c', 'printf one; printf two >&2; exit 3'], { stdio: ['ignore', 'inherit', 'inherit'] });\n" +
      "const code = await new Promise((done) => child.on('exit', done)); [code, child.stdout, child.stderr]",
  );
  expect([printed(answer), printed(answer, "stderr"), resultOf(answer)]).toEqual(["one", "two", "[ 3, null, null ]"]);
  // One that leaves another behind is not waited for.
  expect(
    await client.evaluate(
      "await new Promise((done) => spawn('sh', ['-c', 'sleep 20 & exit 4'], { stdio: 'inherit' }).on('exit', done))",
    ),
  ).toBe("4");
});

test("promises are shown without what Node keeps in them", async () => {
  expect(await client.evaluate("Promise.resolve(1)")).toBe("Promise { 1 }");
  expect((await client.evaluate("[Promise.resolve({ a: Promise.resolve(2) })]"))!.replace(/\s+/g, " ")).toBe(
    "[ Promise { { a: Promise { 2 } } } ]",
  );
  const answer = await client.execute(
    "class Own<T> extends Promise<T> {}\nconsole.log(Own.resolve(3), (async () => 4)())",
  );
  expect(answer.published.map(({ content }) => content.text).join("")).toContain("Own [Promise] { 3 } Promise { 4 }");
});
