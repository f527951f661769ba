import { describe, expect, test } from "vitest";
import { checkCertificate, Interval, parseExpression, Rational } from "../../src/exact/index.js";
import { Reader } from "../../src/exact/certificate.js";
import { readNetwork } from "../../src/exact/network.js";
import { ballEvaluator } from "../../src/exact/network-in-balls.js";

const common = { format: "normlab-certificate/1", claim: null, statement: "test" };
const affine = (weight: string[][], bias: string[]) => ({ type: "affine", weight, bias });
const norm = (normSize: number, center = true, epsilon = "0") => ({ type: "norm", normSize, center, epsilon });
const f = (text: string) => parseExpression(text, ["x"]);

/** A deep fold network of three rows: each layer turns the circle and folds it. */
function folds(depth: number, seed: number) {
  const layers: object[] = [affine([["1"], ["0"], ["-1"]], ["0", "1", "-1"]), norm(3)];
  let state = seed;
  const next = () => `${((state = (state * 1103515245 + 12345) % 2147483648) % 41) - 20}/7`;
  for (let i = 0; i < depth; i += 1) {
    const row = () => [next(), next(), next()];
    layers.push(affine([row(), row(), row()], [next(), next(), next()]), norm(3));
  }
  return layers;
}

describe("balls", () => {
  test("at every precision hold the value, on deep fold networks, with and without epsilon, and in wide groups", () => {
    const wide = [
      affine(
        Array.from({ length: 6 }, (_, i) => [`${i * i - 7}`]),
        ["1", "0", "-1", "2", "1/3", "0"],
      ),
      norm(6),
      norm(3, false),
      norm(2, false, "1/5"),
      norm(6, true, "2"),
    ];
    for (const layers of [folds(1, 5), folds(6, 1), folds(25, 2), folds(60, 3), wide]) {
      const evaluate = ballEvaluator(readNetwork(new Reader(), layers, "network", 1));
      for (const x of ["0", "1/3", "-17/5", "1000001/1000000", "1p-90"]) {
        const exact = evaluate([Rational.from(x)], 4000);
        for (const precision of [2, 3, 5, 8, 12, 16, 24, 32, 40, 64, 128, 300, 1000]) {
          const rough = evaluate([Rational.from(x)], precision);
          for (let i = 0; i < rough.middle.length; i += 1) {
            // |m/u − M/U| ≤ r/u + R/U.
            const distance = rough.middle[i]! * exact.unit - exact.middle[i]! * rough.unit;
            const room = rough.radius[i]! * exact.unit + exact.radius[i]! * rough.unit;
            expect(distance <= room && -distance <= room, `${layers.length} layers, ${x}, ${precision} bits`).toBe(
              true,
            );
          }
        }
      }
    }
  });

  test("shrink with the bits: what is decided at few bits needs no more", () => {
    const evaluate = ballEvaluator(readNetwork(new Reader(), folds(25, 2), "network", 1));
    const at = (bits: number) => {
      const { radius, unit } = evaluate([Rational.from("1/3")], bits);
      return radius.reduce((a, b) => (a > b ? a : b)) === 0n
        ? 0
        : Rational.of(
            radius.reduce((a, b) => (a > b ? a : b)),
            unit,
          ).toNumber();
    };
    expect(at(600)).toBeLessThan(1e-100);
    expect(at(600)).toBeLessThan(at(300));
  });
});

