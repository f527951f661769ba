import { InputError } from "./input-error.js";
import { bitLength, ceilDivide, floorDivide, integerSquareRoot, shiftDown, shiftUp } from "./integer.js";
import { noValue, Rational, undefinedHere, type RationalInput } from "./rational.js";
import { spendOperations } from "./work.js";

/** The greatest precision in bits. */
export const maximumPrecision = 1_000_000;

/**
 * A closed interval [low·2^exponent, high·2^exponent] with integer ends. Every operation rounds outwards to `precision` bits, so the
 * exact result of the operation on any numbers of the operands lies in the result. The precision of a result is the lower one of
 * the operands'.
 *
 * @example
 * Interval.from("1/3", 8).toString(); // => "[85p-8, 171p-9]"
 */
export class Interval {
  private constructor(
    private readonly low: bigint,
    private readonly high: bigint,
    private readonly exponent: number,
    /** Bits after the binary point to which results are rounded outwards. */
    readonly precision: number,
  ) {}

  /** The least interval at this precision that holds [low·2^exponent, high·2^exponent]. */
  static dyadic(low: bigint, high: bigint, exponent: number, precision: number): Interval {
    const size = Math.max(bitLength(low), bitLength(high));
    const excess = size - precision;
    // What led here, on both ends, was at most a few products or quotients of numbers of so many digits.
    spendOperations(4, size, size);
    if (Math.abs(exponent) > 2 ** 22) throw undefinedHere("a number between 2^±4194304", `2^${exponent}`);
    if (excess <= 0) return new Interval(low, high, exponent, precision);
    return new Interval(shiftDown(low, -excess), shiftUp(high, -excess), exponent + excess, precision);
  }

  /**
   * The least interval at this precision that holds both ends.
   *
   * @throws InputError where `lower` > `upper`, or the precision is not an integer from 2 to `maximumPrecision`.
   */
  static of(lower: RationalInput, upper: RationalInput, precision: number): Interval {
    if (!Number.isInteger(precision) || precision < 2 || precision > maximumPrecision) {
      throw new InputError({
        code: "range",
        where: "precision",
        expected: `an integer number of bits from 2 to ${maximumPrecision}`,
        received: String(precision),
      });
    }
    const [a, b] = [Rational.from(lower, "lower"), Rational.from(upper, "upper")];
    if (a.compare(b) > 0) {
      throw new InputError({ code: "range", where: "interval", expected: "lower ≤ upper", received: `[${a}, ${b}]` });
    }
    const exponentOf = (x: Rational): number => bitLength(x.numerator) - bitLength(x.denominator);
    const exponent = Math.max(a.sign() === 0 ? -Infinity : exponentOf(a), b.sign() === 0 ? -Infinity : exponentOf(b));
    if (exponent === -Infinity) return new Interval(0n, 0n, 0, precision);
    const shift = precision + 2 - exponent;
    const scaled = (x: Rational): [bigint, bigint] =>
      shift >= 0 ? [x.numerator << BigInt(shift), x.denominator] : [x.numerator, x.denominator << BigInt(-shift)];
    return Interval.dyadic(floorDivide(...scaled(a)), ceilDivide(...scaled(b)), -shift, precision);
  }

  /** The least interval at this precision around one number. */
  static from(value: RationalInput, precision: number): Interval {
    return Interval.of(value, value, precision);
  }

  /** The same numbers at another precision, rounded outwards. */
  at(precision: number): Interval {
    return Interval.dyadic(this.low, this.high, this.exponent, precision);
  }

  /** The lower end, exactly. */
  get lower(): Rational {
    return Rational.dyadic(this.low, this.exponent);
  }

  /** The upper end, exactly. */
  get upper(): Rational {
    return Rational.dyadic(this.high, this.exponent);
  }

  /** 1 or -1 where all numbers of the interval have that sign, 0 for [0, 0], `undefined` otherwise. */
  sign(): -1 | 0 | 1 | undefined {
    if (this.low > 0n) return 1;
    if (this.high < 0n) return -1;
    return this.low === 0n && this.high === 0n ? 0 : undefined;
  }

  /** Whether the number lies between the ends, or is one of them. */
  contains(value: RationalInput): boolean {
    const x = Rational.from(value);
    return this.lower.compare(x) <= 0 && x.compare(this.upper) <= 0;
  }

