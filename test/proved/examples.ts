export const common = { format: "normlab-certificate/1", claim: null, statement: "a test" };

export const inequality = {
  ...common,
  kind: "inequality",
  polynomial: ["0", "1", "-1"],
  interval: ["0", "1"],
  relation: ">",
};

/** The derivative of (xy)² along x. */
const identity = {
  ...common,
  kind: "identity",
  variables: 2,
  polynomials: [{ name: "h", variables: 1, coefficients: ["0", "0", "1"] }],
  left: {
    op: "derivative",
    variable: 0,
    args: [{ op: "apply", name: "h", args: [{ op: "mul", args: [{ var: 0 }, { var: 1 }] }] }],
  },
  right: { op: "mul", args: [{ const: "2" }, { var: 0 }, { op: "pow", args: [{ var: 1 }], exponent: 2 }] },
};

/** XOR: by LN of x − y, y − x and a half. */
export const xor = {
  ...common,
  kind: "classification",
  network: [
    {
      type: "affine",
      weight: [
        ["1", "-1"],
        ["-1", "1"],
        ["0", "0"],
      ],
      bias: ["0", "0", "1/2"],
    },
    { type: "norm", normSize: 3, center: true, epsilon: "1/100" },
    {
      type: "affine",
      weight: [
        ["0", "0", "1"],
        ["0", "0", "-1"],
      ],
      bias: ["0", "1"],
    },
  ],
  samples: [
    ["0", "0"],
    ["1", "1"],
    ["0", "1"],
    ["1", "0"],
  ],
  labels: [0, 0, 1, 1],
  precision: 64,
};

const sign = (t: string, up: number) => [
  { type: "affine", weight: [["1"], ["-1"]], bias: [t, "0"] },
  { type: "norm", normSize: 2, center: true, epsilon: "0" },
  {
    type: "affine",
    weight: [
      ["0", "0"],
      [`${up}`, "0"],
    ],
    bias: ["0", "0"],
  },
];
export const shattering = {
  ...common,
  kind: "shattering",
  points: [["0"], ["1"]],
  cases: [
    { labels: [0, 0], network: sign("1", -1), precision: 64 },
    { labels: [1, 1], network: sign("1", 1), precision: 64 },
    { labels: [0, 1], network: sign("-1", 1), precision: 64 },
    { labels: [1, 0], network: sign("-1", -1), precision: 64 },
  ],
};

const stated = {
  ...inequality,
  polynomials: [{ name: "p", variables: 1, coefficients: ["0", "1/2", "1/2", "-1/3"] }],
  polynomial: ["1/2", "1", "-1"],
  expression: { op: "derivative", variable: 0, args: [{ op: "apply", name: "p", args: [{ var: 0 }] }] },
};

/** x is within 1/4 of 1/4 + ½·[x > ½], the value in the middle of a PLN-2 unit. */
export const steps = {
  ...common,
  kind: "approximation",
  network: [
    { type: "affine", weight: [["1"], ["-1"]], bias: ["-1/2", "1/2"] },
    { type: "norm", normSize: 2, center: true, epsilon: "0" },
    { type: "affine", weight: [["1/4", "0"]], bias: ["1/2"] },
  ],
  function: { var: 0 },
  domain: [["0", "1"]],
  epsilon: "1/4",
  precision: 64,
};

/** A tent as rectified linear units, exactly. */
const tent = {
  ...steps,
  network: [
    { type: "affine", weight: [["1"], ["1"]], bias: ["0", "-1/3"] },
    { type: "activation", function: "relu" },
    { type: "affine", weight: [["1", "-3/2"]], bias: ["0"] },
  ],
  function: {
    op: "piecewise-linear",
    knots: [
      ["0", "0"],
      ["1/3", "1/3"],
      ["1", "0"],
    ],
    args: [{ var: 0 }],
  },
  epsilon: "0",
};

/** The sine of the whole circle, by four steps. */
const wave = {
  ...steps,
  network: [
    { type: "affine", weight: [["1"], ["1"], ["1"], ["1"]], bias: ["-1/20", "-9/20", "-11/20", "-19/20"] },
    { type: "norm", normSize: 1, center: false, epsilon: "0" },
    { type: "affine", weight: [["1/3", "-1/3", "-1/3", "1/3"]], bias: ["0"] },
  ],
  function: { op: "sin", args: [{ op: "mul", args: [{ const: "2" }, { op: "pi", args: [] }, { var: 0 }] }] },
  epsilon: "9/25",
};

/** cos(πx) takes the values ±1 at 0, 1, 2, 3. */
export const alternation = {
  ...common,
  kind: "impossibility",
  family: { type: "single-layer-norm" },
  function: { op: "cos", args: [{ op: "mul", args: [{ op: "pi", args: [] }, { var: 0 }] }] },
  points: ["0", "1", "2", "3"],
  signs: [1, -1, 1, -1],
  level: "1",
};

/** Each is accepted by both checkers, and by neither with the change. */
export const examples: readonly (readonly [name: string, certificate: object, change: object])[] = [
  ["steps, with an error of exactly epsilon", steps, { epsilon: "249/1000" }],
  ["steps on a domain that is too wide", steps, { domain: [["0", "5/4"]] }],
  [
    "rectified linear units that are the function",
    tent,
    { network: [...tent.network.slice(0, 2), { ...tent.network[2]!, bias: ["1p-60"] }] },
  ],
  ["a sine by steps", wave, { epsilon: "7/20" }],
  ["an impossibility", alternation, { level: "1001/1000" }],
  ["an impossibility for a family that is larger", alternation, { family: { type: "layer-norm-net", depth: 2 } }],
  [
    "an impossibility for steps",
    { ...alternation, family: { type: "steps", units: 2 } },
    { family: { type: "steps", units: 3 } },
  ],
  [
    "an impossibility for rectified linear units",
    { ...alternation, family: { type: "relu", units: 1 } },
    { family: { type: "relu", units: 2 } },
  ],
  ["an impossibility with other points", alternation, { points: ["0", "1", "2", "7/2"] }],
  ["an inequality", inequality, { relation: "<" }],
  ["an inequality at a root", { ...inequality, polynomial: ["1", "-2", "1"] }, { interval: ["0", "2"] }],
  ["a stated inequality", stated, { polynomial: ["1/2", "1", "-2"] }],
  ["an identity", identity, { right: { op: "mul", args: [{ const: "2" }, { var: 0 }, { var: 1 }] } }],
  ["a classification", xor, { labels: [0, 0, 1, 0] }],
  ["a shattering", shattering, { cases: [...shattering.cases.slice(1), shattering.cases[1]] }],
  ["a shattering with all labelings", shattering, { points: [["0"], ["1/4"]] }],
];
