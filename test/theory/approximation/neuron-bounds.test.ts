import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/exact/index.js";
import { neuronBounds } from "../../../src/theory/approximation/neuron-bounds.js";

const count = (
  activation: string,
  lipschitz: number | string,
  epsilon: number | string,
  rest = {},
): (number | boolean)[] => {
  const { lower, upper, tight } = neuronBounds({ activation, lipschitz, epsilon, ...rest });
  return [lower, upper, tight];
};

describe("neuronBounds in one dimension", () => {
  it("counts steps exactly as max(0, ceil(L(b-a)/(2 eps)) - 1)", () => {
    for (const activation of ["pln-2", "pls-1", "sign", "heaviside"]) {
      expect(count(activation, 1, 0.05)).toEqual([9, 9, true]);
      expect(count(activation, 6.2832, 1e-3)).toEqual([3141, 3141, true]);
      expect(count(activation, 0, 0.1)).toEqual([0, 0, true]);
      expect(count(activation, 1, 0.5)).toEqual([0, 0, true]);
      expect(count(activation, 1, 0.49)).toEqual([1, 1, true]);
      expect(count(activation, 3, 0.1, { domain: [-1, 1] })).toEqual([29, 29, true]);
    }
  });

  it("reads numbers as exact decimals: integers are not spoiled by rounding", () => {
    // 0.3/(2*0.05) is 3 exactly, but 2.9999999999999996 in doubles; 0.7/(2*0.05) is 7, but 6.999999999999999.
    expect(count("pln-2", 0.3, 0.05)).toEqual([2, 2, true]);
    expect(count("pln-2", 0.7, 0.05)).toEqual([6, 6, true]);
    expect(count("pln-2", 1.1, 0.05)).toEqual([10, 10, true]);
    expect(count("pln-3", "1/3", "1/30")[1]).toBe(5);
    for (let k = 1; k <= 60; k++) expect(count("sign", `${k}e-1`, "0.05")[0]).toBe(k - 1);
  });

  it("gives one unit more for sigmoids where L/(2 eps) is an integer, and none for constants", () => {
    for (const activation of ["pln-3", "pln-8", "pls-2", "tanh", "logistic"]) {
      expect(neuronBounds({ activation, lipschitz: 1, epsilon: 0.05 }).upper).toBe(10);
      expect(neuronBounds({ activation, lipschitz: 1, epsilon: 0.051 }).upper).toBe(9);
      expect(count(activation, 1, 0.5)).toEqual([0, 0, true]);
      expect(count(activation, 1.2, 0.5)).toEqual([1, 1, true]);
    }
  });

  it("brackets ReLU within one unit", () => {
    expect(count("relu", 1, 0.05)).toEqual([8, 9, false]);
    expect(count("relu", 1.2, 0.5)).toEqual([1, 1, true]);
    // One and two ReLUs change sign once and twice, three may do so four times.
    expect(count("relu", 3, 0.5)).toEqual([2, 2, true]);
    expect(count("relu", 4, 0.5)).toEqual([3, 3, true]);
    expect(count("relu", 4.01, 0.5)).toEqual([3, 4, false]);
  });

  it("counts the terms of exponential sums, and the zeros of Wronskians of algebraic units", () => {
    for (const activation of ["tanh", "logistic"]) {
      expect([2, 2.1, 4, 4.1, 500].map((q) => count(activation, q, 0.5)[0])).toEqual([1, 2, 2, 3, 9]);
    }
    for (const activation of ["pln-3", "pln-8", "pls-2"]) {
      // N units change sign at most N³ − 2N² + 5N − 2 times: 2, 8, 22, 50, …, 388 for 8 units; ⌈q⌉ − 1 changes are forced.
      expect([3, 3.1, 9, 9.1, 23, 23.1, 389].map((q) => count(activation, q, 0.5)[0])).toEqual([1, 2, 2, 3, 3, 4, 8]);
      for (let q = 2; q < 3000; q += 97) {
        const n = count(activation, q, 0.5)[0] as number;
        expect(n * 2 ** n).toBeGreaterThanOrEqual(q - 1);
      }
    }
  });

  it("agrees with counted signs: random sums of units never change sign more often than the bounds allow", () => {
    const most = { exponential: (n: number) => 2 ** n - 1, algebraic: (n: number) => n ** 3 - 2 * n ** 2 + 5 * n - 2 };
    const units = {
      exponential: (a: number, p: number) => (x: number) => Math.tanh(a * (x - p)),
      algebraic: (a: number, p: number) => (x: number) => (x - p + a / 9) / Math.hypot(x - p, a / 9),
    };
    const weights = fc.array(
      fc.tuple(...[9, 1, 5].map((s) => fc.integer({ min: -100 * s, max: 100 * s }).map((v) => v / 100))),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    for (const kind of ["exponential", "algebraic"] as const) {
      let seen = 0;
      fc.assert(
        fc.property(
          weights,
          fc.integer({ min: -200, max: 200 }).map((v) => v / 100),
          (list, c) => {
            const sum = list.map(([a, p]) => units[kind](a, p));
            const f = (x: number): number => sum.reduce((all, g, i) => all + list[i]![2] * g(x), c);
            const signs = Array.from({ length: 2000 }, (_, i) => Math.sign(f(i / 500 - 2))).filter((s) => s !== 0);
            const changes = signs.filter((s, i) => i > 0 && s !== signs[i - 1]).length;
            seen = Math.max(seen, changes);
            expect(changes).toBeLessThanOrEqual(most[kind](list.length));
          },
        ),
        { seed: 1, numRuns: 300 },
      );
      expect(seen, "the bounds are not idle").toBeGreaterThanOrEqual(2);
    }
  });

  it("is a bracket, monotone in L and 1/eps, for every activation", () => {
    const activations = ["pln-2", "pln-3", "pln-8", "pls-1", "pls-2", "sign", "heaviside", "logistic", "tanh", "relu"];
    fc.assert(
      fc.property(
        fc.constantFrom(...activations),
        fc.integer({ min: 0, max: 10 ** 6 }),
        fc.integer({ min: 1, max: 1000 }),
        (activation, l, e) => {
          const here = neuronBounds({ activation, lipschitz: `${l}/10`, epsilon: `${e}/1000` });
          const harder = neuronBounds({ activation, lipschitz: `${2 * l}/10`, epsilon: `${e}/1000` });
          expect(here.lower).toBeLessThanOrEqual(here.upper);
          expect(harder.lower).toBeGreaterThanOrEqual(here.lower);
          expect(harder.upper).toBeGreaterThanOrEqual(here.upper);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it("lets Warren's theorem refute more than sign changes do, once there are many points", () => {
    const { lower, reasons } = neuronBounds({ activation: "pln-3", lipschitz: 1, epsilon: 1e-4 });
    expect(lower).toBeGreaterThan(20);
    expect(reasons.lower).toContain("Warren");
  });
});

describe("neuronBounds in more dimensions", () => {
  it("counts thresholds and AND units of the grid at depth 2", () => {
    const bounds = neuronBounds({ activation: "pln-2", lipschitz: 1, epsilon: 0.1, dimension: 2, depth: 2 });
    expect(bounds.upper).toBe(2 * 4 + 25 - 1);
    expect(bounds).toMatchObject({ depth: 2, norm: "maximum" });
    expect(bounds.lower).toBeLessThanOrEqual(bounds.upper);
  });

  it("is a bracket for every activation, depth and some dimensions", () => {
    for (const activation of ["pln-2", "pln-8", "pls-2", "heaviside", "tanh", "relu"]) {
      for (const depth of [1, 2] as const) {
        for (const dimension of [2, 3, 7]) {
          for (const epsilon of [2, 0.5, 0.1, 0.001]) {
            const { lower, upper } = neuronBounds({ activation, lipschitz: 2, epsilon, dimension, depth });
            expect(lower).toBeLessThanOrEqual(upper);
            expect(lower).toBeGreaterThanOrEqual(epsilon < 1 ? 1 : 0);
          }
        }
      }
    }
  });

  it("is monotone in L and 1/eps, for every activation, dimension and depth", () => {
    const activations = ["pln-2", "pln-3", "pln-8", "pls-1", "pls-2", "sign", "heaviside", "logistic", "tanh", "relu"];
    fc.assert(
      fc.property(
        fc.constantFrom(...activations),
        fc.integer({ min: 2, max: 6 }),
        fc.constantFrom(1 as const, 2 as const),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 100 }),
        (activation, dimension, depth, l, more, e) => {
          const here = neuronBounds({ activation, lipschitz: l, epsilon: e, dimension, depth });
          for (const harder of [
            neuronBounds({ activation, lipschitz: l + more, epsilon: e, dimension, depth }),
            neuronBounds({ activation, lipschitz: l, epsilon: `${1000 * e}/${1000 + more}`, dimension, depth }),
          ]) {
            expect(harder.lower).toBeGreaterThanOrEqual(here.lower);
            expect(harder.upper).toBeGreaterThanOrEqual(here.upper);
          }
        },
      ),
      { seed: 2, numRuns: 600 },
    );
    // Small orders of the kernel once were left out of the search: 6706 units at 91, 4869 at 92.
    const upper = (lipschitz: number): number =>
      neuronBounds({ activation: "pln-2", dimension: 2, epsilon: 37, lipschitz }).upper;
    for (let l = 75; l < 600; l += 1) expect(upper(l)).toBeLessThanOrEqual(upper(l + 1));
  });

  it("counts ridge powers of analytic units, of order q^d, and not for steps or ReLU", () => {
    const upper = (activation: string, q: number, dimension: number): number =>
      neuronBounds({ activation, lipschitz: 2 * q, epsilon: 1, dimension }).upper;
    // q = 10, d = 2: order 39, degree 2·76 = 152, 153 directions of 152 units.
    for (const activation of ["pln-3", "pln-8", "pls-2", "tanh", "logistic"]) {
      expect(upper(activation, 10, 2)).toBe(153 * 152);
      // Twice the accuracy, nearly 2^d times the units.
      for (const d of [2, 3]) {
        expect(upper(activation, 200, d) / upper(activation, 100, d)).toBeGreaterThan(2 ** d * 0.97);
        expect(upper(activation, 200, d) / upper(activation, 100, d)).toBeLessThan(2 ** d * 1.03);
      }
    }
    for (const activation of ["pln-2", "relu"]) expect(upper(activation, 10, 2)).toBeGreaterThan(1e7);
  });

  it("needs more units the more dimensions there are", () => {
    const lower = (dimension: number): number =>
      neuronBounds({ activation: "pln-2", lipschitz: 1, epsilon: 0.005, dimension }).lower;
    expect(lower(2)).toBeGreaterThan(lower(1));
    expect(lower(4)).toBeGreaterThan(lower(2));
  });
});

describe("neuronBounds on bad input", () => {
  it.each([
    ["activation", { activation: "gelu", lipschitz: 1, epsilon: 1 }, /one of pln-2.*relu/],
    ["activation", { activation: "pln-1", lipschitz: 1, epsilon: 1 }, /pln-2/],
    ["epsilon", { activation: "relu", lipschitz: 1, epsilon: 0 }, /> 0/],
    ["epsilon", { activation: "relu", lipschitz: 1, epsilon: NaN }, /finite/],
    ["lipschitz", { activation: "relu", lipschitz: -1, epsilon: 1 }, /≥ 0/],
    ["lipschitz", { activation: "relu", lipschitz: Infinity, epsilon: 1 }, /finite/],
    ["domain", { activation: "relu", lipschitz: 1, epsilon: 1, domain: [1, 0] }, /reversed/],
    ["domain", { activation: "relu", lipschitz: 1, epsilon: 1, domain: [1, 1] }, /empty/],
    ["dimension", { activation: "relu", lipschitz: 1, epsilon: 1, dimension: 1.5 }, /integer/],
    ["depth", { activation: "relu", lipschitz: 1, epsilon: 1, depth: 2 as const }, /one dimension/],
  ])("refuses a wrong %s", (where, input, message) => {
    expect(() => neuronBounds(input)).toThrow(InputError);
    expect(() => neuronBounds(input)).toThrow(message);
    expect(() => neuronBounds(input)).toThrow(new RegExp(`^${where}`));
  });
});
