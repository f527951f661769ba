import { OpenComms } from "./comms.js";
import { Debugger } from "./debugger/debugger.js";
import { directivesAt, withoutDirectives } from "./directives.js";
import { Executions } from "./executions.js";
import type { Frame } from "./frames.js";
import { History } from "./history.js";
import { kernelInfo } from "./info.js";
import { inspected, withProperties } from "./values.js";
import type { Completion } from "./language/complete.js";
import { Evaluator } from "./processes/evaluator.js";
import { Language } from "./processes/language.js";
import { Questions } from "./questions.js";
import { Subshells, type Lane } from "./subshells.js";
import type { RequestChannel, Sockets } from "./protocol/sockets.js";
import { isSloppyIn, type Settings } from "./settings.js";
import { textField, type Header, type JsonRecord, type Message } from "./protocol/wire.js";
import { codePointOffset, utf16Offset } from "./protocol/offsets.js";

/** A Jupyter kernel for TypeScript: answers the protocol; the compiler and the user's code live in processes of their own. */
export class Kernel {
  readonly #sockets: Sockets;
  readonly #settings: Settings;
  readonly #history = new History();
  readonly #evaluator: Evaluator;
  readonly #executions: Executions;
  readonly #debugger: Debugger;
  readonly #language = new Language();
  readonly #subshells = new Subshells();
  readonly #questions: Questions;
  /** When the user asked to stop last, by the client's clock. */
  #stoppedAt = "";
  readonly #comms = new OpenComms();
  /** Recent requests by id, so that what comes late is still shown where it belongs. */
  readonly #headers = new Map<string, Message>();