describe("controls say where and why", () => {
  const says = (certificate: object, where: string, reason: RegExp, verdict = "rejected") =>
    expect(checkCertificate(certificate)).toMatchObject({
      verdict,
      where,
      reason: expect.stringMatching(reason) as string,
    });
  const approximation = (text: string, network: object[], epsilon: string, domain = ["0", "1"]) => ({
    ...common,
    kind: "approximation",
    network,
    function: f(text),
    domain: [domain],
    epsilon,
    precision: 64,
  });
  const constant = (value: string) => [affine([["0"]], [value])];

  test("inequality: the middle, the number of roots", () => {
    const inequality = (polynomial: string[], relation = ">") => ({
      ...common,
      kind: "inequality",
      polynomial,
      interval: ["0", "2"],
      relation,
    });
    says(inequality(["-1", "1"]), "polynomial", /^at 1 its value is 0$/);
    says(inequality(["-2", "1"]), "polynomial", /^at 1 its value is below 0$/);
    says(inequality(["2", "1"], "<"), "polynomial", /^at 1 its value is above 0$/);
    says(inequality(["1", "-4", "4"]), "polynomial", /^it has 1 root\(s\) in \(0, 2\)$/);
  });

  test("classification: equal scores are rejected, touching ones undecided, the component is named", () => {
    const classification = (network: object[], label: number, precision = 64) => ({
      ...common,
      kind: "classification",
      network,
      samples: [["1"]],
      labels: [label],
      precision,
    });
    says(
      classification([affine([["1"], ["1"]], ["0", "0"])], 0),
      "samples[0]",
      /component 0, its label, is not above component 1$/,
    );
    says(classification([affine([["1"], ["2"], ["0"]], ["0", "0", "0"])], 0), "samples[0]", /not above component 1$/);
    const irrational = [
      affine([["1"], ["2"], ["4"]], ["0", "0", "0"]),
      norm(3),
      affine(
        [
          ["1", "1", "0"],
          ["1", "0", "0"],
          ["0", "0", "0"],
        ],
        ["0", "0", "-99"],
      ),
      affine(
        [
          ["1", "0", "0"],
          ["1", "0", "0"],
        ],
        ["0", "1p-300"],
      ),
    ];
    says(classification(irrational, 1, 100), "samples[0]", /cannot be told apart at 100 bits/, "undecided");
    expect(checkCertificate(classification(irrational, 1, 400))).toEqual({ verdict: "accepted" });
    says(classification(irrational, 0, 400), "samples[0]", /component 0, its label, is not above component 1/);
  });

  test("epsilon inside the root is scaled by the square of a layer's denominator", () => {
    // 1/√(1 + 3) = 1/2 against 1/√(1/9 + 3)·(1/3) and so on: the readout compares with the exact value.
    const scaled = (weight: string, epsilon: string, low: string, high: string) => [
      affine([[weight]], ["0"]),
      norm(1, false, epsilon),
      affine([["1"], ["0"], ["0"]], ["0", low, high]),
    ];
    const label = (network: object[]) =>
      [0, 1, 2].filter(
        (l) =>
          checkCertificate({
            ...common,
            kind: "classification",
            network,
            samples: [["1"]],
            labels: [l],
            precision: 128,
          }).verdict === "accepted",
      );
    expect(label(scaled("1/7", "3/49", "499/1000", "0"))).toEqual([0]);
    expect(label(scaled("1/7", "3/49", "501/1000", "0"))).toEqual([1]);
    expect(label([affine([["1/7"]], ["0"]), ...scaled("1/3", "3/441", "499/1000", "0")])).toEqual([0]);
    expect(label([affine([["1/7"]], ["0"]), ...scaled("1/3", "3/441", "501/1000", "0")])).toEqual([1]);
  });

  test("approximation: the point, on both sides of epsilon", () => {
    says(approximation("x", constant("0"), "99/100"), "domain", /^at x = 1 the error is above epsilon$/);
    says(approximation("x", constant("1"), "99/100"), "domain", /^at x = 0 the error is above epsilon$/);
    expect(checkCertificate(approximation("x", constant("0"), "1"))).toEqual({ verdict: "accepted" });
    expect(checkCertificate(approximation("x", constant("1"), "1"))).toEqual({ verdict: "accepted" });
    says(
      approximation("sin(x)", [affine([["1"]], ["0"])], "158/1000"),
      "domain",
      /at x = .* the error is above epsilon/,
    );
    expect(checkCertificate(approximation("sin(x)", [affine([["1"]], ["0"])], "159/1000"))).toEqual({
      verdict: "accepted",
    });
    says(
      { ...approximation("x*(1 - x)", constant("0"), "26/100"), subdivision: 0 },
      "domain",
      /is not shown/,
      "undecided",
    );
  });

  test("impossibility: the point, the sign, the family", () => {
    const cosine = {
      ...common,
      kind: "impossibility",
      family: { type: "steps", units: 2 },
      function: f("cos(pi*x)"),
      points: ["0", "1", "2", "3"],
      signs: [1, -1, 1, -1],
      level: "1",
    };
    says({ ...cosine, points: ["0", "1", "1", "3"] }, "points[2]", /not above the one before/);
    says({ ...cosine, signs: [1, 1, -1, 1] }, "signs[1]", /the sign before it/);
    says({ ...cosine, level: "101/100" }, "points[0]", /below the level/);
    says(
      { ...cosine, family: { type: "steps", units: 3 } },
      "family",
      /up to 3 sign changes, and the signs alternate only 3 times/,
    );
    says({ ...cosine, family: { type: "relu", units: 2 } }, "family", /up to 3 sign changes/);
    expect(() => checkCertificate({ ...cosine, level: "0" })).toThrow(/level: expected a number above 0/);
  });
});

