import type { TestClient } from "./client.js";
import type { JsonRecord } from "../../src/kernel/protocol/wire.js";

/** A variable as the debugger shows it. */
export interface ShownVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  readonly variablesReference: number;
}

/** A frontend's debugger, as JupyterLab drives it. */
export class TestDebugger {
  readonly client: TestClient;
  #sequence = 0;
  #seen = 0;

  constructor(client: TestClient) {
    this.client = client;
  }

  /** Sends a request; returns the response whether it succeeded or not. */
  async respond(command: string, args: JsonRecord = {}): Promise<JsonRecord> {
    const seq = ++this.#sequence;
    const content = { type: "request", seq, command, arguments: args };
    const { reply } = await this.client.request("debug_request", content, "control");
    if (reply.request_seq !== seq || reply.command !== command) throw new Error(`${command}: not its response`);
    return reply;
  }

  /** Sends a request that must succeed; returns the response's body. */
  async request<T = JsonRecord>(command: string, args: JsonRecord = {}): Promise<T> {
    const response = await this.respond(command, args);
    if (response.success !== true) throw new Error(`${command}: ${String(response.message)}`);
    return response.body as T;
  }

  async start(clientID = "test"): Promise<void> {
    await this.request("initialize", { clientID, adapterID: "normlab", linesStartAt1: true, columnsStartAt1: true });
    await this.request("attach");
    this.#seen = this.#events().length;
  }

  /** Sets the breakpoints of a cell; returns the lines where they are, and its path. */
  async setBreakpoints(code: string, breakpoints: readonly JsonRecord[]): Promise<{ path: string; set: JsonRecord[] }> {
    const { sourcePath } = await this.request<{ sourcePath: string }>("dumpCell", { code });
    const args = { source: { path: sourcePath }, breakpoints, sourceModified: false };
    const { breakpoints: set } = await this.request<{ breakpoints: JsonRecord[] }>("setBreakpoints", args);
    await this.request("configurationDone");
    return { path: sourcePath, set };
  }

  /** Waits for the next event of a kind; returns its body. */
  async event(name: string): Promise<JsonRecord> {
    const next = (): number => this.#events().findIndex((content, at) => at >= this.#seen && content.event === name);
    await this.client.until(() => next() >= 0);
    const at = next();
    this.#seen = at + 1;
    return this.#events()[at]!.body as JsonRecord;
  }

  /** Whether the code has come to stand still and `stop` has not been told yet. */
  get hasStopped(): boolean {
    return this.#events().some((content, at) => at >= this.#seen && content.event === "stopped");
  }

  /** Waits until the code stands still; returns the frames as `name:line`, innermost first, and their ids. */
  async stop(): Promise<{ reason: unknown; frames: string[]; ids: number[]; paths: string[] }> {
    const { reason, threadId } = await this.event("stopped");
    const { stackFrames } = await this.request<{ stackFrames: JsonRecord[] }>("stackTrace", { threadId });
    return {
      reason,
      frames: stackFrames.map(({ name, line }) => `${String(name)}:${String(line)}`),
      ids: stackFrames.map(({ id }) => id as number),
      paths: stackFrames.map(({ source }) => (source as { path: string }).path),
    };
  }

  /** The variables of each scope of a frame. */
  async scopes(frameId: number): Promise<Record<string, ShownVariable[]>> {
    const { scopes } = await this.request<{ scopes: JsonRecord[] }>("scopes", { frameId });
    const entries = scopes.map(async ({ name, variablesReference }) => [name, await this.inside(variablesReference)]);
    return Object.fromEntries(await Promise.all(entries)) as Record<string, ShownVariable[]>;
  }

  async inside(variablesReference: unknown): Promise<ShownVariable[]> {
    return (await this.request<{ variables: ShownVariable[] }>("variables", { variablesReference })).variables;
  }

  #events(): JsonRecord[] {
    return this.client.published
      .filter(({ header }) => header.msg_type === "debug_event")
      .map(({ content }) => content);
  }
}

/** Variables as `name: type = value`. */
export function listed(variables: readonly ShownVariable[]): string[] {
  return variables.map(({ name, type, value }) => `${name}: ${type} = ${value}`);
}
