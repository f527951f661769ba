import type { Frame } from "../frames.js";

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** V8's inspector in the process that evaluates cells, as the kernel speaks to it. */
export class Inspector {
  readonly #write: (record: Frame["record"]) => void;
  #waiting = new Map<number, Waiting>();
  #count = 0;
  /** Called for each notification. */
  onEvent: (method: string, params: never) => void = () => undefined;

  constructor(write: (record: Frame["record"]) => void) {
    this.#write = write;
  }

  /** Calls a method of the inspector's protocol. Throws an `Error` with its message when the inspector refuses, or its process ends. */
  post<T = unknown>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#count;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#write({ type: "inspector", id, method, params });
    });
  }

  /** Resolved when all is known that the inspector had to say before: the news of cells travel apart, and may come first. */
  async settle(): Promise<void> {
    await this.post("Runtime.getIsolateId");
  }

  /** Gives the session up: code runs on as if there had never been one. */
  disconnect(): void {
    this.#write({ type: "inspectorEnd" });
    this.#rejectAll("the debugger has been disconnected");
  }

  /** Takes what comes from the process. */
  handle({ record }: Frame): void {
    if (record.type === "inspectorEvent") this.onEvent(record.method as string, record.params as never);
    if (record.type !== "inspectorReply") return;
    const waiting = this.#waiting.get(record.id as number);
    this.#waiting.delete(record.id as number);
    if (record.error !== undefined) waiting?.reject(new Error(record.error as string));
    else waiting?.resolve(record.result as never);
  }

  /** The process has ended: nothing that was asked is answered any more. */
  lost(): void {
    this.#rejectAll("the process that runs the cells has ended");
  }

  #rejectAll(reason: string): void {
    const lost = this.#waiting;
    this.#waiting = new Map();
    for (const { reject } of lost.values()) reject(new Error(reason));
  }
}