describe("one reading", () => {
  const text = (change: (good: string) => string) => {
    const good = JSON.stringify({
      ...common,
      kind: "classification",
      network: [affine([["1"], ["0"]], ["0", "0"])],
      samples: [["5"]],
      labels: [0],
      precision: 64,
    });
    return () => checkCertificate(change(good));
  };
  test.each([
    ["1.0 for an integer", (t: string) => t.replace("[0]", "[0.0]")],
    ["1e0 for an integer", (t: string) => t.replace('"precision":64', '"precision":64e0')],
    ["-0", (t: string) => t.replace('"labels":[0]', '"labels":[-0]')],
    [
      "a number that rounds to an integer",
      (t: string) => t.replace('"labels":[0]', '"labels":[0.99999999999999999999]'),
    ],
    ["a leading zero", (t: string) => t.replace('"precision":64', '"precision":064')],
    ["a leading zero in an exact number", (t: string) => t.replace('"5"', '"05"')],
    ["-0 as an exact number", (t: string) => t.replace('"5"', '"-0"')],
    ["a key twice", (t: string) => t.replace('"labels"', '"labels":[1],"labels"')],
    ["a key twice, once escaped", (t: string) => t.replace('"labels"', '"l\\u0061bels":[1],"labels"')],
    ["a key twice in a layer", (t: string) => t.replace('"weight"', '"weight":[["7"],["0"]],"weight"')],
    ["another field in a layer", (t: string) => t.replace('"bias"', '"epsilon":"1","bias"')],
    ["a byte order mark", (t: string) => `\ufeff${t}`],
    ["NaN", (t: string) => t.replace('"labels":[0]', '"labels":[NaN]')],
    ["a comma at the end", (t: string) => t.replace('"labels":[0]', '"labels":[0,]')],
    ["something after it", (t: string) => `${t} {}`],
    ["half a surrogate pair", (t: string) => t.replace('"test"', '"\\ud800"')],
    ["one output", (t: string) => t.replace('[["1"],["0"]]', '[["1"]]').replace('["0","0"]', '["0"]')],
    ["no samples", (t: string) => t.replace('[["5"]]', "[]")],
    ["samples of no numbers", (t: string) => t.replace('[["5"]]', "[[]]")],
    [
      "two heads of a node",
      (t: string) =>
        t.replace(
          /"kind".*/,
          `"kind":"approximation","network":[{"type":"affine","weight":[["1"]],"bias":["0"]}],"function":{"var":0,"const":"5"},"domain":[["2","3"]],"epsilon":"0","precision":64}`,
        ),
    ],
    [
      "an argument of pi",
      (t: string) =>
        t.replace(
          /"kind".*/,
          `"kind":"approximation","network":[{"type":"affine","weight":[["1"]],"bias":["0"]}],"function":{"op":"pi","args":[{"var":0}]},"domain":[["2","3"]],"epsilon":"9","precision":64}`,
        ),
    ],
  ])("refuses %s", (_, change) => {
    expect(text((t) => t)()).toEqual({ verdict: "accepted" });
    expect(text(change)).toThrow(/expected/);
  });

  test("other fields are passed over, however deep, and what was checked is said from the content", () => {
    let said = { statement: "", checked: "" };
    const noted = text((t) => t.replace("{", '{"note":{"a":[1.5e9,{"b":"\\u00e9"}],"a":[]},"created":null,'))();
    expect(noted).toEqual({ verdict: "accepted" });
    checkCertificate(
      { ...common, kind: "inequality", polynomial: ["1", "0", "2"], interval: ["0", "1/3"], relation: ">" },
      { onContent: (content) => (said = content) },
    );
    expect(said).toEqual({ statement: "test", checked: "1 + 2*x^2 > 0 for all x with 0 < x < 1/3" });
  });
});

