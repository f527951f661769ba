import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, printed, resultOf, TestKernel, type Answer, type TestClient } from "./client.js";

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

async function create(): Promise<string> {
  const { reply } = await client.request("create_subshell_request", {}, "control");
  expect(reply.status).toBe("ok");
  return String(reply.subshell_id);
}

async function list(): Promise<unknown> {
  return (await client.request("list_subshell_request", {}, "control")).reply.subshell_id;
}

function executeIn(subshell: string, code: string): Promise<Answer> {
  return client.execute(code, {}, { subshell_id: subshell });
}

test("subshells are offered, created, listed and deleted", async () => {
  const { reply } = await client.request("kernel_info_request");
  expect(reply.supported_features).toContain("kernel subshells");
  const [a, b] = [await create(), await create()];
  expect(await list()).toEqual([a, b]);
  expect((await client.request("delete_subshell_request", { subshell_id: a }, "control")).reply.status).toBe("ok");
  expect(await list()).toEqual([b]);
  expect((await client.request("delete_subshell_request", { subshell_id: a }, "control")).reply.status).toBe("error");
  expect((await executeIn(a, "1")).reply).toMatchObject({ status: "error", ename: "SubshellNotFound" });
  await client.request("delete_subshell_request", { subshell_id: b }, "control");
});

test("a cell of a subshell runs while one of the main shell waits, and each has its own output", async () => {
  const subshell = await create();
  await client.evaluate("let release = (): void => undefined; let log: string[] = [];");
  const id = await client.send("shell", "execute_request", {
    code: "console.log('main begins'); await new Promise<void>((done) => { release = done; }); console.log('main ends'); log.push('main'); log.length",
    store_history: true,
  });
  await client.until(() => client.published.some(({ content }) => content.text === "main begins\n"));
  const inside = await executeIn(subshell, "console.log('inside'); log.push('inside'); log.length");
  expect(resultOf(inside)).toBe("1");
  expect(printed(inside)).toBe("inside\n");
  expect((await executeIn(subshell, "throw new Error('own')")).reply).toMatchObject({ ename: "Error", evalue: "own" });
  await executeIn(subshell, "release()");
  const main = await client.answer(id);
  expect(printed(main)).toBe("main begins\nmain ends\n");
  expect(resultOf(main)).toBe("2");
});

test("a widget reacts while a cell waits", async () => {
  await client.evaluate(
    "const slider = widgets.slider({ min: 0, max: 10, value: 3 }); let heard: number[] = []; slider.onChange(() => { heard.push(slider.value); });",
  );
  const opened = client.published.filter(({ header }) => header.msg_type === "comm_open").at(-1)!;
  const id = await client.send("shell", "execute_request", {
    code: "console.log('waits'); while (heard.length === 0) await new Promise((done) => setTimeout(done, 10)); heard",
  });
  await client.until(() => client.published.some(({ content }) => content.text === "waits\n"));
  await client.send("shell", "comm_msg", {
    comm_id: opened.content.comm_id,
    data: { method: "update", state: { value: 7 }, buffer_paths: [] },
  });
  expect(resultOf(await client.answer(id))).toBe("[ 7 ]");
});

test("stop ends what runs in all of them, and variables are kept", async () => {
  const subshell = await create();
  await client.evaluate("const kept = 5");
  const main = client.execute("console.log('one'); await new Promise(() => undefined)");
  const other = executeIn(subshell, "console.log('two'); await new Promise(() => undefined)");
  await client.until(() =>
    ["one\n", "two\n"].every((text) => client.published.some(({ content }) => content.text === text)),
  );
  await client.request("interrupt_request", {}, "control");
  for (const answer of [await main, await other]) expect(answer.reply).toMatchObject({ ename: "Interrupted" });
  expect(contents(await client.execute("kept"), "execute_result")).toMatchObject([{ data: { "text/plain": "5" } }]);
});
