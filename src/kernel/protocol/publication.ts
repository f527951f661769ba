import type { OutgoingMessage, Wire } from "./wire.js";

/** A message to publish, signed and encoded at most once however many clients receive it. */
export class Publication {
  readonly message: OutgoingMessage;
  readonly topic: string;
  readonly #wire: Wire;
  #frames: readonly (Buffer | string | Uint8Array)[] | undefined;

  constructor(message: OutgoingMessage, wire: Wire) {
    this.message = message;
    this.topic = `kernel.${message.type}`;
    this.#wire = wire;
  }

  get frames(): readonly (Buffer | string | Uint8Array)[] {
    return (this.#frames ??= this.#wire.encode({ ...this.message, identities: [this.topic] }));
  }

  /** Bytes, roughly: of text, which may still be joined with its neighbours, the characters. */
  get size(): number {
    const { type, content } = this.message;
    if (type === "stream") return (content.text as string).length;
    return this.frames.reduce((sum, frame) => sum + frame.length, 0);
  }

  /** This message with the text of the next appended, where both are text of one stream and one cell. */
  joined(next: Publication): Publication | undefined {
    const [a, b] = [this.message, next.message];
    if (a.type !== "stream" || b.type !== "stream") return undefined;
    if (a.content.name !== b.content.name || a.parent?.msg_id !== b.parent?.msg_id) return undefined;
    const text = (a.content.text as string) + (b.content.text as string);
    return text.length > longestText
      ? undefined
      : new Publication({ ...a, content: { ...a.content, text } }, this.#wire);
  }
}

/** Up to this length, in characters, texts are joined while a client is behind. */
const longestText = 1 << 16;
