import { describe, expect, test } from "vitest";
import { Polynomial, Rational, type InputError, type RationalInput } from "../../src/exact/index.js";
import { withBudget, WorkSpent } from "../../src/exact/work.js";
import { costOf } from "./cost.js";

const p = (...coefficients: RationalInput[]) => Polynomial.from(coefficients);
const text = (polynomial: Polynomial) => polynomial.coefficients.map(String);
const r = (x: RationalInput) => Rational.from(x);

/** The product of linear factors d·x − n. */
const withRoots = (...roots: readonly (readonly [number, number])[]) =>
  roots.reduce((product, [n, d]) => product.mul(p(-n, d)), p(1));

describe("polynomials", () => {
  test("have no zeros at the top, and the degree −1 where they are 0", () => {
    expect(text(p(1, 2, 0, 0))).toEqual(["1", "2"]);
    expect(text(p(0, 0))).toEqual([]);
    expect([p().degree, p(5).degree, p(0, 0, 3).degree]).toEqual([-1, 0, 2]);
    expect(() => p(1, "x")).toThrow(/coefficients\[1\]/);
  });

  test("add, multiply, derive and compose coefficient by coefficient", () => {
    expect(text(p(1, "1/2").add(p("1/2", 1, 3)))).toEqual(["3/2", "3/2", "3"]);
    expect(text(p("1/2", 1, 3).add(p(1, "1/2")))).toEqual(["3/2", "3/2", "3"]);
    expect(text(p(1, 2).add(p(1, -2)))).toEqual(["2"]);
    expect(text(p(1, 2, 3).sub(p(1, 1)))).toEqual(["0", "1", "3"]);
    expect(text(p("1/2", "1/3").mul(p("1/5", 2, "1/3")))).toEqual(["1/10", "16/15", "5/6", "1/9"]);
    expect(text(p(1, 2).mul(p()))).toEqual([]);
    expect(text(p().mul(p(1, 2)))).toEqual([]);
    expect(text(p(7, "1/2", "1/3", 5).derivative())).toEqual(["1/2", "2/3", "15"]);
    expect(text(p(7).derivative())).toEqual([]);
    expect(text(p(1, 2, 3).compose(p("1/2", 1)))).toEqual(["11/4", "5", "3"]);
    expect(text(p().compose(p(1, 1)))).toEqual([]);
  });

  test("have their exact values", () => {
    const cubic = p("1/2", "-1/3", 0, 2);
    for (const x of ["0", "1", "-2", "3/7", "-5/2"].map(r)) {
      const expected = cubic.coefficients.reduce((sum, c, i) => sum.add(c.mul(x.pow(i))), Rational.zero);
      expect(cubic.evaluate(x).toString()).toBe(expected.toString());
    }
    expect(p().evaluate("3").toString()).toBe("0");
    expect(p("5/3").evaluate("1/7").toString()).toBe("5/3");
  });

  test("are shown by their first six terms", () => {
    expect(p().shown()).toBe("0");
    expect(p("1/2", -1, 0, 3).shown()).toBe("1/2 + -1*x + 3*x^3");
    expect(p(1, 1, 1, 1, 1, 1).shown()).toBe("1 + 1*x + 1*x^2 + 1*x^3 + 1*x^4 + 1*x^5");
    expect(p(0, 1, 1, 1, 1, 1, 1, 1).shown()).toBe("1*x + 1*x^2 + 1*x^3 + 1*x^4 + 1*x^5 + 1*x^6 + … (degree 7)");
  });
});

describe("roots in an open interval", () => {
  test("are counted where they are close, multiple, at a middle, or at an end", () => {
    const count = (polynomial: Polynomial, a: RationalInput, b: RationalInput) => polynomial.countRoots(a, b);
    expect(count(withRoots([1, 2], [1, 2]), 0, 1)).toBe(1);
    expect(count(withRoots([1, 4], [1, 2], [3, 4]), 0, 1)).toBe(3);
    expect(count(withRoots([1, 3], [1, 3], [1, 3], [2, 3], [2, 3]), 0, 1)).toBe(2);
    expect(count(withRoots([1, 3], [333334, 1000000]), 0, 1)).toBe(2);
    expect(count(withRoots([1, 3], [333334, 1000000]), "1/3", 1)).toBe(1);
    expect(count(withRoots([0, 1], [1, 1]), 0, 1)).toBe(0);
    expect(count(withRoots([0, 1], [1, 1]), -1, 1)).toBe(1);
    expect(count(withRoots([0, 1], [1, 1]), "-1/2", "3/2")).toBe(2);
    expect(count(withRoots([-5, 3], [-1, 3]), -2, "-1/2")).toBe(1);
    expect(count(p(1, 0, 0, 0, 1), -5, 7)).toBe(0);
    expect(count(p(5), 0, 1)).toBe(0);
    expect(count(p("1/6", "-5/6", 1), 0, 1)).toBe(2);
  });

  test("are counted between ends that are fractions, of either sign and over different denominators", () => {
    const roots = [-7, -4, -1, 1, 2, 5, 11].map((n) => [n, 6] as const);
    const polynomial = withRoots(...roots);
    const ends = ["-3/2", "-7/6", "-5/7", "-2/3", "0", "1/4", "1/3", "4/5", "5/6", "2"].map(r);
    for (const [i, a] of ends.entries()) {
      for (const b of ends.slice(i + 1)) {
        const inside = roots.filter(([n, d]) => n / d > a.toNumber() + 1e-9 && n / d < b.toNumber() - 1e-9);
        expect(polynomial.countRoots(a, b), `(${a}, ${b})`).toBe(inside.length);
      }
    }
  });

  test("that are double and irrational leave the halving, whatever stands beside them", () => {
    const square = p(-2, 0, 1).mul(p(-2, 0, 1));
    expect(square.mul(withRoots([1, 3], [1, 3])).countRoots(0, 2)).toBe(2);
    expect(square.mul(p(-2, 0, 1)).countRoots(-2, 2)).toBe(2);
    expect(
      square
        .mul(p(-3, 0, 1))
        .mul(p("7/2"))
        .countRoots(-2, 2),
    ).toBe(4);
  });

  test("of the Chebyshev polynomial of degree 12 are twelve", () => {
    let [before, last] = [p(1), p(0, 1)];
    for (let n = 1; n < 12; n += 1) [before, last] = [last, p(0, 2).mul(last).sub(before)];
    expect(last.countRoots(-1, 1)).toBe(12);
    expect(last.countRoots(0, 1)).toBe(6);
    expect(last.mul(last).countRoots(0, 1)).toBe(6);
  });

  test("are refused for the polynomial 0 and for intervals without inside", () => {
    const said = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return (error as InputError).problem;
      }
      return undefined;
    };
    expect(said(() => p().countRoots(0, 1))).toMatchObject({ code: "range", where: "polynomial", received: "0" });
    expect(said(() => p(1).countRoots(1, 1))).toMatchObject({ code: "range", where: "interval", received: "(1, 1)" });
    expect(said(() => p(1).countRoots(2, 1))).toMatchObject({ code: "range", where: "interval" });
  });
});