  /** `sockets` are bound already. */
  constructor(sockets: Sockets, settings: Settings) {
    this.#sockets = sockets;
    this.#settings = settings;
    // The compiler takes longest to start, so it is the first to be started.
    void this.#language.warm();
    this.#evaluator = new Evaluator({
      output: (name, text, context) => {
        this.#publish("stream", { name, text }, this.#parent(context));
        return this.#sockets.room();
      },
      publish: (frame, context) => {
        this.#forward(frame, context);
        return this.#sockets.room();
      },
      input: (question) => {
        if (this.#evaluator.isInterrupting) this.#evaluator.answerInput(question, { stopped: true });
        else this.#questions.add(question);
      },
      fetchPackage: (specifier, context) => this.#executions.fetchPackage(specifier, this.#parent(context)),
      stuck: () => this.#announceNativeCode(),
      ended: (why) => this.#announceEnd(why),
    });
    this.#questions = new Questions({
      requestOf: (context) => this.#headers.get(context),
      ask: ({ prompt, password }, { header, identities }) =>
        void this.#sockets.send("stdin", {
          type: "input_request",
          content: { prompt, password },
          parent: header,
          identities,
        }),
      answer: (question, answer) => this.#evaluator.answerInput(question, answer),
    });
    this.#debugger = new Debugger({
      inspector: this.#evaluator.inspector,
      mappingsOf: (code) =>
        this.#language.mappings(withoutDirectives(code), isSloppyIn(settings, withoutDirectives(code))),
      toJavaScript: (code) => this.#language.toJavaScript(code),
      publish: (event) => this.#publish("debug_event", { type: "event", ...event }, this.#running?.header),
      interrupt: () => this.#interrupt(new Date().toISOString()),
    });
    this.#executions = new Executions(
      this.#evaluator,
      this.#language,
      this.#history,
      {
        publish: (type, content, parent, metadata) => this.#publish(type, content, parent, metadata),
        beforeEvaluation: (cell) => this.#debugger.prepare(cell),
      },
      settings,
    );
  }

  /** Listens until it is asked to shut down. */
  start(): void {
    this.#publish("status", { execution_state: "starting" });
    void this.#sockets.receive("control", (message) => void this.#handle("control", message));
    void this.#sockets.receive("stdin", ({ content }) => this.#questions.answer({ value: textField(content.value) }));
    void this.#sockets.receive("shell", (message) => {
      if (message.header.msg_type === "execute_request") this.#enqueue(message);
      else if (message.header.msg_type.startsWith("comm_") && message.header.msg_type !== "comm_info_request") {
        void this.#handleComm(message);
      } else void this.#handle("shell", message);
    });
  }

  async #handle(channel: RequestChannel, message: Message): Promise<void> {
    const { header } = message;
    this.#publish("status", { execution_state: "busy" }, header);
    try {
      const answer = await this.#answer(message);
      if (answer) await this.#reply(channel, message, answer);
      else process.stderr.write(`normlab kernel: no answer to ${header.msg_type}\n`);
    } catch (error) {
      const { name, message: evalue, stack } = error as Error;
      process.stderr.write(`normlab kernel: ${stack}\n`);
      await this.#reply(channel, message, { status: "error", ename: name, evalue, traceback: [] });
    }
    this.#publish("status", { execution_state: "idle" }, header);
    if (header.msg_type === "shutdown_request") this.#stop();
    if (channel === "shell") this.#sayStillBusy();
  }

  async #answer(message: Message): Promise<JsonRecord | undefined> {
    const { header, content } = message;
    switch (header.msg_type) {
      case "kernel_info_request":
        return kernelInfo(this.#settings.language);
      case "is_complete_request":
        return { ...(await this.#language.isComplete(withoutDirectives(textField(content.code)))) };
      case "complete_request":
        return this.#complete(content);
      case "inspect_request":
        return this.#inspect(content);
      case "history_request":
        return this.#history.answer(content);
      case "comm_info_request":
        return { status: "ok", comms: this.#comms.list(content.target_name) };
      case "debug_request":
        return this.#debugger.answer(content);
      case "create_subshell_request":
      case "delete_subshell_request":
      case "list_subshell_request":
        return this.#subshells.answer(message);
      case "interrupt_request":
        this.#interrupt(header.date);
        return { status: "ok" };
      case "shutdown_request":
        return { status: "ok", restart: content.restart === true };
      default:
        return undefined;
    }
  }

  async #complete(content: JsonRecord): Promise<JsonRecord> {
    const cell = textField(content.code);
    const code = withoutDirectives(cell);
    const position = utf16Offset(code, cursorOf(content, code));
    const directives = directivesAt(cell, position);
    const { start, end, matches } =
      directives.names.length > 0
        ? { ...directives, end: position, matches: directives.names.map((text) => ({ text, type: "magic" })) }
        : await this.#completeCode(code, position);
    const [cursor_start, cursor_end] = [codePointOffset(code, start), codePointOffset(code, end)];
    return {
      status: "ok",
      matches: matches.map(({ text }) => text),
      cursor_start,
      cursor_end,
      metadata: {
        _jupyter_types_experimental: matches.map(({ text, type }) => ({
          text,
          type,
          start: cursor_start,
          end: cursor_end,
        })),
      },
    };
  }

  async #completeCode(
    code: string,
    position: number,
  ): Promise<{ readonly start: number; readonly end: number; readonly matches: readonly Completion[] }> {
    const { start, end, ...completions } = await this.#language.complete(code, position);
    return {
      start,
      end,
      matches: await withProperties(completions, code.slice(start, position), this.#evaluator.looks),
    };
  }

  async #inspect(content: JsonRecord): Promise<JsonRecord> {
    const code = withoutDirectives(textField(content.code));
    const position = utf16Offset(code, cursorOf(content, code));
    const found = await inspected(this.#language, this.#evaluator.looks, code, position);
    const data = found ? { "text/plain": found.text, "text/markdown": found.markdown } : {};
    return { status: "ok", found: found !== undefined, data, metadata: {} };
  }

  #enqueue(message: Message): void {
    const lane = this.#subshells.laneOf(message);
    if (!lane) {
      const evalue = `there is no subshell ${message.header.subshell_id}`;
      void this.#end(message, { status: "error", ename: "SubshellNotFound", evalue, traceback: [] });
      return;
    }
    lane.queue.push(message);
    if (!lane.isDraining) void this.#drain(lane);
  }

  async #drain(lane: Lane): Promise<void> {
    lane.isDraining = true;
    for (let message = lane.queue.shift(); message; message = lane.queue.shift()) {
      await this.#execute(message, lane);
    }
    lane.isDraining = false;
  }

  async #execute(message: Message, lane: Lane): Promise<void> {
    const { header } = message;
    lane.running = message;
    this.#remember(message);
    this.#publish("status", { execution_state: "busy" }, header);
    const content = await this.#executions.execute(message);
    const stops = content.status === "error" && message.content.stop_on_error !== false;
    const aborted = stops ? await this.#takeQueue(lane, header.date) : [];
    await this.#reply("shell", message, content);
    lane.running = undefined;
    this.#publish("status", { execution_state: "idle" }, header);
    for (const each of aborted) await this.#abort(each);
    this.#sayStillBusy();
  }

  /** Frontends take the last status for the kernel's: a cell may still be running. */
  #sayStillBusy(): void {
    if (this.#running) this.#publish("status", { execution_state: "busy" }, this.#running.header);
  }

  get #running(): Message | undefined {
    return this.#subshells.running;
  }

  /** The cells that were sent before an error could be known: they were meant to run after a success, unless they were sent after a stop. */
  async #takeQueue({ queue }: Lane, began: string): Promise<Message[]> {
    // Some may still be on their way. What is sent after the reply is none of these.
    await new Promise((resolve) => setTimeout(resolve, 10));
    const queued = queue.splice(0);
    const isNew = ({ header }: Message): boolean => this.#stoppedAt > began && header.date > this.#stoppedAt;
    queue.push(...queued.filter(isNew));
    return queued.filter((message) => !isNew(message));
  }

  #abort(message: Message): Promise<void> {
    const content = { status: "aborted", execution_count: this.#executions.count, user_expressions: {}, payload: [] };
    return this.#end(message, content);
  }

  /** Answers a cell that does not run. */
  async #end(message: Message, content: JsonRecord): Promise<void> {
    this.#publish("status", { execution_state: "busy" }, message.header);
    await this.#reply("shell", message, content);
    this.#publish("status", { execution_state: "idle" }, message.header);
  }

  #interrupt(date: string): void {
    this.#stoppedAt = date;
    const wasInstalling = this.#executions.interrupt();
    this.#debugger.interrupted();
    if (this.#evaluator.isRunning || !this.#running) this.#evaluator.interrupt();
    else if (!wasInstalling) this.#language.restart();
    this.#questions.cancel();
  }

  /** Where the code cannot be stopped in place, the user decides between waiting and losing variables. */
  #announceNativeCode(): void {
    const text =
      "Still in native code, which cannot be stopped in the middle: the cell ends as soon as that returns, and variables are kept. " +
      "To stop once more ends the process, and all variables are lost.\n";
    this.#publish("stream", { name: "stderr", text }, this.#running?.header);
  }

  /** Comms live with the user's code; how far it has got with a message is shown by the status. */
  async #handleComm(message: Message): Promise<void> {
    const { header, content, metadata, buffers } = message;
    this.#remember(message);
    this.#comms.note(header.msg_type, content);
    this.#publish("status", { execution_state: "busy" }, header);
    await this.#evaluator.comm(header.msg_id, { message: header.msg_type, content, metadata }, buffers);
    this.#publish("status", { execution_state: "idle" }, header);
    this.#sayStillBusy();
  }

  #forward({ record, bytes }: Frame, context: string): void {
    const buffers: Buffer[] = [];
    let offset = 0;
    for (const length of record.lengths as number[]) buffers.push(bytes.subarray(offset, (offset += length)));
    this.#comms.note(record.message as string, record.content as JsonRecord);
    this.#sockets.publish({
      type: record.message as string,
      content: record.content as JsonRecord,
      metadata: record.metadata as JsonRecord,
      parent: this.#parent(context),
      buffers,
    });
  }

  #announceEnd(why: string): void {
    this.#comms.clear();
    this.#questions.forget();
    this.#debugger.lost();
    if (this.#evaluator.isRunning || this.#running) return;
    const text = `The process that runs the cells has ended (${why}); all variables are lost, and a new process has been started.\n`;
    const [last] = [...this.#headers.values()].slice(-1);
    this.#publish("stream", { name: "stderr", text }, last?.header);
  }

  #remember(message: Message): void {
    this.#headers.set(message.header.msg_id, message);
    if (this.#headers.size > 1000) this.#headers.delete(this.#headers.keys().next().value!);
  }

  #parent(context: string): Header | undefined {
    return (this.#headers.get(context) ?? this.#running)?.header;
  }

  #publish(type: string, content: JsonRecord, parent?: Header, metadata?: JsonRecord): void {
    this.#sockets.publish({ type, content, parent, ...(metadata && { metadata }) });
  }

  #reply(channel: RequestChannel, { header, identities }: Message, content: JsonRecord): Promise<void> {
    const type = header.msg_type.replace(/_request$/, "_reply");
    return this.#sockets.send(channel, { type, content, parent: header, identities });
  }

  #stop(): void {
    this.#evaluator.stop();
    this.#language.stop();
    void this.#sockets.close().finally(() => process.exit(0));
  }
}

/** The cursor in code points; without a usable one, the end of the text. */
function cursorOf(content: JsonRecord, code: string): number {
  return typeof content.cursor_pos === "number" ? content.cursor_pos : code.length;
}
