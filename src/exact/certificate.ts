import { InputError } from "./input-error.js";
import { bitLength } from "./integer.js";
import { Entries } from "./json.js";
import { Rational } from "./rational.js";
import { grant, spendOperations } from "./work.js";

/** A number as it stands in a certificate: `"-12"`, `"3/7"` or `"5p-3"`. */
export type ExactNumber = string;

/** y = weight·x + bias; `weight` is a list of rows. */
export interface AffineLayer {
  /** Names the form of layer. */
  readonly type: "affine";
  /** outputs × inputs numbers. */
  readonly weight: readonly (readonly ExactNumber[])[];
  /** One number an output. */
  readonly bias: readonly ExactNumber[];
}

/** In each group of `normSize` neighbours: subtract the mean if `center`, divide by √(mean of squares + epsilon); 0 where that root is 0. */
export interface NormLayer {
  /** Names the form of layer. */
  readonly type: "norm";
  /** Numbers in a group; divides the width. */
  readonly normSize: number;
  /** Whether the group's mean is taken off first. */
  readonly center: boolean;
  /** A number ≥ 0, added to the mean of squares under the root. */
  readonly epsilon: ExactNumber;
}

/** A function of one number, applied to every component. */
export interface ActivationLayer {
  /** Names the form of layer. */
  readonly type: "activation";
  /** max(0, x), the hyperbolic tangent, or 1/(1 + e^−x). */
  readonly function: "relu" | "tanh" | "logistic";
}

/** A layer of a network, told apart by `type`. */
export type Layer = AffineLayer | NormLayer | ActivationLayer;
/** Layers in the order in which they are applied. */
export type Network = readonly Layer[];

/** What would decide an undecided certificate: more bits, more halvings of its domain, or more work. */
export type Need = "precision" | "subdivision" | "budget";

/**
 * What the checker says of a certificate that it could read: accepted; rejected, with what proves it false (a sample, a point, a
 * coefficient, a sum); or undecided, with what would decide it.
 */
export type Verdict =
  | {
      /** What is said of it. */
      readonly verdict: "accepted";
    }
  | {
      /** What is said of it. */
      readonly verdict: "rejected";
      /** Why, in a sentence, with the numbers. */
      readonly reason: string;
      /** The field that is false or undecided: `samples[3]`. */
      readonly where: string;
    }
  | {
      /** What is said of it. */
      readonly verdict: "undecided";
      /** Why, in a sentence, with the numbers. */
      readonly reason: string;
      /** The field that is false or undecided: `samples[3]`. */
      readonly where: string;
      /** What would decide it. */
      readonly needs: Need;
    };

export const accepted: Verdict = { verdict: "accepted" };

export function rejected(where: string, reason: string): Verdict {
  return { verdict: "rejected", reason, where };
}

export function undecided(where: string, reason: string, needs: Need): Verdict {
  return { verdict: "undecided", reason, where, needs };
}

/** Called now and then with the part of the work that is done, from 0 to 1. */
export type Progress = (fraction: number) => void;

/** What the checker of a kind is given beside the certificate's fields. */
export interface Check {
  readonly progress: Progress;
  /** To be called once, when the content has been read: what is about to be checked, in a sentence. */
  readonly content: (sentence: string) => void;
  /** Only every `count`-th sample or case, beginning with `index`, is evaluated. */
  readonly part: { readonly index: number; readonly count: number };
}

/** What a certificate may hold; beyond it the checker throws `InputError`, before it computes anything. */
export const limits = {
  /** Characters of a certificate's text. */
  characters: 2 ** 26,
  /** Binary digits of all its numbers together. */
  bits: 4e8,
  /** Degree of a polynomial. */
  degree: 2000,
  /** Bits of `precision`. */
  precision: 65_536,
  /** Depth of an expression. */
  depth: 100,
  /** Exponent of a power. */
  power: 1000,
  /** Steps of work, for a certificate whose numbers have up to `workCharacters` characters; for more, by their square. */
  work: 3e10,
  /** Up to this many characters of numbers a certificate has `work` steps; a longer one has more, by the square. */
  workCharacters: 1e6,
  /** Characters of a certificate with a list of cases, which are read one by one. */
  listedCharacters: 2 ** 33,
} as const;

