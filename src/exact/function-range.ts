import { Dual, dualLifting } from "./dual.js";
import { evaluateNode, intervalLifting, type ExpressionNode, type Lifting, type Operations } from "./expression.js";
import { bitLength } from "./integer.js";
import { Interval } from "./interval.js";
import type { NetworkOnBox } from "./network-on-box.js";
import { Point, type Value } from "./point.js";
import { NoValue, Rational } from "./rational.js";
import { Series, seriesLifting } from "./series.js";

/** Of Taylor's formula: pieces some tenths of the distance to the next singularity long have a remainder of some 10^-10 of the terms. */
const order = 12;

/** A box: a closed interval a variable. */
export type Box = readonly (readonly [Rational, Rational])[];

/** constant + Σ slopes[i]·xᵢ; variables without a slope do not count. */
export interface Affine {
  readonly constant: Rational;
  readonly slopes: readonly Rational[];
}

/** What is known of a function on a box: values that enclose its least and greatest, or where to cut the box first. */
export type Range = { readonly least: Value; readonly greatest: Value } | { readonly cut: Rational };

/** A function given by an expression, a network subtracted where one is given, and its range on boxes. The rules are proved in docs/certificates.md, "The range of a function". */
export class FunctionRange {
  private readonly rational: boolean;
  private readonly intervals: Lifting<Interval>;
  private readonly duals: Lifting<Dual>;
  private readonly points: Lifting<Point>;
  private readonly series: Lifting<Series>;

  constructor(
    readonly node: ExpressionNode,
    readonly precision: number,
    private readonly network?: NetworkOnBox,
  ) {
    this.rational = network === undefined && isRational(node);
    this.intervals = intervalLifting(precision);
    this.duals = dualLifting(precision);
    this.points = Point.lifting(precision);
    this.series = seriesLifting(order, precision);
  }

  /** The value at a point. Throws `NoValue` where none is seen. */
  at(point: readonly Rational[]): Value {
    const lifted = point.map((x) => Point.of(x, this.precision));
    return this.value(lifted, this.points).value();
  }

  private value<T extends Operations<T>>(x: readonly T[], lift: Lifting<T>): T {
    const value = evaluateNode(this.node, x, lift);
    return this.network === undefined ? value : value.sub(this.network.evaluate(x, lift));
  }

  /**
   * The range of f − part on a box, f this function; undefined where f is not seen to have a value everywhere on the box. Throws
   * `NoValue` where it is certain that f has none anywhere on the box.
   */
  range(box: Box, part: Affine): Range | undefined {
    if (this.rational) {
      const affine = affineOn(this.node, box);
      if (affine !== undefined && "cut" in affine) return affine;
      if (affine !== undefined) {
        const [least, greatest] = extremes(combine(affine, part, Rational.one.neg()), box);
        return { least, greatest };
      }
    }
    const x = box.map(([lower, upper]) => Interval.of(lower, upper, this.precision));
    let plain: readonly [Rational, Rational];
    try {
      // Exactly: where f touches a bound, as a root at 0, nothing is lost.
      const value = this.value(x, this.intervals);
      const [low, high] = extremes(part, box);
      plain = [value.lower.sub(high), value.upper.sub(low)];
    } catch (error) {
      if (error instanceof NoValue && !error.certain) return undefined;
      throw error;
    }
    try {
      return this.rangeBySlopes(box, x, part, plain);
    } catch (error) {
      // A slope without value, as that of a root at 0, leaves the plain enclosure.
      if (error instanceof NoValue) return { least: plain[0], greatest: plain[1] };
      throw error;
    }
  }

