import { InputError } from "./input-error.js";
import { absolute, bitLength, greatestCommonDivisor } from "./integer.js";
import { Rational, type RationalInput } from "./rational.js";
import { spend, spendKept, spendOperations } from "./work.js";

/** Halvings after which a polynomial that may have a multiple root is replaced by its square-free part. */
const patience = 48;

/**
 * A polynomial with rational coefficients, ascending: c₀ + c₁x + c₂x² + …
 *
 * @example
 * Polynomial.from(["-2", 0, 1]).countRoots(0, 2); // => 1
 */
export class Polynomial {
  /** Without trailing zeros; empty for the polynomial 0. */
  readonly coefficients: readonly Rational[];

  constructor(coefficients: readonly Rational[]) {
    let length = coefficients.length;
    while (length > 0 && coefficients[length - 1]!.sign() === 0) length -= 1;
    this.coefficients = coefficients.slice(0, length);
  }

  /** The polynomial with these coefficients, in ascending order of powers. */
  static from(coefficients: readonly RationalInput[]): Polynomial {
    return new Polynomial(coefficients.map((c, i) => Rational.from(c, `coefficients[${i}]`)));
  }

  /** -1 for the polynomial 0. */
  get degree(): number {
    return this.coefficients.length - 1;
  }

  /** The sum of both, exactly. */
  add(other: Polynomial): Polynomial {
    const [a, b] = [this.coefficients, other.coefficients];
    const long = a.length >= b.length ? a : b;
    const short = long === a ? b : a;
    return new Polynomial(long.map((c, i) => (i < short.length ? c.add(short[i]!) : c)));
  }

  /** This polynomial minus the other, exactly. */
  sub(other: Polynomial): Polynomial {
    return this.add(new Polynomial(other.coefficients.map((c) => c.neg())));
  }

  /** The product of both, exactly. */
  mul(other: Polynomial): Polynomial {
    const [a, aScale] = integers(this.coefficients);
    const [b, bScale] = integers(other.coefficients);
    if (a.length === 0 || b.length === 0) return new Polynomial([]);
    return new Polynomial(product(a, b).map((c) => Rational.of(c, aScale * bScale)));
  }

  /** The derivative, exactly. */
  derivative(): Polynomial {
    return new Polynomial(this.coefficients.slice(1).map((c, i) => c.mul(Rational.from(i + 1))));
  }

  /** this(inner(x)). */
  compose(inner: Polynomial): Polynomial {
    let result = new Polynomial([]);
    for (const c of this.coefficients.toReversed()) result = result.mul(inner).add(new Polynomial([c]));
    return result;
  }

  /** The exact value at x. */
  evaluate(x: RationalInput): Rational {
    const at = Rational.from(x);
    const [c, scale] = integers(this.coefficients);
    if (c.length === 0) return Rational.zero;
    let [value, power] = [0n, 1n];
    const size = Math.max(bitLength(at.numerator), bitLength(at.denominator));
    spendOperations(3 * c.length, (c.length * size) / 2 + longest(c), size);
    for (let i = c.length - 1; i >= 0; i -= 1, power *= at.denominator) value = value * at.numerator + c[i]! * power;
    return Rational.of(value, (scale * power) / at.denominator);
  }

  /** For people: the first terms, and how many more there are. */
  shown(): string {
    const terms = this.coefficients.flatMap((c, i) =>
      c.sign() === 0 ? [] : [i === 0 ? c.shown() : `${c.shown()}*x${i === 1 ? "" : `^${i}`}`],
    );
    const more = terms.length > 6 ? ` + … (degree ${this.degree})` : "";
    return terms.length === 0 ? "0" : `${terms.slice(0, 6).join(" + ")}${more}`;
  }

  /**
   * The number of distinct real roots in the open interval (a, b), exactly: Descartes' rule of signs in the Bernstein basis, with
   * bisection; the square-free part only where a multiple root holds the bisection up.
   *
   * @throws InputError for the polynomial 0 or a ≥ b.
   * @example
   * Polynomial.from([0, 1, -2, 1]).countRoots(0, 1); // => 0
   */
  countRoots(a: RationalInput, b: RationalInput): number {
    const [left, right] = [Rational.from(a, "a"), Rational.from(b, "b")];
    if (left.compare(right) >= 0) {
      throw new InputError({ code: "range", where: "interval", expected: "a < b", received: `(${left}, ${right})` });
    }
    if (this.degree < 0) {
      throw new InputError({
        code: "range",
        where: "polynomial",
        expected: "a polynomial that is not 0 everywhere",
        received: "0",
      });
    }
    const whole = integers(this.coefficients)[0];
    return (
      countInBernstein(bernstein(whole, left, right), patience) ??
      countInBernstein(bernstein(squareFree(whole), left, right), Infinity)!
    );
  }

