import { constants } from "node:os";

/** For so long a signal is the first one once more: `timeout`, and a terminal with a group of processes, send it twice. */
const sameMilliseconds = 1_000;

/** Aborted by the first Ctrl-C or SIGTERM, so that the work ends in good order; one that comes later ends the process at once. */
export function signalToStop(): AbortSignal {
  const controller = new AbortController();
  let first: number | undefined;
  const stop = (signal: "SIGINT" | "SIGTERM") => {
    if (first !== undefined && performance.now() - first > sameMilliseconds) {
      process.exit(128 + constants.signals[signal]);
    }
    first ??= performance.now();
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return controller.signal;
}
