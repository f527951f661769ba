import { textField, type JsonRecord } from "./protocol/wire.js";

interface Entry {
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
}

/** The inputs of this session, with their results. */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string, output: string | null): void {
    this.#entries.push({ line, input, output });
  }

  /** Answers a `history_request`: session number (this one is 1), line, and input or [input, output]. */
  answer(request: JsonRecord): JsonRecord {
    const withOutput = request.output === true;
    const history = this.#select(request).map(({ line, input, output }) => [
      1,
      line,
      withOutput ? [input, output] : input,
    ]);
    return { status: "ok", history };
  }

  #select(request: JsonRecord): Entry[] {
    const count = typeof request.n === "number" ? Math.max(0, request.n) : Infinity;
    switch (request.hist_access_type) {
      case "range": {
        const session = numberField(request.session, 0);
        if (session !== 0 && session !== 1) return [];
        const start = numberField(request.start, 1);
        const stop = numberField(request.stop, Infinity);
        return this.#entries.filter(({ line }) => line >= start && line < stop);
      }
      case "search": {
        const pattern = globPattern(textField(request.pattern ?? "*"));
        let found = this.#entries.filter(({ input }) => pattern.test(input));
        if (request.unique === true) {
          const last = new Map(found.map((entry) => [entry.input, entry]));
          found = found.filter((entry) => last.get(entry.input) === entry);
        }
        return lastOf(found, count);
      }
      default:
        return lastOf(this.#entries, count);
    }
  }
}

function numberField(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function lastOf(entries: Entry[], count: number): Entry[] {
  return count === Infinity ? entries : count === 0 ? [] : entries.slice(-count);
}

function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${escaped}$`);
}