describe("a polynomial nowhere below 0", () => {
  const [zero, one] = [Rational.zero, Rational.one];
  const holds = (polynomial: Polynomial) => polynomial.isNonNegative(zero, one);

  test("is told by its roots of odd multiplicity", () => {
    expect([p(), p(0), p(2), p(-2)].map(holds)).toEqual([true, true, true, false]);
    expect([p(0, 1), p(0, -1), p(-1, 1), p(1, -1)].map(holds)).toEqual([true, false, false, true]);
    for (const [roots, expected] of [
      [
        [
          [1, 2],
          [1, 2],
        ],
        true,
      ],
      [[[1, 2]], false],
      [
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        false,
      ],
      [
        [
          [1, 2],
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        true,
      ],
      [
        [
          [1, 3],
          [1, 3],
          [2, 3],
          [2, 3],
          [2, 3],
          [2, 3],
        ],
        true,
      ],
      [
        [
          [1, 3],
          [1, 3],
          [2, 3],
          [2, 3],
          [2, 3],
        ],
        false,
      ],
      [
        [
          [1, 3],
          [1, 3],
          [-5, 3],
          [-2, 1],
        ],
        true,
      ],
    ] as const) {
      expect(holds(withRoots(...roots))).toBe(expected);
      expect(holds(p(0).sub(withRoots(...roots)))).toBe(false);
    }
    expect(holds(withRoots([1, 3], [1, 3], [5, 3], [-2, 1]))).toBe(false);
    expect(holds(p(0).sub(withRoots([1, 3], [1, 3], [5, 3], [-2, 1])))).toBe(true);
    // Where the sign is looked for, at 1/4, 1/2, 3/4, there are roots.
    expect(holds(withRoots([1, 4], [1, 4]))).toBe(true);
    expect(holds(withRoots([1, 6], [1, 6], [1, 3], [1, 3]))).toBe(true);
    expect(withRoots([1, 1], [1, 1]).isNonNegative(zero, r(3))).toBe(true);
    expect(withRoots([1, 1], [2, 1]).isNonNegative(r(2), r(3))).toBe(true);
    expect(withRoots([1, 1], [2, 1]).isNonNegative(one, r(2))).toBe(false);
  });
});

describe("the work of polynomials", () => {
  test("grows as the product of the lengths, and a value as the length", () => {
    const ones = (n: number) => p(...Array.from({ length: n }, () => 1));
    const [small, large] = [costOf(() => ones(20).mul(ones(30))), costOf(() => ones(200).mul(ones(300)))];
    const operation = 400 + (1 + 1 / 64) ** 2;
    expect(small).toBeGreaterThan(600 * operation);
    expect(small).toBeLessThan(800 * operation);
    expect(large).toBeGreaterThan(60_000 * operation);
    expect(large).toBeLessThan(62_000 * operation);
    const value = costOf(() => ones(300).evaluate("1/3"));
    expect(value).toBeGreaterThan(900 * 401);
    expect(value).toBeLessThan(2000 * 410);
  });

  test("of counting roots is bounded by the budget", () => {
    const hard = withRoots([1, 3], [333334, 1000000], [1, 7]).mul(p(-2, 0, 1));
    const work = costOf(() => hard.countRoots(0, 2));
    expect(work).toBeGreaterThan(5000);
    expect(() => withBudget(work * 0.99, () => hard.countRoots(0, 2))).toThrow(WorkSpent);
    expect(withBudget(work * 1.01, () => hard.countRoots(0, 2))).toBe(4);
  });
});
