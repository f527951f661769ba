import { evaluateNode, type ExpressionNode, type Lifting, type Operations } from "./expression.js";
import { bitLength } from "./integer.js";
import { Interval, pi } from "./interval.js";
import { noValue, Rational } from "./rational.js";

/** A number: exact where it is seen to be rational, enclosed otherwise. */
export type Value = Rational | Interval;

const half = Rational.from("1/2");

/**
 * A value at a point: exactly a + b·π with rational a and b, as long as the rules here see that and it stays short, else an interval. This is
 * enough to take cos(πk/3) and sin(πk/2 ± π/6) exactly.
 */
export class Point implements Operations<Point> {
  private constructor(
    private readonly a: Rational,
    private readonly b: Rational,
    /** Where this stands a and b count for nothing. */
    private readonly enclosure: Interval | undefined,
    private readonly precision: number,
    /** The most binary digits that are kept exactly. */
    private readonly most: number,
  ) {}

  static of(a: Rational, precision: number, most = 16 * precision + 4096): Point {
    return new Point(Rational.zero, Rational.zero, undefined, precision, most).exact(a);
  }

  private exact(a: Rational, b = Rational.zero): Point {
    const bits = [a, b].reduce((sum, x) => sum + bitLength(x.numerator) + bitLength(x.denominator), 0);
    const point = new Point(a, b, undefined, this.precision, this.most);
    return bits <= this.most ? point : this.enclosed(point.interval());
  }

  private enclosed(interval: Interval): Point {
    return new Point(Rational.zero, Rational.zero, interval, this.precision, this.most);
  }

  private isRational(): boolean {
    return this.enclosure === undefined && this.b.sign() === 0;
  }

  interval(): Interval {
    if (this.enclosure !== undefined) return this.enclosure;
    const rational = Interval.from(this.a, this.precision);
    if (this.b.sign() === 0) return rational;
    return rational.add(Interval.from(this.b, this.precision).mul(pi(this.precision)));
  }

  value(): Value {
    return this.isRational() ? this.a : this.interval();
  }

  /** As that of an interval; exact for a rational number. */
  sign(): -1 | 0 | 1 | undefined {
    return this.isRational() ? this.a.sign() : this.interval().sign();
  }

  add(other: Point): Point {
    if (this.enclosure === undefined && other.enclosure === undefined) {
      return this.exact(this.a.add(other.a), this.b.add(other.b));
    }
    return this.enclosed(this.interval().add(other.interval()));
  }

  sub(other: Point): Point {
    return this.add(other.neg());
  }

  neg(): Point {
    return this.enclosure === undefined ? this.exact(this.a.neg(), this.b.neg()) : this.enclosed(this.enclosure.neg());
  }

  mul(other: Point): Point {
    if (this.isRational() && other.enclosure === undefined) {
      return this.exact(this.a.mul(other.a), this.a.mul(other.b));
    }
    if (other.isRational()) return this.enclosure === undefined ? other.mul(this) : this.scaled(other);
    return this.isRational() ? other.scaled(this) : this.enclosed(this.interval().mul(other.interval()));
  }

  /** An enclosed number times a rational one; 0 times anything is exactly 0. */
  private scaled(by: Point): Point {
    return by.a.sign() === 0 ? by : this.enclosed(this.interval().mul(by.interval()));
  }

  div(other: Point): Point {
    if (other.isRational()) {
      if (other.a.sign() === 0) throw noValue("division by a number that is not 0", "division by 0");
      if (this.enclosure === undefined) return this.exact(this.a.div(other.a), this.b.div(other.a));
    }
    return this.enclosed(this.interval().div(other.interval()));
  }

  min(other: Point): Point {
    const order = this.sub(other).sign();
    if (order !== undefined) return order <= 0 ? this : other;
    return this.enclosed(this.interval().min(other.interval()));
  }

  max(other: Point): Point {
    return this.neg().min(other.neg()).neg();
  }

  abs(): Point {
    const sign = this.sign();
    if (sign !== undefined) return sign >= 0 ? this : this.neg();
    return this.enclosed(this.interval().abs());
  }

