import { limits, requireLimit, type ExactNumber, type Reader } from "./certificate.js";
import { Interval, pi } from "./interval.js";
import { Rational } from "./rational.js";

const one = ["neg", "abs", "sqrt", "exp", "sin", "cos"] as const;
const two = ["sub", "div"] as const;
const many = ["add", "mul", "min", "max"] as const;

/** A function of the variables x₀, x₁, … in the form that certificates hold. */
export type Expression =
  | {
      /** Which variable: 0 for x₀. */
      readonly var: number;
    }
  | {
      /** An exact number. */
      readonly const: ExactNumber;
    }
  | {
      /** The operation. */
      readonly op: "pi";
      /** What it is applied to, in order. */
      readonly args: readonly [];
    }
  | {
      /** The operation. */
      readonly op: (typeof one)[number] | (typeof two)[number] | (typeof many)[number];
      /** What it is applied to, in order. */
      readonly args: readonly Expression[];
    }
  | {
      /** The operation. */
      readonly op: "pow";
      /** What it is applied to, in order. */
      readonly args: readonly [Expression];
      /** An integer from 0 to 1000. */
      readonly exponent: number;
    }
  | {
      /** The operation. */
      readonly op: "piecewise-linear";
      /** Pairs (x, y) with x increasing. */
      readonly knots: readonly (readonly [ExactNumber, ExactNumber])[];
      /** What it is applied to, in order. */
      readonly args: readonly [Expression];
    };

/** Linear between knots of increasing x, constant before the first and after the last. */
export class PiecewiseLinear {
  constructor(
    readonly x: readonly Rational[],
    readonly y: readonly Rational[],
  ) {}

