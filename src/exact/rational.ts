import { InputError } from "./input-error.js";
import { absolute, bitLength, ceilDivide, floorDivide, greatestCommonDivisor, integerSquareRoot } from "./integer.js";
import { spendOperations } from "./work.js";

/** What `Rational.from` reads: a rational, an integer, a double (taken exactly), or text such as `"3/7"`, `"5p-3"`, `"0.25"`. */
export type RationalInput = Rational | bigint | number | string;

/** The most digits a number in text may have. */
export const maximumDigits = 20_000;
/** The greatest size of an exponent in text. */
export const maximumExponent = 65_536;

const fraction = /^(-?\d+)(?:\/(\d+)|p(-?\d+))?$/;
const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * An exact fraction of integers in lowest terms, denominator > 0. Immutable.
 *
 * @example
 * Rational.from("1/3").add(Rational.from("1/6")).toString(); // => "1/2"
 */
export class Rational {
  /** The number 0. */
  static readonly zero = new Rational(0n, 1n);
  /** The number 1. */
  static readonly one = new Rational(1n, 1n);

  private constructor(
    /** In lowest terms; it has the number's sign. */
    readonly numerator: bigint,
    /** In lowest terms, 1 or more. */
    readonly denominator: bigint,
  ) {}

  /** numerator / denominator in lowest terms. Throws `InputError` for a denominator of 0. */
  static of(numerator: bigint, denominator: bigint): Rational {
    if (denominator === 0n) throw noValue("division by a number that is not 0", "division by 0");
    if (denominator === 1n) return new Rational(numerator, 1n);
    if ((denominator & (denominator - 1n)) === 0n) {
      return Rational.dyadic(numerator, 1 - bitLength(denominator));
    }
    const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
    return new Rational(numerator / divisor, denominator / divisor);
  }

  /** mantissa·2^exponent. */
  static dyadic(mantissa: bigint, exponent: number): Rational {
    if (mantissa === 0n) return Rational.zero;
    if (exponent >= 0) return new Rational(mantissa << BigInt(exponent), 1n);
    const zeros = Math.min(-exponent, bitLength(mantissa & -mantissa) - 1);
    return new Rational(mantissa >> BigInt(zeros), 1n << BigInt(-exponent - zeros));
  }

  /**
   * Reads a number exactly. Text is an integer, a fraction `3/7`, a dyadic `5p-3` = 5·2⁻³, or a decimal `0.25`, `1e-3`.
   *
   * @param where - named in the `InputError` thrown for anything else, for a number that is not finite, or beyond `maximumDigits`.
   * @example
   * Rational.from("5p-3").toString(); // => "5/8"
   * Rational.from(0.1).toString(); // => "3602879701896397p-55"
   */
  static from(value: RationalInput, where = "number"): Rational {
    if (value instanceof Rational) return value;
    if (typeof value === "bigint") return new Rational(value, 1n);
    if (typeof value === "number") {
      if (!Number.isFinite(value)) throw notExact(where, String(value));
      let exponent = 0;
      while (!Number.isInteger(value)) [value, exponent] = [value * 2, exponent - 1];
      return Rational.dyadic(BigInt(value), exponent);
    }
    if (value.length > maximumDigits) {
      throw new InputError({
        code: "limit",
        where,
        expected: `a number of at most ${maximumDigits} digits`,
        received: `${value.length} characters`,
      });
    }
    const power = (text: string): number => {
      if (text.length > 8 || Math.abs(Number(text)) > maximumExponent) {
        throw new InputError({
          code: "limit",
          where,
          expected: `an exponent between -${maximumExponent} and ${maximumExponent}`,
          received: text.slice(0, 40),
        });
      }
      return Number(text);
    };
    const exact = fraction.exec(value);
    if (exact !== null) {
      if (exact[2] !== undefined && /^0+$/.test(exact[2])) throw notExact(where, `"${value.slice(0, 40)}"`);
      const numerator = BigInt(exact[1]!);
      return exact[2] ? Rational.of(numerator, BigInt(exact[2])) : Rational.dyadic(numerator, power(exact[3] ?? "0"));
    }
    const digits = decimal.exec(value);
    if (digits === null) throw notExact(where, `"${value.slice(0, 40)}"`);
    const scale = BigInt(power(digits[4] ?? "0") - (digits[3]?.length ?? 0));
    const mantissa = BigInt(`${digits[1]}${digits[2]}${digits[3] ?? ""}`);
    return scale >= 0n ? new Rational(mantissa * 10n ** scale, 1n) : Rational.of(mantissa, 10n ** -scale);
  }

  /** Draws for the products of numerators and denominators. */
  private spend(other: Rational): void {
    const [a, b, c, d] = [this.numerator, this.denominator, other.numerator, other.denominator].map(bitLength);
    spendOperations(2, a! + b!, c! + d!);
  }

