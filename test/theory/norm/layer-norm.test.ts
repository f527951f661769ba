import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  groupLayerNorm,
  InputError,
  layerNorm,
  parallelLayerNorm,
  parallelLayerScaling,
  powerMeanNorm,
  rootMeanSquareNorm,
} from "../../../src/theory/index.js";

function problem(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const rows = (columns: number) =>
  fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: columns, maxLength: columns });

describe("layer normalization", () => {
  it("gives mean 0 and variance 1", () => {
    fc.assert(
      fc.property(rows(6), (row) => {
        fc.pre(Math.max(...row) - Math.min(...row) > 1e-6);
        const [y] = layerNorm([row]);
        expect(Math.abs(y!.reduce((a, b) => a + b))).toBeLessThan(1e-13);
        expect(y!.reduce((a, b) => a + b * b, 0)).toBeCloseTo(6, 12);
      }),
    );
  });

  it("keeps its digits under a large offset", () => {
    const exact = layerNorm([[0, 1, 5, 2]])[0]!;
    const shifted = layerNorm([[1e15, 1e15 + 1, 1e15 + 5, 1e15 + 2]])[0]!;
    shifted.forEach((value, i) => expect(value).toBeCloseTo(exact[i]!, 14));
  });

  it("does not over- or underflow", () => {
    const exact = layerNorm([[0, 1, 5, 2]])[0]!;
    for (const scale of [1e-300, 1e-200, 1e200, 3e307]) {
      layerNorm([[0, scale, 5 * scale, 2 * scale]])[0]!.forEach((value, i) => expect(value).toBeCloseTo(exact[i]!, 14));
    }
    layerNorm([[-1.7e308, 1.7e308]])[0]!.forEach((value, i) => expect(value).toBe(i === 0 ? -1 : 1));
    layerNorm([[0, Number.MIN_VALUE]])[0]!.forEach((value, i) => expect(value).toBe(i === 0 ? -1 : 1));
  });

  it("is 0 on constant rows, whatever the constant's rounding", () => {
    expect(layerNorm([[0.1, 0.1, 0.1]])).toEqual([[0, 0, 0]]);
    expect(layerNorm([[0.1, 0.1, 0.1]], { epsilon: 1e-5 })).toEqual([[0, 0, 0]]);
  });

  it("takes rows and batches of any length", () => {
    const long = Array.from({ length: 200_000 }, (_, i) => i % 2);
    expect(layerNorm([long])[0]!.slice(-2)).toEqual([-1, 1]);
    expect(layerNorm(long.map((value) => [value, 1 - value]))).toHaveLength(200_000);
  });

  it("adds epsilon to the variance", () => {
    expect(layerNorm([[1, 3]], { epsilon: 3 })).toEqual([[-0.5, 0.5]]);
    expect(layerNorm([[1e-170, -1e-170]], { epsilon: 1 })[0]![0]).toBeCloseTo(1e-170, 180);
  });
});

describe("the family", () => {
  it("agrees where its members coincide", () => {
    const x = [
      [1, 4, 2, 8, 5, 7],
      [-3, 0.5, 0, 2, 9, 1],
    ];
    expect(groupLayerNorm(x, { groups: 1 })).toEqual(layerNorm(x));
    expect(groupLayerNorm(x, { groups: 2 })).toEqual(parallelLayerNorm(x, { normSize: 3 }));
    expect(parallelLayerNorm(x, { normSize: 3, center: false })).toEqual(parallelLayerScaling(x, { normSize: 3 }));
    expect(parallelLayerScaling(x, { normSize: 6, epsilon: 0.1 })).toEqual(rootMeanSquareNorm(x, { epsilon: 0.1 }));
    expect(powerMeanNorm(x, { normSize: 3, p: 2, epsilon: 0.1 })).toEqual(
      parallelLayerNorm(x, { normSize: 3, epsilon: 0.1 }),
    );
  });

  it("has PLN-2 and PLS-1 as steps, exactly", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (t) => {
        const sign = Math.sign(t) + 0;
        expect(parallelLayerScaling([[t]], { normSize: 1 })[0]![0]! + 0).toBe(sign);
        fc.pre(Math.abs(t) < 1e307);
        expect(parallelLayerNorm([[t, -t]], { normSize: 2 })[0]!.map((value) => value + 0)).toEqual([sign, -sign + 0]);
      }),
    );
  });

  it("divides by the power mean", () => {
    const y = powerMeanNorm([[1, -2, 4]], { normSize: 3, p: 3, center: false, epsilon: 0.5 })[0]!;
    const root = ((1 + 8 + 64) / 3 + 0.5) ** (1 / 3);
    [1, -2, 4].forEach((value, i) => expect(y[i]).toBeCloseTo(value / root, 14));
  });
});

describe("wrong input", () => {
  it("is named with its place", () => {
    expect(problem(() => layerNorm([]))).toContain("x: expected a list of rows");
    expect(problem(() => layerNorm([[]]))).toContain("rows without numbers");
    expect(problem(() => layerNorm(null as never))).toContain("got null");
    expect(problem(() => layerNorm([[1, 2], [3]]))).toContain("x[1]: expected a row of 2 numbers");
    expect(
      problem(() =>
        layerNorm([
          [1, 2],
          [3, NaN],
        ]),
      ),
    ).toContain("Row 1, column 1");
    expect(problem(() => layerNorm([[1, "2" as never]]))).toContain("x[0][1]: expected a finite number, got string");
    expect(problem(() => layerNorm([[1, 2]], { epsilon: -1 }))).toContain("epsilon");
    expect(problem(() => groupLayerNorm([[1, 2, 3, 4]], { groups: 3 }))).toContain("(1, 2, 4), got 3");
    expect(problem(() => parallelLayerNorm([[1, 2, 3, 4]], { normSize: 2.5 }))).toContain("normSize");
    expect(problem(() => parallelLayerScaling([[1, 2]], { normSize: 0 }))).toContain("normSize");
    expect(problem(() => powerMeanNorm([[1, 2]], { normSize: 2, p: 0.5 }))).toContain("p: expected");
  });
});