/** Throws unless `value` ≤ `limit`. */
export function requireLimit(where: string, what: string, value: number, limit: number): void {
  if (value <= limit) return;
  throw new InputError({ code: "limit", where, expected: `at most ${limit} ${what}`, received: String(value) });
}

/** Integers as decimal digits without a zero before them: `-12`, `3/7`, `5p-3`. */
const exactNumber = /^(0|-?[1-9][0-9]*)(\/[1-9][0-9]*|p(0|-?[1-9][0-9]*))?$/;

/** Reads the parts of a certificate, with the field path for messages, and counts the size of its numbers. */
export class Reader {
  private bits = 0;
  private characters = 0;

  /** @param budget - the steps of work that were set by hand, which then do not grow with the certificate. */
  constructor(private readonly budget?: number) {}

  fail(where: string, expected: string, value: unknown): InputError {
    return new InputError({ code: "shape", where, expected, received: describe(value) });
  }

  object(value: unknown, where: string): Readonly<Record<string, unknown>> {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.fail(where, "an object", value);
    return value as Record<string, unknown>;
  }

  /** An object that has no field beside these and `note`: another reader could give a meaning to it. */
  closed(value: unknown, where: string, fields: readonly string[]): Readonly<Record<string, unknown>> {
    const object = this.object(value, where);
    for (const field of Object.keys(object)) {
      if (field === "note" || fields.includes(field)) continue;
      throw this.fail(where, `no field but ${fields.join(", ")} and note`, field);
    }
    return object;
  }

  /** The entries of a list, one by one, each with its place. */
  *entries(value: unknown, where: string): Generator<readonly [unknown, string]> {
    let i = 0;
    for (const entry of value instanceof Entries ? value : this.list(value, where)) {
      this.bits = 0;
      yield [entry, `${where}[${i}]`];
      i += 1;
    }
    if (i === 0) throw this.fail(where, "a list with at least one entry", []);
  }

  list(value: unknown, where: string, length?: number): readonly unknown[] {
    const expected = length === undefined ? "a list with at least one entry" : `a list of length ${length}`;
    if (!Array.isArray(value)) throw this.fail(where, expected, value);
    if (length === undefined ? value.length === 0 : value.length !== length) throw this.fail(where, expected, value);
    return value;
  }

  integer(value: unknown, where: string, least: number, most: number): number {
    if (
      typeof value !== "number" ||
      !Number.isInteger(value) ||
      value < least ||
      value > most ||
      Object.is(value, -0)
    ) {
      throw this.fail(where, `an integer from ${least} to ${most}`, value);
    }
    return value;
  }

  word<W extends string>(value: unknown, where: string, words: readonly W[]): W {
    if (!words.includes(value as W)) throw this.fail(where, words.map((w) => `"${w}"`).join(" or "), value);
    return value as W;
  }

  number(value: unknown, where: string): Rational {
    if (value === "0") return Rational.zero;
    if (typeof value !== "string" || !exactNumber.test(value)) {
      throw new InputError({
        code: "not-exact",
        where,
        expected: 'an exact number in a string: "-12", "3/7" or "5p-3"',
        received: describe(value),
      });
    }
    this.characters += value.length;
    const number = Rational.from(value, where);
    spendOperations(4, 2 * value.length, value.length);
    if (this.budget === undefined && this.characters > limits.workCharacters) {
      const before = Math.max(limits.workCharacters, this.characters - value.length);
      grant(limits.work * ((this.characters / limits.workCharacters) ** 2 - (before / limits.workCharacters) ** 2));
    }
    this.bits += bitLength(number.numerator) + bitLength(number.denominator);
    requireLimit(where, "binary digits in all numbers together", this.bits, limits.bits);
    return number;
  }

  numbers(value: unknown, where: string, length?: number): Rational[] {
    return this.list(value, where, length).map((entry, i) => this.number(entry, `${where}[${i}]`));
  }

  precision(value: unknown, where: string): number {
    return this.integer(value, where, 2, limits.precision);
  }
}

/** A value in a few words, for messages. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of length ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
