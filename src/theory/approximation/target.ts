import {
  evaluateExpression,
  InputError,
  Interval,
  parseExpression,
  Rational,
  type Expression,
} from "../../exact/index.js";
import { columnNames, isTable, numberRows, type DataTable } from "../table.js";
import { exactDecimal } from "./decimal.js";

/**
 * A function to be approximated: text such as `sin(2*pi*x)`, points [x, y] in order of x, the same as a table of two columns (arquero, danfo), or a
 * TypeScript function of one number.
 */
export type FunctionInput =
  string | readonly (readonly [number | string, number | string])[] | DataTable | ((x: number) => number);

/** A function of one variable, read: what a certificate names, and how it is computed here. */
export interface Target {
  readonly expression: Expression;
  /** In doubles. */
  value(x: number): number;
  /** Exactly where the value is rational, else a double next to it taken exactly. */
  rational(x: Rational): Rational;
  /** What the expression means for the function that was given; null where it is that function. */
  readonly note: string | null;
}

const precision = 96;

/**
 * Reads a function on [a, b].
 *
 * Text is parsed in the variable `x`. A table becomes the piecewise-linear function through its points. A TypeScript function is sampled at `samples` equal
 * steps of width h; everything then holds for the piecewise-linear function through the samples, from which an L-Lipschitz f is at most Lh/2 away.
 *
 * @throws InputError where text does not parse, a table is not sorted, repeats an x, or does not reach over [a, b], or a value is not finite.
 */
export function readTarget(
  f: FunctionInput,
  domain: readonly [Rational, Rational],
  lipschitz: Rational,
  samples: number,
): Target {
  if (typeof f === "string") return expressionTarget(parseExpression(f, ["x"]), null);
  if (typeof f === "function") {
    const [a, b] = domain;
    const width = b.sub(a);
    const points = Array.from({ length: samples + 1 }, (_, i): [Rational, Rational] => {
      const x = a.add(width.mul(Rational.of(BigInt(i), BigInt(samples))));
      const y = f(x.toNumber());
      if (typeof y !== "number" || !Number.isFinite(y)) throw notFinite(`f(${x.toNumber()})`, y);
      return [x, Rational.from(y)];
    });
    const apart = lipschitz.mul(width).div(Rational.from(BigInt(2 * samples)));
    return tableTarget(
      points,
      `The certificate is for the piecewise-linear function through ${samples + 1} samples of f. If f keeps its Lipschitz constant, f itself is within ${apart.toNumber().toPrecision(3)} more.`,
    );
  }
  if (isTable(f)) return tableTarget(readTable(pointsOf(f), domain), null);
  if (!Array.isArray(f)) {
    throw new InputError({
      code: "shape",
      where: "f",
      expected: "an expression, a table of points or a function",
      received: typeof f,
    });
  }
  return tableTarget(readTable(f, domain), null);
}

/** A function of several variables given as text in `variables`, or of one given as an expression. */
export function expressionTarget(expression: Expression, note: string | null): Target {
  return {
    expression,
    value: (x) => evaluateExpression(expression, [x]),
    rational: (x) => rationalValue(expression, [x]),
    note,
  };
}

/** Exactly where the value is rational, else the double nearest to an enclosure's middle, taken exactly. */
export function rationalValue(expression: Expression, at: readonly Rational[]): Rational {
  try {
    return evaluateExpression(expression, at);
  } catch {
    const enclosure = evaluateExpression(
      expression,
      at.map((x) => Interval.from(x, precision)),
    );
    return enclosure.lower.add(enclosure.upper).mul(Rational.from("1/2"));
  }
}

function tableTarget(points: readonly [Rational, Rational][], note: string | null): Target {
  const expression: Expression = {
    op: "piecewise-linear",
    knots: points.map(([x, y]) => [x.toString(), y.toString()] as const),
    args: [{ var: 0 }],
  };
  const xs = Float64Array.from(points, ([x]) => x.toNumber());
  const ys = Float64Array.from(points, ([, y]) => y.toNumber());
  return {
    expression,
    value: (x) => interpolate(xs, ys, x),
    rational: (x) => evaluateExpression(expression, [x]),
    note,
  };
}