  /** Both operands' ends over one exponent, rounded outwards where the exponents are too far apart: [low, high, low, high, exponent]. */
  private aligned(other: Interval): [bigint, bigint, bigint, bigint, number] {
    if (this.exponent === other.exponent) return [this.low, this.high, other.low, other.high, this.exponent];
    if (this.low === 0n && this.high === 0n) return [0n, 0n, other.low, other.high, other.exponent];
    if (other.low === 0n && other.high === 0n) return [this.low, this.high, 0n, 0n, this.exponent];
    const floor = Math.max(this.exponent, other.exponent) - 2 * Math.max(this.precision, other.precision) - 8;
    const exponent = Math.max(Math.min(this.exponent, other.exponent), floor);
    const [a, b] = [this.exponent - exponent, other.exponent - exponent];
    return [shiftDown(this.low, a), shiftUp(this.high, a), shiftDown(other.low, b), shiftUp(other.high, b), exponent];
  }

  /** Holds x + y for every x of this interval and y of the other. */
  add(other: Interval): Interval {
    const [a, b, c, d, exponent] = this.aligned(other);
    return Interval.dyadic(a + c, b + d, exponent, Math.min(this.precision, other.precision));
  }

  /** Holds x − y for every x of this interval and y of the other. */
  sub(other: Interval): Interval {
    return this.add(other.neg());
  }

  /** Holds −x for every x of this interval. */
  neg(): Interval {
    return new Interval(-this.high, -this.low, this.exponent, this.precision);
  }

  /** Holds x·y for every x of this interval and y of the other. */
  mul(other: Interval): Interval {
    const [a, b, c, d] = [this.low, this.high, other.low, other.high];
    const exponent = this.exponent + other.exponent;
    const precision = Math.min(this.precision, other.precision);
    if (a >= 0n) return Interval.dyadic((c >= 0n ? a : b) * c, (d >= 0n ? b : a) * d, exponent, precision);
    if (c >= 0n || b <= 0n) return b <= 0n ? this.neg().mul(other).neg() : other.mul(this);
    if (d <= 0n) return other.mul(this);
    const [ad, bc, ac, bd] = [a * d, b * c, a * c, b * d];
    return Interval.dyadic(ad < bc ? ad : bc, ac > bd ? ac : bd, exponent, precision);
  }

  /** Throws `InputError` (code `undefined`) where the divisor holds 0. */
  div(other: Interval): Interval {
    if (other.high < 0n) return this.neg().div(other.neg());
    if (other.low <= 0n) {
      if (other.low === 0n && other.high === 0n) throw noValue("division by a number that is not 0", "division by 0");
      throw undefinedHere("a divisor that does not hold 0", `one in ${other.shown()}`);
    }
    const precision = Math.min(this.precision, other.precision);
    const shift = precision + 2 + bitLength(other.high);
    const low = floorDivide(this.low << BigInt(shift), this.low >= 0n ? other.high : other.low);
    const high = ceilDivide(this.high << BigInt(shift), this.high >= 0n ? other.low : other.high);
    return Interval.dyadic(low, high, this.exponent - other.exponent - shift, precision);
  }

  /** The numbers of the interval that are not negative. Throws `InputError` (code `undefined`) where all are. */
  nonNegative(): Interval {
    if (this.high < 0n) throw noValue("a number ≥ 0", `one in ${this.shown()}`);
    return this.low >= 0n ? this : new Interval(0n, this.high, this.exponent, this.precision);
  }

  /** Throws `InputError` (code `undefined`) where the interval holds a negative number. */
  sqrt(): Interval {
    if (this.high < 0n) throw noValue("a root of numbers ≥ 0", `one in ${this.shown()}`);
    if (this.low < 0n) throw undefinedHere("a root of numbers ≥ 0", `one in ${this.shown()}`);
    let shift = Math.max(0, 2 * this.precision + 4 - bitLength(this.high));
    if ((this.exponent - shift) % 2 !== 0) shift += 1;
    const high = this.high << BigInt(shift);
    const root = integerSquareRoot(high);
    const low = this.low === this.high ? root : integerSquareRoot(this.low << BigInt(shift));
    return Interval.dyadic(low, root * root === high ? root : root + 1n, (this.exponent - shift) / 2, this.precision);
  }

  /** Holds |x| for every x of this interval. */
  abs(): Interval {
    if (this.low >= 0n) return this;
    if (this.high <= 0n) return this.neg();
    return new Interval(0n, -this.low > this.high ? -this.low : this.high, this.exponent, this.precision);
  }

  /** Holds min(x, y) for every x of this interval and y of the other. */
  min(other: Interval): Interval {
    const [a, b, c, d, exponent] = this.aligned(other);
    return Interval.dyadic(a < c ? a : c, b < d ? b : d, exponent, Math.min(this.precision, other.precision));
  }

  /** Holds max(x, y) for every x of this interval and y of the other. */
  max(other: Interval): Interval {
    return this.neg().min(other.neg()).neg();
  }

