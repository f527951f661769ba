import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** Version of the Jupyter messaging protocol that is spoken. */
export const protocolVersion = "5.4";

/** The header every message carries; replies and outputs carry the one of their request as parent header. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
  /** Of a request to a subshell. */
  readonly subshell_id?: string | null;
}

export type JsonRecord = Record<string, unknown>;

/** A field that should be text; anything else counts as empty. */
export function textField(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A message as it came from a client, its signature already checked. */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parentHeader: JsonRecord;
  readonly metadata: JsonRecord;
  readonly content: JsonRecord;
  readonly buffers: readonly Buffer[];
}

/** A message to be sent; `identities` are the routing frames (or, on iopub, the topic). */
export interface OutgoingMessage {
  readonly type: string;
  readonly content: JsonRecord;
  readonly parent?: Header | undefined;
  readonly metadata?: JsonRecord;
  readonly identities?: readonly (Buffer | string)[];
  readonly buffers?: readonly Uint8Array[];
}

/** A message that cannot be accepted: its text says why, and it is dropped. */
export class WireError extends Error {
  override readonly name = "WireError";
}

const delimiter = Buffer.from("<IDS|MSG>");

/** Encodes, signs, decodes and verifies messages: the part of the protocol below its meaning. */
export class Wire {
  readonly #key: string;
  readonly #session = randomUUID();
  /** Parent headers as JSON: all that a cell shows has the same. */
  readonly #parents = new WeakMap<Header, Buffer>();
  #count = 0;

  /** An empty key turns signatures off, as the protocol has it. */
  constructor(key: string) {
    this.#key = key;
  }

  /** Reads the frames of one message. Throws `WireError` for a bad signature and for anything that is not a message. */
  decode(frames: readonly Buffer[]): Message {
    const start = frames.findIndex((frame) => frame.equals(delimiter));
    if (start < 0) throw new WireError("no delimiter frame");
    if (frames.length < start + 6) throw new WireError("fewer than four dictionaries");
    const signature = frames[start + 1]!;
    const dictionaries = frames.slice(start + 2, start + 6);
    if (this.#key !== "") {
      const expected = Buffer.from(this.#sign(dictionaries));
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
        throw new WireError("bad signature");
      }
    }
    const [header, parentHeader, metadata, content] = dictionaries.map(parseDictionary) as [
      JsonRecord,
      JsonRecord,
      JsonRecord,
      JsonRecord,
    ];
    if (typeof header.msg_id !== "string" || typeof header.msg_type !== "string") {
      throw new WireError("header without msg_id or msg_type");
    }
    return {
      identities: frames.slice(0, start),
      header: header as unknown as Header,
      parentHeader,
      metadata,
      content,
      buffers: frames.slice(start + 6),
    };
  }

  /** The frames of a message, signed; with more fields in its header, as clients have them. */
  encode(message: OutgoingMessage, headerFields: JsonRecord = {}): (Buffer | string | Uint8Array)[] {
    const header: Header = {
      ...headerFields,
      msg_id: `${this.#session}_${++this.#count}`,
      msg_type: message.type,
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      version: protocolVersion,
    };
    const dictionaries = [
      encodeDictionary(header),
      this.#encodeParent(message.parent),
      encodeDictionary(message.metadata ?? {}),
      encodeDictionary(message.content),
    ];
    return [
      ...(message.identities ?? []),
      delimiter,
      this.#key === "" ? "" : this.#sign(dictionaries),
      ...dictionaries,
      ...(message.buffers ?? []),
    ];
  }

  #encodeParent(parent: Header | undefined): Buffer {
    if (!parent) return encodeDictionary({});
    const known = this.#parents.get(parent) ?? encodeDictionary(parent);
    this.#parents.set(parent, known);
    return known;
  }

  #sign(dictionaries: readonly Buffer[]): string {
    const hmac = createHmac("sha256", this.#key);
    for (const dictionary of dictionaries) hmac.update(dictionary);
    return hmac.digest("hex");
  }
}

function encodeDictionary(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function parseDictionary(frame: Buffer): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(frame.toString("utf8"));
  } catch {
    throw new WireError("a dictionary is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WireError("a dictionary is not an object");
  }
  return value as JsonRecord;
}
