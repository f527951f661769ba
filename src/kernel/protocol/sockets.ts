import { readFileSync } from "node:fs";
import { Reply, Router } from "zeromq";
import { Publisher } from "./publisher.js";
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

/** The five sockets of a kernel. Messages that cannot be accepted are dropped and logged on standard error. */
export class Sockets {
  readonly #wire: Wire;
  readonly #connection: Connection;
  readonly #routers: Record<RequestChannel, Router>;
  readonly #iopub: Publisher;
  readonly #heartbeat = new Reply({ linger: 0 });
  readonly #queues = new Map<Router, Promise<void>>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#wire = new Wire(connection.key);
    this.#iopub = new Publisher(this.#wire);
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
      this.#iopub.bind(this.#listeningAddress(iopub_port)),
      this.#heartbeat.bind(this.#address(hb_port)),
    ]);
    void this.#echo();
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
    const socket = this.#routers[channel];
    const frames = this.#wire.encode(message);
    // A socket takes one message at a time; the others wait here in order.
    const sent = (this.#queues.get(socket) ?? Promise.resolve()).then(async () => {
      try {
        await socket.send(frames);
      } catch (error) {
        process.stderr.write(`normlab kernel: could not send ${message.type}: ${String(error)}\n`);
      }
    });
    this.#queues.set(socket, sent);
    return sent;
  }

  /** Sends a message to all clients. */
  publish(message: OutgoingMessage): void {
    this.#iopub.publish(message);
  }

  /** Resolved when clients have room for more output. */
  room(): Promise<void> {
    return this.#iopub.room();
  }

  /** Ends when what was published has left; what was sent leaves all the same: that is what `linger` is for. */
  async close(): Promise<void> {
    for (const socket of [...Object.values(this.#routers), this.#heartbeat]) socket.close();
    await this.#iopub.close();
  }

  async #echo(): Promise<void> {
    for await (const frames of this.#heartbeat) {
      // The kernel may have ended between the arrival of a beat and here.
      if (this.#heartbeat.closed) return;
      await this.#heartbeat.send(frames);
    }
  }

  #address(port: number): string {
    const { transport, ip } = this.#connection;
    return transport === "ipc" ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
  }
  #listeningAddress(port: number): { host: string; port: number } | { path: string } {
    const { transport, ip } = this.#connection;
    if (transport === "ipc") return { path: `${ip}-${port}` };
    return { host: ip === "*" ? "0.0.0.0" : ip, port };
  }
}
