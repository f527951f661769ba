import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, printed, resultOf, TestKernel, traceback, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start();
  client = await kernel.connect();
  await client.execute(
    "/** Adds. */\nfunction add(a: number, b: number): number { return a + b; }\nconst loose: any = { deep: { list: [1, 2] } };",
  );
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

/** What a cell shows, as text. */
async function shown(code: string): Promise<string> {
  const answer = await client.execute(code);
  expect(traceback(answer)).toBe("");
  return contents(answer, "display_data")
    .map(({ data }) => (data as Record<string, string>)["text/plain"])
    .join("\n");
}

test.each(["add?", "?add", "add()?", "  add?  \n", "const before = 1;\nadd?"])(
  "%j shows type and documentation",
  async (code) => {
    expect(await shown(code)).toBe("function add(a: number, b: number): number\n\nAdds.");
  },
);

test("two question marks show the value too: a function's source, what an object has", async () => {
  expect(await shown("add??")).toMatch(/^function add\(a: number, b: number\): number\n\nAdds\.\n\n.*return a \+ b/s);
  expect(await shown("??loose.deep")).toBe("{ list: [ 1, 2 ] }");
  expect(await shown("loose.deep?")).toBe("{ list: [ 1, 2 ] }");
  expect(await shown("Math.max?")).toContain("Returns the larger");
});

test("the code before a question runs first, and has its result", async () => {
  const answer = await client.execute("const asked = 41;\nasked + 1\nasked?");
  expect(resultOf(answer)).toBe("42");
  expect(contents(answer, "display_data")).toMatchObject([{ data: { "text/plain": "const asked: 41" } }]);
  const failed = await client.execute("null!.x\nadd?");
  expect(failed.reply.status).toBe("error");
  expect(contents(failed, "display_data")).toEqual([]);
});

test("of a name that nobody knows it says so", async () => {
  const answer = await client.execute("unheardOf?");
  expect([answer.reply.status, printed(answer, "stderr")]).toEqual(["ok", "nothing is known of unheardOf\n"]);
});

test("a question is complete, and a condition that goes on is none", async () => {
  expect((await client.request("is_complete_request", { code: "add?" })).reply.status).toBe("complete");
  expect((await client.request("is_complete_request", { code: "1 + add ?" })).reply.status).toBe("incomplete");
  expect(await client.evaluate("typeof loose === 'object'\n? 'yes'\n: 'no'")).toBe("'yes'");
  expect((await client.execute("?add?")).reply.ename).toBe("SyntaxError");
});