  /** The number of knots that are ≤ at (or, with `strictly`, < at). */
  knotsBelow(at: Rational, strictly = false): number {
    let [low, high] = [0, this.x.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.x[middle]!.compare(at) < (strictly ? 0 : 1)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The slope between knots k − 1 and k; 0 outside the knots. */
  slope(k: number): Rational {
    if (k <= 0 || k >= this.x.length) return Rational.zero;
    return this.y[k]!.sub(this.y[k - 1]!).div(this.x[k]!.sub(this.x[k - 1]!));
  }

  value(at: Rational): Rational {
    const k = this.knotsBelow(at);
    if (k === 0) return this.y[0]!;
    return this.y[k - 1]!.add(this.slope(k).mul(at.sub(this.x[k - 1]!)));
  }

  /** The hull of the values, and of the slopes, on [lower, upper]. */
  range(lower: Rational, upper: Rational): { value: [Rational, Rational]; slope: [Rational, Rational] } {
    const [first, last] = [this.knotsBelow(lower), this.knotsBelow(upper, true)];
    const values = [this.value(lower), this.value(upper), ...this.y.slice(first, Math.max(first, last))];
    const slopes = [];
    for (let k = Math.min(first, last); k <= Math.max(first, last); k += 1) slopes.push(this.slope(k));
    const hull = (v: Rational[]): [Rational, Rational] => [v.reduce((a, b) => a.min(b)), v.reduce((a, b) => a.max(b))];
    return { value: hull(values), slope: hull(slopes) };
  }
}

/** An expression as read. */
export type ExpressionNode =
  | { readonly op: "var"; readonly index: number }
  | { readonly op: "const"; readonly value: Rational }
  | { readonly op: "pi" }
  /** `total`: the argument is known to be nowhere below 0 on the domain. */
  | { readonly op: (typeof one)[number]; readonly args: readonly ExpressionNode[]; readonly total?: boolean }
  | { readonly op: (typeof two)[number] | (typeof many)[number]; readonly args: readonly ExpressionNode[] }
  | { readonly op: "pow"; readonly args: readonly ExpressionNode[]; readonly exponent: number }
  | {
      readonly op: "piecewise-linear";
      readonly args: readonly ExpressionNode[];
      readonly knots: PiecewiseLinear;
    };

/** Reads an expression of `variables` variables. */
export function readExpression(
  reader: Reader,
  value: unknown,
  where: string,
  variables: number,
  depth = 0,
): ExpressionNode {
  requireLimit(where, "levels of nesting in an expression", depth, limits.depth);
  const e = reader.object(value, where);
  const only = (...fields: readonly string[]): unknown => reader.closed(e, where, fields);
  if ("var" in e) {
    only("var");
    return { op: "var", index: reader.integer(e["var"], `${where}.var`, 0, variables - 1) };
  }
  if ("const" in e) {
    only("const");
    return { op: "const", value: reader.number(e["const"], `${where}.const`) };
  }
  const op = reader.word(e["op"], `${where}.op`, ["pi", "pow", "piecewise-linear", ...one, ...two, ...many] as const);
  only("op", "args", ...(op === "pow" ? ["exponent"] : op === "piecewise-linear" ? ["knots"] : []));
  if (op === "pi") {
    if (e["args"] !== undefined && !(Array.isArray(e["args"]) && e["args"].length === 0)) {
      throw reader.fail(`${where}.args`, "no argument of pi", e["args"]);
    }
    return { op };
  }
  const counts: Readonly<Record<string, number | undefined>> = { sub: 2, div: 2, add: undefined, mul: undefined };
  const count = op in counts ? counts[op] : op === "min" || op === "max" ? undefined : 1;
  const args = reader
    .list(e["args"], `${where}.args`, count)
    .map((arg, i) => readExpression(reader, arg, `${where}.args[${i}]`, variables, depth + 1));
  if (op === "pow") {
    return { op, args, exponent: reader.integer(e["exponent"], `${where}.exponent`, 0, limits.power) };
  }
  if (op !== "piecewise-linear") return { op, args };
  const knots = reader
    .list(e["knots"], `${where}.knots`)
    .map((knot, i) => reader.numbers(knot, `${where}.knots[${i}]`, 2) as [Rational, Rational]);
  knots.forEach(([x], i) => {
    if (i > 0 && knots[i - 1]![0].compare(x) >= 0) {
      throw reader.fail(`${where}.knots[${i}]`, "an x above the one before", x.toString());
    }
  });
  return {
    op,
    args,
    knots: new PiecewiseLinear(
      knots.map(([x]) => x),
      knots.map(([, y]) => y),
    ),
  };
}

/** The most characters of an expression in a sentence. */
const longestText = 400;

/** An expression for people, in x0, x1, …; a long one is cut. */
export function shownExpression(node: ExpressionNode): string {
  const text = ((): string => {
    if (node.op === "var") return `x${node.index}`;
    if (node.op === "const") return node.value.shown();
    if (node.op === "pi") return "pi";
    const args = node.args.slice(0, longestText).map(shownExpression);
    switch (node.op) {
      case "neg":
        return `-${args[0]}`;
      case "pow":
        return `${args[0]}^${node.exponent}`;
      case "piecewise-linear":
        return `piecewise-linear with ${node.knots.x.length} knots (${args[0]})`;
      case "add":
      case "sub":
      case "mul":
      case "div":
        return `(${args.join({ add: " + ", sub: " - ", mul: "*", div: "/" }[node.op])})`;
      default:
        return `${node.op}(${args.join(", ")})`;
    }
  })();
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

/** The numbers an expression is evaluated in: rationals, intervals, and intervals with derivatives. */
export interface Operations<T> {
  add(other: T): T;
  sub(other: T): T;
  mul(other: T): T;
  div(other: T): T;
  min(other: T): T;
  max(other: T): T;
  neg(): T;
  abs(): T;
  sqrt(): T;
  exp(): T;
  sin(): T;
  cos(): T;
  pow(exponent: number): T;
  /** Without what is below 0. */
  nonNegative(): T;
  logistic(): T;
  tanh(): T;
}

/** How constants and functions that are no operations of numbers are brought into T. */
export interface Lifting<T> {
  constant(value: Rational): T;
  pi(): T;
  piecewiseLinear(knots: PiecewiseLinear, at: T): T;
  /** −1, 0 or 1. */
  sign(at: T): T;
  /** Each of the group divided by the root, 0 where the root is 0; `size` is the group's, and |quotient| ≤ √size. */
  quotients(group: readonly T[], root: T, size: Rational): readonly T[];
}

export function evaluateNode<T extends Operations<T>>(node: ExpressionNode, at: readonly T[], lift: Lifting<T>): T {
  switch (node.op) {
    case "var":
      return at[node.index]!;
    case "const":
      return lift.constant(node.value);
    case "pi":
      return lift.pi();
    case "pow":
      return evaluateNode(node.args[0]!, at, lift).pow(node.exponent);
    case "piecewise-linear":
      return lift.piecewiseLinear(node.knots, evaluateNode(node.args[0]!, at, lift));
    case "sqrt": {
      const value = evaluateNode(node.args[0]!, at, lift);
      return (node.total === true ? value.nonNegative() : value).sqrt();
    }
    case "neg":
    case "abs":
    case "exp":
    case "sin":
    case "cos":
      return evaluateNode(node.args[0]!, at, lift)[node.op]();
    default: {
      const { op } = node;
      return node.args.map((arg) => evaluateNode(arg, at, lift)).reduce((a, b) => a[op](b));
    }
  }
}

/** Intervals at a precision. */
export function intervalLifting(precision: number): Lifting<Interval> {
  const constants = new Map<Rational, Interval>();
  const circle = pi(precision);
  return {
    constant: (value) => {
      let interval = constants.get(value);
      if (interval === undefined) constants.set(value, (interval = Interval.from(value, precision)));
      return interval;
    },
    pi: () => circle,
    piecewiseLinear: (knots, at) => Interval.of(...knots.range(at.lower, at.upper).value, precision),
    sign: (at) => (at.sign() === undefined ? Interval.of(-1, 1, precision) : Interval.from(at.sign()!, precision)),
    quotients: (group, root, size) => {
      if (root.sign() === 0) return group.map(() => Interval.from(0, precision));
      const bound = Interval.from(size, precision).sqrt();
      if (root.sign() === undefined) return group.map(() => bound.hull(bound.neg()));
      return group.map((value) => value.div(root).min(bound).max(bound.neg()));
    },
  };
}
