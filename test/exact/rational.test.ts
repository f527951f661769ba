import { describe, expect, test } from "vitest";
import { Rational } from "../../src/exact/index.js";
import { maximumDigits, NoValue, noValue, undefinedHere } from "../../src/exact/rational.js";
import { costOf } from "./cost.js";
import { problemOf } from "./said.js";

const r = (text: string) => Rational.from(text);
const parts = (value: Rational) => [value.numerator, value.denominator];

describe("fractions", () => {
  test("are in lowest terms with a denominator above 0", () => {
    expect(parts(Rational.of(6n, -4n))).toEqual([-3n, 2n]);
    expect(parts(Rational.of(-6n, -4n))).toEqual([3n, 2n]);
    expect(parts(Rational.of(6n, 4n))).toEqual([3n, 2n]);
    expect(parts(Rational.of(10n, 15n))).toEqual([2n, 3n]);
    expect(parts(Rational.of(12n, 8n))).toEqual([3n, 2n]);
    expect(parts(Rational.of(8n, 4n))).toEqual([2n, 1n]);
    expect(parts(Rational.of(0n, 8n))).toEqual([0n, 1n]);
    expect(parts(Rational.of(0n, -7n))).toEqual([0n, 1n]);
    expect(parts(Rational.of(5n, 1n))).toEqual([5n, 1n]);
    expect(parts(Rational.of(5n, -1n))).toEqual([-5n, 1n]);
    expect(parts(Rational.dyadic(12n, -3))).toEqual([3n, 2n]);
    expect(parts(Rational.dyadic(12n, -1))).toEqual([6n, 1n]);
    expect(parts(Rational.dyadic(-12n, 3))).toEqual([-96n, 1n]);
    expect(parts(Rational.dyadic(3n, 0))).toEqual([3n, 1n]);
    expect(parts(Rational.dyadic(0n, -5))).toEqual([0n, 1n]);
    expect(() => Rational.of(1n, 0n)).toThrow(/got division by 0/);
  });

  test("are read exactly from every form of text and from doubles", () => {
    const texts: [string | number | bigint, bigint, bigint][] = [
      ["-12", -12n, 1n],
      ["-3/6", -1n, 2n],
      ["5p-3", 5n, 8n],
      ["-5p3", -40n, 1n],
      ["0.25", 1n, 4n],
      ["-0.75", -3n, 4n],
      ["12.50", 25n, 2n],
      ["1e-3", 1n, 1000n],
      ["-1.5E+2", -150n, 1n],
      ["1.5e0", 3n, 2n],
      ["1p65536", 1n << 65536n, 1n],
      ["1p0000012", 4096n, 1n],
      [0.1, 3602879701896397n, 1n << 55n],
      [-1.5, -3n, 2n],
      [2 ** 80, 1n << 80n, 1n],
      [7n, 7n, 1n],
    ];
    for (const [text, numerator, denominator] of texts) {
      expect(parts(Rational.from(text))).toEqual([numerator, denominator]);
    }
    const third = r("1/3");
    expect(Rational.from(third)).toBe(third);
    expect(Rational.from(Number.MIN_VALUE).equals(Rational.dyadic(1n, -1074))).toBe(true);
  });

  test("are refused, with the place, where text is no exact number or too long", () => {
    for (const text of ["", "1.", ".5", "1/2/3", "x1", "1x", "1/-2", "1 ", "0x1", "1p", "p1", "1ee3", "e3", "1/2p3"]) {
      expect(problemOf(() => Rational.from(text, "here"))).toMatchObject({
        code: "not-exact",
        where: "here",
        received: `"${text}"`,
      });
    }
    for (const text of ["3/0", "3/00"]) expect(problemOf(() => r(text))).toMatchObject({ code: "not-exact" });
    expect(problemOf(() => Rational.from(Infinity, "here"))).toMatchObject({ code: "not-exact", received: "Infinity" });
    expect(problemOf(() => Rational.from(NaN))).toMatchObject({ code: "not-exact", where: "number" });
    expect(problemOf(() => r(`${"1".repeat(50)}/0`)).received).toBe(`"${"1".repeat(40)}"`);
    expect(problemOf(() => r("y".repeat(50))).received).toBe(`"${"y".repeat(40)}"`);
    expect(r("1".repeat(maximumDigits)).denominator).toBe(1n);
    expect(problemOf(() => Rational.from("1".repeat(maximumDigits + 1), "here"))).toMatchObject({
      code: "limit",
      where: "here",
      received: "20001 characters",
    });
    for (const exponent of ["65537", "-65537", "000000001", "9".repeat(60)]) {
      expect(problemOf(() => Rational.from(`1p${exponent}`, "here"))).toMatchObject({
        code: "limit",
        where: "here",
        received: exponent.slice(0, 40),
      });
    }
    expect(r("1p00000001").equals(r("2"))).toBe(true);
    expect(problemOf(() => r("1e65537"))).toMatchObject({ code: "limit" });
  });

  test("add, multiply, divide and compare exactly", () => {
    const values = ["0", "1", "-1", "1/3", "-2/3", "5/6", "7/2", "-7/2", "3/10", "1p-40"].map(r);
    for (const x of values) {
      for (const y of values) {
        const [[a, b], [c, d]] = [parts(x), parts(y)] as [[bigint, bigint], [bigint, bigint]];
        expect(x.add(y).equals(Rational.of(a * d + c * b, b * d))).toBe(true);
        expect(x.sub(y).equals(Rational.of(a * d - c * b, b * d))).toBe(true);
        expect(x.mul(y).equals(Rational.of(a * c, b * d))).toBe(true);
        if (c !== 0n) expect(x.div(y).equals(Rational.of(a * d, b * c))).toBe(true);
        const order = a * d < c * b ? -1 : a * d > c * b ? 1 : 0;
        expect(x.compare(y)).toBe(order);
        expect(x.equals(y)).toBe(order === 0);
        expect(parts(x.min(y))).toEqual(parts(order < 0 ? x : y));
        expect(parts(x.max(y))).toEqual(parts(order > 0 ? x : y));
      }
      expect(x.sign()).toBe(x.numerator < 0n ? -1 : x.numerator === 0n ? 0 : 1);
    }
    expect(r("1/3").equals(r("1/2"))).toBe(false);
    expect(r("1/3").equals(r("2/3"))).toBe(false);
    expect(parts(r("-1/3").neg())).toEqual([1n, 3n]);
    expect(parts(r("-1/3").abs())).toEqual([1n, 3n]);
    expect(() => Rational.one.div(Rational.zero)).toThrow(NoValue);
    expect([r("7/2").floor(), r("-7/2").floor(), r("7/2").ceil(), r("-7/2").ceil()]).toEqual([3n, -4n, 4n, -3n]);
  });

  test("have powers of at most a million binary digits, and roots where they are squares", () => {
    expect(parts(r("-2/3").pow(3))).toEqual([-8n, 27n]);
    expect(parts(r("-2/3").pow(0))).toEqual([1n, 1n]);
    expect(bits(r("2").pow(500_000))).toBe(500_001);
    for (const base of ["2", "1/2"]) {
      expect(problemOf(() => r(base).pow(500_001))).toMatchObject({ code: "undefined", received: "1000002" });
    }
    const root = (text: string) => r(text).rationalRoot()?.toString();
    expect(["4/9", "2/9", "4/3", "-4", "-4/9", "0", "1", "2"].map(root)).toEqual([
      "2/3",
      undefined,
      undefined,
      undefined,
      undefined,
      "0",
      "1",
      undefined,
    ]);
  });

  test("say whether it is certain that there is no value", () => {
    expect(noValue("a", "b")).toMatchObject({ certain: true, problem: { code: "undefined", where: "evaluation" } });
    expect(undefinedHere("a", "b")).toMatchObject({ certain: false, problem: { expected: "a", received: "b" } });
  });
});

