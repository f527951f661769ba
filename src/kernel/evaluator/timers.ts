import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import promises from "node:timers/promises";
import { promisify } from "node:util";
import { cellOfOrigin } from "./channel.js";

type Callback = (this: unknown, ...args: unknown[]) => void;
type Start = (callback: unknown, ...rest: unknown[]) => NodeJS.Timeout;

/** Requests whose cells were stopped. */
const stopped = new Set<string>();

/** What waits for a timer in these cells waits for ever: a loop that sleeps ends with its cell. */
export function endTimersOf(requests: Iterable<string>): void {
  for (const request of requests) stopped.add(request);
}

/** Lets each timer know by which cell it was started. */
export function knowCellsOfTimers(): void {
  const { setTimeout: wait, setImmediate: yieldOnce, setInterval: tick } = promises;
  promises.setTimeout = (...args) => unlessStopped(wait(...args)) as never;
  promises.setImmediate = (...args) => unlessStopped(yieldOnce(...args)) as never;
  promises.setInterval = async function* (...args) {
    for await (const value of tick(...args)) yield await unlessStopped(Promise.resolve(value as never));
  };
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const started = startingFor(timers[name] as unknown as Start, name === "setInterval");
    Object.defineProperty(started, "name", { value: name });
    if (name !== "setInterval") Object.defineProperty(started, promisify.custom, { value: promises[name] });
    Object.assign(timers, { [name]: started });
    Object.assign(globalThis, { [name]: started });
  }
  syncBuiltinESMExports();
}

function startingFor(start: Start, isRepeated: boolean): Start {
  return (callback, ...rest) => {
    const request = cellOfOrigin();
    // Of what is no function Node says what is wrong.
    if (request === undefined || typeof callback !== "function") return start(callback, ...rest);
    const timer = start(
      function (this: unknown, ...args: unknown[]) {
        if (!stopped.has(request)) (callback as Callback).apply(this, args);
        else if (isRepeated) clearInterval(timer);
      },
      ...rest,
    );
    return timer;
  };
}

async function unlessStopped<T>(waiting: Promise<T>): Promise<T> {
  const request = cellOfOrigin();
  const value = await waiting;
  return request !== undefined && stopped.has(request) ? new Promise<never>(() => undefined) : value;
}
