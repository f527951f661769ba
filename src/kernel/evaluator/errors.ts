import { inspect } from "node:util";
import { codeFrame, red, type ErrorReport } from "../report.js";
import { withPublicNames } from "../private-names.js";
import { stackFrames } from "./stack.js";

/** Describes anything that was thrown: its lines are those of the cells, and frames of the kernel and of Node are left out. */
export function reportError(thrown: unknown): ErrorReport {
  try {
    if (!isError(thrown)) {
      const ename = nameOfThrown(thrown);
      const evalue = inspect(thrown);
      return { ename, evalue, traceback: [`${red("Uncaught")} ${evalue}`] };
    }
    const lines: string[] = [];
    describe(thrown, "", lines, new Set());
    return {
      ename: String(thrown.name),
      evalue: withPublicNames(String(thrown.message)),
      traceback: lines.map(withPublicNames),
    };
  } catch (error) {
    // Even a hostile object (a getter that throws) must not break the report.
    return { ename: "Error", evalue: "an error that cannot be shown", traceback: [String((error as Error).message)] };
  }
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

function nameOfThrown(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  const constructor: unknown = (value as { constructor?: unknown }).constructor;
  return typeof constructor === "function" && constructor.name !== "" ? constructor.name : "Object";
}

function describe(error: Error, prefix: string, lines: string[], seen: Set<unknown>): void {
  if (seen.has(error)) return;
  seen.add(error);
  const name = error.name || "Error";
  lines.push(`${prefix}${red(name)}: ${error.message}${ownProperties(error)}`);
  const frames = stackFrames(error);
  const inCell = frames.find((frame) => frame.cell !== undefined);
  if (inCell) lines.push(codeFrame(inCell.cell!, inCell.line, inCell.column));
  for (const frame of frames) lines.push(`    at ${frame.text}`);
  if (error.cause !== undefined) {
    if (isError(error.cause)) describe(error.cause, "Caused by ", lines, seen);
    else lines.push(`Caused by ${inspect(error.cause)}`);
  }
  if (error instanceof AggregateError) {
    for (const inner of error.errors as unknown[]) {
      if (isError(inner)) describe(inner, "One of its errors is ", lines, seen);
      else lines.push(`One of its errors is ${inspect(inner)}`);
    }
  }
}

function ownProperties(error: Error): string {
  const hidden = ["name", "message", "stack", "cause", "errors"];
  const entries = Object.entries(error).filter(([key]) => !hidden.includes(key));
  return entries.length === 0 ? "" : ` ${inspect(Object.fromEntries(entries), { depth: 1, breakLength: 100 })}`;
}
