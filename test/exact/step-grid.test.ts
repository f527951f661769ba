import { describe, expect, test } from "vitest";
import { checkCertificate, evaluateExpression, parseExpression, Rational, type Layer } from "../../src/exact/index.js";

/**
 * Levels of f at the middle of n^d cells as Σ c·Π H(x_j − threshold), each product of steps by the sign of a sum.
 */
function grid(text: string, d: number, n: number, epsilon: string) {
  const f = parseExpression(text, ["x", "y", "z"].slice(0, d));
  const half = Rational.from("1/2");
  const level = (cell: number[]) =>
    cell.some((q) => q < 0)
      ? Rational.zero
      : evaluateExpression(
          f,
          cell.map((q) => Rational.of(BigInt(2 * q + 1), BigInt(2 * n))),
        );
  const weight: string[][] = [];
  const bias: string[] = [];
  for (let j = 0; j < d; j += 1) {
    for (let i = 1; i < n; i += 1) {
      for (const sign of [1, -1]) {
        weight.push(Array.from({ length: d }, (_, k) => (k === j ? `${sign}` : "0")));
        bias.push(`${-sign * i}/${n}`);
      }
    }
  }
  const ands: string[][] = [];
  const offsets: string[] = [];
  const heights: string[] = [];
  let constant = Rational.zero;
  for (let u = 0; u < n ** d; u += 1) {
    const cell = Array.from({ length: d }, (_, j) => Math.floor(u / n ** j) % n);
    let jump = Rational.zero;
    for (let corner = 0; corner < 2 ** d; corner += 1) {
      const below = cell.map((q, j) => q - ((corner >> j) & 1));
      const odd = below.reduce((sum, q, j) => sum + cell[j]! - q, 0) % 2 === 1;
      jump = odd ? jump.sub(level(below)) : jump.add(level(below));
    }
    const row = new Array<string>(2 * d * (n - 1)).fill("0");
    cell.forEach((q, j) => {
      if (q > 0) row[2 * (j * (n - 1) + q - 1)] = "1";
    });
    const terms = cell.filter((q) => q > 0).length;
    constant = constant.add(terms === 0 ? jump : jump.mul(half));
    if (terms === 0) continue;
    const offset = Rational.from(terms - 1);
    ands.push(
      row,
      row.map((w) => (w === "0" ? "0" : "-1")),
    );
    offsets.push(offset.neg().toString(), offset.toString());
    heights.push(jump.mul(half).toString(), "0");
  }
  const norm: Layer = { type: "norm", normSize: 2, center: true, epsilon: "0" };
  const network: Layer[] = [
    { type: "affine", weight, bias },
    norm,
    { type: "affine", weight: ands, bias: offsets },
    norm,
    { type: "affine", weight: [heights], bias: [constant.toString()] },
  ];
  return {
    format: "normlab-certificate/1",
    claim: null,
    statement: "a grid of steps",
    kind: "approximation",
    network,
    function: f,
    domain: Array.from({ length: d }, () => ["0", "1"]),
    epsilon,
    precision: 64,
  };
}

const verdict = (c: unknown) => checkCertificate(c).verdict;

describe("two hidden layers of steps", () => {
  test("an affine function: accepted at its exact error, rejected below", () => {
    // On a cell of side 1/4 the function x + y is off by 1/4 at the corners; where four cells meet, by no more.
    expect(verdict(grid("x + y", 2, 4, "1/4"))).toBe("accepted");
    expect(verdict(grid("x + y", 2, 4, "249999999/1000000000"))).toBe("rejected");
    expect(verdict(grid("2*x - y", 1 + 1, 5, "3/10"))).toBe("accepted");
    expect(verdict(grid("max(x, y) - 3*z", 3, 3, "7/6"))).toBe("accepted");
  });

  test("the value on a threshold counts, even though it is one point", () => {
    // With s = sgn(x − 1/2): sgn(s − 1/2) + sgn(−s − 1/2) is 0 on both sides of 1/2 and −2 at 1/2.
    const sign = { type: "norm", normSize: 1, center: false, epsilon: "0" };
    const network = [
      { type: "affine", weight: [["1"]], bias: ["-1/2"] },
      sign,
      { type: "affine", weight: [["1"], ["-1"]], bias: ["-1/2", "-1/2"] },
      sign,
      { type: "affine", weight: [["1", "1"]], bias: ["0"] },
    ];
    const spike = { ...grid("0*x", 1, 2, "1"), network };
    expect(verdict(spike)).toBe("rejected");
    expect(verdict({ ...spike, epsilon: "2" })).toBe("accepted");
    expect(verdict({ ...spike, domain: [["501/1000", "1"]] })).toBe("accepted");
    expect(verdict({ ...spike, domain: [["1/2", "1"]] })).toBe("rejected");
  });

  test("a changed weight, threshold or constant is rejected where the margin is zero", () => {
    const good = grid("x + y", 2, 3, "1/3");
    expect(verdict(good)).toBe("accepted");
    for (const layer of [0, 2, 4]) {
      const network = structuredClone(good.network) as unknown as { bias: string[] }[];
      network[layer]!.bias[0] = Rational.from(network[layer]!.bias[0]!).add(Rational.from("1p-90")).toString();
      const changed = verdict({ ...good, network });
      // The second layer's sums are integers: a small change decides ties, which moves no value by more than is allowed.
      if (layer !== 2) expect(changed).toBe("rejected");
    }
  });

  test("three variables, and a smooth function", () => {
    expect(verdict(grid("x*y*z", 3, 5, "3/10"))).toBe("accepted");
    expect(verdict(grid("x*y*z", 3, 5, "1/10"))).toBe("rejected");
  });

  test("a network of another shape is not misread", () => {
    const good = grid("x + y", 2, 3, "1");
    const [first, , ...rest] = good.network as [Layer & { type: "affine" }, Layer, Layer, Layer, Layer];
    const oblique = { ...first, weight: [["1", "1"], ...first.weight.slice(1)] };
    const slanted = { ...good, network: [oblique, good.network[1], ...rest] };
    expect(verdict(slanted)).toBe("accepted");
    expect(verdict({ ...slanted, epsilon: "1/3" })).toBe("rejected");
    const soft = { type: "norm", normSize: 2, center: true, epsilon: "1p-20" };
    const steep = { ...good, network: [first, soft, ...rest] };
    expect(verdict(steep)).toBe("accepted");
    expect(verdict({ ...steep, epsilon: "1/3" })).toBe("undecided");
    expect(verdict({ ...steep, epsilon: "1/4" })).toBe("rejected");
    // Not centred, a pair (t, −t) is (sgn t, −sgn t) all the same.
    const pairs = { ...soft, center: false, epsilon: "0" };
    expect(verdict({ ...good, network: [first, pairs, ...rest] })).toBe("accepted");
  });
});