  /** The least interval that holds both. */
  hull(other: Interval): Interval {
    const [a, b, c, d, exponent] = this.aligned(other);
    return Interval.dyadic(a < c ? a : c, b > d ? b : d, exponent, Math.min(this.precision, other.precision));
  }

  /** this^exponent for an integer exponent ≥ 0; an even power is never below 0. */
  pow(exponent: number): Interval {
    if (exponent === 0) return new Interval(1n, 1n, 0, this.precision);
    const base = exponent % 2 === 0 ? this.abs() : this;
    const power = (end: bigint): Interval => {
      let square = new Interval(end, end, this.exponent, this.precision);
      let result: Interval | undefined;
      for (let n = exponent; n > 0; n = Math.floor(n / 2), square = square.mul(square)) {
        if (n % 2 === 1) result = result === undefined ? square : result.mul(square);
        if (n === 1) break;
      }
      return result!;
    };
    return base.low === base.high ? power(base.low) : power(base.low).hull(power(base.high));
  }

  /** e^x; for x ≤ −131,072 between 0 and e^−65,536. Throws `InputError` (code `undefined`) where x reaches 131,072. */
  exp(): Interval {
    const low = exponential(this.low, this.exponent, this.precision);
    return this.low === this.high ? low : low.hull(exponential(this.high, this.exponent, this.precision));
  }

  /** 1/(1 + e^−x). */
  logistic(): Interval {
    const low = this.rising(logistic, this.low);
    return this.low === this.high ? low : low.hull(this.rising(logistic, this.high));
  }

  /** (e^x − e^−x)/(e^x + e^−x). */
  tanh(): Interval {
    const low = this.rising(tanh, this.low);
    return this.low === this.high ? low : low.hull(this.rising(tanh, this.high));
  }

  private rising(f: (x: Interval) => Interval, end: bigint): Interval {
    return f(new Interval(end, end, this.exponent, this.precision));
  }

  /** Holds sin x for every x of this interval. */
  sin(): Interval {
    return this.wave(0);
  }

  /** Holds cos x for every x of this interval. */
  cos(): Interval {
    return this.wave(1);
  }

  /** sin(x + quarters·π/2): the values at the ends, and ±1 where an extremum may lie between them. */
  private wave(quarters: 0 | 1): Interval {
    const [first, firstQuarter] = sine(this.low, this.exponent, this.precision, quarters);
    if (this.low === this.high) return first;
    const [last, lastQuarter] = sine(this.high, this.exponent, this.precision, quarters);
    // Extrema stand at odd multiples of π/2; quarter counts are of x, each right up to ±1.
    let result = first.hull(last);
    const [from, to] = [firstQuarter - 1n, lastQuarter + 1n];
    if (to - from >= 8n) return Interval.dyadic(-1n, 1n, 0, this.precision);
    const halfPi = pi(this.precision).mul(Interval.dyadic(1n, 1n, -1, this.precision));
    for (let n = from; n <= to; n += 1n) {
      if (((n + BigInt(quarters)) & 1n) === 0n) continue;
      const extremum = ((n + BigInt(quarters)) & 3n) === 1n ? 1n : -1n;
      const distance = halfPi
        .mul(Interval.dyadic(n, n, 0, this.precision))
        .sub(this)
        .sign();
      if (distance === undefined) result = result.hull(Interval.dyadic(extremum, extremum, 0, this.precision));
    }
    return result;
  }

  /** The ends, for messages. */
  shown(): string {
    return `[${this.lower.shown()}, ${this.upper.shown()}]`;
  }

  /** `[85p-8, 171p-9]`, the ends exactly. */
  toString(): string {
    return `[${dyadicText(this.low, this.exponent)}, ${dyadicText(this.high, this.exponent)}]`;
  }
}

/** 1/(1 + e^−x) at one number, by e^−|x| ≤ 1. */
function logistic(x: Interval): Interval {
  const one = Interval.dyadic(1n, 1n, 0, x.precision);
  const power = x.abs().neg().exp();
  const falling = power.div(one.add(power));
  return x.sign() === -1 ? falling : one.sub(falling);
}

/** tanh x = 2·logistic(2x) − 1 at one number, with the accuracy of a small x kept by odd symmetry and e^−2|x|. */
function tanh(x: Interval): Interval {
  const one = Interval.dyadic(1n, 1n, 0, x.precision);
  const size = x.abs();
  const power = size.add(size).neg().exp();
  const value = one.sub(power).div(one.add(power));
  return x.sign() === -1 ? value.neg() : value;
}

