import type { Socket } from "node:net";
import type { Publication } from "./publication.js";
import type { OutgoingMessage } from "./wire.js";
import { encodeCommand, encodeMessage, encodeProperties, greeting, ZmtpReader, type ZmtpFrame } from "./zmtp.js";

/** What a client's end has to tell the publisher. */
export interface SubscriberEvents {
  subscribed(topic: string): void;
  note(message: OutgoingMessage): Publication;
  /** There may be room again. */
  relieved(): void;
  ended(): void;
}

/** How much may be on its way without the client having said that it is there: bytes and messages. */
const window = { bytes: 1 << 18, messages: 200 };
/** How much waits here for a client before what produces it has to wait. */
const backlog = { bytes: 4 << 20, messages: 1000 };
/** Longer parts of messages are sent in pieces of this many bytes. */
const piece = 1 << 20;
/** A client that has been left behind and for which even this much waits is disconnected; it may come back. */
const hopeless = 50_000;
/** How long a client may take nothing at all, in milliseconds, while others wait for it. */
const patience = 20_000;

/** What a client is spared that has been left behind: without all else it could not tell when a cell has ended, and how. */
const output = new Set(["stream", "display_data", "update_display_data", "clear_output", "comm_msg", "debug_event"]);

/**
 * One client of the iopub socket. What it has not taken waits here, text joined to larger messages meanwhile. It says what it has taken by
 * its answers to pings, which its ZeroMQ gives by itself; one that speaks a version without them is believed to have what its
 * connection has.
 */
