import { randomUUID } from "node:crypto";
import type { JsonRecord, Message } from "./protocol/wire.js";

/** Requests that run user code one after another: the main shell's, or those of a subshell. */
export class Lane {
  readonly queue: Message[] = [];
  running: Message | undefined;
  isDraining = false;
}

/** The main shell and its subshells (JEP 91): cells of different ones run side by side as far as they wait. */
export class Subshells {
  readonly main = new Lane();
  readonly #lanes = new Map<string, Lane>();

  /** The lane of a request; `undefined` for that of a subshell that is not there. */
  laneOf({ header }: Message): Lane | undefined {
    const { subshell_id: id } = header;
    return typeof id === "string" ? this.#lanes.get(id) : this.main;
  }

  /** A request that runs now, the main shell's first. */
  get running(): Message | undefined {
    return this.main.running ?? [...this.#lanes.values()].find(({ running }) => running)?.running;
  }

  /** Answers the requests of the control channel. */
  answer({ header, content }: Message): JsonRecord {
    const id = content.subshell_id;
    switch (header.msg_type) {
      case "create_subshell_request": {
        const subshell_id = randomUUID();
        this.#lanes.set(subshell_id, new Lane());
        return { status: "ok", subshell_id };
      }
      case "delete_subshell_request":
        if (typeof id === "string" && this.#lanes.delete(id)) return { status: "ok" };
        return {
          status: "error",
          ename: "SubshellNotFound",
          evalue: `there is no subshell ${String(id)}`,
          traceback: [],
        };
      default:
        return { status: "ok", subshell_id: [...this.#lanes.keys()] };
    }
  }
}
