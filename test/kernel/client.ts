import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Dealer, Subscriber } from "zeromq";
import { Wire, type JsonRecord, type Message } from "../../src/kernel/protocol/wire.js";

export const kernelMain = fileURLToPath(new URL("../../dist/kernel/main.cjs", import.meta.url));

/** What a request brought: its reply, and what was published for it until `idle`. */
export interface Answer {
  readonly reply: JsonRecord;
  readonly published: readonly Message[];
}

/** What a kernel is started with. */
export interface StartOptions {
  readonly environment?: Record<string, string>;
  readonly arguments?: readonly string[];
}

/** A kernel in a process of its own, and a client that speaks to it as a frontend does. */
export class TestKernel {
  readonly folder: string;
  readonly connectionFile: string;
  readonly key = "a key for tests";
  readonly process: ChildProcess;
  log = "";
  readonly #ports: Record<string, number>;

  private constructor(folder: string, ports: Record<string, number>, main: string, options: StartOptions) {
    this.folder = folder;
    this.#ports = ports;
    this.connectionFile = join(folder, "connection.json");
    const connection = { ip: "127.0.0.1", transport: "tcp", key: this.key, signature_scheme: "hmac-sha256", ...ports };
    writeFileSync(this.connectionFile, JSON.stringify(connection), { mode: 0o600 });
    this.process = spawn(process.execPath, [main, this.connectionFile, ...(options.arguments ?? [])], {
      cwd: folder,
      env: { ...process.env, ...options.environment },
    });
    this.process.stderr!.on("data", (chunk: Buffer) => (this.log += chunk.toString()));
    this.process.stdout!.on("data", (chunk: Buffer) => (this.log += chunk.toString()));
  }

