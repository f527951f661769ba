import { describe, expect, test } from "vitest";
import { checkCertificate, parseExpression } from "../../src/exact/index.js";

const common = { format: "normlab-certificate/1", claim: null, statement: "test" };
const affine = (weight: string[][], bias: string[]) => ({ type: "affine", weight, bias });
const norm = (normSize: number, center = false, epsilon = "0") => ({ type: "norm", normSize, center, epsilon });
const approximation = (text: string, network: object[], domain: string[][], epsilon: string) => ({
  ...common,
  kind: "approximation",
  network,
  function: parseExpression(text, ["x", "y", "z"].slice(0, domain.length)),
  domain,
  epsilon,
  precision: 64,
});
/** 400 fractions of 300 to 700 binary digits; their common denominator has some ten thousands. */
const coprime = Array.from({ length: 400 }, (_, k) => `1/${2n ** BigInt(300 + k) - 1n}`);
const monomial = (value: string, exponent: number) => ({
  op: "mul",
  args: [{ const: value }, { op: "pow", args: [{ var: 0 }], exponent }],
});
const constant = (value: string, inputs = 1) => [affine([new Array<string>(inputs).fill("0")], [value])];

describe("one budget of work", () => {
  const endless: Record<string, object> = {
    "a box that is halved without end": {
      ...approximation(
        "x*y - y*x",
        constant("0", 2),
        [
          ["0", "1"],
          ["0", "1"],
        ],
        "1p-60",
      ),
      subdivision: 200,
    },
    "a function with 2^30 pieces": approximation(
      Array.from({ length: 30 }).reduce<string>((inner) => `abs(1 - 2*${inner})`, "x"),
      constant("1/2"),
      [["0", "1"]],
      "1/2",
    ),
    "a classification": {
      ...common,
      kind: "classification",
      network: [
        affine([["1"], ["0"], ["1"]], ["1/3", "1p-300", "1/3"]),
        ...Array.from({ length: 40 }, () => norm(3, true)),
      ],
      samples: Array.from({ length: 500 }, (_, i) => [`${i}/7`]),
      labels: new Array<number>(500).fill(0),
      precision: 4000,
    },
    "roots of a polynomial": {
      ...common,
      kind: "inequality",
      polynomial: Array.from({ length: 1500 }, (_, i) => `${((i * i * 7919) % 17) - 8 + (i === 0 ? 60 : 0)}`),
      interval: ["0", "1"],
      relation: ">",
    },
    "an expansion": {
      ...common,
      kind: "identity",
      variables: 3,
      left: parseExpression("(x + y + z + 1)^300", ["x", "y", "z"]),
      right: { const: "0" },
    },
    "a sine at many bits": { ...approximation("sin(x)", constant("0"), [["0", "1"]], "1"), precision: 65_536 },
    "weights over a common denominator that is as long as all of them": {
      ...common,
      kind: "classification",
      network: [affine([coprime, coprime.map(() => "0")], ["0", "-1"])],
      samples: [coprime.map(() => "1")],
      labels: [0],
      precision: 64,
    },
    "coefficients over such a denominator": {
      ...common,
      kind: "inequality",
      polynomial: coprime,
      interval: ["0", "1"],
      relation: ">",
    },
    "a sum of fractions over such denominators": {
      ...common,
      kind: "identity",
      variables: 1,
      left: { op: "add", args: coprime.map((c, exponent) => monomial(c, exponent)) },
      right: { const: "0" },
    },
    "numbers that grow": {
      ...approximation("x", constant("0"), [["0", "1"]], "1"),
      function: Array.from({ length: 90 }).reduce<object>((inner) => ({ op: "mul", args: [inner, inner] }), {
        const: "1/3",
      }),
    },
  };

  test.each(Object.keys(endless))("its end is undecided, with more work as what would decide it: %s", (name) => {
    expect(checkCertificate(endless[name], { budget: 1e7 })).toMatchObject({ verdict: "undecided", needs: "budget" });
  });

  test("a greater budget decides what a smaller one does not", () => {
    const sine = approximation("sin(x)", constant("0"), [["0", "1"]], "9/10");
    expect(checkCertificate(sine, { budget: 1000 })).toMatchObject({ verdict: "undecided", needs: "budget" });
    expect(checkCertificate(sine, { budget: 1e8 })).toEqual({ verdict: "accepted" });
  });

  test("one certificate's budget is not another's", () => {
    const sine = approximation("sin(x)", constant("0"), [["0", "1"]], "9/10");
    checkCertificate(sine, { budget: 1000 });
    expect(checkCertificate(sine)).toEqual({ verdict: "accepted" });
  });

  test("lists of a hundred thousand entries end with a verdict", () => {
    const size = 130_000;
    const zeros = new Array<string>(size).fill("0");
    const spread = affine(
      zeros.map(() => ["1"]),
      zeros,
    );
    const network = [spread, norm(size), affine([["1", ...zeros.slice(1)]], ["0"])];
    const wide = { ...approximation("0*x", network, [["1", "2"]], "2"), subdivision: 0 };
    expect(checkCertificate(wide)).toEqual({ verdict: "accepted" });
    const classes = { ...spread, bias: ["1", ...zeros.slice(1)] };
    const classification = { ...common, kind: "classification", samples: [["5"]], labels: [0], precision: 64 };
    expect(checkCertificate({ ...classification, network: [classes] })).toEqual({ verdict: "accepted" });
    expect(checkCertificate({ ...classification, network: [classes, norm(size, true)] })).toEqual({
      verdict: "accepted",
    });
  });

  test("a thousand kinks, and centring without an affine layer before it, need no more than their work", () => {
    const lines = Array.from({ length: 300 }, (_, i) => `${i}*x - ${(i * (i - 1)) / 2}/300`);
    const kinks = approximation(`max(${lines.join(", ")})`, constant("0"), [["0", "1"]], "300");
    expect(checkCertificate(kinks)).toEqual({ verdict: "accepted" });
    const centring = [
      affine([["1"], ["0"]], ["0", "1"]),
      norm(2, true, "1"),
      norm(2, true, "1"),
      affine([["1", "0"]], ["0"]),
    ];
    expect(checkCertificate(approximation("0*x", centring, [["1", "2"]], "1"))).toEqual({ verdict: "accepted" });
  });
});

