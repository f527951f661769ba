import { describe, expect, it } from "vitest";
import { halfTangent, halfTangentGaps, normalise } from "../../../src/theory/separation/circle.js";

const bits = 600;
const one = 1n << BigInt(bits);

describe("halfTangentGaps", () => {
  it("is the difference of half tangents", () => {
    const points = [-3n, 1n, 7n].map((n) => normalise(n * one, 9n * one, bits));
    const t = points.map((point) => halfTangent(point, bits));
    const gaps = halfTangentGaps(points, bits);
    // Three roundings of a double each.
    expect(Math.abs(gaps[0]! - (t[1]! - t[0]!))).toBeLessThan(1e-15);
    expect(Math.abs(gaps[1]! - (t[2]! - t[1]!))).toBeLessThan(1e-15);
  });

  it("keeps the relative accuracy of a double where the half tangents themselves are equal in doubles", () => {
    const nearer = normalise(one + (1n << 300n), 9n * one, bits);
    const near = normalise(one, 9n * one, bits);
    expect(halfTangent(nearer, bits)).toBe(halfTangent(near, bits));
    const [gap] = halfTangentGaps([near, nearer], bits);
    const [reference] = halfTangentGaps([near, normalise(one + (1n << 580n), 9n * one, bits)], bits);
    expect(gap! / 2 ** -280 / reference!).toBeCloseTo(1, 5);
  });
});
