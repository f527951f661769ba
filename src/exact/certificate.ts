import { InputError } from "./input-error.js";
import { bitLength } from "./integer.js";
import { Rational } from "./rational.js";

/** A number as it stands in a certificate: `"-12"`, `"3/7"` or `"5p-3"`. */
export type ExactNumber = string;

/** y = weight·x + bias; `weight` is a list of rows. */
export interface AffineLayer {
  readonly type: "affine";
  readonly weight: readonly (readonly ExactNumber[])[];
  readonly bias: readonly ExactNumber[];
}

/** In each group of `normSize` neighbours: subtract the mean if `center`, divide by √(mean of squares + epsilon); 0 where that root is 0. */
export interface NormLayer {
  readonly type: "norm";
  readonly normSize: number;
  readonly center: boolean;
  readonly epsilon: ExactNumber;
}

/** A function of one number, applied to every component. */
export interface ActivationLayer {
  readonly type: "activation";
  readonly function: "relu" | "tanh" | "logistic";
}

export type Layer = AffineLayer | NormLayer | ActivationLayer;
export type Network = readonly Layer[];

/** What the checker says of a certificate that it could read. */
export type Verdict =
  { readonly verdict: "accepted" } | { readonly verdict: "rejected"; readonly reason: string; readonly where: string };

export const accepted: Verdict = { verdict: "accepted" };

export function rejected(where: string, reason: string): Verdict {
  return { verdict: "rejected", reason, where };
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
  /** Samples × weights × precision of a classification. */
  work: 4e12,
  /** Terms × terms × bits of an identity's expansion. */
  expansion: 2e9,
  /** Parts into which a domain is cut, times what one of them costs. */
  boxes: 1e8,
} as const;

/** Throws unless `value` ≤ `limit`. */
export function requireLimit(where: string, what: string, value: number, limit: number): void {
  if (value <= limit) return;
  throw new InputError({ code: "limit", where, expected: `at most ${limit} ${what}`, received: String(value) });
}

/** Reads the parts of a certificate, with the field path for messages, and counts the size of its numbers. */
export class Reader {
  private bits = 0;

  fail(where: string, expected: string, value: unknown): InputError {
    return new InputError({ code: "shape", where, expected, received: describe(value) });
  }

  object(value: unknown, where: string): Readonly<Record<string, unknown>> {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.fail(where, "an object", value);
    return value as Record<string, unknown>;
  }

  list(value: unknown, where: string, length?: number): readonly unknown[] {
    const expected = length === undefined ? "a list with at least one entry" : `a list of length ${length}`;
    if (!Array.isArray(value)) throw this.fail(where, expected, value);
    if (length === undefined ? value.length === 0 : value.length !== length) throw this.fail(where, expected, value);
    return value;
  }

  integer(value: unknown, where: string, least: number, most: number): number {
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
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
    if (typeof value !== "string" || !/^-?\d+(\/\d+|p-?\d+)?$/.test(value)) {
      throw new InputError({
        code: "not-exact",
        where,
        expected: 'an exact number in a string: "-12", "3/7" or "5p-3"',
        received: describe(value),
      });
    }
    const number = Rational.from(value, where);
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
