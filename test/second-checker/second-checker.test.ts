import { describe, expect, test } from "vitest";
import { parseExpression } from "../../src/exact/index.js";
import { randomSamples, separate } from "../../src/theory/index.js";
import { agree, firstVerdict, mutated, secondVerdicts, type Said } from "./compare.js";

const common = { format: "normlab-certificate/1", claim: null, statement: "test" };
const affine = (weight: string[][], bias: string[]) => ({ type: "affine", weight, bias });
const norm = (normSize: number, center = false, epsilon = "0") => ({ type: "norm", normSize, center, epsilon });
const f = (text: string, variables = ["x"]) => parseExpression(text, variables);
const approximation = (text: string, network: object[], domain: string[][], epsilon: string) => ({
  ...common,
  kind: "approximation",
  network,
  function: f(text, ["x", "y"].slice(0, domain.length)),
  domain,
  epsilon,
  precision: 64,
});
const steps = [
  affine([["1"], ["-1"], ["1"], ["-1"]], ["-1/3", "1/3", "-2/3", "2/3"]),
  norm(2, true),
  affine([["1/6", "0", "1/6", "0"]], ["1/2"]),
];
const fold = [affine([["1"], ["0"], ["-1"]], ["0", "1", "-1"]), norm(3, true)];
const threshold = (sign: string, at: string) => ({
  network: [
    affine([["1"], ["-1"]], [at, "0"]),
    norm(2, true),
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

/** One of every kind and rule, with what both must say. */
const certificates: Record<string, readonly [Said, object]> = {
  inequality: [
    "accepted",
    { ...common, kind: "inequality", polynomial: ["0", "1", "-2", "1"], interval: ["0", "1"], relation: ">" },
  ],
  "double root": [
    "rejected",
    { ...common, kind: "inequality", polynomial: ["1", "-6", "9"], interval: ["0", "1"], relation: ">" },
  ],
  "stated polynomial": [
    "accepted",
    {
      ...common,
      kind: "inequality",
      polynomial: ["2", "0", "6"],
      interval: ["0", "1"],
      relation: ">",
      polynomials: [{ name: "h", variables: 1, expression: { op: "pow", args: [{ var: 0 }], exponent: 2 } }],
      expression: {
        op: "derivative",
        variable: 0,
        args: [
          {
            op: "add",
            args: [
              { op: "mul", args: [{ var: 0 }, { op: "apply", name: "h", args: [{ var: 0 }] }, { const: "2" }] },
              { op: "mul", args: [{ const: "2" }, { var: 0 }] },
            ],
          },
        ],
      },
    },
  ],
  classification: [
    "accepted",
    {
      ...common,
      kind: "classification",
      network: [
        ...fold,
        affine(
          [
            ["0", "0", "0"],
            ["0", "1", "-1"],
          ],
          ["2", "0"],
        ),
      ],
      samples: [["0"], ["4"], ["-1/2"], ["9"]],
      labels: [1, 0, 1, 0],
      precision: 64,
    },
  ],
  shattering: [
    "accepted",
    {
      ...common,
      kind: "shattering",
      points: [["0"], ["1"]],
      cases: [
        { labels: [1, 0], ...threshold("-1", "-1") },
        { labels: [0, 1], ...threshold("1", "-1") },
        { labels: [0, 0], ...threshold("-1", "9") },
        { labels: [1, 1], ...threshold("1", "9") },
      ],
    },
  ],
  "shattering by signs": [
    "accepted",
    {
      ...common,
      kind: "shattering-by-signs",
      family: { type: "layer-norm-net", depth: 2 },
      points: [["-1"], ["1"]],
      cases: [
        {
          network: [
            affine([["1"], ["0"], ["-1"]], ["0", "1", "-1"]),
            norm(3, true),
            affine(
              [
                ["1", "0", "0"],
                ["0", "0", "0"],
              ],
              ["0", "1"],
            ),
          ],
          precision: 64,
        },
      ],
    },
  ],
  steps: ["accepted", approximation("x", steps, [["0", "1"]], "1/6")],
  "steps, less": ["rejected", approximation("x", steps, [["0", "1"]], "1/7")],
  relu: [
    "accepted",
    approximation(
      "abs(3*x - 1)",
      [affine([["3"], ["-3"]], ["-1", "1"]), { type: "activation", function: "relu" }, affine([["1", "1"]], ["0"])],
      [["0", "1"]],
      "0",
    ),
  ],
  tanh: ["accepted", approximation("x", [{ type: "activation", function: "tanh" }], [["0", "1"]], "1/4")],
  "a smooth group": [
    "accepted",
    approximation(
      "0*x",
      [affine([["1"], ["0"]], ["-1/2", "1"]), norm(2), affine([["1", "0"]], ["0"])],
      [["0", "1"]],
      "7/10",
    ),
  ],
  "two variables": [
    "accepted",
    approximation(
      "x + y",
      [
        affine(
          [
            ["1", "0"],
            ["0", "1"],
            ["0", "0"],
          ],
          ["0", "0", "8"],
        ),
        norm(3),
        affine([["5", "5", "0"]], ["0"]),
      ],
      [
        ["0", "1"],
        ["0", "1"],
      ],
      "3/2",
    ),
  ],
  impossibility: [
    "accepted",
    {
      ...common,
      kind: "impossibility",
      family: { type: "steps", units: 2 },
      function: f("cos(pi*x)"),
      points: ["0", "1", "2", "3"],
      signs: [1, -1, 1, -1],
      level: "1",
    },
  ],
  "sums of norm groups": [
    "accepted",
    {
      ...common,
      kind: "impossibility",
      family: { type: "norm-units", units: 2 },
      function: f("cos(pi*x)"),
      points: Array.from({ length: 10 }, (_, i) => `${i}`),
      signs: Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 1 : -1)),
      level: "1",
    },
  ],
  "sums of norm groups, a point fewer": [
    "rejected",
    {
      ...common,
      kind: "impossibility",
      family: { type: "norm-units", units: 2 },
      function: f("cos(pi*x)"),
      points: Array.from({ length: 9 }, (_, i) => `${i}`),
      signs: Array.from({ length: 9 }, (_, i) => (i % 2 === 0 ? 1 : -1)),
      level: "1",
    },
  ],
  identity: [
    "accepted",
    {
      ...common,
      kind: "identity",
      variables: 2,
      left: f("(x + y)^2", ["x", "y"]),
      right: f("x^2 + 2*x*y + y^2", ["x", "y"]),
    },
  ],
  "ridge sum": [
    "accepted",
    {
      ...common,
      kind: "ridge-sum",
      function: f("1/4*cos(pi*x)*cos(pi*y) + x/100", ["x", "y"]),
      domain: [
        ["0", "1"],
        ["0", "1"],
      ],
      precision: 64,
      cosines: [{ frequency: [1, 1], coefficient: "1/4" }],
      remainder: "1/50",
      constant: "0",
      blocks: [{ direction: [1, 1], network: [affine([["0"]], ["0"])], epsilon: "1/7" }],
      epsilon: "29/100",
    },
  ],
};
const names = Object.keys(certificates);

describe("the second checker", () => {
  test("says the same of a certificate of every kind", () => {
    const texts = names.map((name) => JSON.stringify(certificates[name]![1]));
    const expected = names.map((name) => certificates[name]![0]);
    expect(texts.map((text) => firstVerdict(text))).toEqual(expected);
    expect(secondVerdicts(texts)).toEqual(expected);
  });

  test("decides networks of many layers by plain balls at the precision that they state", () => {
    const separations = [
      [200, 2, 1],
      [60, 10, 2],
    ].map(([count, classes, seed]) => {
      const { points, labels } = randomSamples({ count: count!, dimension: 1, classes: classes!, seed: seed! });
      return JSON.stringify(separate(points, labels).certificate);
    });
    expect(secondVerdicts(separations)).toEqual(separations.map(() => "accepted"));
    const less = separations.map((text) => text.replace(/"precision":\d+/, '"precision":100'));
    expect(secondVerdicts(less)).toEqual(less.map(() => "undecided"));
  });

  test("agrees on random mutations of them, which are rejected or malformed but for a few", () => {
    const texts = names.flatMap((name) => {
      const text = JSON.stringify(certificates[name]![1]);
      return Array.from({ length: 12 }, (_, i) => mutated(text, 100 + i));
    });
    const second = secondVerdicts(texts, 5);
    const first = texts.map((text) => firstVerdict(text, 1e9));
    const disputed = texts.filter((_, i) => !agree(first[i]!, second[i]!));
    expect(disputed).toEqual([]);
    expect(first.filter((verdict) => verdict === "rejected").length).toBeGreaterThan(20);
    expect(first.filter((verdict) => verdict === "malformed").length).toBeGreaterThan(20);
  });
});
