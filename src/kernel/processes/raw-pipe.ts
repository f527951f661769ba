import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";
import { partAtEnd } from "../frames.js";

/** What native code and child processes write to a stream: text up to each mark belongs to the cell before it. */
export class RawPipe {
  readonly #show: (text: string) => Promise<void>;
  #marked!: Promise<void>;
  #reached!: () => void;

  constructor(show: (text: string) => Promise<void>) {
    this.#show = show;
    this.expectMark();
  }

  /** Resolved when all is shown that was written before the mark that is expected. */
  get marked(): Promise<void> {
    return this.#marked;
  }

  /** The next mark is that of another cell. */
  expectMark(): void {
    this.#marked = new Promise((resolve) => (this.#reached = resolve));
  }

  /** Shows what comes, until there is no more. */
  async read(pipe: Readable, mark: string): Promise<void> {
    const decoder = new StringDecoder();
    const marker = Buffer.from(mark);
    let held: Buffer = Buffer.alloc(0);
    const show = async (bytes: Buffer): Promise<void> => {
      const text = decoder.write(bytes);
      if (text !== "") await this.#show(text);
    };
    try {
      for await (const chunk of pipe) {
        held = held.length === 0 ? (chunk as Buffer) : Buffer.concat([held, chunk as Buffer]);
        for (let at = held.indexOf(marker); at >= 0; at = held.indexOf(marker)) {
          await show(held.subarray(0, at));
          held = held.subarray(at + marker.length);
          this.#reached();
        }
        const end = held.length - partAtEnd(held, marker);
        await show(held.subarray(0, end));
        held = held.subarray(end);
      }
      await show(held);
    } catch {
      // The process has ended, and its pipe with it.
    }
  }
}
