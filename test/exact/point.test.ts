import { describe, expect, test } from "vitest";
import { Reader } from "../../src/exact/certificate.js";
import { evaluateNode, readExpression } from "../../src/exact/expression.js";
import { parseExpression, Rational } from "../../src/exact/index.js";
import { Point } from "../../src/exact/point.js";

const node = (text: string) => readExpression(new Reader(), parseExpression(text, ["x"]), "function", 1);

describe("values at a point", () => {
  const at = (text: string, x: string, precision = 64) =>
    evaluateNode(node(text), [Point.of(Rational.from(x), precision)], Point.lifting(precision)).value();
  const exact = (text: string, x = "0") => {
    const value = at(text, x);
    return value instanceof Rational ? value.toString() : "enclosed";
  };

  test("are exact for sines and cosines of the multiples of pi/3 and pi/2, and nowhere else", () => {
    const cosines = ["1", "enclosed", "1/2", "0", "-1/2", "enclosed", "-1", "enclosed", "-1/2", "0", "1/2", "enclosed"];
    for (let k = -13; k < 26; k += 1) {
      const place = ((k % 12) + 12) % 12;
      expect(exact("cos(pi*x)", `${k}/6`), `cos ${k}`).toBe(cosines[place]);
      expect(exact("sin(pi*x)", `${k}/6`), `sin ${k}`).toBe(cosines[(place + 9) % 12]);
      expect(exact("cos(pi*x + 1)", `${k}/6`)).toBe("enclosed");
    }
    expect([exact("cos(pi/5)"), exact("sin(pi/5)"), exact("cos(1)"), exact("sin(1)")]).toEqual(
      new Array(4).fill("enclosed"),
    );
    expect([exact("sin(x)"), exact("cos(x)"), exact("exp(x)"), exact("exp(1)")]).toEqual(["0", "1", "1", "enclosed"]);
  });

  test("are exact in sums, products and quotients with pi that leave none of it", () => {
    expect(exact("pi - pi + x", "3/7")).toBe("3/7");
    expect(exact("(2*pi + x) - 2*pi", "3/7")).toBe("3/7");
    expect(exact("(pi*x + 1)*2 - pi*6", "3")).toBe("2");
    expect(exact("2*(1 + pi*x) - pi*6", "3")).toBe("2");
    expect(exact("pi/2 - pi*x", "1/2")).toBe("0");
    expect(exact("exp(1)*x")).toBe("0");
    expect(exact("x*exp(1)")).toBe("0");
    expect(exact("exp(1)*x", "1")).toBe("enclosed");
    expect(exact("(pi*x)^1 - pi*x", "3")).toBe("0");
    expect(exact("pi*pi")).toBe("enclosed");
    expect(exact("pi/pi")).toBe("enclosed");
    expect(exact("-(pi - pi) + x", "2")).toBe("2");
  });

  test("are exact in roots of squares, powers, sizes, and the lesser and greater of two", () => {
    expect([exact("sqrt(x)", "9/4"), exact("sqrt(x)", "2"), exact("sqrt(x)")]).toEqual(["3/2", "enclosed", "0"]);
    expect([exact("x^3", "-2/3"), exact("exp(x)^0", "1"), exact("exp(x)^1 - exp(x)^1", "0")]).toEqual([
      "-8/27",
      "1",
      "0",
    ]);
    expect([exact("min(x, exp(1))", "2"), exact("min(exp(1), x)", "2"), exact("max(x, exp(1))", "3")]).toEqual([
      "2",
      "2",
      "3",
    ]);
    expect([exact("abs(x)", "-3"), exact("abs(x)", "3"), exact("abs(pi*x)/pi*1", "0")]).toEqual(["3", "3", "enclosed"]);
    expect([exact("min(x, 5)", "5"), exact("max(x, 4)", "5")]).toEqual(["5", "5"]);
  });

  test("have none where a divisor is 0 or a root's argument below it", () => {
    expect(() => exact("1/x")).toThrow(/division by 0/);
    expect(() => exact("pi/x")).toThrow(/division by 0/);
    expect(() => exact("exp(1)/x")).toThrow(/division by 0/);
    expect(() => exact("sqrt(x)", "-1/2")).toThrow(/that of -1\/2/);
    expect(() => exact("sqrt(-exp(x))", "1")).toThrow();
  });

  test("that grow beyond what is kept exactly are enclosed", () => {
    expect(exact("x^1000", "1/2")).toBe("1p-1000");
    expect(exact("(x^1000)^1000", "3/2")).toBe("enclosed");
    const value = at("(x^1000)^10", "3");
    expect(value instanceof Rational).toBe(false);
    if (!(value instanceof Rational)) expect(value.contains(Rational.from(3n ** 10_000n))).toBe(true);
  });
});
