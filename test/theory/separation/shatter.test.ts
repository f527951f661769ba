import { describe, expect, it } from "vitest";
import { checkCertificate } from "../../../src/exact/index.js";
import { shatter, shatterBySigns, vcBounds } from "../../../src/theory/index.js";

const line = (m: number): number[] => Array.from({ length: m }, (_, i) => i);

describe("shatter", () => {
  it("realises every labeling of 2L + 1 points at depth L, and of nine points at depth 3", () => {
    for (const [m, depth] of [
      [3, 1],
      [5, 2],
      [7, 3],
      [9, 3],
    ] as const) {
      const shattering = shatter(line(m), { depth });
      expect(shattering.open).toEqual([]);
      expect(shattering.depth).toBeLessThanOrEqual(depth);
      expect(shattering.certificate.cases).toHaveLength(2 ** m);
      expect(checkCertificate(shattering.certificate)).toEqual({ verdict: "accepted" });
    }
  });

  it("has its certificate rejected once a labeling is left out or taken twice", () => {
    const { certificate } = shatter(line(3));
    expect(checkCertificate({ ...certificate, cases: certificate.cases.slice(1) }).verdict).toBe("rejected");
    const twice = [...certificate.cases.slice(1), certificate.cases[1]!];
    expect(checkCertificate({ ...certificate, cases: twice }).verdict).toBe("rejected");
  });

  it("says which labelings it found no network for", () => {
    const { open } = shatter(line(4), { depth: 1 });
    expect([...open].sort()).toEqual(["0101", "1010"]);
  });

  it("refuses equal points and too many", () => {
    expect(() => shatter([1, 2, 1])).toThrow(/row 0.* and row 2/);
    expect(() => shatter(line(17))).toThrow(/2 to 16/);
  });
});

describe("shatterBySigns", () => {
  it("realises every labeling, up to exchanging the classes, by the signs of outputs", () => {
    for (const [points, depth] of [
      [[-1, 0, 5], 1],
      [line(5), 2],
      [[-8, -5, -1, 0.5, 2, 5.25, 9], 3],
    ] as const) {
      const { open, certificate } = shatterBySigns(points, { depth });
      expect(open).toEqual([]);
      const outputs = certificate.cases
        .map(({ network }) => network.at(-1)!)
        .map((layer) => layer.type === "affine" && layer.bias.length);
      expect(outputs.reduce((sum: number, n) => sum + Number(n), 0)).toBe(2 ** (points.length - 1));
      expect(checkCertificate(certificate)).toEqual({ verdict: "accepted" });
      if (depth === 1) continue;
      expect(checkCertificate({ ...certificate, cases: certificate.cases.slice(1) }).verdict).toBe("rejected");
    }
  });

  it("says which labelings it found no network for", () => {
    expect(shatterBySigns(line(4), { depth: 1 }).open).toEqual(["1010"]);
  });

  it("is the same at every call, and refuses points that do not increase", () => {
    expect(shatterBySigns(line(5), { depth: 2, seed: 2 })).toEqual(shatterBySigns(line(5), { depth: 2, seed: 2 }));
    expect(() => shatterBySigns([0, 2, 1], { depth: 2 })).toThrow(/increase/);
    expect(() => shatterBySigns(line(21), { depth: 2 })).toThrow(/2 to 20/);
    expect(() => shatterBySigns(line(3), { depth: 0 })).toThrow(/depth/);
  });
});

describe("vcBounds", () => {
  it("is exact up to depth 4, at 2^L + 1 points, and ordered after that", () => {
    for (const depth of [1, 2, 3, 4]) {
      expect(vcBounds(depth)).toMatchObject({ lower: 2 ** depth + 1, upper: 2 ** depth + 1, exact: true });
    }
    expect(vcBounds(5).exact).toBe(false);
    // Counting forbids 2^L + 1 from depth 10 on.
    expect(vcBounds(9).upper).toBe(513);
    expect(vcBounds(10).upper).toBeLessThan(1025);
    for (let depth = 1; depth <= 60; depth += 1) {
      const { lower, upper } = vcBounds(depth);
      expect(lower).toBeLessThanOrEqual(upper);
      expect(upper).toBeLessThanOrEqual(vcBounds(depth + 1).upper);
    }
  });
});
