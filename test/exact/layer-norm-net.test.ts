import { describe, expect, test } from "vitest";
import { checkCertificate, Rational } from "../../src/exact/index.js";
import { Reader } from "../../src/exact/certificate.js";
import { bitLength } from "../../src/exact/integer.js";
import { arcEvaluator } from "../../src/exact/layer-norm-net.js";
import { readNetwork } from "../../src/exact/network.js";
import { ballEvaluator, type Balls } from "../../src/exact/network-in-balls.js";
import { randomSamples, separate } from "../../src/theory/index.js";

const affine = (weight: string[][], bias: string[]) => ({ type: "affine", weight, bias });
const norm = { type: "norm", normSize: 3, center: true, epsilon: "0" };
const read = (layers: readonly object[], inputs = 1) => readNetwork(new Reader(), layers, "network", inputs);

/** A network of `depth` norms with weights drawn by the seed, over `denominator`. */
function random(depth: number, seed: number, denominator: string) {
  let state = seed;
  const next = () => `${((state = (state * 1103515245 + 12345) % 2147483648) % 41) - 20}${denominator}`;
  const row = () => [next(), next(), next()];
  const layers: object[] = [affine([["1"], ["0"], ["-1"]], ["0", "1", "-1"])];
  for (let i = 1; i < depth; i += 1) layers.push(norm, affine([row(), row(), row()], [next(), next(), next()]));
  return [...layers, norm, affine([row(), row()], [next(), next()])];
}

/** That both may enclose the same numbers: |m/u − M/U| ≤ r/u + R/U. */
function meet(a: Balls, b: Balls): boolean {
  return a.middle.every((m, i) => {
    const distance = m * b.unit - b.middle[i]! * a.unit;
    const room = a.radius[i]! * b.unit + b.radius[i]! * a.unit;
    return distance <= room && -distance <= room;
  });
}

const inputs = ["0", "1/3", "-17/5", "1000001/1000000", "1p-90", "12345678901234567890"];
const bits = [64, 65, 80, 100, 128, 200, 500];

describe("arcs", () => {
  test("hold the value at every number of bits, on networks of any weights", () => {
    let enclosed = 0;
    for (const denominator of ["/7", "p-3", "p-200", ""]) {
      for (const [depth, seed] of [
        [1, 5],
        [2, 7],
        [6, 1],
        [25, 2],
        [60, 3],
      ] as const) {
        const network = read(random(depth, seed, denominator));
        const [arcs, balls] = [arcEvaluator(network)!, ballEvaluator(network)];
        for (const x of inputs) {
          const exact = balls([Rational.from(x)], 5000);
          for (const precision of bits) {
            const rough = arcs([Rational.from(x)], precision);
            if (rough === undefined) continue;
            enclosed += 1;
            expect(meet(rough, exact), `${depth} norms over ${denominator}, ${x}, ${precision} bits`).toBe(true);
          }
        }
      }
    }
    expect(enclosed).toBeGreaterThan(600);
  });

  test("hold the outputs of a network that folds, and stay narrow where balls grow by some bits a layer", () => {
    const { points, labels } = randomSamples({ count: 150, dimension: 1, classes: 2, seed: 3 });
    const { certificate, depth } = separate(points, labels);
    expect(depth).toBeGreaterThan(15);
    const network = read(certificate.network);
    const [arcs, balls] = [arcEvaluator(network)!, ballEvaluator(network)];
    const sizes = { arcs: -Infinity, balls: -Infinity };
    for (const [sample] of certificate.samples.slice(0, 25)) {
      const x = [Rational.from(sample!)];
      const [narrow, wide, exact] = [arcs(x, 128)!, balls(x, 128), balls(x, 2000)];
      expect(meet(narrow, exact)).toBe(true);
      // Half of the radius does not hold a value that is three quarters of it away: the check can fail.
      const moved = exact.middle.map((m, i) => m + (3n * narrow.radius[i]! * exact.unit) / (2n * narrow.unit));
      expect(meet(narrow, { ...exact, middle: moved })).toBe(false);
      const size = ({ radius, unit }: Balls) => bitLength(radius[0]!) - bitLength(unit);
      sizes.arcs = Math.max(sizes.arcs, size(narrow));
      sizes.balls = Math.max(sizes.balls, size(wide));
    }
    expect(sizes.balls - sizes.arcs).toBeGreaterThan(20);
    expect(checkCertificate({ ...certificate, precision: 128 })).toMatchObject({ verdict: "accepted" });
    expect(checkCertificate({ ...certificate, precision: 64 })).toMatchObject({
      verdict: "undecided",
      where: /samples/,
    });
    const labelsButOne = certificate.labels.map((label, i) => (i === 100 ? 1 - label : label));
    expect(checkCertificate({ ...certificate, labels: labelsButOne })).toMatchObject({
      verdict: "rejected",
      where: "samples[100]",
    });
  });

  test("are for norms of three with epsilon 0 and affine maps around them alone", () => {
    const map = affine([["1"], ["0"], ["-1"]], ["0", "1", "-1"]);
    const out = affine([["1", "0", "0"]], ["0"]);
    expect(arcEvaluator(read([map, norm, out]))).toBeDefined();
    for (const layers of [
      [map, out],
      [map, norm],
      [map, { ...norm, epsilon: "1" }, out],
      [map, { ...norm, center: false }, out],
      [map, norm, norm, out],
      [
        affine(
          Array.from({ length: 6 }, (_, i) => [`${i}`]),
          Array.from({ length: 6 }, () => "1"),
        ),
        norm,
        affine([["1", "0", "0", "0", "0", "0"]], ["0"]),
      ],
    ]) {
      expect(arcEvaluator(read(layers)), JSON.stringify(layers)).toBeUndefined();
    }
  });

  test("give no answer where a vector is 0, or not told from 0: balls then do", () => {
    const zero = [
      affine([["1"], ["1"], ["1"]], ["0", "0", "0"]),
      norm,
      affine(
        [
          ["1", "0", "0"],
          ["0", "1", "0"],
        ],
        ["1", "0"],
      ),
    ];
    expect(arcEvaluator(read(zero))!([Rational.from("2")], 200)).toBeUndefined();
    const classification = {
      format: "normlab-certificate/1",
      kind: "classification",
      claim: null,
      statement: "the norm of a vector of equal numbers is 0",
      network: zero,
      samples: [["2"]],
      labels: [0],
      precision: 200,
    };
    expect(checkCertificate(classification)).toMatchObject({ verdict: "accepted" });
    expect(checkCertificate({ ...classification, labels: [1] })).toMatchObject({ verdict: "rejected" });
  });
});
