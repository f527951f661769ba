import { textField, type JsonRecord } from "./protocol/wire.js";

/** The channels between cells and the frontend that are open: the target of each, by its id. */
export class OpenComms {
  readonly #targets = new Map<string, string>();

  /** Takes note of a message that may open or close one. */
  note(type: string, content: JsonRecord): void {
    if (type === "comm_open") this.#targets.set(textField(content.comm_id), textField(content.target_name));
    else if (type === "comm_close") this.#targets.delete(textField(content.comm_id));
  }

  /** Those of a target, or all, as a frontend is told of them. */
  list(target: unknown): Record<string, { target_name: string }> {
    const wanted = [...this.#targets].filter(([, name]) => target === undefined || target === null || target === name);
    return Object.fromEntries(wanted.map(([id, target_name]) => [id, { target_name }]));
  }

  clear(): void {
    this.#targets.clear();
  }
}