  /**
   * The range on an interval by Taylor's theorem around its middle c: Σ f^(k)(c)/k!·(x − c)^k below the order, and f^(k)(ξ)/k!·(x − c)^k at it;
   * undefined where f has no such series.
   */
  rangeByTaylor([lower, upper]: Box[number]): { readonly least: Rational; readonly greatest: Rational } | undefined {
    const middle = Interval.from(midpoint([lower, upper]), this.precision);
    const whole = Interval.of(lower, upper, this.precision);
    const distance = whole.sub(middle);
    try {
      const expanded = (at: Interval) => this.value([Series.variable(at, order)], this.series).coefficients;
      const last = expanded(whole)[order]!;
      let range = last.mul(distance.pow(order));
      expanded(middle).forEach((coefficient, k) => {
        if (k < order) range = range.add(coefficient.mul(distance.pow(k)));
      });
      return { least: range.lower, greatest: range.upper };
    } catch (error) {
      if (error instanceof NoValue) return undefined;
      throw error;
    }
  }

  /** By the signs of the slopes: at two corners where f − part is monotone in every variable, else around the middle. */
  private rangeBySlopes(box: Box, x: readonly Interval[], part: Affine, plain: readonly [Rational, Rational]): Range {
    const [zero, one] = [Interval.from(0, this.precision), Interval.from(1, this.precision)];
    const slopes = x.map((_, i) => {
      const seeds = x.map((interval, j) => new Dual(interval, i === j ? one : zero));
      const { slope } = this.value(seeds, this.duals);
      return slope.sub(Interval.from(part.slopes[i] ?? 0, this.precision));
    });
    const rising = slopes.map((slope) =>
      slope.lower.sign() >= 0 ? true : slope.upper.sign() <= 0 ? false : undefined,
    );
    const at = (point: readonly Rational[]): Value => subtract(this.at(point), affineAt(part, point), this.precision);
    if (!rising.includes(undefined)) {
      return {
        least: at(box.map(([lower, upper], i) => (rising[i] ? lower : upper))),
        greatest: at(box.map(([lower, upper], i) => (rising[i] ? upper : lower))),
      };
    }
    const middle = box.map(midpoint);
    const value = at(middle);
    let centred = value instanceof Rational ? Interval.from(value, this.precision) : value;
    slopes.forEach((slope, i) => {
      centred = centred.add(slope.mul(x[i]!.sub(Interval.from(middle[i]!, this.precision))));
    });
    return { least: plain[0].max(centred.lower), greatest: plain[1].min(centred.upper) };
  }
}

export function subtract(a: Value, b: Rational, precision: number): Value {
  return a instanceof Rational ? a.sub(b) : a.sub(Interval.from(b, precision));
}

/** The lower and upper end of what a value may be. */
export function ends(value: Value): [Rational, Rational] {
  return value instanceof Rational ? [value, value] : [value.lower, value.upper];
}

/** How a value stands to a bound on its size. */
export function within(value: Value, bound: Rational): "yes" | "no" | "unknown" {
  const [least, greatest] = ends(value);
  if (greatest.compare(bound) <= 0 && least.compare(bound.neg()) >= 0) return "yes";
  return least.compare(bound) > 0 || greatest.compare(bound.neg()) < 0 ? "no" : "unknown";
}

/** A number with few digits inside the middle half of an interval, or its only point. */
export function midpoint([lower, upper]: readonly [Rational, Rational]): Rational {
  const width = upper.sub(lower);
  if (width.sign() === 0) return lower;
  const bits = Math.max(0, bitLength(width.denominator) - bitLength(width.numerator) + 3);
  const scaled = lower.add(upper).mul(Rational.dyadic(1n, bits - 1));
  return Rational.dyadic(scaled.floor(), -bits);
}

export function affineAt(affine: Affine, point: readonly Rational[]): Rational {
  return affine.slopes.reduce((sum, slope, i) => sum.add(slope.mul(point[i]!)), affine.constant);
}

/** a + factor·b. */
function combine(a: Affine, b: Affine, factor: Rational): Affine {
  const slopes = (a.slopes.length >= b.slopes.length ? a : b).slopes.map((_, i) =>
    (a.slopes[i] ?? Rational.zero).add((b.slopes[i] ?? Rational.zero).mul(factor)),
  );
  return { constant: a.constant.add(b.constant.mul(factor)), slopes };
}

