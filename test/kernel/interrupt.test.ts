import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { delay, printed, TestKernel, type Answer, type TestClient } from "./client.js";

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
  "nested loops that catch everything":
    "while (true) { try { while (true) { try { while (true) { try { while (true); } catch {} } } catch {} finally {} } } catch {} }",
  "a loop that waits for a child process and catches that it ends":
    "while (true) { try { execSync('sleep 100'); } catch {} }",
  "a loop that asks the user and catches that nobody answers": "while (true) { try { input('?'); } catch {} }",
  "a display method that never ends":
    "({ async [Symbol.for('Jupyter.display')]() { await new Promise(() => {}); return {}; } })",
  "a loop in a display method": "({ [Symbol.for('Jupyter.display')]() { while (true); } })",
  "a loop in an inspection method": "({ [Symbol.for('nodejs.util.inspect.custom')]() { while (true) {} } })",
  "a loop in what becomes JSON":
    "({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': { toJSON() { while (true); } } }) })",
  "a loop in a getter that an error has": "throw Object.assign(new Error(), { get cause() { while (true); } });",
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
  "a child process that is ended by a function that never ends":
    "const child = spawn('sleep', ['2']); child.kill = () => { while (true); }; await new Promise(() => {});",
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

test("a loop that sleeps ends with its cell, however it sleeps; the timers of other cells go on", async () => {
  await client.evaluate(
    "import { setTimeout as sleep, setInterval as every } from 'timers/promises';\nlet rounds = 0, others = 0;\nconst other = setInterval(() => others++, 5);",
  );
  for (const code of [
    "while (true) { rounds++; await new Promise((done) => setTimeout(done, 2)); }",
    "while (true) { rounds++; await sleep(2); }",
    "for await (const _ of every(2)) rounds++;",
    "setInterval(() => rounds++, 2); await new Promise(() => {});",
    "async function inner() { while (true) { rounds++; await new Promise((done) => setImmediate(done)); } } await inner();",
  ]) {
    await interrupted(`${begun}${code}`);
    // Rounds that have begun already come to their end.
    await client.evaluate("await sleep(20); rounds = 0; others = 0; while (others < 10) await sleep(5);");
    expect(await client.evaluate("rounds"), code).toBe("0");
  }
  await client.evaluate("clearInterval(other)");
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

test("a builtin that is longer than the user's patience is waited for, the user is told, and variables are kept", async () => {
  await client.evaluate("kept = 7; import { pbkdf2Sync } from 'node:crypto';");
  const evaluator = kernel.evaluator();
  // Some seconds, in which no code of the user runs.
  await client.evaluate(
    "const began = Date.now(); pbkdf2Sync('a', 'b', 500_000, 64, 'sha512'); let rounds = (500_000 * 5000) / (Date.now() - began);",
  );
  const answer = await interrupted(`${begun}pbkdf2Sync('a', 'b', Math.round(rounds), 64, 'sha512'); while (true);`);
  expect(answer.reply).toMatchObject({ status: "error", ename: "Interrupted" });
  expect(printed(answer, "stderr")).toContain("Still in native code");
  expect(await client.evaluate("kept")).toBe("7");
  expect(kernel.evaluator()).toBe(evaluator);
});

test("code that cannot be stopped in place is ended when the user asks again, who is told that variables are lost", async () => {
  // A system call that no signal to JavaScript can end.
  const code = `${begun}require('fs').readSync(require('fs').openSync('/dev/ptmx', 'r+'), new Uint8Array(1));`;
  const id = await client.send("shell", "execute_request", { code });
  const hasPrinted = (text: string): boolean =>
    client.published.some(
      ({ parentHeader, content }) => parentHeader.msg_id === id && String(content.text).startsWith(text),
    );
  await client.until(() => hasPrinted("begun"));
  const evaluator = kernel.evaluator();
  await client.request("interrupt_request", {}, "control");
  await client.until(() => hasPrinted("Still in native code"));
  expect(kernel.evaluator()).toBe(evaluator);
  await client.request("interrupt_request", {}, "control");
  const answer = await client.answer(id);
  expect(answer.reply).toMatchObject({ status: "error", ename: "ProcessEnded" });
  expect(answer.reply.evalue).toContain("could not be interrupted");
  expect(answer.reply.evalue).toContain("variables are lost");
  expect(await client.evaluate("1 + 1")).toBe("2");
});

test("a cell that is sent at once after a stop runs, one that was sent before does not", async () => {
  await client.evaluate("let stops = 1");
  for (let i = 0; i < 10; i++) {
    const id = await client.send("shell", "execute_request", { code: `${begun}while (true);` });
    await client.until(() =>
      client.published.some(({ parentHeader, content }) => parentHeader.msg_id === id && content.text === "begun\n"),
    );
    const before = client.execute("stops = -1");
    await delay(20);
    const stop = client.request("interrupt_request", {}, "control");
    await delay(2);
    const after = client.execute("stops += 1");
    await stop;
    expect((await client.answer(id)).reply).toMatchObject({ ename: "Interrupted" });
    expect((await before).reply.status).toBe("aborted");
    expect((await after).reply.status).toBe("ok");
  }
  expect(await client.evaluate("stops")).toBe("11");
});

test("what a widget's message has set off is given up too, and the frontend hears that nothing runs any more", async () => {
  await client.evaluate("comms.register('endless', () => new Promise<void>(() => undefined));");
  const id = await client.send("shell", "comm_open", { comm_id: "endless", target_name: "endless", data: {} });
  await client.evaluate("1");
  await client.request("interrupt_request", {}, "control");
  await client.until(() =>
    client.published.some(
      ({ parentHeader, content }) => parentHeader.msg_id === id && content.execution_state === "idle",
    ),
  );
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
