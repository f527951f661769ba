import { InputError } from "./input-error.js";

/** A JSON value as the checker reads it: objects have no prototype. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What stands at one place of a text, to be read entry by entry, any number of times. */
export class Entries implements Iterable<unknown> {
  constructor(
    private readonly open: () => Iterable<string>,
    private readonly start: number,
    private readonly place: string,
  ) {}

  *[Symbol.iterator](): Iterator<unknown> {
    const reader = new JsonReader(this.open(), this.place);
    reader.advanceTo(this.start);
    yield* reader.entries();
  }
}

/** Characters that stand for themselves in a text. */
const plainText = String.raw`[^"\\\u0000-\u001f]*`;

/** The deepest nesting of what is kept; what is skipped may be nested without bound. */
const deepest = 1000;
/** The most values that are kept at once. */
const mostValues = 2 ** 24;

/**
 * Reads a certificate's text so that no other reader of JSON can read it otherwise: numbers are plain integers, no key stands twice in an
 * object, nothing follows the value. `pieces` gives the text from its beginning, again at every call.
 *
 * @param kept - the fields of the outermost object that are read; the others are checked for their form and left out.
 * @param listed - the fields of the outermost object that may be long lists: each is given as `Entries`.
 * @param most - characters that may be kept.
 */
export function readCertificateText(
  pieces: () => Iterable<string>,
  kept: ReadonlySet<string>,
  listed: ReadonlySet<string>,
  most: number,
): unknown {
  const reader = new JsonReader(pieces(), "certificate");
  return reader.certificate(pieces, kept, listed, most);
}

class JsonReader {
  private readonly pieces: Iterator<string>;
  private text = "";
  /** Position in `text`, and of its beginning in the whole. */
  private at = 0;
  private before = 0;
  private values = 0;
  /** Characters from `counted` on may be at most `most`. */
  private most = Infinity;
  private counted = 0;

  constructor(
    pieces: Iterable<string>,
    private readonly place: string,
  ) {
    this.pieces = pieces[Symbol.iterator]();
  }

  private get position(): number {
    return this.before + this.at;
  }

  /** The character here, "" at the end. */
  private peek(): string {
    while (this.at >= this.text.length) {
      const next = this.pieces.next();
      if (next.done === true) return "";
      this.before += this.text.length;
      this.text = next.value;
      this.at = 0;
      if (this.position + this.text.length - this.counted > this.most) {
        throw new InputError({
          code: "limit",
          where: this.place,
          expected: `at most ${this.most} characters`,
          received: "more",
        });
      }
    }
    return this.text[this.at]!;
  }

  advanceTo(position: number): void {
    while (position > this.before + this.text.length) {
      this.at = this.text.length;
      if (this.peek() === "") return;
    }
    this.at = position - this.before;
  }

  private fail(expected: string): InputError {
    const shown = this.peek() === "" ? "the end" : JSON.stringify(this.text.slice(this.at, this.at + 20));
    return new InputError({
      code: "not-json",
      where: this.place,
      expected,
      received: `${shown} at character ${this.position + 1}`,
    });
  }

  private white(): string {
    let c = this.peek();
    while (c === " " || c === "\n" || c === "\r" || c === "\t") {
      this.at += 1;
      c = this.peek();
    }
    return c;
  }

  private take(c: string, expected: string): void {
    if (this.white() !== c) throw this.fail(expected);
    this.at += 1;
  }

  /** Whether another entry follows in a list or object that `close` ends; the comma is taken. */
  private more(close: string, first: boolean): boolean {
    const c = this.white();
    if (c === close) {
      this.at += 1;
      return false;
    }
    if (!first) {
      this.take(",", `"," or "${close}"`);
      if (this.white() === close) throw this.fail("another entry after the comma");
    }
    return true;
  }

  certificate(
    pieces: () => Iterable<string>,
    kept: ReadonlySet<string>,
    listed: ReadonlySet<string>,
    most: number,
  ): unknown {
    this.most = most;
    if (this.white() !== "{") {
      const value = this.value(0);
      this.end();
      return value;
    }
    this.at += 1;
    const object = Object.create(null) as Record<string, unknown>;
    for (let first = true; this.more("}", first); first = false) {
      const key = this.key(object);
      object[key] = undefined;
      if (listed.has(key) && this.white() === "[") {
        object[key] = new Entries(pieces, this.position, key);
        // What is read entry by entry does not count.
        const start = this.position;
        this.most = Infinity;
        this.skip();
        this.most = most;
        this.counted += this.position - start;
      } else if (kept.has(key)) object[key] = this.value(1);
      else this.skip();
    }
    this.end();
    return object;
  }

  private end(): void {
    if (this.white() !== "") throw this.fail("nothing after the certificate");
  }

