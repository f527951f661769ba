import { describe, expect, it } from "vitest";
import { checkCertificate, InputError } from "../../../src/exact/index.js";
import { separate } from "../../../src/theory/separation/separate.js";
import { randomStream } from "../../../src/theory/separation/random.js";

function randomProblem(count: number, classes: number, seed: number): { points: number[]; labels: number[] } {
  const random = randomStream(seed);
  const points = Array.from({ length: count }, () => random.integer(2 ** 40) / 2 ** 40);
  const labels = Array.from({ length: count }, () => random.integer(classes));
  return { points, labels };
}

const bits = (code: number, count: number): number[] => Array.from({ length: count }, (_, i) => (code >> i) & 1);

describe("separate", () => {
  it("classifies every labeling of eight equally spaced points within half as many layers", () => {
    const points = Array.from({ length: 8 }, (_, i) => i);
    for (let code = 1; code < 127; code += 1) {
      const { depth, certificate } = separate(points, bits(code, 8));
      expect(depth).toBeLessThanOrEqual(4);
      expect(checkCertificate(certificate).verdict).toBe("accepted");
    }
  });

  it("stays below (m - 1)/2 layers on random binary labels, and below m - K on more classes", () => {
    for (const seed of [1, 2, 3]) {
      const binary = randomProblem(101, 2, seed);
      expect(separate(binary.points, binary.labels).depth).toBeLessThanOrEqual(50);
      const ten = randomProblem(60, 10, seed);
      expect(separate(ten.points, ten.labels).depth).toBeLessThanOrEqual(50);
    }
  });

  it("reads up to a hundred classes from as many points on one circle", () => {
    for (const classes of [2, 3, 10, 100]) {
      const points = Array.from({ length: classes }, (_, i) => i * i);
      const { depth, certificate } = separate(
        points,
        points.map((_, i) => `class ${i}`),
      );
      expect(depth).toBe(1);
      expect(checkCertificate(certificate).verdict).toBe("accepted");
    }
  });

  it("gives the same network for the same seed", () => {
    const { points, labels } = randomProblem(30, 3, 4);
    expect(separate(points, labels, { seed: 5 }).network).toEqual(separate(points, labels, { seed: 5 }).network);
  });

  it("separates in any dimension, and where the axes alone would make samples fall together", () => {
    const grid = Array.from({ length: 16 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1, i >> 3]);
    const random = randomStream(8);
    const labels = grid.map(() => random.integer(3));
    expect(checkCertificate(separate(grid, labels).certificate).verdict).toBe("accepted");
  });

  it("finds few layers where distances span many orders of magnitude and folds make other points coincide", () => {
    const random = randomStream(3);
    const points = Array.from({ length: 60 }, (_, k) => 4 ** -k);
    const labels = points.map(() => random.integer(2));
    const { depth, certificate } = separate(points, labels);
    expect(depth).toBeLessThanOrEqual(20);
    expect(checkCertificate(certificate).verdict).toBe("accepted");
  });

  it("returns the deeper network where the wanted depth is not found, on symmetric points with palindromic labels too", () => {
    const palindrome = [..."10101101011010"];
    const symmetric = [..."0110100110010110"];
    for (const labels of [palindrome, symmetric]) {
      const points = labels.map((_, i) => i);
      const quick = separate(points, labels);
      for (const depth of [2, 3, 4, 5]) {
        const found = separate(points, labels, { depth });
        expect(checkCertificate(found.certificate).verdict).toBe("accepted");
        expect(found.depth).toBeLessThanOrEqual(Math.max(depth, quick.depth));
      }
    }
  });

  it("tells points apart that doubles cannot", () => {
    const points = ["0", "1/1000000000000000000000000000000", "2/1000000000000000000000000000000", "1", "3"];
    expect(checkCertificate(separate(points, [0, 1, 0, 1, 0]).certificate).verdict).toBe("accepted");
  });

  it("merges identical samples of one class", () => {
    const { merged, count } = separate(
      [
        [1, 2],
        ["2/2", 2],
        [3, 4],
      ],
      ["a", "a", "b"],
    );
    expect({ merged, count }).toEqual({ merged: 1, count: 2 });
  });

  it("refuses identical samples of different classes and names both rows", () => {
    expect(() => separate([[1], [2], [1]], ["a", "b", "b"])).toThrow(/row 0.* and row 2/);
  });

  it.each([
    ["no samples", [], []],
    ["ragged rows", [[1], [1, 2]], [0, 1]],
    ["a value that is not a number", [[NaN], [1]], [0, 1]],
    ["an infinite value", [[Infinity], [1]], [0, 1]],
    ["a missing label", [[1], [2]], ["a", ""]],
    ["too few labels", [[1], [2]], [0]],
    ["one class", [[1], [2]], [0, 0]],
  ])("refuses %s", (_, points, labels) => {
    expect(() => separate(points, labels)).toThrow(InputError);
  });

  it("has its certificate rejected once a label is exchanged or a weight is changed", () => {
    const { points, labels } = randomProblem(20, 2, 6);
    const { certificate } = separate(points, labels);
    const swapped = { ...certificate, labels: certificate.labels.map((label, i) => (i === 7 ? 1 - label : label)) };
    expect(checkCertificate(swapped).verdict).toBe("rejected");
    const network = certificate.network.map((layer, l) =>
      l === 2 && layer.type === "affine" ? { ...layer, bias: ["1", ...layer.bias.slice(1)] } : layer,
    );
    expect(checkCertificate({ ...certificate, network }).verdict).toBe("rejected");
  });
});
