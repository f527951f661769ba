import type { Debugger, Runtime } from "node:inspector";
import type { Inspector } from "../processes/inspector.js";
import { atLine, userFrames, type Frame } from "./frames.js";
import { DebugError, threadId, type DapEvent } from "./protocol.js";
import type { Scripts } from "./scripts.js";

/** How code that stands still may go on, in the words of V8's inspector. */
export type Continuation = "resume" | "stepOver" | "stepInto" | "stepOut";

/** Where the user's code stands still, and how it goes on. */
export class Stops {
  readonly #inspector: Inspector;
  readonly #scripts: Scripts;
  readonly #publish: (event: DapEvent) => void;
  #frames: readonly Frame[] | undefined;
  /** A step that has not come to a stop, and whether its cell has ended meanwhile. */
  #step: { isStale: boolean } | undefined;
  #isPauseAsked = false;

  constructor(inspector: Inspector, scripts: Scripts, publish: (event: DapEvent) => void) {
    this.#inspector = inspector;
    this.#scripts = scripts;
    this.#publish = publish;
  }

  get isStopped(): boolean {
    return this.#frames !== undefined;
  }

  /** Throws a `DebugError` while the code runs; otherwise returns the frames, innermost first. */
  requireStopped(): readonly Frame[] {
    if (!this.#frames) throw new DebugError("the cells do not stand still");
    return this.#frames;
  }

  frame(id: number): Frame {
    const frame = this.requireStopped().find((each) => each.id === id);
    if (!frame) throw new DebugError(`frameId: there is no frame ${id}`);
    return frame;
  }

  /** What stands still runs from here on: V8's own word of that may come later than the end of the cell. */
  async goOn(how: Continuation): Promise<void> {
    this.resumed();
    this.#step = how === "resume" ? undefined : { isStale: false };
    await this.#inspector.post(`Debugger.${how}`);
  }

  /** Stops the code at its next line, or when none runs that of the next cell. */
  async pause(): Promise<void> {
    if (this.isStopped) return;
    this.#isPauseAsked = true;
    await this.#inspector.post("Debugger.pause");
  }

  /** A cell is about to run: a step of an earlier one has ended with it. */
  cellBegins(): void {
    if (this.#step) this.#step.isStale = true;
  }

  /** The debugger has let go, or the process has ended. */
  clear(): void {
    this.#step = undefined;
    this.#isPauseAsked = false;
    this.resumed();
  }

  /** Takes the inspector's notification, and the line of the breakpoint that has been hit. */
  paused({ callFrames, reason, hitBreakpoints = [], data }: Debugger.PausedEventDataType, line?: number): void {
    const frames = userFrames(callFrames, this.#scripts);
    const isHit = hitBreakpoints.length > 0;
    const step = this.#step;
    this.#step = undefined;
    const top = callFrames[0]!;
    // A step out of the last statement ends in the kernel's own lines, or at the first statement of the next cell.
    const isAstray = step !== undefined && !isHit && (step.isStale || this.#scripts.isEndOfCell(top.location));
    if (isAstray || frames.length === 0) {
      // A pause that was asked for while no cell ran is kept for the next line of the user's.
      this.#pass(this.#isPauseAsked ? "stepInto" : "resume");
      return;
    }
    if (step && !isHit && frames[0]!.callFrame !== top) {
      // A line that the compiler has added.
      this.#step = step;
      this.#pass("stepOver");
      return;
    }
    const isException = reason === "exception" || reason === "promiseRejection";
    const otherwise = step ? "step" : this.#isPauseAsked ? "pause" : "breakpoint";
    this.#isPauseAsked = false;
    // V8 stops behind a returned variable, where in shortened code the next line begins.
    this.#frames = line === undefined ? frames : frames.with(0, atLine(frames[0]!, line));
    this.#publish({
      event: "stopped",
      body: {
        reason: isException ? "exception" : isHit ? "breakpoint" : otherwise,
        threadId,
        allThreadsStopped: true,
        ...(isException && { text: firstLine(data as Runtime.RemoteObject) }),
      },
    });
  }

  /** The code goes on: called for the inspector's notification, and where that is certain to follow. */
  resumed(): void {
    if (!this.#frames) return;
    this.#frames = undefined;
    this.#publish({ event: "continued", body: { threadId, allThreadsContinued: true } });
  }

  /** Goes on from where the user need not know that the code stood. */
  #pass(how: Continuation): void {
    this.#inspector.post(`Debugger.${how}`).catch(() => undefined);
  }
}

/** What was thrown, in a line. */
export function firstLine(thrown: Runtime.RemoteObject): string {
  return (thrown.description ?? String(thrown.value)).split("\n", 1)[0]!;
}
