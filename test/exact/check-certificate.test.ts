import { describe, expect, test } from "vitest";
import { checkCertificate } from "../../src/exact/index.js";
import { problem } from "./said.js";

const common = { format: "normlab-certificate/1", claim: null, statement: "test" };

const layer = (weight: string[][], bias: string[]) => ({ type: "affine", weight, bias });
const norm = (normSize: number, center = true, epsilon = "0") => ({ type: "norm", normSize, center, epsilon });

/** Width 3: a point of the line, put on the circle; label 1 near the middle of its arc. */
const inner = [
  layer([["1"], ["0"], ["-1"]], ["0", "1", "-1"]),
  norm(3),
  // √3·cos of the angle between (x, 1, -x - 1) and the middle one (0, 1, -1).
  layer(
    [
      ["0", "0", "0"],
      ["0", "1", "-1"],
    ],
    ["2", "0"],
  ),
];

const classification = (labels: number[], precision = 64, network: unknown = inner) => ({
  ...common,
  kind: "classification",
  network,
  samples: [["0"], ["4"], ["-1/2"], ["9"]],
  labels,
  precision,
});

const inequality = (polynomial: string[], relation = ">", interval = ["0", "1"]) => ({
  ...common,
  kind: "inequality",
  polynomial,
  interval,
  relation,
});

describe("inequality", () => {
  test("accepts x(1 - x)² > 0 on (0, 1), with roots at both ends", () => {
    expect(checkCertificate(inequality(["0", "1", "-2", "1"]))).toEqual({ verdict: "accepted" });
    expect(checkCertificate(inequality(["0", "-1", "2", "-1"], "<"))).toEqual({ verdict: "accepted" });
  });

  test("rejects the other relation, a root inside, a double root inside, and the polynomial 0", () => {
    const verdict = (c: unknown) => checkCertificate(c).verdict;
    expect(verdict(inequality(["0", "1", "-2", "1"], "<"))).toBe("rejected");
    expect(verdict(inequality(["0", "1", "-2", "1"], ">", ["0", "2"]))).toBe("rejected");
    expect(verdict(inequality(["1", "-6", "9"]))).toBe("rejected");
    expect(verdict(inequality(["1", "0", "-4", "0", "4"]))).toBe("rejected");
    expect(verdict(inequality(["0", "0"]))).toBe("rejected");
    expect(verdict(inequality(["2", "-1"], ">", ["0", "20000000000001/10000000000000"]))).toBe("rejected");
  });
});

describe("classification", () => {
  test("accepts the right labels at low and at high precision", () => {
    expect(checkCertificate(classification([1, 0, 1, 0]))).toEqual({ verdict: "accepted" });
    expect(checkCertificate(classification([1, 0, 1, 0], 20_000))).toEqual({ verdict: "accepted" });
  });

  test("rejects a swapped label and names the sample", () => {
    expect(checkCertificate(classification([1, 0, 0, 0]))).toMatchObject({ verdict: "rejected", where: "samples[2]" });
  });

  test("rejects equal scores, and scores too close for the stated precision", () => {
    const equal = [layer([["0"], ["0"]], ["1", "1"])];
    expect(checkCertificate(classification([1, 0, 1, 0], 64, equal)).verdict).toBe("rejected");
    const close = (precision: number) => {
      const split = [
        layer([["1"], ["2"], ["7"]], ["1", "0", "1p-300"]),
        norm(3),
        layer(
          [
            ["1", "2", "3"],
            ["1", "2", "3"],
          ],
          ["1p-200", "0"],
        ),
      ];
      return checkCertificate({ ...classification([0, 0, 0, 0], precision, split) }).verdict;
    };
    expect(close(128)).toBe("undecided");
    expect(close(256)).toBe("accepted");
  });
});

