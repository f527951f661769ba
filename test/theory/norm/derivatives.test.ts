import { describe, expect, it } from "vitest";
import {
  groupLayerNorm,
  hessianNormRatioBound,
  InputError,
  layerNormHessianNorm,
  layerNormJacobian,
} from "../../../src/theory/index.js";

const sample = [0.3, -1.2, 2.5, 0.7, 1.9, -0.4, 0.1, 3.2];

describe("derivatives of layer normalization", () => {
  it.each([1, 2])("have the Jacobian of central differences in %i groups", (groups) => {
    const jacobian = layerNormJacobian(sample, { groups });
    const step = 1e-5;
    sample.forEach((_, j) => {
      const moved = (sign: number) => sample.map((value, k) => (k === j ? value + sign * step : value));
      const [above, below] = groupLayerNorm([moved(1), moved(-1)], { groups });
      sample.forEach((__, i) => expect(jacobian[i]![j]).toBeCloseTo((above![i]! - below![i]!) / (2 * step), 8));
    });
  });

  it.each([1, 2])("have the Hessian norm of central differences of the Jacobian in %i groups", (groups) => {
    const step = 1e-5;
    let sum = 0;
    sample.forEach((_, k) => {
      const moved = (sign: number) => sample.map((value, j) => (k === j ? value + sign * step : value));
      const above = layerNormJacobian(moved(1), { groups }).flat();
      const below = layerNormJacobian(moved(-1), { groups }).flat();
      above.forEach((value, index) => (sum += ((value - below[index]!) / (2 * step)) ** 2));
    });
    expect(sum).toBeCloseTo(layerNormHessianNorm(sample, { groups }), 7);
  });

  it("are never below the ratio's bound, and reach it at equal group variances", () => {
    const even = [-1, 0, 1, -1, 0, 1, -1, 0, 1];
    const ratio = (x: number[]) => layerNormHessianNorm(x, { groups: 3 }) / layerNormHessianNorm(x);
    expect(ratio(even)).toBeCloseTo(hessianNormRatioBound({ features: 9, groups: 3 }), 12);
    expect(ratio([0, 1, 3, 2, 2, 5, 7, 1, 1])).toBeGreaterThan(hessianNormRatioBound({ features: 9, groups: 3 }));
  });

  it("name a constant group", () => {
    expect(() => layerNormHessianNorm([1, 2, 3, 4, 4, 4], { groups: 2 })).toThrow(/sample\[3…5\]/);
    expect(() => layerNormJacobian([1, 1])).toThrow(InputError);
    expect(() => hessianNormRatioBound({ features: 2, groups: 1 })).toThrow(/features/);
  });
});
