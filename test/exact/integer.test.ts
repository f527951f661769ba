import { describe, expect, test } from "vitest";
import {
  absolute,
  bitLength,
  ceilDivide,
  floorDivide,
  greatestCommonDivisor,
  integerSquareRoot,
  longest,
  nearSquareRoot,
  shiftDown,
  shiftUp,
} from "../../src/exact/integer.js";
import { costOf } from "./cost.js";

/** Powers of two with their neighbours, and numbers whose first 53 digits are all 1. */
const sizes = [1, 2, 31, 32, 33, 51, 52, 53, 54, 63, 64, 65, 100, 959, 960, 961, 1022, 1023, 1024, 1025, 1919, 1920];
const long = [1921, 1983, 1984, 1985, 2943, 2944, 3839, 3840, 3841, 5000, 7680, 20_000];
const around = [...sizes, ...long].flatMap((bits) => {
  const power = 1n << BigInt(bits);
  return [power - 2n, power - 1n, power, power + 1n, power - (power >> 54n), power - (power >> 53n), (power * 2n) / 3n];
});

describe("integers", () => {
  test("of any size and sign have as many binary digits as they are written with", () => {
    for (const n of [0n, 1n, 2n, 3n, ...around]) {
      const written = n === 0n ? 0 : n.toString(2).length;
      expect(bitLength(n)).toBe(written);
      expect(bitLength(-n)).toBe(written);
    }
    expect(longest([3n, -255n, 7n])).toBe(8);
    expect(longest([])).toBe(0);
  });

  test("have square roots, rounded down", () => {
    for (const n of [0n, 1n, 2n, 3n, 4n, 99n, 100n, 4503599627370495n, 4503599627370496n, 4503599627370497n]) {
      const root = integerSquareRoot(n);
      expect(root * root <= n && n < (root + 1n) * (root + 1n)).toBe(true);
    }
    for (const side of around) {
      for (const n of [side, side * (side + 2n), side * side, side * side + 1n]) {
        const root = integerSquareRoot(n);
        expect(root * root <= n && n < (root + 1n) * (root + 1n)).toBe(true);
        expect([root, root + 1n]).toContain(nearSquareRoot(n));
      }
    }
  });

  test("are shifted and divided with the rounding that is named", () => {
    expect([shiftDown(5n, 2), shiftDown(5n, 0), shiftDown(5n, -1), shiftDown(-5n, -1)]).toEqual([20n, 5n, 2n, -3n]);
    expect([shiftUp(5n, 2), shiftUp(5n, 0), shiftUp(5n, -1), shiftUp(-5n, -1)]).toEqual([20n, 5n, 3n, -2n]);
    expect([floorDivide(7n, 2n), floorDivide(-7n, 2n), floorDivide(-8n, 2n), floorDivide(0n, 3n)]).toEqual([
      3n,
      -4n,
      -4n,
      0n,
    ]);
    expect([ceilDivide(7n, 2n), ceilDivide(-7n, 2n), ceilDivide(8n, 2n), ceilDivide(0n, 3n)]).toEqual([
      4n,
      -3n,
      4n,
      0n,
    ]);
    expect([absolute(-3n), absolute(0n), absolute(3n)]).toEqual([3n, 0n, 3n]);
  });

  test("have greatest common divisors that are not below 0", () => {
    expect(greatestCommonDivisor(-12n, 18n)).toBe(6n);
    expect(greatestCommonDivisor(12n, -18n)).toBe(6n);
    expect(greatestCommonDivisor(0n, -5n)).toBe(5n);
    expect(greatestCommonDivisor(-5n, 0n)).toBe(5n);
    expect(greatestCommonDivisor(7n, 1n)).toBe(1n);
    expect(greatestCommonDivisor(0n, 0n)).toBe(0n);
  });
});

describe("the work of", () => {
  test("a greatest common divisor is a long division and a step for two digits of the shorter number", () => {
    const [a, b] = [1n << 6399n, 1n << 639n];
    const work = 400 + (1 + (40 * 6400) / 64) * (1 + 640 / 64) + 320 * (400 + (1 + 320 / 64) * 2);
    expect(costOf(() => greatestCommonDivisor(a, b))).toBeCloseTo(work, 0);
    expect(costOf(() => greatestCommonDivisor(b, a))).toBeCloseTo(work, 0);
    expect(costOf(() => greatestCommonDivisor(a, 1n))).toBe(0);
    expect(costOf(() => greatestCommonDivisor(1n, 2n))).toBeGreaterThan(0);
  });

  test("a square root is four products of half its digits", () => {
    const half = 3200;
    expect(costOf(() => integerSquareRoot(1n << 6400n))).toBeCloseTo(4 * (400 + (1 + half / 64) ** 2), 0);
    expect(costOf(() => integerSquareRoot(10n ** 12n))).toBe(0);
  });
});
