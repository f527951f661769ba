import { describe, expect, test } from "vitest";
import { Reader } from "../../src/exact/certificate.js";
import { evaluateNode, readExpression } from "../../src/exact/expression.js";
import { FunctionRange } from "../../src/exact/function-range.js";
import { Interval, parseExpression, Rational } from "../../src/exact/index.js";
import { Series, seriesLifting } from "../../src/exact/series.js";

const precision = 96;
const order = 5;
const lifting = seriesLifting(order, precision);
const node = (text: string) => readExpression(new Reader(), parseExpression(text, ["x"]), "function", 1);

/** Taylor coefficients of an expression at all numbers of an interval. */
function taylor(text: string, lower: string, upper = lower): readonly Interval[] {
  const at = Series.variable(Interval.of(lower, upper, precision), order);
  return evaluateNode(node(text), [at], lifting).coefficients;
}

/** They hold the given numbers, and are no wider than rounding makes them. */
function expectCoefficients(found: readonly Interval[], expected: readonly number[]): void {
  expect(found).toHaveLength(order + 1);
  found.forEach((interval, k) => {
    const [lower, upper] = [interval.lower.toNumber(), interval.upper.toNumber()];
    expect(lower, `${k}`).toBeCloseTo(expected[k]!, 12);
    expect(upper, `${k}`).toBeCloseTo(expected[k]!, 12);
  });
}

const factorials = [1, 1, 2, 6, 24, 120];

describe("Taylor coefficients at a point", () => {
  test.each<[string, string, number[]]>([
    ["(1 + x)^5", "1", [32, 80, 80, 40, 10, 1]],
    ["(1 + x)^0", "1", [1, 0, 0, 0, 0, 0]],
    ["x - 3*x", "2", [-4, -2, 0, 0, 0, 0]],
    ["1/x", "2", [1 / 2, -1 / 4, 1 / 8, -1 / 16, 1 / 32, -1 / 64]],
    ["x/(1 - x)", "0", [0, 1, 1, 1, 1, 1]],
    ["sqrt(1 + x)", "0", [1, 1 / 2, -1 / 8, 1 / 16, -5 / 128, 7 / 256]],
    ["sqrt((3 + x)^2)", "0", [3, 1, 0, 0, 0, 0]],
    ["exp(2*x)", "0", factorials.map((n, k) => 2 ** k / n)],
    ["sin(2*x)", "0", [0, 2, 0, -8 / 6, 0, 32 / 120]],
    ["cos(2*x)", "0", [1, 0, -4 / 2, 0, 16 / 24, 0]],
    ["sin(x)", "1", factorials.map((n, k) => [Math.sin(1), Math.cos(1), -Math.sin(1), -Math.cos(1)][k % 4]! / n)],
    ["pi*x", "1", [Math.PI, Math.PI, 0, 0, 0, 0]],
    ["min(x, 5 + 2*x)", "1", [1, 1, 0, 0, 0, 0]],
    ["min(5 + 2*x, x)", "1", [1, 1, 0, 0, 0, 0]],
    ["max(x, 5 + 2*x)", "1", [7, 2, 0, 0, 0, 0]],
    ["abs(3*x)", "-2", [6, -3, 0, 0, 0, 0]],
    ["abs(3*x)", "2", [6, 3, 0, 0, 0, 0]],
  ])("of %s at %s", (text, at, expected) => {
    expectCoefficients(taylor(text, at), expected);
  });

  test("of tanh and the logistic function", () => {
    const x = Series.variable(Interval.from(0, precision), order);
    expectCoefficients(x.tanh().coefficients, [0, 1, 0, -1 / 3, 0, 2 / 15]);
    expectCoefficients(x.logistic().coefficients, [1 / 2, 1 / 4, 0, -1 / 48, 0, 1 / 480]);
    const shifted = Series.variable(Interval.from(1, precision), order);
    const t = Math.tanh(1);
    expectCoefficients(shifted.tanh().coefficients.slice(0, 3).concat(x.coefficients.slice(2, 5)), [
      ...[t, 1 - t * t, -t * (1 - t * t)],
      ...[0, 0, 0],
    ]);
  });

  test("of a piecewise-linear function between two knots, and of signs", () => {
    const tent = "piecewise-linear";
    const knots = [
      ["0", "0"],
      ["1", "2"],
      ["2", "0"],
    ];
    const read = readExpression(new Reader(), { op: tent, knots, args: [{ var: 0 }] } as never, "function", 1);
    const at = (x: string) => evaluateNode(read, [Series.variable(Interval.from(x, precision), order)], lifting);
    expectCoefficients(at("1/4").coefficients, [0.5, 2, 0, 0, 0, 0]);
    expectCoefficients(at("3/2").coefficients, [1, -2, 0, 0, 0, 0]);
    expect(() => at("1")).toThrow("between two knots");
    const sign = (x: string) => lifting.sign(Series.variable(Interval.from(x, precision), order)).coefficients;
    expectCoefficients(sign("3"), [1, 0, 0, 0, 0, 0]);
    expectCoefficients(sign("-3"), [-1, 0, 0, 0, 0, 0]);
    expect(() => sign("0")).toThrow("known sign");
  });
});

