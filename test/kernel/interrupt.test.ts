import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printed, TestKernel, type Answer, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start();
  client = await kernel.connect();
  await client.evaluate(
    "import { AsyncLocalStorage } from 'node:async_hooks';\nconst storage = new AsyncLocalStorage<number>();",
  );
  await client.evaluate("import { execSync, spawn } from 'node:child_process'; let kept = 0;");
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

const repetitions = 20;
const begun = "console.log('begun');\n";
const cells: Record<string, string> = {
  "a synchronous loop": "while (true);",
  "a loop that catches everything": "while (true) { try { while (true); } catch {} finally {} }",
  "a loop that prints": "while (true) console.log('x');",
  "a pending await": "await new Promise(() => {});",
  "a loop after an await": "await null; while (true);",
  "an endless chain of microtasks": "while (true) await null;",
  "a loop in a timer": "await new Promise(() => setTimeout(() => { while (true); }, 1));",
  "a loop in an immediate": "await new Promise(() => setImmediate(() => { while (true); }));",
  "a loop under AsyncLocalStorage": "storage.run(1, () => { while (true); });",
  "a loop after an await under AsyncLocalStorage": "await storage.run(1, async () => { await null; while (true); });",
  "a loop in a timer under AsyncLocalStorage":
    "await storage.run(1, () => new Promise(() => setTimeout(() => { while (true); }, 1)));",
  "a child process that is awaited":
    "await new Promise((done) => spawn('sleep', ['100']).on('exit', done)); await new Promise(() => {});",
  "a child process that is waited for": "execSync('sleep 100; sleep 100');",
};

describe.each(Object.entries(cells))("interrupting %s", (_, code) => {
  test(`stops it and keeps all variables, ${repetitions} times of ${repetitions}`, async () => {
    const process = kernel.evaluator();
    for (let i = 1; i <= repetitions; i++) {
      const answer = await interrupted(`kept = ${i};\n${begun}${code}`);
      expect(answer.reply).toMatchObject({ status: "error", ename: "Interrupted" });
      expect(await client.evaluate("kept")).toBe(String(i));
    }
    expect(kernel.evaluator()).toBe(process);
  });
});

test("a loop that a cell left behind in a timer is stopped while no cell runs", async () => {
  // Late enough that the cell has ended by then.
  await client.execute("kept = -1; setTimeout(() => { console.log('left behind'); while (true); }, 500);");
  await client.until(() => client.published.some(({ content }) => content.text === "left behind\n"));
  await client.request("interrupt_request", {}, "control");
  expect(await client.evaluate("kept")).toBe("-1");
});

test("an interrupt while nothing runs changes nothing", async () => {
  await client.request("interrupt_request", {}, "control");
  expect(await client.evaluate("kept")).toBe("-1");
});

test("a question to the user is given up", async () => {
  client.onInput = () => {
    void client.request("interrupt_request", {}, "control");
    return new Promise(() => undefined);
  };
  expect((await client.execute("input('?')")).reply.status).toBe("error");
  expect(await client.evaluate("kept")).toBe("-1");
});

test("processes that earlier cells started go on", async () => {
  await client.execute("const server = spawn('sleep', ['100']);");
  await interrupted(`${begun}while (true);`);
  expect(await client.evaluate("[server.exitCode, server.signalCode]")).toBe("[ null, null ]");
  await client.execute("server.kill()");
});

test("code that cannot be stopped in place is ended, and the user is told that variables are lost", async () => {
  // A system call that no signal to JavaScript can end.
  const answer = await interrupted(
    `${begun}require('fs').readSync(require('fs').openSync('/dev/ptmx', 'r+'), new Uint8Array(1));`,
  );
  expect(answer.reply).toMatchObject({ status: "error", ename: "ProcessEnded" });
  expect(answer.reply.evalue).toContain("could not be interrupted");
  expect(answer.reply.evalue).toContain("variables are lost");
  expect(await client.evaluate("1 + 1")).toBe("2");
});

test("a loop that nobody can interrupt any more, as its kernel was killed, ends", async () => {
  const other = await TestKernel.start();
  const frontend = await other.connect();
  await frontend.send("shell", "execute_request", { code: `${begun}while (true);` });
  await frontend.until(() => frontend.published.some(({ content }) => content.text === "begun\n"));
  const evaluator = other.evaluator();
  expect(isRunning(evaluator)).toBe(true);
  frontend.close();
  await other.stop();
  await expect.poll(() => isRunning(evaluator), { timeout: 30_000 }).toBe(false);
});

/** Whether a process runs code: not when it has ended and nobody has asked how. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Runs a cell, and interrupts it once it has printed something. */
async function interrupted(code: string): Promise<Answer> {
  const id = await client.send("shell", "execute_request", { code, store_history: false, allow_stdin: true });
  await client.until(() =>
    client.published.some(
      ({ parentHeader, content }) => parentHeader.msg_id === id && String(content.text).startsWith("begun"),
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 5));
  await client.request("interrupt_request", {}, "control");
  const answer = await client.answer(id);
  expect(printed(answer)).toMatch(/^begun/);
  return answer;
}