  /** The entries of the list that stands here. */
  *entries(): Generator<unknown> {
    this.take("[", "a list");
    for (let first = true; this.more("]", first); first = false) {
      this.values = 0;
      yield this.value(1);
    }
  }

  private key(object: object): string {
    if (this.white() !== '"') throw this.fail("a key in double quotes");
    const key = this.string();
    if (key in object) {
      throw new InputError({
        code: "repeated",
        where: this.place,
        expected: "every key once in an object",
        received: `${JSON.stringify(key.slice(0, 40))} again at character ${this.position}`,
      });
    }
    this.take(":", '":"');
    return key;
  }

  private value(depth: number): Json {
    if (depth > deepest) throw this.fail(`at most ${deepest} levels of nesting`);
    if (++this.values > mostValues) throw this.fail(`at most ${mostValues} values`);
    const c = this.white();
    if (c === '"') return this.string();
    if (c === "[") {
      this.at += 1;
      const list: Json[] = [];
      for (let first = true; this.more("]", first); first = false) list.push(this.value(depth + 1));
      return list;
    }
    if (c === "{") {
      this.at += 1;
      const object = Object.create(null) as Record<string, Json>;
      for (let first = true; this.more("}", first); first = false) {
        const key = this.key(object);
        object[key] = this.value(depth + 1);
      }
      return object;
    }
    const word = this.word();
    if (word === "true") return true;
    if (word === "false") return false;
    if (word === "null") return null;
    if (/^(0|-?[1-9][0-9]{0,15})$/.test(word) && Number.isSafeInteger(Number(word))) return Number(word);
    this.at -= Math.min(this.at, word.length);
    throw this.fail(
      /^-?[0-9]/.test(word) ? "an integer written with digits alone, of at most 16 digits" : "a JSON value",
    );
  }

  private word(): string {
    let word = "";
    for (let c = this.peek(); /^[-+.\w]$/.test(c); c = this.peek()) {
      word += c;
      this.at += 1;
      if (word.length > 400) throw this.fail("a shorter number");
    }
    return word;
  }

  private string(): string {
    let text = "";
    this.at += 1;
    for (;;) {
      const c = this.peek();
      const plain = new RegExp(plainText, "y");
      plain.lastIndex = this.at;
      const run = c === "" ? "" : plain.exec(this.text)![0];
      this.at += run.length;
      text += run;
      if (run !== "") continue;
      if (c === '"') break;
      if (c !== "\\") throw this.fail("the end of a text");
      this.at += 1;
      text += this.escape();
    }
    this.at += 1;
    if (/\p{Cs}/u.test(text)) throw this.fail("text without half a surrogate pair before it");
    return text;
  }

  private escape(): string {
    const c = this.peek();
    const plain = new Map([
      ["b", "\b"],
      ["f", "\f"],
      ["n", "\n"],
      ["r", "\r"],
      ["t", "\t"],
    ]).get(c);
    if (c !== "u" && plain === undefined && c !== '"' && c !== "\\" && c !== "/") throw this.fail("an escape of JSON");
    this.at += 1;
    if (c !== "u") return plain ?? c;
    let digits = "";
    for (; digits.length < 4; this.at += 1) {
      if (!/^[0-9a-fA-F]$/.test(this.peek())) throw this.fail("four hexadecimal digits");
      digits += this.peek();
    }
    return String.fromCharCode(parseInt(digits, 16));
  }

  /** Goes past a value of any JSON, however deep, without keeping it. */
  private skip(): void {
    const open: string[] = [];
    for (;;) {
      const c = this.white();
      if (c === "[" || c === "{") {
        this.at += 1;
        open.push(c === "[" ? "]" : "}");
        if (this.white() === open.at(-1)) {
          this.at += 1;
          open.pop();
        } else {
          this.skipKey(open.at(-1)!);
          continue;
        }
      } else if (c === '"') this.skipString();
      else {
        const word = this.word();
        if (!/^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(word)) throw this.fail("a JSON value");
      }
      // A value has ended: on to the next of the innermost list or object that is not over.
      for (;;) {
        if (open.length === 0) return;
        if (this.more(open.at(-1)!, false)) break;
        open.pop();
      }
      this.skipKey(open.at(-1)!);
    }
  }

  private skipKey(close: string): void {
    if (close === "]") return;
    if (this.white() !== '"') throw this.fail("a key in double quotes");
    this.skipString();
    this.take(":", '":"');
  }

  private skipString(): void {
    this.at += 1;
    for (;;) {
      const c = this.peek();
      const plain = new RegExp(plainText, "y");
      plain.lastIndex = this.at;
      if (c !== "" && plain.test(this.text) && plain.lastIndex > this.at) {
        this.at = plain.lastIndex;
        continue;
      }
      if (c === '"') break;
      if (c !== "\\") throw this.fail("the end of a text");
      this.at += 1;
      this.escape();
    }
    this.at += 1;
  }
}
