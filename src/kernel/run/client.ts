import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { kernelFolder } from "../folder.js";
import { Wire, type JsonRecord, type Message } from "../protocol/wire.js";
import type { NotebookLanguage } from "../settings.js";
import { fileURLToPath } from "node:url";

const channels = ["shell", "iopub", "stdin", "control", "hb"] as const;

/** The kernel has ended by itself. */
export class KernelEnded extends Error {
  override readonly name = "KernelEnded";
}

/** A kernel of its own in a folder, and the one client that it has. */
export class KernelClient {
  readonly #wire: Wire;
  readonly #process: ChildProcess;
  readonly #shell = new Dealer({ linger: 0, reconnectInterval: 20 });
  readonly #control = new Dealer({ linger: 0, reconnectInterval: 20 });
  readonly #iopub = new Subscriber({ linger: 0, reconnectInterval: 20, receiveHighWaterMark: 0 });
  readonly #replies = new Map<string, (content: JsonRecord) => void>();
  readonly #idle = new Map<string, () => void>();
  readonly #ended: Promise<never>;
  readonly #published: (message: Message) => void;
  #welcome!: () => void;
  #isClosed = false;
  #log = "";

  private constructor(
    key: string,
    connectionFile: string,
    options: { readonly folder: string; readonly notebook: string; readonly language: NotebookLanguage },
    published: (message: Message) => void,
  ) {
    this.#wire = new Wire(key);
    this.#published = published;
    const main = fileURLToPath(new URL("main.cjs", kernelFolder));
    this.#process = spawn(process.execPath, [main, connectionFile, "--language", options.language], {
      cwd: options.folder,
      // As Jupyter says them: which notebook it is, and whose kernel.
      env: { ...process.env, JPY_SESSION_NAME: options.notebook, JPY_PARENT_PID: String(process.pid) },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#process.stderr!.setEncoding("utf8").on("data", (text: string) => (this.#log += text));
    this.#ended = new Promise((_, reject) => {
      this.#process.once("error", reject);
      this.#process.once("exit", (code, signal) => {
        if (!this.#isClosed)
          reject(new KernelEnded(`the kernel has ended (${signal ?? `exit code ${code}`})\n${this.#log}`));
      });
    });
    this.#ended.catch(() => undefined);
  }

  /** Starts a kernel; `published` is told everything that it says of the cells. */
  static async start(
    options: { readonly folder: string; readonly notebook: string; readonly language: NotebookLanguage },
    published: (message: Message) => void,
  ): Promise<KernelClient> {
    const key = randomUUID();
    const place = mkdtempSync(join(tmpdir(), "normlab-kernel-"));
    const connection = process.platform === "win32" ? await tcp() : ipc(place);
    const file = join(place, "connection.json");
    writeFileSync(file, JSON.stringify({ ...connection, key, signature_scheme: "hmac-sha256" }), { mode: 0o600 });
    const client = new KernelClient(key, file, options, published);
    client.#process.once("exit", () => rmSync(place, { recursive: true, force: true }));
    await client.#connect(connection);
    return client;
  }

  async #connect(connection: Record<string, unknown>): Promise<void> {
    const address = (name: string): string => {
      const { transport, ip } = connection as { transport: string; ip: string };
      return `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${String(connection[`${name}_port`])}`;
    };
    const welcomed = new Promise<void>((resolve) => (this.#welcome = resolve));
    this.#shell.connect(address("shell"));
    this.#control.connect(address("control"));
    this.#iopub.connect(address("iopub"));
    this.#iopub.subscribe();
    for (const socket of [this.#shell, this.#control, this.#iopub]) void this.#read(socket);
    await Promise.race([welcomed, this.#ended]);
  }

  async #read(socket: Dealer | Subscriber): Promise<void> {
    try {
      for await (const frames of socket) this.#handle(this.#wire.decode(frames), socket === this.#iopub);
    } catch (error) {
      if (!this.#isClosed) throw error;
    }
  }

  #handle(message: Message, isPublished: boolean): void {
    const request = String(message.parentHeader.msg_id);
    if (!isPublished) {
      this.#replies.get(request)?.(message.content);
      this.#replies.delete(request);
    } else if (message.header.msg_type === "iopub_welcome") this.#welcome();
    else if (message.header.msg_type === "status" && message.content.execution_state === "idle") {
      this.#idle.get(request)?.();
      this.#idle.delete(request);
    } else this.#published(message);
  }

  /** Sends a request, of which `sent` is told the id; resolved with its reply, when all that belongs to it has come. */
  async request(
    type: string,
    content: JsonRecord,
    { sent, metadata, channel = "shell" }: RequestOptions = {},
  ): Promise<JsonRecord> {
    const frames = this.#wire.encode({ type, content, ...(metadata && { metadata }) });
    const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
    const { msg_id } = JSON.parse(frames[at + 2]!.toString()) as { msg_id: string };
    sent?.(msg_id);
    const reply = new Promise<JsonRecord>((resolve) => this.#replies.set(msg_id, resolve));
    const idle = new Promise<void>((resolve) => this.#idle.set(msg_id, resolve));
    await (channel === "shell" ? this.#shell : this.#control).send(frames);
    const [answer] = await Promise.race([Promise.all([reply, idle]), this.#ended]);
    return answer;
  }

  /** Lets the kernel end, and waits for it, or ends it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const ended = new Promise<void>((resolve) => this.#process.once("exit", () => resolve()));
    const isRunning = this.#process.exitCode === null && this.#process.signalCode === null;
    if (isRunning) {
      const shutdown = this.request("shutdown_request", { restart: false }, { channel: "control" });
      await Promise.race([shutdown.catch(() => undefined), ended, delay(3000)]);
      const timer = setTimeout(() => this.#process.kill("SIGKILL"), 2000);
      await ended;
      clearTimeout(timer);
    }
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
  }

  /** Ends the kernel, whatever it does. */
  kill(): void {
    this.#process.kill("SIGKILL");
  }
}

interface RequestOptions {
  readonly sent?: (id: string) => void;
  readonly metadata?: JsonRecord;
  readonly channel?: "shell" | "control";
}

/** Sockets in a folder: no other program can take their addresses. */
function ipc(folder: string): Record<string, unknown> {
  const ports = Object.fromEntries(channels.map((name, i) => [`${name}_port`, i + 1]));
  return { transport: "ipc", ip: join(folder, "socket"), ...ports };
}

async function tcp(): Promise<Record<string, unknown>> {
  const servers = channels.map(() => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once("listening", resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    ...Object.fromEntries(channels.map((name, i) => [`${name}_port`, ports[i]])),
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
