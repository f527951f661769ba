import { SourceMap } from "node:module";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { codeFrame, red, type ErrorReport } from "../report.js";

interface KnownCell {
  readonly text: string;
  readonly mappings: string;
  map?: SourceMap;
}

const cells = new Map<string, KnownCell>();
const ownFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Remembers a cell's text and mappings, so that errors can be shown where the user wrote them. */
export function rememberCell(fileName: string, text: string, mappings: string): void {
  cells.set(fileName, { text, mappings });
}

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
    return { ename: String(thrown.name), evalue: String(thrown.message), traceback: lines };
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
  const inCell = frames.find((frame) => frame.cell);
  if (inCell?.cell) lines.push(codeFrame(inCell.cell.text, inCell.line, inCell.column));
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

interface StackFrame {
  readonly text: string;
  readonly cell?: KnownCell;
  readonly line: number;
  readonly column: number;
}

const framePattern = /^\s*at (?:(.*?) \()?((?:file:\/\/|\/|[A-Za-z]:\\|node:)[^()]*?):(\d+):(\d+)\)?$/;

function stackFrames(error: Error): StackFrame[] {
  const frames: StackFrame[] = [];
  for (const line of String(error.stack ?? "").split("\n")) {
    const match = framePattern.exec(line);
    if (!match) continue;
    const [, called, location] = match as unknown as [string, string | undefined, string];
    const path = location.startsWith("file://") ? fileURLToPath(location.replace(/\?.*$/, "")) : location;
    if (path.startsWith("node:") || path.startsWith(ownFolder)) continue;
    const cell = cells.get(path);
    const place = cell ? original(cell, path, Number(match[3]), Number(match[4])) : undefined;
    const at = place ?? { line: Number(match[3]), column: Number(match[4]) };
    const name = called === undefined || called === "async" ? "" : called;
    const where = `${cell ? basename(path) : path}:${at.line}:${at.column}`;
    frames.push({ text: name ? `${name} (${where})` : where, ...(cell && { cell }), ...at });
  }
  return frames;
}

function original(cell: KnownCell, file: string, line: number, column: number): { line: number; column: number } {
  cell.map ??= new SourceMap({ file, version: 3, sources: [file], names: [], mappings: cell.mappings } as never);
  const entry = cell.map.findEntry(line - 1, column - 1);
  if (!("originalLine" in entry)) return { line, column };
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