  nonNegative(): Point {
    if (this.sign() === undefined) return this.enclosed(this.interval().nonNegative());
    if (this.sign() === -1) throw noValue("a number ≥ 0", "one below 0");
    return this;
  }

  sqrt(): Point {
    if (!this.isRational()) return this.enclosed(this.interval().sqrt());
    if (this.a.sign() < 0) throw noValue("a root of a number ≥ 0", `that of ${this.a.shown()}`);
    const root = this.a.rationalRoot();
    return root === undefined ? this.enclosed(this.interval().sqrt()) : this.exact(root);
  }

  exp(): Point {
    return this.sign() === 0 ? this.exact(Rational.one) : this.enclosed(this.interval().exp());
  }

  logistic(): Point {
    return this.sign() === 0 ? this.exact(half) : this.enclosed(this.interval().logistic());
  }

  tanh(): Point {
    return this.sign() === 0 ? this : this.enclosed(this.interval().tanh());
  }

  pow(exponent: number): Point {
    if (exponent === 0) return this.exact(Rational.one);
    if (exponent === 1) return this;
    const digits = bitLength(this.a.numerator) + bitLength(this.a.denominator);
    if (this.isRational() && exponent * digits <= this.most) return this.exact(this.a.pow(exponent));
    return this.enclosed(this.interval().pow(exponent));
  }

  sin(): Point {
    if (this.enclosure !== undefined || this.b.sign() === 0) {
      return this.sign() === 0 ? this : this.enclosed(this.interval().sin());
    }
    const quarter = new Point(this.a, this.b.sub(half), undefined, this.precision, this.most);
    return quarter.wave() ?? this.enclosed(this.interval().sin());
  }

  cos(): Point {
    if (this.enclosure === undefined) {
      const value = this.wave();
      if (value !== undefined) return value;
    }
    return this.enclosed(this.interval().cos());
  }

  /** cos(πk/3) = 1, 1/2, -1/2, -1, -1/2, 1/2, … and cos(πk/2) = 1, 0, -1, 0, … */
  private wave(): Point | undefined {
    const sixths = this.b.mul(Rational.from(6n));
    if (this.a.sign() !== 0 || sixths.denominator !== 1n) return undefined;
    const k = ((sixths.numerator % 12n) + 12n) % 12n;
    const twice = [2n, undefined, 1n, 0n, -1n, undefined, -2n, undefined, -1n, 0n, 1n, undefined][Number(k)];
    return twice === undefined ? undefined : this.exact(Rational.of(twice, 2n));
  }

  static lifting(precision: number, most?: number): Lifting<Point> {
    const rational = (value: Rational): Point => Point.of(value, precision, most);
    const enclosed = (interval: Interval): Point => rational(Rational.zero).enclosed(interval);
    return {
      constant: rational,
      pi: () => new Point(Rational.zero, Rational.one, undefined, precision, rational(Rational.zero).most),
      piecewiseLinear: (knots, at) => {
        if (at.isRational()) return rational(knots.value(at.a));
        const { lower, upper } = at.interval();
        return enclosed(Interval.of(...knots.range(lower, upper).value, precision));
      },
      sign: (at) => {
        const sign = at.sign();
        return sign === undefined ? enclosed(Interval.of(-1, 1, precision)) : rational(Rational.from(sign));
      },
      quotients: (group, root, size) => {
        if (root.sign() === 0) return group.map(() => rational(Rational.zero));
        const bound = Interval.from(size, precision).sqrt();
        if (root.sign() === undefined) return group.map(() => enclosed(bound.hull(bound.neg())));
        return group.map((value) => {
          const quotient = value.div(root);
          if (quotient.isRational()) return quotient;
          return enclosed(quotient.interval().min(bound).max(bound.neg()));
        });
      },
    };
  }
}

/** The exact value where these rules find it to be rational, else undefined; `InputError` where there is none. */
export function exactValue(node: ExpressionNode, at: readonly Rational[]): Rational | undefined {
  const value = evaluateNode(
    node,
    at.map((x) => Point.of(x, 64, Infinity)),
    Point.lifting(64, Infinity),
  ).value();
  return value instanceof Rational ? value : undefined;
}