function dyadicText(mantissa: bigint, exponent: number): string {
  while (mantissa !== 0n && (mantissa & 1n) === 0n) [mantissa, exponent] = [mantissa >> 1n, exponent + 1];
  return mantissa === 0n || exponent === 0 ? `${mantissa}` : `${mantissa}p${exponent}`;
}

const piCache = new Map<number, bigint>();

/** An integer within 1 of π·2^bits: Machin's 16·arctan(1/5) − 4·arctan(1/239), with 32 bits to spare for the terms' rounding. */
function scaledPi(bits: number): bigint {
  let value = piCache.get(bits);
  if (value === undefined) {
    const inverseTangent = (n: bigint): bigint => {
      let [power, sum, sign] = [(1n << BigInt(bits + 32)) / n, 0n, 1n];
      spendOperations(bits / 4 + 8, bits, 64);
      for (let k = 1n; power !== 0n; k += 2n, power /= n * n, sign = -sign) sum += (sign * power) / k;
      return sum;
    };
    value = (16n * inverseTangent(5n) - 4n * inverseTangent(239n)) >> 32n;
    piCache.set(bits, value);
  }
  return value;
}

/** An enclosure of π. */
export function pi(precision: number): Interval {
  const value = scaledPi(precision + 4);
  return Interval.dyadic(value - 1n, value + 1n, -precision - 4, precision);
}

/** An enclosure of sin(x + quarters·π/2) at x = mantissa·2^exponent, and x/(π/2) rounded to an integer. */
function sine(mantissa: bigint, exponent: number, precision: number, quarters: 0 | 1): [Interval, bigint] {
  const size = mantissa === 0n ? 0 : Math.max(0, bitLength(mantissa) + exponent);
  if (size > 4096) throw undefinedHere("a sine or cosine of a number below 2^4096", `${size} binary digits`);
  if (mantissa === 0n) return [Interval.from(quarters, precision), 0n];
  const bits = precision + size + 16;
  spendOperations(bits / 8 + 8, bits, bits);
  const x = shiftDown(mantissa, exponent + bits);
  const halfPi = scaledPi(bits) >> 1n;
  const count = floorDivide(2n * x + halfPi, 2n * halfPi);
  // |rest| < 1 and within 2 + 2·|count| of its exact value (count < 2^size, which the extra bits pay for).
  const rest = x - count * halfPi;
  const turn = (count + BigInt(quarters)) & 3n;
  const square = (rest * rest) >> BigInt(bits);
  let [term, sum, terms] = [(turn & 1n) === 0n ? rest : 1n << BigInt(bits), 0n, 0n];
  for (let k = (turn & 1n) === 0n ? 2n : 1n; term !== 0n; k += 2n, terms += 1n) {
    sum += term;
    term = -((term * square) >> BigInt(bits)) / (k * (k + 1n));
    if (term === -1n) term = 0n;
  }
  // Each term is within 4 of the exact one (|square| < 1, so an error is never enlarged); the tail is below the last term, < 2.
  const error = 4n * terms + 8n + 2n * (count < 0n ? -count : count);
  const value = turn < 2n ? sum : -sum;
  // No sine is beyond 1: an error that is epsilon where one is 1 can be seen to be no more.
  const one = 1n << BigInt(bits);
  const [low, high] = [value - error < -one ? -one : value - error, value + error > one ? one : value + error];
  return [Interval.dyadic(low, high, -bits, precision), count];
}

/** An enclosure of e^x at x = mantissa·2^exponent: Taylor's series at x/2^halvings, |x/2^halvings| < 1/16, then squared back. */
function exponential(mantissa: bigint, exponent: number, precision: number): Interval {
  const size = mantissa === 0n ? 0 : bitLength(mantissa) + exponent;
  if (size > 17) {
    if (mantissa > 0n) throw undefinedHere("an exponential of a number below 131,072", `${size} binary digits`);
    return exponential(-65_536n, 0, precision).hull(Interval.dyadic(0n, 0n, 0, precision));
  }
  const halvings = Math.max(0, size + 4);
  const bits = precision + 2 * halvings + 16;
  spendOperations(bits / 8 + 8, bits, bits);
  const x = shiftDown(mantissa, exponent - halvings + bits);
  const one = 1n << BigInt(bits);
  let [term, sum, terms] = [one, 0n, 0n];
  for (let k = 1n; term !== 0n && term !== -1n; k += 1n, terms += 1n) {
    sum += term;
    term = ((term * x) >> BigInt(bits)) / k;
  }
  const error = 4n * terms + 8n;
  let result = Interval.dyadic(sum - error, sum + error, -bits, bits);
  for (let k = 0; k < halvings; k += 1) result = result.mul(result);
  return result.at(precision);
}