describe("shattering", () => {
  const threshold = (sign: string, at: string) => ({
    network: [
      layer([["1"], ["-1"]], [at, "0"]),
      norm(2),
      layer(
        [
          ["0", "0"],
          [sign, "0"],
        ],
        ["0", "0"],
      ),
    ],
    precision: 64,
  });
  const points = [["0"], ["1"]];
  const cases = [
    { labels: [1, 0], ...threshold("-1", "-1") },
    { labels: [0, 1], ...threshold("1", "-1") },
    { labels: [0, 0], ...threshold("-1", "9") },
    { labels: [1, 1], ...threshold("1", "9") },
  ];

  test("accepts every labeling of two points once", () => {
    expect(checkCertificate({ ...common, kind: "shattering", points, cases })).toEqual({ verdict: "accepted" });
  });

  test("rejects a labeling left out, one there twice, and one with a wrong network", () => {
    const verdict = (changed: unknown[]) => checkCertificate({ ...common, kind: "shattering", points, cases: changed });
    expect(verdict(cases.slice(1)).verdict).toBe("rejected");
    expect(verdict([...cases, cases[0]])).toMatchObject({ verdict: "rejected", where: "cases[4]" });
    expect(verdict([{ ...cases[0], labels: [0, 1] }, { ...cases[1], labels: [1, 0] }, ...cases.slice(2)]).verdict).toBe(
      "rejected",
    );
  });
});

describe("shattering by signs", () => {
  const into = layer([["1"], ["0"], ["-1"]], ["0", "1", "-1"]);
  // The first component has the sign of the input.
  const outputs = (rows: string[][], bias: string[]) => ({
    network: [into, norm(3), layer(rows, bias)],
    precision: 64,
  });
  const right = ["1", "0", "0"];
  const claim = (cases: unknown[], change: object = {}) => ({
    ...common,
    kind: "shattering-by-signs",
    family: { type: "layer-norm-net", depth: 1 },
    points: [["-1"], ["1"]],
    cases,
    ...change,
  });
  const whole = outputs([right, ["0", "0", "0"]], ["0", "-1"]);

  test("accepts all labelings up to exchange, in one case or in several, and more than once", () => {
    expect(checkCertificate(claim([whole]))).toEqual({ verdict: "accepted" });
    const several = [outputs([right], ["0"]), outputs([right], ["9"]), outputs([right], ["-9"])];
    expect(checkCertificate(claim(several))).toEqual({ verdict: "accepted" });
    expect(checkCertificate(claim(several, { family: { type: "layer-norm-net", depth: 3 } }))).toEqual({
      verdict: "accepted",
    });
  });

  test("rejects a labeling that is missing, and an output that is 0; few bits leave it undecided", () => {
    expect(checkCertificate(claim([outputs([right], ["0"])]))).toEqual({
      verdict: "rejected",
      where: "cases",
      reason: "no component has the signs of the labels 00, or of their exchange",
    });
    expect(checkCertificate(claim([outputs([right], ["9"])]))).toMatchObject({
      reason: expect.stringContaining("labels 10"),
    });
    expect(checkCertificate(claim([whole, outputs([["0", "0", "0"]], ["0"])]))).toEqual({
      verdict: "rejected",
      where: "cases[1]",
      reason: "component 0 is 0 at points[0]",
    });
    // 1/√2, the component at 1, less 40 digits of it.
    const near = outputs(
      [["1", "0", "0"]],
      ["-7071067811865475244008443621048490392848/10000000000000000000000000000000000000000"],
    );
    expect(checkCertificate(claim([near], { points: [["0"], ["1"]] }))).toMatchObject({
      verdict: "undecided",
      where: "cases[0]",
      needs: "precision",
    });
  });

  test("refuses networks that are not in the family", () => {
    const refused = (network: unknown[], change: object = {}) =>
      checkCertificate(claim([{ network, precision: 64 }], change));
    const end = layer([right], ["0"]);
    expect(() => refused([into, norm(3)])).toThrow(/cases\[0\]\.network/);
    expect(() => refused([into, norm(3), into, norm(3), end])).toThrow(/cases\[0\]\.network/);
    expect(() => refused([into, norm(1), end])).toThrow(/network\[1\]/);
    expect(() => refused([into, { ...norm(3), epsilon: "1" }, end])).toThrow(/network\[1\]/);
    expect(() => refused([into, { ...norm(3), center: false }, end])).toThrow(/network\[1\]/);
    const six = layer([["1"], ["0"], ["-1"], ["1"], ["0"], ["-1"]], ["0", "1", "-1", "2", "3", "4"]);
    expect(() => refused([six, norm(3), layer([[...right, ...right]], ["0"])])).toThrow(/network\[1\]/);
    expect(() => refused([norm(1), layer([["1"]], ["0"])])).toThrow(/network\[0\]/);
    expect(() => refused([into, norm(3), end], { family: { type: "steps", units: 1 } })).toThrow(/family/);
    expect(() => refused([into, norm(3), end], { family: { type: "layer-norm-net", depth: 41 } })).toThrow(/depth/);
  });
});

