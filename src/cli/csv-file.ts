import { open } from "node:fs/promises";
import { InputError } from "../exact/input-error.js";
import { separatorHint, unreadable } from "./input-file.js";

/** The largest file that is read. */
export const mostBytes = 2 ** 28;

/** A line of a table that is not empty. */
export interface CsvRecord {
  readonly values: readonly string[];
  /** The line of the file in which it ends, from 1. */
  readonly line: number;
}

/**
 * The header and the rows of a file of comma-separated values in UTF-8, with or without a byte order mark; every line ending is understood.
 * `isHeader` says whether the first line can be one: a table without would otherwise lose its first row.
 *
 * @throws InputError naming `where` (the file, or the option that names it) where it cannot be read, and the file and its line where it is no such table.
 */
export async function readCsv(
  file: string,
  where: string,
  isHeader: (names: readonly string[]) => boolean,
): Promise<{ readonly header: readonly string[]; readonly rows: readonly CsvRecord[] }> {
  const text = await readText(file, where);
  const { parse } = await import("csv-parse/sync");
  const wrong = (received: string, advice: { readonly remedy?: string } = {}): InputError =>
    new InputError({ code: "not-csv", where: file, expected: "comma-separated values", received, ...advice });
  let records: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    const options = { info: true, trim: true, skip_empty_lines: true, relax_column_count: true };
    records = parse(text, options) as unknown as typeof records;
  } catch (error) {
    if (/^\s*[[{]/.test(text))
      throw wrong("what looks like JSON", { remedy: "The first line names the columns, as x,y,class" });
    throw wrong((error as Error).message);
  }
  const [first, ...rows] = records.map(({ record, info }) => ({ values: record, line: info.lines }));
  if (first === undefined) {
    const received = text.trim() === "" ? "an empty file" : "no line with values";
    throw new InputError({ code: "empty", where: file, expected: "a header and at least two rows", received });
  }
  const remedy = separatorHint(first.values);
  if (remedy !== undefined) throw wrong(`one column, ${JSON.stringify(first.values[0]!.slice(0, 60))}`, { remedy });
  if (!isHeader(first.values)) {
    throw new InputError({
      code: "missing",
      where: `${file}, line ${first.line}`,
      expected: "a header with the names of the columns",
      received: `numbers: ${first.values.slice(0, 6).join(", ")}`,
      remedy: "Put a line with names above",
    });
  }
  return { header: first.values, rows };
}

/** Whether a text of a table is a number, however it is written: exactly or not. */
export function isNumber(text: string): boolean {
  return text !== "" && (Number.isFinite(Number(text)) || /^[+-]?\d+([/,]\d+)?$/.test(text));
}

async function readText(file: string, where: string): Promise<string> {
  let handle;
  try {
    handle = await open(file);
    const pieces: Buffer[] = [];
    let size = 0;
    // A device has no size, and may have no end.
    for await (const piece of handle.createReadStream({ autoClose: false })) {
      size += (piece as Buffer).length;
      if (size > mostBytes) {
        const expected = `at most ${mostBytes} bytes`;
        throw new InputError({ code: "limit", where: file, expected, received: "more" });
      }
      pieces.push(piece as Buffer);
    }
    return decode(Buffer.concat(pieces), file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(where, file, error);
  } finally {
    await handle?.close();
  }
}

/** Bytes that are no UTF-8 would all become the same character, and different labels one. */
function decode(bytes: Buffer, file: string): string {
  const isUtf16 = bytes.length > 1 && ["fffe", "feff"].includes(bytes.toString("hex", 0, 2));
  try {
    if (!isUtf16) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Told below.
  }
  const received = isUtf16 ? "UTF-16" : "other bytes";
  const remedy = "Save it as CSV in UTF-8";
  throw new InputError({ code: "encoding", where: file, expected: "text in UTF-8", received, remedy });
}
