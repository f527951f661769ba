import type ts from "typescript";
import type { Emitted } from "./emit.js";

interface Edit {
  readonly start: number;
  readonly end: number;
  text: string;
}

/**
 * Changes of a text by which every character that stays keeps its line: what is taken out becomes spaces, and what is put in has no
 * line ends.
 */
export class Edits {
  readonly #source: ts.SourceFile;
  readonly #edits: Edit[] = [];
  /** What was taken out, by its end. */
  readonly #erased = new Map<number, Edit>();
  readonly #places: number[] = [];

  constructor(source: ts.SourceFile) {
    this.#source = source;
  }

  /** A place that stacks and breakpoints may mean. */
  place(at: number): void {
    this.#places.push(at);
  }

  /** Puts a text before or behind what stands at a place. */
  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text });
  }

  /** Takes a range out, with the places that were found in it, and begins the gap with a text that is no longer than its first line. */
  erase(start: number, end: number, beginning = ""): void {
    const blank = this.#source.text.slice(start, end).replace(/[^\n]/g, " ");
    while (this.#places.length > 0 && this.#places.at(-1)! >= start) this.#places.pop();
    const edit = { start, end, text: beginning + blank.slice(beginning.length) };
    this.#edits.push(edit);
    this.#erased.set(end, edit);
  }

  /** A statement that ended with what was taken out must not go on in the next line. */
  endStatement(end: number): void {
    const edit = this.#erased.get(end);
    if (edit) edit.text = `;${edit.text.slice(1)}`;
  }

  /** What follows what was taken out here ends the statement by itself. */
  goOnAfter(end: number): void {
    this.#erased.delete(end);
  }

  /** The changed text, and where its places were. */
  apply(): Emitted {
    const { text } = this.#source;
    const edits = this.#edits.sort((a, b) => a.start - b.start || a.end - b.end);
    let javascript = "";
    let last = 0;
    for (const { start, end, text: replacement } of edits) {
      javascript += text.slice(last, start) + replacement;
      last = end;
    }
    return { javascript: `${javascript}${text.slice(last)}\n`, mappings: this.#mappings(edits) };
  }

  #mappings(edits: readonly Edit[]): string {
    const lineStarts = this.#source.getLineStarts();
    const places = [...new Set(this.#places)].sort((a, b) => a - b);
    let mappings = "";
    let line = 0;
    let next = 0;
    /** Length of what was put into the line so far. */
    let shift = 0;
    let generated = 0;
    const before = { line: 0, column: 0 };
    const add = (column: number, originalColumn: number): void => {
      if (mappings !== "" && !mappings.endsWith(";")) mappings += ",";
      mappings += [column - generated, 0, line - before.line, originalColumn - before.column].map(encode).join("");
      generated = column;
      Object.assign(before, { line, column: originalColumn });
    };
    for (const place of places) {
      while (line + 1 < lineStarts.length && lineStarts[line + 1]! <= place) {
        line++;
        mappings += ";";
        generated = shift = 0;
      }
      const lineStart = lineStarts[line]!;
      const column = place - lineStart;
      for (; next < edits.length && edits[next]!.start <= place; next++) {
        const { start, end, text } = edits[next]!;
        if (start !== end || start < lineStart) continue;
        // What is put before something stands for it.
        if (start === place) add(column + shift, column);
        shift += text.length;
      }
      add(column + shift, column);
    }
    return mappings;
  }
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base 64 VLQ: five bits a digit, the lowest first; a sixth says that more follow. The lowest bit of all is the sign. */
function encode(number: number): string {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
