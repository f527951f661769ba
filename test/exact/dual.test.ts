import { describe, expect, test } from "vitest";
import { Reader } from "../../src/exact/certificate.js";
import { Dual, dualLifting } from "../../src/exact/dual.js";
import { evaluateNode, readExpression } from "../../src/exact/expression.js";
import { Interval, parseExpression, Rational } from "../../src/exact/index.js";

const precision = 64;
const interval = (lower: string, upper = lower) => Interval.of(Rational.from(lower), Rational.from(upper), precision);
const variable = (lower: string, upper: string) => new Dual(interval(lower, upper), interval("1"));
const lifting = dualLifting(precision);

/** f and its difference quotients on [lower, upper], as numbers. */
function dual(text: string, lower: string, upper: string) {
  const node = readExpression(new Reader(), parseExpression(text, ["x"]), "function", 1);
  const { value, slope } = evaluateNode(node, [variable(lower, upper)], lifting);
  return [value, slope].map((ends) => [ends.lower.toNumber(), ends.upper.toNumber()]);
}

describe("slopes on a box", () => {
  test("of the lesser and the greater are those of the one that it is, and of both where that is not decided", () => {
    expect(dual("min(x, 5 + 2*x)", "0", "1")).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(dual("min(5 + 2*x, x)", "0", "1")).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(dual("max(x, 5 + 2*x)", "0", "1")).toEqual([
      [5, 7],
      [2, 2],
    ]);
    expect(dual("max(5 + 2*x, x)", "0", "1")).toEqual([
      [5, 7],
      [2, 2],
    ]);
    expect(dual("min(x, 3*x)", "-1", "1")).toEqual([
      [-3, 1],
      [1, 3],
    ]);
    expect(dual("min(3*x, x)", "-1", "1")).toEqual([
      [-3, 1],
      [1, 3],
    ]);
    expect(dual("max(x, 3*x)", "-1", "1")).toEqual([
      [-1, 3],
      [1, 3],
    ]);
  });

  test("of the absolute value have the sign of its argument", () => {
    expect(dual("abs(2*x)", "1", "3")).toEqual([
      [2, 6],
      [2, 2],
    ]);
    expect(dual("abs(2*x)", "-3", "-1")).toEqual([
      [2, 6],
      [-2, -2],
    ]);
    const [value, slope] = dual("abs(2*x)", "-1", "3") as [number[], number[]];
    expect(value[1]).toBe(6);
    expect(slope).toEqual([-2, 2]);
  });

  test("of powers are the exponent times the power before", () => {
    expect(dual("x^3", "1", "2")).toEqual([
      [1, 8],
      [3, 12],
    ]);
    expect(dual("x^2", "-1", "2")).toEqual([
      [0, 4],
      [-2, 4],
    ]);
    expect(dual("x^1", "1", "2")).toEqual([
      [1, 2],
      [1, 1],
    ]);
    expect(dual("x^0", "0", "2")).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  test("of piecewise-linear functions are those of the pieces that the box meets, times the argument's", () => {
    const knots = [
      ["0", "0"],
      ["1", "2"],
      ["2", "1"],
    ] as const;
    const tent = (lower: string, upper: string) => {
      const node = readExpression(
        new Reader(),
        { op: "piecewise-linear", knots, args: [parseExpression("3*x", ["x"])] },
        "function",
        1,
      );
      const { value, slope } = evaluateNode(node, [variable(lower, upper)], lifting);
      return [value, slope].map((ends) => [ends.lower.toNumber(), ends.upper.toNumber()]);
    };
    expect(tent("0", "1/4")).toEqual([
      [0, 1.5],
      [6, 6],
    ]);
    expect(tent("3/8", "5/8")[1]).toEqual([-3, -3]);
    expect(tent("1/8", "5/8")[1]).toEqual([-3, 6]);
  });

  test("of a sign are 0 where it is decided, and none where it is not", () => {
    expect(lifting.sign(variable("1", "2")).slope.upper.sign()).toBe(0);
    expect(lifting.sign(variable("-2", "-1")).value.lower.toNumber()).toBe(-1);
    expect(() => lifting.sign(variable("-1", "1"))).toThrow(/known sign/);
  });
});