export class Subscriber {
  readonly #socket: Socket;
  readonly #events: SubscriberEvents;
  readonly #reader = new ZmtpReader();
  readonly #topics: string[] = [];
  #queue: Publication[] = [];
  #queuedBytes = 0;
  /** Bytes and messages that have been sent, since the beginning, and of these what the client is known to have. */
  readonly #sent = { bytes: 0, messages: 0 };
  #taken = { bytes: 0, messages: 0 };
  #pinged: { bytes: number; messages: number } | undefined;
  #isReady = false;
  #isEnding = false;
  /** What will be said of the messages that are left out of a request's output. */
  #note: { readonly parent: string | undefined; count: number; readonly publication: Publication } | undefined;
  #isLeftBehind = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, events: SubscriberEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.write(greeting);
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const frame of this.#reader.push(chunk)) this.#receive(frame);
      } catch (error) {
        process.stderr.write(`normlab kernel: a client of iopub is no subscriber: ${(error as Error).message}\n`);
        this.drop();
      }
    });
    socket.on("error", () => this.drop());
    socket.on("close", () => {
      clearTimeout(this.#timer);
      events.ended();
    });
  }

  /** Whether more may be produced as far as this client is concerned. */
  get hasRoom(): boolean {
    return this.#isLeftBehind || (this.#queuedBytes < backlog.bytes && this.#queue.length < backlog.messages);
  }

  take(publication: Publication): void {
    if (!this.#isReady || !this.#topics.some((topic) => publication.topic.startsWith(topic))) return;
    if (this.#isLeftBehind && output.has(publication.message.type)) this.#leaveOut(publication);
    else this.#enqueue(publication);
    this.#send();
    if (!this.hasRoom) this.#timer ??= setTimeout(() => this.#leaveBehind(), patience).unref();
    if (this.#queue.length > hopeless) this.drop();
  }

  /** Resolved when all is sent. */
  end(): Promise<void> {
    this.#isEnding = true;
    return new Promise((resolve) => {
      this.#socket.once("close", () => resolve());
      this.#send();
    });
  }

  drop(): void {
    this.#socket.destroy();
  }

  #receive({ command, body }: ZmtpFrame): void {
    if (!this.#isReady) {
      if (command !== "READY") return;
      this.#socket.write(encodeCommand("READY", encodeProperties({ "Socket-Type": "XPUB", Identity: "" })));
      this.#isReady = true;
    } else if (command === "PING") this.#socket.write(encodeCommand("PONG", body.subarray(2)));
    else if (command === "PONG") this.#acknowledge();
    else if (command === "SUBSCRIBE") this.#subscribe(body);
    else if (command === "CANCEL") this.#cancel(body);
    else if (command === undefined && body[0] === 1) this.#subscribe(body.subarray(1));
    else if (command === undefined && body[0] === 0) this.#cancel(body.subarray(1));
  }

  #subscribe(topic: Buffer): void {
    this.#topics.push(topic.toString());
    this.#events.subscribed(topic.toString());
  }

  #cancel(topic: Buffer): void {
    const at = this.#topics.indexOf(topic.toString());
    if (at >= 0) this.#topics.splice(at, 1);
  }

  #enqueue(publication: Publication): void {
    const last = this.#queue.at(-1);
    const joined = last?.joined(publication);
    if (joined) this.#queue[this.#queue.length - 1] = joined;
    else this.#queue.push(publication);
    this.#queuedBytes += publication.size;
  }

  #send(): void {
    const { bytes, messages } = this.#sent;
    const isOpen = (): boolean =>
      this.#sent.bytes - this.#taken.bytes < window.bytes &&
      this.#sent.messages - this.#taken.messages < window.messages;
    this.#socket.cork();
    while (this.#queue.length > 0 && isOpen()) {
      const publication = this.#queue.shift()!;
      if (publication === this.#note?.publication) this.#note = undefined;
      this.#queuedBytes = this.#queue.length === 0 ? 0 : this.#queuedBytes - publication.size;
      for (const part of joinSmall(encodeMessage(publication.frames))) {
        this.#sent.bytes += part.byteLength;
        this.#write(part);
      }
      this.#sent.messages++;
    }
    if (this.#sent.messages > messages || this.#sent.bytes > bytes) this.#askWhatIsTaken();
    this.#socket.uncork();
    if (this.#isEnding && this.#queue.length === 0) this.#socket.end();
  }

  /** Of what is large every piece that the connection takes shows that the client is alive. */
  #write(part: Uint8Array): void {
    if (part.byteLength <= piece) this.#socket.write(part);
    for (let start = 0; part.byteLength > piece && start < part.byteLength; start += piece) {
      this.#socket.write(part.subarray(start, start + piece), () => this.#timer?.refresh());
    }
  }

  /** Not after each message: only when it may soon matter. */
  #askWhatIsTaken(): void {
    const isFew =
      this.#sent.bytes - this.#taken.bytes < window.bytes / 4 &&
      this.#sent.messages - this.#taken.messages < window.messages / 4;
    if (isFew || this.#pinged) return;
    this.#pinged = { ...this.#sent };
    if (this.#reader.minor! >= 1) this.#socket.write(encodeCommand("PING", Buffer.from([0, 0])));
    else this.#socket.write("", () => this.#acknowledge());
  }

  #acknowledge(): void {
    if (!this.#pinged) return;
    this.#taken = this.#pinged;
    this.#pinged = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#send();
    this.#askWhatIsTaken();
    if (this.#queue.length === 0) this.#isLeftBehind = false;
    if (this.hasRoom) this.#events.relieved();
    else this.#timer = setTimeout(() => this.#leaveBehind(), patience).unref();
  }

  /** One stuck client must not hold up the kernel and all others: what is produced from now on is left out for it. */
  #leaveBehind(): void {
    this.#timer = undefined;
    process.stderr.write("normlab kernel: a client does not read its output, some of which is left out for it\n");
    this.#isLeftBehind = true;
    this.#events.relieved();
  }

  /** A word on it stands in the place of what is left out. */
  #leaveOut({ message: { parent } }: Publication): void {
    if (this.#note?.parent !== parent?.msg_id) this.#note = undefined;
    if (!this.#note) {
      const note = { parent: parent?.msg_id, count: 0 };
      const content = {
        name: "stderr",
        // Read when it is sent: until then it counts.
        get text() {
          const seconds = patience / 1000;
          return `[${note.count} outputs are left out here: this client had taken none for ${seconds} seconds]\n`;
        },
      };
      const publication = this.#events.note({ type: "stream", content, parent });
      this.#note = Object.assign(note, { publication });
      this.#enqueue(publication);
    }
    this.#note.count++;
  }
}

/** One write for a short message instead of one for each of its parts, which costs more than its contents. */
function joinSmall(parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return length > 1 << 14 ? parts : [Buffer.concat(parts, length)];
}
