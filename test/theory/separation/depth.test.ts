import { describe, expect, it } from "vitest";
import { checkCertificate, InputError } from "../../../src/exact/index.js";
import { alternatingNet, depthBounds, networkFunction, separate, vcBounds } from "../../../src/theory/index.js";

describe("alternatingNet", () => {
  it("alternates at 2^L + 1 points of a line, which a net of depth L does at most", () => {
    for (let depth = 1; depth <= 9; depth += 1) {
      const { points, certificate } = alternatingNet(depth);
      expect(points).toHaveLength(2 ** depth + 1);
      expect([...points].sort((s, t) => s - t)).toEqual(points);
      expect(new Set(points).size).toBe(points.length);
      expect(checkCertificate(certificate).verdict).toBe("accepted");
      expect(points.length).toBe(2 ** depth + 1);
    }
  });

  it("changes sign no more often between its points than it has to", () => {
    const score = networkFunction(alternatingNet(5).network);
    const signs = Array.from({ length: 20_001 }, (_, i) => {
      const [even, odd] = [...score([i / 10_000 - 1])];
      return Math.sign(even! - odd!);
    }).filter((sign) => sign !== 0);
    expect(signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length).toBe(32);
  });

  it("has its certificate rejected once a label is exchanged or a layer left out", () => {
    const { certificate } = alternatingNet(4);
    const labels = certificate.labels.map((label, i) => (i === 7 ? 1 - label : label));
    expect(checkCertificate({ ...certificate, labels }).verdict).toBe("rejected");
    const network = [...certificate.network.slice(0, 2), ...certificate.network.slice(4)];
    expect(checkCertificate({ ...certificate, network }).verdict).toBe("rejected");
  });

  it("refuses depths it cannot place points for", () => {
    for (const depth of [0, 1.5, 17, NaN]) expect(() => alternatingNet(depth)).toThrow(InputError);
  });
});

describe("depthBounds", () => {
  it("is a bracket that never falls, tight up to seven points", () => {
    for (let m = 2; m < 400; m += 1) {
      const { lower, upper, tight } = depthBounds(m);
      expect(lower).toBeLessThanOrEqual(upper);
      expect(tight).toBe(lower === upper);
      if (m <= 7) expect(tight, `${m}`).toBe(true);
      expect(depthBounds(m + 1).lower).toBeGreaterThanOrEqual(lower);
      expect(depthBounds(m + 1).upper).toBeGreaterThanOrEqual(upper);
      // The lower end is the least depth whose VC dimension may reach m.
      expect(vcBounds(lower).upper).toBeGreaterThanOrEqual(m);
    }
  });

  it("counts from some 500 points on, where alternation says less", () => {
    expect(depthBounds(1000)).toMatchObject({ lower: 12, upper: 500 });
    expect(depthBounds(1000).reasons.lower).toContain("counting");
    expect(depthBounds(100).reasons.lower).toContain("alternating");
  });

  it("holds for what separate builds", () => {
    for (const m of [9, 12]) {
      const points = Array.from({ length: m }, (_, i) => i * i);
      const { depth } = separate(
        points,
        points.map((_, i) => i % 2),
      );
      expect(depth).toBeGreaterThanOrEqual(Math.ceil(Math.log2(m - 1)));
      expect(depth).toBeLessThanOrEqual(depthBounds(m).upper);
    }
  });

  it("refuses what is not a number of points", () => {
    for (const m of [1, 2.5, 1e6]) expect(() => depthBounds(m)).toThrow(InputError);
  });
});
