import { createRequire, findSourceMap, SourceMap } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelFolder } from "../folder.js";
import { columnInWritten, type Place } from "../report.js";

interface KnownCell {
  readonly fileName: string;
  /** As it is run, and as the user wrote it. */
  readonly text: string;
  readonly written: string;
  readonly mappings: string;
}

/** A line of a stack, where the user wrote it. */
export interface StackFrame {
  readonly text: string;
  /** Text of the cell it stands in. */
  readonly cell?: string;
  readonly line: number;
  readonly column: number;
}

const cells = new Map<string, KnownCell>();
const maps = new WeakMap<KnownCell, SourceMap>();
const ownFolder = fileURLToPath(kernelFolder);

/** Remembers a cell's text and mappings, so that errors can be shown where the user wrote them. */
export function rememberCell({ fileName, text, written, mappings }: KnownCell): void {
  cells.set(fileName, { fileName, text, written, mappings });
}

const frames = new WeakMap<Error, readonly StackFrame[]>();

/** Makes every error's `stack` that of the user's code, so that an error that is printed reads like one that is thrown. */
export function writeStacksAsTheUserWrote(): void {
  Error.prepareStackTrace = (error, sites) => {
    const shown = sites.flatMap((site) => {
      const location = site.getFileName() ?? "";
      return frameAt(site.toString(), location, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
    });
    frames.set(error, shown);
    return [titleOf(error), ...shown.map(({ text }) => `    at ${text}`)].join("\n");
  };
}

function titleOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

const framePattern = /^\s*at ((?:.*? \()?((?:file:\/\/|\/|[A-Za-z]:\\|node:)[^()]*?):(\d+):(\d+)\)?)$/;

/** The lines of an error's stack, without those of the kernel and of Node. */
export function stackFrames(error: Error): readonly StackFrame[] {
  const stack = String(error.stack ?? "");
  const known = frames.get(error);
  if (known) return known;
  // A library has put a way of its own to write stacks in the place of ours.
  return stack.split("\n").flatMap((line) => {
    const [, text, location, row, column] = framePattern.exec(line) ?? [];
    return text === undefined ? [] : frameAt(text, location!, Number(row), Number(column));
  });
}

function frameAt(text: string, location: string, line: number, column: number): StackFrame[] {
  const path = location.startsWith("file://") ? fileURLToPath(location.replace(/\?.*$/, "")) : location;
  if (path.startsWith("node:") || path.startsWith(ownFolder) || isOfLoader(path)) return [];
  const cell = cells.get(path);
  const place = (cell ? placeIn(cell, line, column) : mapped(findSourceMap(location), line, column)) ?? {
    line,
    column,
  };
  const where = `${cell ? basename(path) : path}:${place.line}:${place.column}`;
  const shown = text
    .replace(`${location}:${line}:${column}`, where)
    .replace(/^async (?=\S+$)/, "")
    .replace(/eval at evaluateInScript \([^()]*\), /, "");
  return [{ text: shown, ...(cell && { cell: cell.written }), ...place }];
}

let loaders: readonly string[] | undefined;

/** Whether a file belongs to what reads TypeScript for the kernel. */
function isOfLoader(path: string): boolean {
  if (!/[\\/]node_modules[\\/]/.test(path)) return false;
  if (!loaders) {
    const tsx = createRequire(kernelFolder).resolve("tsx/package.json");
    const esbuild = createRequire(tsx).resolve("esbuild/package.json");
    loaders = [tsx, esbuild].map((file) => join(dirname(file), "/"));
  }
  return loaders.some((folder) => path.startsWith(folder));
}

function placeIn(cell: KnownCell, line: number, column: number): Place | undefined {
  const { fileName: file, text, written, mappings } = cell;
  if (!maps.has(cell))
    maps.set(cell, new SourceMap({ file, version: 3, sources: [file], names: [], mappings } as never));
  const place = mapped(maps.get(cell), line, column);
  return place && { ...place, column: columnInWritten(text, written, place) };
}

function mapped(map: SourceMap | undefined, line: number, column: number): Place | undefined {
  const entry = map?.findEntry(line - 1, column - 1);
  if (!entry || !("originalLine" in entry)) return undefined;
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
