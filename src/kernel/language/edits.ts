import type ts from "typescript";
import type { Emitted } from "./emit.js";

interface Edit {
  readonly start: number;
  readonly end: number;
  text: string;
}

/** Before these nothing need stand where something was taken out, unless it is a number that would go on with the point. */
const parting = /[\s)\]},;:?=(.]/;

/** Changes of a text by which everything that stays keeps its line: what is put in has no line ends, and those of what is taken out stay. */
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

  /** Takes a range out, with the places that were found in it, and begins the gap with a text. */
  erase(start: number, end: number, beginning = ""): void {
    const { text } = this.#source;
    while (this.#places.length > 0 && this.#places.at(-1)! >= start) this.#places.pop();
    const isParted = end === text.length || parting.test(text[end]!);
    const wouldGoOn = text[end] === "." && /\d/.test(text[start - 1] ?? "");
    const gap = beginning === "" && (!isParted || wouldGoOn) ? " " : "";
    const edit = { start, end, text: beginning + (text.slice(start, end).replace(/[^\n]/g, "") || gap) };
    this.#edits.push(edit);
    this.#erased.set(end, edit);
  }

  /** A statement that ended with what was taken out must not go on in the next line. */
  endStatement(end: number): void {
    const edit = this.#erased.get(end);
    if (edit) edit.text = `;${edit.text}`;
  }

  /** What follows what was taken out here ends the statement by itself. */
  goOnAfter(end: number): void {
    this.#erased.delete(end);
  }

  /** The changed text, and where its places were. */
  apply(): Emitted {
    const { text } = this.#source;
    const places = [...new Set(this.#places)].sort((a, b) => a - b);
    const mappings = new Mappings(this.#source.getLineStarts());
    let javascript = "";
    let lineStart = 0;
    let last = 0;
    let next = 0;
    const put = (piece: string): void => {
      const lineEnd = piece.lastIndexOf("\n");
      if (lineEnd >= 0) lineStart = javascript.length + lineEnd + 1;
      javascript += piece;
    };
    const map = (place: number): void => mappings.add(javascript.length - lineStart, place);
    const copy = (end: number): void => {
      for (; next < places.length && places[next]! < end; next++) {
        put(text.slice(last, places[next]));
        last = places[next]!;
        map(last);
      }
      put(text.slice(last, end));
      last = end;
    };
    for (const edit of this.#edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
      copy(edit.start);
      // What is put before something, or in its place, stands for it.
      if (places[next] === edit.start) map(edit.start);
      put(edit.text);
      last = edit.end;
      while (next < places.length && places[next]! < edit.end) next++;
    }
    copy(text.length);
    return { javascript: `${javascript}\n`, mappings: mappings.text };
  }
}

/** The mappings of a source map of one file, in which every line is the line of the same number. */
class Mappings {
  text = "";
  readonly #lineStarts: readonly number[];
  #line = 0;
  #generated = 0;
  readonly #before = { line: 0, column: 0 };

  constructor(lineStarts: readonly number[]) {
    this.#lineStarts = lineStarts;
  }

  /** A place of the source, behind all that were added, that stands in this column of its line. */
  add(generated: number, place: number): void {
    while (this.#line + 1 < this.#lineStarts.length && this.#lineStarts[this.#line + 1]! <= place) {
      this.#line++;
      this.text += ";";
      this.#generated = 0;
    }
    const column = place - this.#lineStarts[this.#line]!;
    const { line, column: columnBefore } = this.#before;
    if (this.text !== "" && !this.text.endsWith(";")) this.text += ",";
    this.text += [generated - this.#generated, 0, this.#line - line, column - columnBefore].map(encode).join("");
    this.#generated = generated;
    Object.assign(this.#before, { line: this.#line, column });
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
