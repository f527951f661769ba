import { afterEach, expect, test } from "vitest";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { contents, printed, resultOf, TestKernel, type Answer, type TestClient } from "./client.js";

let open: (readonly [TestKernel, TestClient])[] = [];
afterEach(async () => {
  for (const [kernel, client] of open) {
    client.close();
    await kernel.stop();
  }
  open = [];
});

async function start(): Promise<TestClient> {
  const kernel = await TestKernel.start();
  const client = await kernel.connect();
  open.push([kernel, client]);
  return client;
}

/** Runs a cell as frontends do that name their cells; the id of the request. */
async function run(
  client: TestClient,
  cellId: string,
  code: string,
  deletedCells: readonly string[] = [],
): Promise<[string, Answer]> {
  const frames = client.wire.encode({
    type: "execute_request",
    content: { code, store_history: true },
    metadata: { cellId, deletedCells },
  });
  const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
  const { msg_id } = JSON.parse(frames[at + 2]!.toString()) as { msg_id: string };
  await client.shell.send(frames);
  return [msg_id, await client.answer(msg_id)];
}

/** What has come for a request since a place in all that was published. */
function since(client: TestClient, request: string, from: number): Answer {
  const published = client.published.slice(from).filter(({ parentHeader }) => parentHeader.msg_id === request);
  return { reply: {}, published };
}

test("cells that stand on what changed run again, in order, and their outputs are renewed where they are", async () => {
  const client = await start();
  await run(client, "on", "%reactive on");
  await run(client, "a", "let a = 1;");
  const [b] = await run(client, "b", "const b = a + 1;\nconsole.log('b is', b);");
  const [c] = await run(client, "c", "({ b }).b + a");
  const [apart] = await run(client, "apart", "const object = { a: 5 };\nobject.a");
  const before = client.published.length;
  await run(client, "a", "let a = 10;");
  const [ofB, ofC] = [since(client, b, before), since(client, c, before)];
  expect(contents(ofB, "clear_output")).toHaveLength(1);
  expect(printed(ofB)).toBe("b is 11\n");
  expect(resultOf(ofC)).toBe("21");
  // A property of that name is no use of the variable.
  expect(since(client, apart, before).published).toEqual([]);
  await run(client, "off", "%reactive off");
  const later = client.published.length;
  await run(client, "a", "let a = 2;");
  expect(printed(since(client, b, later))).toBe("");
  expect(contents(since(client, b, later), "display_data")[0]!.data).toEqual({
    "text/plain": "stale: a has changed since this cell ran",
  });
});

test("nobody hears of it who has not asked; %stale lists the cells that are behind", async () => {
  const client = await start();
  await run(client, "a", "const a = 1;");
  const [b] = await run(client, "b", "const b = a;");
  await run(client, "c", "b + 1");
  const before = client.published.length;
  await run(client, "a", "const a = 2;");
  expect(since(client, b, before).published).toEqual([]);
  const [, listed] = await run(client, "list", "%stale\n0");
  expect(printed(listed)).toBe("const b = a;  (a)\nb + 1  (by way of other cells)\n");
  await run(client, "b", "const b = a;");
  await run(client, "c", "b + 1");
  expect(printed((await run(client, "list", "%stale\n0"))[1])).toBe("no cell is stale\n");
});

test("a cell that came too early runs when what it needs is there; a name that is declared no more is gone", async () => {
  const client = await start();
  await run(client, "on", "%reactive on");
  const [early, failed] = await run(client, "early", "later * 2");
  expect(failed.reply.status).toBe("error");
  const before = client.published.length;
  await run(client, "later", "const later = 4;");
  expect(resultOf(since(client, early, before))).toBe("8");
  const then = client.published.length;
  await run(client, "later", "const other = 4;");
  expect(contents(since(client, early, then), "error")).toHaveLength(1);
  expect(resultOf((await run(client, "see", "typeof globalThis['later' as never]"))[1])).toBe("'undefined'");
});

test("a cell that assigns another's variable begins with what that left", async () => {
  const client = await start();
  await run(client, "on", "%reactive on");
  await run(client, "a", "let total = 1;");
  await run(client, "add", "total += 10;");
  const [show] = await run(client, "show", "total");
  await run(client, "add", "total += 100;");
  expect(resultOf((await run(client, "see", "total"))[1])).toBe("101");
  const before = client.published.length;
  await run(client, "a", "let total = 2;");
  expect(resultOf(since(client, show, before))).toBe("102");
});

test("what a deleted cell declared is gone, and so is what it did to variables of others", async () => {
  const client = await start();
  await run(client, "on", "%reactive on");
  await run(client, "a", "const a = 1; const list: number[] = [];");
  const [b] = await run(client, "b", "typeof a");
  await run(client, "more", "list.push(1);");
  const [shown] = await run(client, "shown", "list.length");
  let before = client.published.length;
  await run(client, "see", "0", ["more"]);
  expect(resultOf(since(client, shown, before))).toBe("0");
  before = client.published.length;
  await run(client, "see", "0", ["a"]);
  expect(resultOf(since(client, b, before))).toBe("'undefined'");
  expect(contents(since(client, shown, before), "error")).toHaveLength(1);
});

test("after a cell was deleted the others are marked, where nothing runs by itself", async () => {
  const client = await start();
  await run(client, "a", "const a = 1;");
  await run(client, "b", "a + 1");
  const [, listed] = await run(client, "list", "%stale\n0", ["a", "unknown"]);
  expect(printed(listed)).toBe("a + 1  (a)\n");
});

