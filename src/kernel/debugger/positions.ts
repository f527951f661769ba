/** A place in a text: lines and columns from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Segment {
  readonly generated: Position;
  readonly original: Position;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Where the places of a TypeScript text and of the JavaScript made from it stand, read from a source map of one source. */
export class Positions {
  /** In the order of the generated text. */
  readonly #segments: Segment[];

  /** @param mappings the field of that name of a source map, version 3 */
  constructor(mappings: string) {
    this.#segments = readMappings(mappings);
  }

  /** The place that the user wrote; `undefined` for what the compiler added. */
  original(generated: Position): Position | undefined {
    let found: Segment | undefined;
    for (const segment of this.#segments) {
      if (segment.generated.line > generated.line) break;
      if (segment.generated.line < generated.line) continue;
      // Before the first known column of its line a place belongs to that column.
      if (segment.generated.column > generated.column && found) break;
      found = segment;
    }
    return found?.original;
  }

  /** The first generated place of a line of the original; for a line without code, that of the next line that has some. */
  generated(line: number): { readonly line: number; readonly at: Position } | undefined {
    let best: Segment | undefined;
    for (const segment of this.#segments) {
      if (segment.original.line >= line && (!best || segment.original.line < best.original.line)) best = segment;
    }
    return best && { line: best.original.line, at: best.generated };
  }
}

function readMappings(mappings: string): Segment[] {
  const segments: Segment[] = [];
  const original = { line: 0, column: 0 };
  for (const [line, text] of mappings.split(";").entries()) {
    let column = 0;
    for (const each of text.split(",").filter(Boolean)) {
      const [advance, , lines, columns] = readNumbers(each);
      column += advance!;
      if (lines === undefined) continue;
      original.line += lines;
      original.column += columns!;
      segments.push({ generated: { line, column }, original: { ...original } });
    }
  }
  return segments;
}

/** Base 64 VLQ: six bits a digit, the lowest five first, the sixth says that more follow; the lowest bit of the whole is the sign. */
function readNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = digits.indexOf(character);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    value = 0;
    shift = 0;
  }
  return numbers;
}