  /** Starts a kernel in a new folder that holds the given files. */
  static async start(
    files: Record<string, string> = {},
    main = kernelMain,
    options: StartOptions = {},
  ): Promise<TestKernel> {
    const folder = mkdtempSync(join(tmpdir(), "normlab-kernel-"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const names = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"];
    const ports = await freePorts(names.length);
    return new TestKernel(folder, Object.fromEntries(names.map((name, i) => [name, ports[i]!])), main, options);
  }

  /** Fails when the kernel ends before it listens. */
  connect(): Promise<TestClient> {
    const ended = new Promise<never>((_, reject) => {
      const fail = (): void => reject(new Error(`the kernel has ended\n${this.log}`));
      if (this.#hasEnded) fail();
      else this.process.once("exit", fail);
    });
    return Promise.race([TestClient.connect(this.key, this.#ports), ended]);
  }

  port(name: "shell" | "iopub" | "stdin" | "control" | "hb"): number {
    return this.#ports[`${name}_port`]!;
  }

  /** Process ids of the kernel's own child processes. */
  children(): number[] {
    return childrenOf(this.process.pid!);
  }

  /** The process that evaluates cells. */
  evaluator(): number {
    const isEvaluator = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("evaluator");
    return this.children().find(isEvaluator)!;
  }

  /** The process that checks cells. */
  compilerProcess(): number {
    return this.children().find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("language"))!;
  }

  /** Command line of the process that checks cells. */
  compiler(): string {
    const commands = this.children().map((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8"));
    return commands.find((command) => command.includes("language"))!;
  }

  get #hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  async stop(): Promise<void> {
    if (!this.#hasEnded) {
      const ended = new Promise((resolve) => this.process.once("exit", resolve));
      this.process.kill("SIGKILL");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One frontend. */
export class TestClient {
  readonly wire: Wire;
  readonly shell = new Dealer({ linger: 0 });
  readonly control = new Dealer({ linger: 0 });
  readonly stdin = new Dealer({ linger: 0 });
  readonly iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  /** Everything published since the client connected. */
  readonly published: Message[] = [];
  /** Answers questions of `input`. */
  onInput: (prompt: string) => string | Promise<string> = () => "";
  readonly #replies: Message[] = [];
  readonly #watchers = new Set<() => void>();

  private constructor(key: string) {
    this.wire = new Wire(key);
  }

  static async connect(key: string, ports: Record<string, number>): Promise<TestClient> {
    const client = new TestClient(key);
    const { shell, control, stdin, iopub } = client;
    // The kernel asks for input under the identity of the request.
    stdin.routingId = shell.routingId = `client-${randomUUID()}`;
    for (const [name, socket] of Object.entries({ shell, control, stdin, iopub })) {
      socket.connect(`tcp://127.0.0.1:${ports[`${name}_port`]}`);
    }
    iopub.subscribe();
    void client.#read(shell, (message) => client.#replies.push(message));
    void client.#read(control, (message) => client.#replies.push(message));
    void client.#read(iopub, (message) => client.published.push(message));
    void client.#read(stdin, async ({ header, content }) => {
      const value = await client.onInput(String(content.prompt));
      await stdin.send(client.wire.encode({ type: "input_reply", content: { value }, parent: header }));
    });
    await client.#until(() => client.published.find(({ header }) => header.msg_type === "iopub_welcome"));
    return client;
  }

  /** Sends a request without waiting; returns its id. */
  async send(
    channel: "shell" | "control",
    type: string,
    content: JsonRecord,
    buffers?: Uint8Array[],
    headerFields?: JsonRecord,
  ): Promise<string> {
    const frames = this.wire.encode({ type, content, ...(buffers && { buffers }) }, headerFields);
    const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
    const header = JSON.parse(frames[at + 2]!.toString()) as { msg_id: string };
    await this[channel].send(frames);
    return header.msg_id;
  }

  /** The answer to a request that was sent. */
  async answer(id: string): Promise<Answer> {
    const ofRequest = ({ parentHeader }: Message): boolean => parentHeader.msg_id === id;
    const reply = await this.#until(() => this.#replies.find(ofRequest));
    await this.#until(() =>
      this.published.find(
        (message) =>
          ofRequest(message) && message.header.msg_type === "status" && message.content.execution_state === "idle",
      ),
    );
    return { reply: reply.content, published: this.published.filter(ofRequest) };
  }

  /** Sends a message that has no reply, and waits until it has been dealt with. */
  async answerless(type: string, content: JsonRecord, buffers?: Uint8Array[]): Promise<void> {
    const id = await this.send("shell", type, content, buffers);
    await this.until(() =>
      this.published.some(
        (message) => message.parentHeader.msg_id === id && message.content.execution_state === "idle",
      ),
    );
  }

  async request(type: string, content: JsonRecord = {}, channel: "shell" | "control" = "shell"): Promise<Answer> {
    return this.answer(await this.send(channel, type, content));
  }

  async execute(code: string, options: JsonRecord = {}, headerFields?: JsonRecord): Promise<Answer> {
    const content = { code, store_history: true, allow_stdin: true, ...options };
    return this.answer(await this.send("shell", "execute_request", content, undefined, headerFields));
  }

  /** Text of the result; fails when the cell failed. */
  async evaluate(code: string): Promise<string | undefined> {
    const answer = await this.execute(code);
    if (answer.reply.status !== "ok") throw new Error(`${String(answer.reply.ename)}: ${String(answer.reply.evalue)}`);
    return resultOf(answer);
  }

  /** Resolves when a condition on what has arrived holds. */
  async until(condition: () => boolean): Promise<void> {
    await this.#until(() => condition() || undefined);
  }

  close(): void {
    for (const socket of [this.shell, this.control, this.stdin, this.iopub]) socket.close();
  }

  #until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  async #read(socket: Dealer | Subscriber, handle: (message: Message) => unknown): Promise<void> {
    for await (const frames of socket) {
      handle(this.wire.decode(frames));
      for (const watcher of [...this.#watchers]) watcher();
    }
  }
}

/** Text that was printed to a stream. */
export function printed({ published }: Answer, name: "stdout" | "stderr" = "stdout"): string {
  return published
    .filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
    .map(({ content }) => String(content.text))
    .join("");
}

/** `text/plain` of the result. */
export function resultOf({ published }: Answer): string | undefined {
  const message = published.find(({ header }) => header.msg_type === "execute_result");
  return (message?.content.data as Record<string, string> | undefined)?.["text/plain"];
}

/** The traceback as text without colours. */
export function traceback({ reply }: Answer): string {
  // eslint-disable-next-line no-control-regex
  return ((reply.traceback ?? []) as string[]).join("\n").replace(/\u001b\[\d+m/g, "");
}

/** Contents of the messages of a type. */
export function contents({ published }: Answer, type: string): JsonRecord[] {
  return published.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
}

export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** Whether a process runs: one that has ended, and that nobody has asked how, is none. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Where this process looks next. The system gives none of these to connections that go out, which could take one before a kernel does. */
let nextPort = 10_000 + ((process.pid * 37) % 20_000);

export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = nextPort;
    nextPort = port < 30_000 ? port + 1 : 10_000;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