describe("Taylor coefficients on an interval", () => {
  test("hold those at every number of it", () => {
    for (const text of ["x/(1 + x)", "sqrt(1 + x^2)", "exp(x)*sin(3*x)", "cos(x)/(2 + sin(x))"]) {
      const whole = taylor(text, "1/4", "1/2");
      for (const at of ["1/4", "3/10", "2/5", "1/2"]) {
        taylor(text, at).forEach((coefficient, k) => {
          expect(whole[k]!.lower.compare(coefficient.upper), `${text}, ${k}, at ${at}`).toBeLessThanOrEqual(0);
          expect(whole[k]!.upper.compare(coefficient.lower), `${text}, ${k}, at ${at}`).toBeGreaterThanOrEqual(0);
        });
      }
    }
  });

  test("are not there where a kink, a jump, a pole or a root at 0 may lie", () => {
    for (const text of ["abs(x)", "min(x, -x)", "max(x, 2*x)", "1/x", "sqrt(x)", "sqrt(x^2)"]) {
      expect(() => taylor(text, "-1", "1"), text).toThrow();
    }
    expect(() => taylor("sqrt(x)", "0")).toThrow();
  });
});

describe("the range by Taylor's theorem", () => {
  const range = (text: string, lower: string, upper: string) =>
    new FunctionRange(node(text), precision).rangeByTaylor([Rational.from(lower), Rational.from(upper)]);

  test("holds the values, and is nearly as narrow where what is added up cancels", () => {
    // (1 − cos 2x)/2 − sin² x is 0: by ranges, or slopes, of both parts it is as wide as the interval.
    const found = range("(1 - cos(2*x))/2 - sin(x)^2 + x/1000", "1", "5/4")!;
    expect(found.least.toNumber()).toBeLessThanOrEqual(0.001);
    expect(found.greatest.toNumber()).toBeGreaterThanOrEqual(0.00125);
    expect(found.greatest.sub(found.least).toNumber()).toBeLessThan(0.00026);
  });

  test("holds an extremum between the middle and an end", () => {
    const found = range("(x - 1/8)^2", "-1", "1")!;
    expect(found.least.sign()).toBeLessThanOrEqual(0);
    expect(found.greatest.toNumber()).toBeGreaterThanOrEqual(81 / 64);
  });

  test("counts the remainder: a power above the order", () => {
    const found = range("x^40", "-1", "1")!;
    expect(found.greatest.toNumber()).toBeGreaterThanOrEqual(1);
    const odd = range("x^41", "-1", "1")!;
    expect(odd.least.toNumber()).toBeLessThanOrEqual(-1);
  });

  test("is not there where the function has a kink", () => {
    expect(range("abs(x)", "-1", "1")).toBeUndefined();
  });
});