  /** Whether it is nowhere below 0 on [a, b], a < b: no root of odd multiplicity between them, and a value above 0. */
  isNonNegative(a: Rational, b: Rational): boolean {
    if (this.degree < 1) return (this.coefficients[0] ?? Rational.zero).sign() >= 0;
    const odd = oddPart(integers(this.coefficients)[0]);
    if (odd.length > 1 && countInBernstein(bernstein(odd, a, b), Infinity)! > 0) return false;
    // One of so many points is no root.
    for (let i = 1; ; i += 1) {
      const part = Rational.of(BigInt(i), BigInt(this.degree + 2));
      const sign = this.evaluate(a.add(b.sub(a).mul(part))).sign();
      if (sign !== 0) return sign > 0;
    }
  }
}

/** Binary digits of the longest of them. */
function longest(p: readonly bigint[]): number {
  return p.reduce((bits, c) => Math.max(bits, bitLength(c)), 0);
}

/** Integer coefficients and the positive integer they are to be divided by. */
function integers(coefficients: readonly Rational[]): [bigint[], bigint] {
  let scale = 1n;
  for (const c of coefficients) {
    if (scale % c.denominator !== 0n) scale *= c.denominator / greatestCommonDivisor(scale, c.denominator);
  }
  spendKept(coefficients.length, bitLength(scale) - 1);
  return [coefficients.map((c) => c.numerator * (scale / c.denominator)), scale];
}

/**
 * The coefficients of (1 + u)ⁿ p((a + b·u)/(1 + u)), up to a positive factor: p in the Bernstein basis of [a, b], coefficient i
 * multiplied by the binomial n over i. The positive roots u are the roots of p in (a, b).
 */
function bernstein(coefficients: readonly bigint[], a: Rational, b: Rational): bigint[] {
  const n = coefficients.length - 1;
  const scale = a.denominator * b.denominator;
  const start = a.numerator * b.denominator;
  const width = b.numerator * a.denominator - start;
  const [size, end] = [longest(coefficients), longest([scale, start, width])];
  spendOperations(n * n + 1, size + n * end, end);
  // q(t) = scaleⁿ p((start + width·t)/scale), by Horner's scheme shifted by `start`.
  const q = coefficients.slice();
  for (let i = n, power = 1n; i >= 0; i -= 1, power *= scale) q[i]! *= power;
  shift(q, start);
  for (let i = 0, power = 1n; i <= n; i += 1, power *= width) q[i]! *= power;
  // (1 + u)ⁿ q(u/(1 + u)): reverse, shift by one, reverse.
  q.reverse();
  shift(q, 1n);
  return q.reverse();
}

/** p(x) becomes p(x + by), in place. */
function shift(p: bigint[], by: bigint): void {
  if (by === 0n) return;
  const n = p.length - 1;
  for (let i = 0; i < n; i += 1) {
    for (let j = n - 1; j >= i; j -= 1) p[j]! += by === 1n ? p[j + 1]! : by * p[j + 1]!;
  }
}

/** Distinct positive roots of a polynomial given as `bernstein` gives it; undefined where `depth` halvings do not settle it. */
function countInBernstein(scaled: readonly bigint[], depth: number): number | undefined {
  const n = scaled.length - 1;
  // Divide by the binomials, after multiplying all by their least common multiple; then de Casteljau's scheme halves the interval.
  const binomials = [1n];
  for (let i = 1; i <= n; i += 1) binomials.push((binomials[i - 1]! * BigInt(n - i + 1)) / BigInt(i));
  spendOperations(n * 4 + 1, n, n);
  const multiple = binomials.reduce((m, b) => (m / greatestCommonDivisor(m, b)) * b, 1n);
  const stack = [{ b: scaled.map((c, i) => c * (multiple / binomials[i]!)), depth }];
  let count = 0;
  while (stack.length > 0) {
    const node = stack.pop()!;
    const changes = signChanges(node.b);
    if (changes === 0) continue;
    if (changes === 1) {
      count += 1;
      continue;
    }
    if (node.depth === 0) return undefined;
    // Additions: the words of one operand count. A box that waits holds its coefficients.
    spendOperations((n * n) / 2 + 1, longest(node.b) + n, 0);
    spend(10 * n * (longest(node.b) / 64));
    const [left, right] = halves(node.b);
    if (left[n] === 0n) count += 1;
    stack.push({ b: left, depth: node.depth - 1 }, { b: right, depth: node.depth - 1 });
  }
  return count;
}

