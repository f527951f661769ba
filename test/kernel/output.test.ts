import { Subscriber } from "zeromq";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Wire, type Message } from "../../src/kernel/protocol/wire.js";
import { contents, delay, printed, TestKernel, type TestClient } from "./client.js";

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

/** A reader of iopub that waits between messages, with the usual limit of a thousand unread ones. */
class Reader {
  readonly messages: Message[] = [];
  readonly socket: Subscriber;
  readonly #wire = new Wire(kernel.key);

  constructor(options: { readonly receiveHighWaterMark?: number } = {}) {
    this.socket = new Subscriber({ linger: 0, ...options });
    this.socket.connect(`tcp://127.0.0.1:${kernel.port("iopub")}`);
    this.socket.subscribe();
  }

  /** Reads the next message. */
  async next(): Promise<Message> {
    const message = this.#wire.decode(await this.socket.receive());
    this.messages.push(message);
    return message;
  }

  /** Reads until a request is done, as slowly as it is told. */
  async readUntilIdle(id: string, pause: () => Promise<unknown>): Promise<readonly Message[]> {
    for (;;) {
      const { parentHeader, content } = await this.next();
      if (parentHeader.msg_id === id && content.execution_state === "idle") break;
      await pause();
    }
    return this.messages.filter(({ parentHeader }) => parentHeader.msg_id === id);
  }
}

async function connected(options?: { readonly receiveHighWaterMark: number }): Promise<Reader> {
  const reader = new Reader(options);
  while ((await reader.next()).header.msg_type !== "iopub_welcome");
  return reader;
}

const text = (messages: readonly Message[], name = "stdout"): string =>
  messages
    .filter(({ content }) => content.name === name)
    .map(({ content }) => String(content.text))
    .join("");
const ofType = (messages: readonly Message[], type: string): Message[] =>
  messages.filter(({ header }) => header.msg_type === type);

const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join("");
const floods: Record<string, { readonly code: string; readonly check: (messages: readonly Message[]) => void }> = {
  "a hundred thousand lines": {
    code: "for (let i = 0; i < 100_000; i++) console.log(`line ${i}`);",
    check: (messages) => expect(text(messages)).toBe(lines),
  },
  "lines of both streams in turn": {
    code: "for (let i = 0; i < 5000; i++) { console.log(i); console.error(i); }",
    check: (messages) => {
      const numbers = Array.from({ length: 5000 }, (_, i) => `${i}\n`).join("");
      expect([text(messages), text(messages, "stderr")]).toEqual([numbers, numbers]);
    },
  },
  "thousands of displays": {
    code: "for (let i = 0; i < 6000; i++) display.html(`<b>${i}</b>`);",
    check: (messages) => {
      const shown = ofType(messages, "display_data").map(
        ({ content }) => (content.data as Record<string, string>)["text/html"],
      );
      expect(shown).toEqual(Array.from({ length: 6000 }, (_, i) => `<b>${i}</b>`));
    },
  },
  "a display that is updated thousands of times": {
    code: "const shown = await display(0, { displayId: 'one' }); for (let i = 1; i <= 6000; i++) await shown.update(i);",
    check: (messages) => {
      const updates = ofType(messages, "update_display_data").map(
        ({ content }) => (content.data as Record<string, string>)["text/plain"],
      );
      expect(updates).toEqual(Array.from({ length: 6000 }, (_, i) => String(i + 1)));
    },
  },
  "large displays": {
    code: "for (let i = 0; i < 40; i++) display.text(String(i % 10).repeat(1e6));",
    check: (messages) =>
      expect(
        ofType(messages, "display_data").map(
          ({ content }) => String((content.data as Record<string, string>)["text/plain"]).length,
        ),
      ).toEqual(Array<number>(40).fill(1e6)),
  },
  "what a child process writes": {
    code: "require('child_process').execSync('seq 1 200000', { stdio: 'inherit' });",
    check: (messages) => expect(text(messages)).toBe(Array.from({ length: 200_000 }, (_, i) => `${i + 1}\n`).join("")),
  },
};

test.each(Object.entries(floods))(
  "%s: clients that read slowly get all of it and idle, each at its own pace",
  async (_, { code, check }) => {
    const readers = [await connected(), await connected({ receiveHighWaterMark: 1 })];
    const id = await client.send("shell", "execute_request", { code });
    const [slow, slower, answer] = await Promise.all([
      readers[0]!.readUntilIdle(id, () => delay(0)),
      readers[1]!.readUntilIdle(id, () => delay(1)),
      client.answer(id),
    ]);
    expect(answer.reply.status).toBe("ok");
    for (const messages of [slow, slower, answer.published]) check(messages);
    for (const { socket } of readers) socket.close();
  },
);