test("numbers beyond the doubles are neither 0 nor infinite in what is said, and rounded ones are marked", () => {
  let said = "";
  const verdict = checkCertificate(
    {
      ...common,
      kind: "approximation",
      network: [{ type: "affine", weight: [["0"]], bias: ["0"] }],
      function: { const: "1" },
      domain: [["-3p-5000", "7p5000"]],
      epsilon: "1p-5000",
      precision: 64,
    },
    { onContent: ({ checked }) => (said = checked) },
  );
  expect(said).toContain("nowhere further than ≈7.08e-1506 from 1 on [≈-2.12e-1505, ≈9.89e1505]");
  expect(verdict).toMatchObject({ verdict: "rejected", reason: "at x = ≈-2.12e-1505 the error is above epsilon" });
  expect(Rational.from("1p-100").add(Rational.one).shown()).toBe("≈1");
  expect(Rational.from("-1p-1074").shown()).toBe("≈-4.94e-324");
  expect(Rational.from("3/4").shown()).toBe("3/4");
});

describe("cases that are read one by one", () => {
  const threshold = (sign: string, at: string, labels: number[]) => ({
    labels,
    network: [
      affine([["1"], ["-1"]], [at, "0"]),
      norm(2),
      affine(
        [
          ["0", "0"],
          [sign, "0"],
        ],
        ["0", "0"],
      ),
    ],
    precision: 64,
  });
  const cases = [
    threshold("-1", "-1", [1, 0]),
    threshold("1", "-1", [0, 1]),
    threshold("-1", "9", [0, 0]),
    threshold("1", "9", [1, 1]),
  ];
  const body = (list: object[]) =>
    JSON.stringify({ ...common, kind: "shattering", cases: list, points: [["0"], ["1"]] });
  /** The text in pieces of so many characters. */
  const pieces = (whole: string, size: number) =>
    function* () {
      for (let i = 0; i < whole.length; i += size) yield whole.slice(i, i + size);
    };

  test.each([1, 7, 1000])("in pieces of %i characters, the list before what it needs", (size) => {
    expect(checkCertificate(pieces(body(cases), size))).toEqual({ verdict: "accepted" });
    expect(checkCertificate(pieces(body(cases.slice(1)), size))).toMatchObject({ verdict: "rejected", where: "cases" });
    expect(checkCertificate(pieces(body([...cases, cases[0]!]), size))).toMatchObject({
      verdict: "rejected",
      where: "cases[4]",
    });
    expect(() => checkCertificate(pieces(body(cases).slice(0, -30), size))).toThrow(/certificate|cases/);
  });

  test("in parts: each part finds what is wrong in it, and all hold the labelings to be complete", () => {
    const wrong = [cases[0]!, { ...cases[1]!, network: cases[0]!.network }, ...cases.slice(2)];
    const part = (list: object[], index: number) => checkCertificate(body(list), { part: { index, count: 2 } }).verdict;
    expect([part(cases, 0), part(cases, 1)]).toEqual(["accepted", "accepted"]);
    expect([part(wrong, 0), part(wrong, 1)]).toEqual(["accepted", "rejected"]);
    expect(part(cases.slice(1), 1)).toBe("rejected");
  });
});

test("exponentials, tanh and the logistic function far out and near 0 are enclosed", () => {
  const at = (x: string) => Interval.from(x, 60);
  expect(at("0").logistic().contains("1/2")).toBe(true);
  expect(at("0").tanh().contains(0)).toBe(true);
  expect(at("1").tanh().lower.toNumber()).toBeCloseTo(Math.tanh(1), 14);
  expect(at("-1").tanh().upper.toNumber()).toBeCloseTo(Math.tanh(-1), 14);
  expect(at("-3").logistic().lower.toNumber()).toBeCloseTo(1 / (1 + Math.exp(3)), 14);
  expect(at("300000").logistic().contains(1)).toBe(true);
  expect(at("-300000").exp().contains(0)).toBe(true);
  expect(Interval.of(-2, 1, 60).tanh().contains(0)).toBe(true);
  expect(() => at("300000").exp()).toThrow(/below 131,072/);
});