/** Changes of sign, zeros left out; 2 stands for any number above 1. */
function signChanges(coefficients: readonly bigint[]): number {
  let [changes, last] = [0, 0n];
  for (const c of coefficients) {
    if (c === 0n) continue;
    if (last !== 0n && c < 0n !== last < 0n && ++changes === 2) return 2;
    last = c;
  }
  return changes;
}

/** Bernstein coefficients on both halves, times 2ⁿ, then freed of their common power of two. */
function halves(b: readonly bigint[]): [bigint[], bigint[]] {
  const n = b.length - 1;
  const row = b.slice();
  const left = new Array<bigint>(n + 1);
  const right = new Array<bigint>(n + 1);
  for (let k = 0; k <= n; k += 1) {
    left[k] = row[0]! << BigInt(n - k);
    right[n - k] = row[n - k]! << BigInt(n - k);
    for (let i = 0; i < n - k; i += 1) row[i]! += row[i + 1]!;
  }
  return [reduced(left), reduced(right)];
}

function reduced(b: bigint[]): bigint[] {
  const all = b.reduce((bits, c) => bits | absolute(c), 0n);
  let zeros = 0;
  while (all !== 0n && ((all >> BigInt(zeros)) & 0xffffffffn) === 0n) zeros += 32;
  return zeros === 0 ? b : b.map((c) => c >> BigInt(zeros));
}

/** The greatest common divisor of two polynomials, primitive, by primitive remainders. */
function greatestCommonFactor(p: readonly bigint[], q: readonly bigint[]): bigint[] {
  let a = primitive(p.slice());
  let b = primitive(q.slice());
  while (b.length > 1) [a, b] = [b, primitive(remainder(a, b))];
  return b.length === 1 ? [1n] : a;
}

/** p divided by the greatest common divisor of p and its derivative: the same roots, all simple. */
function squareFree(p: readonly bigint[]): bigint[] {
  return quotient(primitive(p.slice()), greatestCommonFactor(p, derivative(p)));
}

/** The product of the factors of odd multiplicity (Yun's way): where p changes its sign, this has a root, and a simple one. */
function oddPart(p: readonly bigint[]): bigint[] {
  let rest = greatestCommonFactor(p, derivative(p));
  let factors = quotient(primitive(p.slice()), rest);
  let odd = [1n];
  for (let multiplicity = 1; factors.length > 1; multiplicity += 1) {
    const higher = greatestCommonFactor(factors, rest);
    if (multiplicity % 2 === 1) odd = product(odd, quotient(factors, higher));
    rest = quotient(rest, higher);
    factors = higher;
  }
  return odd;
}

function derivative(p: readonly bigint[]): bigint[] {
  return p.slice(1).map((c, i) => c * BigInt(i + 1));
}

function product(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  const result = new Array<bigint>(a.length + b.length - 1).fill(0n);
  spendOperations(a.length * b.length, longest(a), longest(b));
  for (let i = 0; i < a.length; i += 1) for (let j = 0; j < b.length; j += 1) result[i + j]! += a[i]! * b[j]!;
  return result;
}

function primitive(p: bigint[]): bigint[] {
  while (p.length > 0 && p[p.length - 1] === 0n) p.pop();
  const content = p.reduce(greatestCommonDivisor, 0n);
  return content > 1n ? p.map((c) => c / content) : p;
}

/** The remainder of a by b, up to a factor that is not 0. */
function remainder(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  const rest = a.slice();
  const lead = b[b.length - 1]!;
  const degrees = Math.max(0, a.length - b.length + 1);
  spendOperations(degrees * b.length, longest(a) + (degrees * longest(b)) / 2, longest(b));
  while (rest.length >= b.length) {
    const top = rest.pop()!;
    if (top === 0n) continue;
    const divisor = greatestCommonDivisor(top, lead);
    const [up, down] = [lead / divisor, top / divisor];
    for (let i = 0; i < rest.length; i += 1) rest[i]! *= up;
    for (let i = 0, j = rest.length - b.length + 1; i < b.length - 1; i += 1, j += 1) rest[j]! -= down * b[i]!;
  }
  return rest;
}

/** a/b where b divides a and both are primitive, so that the quotient has integer coefficients (Gauss's lemma). */
function quotient(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  const rest = a.slice();
  const result: bigint[] = [];
  spendOperations(Math.max(1, a.length - b.length) * b.length, longest(a), longest(b));
  while (rest.length >= b.length) {
    const factor = rest[rest.length - 1]! / b[b.length - 1]!;
    result.push(factor);
    for (let i = 0, j = rest.length - b.length; i < b.length; i += 1, j += 1) rest[j]! -= factor * b[i]!;
    rest.pop();
  }
  return result.reverse();
}
