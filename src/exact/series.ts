import type { Lifting, Operations } from "./expression.js";
import { Interval, pi } from "./interval.js";
import { undefinedHere, type Rational } from "./rational.js";

/**
 * Enclosures of f^(k)(c)/k!, k = 0 to the order, for every number c of an interval: the Taylor coefficients of f at each. All series of a
 * calculation have the same order. Where f has a kink or a jump in the interval there is none, and `NoValue` is thrown.
 */
export class Series implements Operations<Series> {
  constructor(readonly coefficients: readonly Interval[]) {}

  /** The variable itself at every number of an interval. */
  static variable(at: Interval, order: number): Series {
    return Series.from([at, Interval.from(1, at.precision)], order);
  }

  /** A polynomial in the distance from c. */
  static from(few: readonly Interval[], order: number): Series {
    const zero = Interval.from(0, few[0]!.precision);
    return new Series(Array.from({ length: order + 1 }, (_, k) => few[k] ?? zero));
  }

  private get value(): Interval {
    return this.coefficients[0]!;
  }

  private map(f: (coefficient: Interval) => Interval): Series {
    return new Series(this.coefficients.map(f));
  }

  /** Coefficients one after the other, each from those before it. */
  private build(first: Interval, next: (k: number, before: readonly Interval[]) => Interval): Series {
    const result = [first];
    for (let k = 1; k < this.coefficients.length; k += 1) result.push(next(k, result));
    return new Series(result);
  }

  add(other: Series): Series {
    return new Series(this.coefficients.map((a, k) => a.add(other.coefficients[k]!)));
  }

  sub(other: Series): Series {
    return this.add(other.neg());
  }

  neg(): Series {
    return this.map((a) => a.neg());
  }

  /** Cauchy's product. */
  mul(other: Series): Series {
    const [a, b] = [this.coefficients, other.coefficients];
    return this.build(a[0]!.mul(b[0]!), (k) => convolution(a, b, 0, k, k));
  }

  /** From a = b·q: a_k = Σ b_j q_{k−j}. */
  div(other: Series): Series {
    const [a, b] = [this.coefficients, other.coefficients];
    return this.build(a[0]!.div(b[0]!), (k, q) => a[k]!.sub(convolution(b, q, 1, k, k)).div(b[0]!));
  }

  /** From r² = a: 2 r_0 r_k = a_k − Σ r_j r_{k−j}, 0 < j < k. */
  sqrt(): Series {
    const a = this.coefficients;
    const root = this.value.sqrt();
    if (root.sign() !== 1) throw undefinedHere("a root of numbers above 0", `one in ${this.value.shown()}`);
    const twice = root.add(root);
    return this.build(root, (k, r) => (k === 1 ? a[k]! : a[k]!.sub(convolution(r, r, 1, k - 1, k))).div(twice));
  }

  /** y′ = a′·y: k y_k = Σ j a_j y_{k−j}. */
  exp(): Series {
    const slopes = this.slopes();
    return this.build(this.value.exp(), (k, y) =>
      convolution(slopes, y, 1, k, k).div(Interval.from(k, y[0]!.precision)),
    );
  }

  /** j·a_j. */
  private slopes(): readonly Interval[] {
    return this.coefficients.map((a, j) => a.mul(Interval.from(j, a.precision)));
  }

  /** sin and cos: s′ = a′·c, c′ = −a′·s. */
  private wave(): { sin: Series; cos: Series } {
    const cosines = [this.value.cos()];
    const slopes = this.slopes();
    const sin = this.build(this.value.sin(), (k, sines) => {
      const by = Interval.from(k, this.value.precision);
      cosines.push(convolution(slopes, sines, 1, k, k).neg().div(by));
      return convolution(slopes, cosines, 1, k, k).div(by);
    });
    return { sin, cos: new Series(cosines) };
  }

  sin(): Series {
    return this.wave().sin;
  }

  cos(): Series {
    return this.wave().cos;
  }

  logistic(): Series {
    const one = this.constant(1);
    return one.div(one.add(this.neg().exp()));
  }

  /** 2·logistic(2a) − 1. */
  tanh(): Series {
    return this.add(this).logistic().mul(this.constant(2)).sub(this.constant(1));
  }

  private constant(value: number): Series {
    return Series.from([Interval.from(value, this.value.precision)], this.coefficients.length - 1);
  }

  pow(exponent: number): Series {
    let [result, square] = [this.constant(1), this as Series];
    for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result = result.mul(square);
      if (n > 1) square = square.mul(square);
    }
    return result;
  }

  min(other: Series): Series {
    const order = this.value.sub(other.value).sign();
    if (order === 1 || order === -1) return order === -1 ? this : other;
    throw undefinedHere("numbers of known order", `${this.value.shown()} and ${other.value.shown()}`);
  }

  max(other: Series): Series {
    return this.neg().min(other.neg()).neg();
  }

  abs(): Series {
    return this.max(this.neg());
  }

  /** Numbers that are known to be nowhere below 0: their root has slopes only where they are above. */
  nonNegative(): Series {
    return this;
  }
}

/** Σ a_j b_{k−j} over from ≤ j ≤ to. */
function convolution(a: readonly Interval[], b: readonly Interval[], from: number, to: number, k: number): Interval {
  let sum = a[from]!.mul(b[k - from]!);
  for (let j = from + 1; j <= to; j += 1) sum = sum.add(a[j]!.mul(b[k - j]!));
  return sum;
}

/** Series of an order at a precision. */
export function seriesLifting(order: number, precision: number): Lifting<Series> {
  const constant = (value: Interval): Series => Series.from([value], order);
  const constants = new Map<Rational, Series>();
  return {
    constant: (value) => {
      let series = constants.get(value);
      if (series === undefined) constants.set(value, (series = constant(Interval.from(value, precision))));
      return series;
    },
    pi: () => constant(pi(precision)),
    piecewiseLinear: (knots, at) => {
      const [first, ...rest] = at.coefficients as readonly [Interval, ...Interval[]];
      const { value, slope } = knots.range(first.lower, first.upper);
      if (!slope[0].equals(slope[1])) throw undefinedHere("numbers between two knots", first.shown());
      const factor = Interval.from(slope[0], precision);
      return new Series([Interval.of(...value, precision), ...rest.map((a) => a.mul(factor))]);
    },
    sign: (at) => {
      const sign = at.coefficients[0]!.sign();
      if (sign !== 1 && sign !== -1) throw undefinedHere("a number of known sign", at.coefficients[0]!.shown());
      return constant(Interval.from(sign, precision));
    },
    quotients: (group, root) => group.map((value) => value.div(root)),
  };
}
