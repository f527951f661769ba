import { readFileSync } from "node:fs";
import { Reply, Router, XPublisher } from "zeromq";
import type { JsonRecord, Message, OutgoingMessage } from "./wire.js";
import { Wire, WireError } from "./wire.js";

/** What a connection file says. */
export interface Connection {
  readonly ip: string;
  readonly transport: string;
  readonly key: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

/** Reads a connection file; throws a plain `Error` that names what is missing. */
export function readConnection(path: string): Connection {
  const file = JSON.parse(readFileSync(path, "utf8")) as JsonRecord;
  const scheme = file.signature_scheme ?? "hmac-sha256";
  if (scheme !== "hmac-sha256") throw new Error(`${path}: signature scheme ${String(scheme)} is not known`);
  for (const port of ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]) {
    if (!Number.isInteger(file[port])) throw new Error(`${path}: ${port} is missing`);
  }
  return { ip: "127.0.0.1", transport: "tcp", key: "", ...file } as unknown as Connection;
}

export type RequestChannel = "shell" | "control" | "stdin";

/** How long a client may leave its output unread, in milliseconds, before it is taken to be stuck. */
const patience = 10_000;

/** The five sockets of a kernel. Messages that cannot be accepted are dropped and logged on standard error. */
export class Sockets {
  readonly #wire: Wire;
  readonly #connection: Connection;
  readonly #routers: Record<RequestChannel, Router>;
  // Without `noDrop` output would silently be lost for a client that reads more slowly than the kernel writes.
  readonly #iopub = new XPublisher({
    noDrop: true,
    sendHighWaterMark: 2000,
    sendTimeout: patience,
    linger: 1000,
    verbosity: "allSubs",
  });
  readonly #heartbeat = new Reply({ linger: 0 });
  readonly #queues = new Map<object, Promise<void>>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#wire = new Wire(connection.key);
    // `linger` lets the last reply leave when the kernel ends; `handover` lets a client that reconnects keep its identity.
    const options = { linger: 1000, sendHighWaterMark: 0, handover: true };
    this.#routers = { shell: new Router(options), control: new Router(options), stdin: new Router(options) };
  }

  async bind(): Promise<void> {
    const { shell_port, control_port, stdin_port, iopub_port, hb_port } = this.#connection;
    await Promise.all([
      this.#routers.shell.bind(this.#address(shell_port)),
      this.#routers.control.bind(this.#address(control_port)),
      this.#routers.stdin.bind(this.#address(stdin_port)),
      this.#iopub.bind(this.#address(iopub_port)),
      this.#heartbeat.bind(this.#address(hb_port)),
    ]);
    void this.#echo();
    void this.#readSubscriptions();
  }

  /** Hands every accepted message of a channel to `handle`, in order of arrival. */
  async receive(channel: RequestChannel, handle: (message: Message) => void): Promise<void> {
    for await (const frames of this.#routers[channel]) {
      let message: Message;
      try {
        message = this.#wire.decode(frames);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        process.stderr.write(`normlab kernel: dropped a message on ${channel}: ${error.message}\n`);
        continue;
      }
      handle(message);
    }
  }

  /** Sends a message to one client. */
  send(channel: RequestChannel, message: OutgoingMessage): Promise<void> {
    return this.#enqueue(this.#routers[channel], message);
  }

  /** Sends a message to all clients; resolved once it is on its way, so a producer that waits cannot outrun its readers. */
  publish(message: OutgoingMessage): Promise<void> {
    return this.#enqueue(this.#iopub, { ...message, identities: [`kernel.${message.type}`] });
  }

  close(): void {
    for (const socket of [...Object.values(this.#routers), this.#iopub, this.#heartbeat]) socket.close();
  }

  /** A socket takes one message at a time; the others wait here in order. */
  #enqueue(socket: Router | XPublisher, message: OutgoingMessage): Promise<void> {
    const frames = this.#wire.encode(message);
    const sent = (this.#queues.get(socket) ?? Promise.resolve()).then(async () => {
      try {
        await socket.send(frames).catch((error: unknown) => {
          if (socket !== this.#iopub) throw error;
          // One stuck client must not hold up the kernel and all others: from now on it misses what it cannot take.
          process.stderr.write("normlab kernel: a client does not read its output, which is lost for it from now on\n");
          this.#iopub.noDrop = false;
          return socket.send(frames);
        });
      } catch (error) {
        process.stderr.write(`normlab kernel: could not send ${message.type}: ${String(error)}\n`);
      }
    });
    this.#queues.set(socket, sent);
    return sent;
  }

  async #echo(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }

  /** A client that subscribes is told that it will miss nothing from now on. */
  async #readSubscriptions(): Promise<void> {
    for await (const [frame] of this.#iopub) {
      if (frame?.[0] !== 1) continue;
      void this.publish({ type: "iopub_welcome", content: { subscription: frame.toString("utf8", 1) } });
    }
  }

  #address(port: number): string {
    const { transport, ip } = this.#connection;
    return transport === "ipc" ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
  }
}
