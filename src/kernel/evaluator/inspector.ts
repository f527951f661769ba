import { Session } from "node:inspector";
import { writeControl } from "./channel.js";
import type { Frame } from "../frames.js";

/**
 * The evaluator's end of the debugger, in its second thread: passes the messages of V8's inspector between the kernel and the main
 * thread, also while the main thread stands still. Before the kernel's first message and after its goodbye there is no session, and
 * code runs as if there were no debugger.
 */
export class InspectorRelay {
  #session: Session | undefined;
  #isPaused = false;

  /** Whether the main thread stands still in the debugger. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  handle({ record }: Frame): void {
    if (record.type === "inspectorEnd") {
      this.#session?.disconnect();
      this.#session = undefined;
      this.#isPaused = false;
      return;
    }
    const session = (this.#session ??= this.#connect());
    const { id, method, params } = record as unknown as { id: number; method: string; params: object };
    session.post(method, params, (error, result) => {
      writeControl({ type: "inspectorReply", id, ...(error ? { error: error.message } : { result }) });
    });
  }

  /** Ends the code at which the main thread stands still. */
  terminatePaused(): void {
    this.#session?.post("Debugger.resume", { terminateOnResume: true });
  }

  #connect(): Session {
    const session = new Session();
    session.connectToMainThread();
    session.on("inspectorNotification", ({ method, params }: { method: string; params?: object }) => {
      if (method === "Debugger.paused") this.#isPaused = true;
      if (method === "Debugger.resumed") this.#isPaused = false;
      writeControl({ type: "inspectorEvent", method, params });
    });
    return session;
  }
}