  /** This number plus the other, exactly. */
  add(other: Rational): Rational {
    this.spend(other);
    if (this.denominator === other.denominator) {
      return Rational.of(this.numerator + other.numerator, this.denominator);
    }
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  /** This number minus the other, exactly. */
  sub(other: Rational): Rational {
    return this.add(other.neg());
  }

  /** This number times the other, exactly. */
  mul(other: Rational): Rational {
    this.spend(other);
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** Throws `InputError` (code `undefined`) for division by 0. */
  div(other: Rational): Rational {
    this.spend(other);
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  /** This number with the other sign. */
  neg(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  /** This number without its sign. */
  abs(): Rational {
    return new Rational(absolute(this.numerator), this.denominator);
  }

  /** this^exponent for an integer exponent ≥ 0. */
  pow(exponent: number): Rational {
    const bits = exponent * Math.max(bitLength(this.numerator), bitLength(this.denominator));
    if (bits > 1e6) throw undefinedHere("a power of at most a million binary digits", `${bits}`);
    spendOperations(1, bits, bits);
    return new Rational(this.numerator ** BigInt(exponent), this.denominator ** BigInt(exponent));
  }

  /** The root, where it is rational. */
  rationalRoot(): Rational | undefined {
    if (this.numerator < 0n) return undefined;
    const [n, d] = [integerSquareRoot(this.numerator), integerSquareRoot(this.denominator)];
    return n * n === this.numerator && d * d === this.denominator ? new Rational(n, d) : undefined;
  }

  /** The lesser of the two. */
  min(other: Rational): Rational {
    return this.compare(other) <= 0 ? this : other;
  }

  /** The greater of the two. */
  max(other: Rational): Rational {
    return this.compare(other) >= 0 ? this : other;
  }

  /** -1, 0 or 1 as this is less than, equal to or greater than the other. */
  compare(other: Rational): -1 | 0 | 1 {
    this.spend(other);
    const left = this.numerator * other.denominator;
    const right = other.numerator * this.denominator;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  /** Whether both are the same number. */
  equals(other: Rational): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  /** −1 below 0, 0 at 0, 1 above. */
  sign(): -1 | 0 | 1 {
    return this.numerator < 0n ? -1 : this.numerator > 0n ? 1 : 0;
  }

  /** The greatest integer that is not above this number. */
  floor(): bigint {
    return floorDivide(this.numerator, this.denominator);
  }

  /** The least integer that is not below this number. */
  ceil(): bigint {
    return ceilDivide(this.numerator, this.denominator);
  }

  /** The nearest double (ties to even). */
  toNumber(): number {
    const shift = bitLength(this.numerator) - bitLength(this.denominator) - 66;
    const top = shift > 0 ? this.numerator : this.numerator << BigInt(-shift);
    const bottom = shift > 0 ? this.denominator << BigInt(shift) : this.denominator;
    const quotient = top / bottom;
    const sticky = quotient * bottom === top ? 0n : this.numerator < 0n ? -1n : 1n;
    const mantissa = Number((quotient << 1n) + sticky);
    // Two factors, so that neither overflows on its own; one rounding in all unless the result is subnormal.
    const half = Math.trunc((shift - 1) / 2);
    return mantissa * 2 ** half * 2 ** (shift - 1 - half);
  }

  /**
   * For people: exact where short, else rounded, and marked as that.
   *
   * @example
   * Rational.from("1/3").shown(); // => "1/3"
   * Rational.from("7p-5000").shown(); // => "≈4.96e-1505"
   */
  shown(): string {
    const bits = bitLength(this.numerator) + bitLength(this.denominator);
    const text = bits <= 80 ? this.toString() : undefined;
    return text !== undefined && text.length <= 24 ? text : `≈${this.rounded()}`;
  }

  /** As a double, or with a power of ten where it is beyond the doubles. */
  private rounded(): string {
    const value = this.toNumber();
    if (Number.isFinite(value) && Math.abs(value) > 1e-300) return `${value}`;
    const twos = bitLength(this.numerator) - bitLength(this.denominator);
    const size = Math.abs(this.mul(Rational.dyadic(1n, -twos)).toNumber());
    const digits = Math.log10(size) + twos * Math.log10(2);
    const tens = Math.floor(digits);
    return `${this.numerator < 0n ? "-" : ""}${(10 ** (digits - tens)).toFixed(2)}e${tens}`;
  }

  /** `-12`, `3/7`, or `5p-3` where the denominator is a power of two above 2³²: read back by `from`. */
  toString(): string {
    if (this.denominator === 1n) return this.numerator.toString();
    if (this.denominator > 4294967296n && (this.denominator & (this.denominator - 1n)) === 0n) {
      return `${this.numerator}p-${bitLength(this.denominator) - 1}`;
    }
    return `${this.numerator}/${this.denominator}`;
  }
}

/** The error of an operation whose value is not seen here: `certain` where it has none, such as a root of a negative number. */
export class NoValue extends InputError {
  constructor(
    expected: string,
    received: string,
    readonly certain: boolean,
  ) {
    super({ code: "undefined", where: "evaluation", expected, received });
  }
}

/** There is no value here: division by 0, a root of a negative number. */
export function noValue(expected: string, received: string): NoValue {
  return new NoValue(expected, received, true);
}

/** There may be no value here, or none that can be computed in this way. */
export function undefinedHere(expected: string, received: string): NoValue {
  return new NoValue(expected, received, false);
}

function notExact(where: string, received: string): InputError {
  return new InputError({
    code: "not-exact",
    where,
    expected: 'an exact number such as "-12", "3/7" or "5p-3"',
    received,
  });
}
