import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start();
  client = await kernel.connect();
  await client.evaluate(
    "import { setTimeout as sleep } from 'node:timers/promises'; import { readFile } from 'node:fs/promises'; import { EventEmitter } from 'node:events';",
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
