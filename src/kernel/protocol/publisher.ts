import { createServer, type Server, type Socket } from "node:net";
import { Publication } from "./publication.js";
import { Subscriber } from "./subscriber.js";
import type { OutgoingMessage, Wire } from "./wire.js";

/**
 * The iopub socket: publishes to every client at the pace of that client. ZeroMQ's own publisher has one pace for all, and can only drop or
 * block; this one joins text while a client is behind, lets the producer wait, and tells a client what it has missed
 * (`docs/decisions/output.md`).
 */
export class Publisher {
  readonly #wire: Wire;
  readonly #server: Server;
  readonly #subscribers = new Set<Subscriber>();
  #waiting: (() => void)[] = [];

  constructor(wire: Wire) {
    this.#wire = wire;
    this.#server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, (socket) =>
      this.#accept(socket),
    );
  }

  /** Listens at a port, or at a path for `ipc`. */
  bind(address: { readonly host: string; readonly port: number } | { readonly path: string }): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(address, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
  }

  /** Sends to all clients that have subscribed to it. */
  publish(message: OutgoingMessage): void {
    const publication = new Publication(message, this.#wire);
    for (const subscriber of this.#subscribers) subscriber.take(publication);
  }

  /** Resolved when every client that still reads has room for more: a producer that waits cannot outrun them. */
  room(): Promise<void> {
    if (this.#hasRoom()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Ends when clients have what was published, or have had a second for it. */
  async close(): Promise<void> {
    this.#server.close();
    const ended = Promise.all([...this.#subscribers].map((subscriber) => subscriber.end()));
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1000))]);
    for (const subscriber of this.#subscribers) subscriber.drop();
  }

  #accept(socket: Socket): void {
    const subscriber: Subscriber = new Subscriber(socket, {
      subscribed: (topic) =>
        subscriber.take(new Publication({ type: "iopub_welcome", content: { subscription: topic } }, this.#wire)),
      note: (message) => new Publication(message, this.#wire),
      relieved: () => this.#letGoOn(),
      ended: () => {
        this.#subscribers.delete(subscriber);
        this.#letGoOn();
      },
    });
    this.#subscribers.add(subscriber);
  }

  #hasRoom(): boolean {
    return [...this.#subscribers].every(({ hasRoom }) => hasRoom);
  }

  #letGoOn(): void {
    if (this.#waiting.length === 0 || !this.#hasRoom()) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