describe("fractions as doubles and text", () => {
  test("are the nearest doubles, ties to even", () => {
    for (const a of [1, 2, 3, 7, 10, 97, 2 ** 53 - 1, 123456789]) {
      for (const b of [1, 3, 7, 8, 10, 2 ** 53 - 1, 987654321]) {
        const x = Rational.of(BigInt(a), BigInt(b));
        expect(x.toNumber()).toBe(a / b);
        expect(x.neg().toNumber()).toBe(-a / b);
      }
    }
    for (const double of [0, 1, 0.1, -2.5e-5, 1e22, Number.MAX_VALUE, 2 ** -1022, Number.MIN_VALUE, -1e300, 1e-300]) {
      expect(Rational.from(double).toNumber()).toBe(double);
    }
    const tie = 2n ** 53n + 1n;
    for (const sign of [1n, -1n]) {
      for (const k of [0, 60, 200]) {
        const at = (n: bigint, exponent = 0) => Rational.dyadic(sign * n, exponent).toNumber() * Number(sign);
        expect(at(tie, k)).toBe(2 ** 53 * 2 ** k);
        expect(at(tie + 2n, k)).toBe((2 ** 53 + 4) * 2 ** k);
        expect(at((tie << 400n) + 1n, k - 400)).toBe((2 ** 53 + 2) * 2 ** k);
        expect(at((tie << 400n) - 1n, k - 400)).toBe(2 ** 53 * 2 ** k);
        expect(at((tie << 12n) + 1n, k - 12)).toBe((2 ** 53 + 2) * 2 ** k);
      }
    }
    expect(r("1p1024").toNumber()).toBe(Infinity);
    expect(r("1p-1080").toNumber()).toBe(0);
    expect(Rational.of(3n ** 1000n, 3n ** 999n * 2n).toNumber()).toBe(1.5);
  });

  test("are shown exactly where they are short, and rounded and marked as that where they are long", () => {
    const shown = (text: string) => r(text).shown();
    expect(shown("1/3")).toBe("1/3");
    expect(shown("-12")).toBe("-12");
    expect(shown("7p-5000")).toBe("≈4.96e-1505");
    expect(shown("-7p-5000")).toBe("≈-4.96e-1505");
    expect(shown("1p5000")).toBe("≈1.41e1505");
    expect(shown("3p-1000")).toBe("≈2.80e-301");
    expect(shown("3p-900")).toBe(`≈${3 * 2 ** -900}`);
    expect(shown("-3p-900")).toBe(`≈${-3 * 2 ** -900}`);
    // 24 characters, and 25 of fewer binary digits than 80.
    expect(shown("123456789012/12345678901")).toBe("123456789012/12345678901");
    expect(shown("999999999999/999999999998")).toBe("≈1.000000000001");
    expect(shown("-123456789012/12345678901")).toMatch(/^≈-10\.0/);
    // 80 binary digits and 81.
    expect(Rational.from(2n ** 79n - 1n).shown()).toBe("604462909807314587353087");
    expect(Rational.from(2n ** 79n + 1n).shown()).toBe("≈6.044629098073146e+23");
  });

  test("are written with a power of two only where it is above 2^32, and read back", () => {
    expect(Rational.dyadic(1n, -32).toString()).toBe("1/4294967296");
    expect(Rational.dyadic(-5n, -33).toString()).toBe("-5p-33");
    expect(Rational.of(1n, 4294967297n).toString()).toBe("1/4294967297");
    expect(Rational.of(1n, 12884901888n).toString()).toBe("1/12884901888");
    expect(Rational.from(-8n).toString()).toBe("-8");
    for (const text of ["-5p-33", "1/12884901888", "3/7", "-8"]) expect(r(text).toString()).toBe(text);
  });
});

test("the work of fractions is two products of all their digits", () => {
  // 641 + 65 and 65 + 1 binary digits.
  const [x, y] = [Rational.of(1n << 640n, 3n ** 41n), Rational.from(1n << 64n)];
  expect(bits(x)).toBe(641);
  const work = 2 * (400 + (1 + 706 / 64) * (1 + 66 / 64));
  expect(costOf(() => x.compare(y))).toBeCloseTo(work, 0);
  for (const operation of ["add", "mul", "div"] as const) {
    expect(costOf(() => x[operation](y))).toBeGreaterThanOrEqual(work - 1);
  }
  expect(costOf(() => Rational.from(3n).pow(1000))).toBeCloseTo(400 + (1 + 2000 / 64) ** 2, 0);
});

function bits(x: Rational): number {
  return x.numerator.toString(2).length;
}