describe("bad input", () => {
  test("names the field and what was expected", () => {
    expect(problem("{")).toMatchObject({ code: "not-json", where: "certificate" });
    expect(problem("[1]")).toMatchObject({ where: "certificate", expected: "an object" });
    expect(problem({ ...common, kind: "proof" })).toMatchObject({ where: "kind" });
    expect(problem({ ...common, kind: "constructor" })).toMatchObject({ where: "kind" });
    expect(problem({ ...inequality(["1"]), format: "normlab-certificate/2" })).toMatchObject({ where: "format" });
    expect(problem({ ...inequality(["1"]), statement: 5 })).toMatchObject({ where: "statement" });
    expect(problem(inequality(["1", "0.5"]))).toMatchObject({ code: "not-exact", where: "polynomial[1]" });
    expect(problem(inequality(["1", "1/0"]))).toMatchObject({ code: "not-exact", where: "polynomial[1]" });
    expect(problem({ ...inequality([]), polynomial: [1] })).toMatchObject({
      code: "not-exact",
      where: "polynomial[0]",
    });
    expect(problem(inequality(["1"], ">", ["1", "0"]))).toMatchObject({ where: "interval" });
    expect(problem(classification([1, 0, 1]))).toMatchObject({ where: "labels" });
    expect(problem(classification([1, 0, 1, 2]))).toMatchObject({ where: "labels[3]" });
    const wide = [layer([["1"], ["0"], ["-1"]], ["0", "1", "-1"]), layer([["0", "0"]], ["0"])];
    expect(problem(classification([0, 0, 0, 0], 64, wide))).toMatchObject({ where: "network[1].weight[0]" });
    const odd = [layer([["1"], ["0"], ["-1"]], ["0", "1", "-1"]), norm(2)];
    expect(problem(classification([0, 0, 0, 0], 64, odd))).toMatchObject({ where: "network[1].normSize" });
    expect(problem(classification([1, 0, 1, 0], 64, [{ type: "pool" }]))).toMatchObject({ where: "network[0].type" });
  });

  test("refuses what is beyond the limits before computing with it", () => {
    expect(problem(inequality(["1p1000000000"]))).toMatchObject({ code: "limit", where: "polynomial[0]" });
    expect(problem(inequality([`1p${"9".repeat(5000)}`]))).toMatchObject({ code: "limit" });
    expect(problem(inequality(["1".repeat(10_000_000)]))).toMatchObject({ code: "limit" });
    expect(problem(inequality(new Array(5000).fill("1") as string[]))).toMatchObject({
      code: "limit",
      where: "polynomial",
    });
    expect(problem(classification([1, 0, 1, 0], 1e9))).toMatchObject({ where: "precision" });
    const big = JSON.stringify({
      ...inequality([]),
      kind: "classification",
      samples: [new Array(900_000).fill("1p65536")],
    });
    expect(problem(big)).toMatchObject({ code: "limit" });
    expect(problem(" ".repeat(2 ** 26 + 1))).toMatchObject({ code: "limit", where: "certificate" });
  });

  test("survives deep nesting", () => {
    const deep = "[".repeat(2_000_000) + "]".repeat(2_000_000);
    expect(problem(deep)).toMatchObject({ where: "certificate" });
    const noted = JSON.stringify(inequality(["0", "1", "-1"])).replace("{", `{"note":${deep},`);
    expect(checkCertificate(noted)).toEqual({ verdict: "accepted" });
  });
});
