import { spawn } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Dealer } from "zeromq";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Wire } from "../../src/kernel/protocol/wire.js";
import { readConnection } from "../../src/kernel/protocol/sockets.js";
import { FrameReader, encodeFrame } from "../../src/kernel/frames.js";
import { codePointOffset, utf16Offset } from "../../src/kernel/protocol/offsets.js";
import { childrenOf, delay, freePorts, isAlive, kernelMain, printed, TestKernel, type TestClient } from "./client.js";

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

test("a message with a bad signature is dropped and logged, and does nothing", async () => {
  const stranger = new Dealer({ linger: 0 });
  stranger.connect(`tcp://127.0.0.1:${kernel.port("shell")}`);
  const code = "globalThis.process.exit(1)";
  await stranger.send(new Wire("another key").encode({ type: "execute_request", content: { code } }));
  await client.request("kernel_info_request");
  while (!kernel.log.includes("bad signature")) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await client.evaluate("'unharmed'")).toBe("'unharmed'");
  stranger.close();
});

test("a connection file that names no address means the loopback interface", () => {
  const file = join(kernel.folder, "without-address.json");
  const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };
  writeFileSync(file, JSON.stringify(ports));
  expect(readConnection(file)).toMatchObject({ ip: "127.0.0.1", transport: "tcp", ...ports });
  writeFileSync(file, JSON.stringify({ ...ports, signature_scheme: "hmac-md5" }));
  expect(() => readConnection(file)).toThrow("hmac-md5");
});

test("the connection file keeps its mode", () => {
  expect(statSync(kernel.connectionFile).mode & 0o777).toBe(0o600);
});

test("10⁵ random messages, well and badly formed, do not bring the kernel down", async () => {
  const random = fc.sample(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }), { numRuns: 2000, seed: 1 });
  const values = fc.sample(fc.jsonValue({ maxDepth: 2 }), { numRuns: 500, seed: 2 });
  const types = [
    "kernel_info",
    "complete",
    "inspect",
    "is_complete",
    "history",
    "comm_info",
    "comm_open",
    "comm_msg",
    "comm_close",
    "nonsense",
  ];
  const fields = [
    "code",
    "cursor_pos",
    "comm_id",
    "target_name",
    "data",
    "hist_access_type",
    "n",
    "session",
    "pattern",
    "output",
  ];
  const socket = new Dealer({ linger: 1000, sendHighWaterMark: 0 });
  socket.connect(`tcp://127.0.0.1:${kernel.port("shell")}`);
  const answers: unknown[] = [];
  const drain = (async () => {
    for await (const frames of socket) answers.push(frames.length);
  })();
  for (let i = 0; i < 100_000; i++) {
    const bytes = random[i % random.length]!;
    if (i % 100 === 0) {
      const value = values[(i / 100) % values.length];
      const content = Object.fromEntries(
        fields.map((field, k) => [field, k % 3 === (i / 100) % 3 ? JSON.stringify(value) : value]),
      );
      const name = types[(i / 100) % types.length]!;
      await socket.send(
        client.wire.encode({
          type: name.startsWith("comm_") && name !== "comm_info" ? name : `${name}_request`,
          content,
        }),
      );
    } else if (i % 2 === 0) await socket.send(["<IDS|MSG>", ...bytes.map((each) => Buffer.from(each))]);
    else await socket.send(bytes.length > 0 ? bytes.map((each) => Buffer.from(each)) : [""]);
  }
  expect(await client.evaluate("'still here'")).toBe("'still here'");
  expect(kernel.process.exitCode).toBeNull();
  expect(answers.length).toBeGreaterThan(0);
  socket.close();
  await drain;
});

test("fifty ends of the evaluator are fifty clear messages, and the kernel is alive", async () => {
  for (let i = 0; i < 50; i++) {
    const { reply } = await client.execute("globalThis.process.kill(globalThis.process.pid, 'SIGKILL'); while (true);");
    expect(reply).toMatchObject({ status: "error", ename: "ProcessEnded" });
    expect(reply.evalue).toContain("signal SIGKILL");
  }
  expect(await client.evaluate("1 + 1")).toBe("2");
});

test("an evaluator that crashes, as it does when memory runs out, is reported and replaced", async () => {
  const { reply } = await client.execute("globalThis.process.abort()");
  expect(reply).toMatchObject({ status: "error", ename: "ProcessEnded" });
  expect(reply.evalue).toContain("signal SIGABRT");
  expect(await client.evaluate("2 + 2")).toBe("4");
});

test("two clients share the kernel: each gets its own replies, both see what is published", async () => {
  const other = await kernel.connect();
  await client.evaluate("let shared = 0");
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => [client, other][i % 2]!.execute(`shared += 1; console.log('cell ${i}')`)),
  );
  expect(answers.map((answer) => printed(answer))).toEqual(answers.map((_, i) => `cell ${i}\n`));
  expect(await other.evaluate("shared")).toBe("20");
  const seen = ({ published }: TestClient) =>
    published.filter(({ content }) => String(content.text).startsWith("cell ")).length;
  await client.until(() => seen(client) === 20);
  expect(seen(other)).toBe(20);
  other.close();
});

