import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Polynomial } from "../../src/exact/index.js";

const seed = 20260101;

describe("root counting", () => {
  test("agrees with the roots a product was made of, whatever their multiplicity", () => {
    const root = fc.record({ n: fc.integer({ min: -12, max: 12 }), d: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(root, { minLength: 1, maxLength: 7 }), fc.boolean(), (roots, complex) => {
        let p = Polynomial.from([complex ? 3 : -2]);
        for (const { n, d } of roots) p = p.mul(Polynomial.from([-n, d]));
        if (complex) p = p.mul(Polynomial.from([1, 1, 1]));
        const inside = new Set(roots.map(({ n, d }) => n / d).filter((x) => x > -1 && x < 2));
        expect(p.countRoots(-1, 2)).toBe(inside.size);
      }),
      { seed, numRuns: 300 },
    );
  });

  test("does not count the ends of the open interval, and counts an irrational double root once", () => {
    expect(Polynomial.from([0, 0, 1, -1]).countRoots(0, 1)).toBe(0);
    const twice = Polynomial.from([-1, 0, 2]).mul(Polynomial.from([-1, 0, 2]));
    expect(twice.countRoots(0, 1)).toBe(1);
    expect(twice.countRoots(-1, 1)).toBe(2);
  });

  test("settles the second derivative of (1 - h)^2 at degree 484 exactly", () => {
    const step = Polynomial.from([0, "9/4", "-3/2", "1/4"]);
    let h = Polynomial.from([0, 1]);
    for (let t = 0; t < 5; t += 1) h = step.compose(h);
    const gap = Polynomial.from([1]).sub(h);
    const second = gap.mul(gap).derivative().derivative();
    expect(second.degree).toBe(484);
    expect(second.countRoots(0, 1)).toBe(0);
    expect(second.sub(Polynomial.from([second.evaluate("1/3")])).countRoots(0, 1)).toBeGreaterThan(0);
  });
});