describe("roots", () => {
  const verdict = (text: string, network: object[], domain: string[][], epsilon: string) =>
    checkCertificate(approximation(text, network, domain, epsilon)).verdict;

  test("of polynomials that are nowhere below 0 have a value, also where they are 0", () => {
    expect(verdict("sqrt(x^2 - 2*x + 1)", constant("1"), [["0", "2"]], "1")).toBe("accepted");
    expect(verdict("sqrt(x^2 - 2*x/3 + 1/9)", constant("1/3"), [["0", "1"]], "1/3")).toBe("accepted");
    expect(verdict("sqrt(x - 1/3)", constant("1/2"), [["1/3", "4/3"]], "1/2")).toBe("accepted");
    expect(
      verdict(
        "sqrt(x + y - 2/3)",
        constant("1/2", 2),
        [
          ["1/3", "1"],
          ["1/3", "1"],
        ],
        "2/3",
      ),
    ).toBe("accepted");
    expect(verdict("sqrt((x - 1)^3*(x - 2)^2)", constant("1", 1), [["1", "3"]], "2")).toBe("accepted");
  });

  test("of numbers below 0 have none, which is said with the place", () => {
    const said = checkCertificate(approximation("sqrt(x - 1/3)", constant("1/2"), [["0", "4/3"]], "10"));
    expect(said).toMatchObject({ verdict: "rejected", reason: /has no value: .* root/ });
    // Below 0 between 1/3 − 10^−7 and 1/3 alone.
    const narrow = "sqrt((x - 1/3)*(x - 3333333/10000000))";
    expect(verdict(narrow, constant("1/2"), [["0", "1"]], "10")).toBe("rejected");
    expect(verdict("sqrt((x - 1)^3*(x - 2)^2)", constant("1"), [["1/2", "3"]], "2")).toBe("rejected");
  });
});

describe("far out", () => {
  test("exponentials, logistic functions and tanh have their limits", () => {
    const steep = (name: string) => [
      affine([["200000", "200000"]], ["0"]),
      { type: "activation", function: name },
      affine([["1"]], ["0"]),
    ];
    const square = [
      ["-1", "1"],
      ["-1", "1"],
    ];
    const verdict = (c: unknown) => checkCertificate(c).verdict;
    expect(verdict(approximation("exp(-x)", constant("1/2"), [["0", "200000"]], "1/2"))).toBe("accepted");
    expect(verdict(approximation("1/2 + 0*x", steep("logistic"), square, "1/2"))).toBe("accepted");
    expect(verdict(approximation("1/2 + 0*x", steep("logistic"), square, "49/100"))).toBe("rejected");
    expect(verdict(approximation("0*x", steep("tanh"), square, "1"))).toBe("accepted");
    expect(verdict(approximation("0*x", steep("tanh"), square, "99/100"))).toBe("rejected");
    expect(checkCertificate(approximation("exp(x)", constant("0"), [["0", "200000"]], "1"))).toMatchObject({
      verdict: "rejected",
    });
  });

  test("jumps that cancel are seen to", () => {
    const sums = affine(
      [
        ["1", "1"],
        ["-2", "-2"],
      ],
      ["0", "0"],
    );
    const square = [
      ["-1", "1"],
      ["-1", "1"],
    ];
    const net = (weights: string[]) => [sums, norm(1), affine([weights], ["0"])];
    expect(checkCertificate(approximation("0*x", net(["1", "1"]), square, "0"))).toEqual({ verdict: "accepted" });
    expect(checkCertificate(approximation("0*x", net(["1", "-1"]), square, "1"))).toMatchObject({
      verdict: "rejected",
    });
  });
});
