import type { Frame } from "../frames.js";
import type { Completion } from "../language/complete.js";

/** Asks the process that evaluates cells what is there, for which it runs no code of the user's. */
export class Looks {
  readonly #write: (record: Frame["record"]) => void;
  readonly #isBusy: () => boolean;
  /** Who waits for an answer, by number. */
  readonly #waiting = new Map<number, (found: unknown) => void>();
  #count = 0;

  constructor(write: (record: Frame["record"]) => void, isBusy: () => boolean) {
    this.#write = write;
    this.#isBusy = isBusy;
  }

  /**
   * Properties of the value at the end of `steps`, or variables of the notebook where there are no steps, whose names begin with a text.
   * None when the process does not answer soon: it may be in the middle of a cell.
   */
  async properties(steps: readonly string[], prefix: string): Promise<readonly Completion[]> {
    return (await this.#look<readonly Completion[]>({ type: "properties", steps, prefix })) ?? [];
  }

  /** What the value at the end of `steps` is, in a few lines; `undefined` where there is none, or no answer soon. */
  outline(steps: readonly string[]): Promise<string | undefined> {
    return this.#look<string>({ type: "outline", steps });
  }

  /** The answer to a question has come. */
  found(id: number, answer: unknown): void {
    this.#waiting.get(id)?.(answer);
  }

  async #look<T>(record: Frame["record"]): Promise<T | undefined> {
    const id = ++this.#count;
    const found = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    this.#write({ ...record, id });
    const late = new Promise((resolve) => setTimeout(resolve, this.#isBusy() ? 100 : 500));
    const answer = await Promise.race([found, late]);
    this.#waiting.delete(id);
    return answer as T | undefined;
  }
}
