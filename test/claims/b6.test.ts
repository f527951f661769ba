import { describe, expect, it } from "vitest";
import { claimB6 } from "../../src/claims/ln-net/b6.js";
import { automaticHessianNorm, HyperDual } from "../../src/claims/ln-net/hyper-dual.js";
import { layerNormHessianNorm } from "../../src/theory/index.js";
import { describeClaim } from "./check-claim.js";

describeClaim(claimB6);

describe("hyper-dual numbers", () => {
  it("carry first and second derivatives of x²y/√(x + y)", () => {
    const f = (x: number, y: number) => (x * x * y) / Math.sqrt(x + y);
    const x = new HyperDual(2, 1, 0, 0);
    const y = new HyperDual(3, 0, 1, 0);
    const value = x.multiply(x).multiply(y).multiply(x.add(y).power(-0.5));
    const h = 1e-4;
    expect(value.value).toBeCloseTo(f(2, 3), 14);
    expect(value.first).toBeCloseTo((f(2 + h, 3) - f(2 - h, 3)) / (2 * h), 6);
    expect(value.second).toBeCloseTo((f(2, 3 + h) - f(2, 3 - h)) / (2 * h), 6);
    const mixed = (f(2 + h, 3 + h) - f(2 + h, 3 - h) - f(2 - h, 3 + h) + f(2 - h, 3 - h)) / (4 * h * h);
    expect(value.mixed).toBeCloseTo(mixed, 5);
  });

  it("give the Hessian norm under a large offset", () => {
    const sample = [1e3 + 1, 1e3 - 2, 1e3 + 0.5, 1e3, 1e3 + 3, 1e3 - 1];
    expect(automaticHessianNorm(sample, 2) / layerNormHessianNorm(sample, { groups: 2 })).toBeCloseTo(1, 10);
  });
});
