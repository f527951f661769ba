import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { probedNames } from "../private-names.js";
import type { Completions } from "../language/complete.js";
import type { Inspected } from "../language/inspect.js";
import type { Completeness } from "../language/is-complete.js";
import type { LanguageRequest } from "../language/serve.js";
import type { Prepared, PrepareRequest } from "../language/prepare.js";
import { kernelFolder } from "../folder.js";
import { builtSnapshot, compilerOptions, replaceSnapshotOfOtherNode } from "../snapshot.js";

/** Names that are there before any cell, in this process as in the one that evaluates cells. */
const builtins = [...Object.getOwnPropertyNames(globalThis), "__filename", "__dirname", ...probedNames];

interface Waiting {
  readonly request: LanguageRequest;
  /** How many processes have ended while they had it. */
  attempts: number;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** A request during which the compiler has ended this many times is given up: it is probably the cause. */
const mostAttempts = 3;

/**
 * The kernel's side of the process that holds the compiler. When that process ends it is replaced, told of all cells again, and asked again
 * what it has not answered.
 */
export class Language {
  #committed: PrepareRequest[] = [];
  #process: ChildProcess | undefined;
  #waiting = new Map<number, Waiting>();
  #snapshot = builtSnapshot();
  /** How many processes in a row that began with the snapshot were killed before they answered. */
  #killed = 0;
  #count = 0;

  async prepare(request: PrepareRequest): Promise<Prepared> {
    const prepared = await this.#ask<Prepared>({ method: "prepare", ...request });
    if (!("error" in prepared)) this.#committed.push(request);
    return prepared;
  }

  /** Takes back what the last cell declares: nothing of it has run. */
  async revert(name: string): Promise<void> {
    this.#committed = this.#committed.filter((each) => each.name !== name);
    await this.#ask({ method: "revert", name });
  }

  /** Names that no cell declares any more. */
  async forget(names: readonly string[]): Promise<void> {
    await this.#ask({ method: "forget", names });
  }

  complete(text: string, position: number): Promise<Completions> {
    return this.#ask({ method: "complete", text, position });
  }

  inspect(text: string, position: number): Promise<Inspected> {
    return this.#ask({ method: "inspect", text, position });
  }

  isComplete(text: string): Promise<Completeness> {
    return this.#ask({ method: "isComplete", text });
  }

  /** Mappings from the JavaScript that a cell becomes to its text; `null` when its syntax is wrong. */
  mappings(text: string, isSloppy: boolean): Promise<string | null> {
    return this.#ask({ method: "mappings", text, isSloppy });
  }

  /** What a cell, and the local modules that it imports, want from the network: `npm:` specifiers and the like. */
  packages(text: string): Promise<readonly string[]> {
    return this.#ask({ method: "packages", text });
  }

  /** A piece of TypeScript without its types. */
  toJavaScript(text: string): Promise<string> {
    return this.#ask({ method: "toJavaScript", text });
  }

  /** Reads and checks the libraries while there is time. */
  async warm(): Promise<void> {
    await this.#ask({ method: "warm" }).catch(() => undefined);
    if (this.#snapshot === undefined) replaceSnapshotOfOtherNode();
  }

  /** Gives up what the compiler is doing. */
  restart(): void {
    this.#rejectAll("what the compiler did was given up");
    this.#process?.kill("SIGKILL");
  }

  stop(): void {
    this.#process?.removeAllListeners();
    this.#process?.kill("SIGKILL");
  }

  #rejectAll(reason: string): void {
    const lost = this.#waiting;
    this.#waiting = new Map();
    for (const { reject } of lost.values()) reject(new Error(reason));
  }

  #ask<T>(request: LanguageRequest): Promise<T> {
    const child = (this.#process ??= this.#start());
    const id = ++this.#count;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { request, attempts: 0, resolve, reject });
      send(child, { id, request });
    });
  }

  #start(): ChildProcess {
    const snapshot = this.#snapshot;
    const child = fork(fileURLToPath(new URL("language/main.js", kernelFolder)), {
      execArgv: [...compilerOptions(), ...(snapshot === undefined ? [] : ["--snapshot-blob", snapshot])],
      // One pool of memory for all threads: with more, glibc keeps a hundred megabytes that nobody uses.
      env: { ...process.env, MALLOC_ARENA_MAX: "1", NORMLAB_KERNEL_BUILTINS: JSON.stringify(builtins) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    let hasAnswered = false;
    child.on("message", (message: { id: number; result?: never; failure?: string }) => {
      hasAnswered = true;
      this.#killed = 0;
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.failure !== undefined) waiting?.reject(new Error(message.failure));
      else waiting?.resolve(message.result!);
    });
    child.on("error", (error) => {
      process.stderr.write(`normlab kernel: the compiler: ${error.message}\n`);
      // One that could not be started never exits.
      if (child.pid === undefined) this.#ended(child, false);
    });
    child.on("disconnect", () => child.kill("SIGKILL"));
    child.on("exit", (_code, signal) => {
      const isOther = signal === "SIGKILL" || signal === "SIGTERM";
      // Node refuses a snapshot that does not fit. One that is damaged can crash it, but so can whatever else: that is tried twice.
      const isUnusable =
        snapshot !== undefined && !hasAnswered && !isOther && (signal === null || ++this.#killed === 2);
      this.#ended(child, isUnusable);
    });
    for (const request of this.#committed) send(child, { id: 0, request: { method: "commit", ...request } });
    return child;
  }
  /** Asks another process what this one has not answered. */
  #ended(child: ChildProcess, isSnapshotUnusable: boolean): void {
    if (this.#process !== child) return;
    this.#process = undefined;
    if (isSnapshotUnusable) {
      process.stderr.write("normlab kernel: the snapshot of the compiler cannot be used: normlab kernel install\n");
      this.#snapshot = undefined;
    }
    for (const [id, waiting] of this.#waiting) {
      if (++waiting.attempts < mostAttempts) continue;
      this.#waiting.delete(id);
      waiting.reject(new Error(`the process of the compiler has ended ${mostAttempts} times during this`));
    }
    if (this.#waiting.size === 0) return;
    this.#process = this.#start();
    for (const [id, { request }] of this.#waiting) send(this.#process, { id, request });
  }
}

/** What cannot be sent, as the process is ending, is sent to the next one. */
function send(child: ChildProcess, message: { readonly id: number; readonly request: LanguageRequest }): void {
  if (child.connected) child.send(message, () => undefined);
}
