import { describe, expect, test } from "vitest";
import { Reader } from "../../src/exact/certificate.js";
import { readExpression, type ExpressionNode } from "../../src/exact/expression.js";
import { parseExpression, Rational } from "../../src/exact/index.js";
import { poleIn } from "../../src/exact/pole.js";
import { withTotalRoots } from "../../src/exact/total-roots.js";

const node = (text: string, variables = ["x", "y"]) =>
  readExpression(new Reader(), parseExpression(text, variables), "function", variables.length);
const box = (...sides: [string, string][]) => sides.map(([a, b]) => [Rational.from(a), Rational.from(b)] as const);

describe("a pole on a box", () => {
  const on = (text: string, ...sides: [string, string][]) => poleIn({ node: node(text), precision: 64 }, box(...sides));
  const unit: [string, string] = ["-1", "1"];

  test("is seen where a divisor, or a factor of it, changes its sign", () => {
    expect(on("1/x", unit, unit)).toBe("it divides by x0, and x0 changes its sign there");
    expect(on("2 + 3/(1 + abs(x*(y + 3)))", unit, unit)).toBeUndefined();
    expect(on("2 + exp(3/x)", unit, unit)).toBe("it divides by x0, and x0 changes its sign there");
    expect(on("1/abs(x)", unit, unit)).toBe("it divides by abs(x0), and x0 changes its sign there");
    expect(on("1/(-x)", unit, unit)).toContain("divides by -x0");
    expect(on("1/((2 + y)*abs(x))", unit, unit)).toContain("and x0 changes its sign");
    expect(on("1/((2 + y)*x)^2", unit, unit)).toContain("and ((2 + x1)*x0) changes its sign");
    expect(on("1/sqrt(abs(x))", unit, unit)).toContain("and x0 changes its sign");
    expect(on("1/(x/(2 + y))", unit, unit)).toContain("and (x0/(2 + x1)) changes its sign");
    expect(on("1/(abs(x)/(2 + y))", unit, unit)).toContain("and x0 changes its sign");
  });

  test("is not said of a divisor that touches 0, of one without a value, and of what is only added to", () => {
    expect(on("1/x", ["0", "1"], unit)).toBeUndefined();
    expect(on("1/x", ["-1", "0"], unit)).toBeUndefined();
    expect(on("1/x", ["1", "2"], unit)).toBeUndefined();
    expect(on("1/x^0", unit, unit)).toBeUndefined();
    expect(on("x/2 + x", unit, unit)).toBeUndefined();
    // 0 of the divisor of a divisor is no 0 of it; the numerator's is none of the fraction.
    expect(on("1/(abs(2 + y)/abs(x))", unit, unit)).toBe("it divides by abs(x0), and x0 changes its sign there");
    expect(on("1/(abs(x) + 1)", unit, unit)).toBeUndefined();
    expect(on("1/exp(x)", unit, unit)).toBeUndefined();
    expect(on("1/min(abs(x), 1)", unit, unit)).toBeUndefined();
    // 1/y has no value on all of the box: its signs at two corners prove nothing.
    expect(on("abs(1/(1/y))", ["1", "2"], ["1", "2"])).toBeUndefined();
  });

  test("is seen along a walk from the least corner to the greatest", () => {
    // −1, 1 and −1 at the corners of the walk.
    expect(on("1/(x - y - 1)", unit, unit)).toContain("((x0 - x1) - 1) changes its sign");
    expect(on("1/(x + y)", unit, unit)).toContain("(x0 + x1) changes its sign");
  });
});

describe("roots whose argument is nowhere below 0 on the domain", () => {
  const total = (text: string, ...sides: [string, string][]) => {
    const marks: (boolean | undefined)[] = [];
    const walk = (e: ExpressionNode): void => {
      if (!("args" in e)) return;
      if (e.op === "sqrt") marks.push(e.total);
      e.args.forEach(walk);
    };
    walk(withTotalRoots(node(text), box(...sides)));
    return marks;
  };
  const unit: [string, string] = ["-1", "1"];

  test("are marked, exactly", () => {
    expect(total("sqrt(x + 1)", unit, unit)).toEqual([true]);
    expect(total("sqrt(x + 99/100)", unit, unit)).toEqual([false]);
    expect(total("sqrt(x + y + 2)", unit, unit)).toEqual([true]);
    expect(total("sqrt(x + y + 199/100)", unit, unit)).toEqual([false]);
    expect(total("sqrt(x^2)", unit, unit)).toEqual([true]);
    expect(total("sqrt(x^3)", unit, unit)).toEqual([false]);
    expect(total("sqrt(x^2 - 2*x/3 + 1/9)", unit, unit)).toEqual([true]);
    expect(total("sqrt(x^2 - 2*x/3 + 1/10)", unit, unit)).toEqual([false]);
    expect(total("sqrt(-(x*x) + 1)", unit, unit)).toEqual([true]);
    expect(total("sqrt(y^2 - y*2 + 1)", unit, unit)).toEqual([true]);
    expect(total("sqrt(y^2*y + 1)", ["-9", "9"], unit)).toEqual([true]);
    expect(total("sqrt(y^2*y + 1)", unit, ["-9", "9"])).toEqual([false]);
    expect(total("1 + exp(sqrt(x^2) - sqrt(x))", unit, unit)).toEqual([true, false]);
    expect(total("sqrt(sqrt(x^2))", unit, unit)).toEqual([false, true]);
  });

  test("are not, where the argument is no polynomial of one variable of a degree up to 100", () => {
    expect(total("sqrt(x^2 + y^2)", unit, unit)).toEqual([false]);
    expect(total("sqrt(x^100)", unit, unit)).toEqual([true]);
    expect(total("sqrt(x^102)", unit, unit)).toEqual([false]);
    expect(total("sqrt((x^50)*(x^50))", unit, unit)).toEqual([true]);
    expect(total("sqrt((x^50)*(x^50)*(x^2))", unit, unit)).toEqual([false]);
    expect(total("sqrt(exp(x))", unit, unit)).toEqual([false]);
    expect(total("sqrt(1 + exp(x))", unit, unit)).toEqual([false]);
    expect(total("sqrt(x^2/(x^2 + 1))", unit, unit)).toEqual([false]);
    expect(total("sqrt(x^2/(0*x))", unit, unit)).toEqual([false]);
    expect(total("sqrt(x^2/(-2))", unit, unit)).toEqual([false]);
    expect(total("sqrt(x^2/2)", unit, unit)).toEqual([true]);
    expect(total("sqrt(pi + x^2)", unit, unit)).toEqual([false]);
  });
});