function interpolate(xs: Float64Array, ys: Float64Array, x: number): number {
  let low = 0;
  let high = xs.length - 1;
  if (x <= xs[0]!) return ys[0]!;
  if (x >= xs[high]!) return ys[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  return ys[low]! + ((ys[high]! - ys[low]!) * (x - xs[low]!)) / (xs[high]! - xs[low]!);
}

/** The points of a table of two columns: x, then y. */
function pointsOf(table: DataTable): (readonly (number | string)[])[] {
  const names = columnNames(table);
  if (names.length !== 2) {
    throw new InputError({
      code: "shape",
      where: "f",
      expected: "a table of two columns, x and y",
      received: `${names.length}: ${names.slice(0, 12).join(", ")}`,
      remedy: "Select two, the one of x first",
    });
  }
  return numberRows(table, names).map((row) => row.map((value) => (typeof value === "number" ? value : String(value))));
}

function readTable(
  table: readonly (readonly (number | string)[])[],
  domain: readonly [Rational, Rational],
): [Rational, Rational][] {
  if (table.length < 2) {
    throw new InputError({
      code: "shape",
      where: "f",
      expected: "a table of at least two points",
      received: `${table.length}`,
    });
  }
  const points = table.map((point, i): [Rational, Rational] => {
    if (!Array.isArray(point) || point.length !== 2) {
      throw new InputError({
        code: "shape",
        where: `f[${i}]`,
        expected: "a point [x, y]",
        received: JSON.stringify(point),
      });
    }
    return [exactDecimal(point[0]!, `f[${i}][0]`), exactDecimal(point[1]!, `f[${i}][1]`)];
  });
  for (let i = 1; i < points.length; i += 1) {
    const order = points[i - 1]![0].compare(points[i]![0]);
    if (order < 0) continue;
    throw new InputError({
      code: order === 0 ? "repeated" : "not-sorted",
      where: `f[${i}]`,
      expected: "an x above the one before",
      received: order === 0 ? `x = ${table[i]![0]} again` : `x = ${table[i]![0]} after ${table[i - 1]![0]}`,
      remedy: order === 0 ? "A function has one value at each x" : "Sort the table by x",
    });
  }
  if (points[0]![0].compare(domain[0]) > 0 || points[points.length - 1]![0].compare(domain[1]) < 0) {
    throw new InputError({
      code: "range",
      where: "domain",
      expected: `an interval inside the table's, [${table[0]![0]}, ${table[table.length - 1]![0]}]`,
      received: `[${domain[0]}, ${domain[1]}]`,
    });
  }
  return points;
}

/**
 * Looks for two points at which f is steeper than L: neighbouring points of a fine grid, and points very close to each other. What is found is
 * confirmed in exact arithmetic.
 *
 * @throws InputError (code `not-lipschitz`) that names the two points.
 */
export function requireLipschitz(target: Target, domain: readonly [Rational, Rational], lipschitz: Rational): void {
  const [a, b] = domain;
  const [from, width, slope] = [a.toNumber(), b.sub(a).toNumber(), lipschitz.toNumber()];
  const steps = 4096;
  const close = width * 2 ** -20;
  const worst = { excess: 0, x: 0, y: 0 };
  const consider = (x: number, y: number, difference: number): void => {
    const excess = Math.abs(difference) - slope * (y - x);
    const steepness = Math.abs(difference) / (y - x);
    if (excess > 0 && steepness > worst.excess && y > x) Object.assign(worst, { excess: steepness, x, y });
  };
  let before = finite(target, from);
  for (let i = 1; i <= steps; i += 1) {
    const x = from + (width * i) / steps;
    const here = finite(target, x);
    consider(from + (width * (i - 1)) / steps, x, here - before);
    consider(x - close, x, here - target.value(x - close));
    before = here;
  }
  const knots = "op" in target.expression && target.expression.op === "piecewise-linear" ? target.expression.knots : [];
  for (let i = 1; i < knots.length; i += 1) {
    const [[x0, y0], [x1, y1]] = [knots[i - 1]!, knots[i]!];
    const run = Rational.from(x1).sub(Rational.from(x0));
    const rise = Rational.from(y1).sub(Rational.from(y0)).abs();
    if (rise.compare(lipschitz.mul(run)) > 0) throw steeper(target, Rational.from(x0), Rational.from(x1), lipschitz);
  }
  if (worst.excess === 0) return;
  const [x, y] = [Rational.from(worst.x).max(a), Rational.from(worst.y).min(b)];
  const at = (p: Rational): Interval => evaluateExpression(target.expression, [Interval.from(p, precision)]);
  if (
    at(x)
      .sub(at(y))
      .abs()
      .lower.compare(lipschitz.mul(y.sub(x))) > 0
  )
    throw steeper(target, x, y, lipschitz);
}

function steeper(target: Target, x: Rational, y: Rational, lipschitz: Rational): InputError {
  const [p, q] = [x.toNumber(), y.toNumber()];
  const [fp, fq] = [target.value(p), target.value(q)];
  return new InputError({
    code: "not-lipschitz",
    where: "lipschitz",
    expected: `a constant that f keeps`,
    received: `${lipschitz.toNumber()}, but f(${p}) = ${fp} and f(${q}) = ${fq}: slope ${Math.abs((fp - fq) / (p - q)).toPrecision(8)}`,
    remedy: "Give a greater Lipschitz constant",
  });
}

function finite(target: Target, x: number): number {
  const y = target.value(x);
  if (!Number.isFinite(y)) throw notFinite(`f(${x})`, y);
  return y;
}

function notFinite(where: string, value: unknown): InputError {
  return new InputError({
    code: "not-finite",
    where,
    expected: "a finite value everywhere on the domain",
    received: String(value),
    remedy: "The expression divides by 0 or takes the root of a negative number there",
  });
}