test("the kernel and its processes end when Jupyter has ended without a word", async () => {
  const file = join(kernel.folder, "orphan.json");
  const ports = await freePorts(5);
  const names = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"];
  writeFileSync(file, JSON.stringify({ key: "", ...Object.fromEntries(names.map((name, i) => [name, ports[i]])) }));
  // A shell that starts the kernel, says its process id, and waits to be ended.
  const command = '"$0" "$1" "$2" & echo $!; wait';
  const shell = spawn("sh", ["-c", command, process.execPath, kernelMain, file], {
    env: { ...process.env, JPY_PARENT_PID: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const pid = Number(await new Promise<Buffer>((resolve) => shell.stdout.once("data", resolve)));
  while (childrenOf(pid).length === 0) await delay(20);
  const all = [pid, ...childrenOf(pid)];
  await delay(500);
  shell.kill("SIGKILL");
  for (const each of all) while (isAlive(each)) await delay(20);
});

test("a thousand cells in one kernel all answer, and late ones know the first", async () => {
  await client.evaluate("let total = 0");
  for (let i = 0; i < 1000; i++)
    await client.execute(`const value${i} = ${i}; total += value${i};`, { store_history: false });
  expect(await client.evaluate("[total, value0, value999]")).toBe("[ 499500, 0, 999 ]");
});

test("frames survive any cut of the stream", () => {
  const record = fc.record({ type: fc.string(), value: fc.jsonValue() });
  fc.assert(
    fc.property(fc.array(fc.tuple(record, fc.uint8Array())), fc.integer({ min: 1, max: 50 }), (frames, size) => {
      const stream = Buffer.concat(frames.flatMap(([each, bytes]) => encodeFrame(each, bytes)));
      const reader = new FrameReader();
      const read: [unknown, number[]][] = [];
      for (let at = 0; at < stream.length; at += size) {
        for (const frame of reader.push(stream.subarray(at, at + size))) read.push([frame.record, [...frame.bytes]]);
      }
      expect(read).toEqual(frames.map(([each, bytes]) => [JSON.parse(JSON.stringify(each)), [...bytes]]));
    }),
  );
});

test("a frame in the middle of which its writer was stopped is dropped, and no other, wherever the stream is cut", () => {
  const mark = Buffer.from("\0a mark\0");
  const frames = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 });
  fc.assert(
    fc.property(
      frames,
      fc.uint8Array({ maxLength: 60 }),
      frames,
      fc.nat(),
      fc.integer({ min: 1, max: 50 }),
      (before, half, after, n, size) => {
        const whole = (all: readonly Uint8Array[]): Buffer[] =>
          all.flatMap((bytes) => encodeFrame({ type: "each" }, bytes));
        const broken = Buffer.concat(whole([half]));
        const stream = Buffer.concat([...whole(before), broken.subarray(0, n % broken.length), mark, ...whole(after)]);
        const reader = new FrameReader();
        reader.restart = mark;
        const read: number[][] = [];
        for (let at = 0; at < stream.length; at += size) {
          for (const { bytes } of reader.push(stream.subarray(at, at + size))) read.push([...bytes]);
        }
        expect(read).toEqual([...before, ...after].map((bytes) => [...bytes]));
      },
    ),
  );
});

test("a cell that is sent while the compiler is dying, whatever it dies of, runs", async () => {
  await client.evaluate("interface Point { x: number }; const point: Point = { x: 3 };");
  for (const [i, signal] of (["SIGKILL", "SIGTERM", "SIGSEGV", "SIGABRT"] as const).entries()) {
    await client.evaluate(`const before${i} = ${i}`);
    process.kill(kernel.compilerProcess(), signal);
    // At once, and when the channel may be closed already but the end is not yet known.
    if (i % 2 === 1) await delay(5 * i);
    expect(await client.evaluate(`const later: Point = point; later.x + before${i}`)).toBe(String(3 + i));
  }
});

test("a compiler that is replaced knows what it is asked meanwhile, and what is wrong is still wrong", async () => {
  process.kill(kernel.compilerProcess(), "SIGKILL");
  const answers = await Promise.all([
    client.request("complete_request", { code: "point.", cursor_pos: 6 }),
    client.execute("point.y"),
  ]);
  expect(answers[0].reply).toMatchObject({ status: "ok" });
  expect(answers[1].reply).toMatchObject({ status: "error" });
  expect(String(answers[1].reply.evalue)).toContain("TS2339");
});

test("cells and the debugger's questions that are asked while the evaluator is dying are answered", async () => {
  for (let i = 0; i < 10; i++) {
    process.kill(kernel.evaluator(), i % 2 === 0 ? "SIGKILL" : "SIGTERM");
    if (i % 3 === 1) await delay(2 * i);
    const [cell, variables] = await Promise.all([
      client.execute("1 + 1"),
      client.request(
        "debug_request",
        { type: "request", seq: i, command: "inspectVariables", arguments: {} },
        "control",
      ),
    ]);
    expect(["ok", "error"]).toContain(cell.reply.status);
    expect(variables.reply).toBeDefined();
    expect(await client.evaluate("2 + 2")).toBe("4");
  }
});

test("offsets in code points and in UTF-16 units are each other's inverse", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, n) => {
      const points = n % ([...text].length + 1);
      expect(codePointOffset(text, utf16Offset(text, points))).toBe(points);
    }),
  );
});