test("text is joined to larger messages for the client that is behind", async () => {
  const reader = await connected({ receiveHighWaterMark: 1 });
  const id = await client.send("shell", "execute_request", {
    code: "for (let i = 0; i < 100_000; i++) console.log(`line ${i}`);",
  });
  // Behind before it has begun to read.
  await delay(1000);
  const messages = await reader.readUntilIdle(id, () => delay(1));
  expect(text(messages)).toBe(lines);
  const longest = Math.max(...ofType(messages, "stream").map(({ content }) => String(content.text).length));
  expect(longest).toBeGreaterThan(30_000);
  reader.socket.close();
});

test("while a client is behind, the kernel answers, and a stop keeps variables", async () => {
  const stuck = await connected({ receiveHighWaterMark: 1 });
  await client.evaluate("let kept = 5; const large = 'x'.repeat(300_000);");
  const id = await client.send("shell", "execute_request", {
    code: "console.log('begun'); while (true) display.text(large);",
  });
  await client.until(() =>
    client.published.some(({ parentHeader, content }) => parentHeader.msg_id === id && content.text === "begun\n"),
  );
  await delay(2000);
  expect((await client.request("kernel_info_request")).reply.status).toBe("ok");
  await client.request("interrupt_request", {}, "control");
  const read = stuck.readUntilIdle(id, () => Promise.resolve());
  const answer = await client.answer(id);
  expect(answer.reply).toMatchObject({ ename: "Interrupted" });
  const shown = contents(answer, "display_data").length;
  expect(ofType(await read, "display_data").length).toBe(shown);
  expect(await client.evaluate("kept")).toBe("5");
  stuck.socket.close();
});

test("a client that takes nothing at all for long is left behind, the others miss nothing, and it is told what it has missed", async () => {
  const stuck = await connected({ receiveHighWaterMark: 1 });
  const id = await client.send("shell", "execute_request", {
    code: "for (let i = 0; i < 40; i++) { console.log('x'.repeat(1e6)); for (let j = 0; j < 100; j++) display.text(String(j)); } 'result'",
  });
  const answer = await client.answer(id);
  expect(printed(answer).length).toBe(40e6 + 40);
  expect(contents(answer, "display_data").length).toBe(4000);
  expect(kernel.log).toContain("a client does not read its output");
  expect(await client.evaluate("'goes on'")).toBe("'goes on'");
  const messages = await stuck.readUntilIdle(id, () => Promise.resolve());
  const [, count] = /\[(\d+) outputs are left out here/.exec(text(messages, "stderr")) ?? [];
  expect(Number(count)).toBeGreaterThan(0);
  expect(ofType(messages, "display_data").length).toBeLessThan(4000);
  expect(ofType(messages, "execute_result").length).toBe(1);
  // From now on it reads again, and misses nothing.
  const next = await client.send("shell", "execute_request", {
    code: "for (let i = 0; i < 100_000; i++) console.log(`line ${i}`);",
  });
  expect(text(await stuck.readUntilIdle(next, () => Promise.resolve()))).toBe(lines);
  stuck.socket.close();
});

test("what is no subscriber is shown the door, and others do not notice", async () => {
  const { connect } = await import("node:net");
  for (const bytes of [
    "GET / HTTP/1.1\r\n\r\n",
    Buffer.concat([Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1]), Buffer.alloc(60)]),
  ]) {
    const stranger = connect(kernel.port("iopub"), "127.0.0.1");
    stranger.on("error", () => undefined).resume();
    stranger.write(bytes);
    await new Promise((resolve) => stranger.once("close", resolve));
  }
  expect(kernel.log).toContain("is no subscriber");
  expect(await client.evaluate("'unharmed'")).toBe("'unharmed'");
});

test("a client hears only what it has subscribed to", async () => {
  const socket = new Subscriber({ linger: 0 });
  socket.connect(`tcp://127.0.0.1:${kernel.port("iopub")}`);
  socket.subscribe("kernel.execute_result");
  await delay(300);
  await client.evaluate("console.log('not this'); 'this'");
  const { header, content } = new Wire(kernel.key).decode(await socket.receive());
  expect(header.msg_type).toBe("execute_result");
  expect(content.data).toEqual({ "text/plain": "'this'" });
  socket.close();
});