test.each([
  ["a method that changes it", "const xs = [3, 1]", "xs.push(2)", "xs.length", "3"],
  ["an element", "const xs = [3, 1]", "xs[0] = 9", "xs[0]", "9"],
  ["a member of a member", "const o = { inner: { n: 1 } }", "o.inner.n++", "o.inner.n", "2"],
  ["what a map holds", "const m = new Map([['k', [1]]])", "m.get('k')!.push(2)", "m.get('k')!.length", "2"],
  ["Object.assign", "const o: Record<string, number> = {}", "Object.assign(o, { a: 1 })", "o.a", "1"],
  ["a deletion", "const o: { a?: number } = { a: 1 }", "delete o.a", "'a' in o", "false"],
  ["destructuring into a member", "const o = { a: 1 }", "[o.a] = [5]", "o.a", "5"],
  ["a length", "const xs = [1, 2]", "xs.length = 0", "xs.length", "0"],
])(
  "%s is a change of the variable, and is done once however often its cell runs",
  async (_, made, changed, read, result) => {
    const client = await start();
    await run(client, "on", "%reactive on");
    await run(client, "made", made);
    const [shown] = await run(client, "read", read);
    for (let i = 0; i < 2; i++) {
      const before = client.published.length;
      await run(client, "changed", changed);
      expect(resultOf(since(client, shown, before))).toBe(result);
    }
    const before = client.published.length;
    await run(client, "made", made);
    expect(resultOf(since(client, shown, before))).toBe(result);
  },
);

test("what only looks at a variable changes nothing", async () => {
  const client = await start();
  await run(client, "on", "%reactive on");
  await run(client, "a", "const xs = [2, 1];");
  const [shown] = await run(client, "shown", "xs.join()");
  const before = client.published.length;
  await run(
    client,
    "look",
    "const ys = [...xs].sort(); ys.push(3); xs.filter((x) => x > 1).reverse(); console.log(xs.at(0), xs.slice().fill(0));",
  );
  expect(since(client, shown, before).published).toEqual([]);
});

test("Stop ends it, and cells without names of their own are known by what they declare", async () => {
  const client = await start();
  await client.execute("%reactive on");
  await client.execute("const a = 1;");
  const b = await client.send("shell", "execute_request", { code: "const b = a + 1; b", store_history: true });
  await client.answer(b);
  const before = client.published.length;
  await client.execute("const a = 5;");
  expect(resultOf(since(client, b, before))).toBe("6");
  await client.execute("if (a > 5) await new Promise(() => {});");
  const id = await client.send("shell", "execute_request", { code: "const a = 6;", store_history: true });
  await client.until(
    () =>
      resultOf(since(client, b, before)) === "6" &&
      client.published.filter(({ content }) => JSON.stringify(content).includes('"7"')).length > 0,
  );
  await client.request("interrupt_request", {}, "control");
  expect((await client.answer(id)).reply.status).toBe("ok");
  expect(await client.evaluate("b")).toBe("7");
});

/**
 * Whatever the order of edits, deletions and runs, all is as if a new kernel had run the notebook from its top. Some cells change what
 * others have declared: a key of their own each, as the kernel does not know in which order cells stand.
 */
test.each([1, 2, 3, 4])("random notebooks give what a full run gives (seed %i)", async (seed) => {
  const random = xoroshiro128plus(seed);
  const below = (n: number): number => uniformInt(random, 0, n - 1);
  const size = 9;
  const changers = [4, 6];
  const cellOf = (i: number): string => {
    if (i === 2) return `const v2: Record<string, number> = { start: ${below(100)} };`;
    const values = [0, 1, 3, 5, 7].filter((j) => j < i);
    const used = values.filter(() => below(3) === 0);
    const sum = [below(100), ...used.map((j) => `${1 + below(3)} * v${j}`)].join(" + ");
    if (changers.includes(i)) {
      return [`v2.k${i} = (${sum}) % 1009;`, `Object.assign(v2, { k${i}${below(3)}: (${sum}) % 1009 });`][below(2)]!;
    }
    if (i === size - 1) return "const v8 = Object.keys(v2).sort().map((key) => `${key} ${v2[key]}`).join();";
    if (below(4) === 0) return `function f${i}() { return ${sum}; }\nconst v${i} = f${i}() % 1009;`;
    if (below(3) === 0) return `const [v${i}] = [1].map((v0) => v0 + ${sum});`;
    return `${below(2) === 0 ? "let" : "const"} v${i} = (${sum}) % 1009;`;
  };
  const cells: (string | undefined)[] = Array.from({ length: size }, (_, i) => cellOf(i));
  const all = `JSON.stringify([${cells.flatMap((_, i) => (i === 2 || changers.includes(i) ? [] : `v${i}`)).join(", ")}])`;
  const reactive = await start();
  await run(reactive, "on", "%reactive on");
  const order = cells.map((_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  for (const i of order) await run(reactive, `cell ${i}`, cells[i]!);
  let deleted: string[] = [];
  for (let edit = 0; edit < 8; edit++) {
    const i = below(size);
    if (changers.includes(i) && cells[i] !== undefined && below(3) === 0) {
      cells[i] = undefined;
      deleted.push(`cell ${i}`);
      continue;
    }
    cells[i] = cellOf(i);
    await run(
      reactive,
      `cell ${i}`,
      cells[i],
      deleted.filter((each) => each !== `cell ${i}`),
    );
    deleted = [];
  }
  await run(reactive, "end", "0", deleted);
  const full = await start();
  for (const [i, code] of cells.entries()) if (code !== undefined) await run(full, `cell ${i}`, code);
  const [, expected] = await run(full, "all", all);
  expect(resultOf(expected)).toMatch(/start/);
  expect(resultOf((await run(reactive, "all", all))[1])).toBe(resultOf(expected));
});