export function extremes(affine: Affine, box: Box): [Rational, Rational] {
  let [least, greatest] = [affine.constant, affine.constant];
  affine.slopes.forEach((slope, i) => {
    const [lower, upper] = box[i]!.map((x) => x.mul(slope)) as [Rational, Rational];
    least = least.add(lower.min(upper));
    greatest = greatest.add(lower.max(upper));
  });
  return [least, greatest];
}

function isRational(node: ExpressionNode): boolean {
  if (node.op === "var" || node.op === "const") return true;
  if (node.op === "pi" || ["sqrt", "exp", "sin", "cos"].includes(node.op)) return false;
  return node.args.every(isRational);
}

/**
 * The affine function that an expression is on a box, exactly; in one variable the point to cut at where it would be affine on both
 * sides of it; undefined where neither is seen.
 */
export function affineOn(node: ExpressionNode, box: Box): Affine | { cut: Rational } | undefined {
  if (node.op === "const") return { constant: node.value, slopes: [] };
  if (node.op === "var") {
    const slopes = Array.from({ length: node.index + 1 }, (_, i) => (i === node.index ? Rational.one : Rational.zero));
    return { constant: Rational.zero, slopes };
  }
  if (node.op === "pi") return undefined;
  const args: Affine[] = [];
  for (const arg of node.args) {
    const affine = affineOn(arg, box);
    if (affine === undefined || "cut" in affine) return affine;
    args.push(affine);
  }
  const [first, ...rest] = args as [Affine, ...Affine[]];
  const zero: Affine = { constant: Rational.zero, slopes: [] };
  /** Cuts a one-dimensional box where a function takes a value between its ends. */
  const cutAt = (affine: Affine, value: Rational): { cut: Rational } | undefined =>
    box.length === 1 ? { cut: value.sub(affine.constant).div(affine.slopes[0]!) } : undefined;
  const least = (a: Affine, b: Affine): Affine | { cut: Rational } | undefined => {
    const gap = combine(a, b, Rational.one.neg());
    const [lower, upper] = extremes(gap, box);
    if (upper.sign() <= 0) return a;
    return lower.sign() >= 0 ? b : cutAt(gap, Rational.zero);
  };
  const fold = (sign: Rational): ReturnType<typeof least> => {
    let result = combine(zero, first, sign);
    for (const arg of rest) {
      const next = least(result, combine(zero, arg, sign));
      if (next === undefined || "cut" in next) return next;
      result = next;
    }
    return combine(zero, result, sign);
  };
  const minusOne = Rational.one.neg();
  switch (node.op) {
    case "add":
      return rest.reduce((a, b) => combine(a, b, Rational.one), first);
    case "sub":
      return combine(first, rest[0]!, minusOne);
    case "neg":
      return combine(zero, first, minusOne);
    case "mul": {
      let result = first;
      for (const b of rest) {
        const [scale, other] = isConstant(b) ? [b, result] : [result, b];
        if (!isConstant(scale)) return undefined;
        result = combine(zero, other, scale.constant);
      }
      return result;
    }
    case "div": {
      const [by] = rest as [Affine];
      if (!isConstant(by) || by.constant.sign() === 0) return undefined;
      return combine(zero, first, Rational.one.div(by.constant));
    }
    case "min":
      return fold(Rational.one);
    case "max":
      return fold(minusOne);
    case "abs": {
      const negative = least(first, combine(zero, first, minusOne));
      return negative === undefined || "cut" in negative ? negative : combine(zero, negative, minusOne);
    }
    case "piecewise-linear": {
      const { knots } = node;
      const [lower, upper] = extremes(first, box);
      const [from, to] = [knots.knotsBelow(lower), knots.knotsBelow(upper, true)];
      if (from < to) return cutAt(first, knots.x[(from + to) >> 1]!);
      const slope = knots.slope(from);
      const anchor = Math.min(Math.max(from - 1, 0), knots.x.length - 1);
      const constant = knots.y[anchor]!.sub(slope.mul(knots.x[anchor]!));
      return combine({ constant, slopes: [] }, first, slope);
    }
    default:
      return node.op === "pow" && node.exponent === 1 ? first : undefined;
  }
}

function isConstant(affine: Affine): boolean {
  return affine.slopes.every((slope) => slope.sign() === 0);
}
