import { describe, expect, test } from "vitest";
import { checkCertificate, InputError, parseExpression, Rational, type Layer } from "../../src/exact/index.js";

const affine = (weight: string[][], bias: string[]): Layer => ({ type: "affine", weight, bias });
const norm = (normSize: number, center = true): Layer => ({ type: "norm", normSize, center, epsilon: "0" });
const exact = (x: number) => Rational.from(x).toString();

const certificate = (text: string, network: readonly Layer[], epsilon: string, domain = ["0", "1"]) => ({
  format: "normlab-certificate/1",
  claim: null,
  statement: `within ${epsilon} of ${text}`,
  kind: "approximation",
  network,
  function: parseExpression(text, ["x"]),
  domain: [domain],
  epsilon,
  precision: 80,
});

/** Steps from level to level at the knots. */
function steps(knots: readonly string[], levels: readonly string[]): Layer[] {
  const numbers = levels.map((level) => Rational.from(level));
  let constant = numbers[0]!;
  const halves = knots.map((_, i) => {
    const half = numbers[i + 1]!.sub(numbers[i]!).mul(Rational.from("1/2"));
    constant = constant.add(half);
    return half.toString();
  });
  const bias = knots.flatMap((knot) => [Rational.from(knot).neg().toString(), knot]);
  const weight = knots.flatMap(() => [["1"], ["-1"]]);
  return [affine(weight, bias), norm(2), affine([halves.flatMap((half) => [half, "0"])], [constant.toString()])];
}

const verdict = (c: unknown) => checkCertificate(c).verdict;

describe("steps", () => {
  const tight = steps(["1/4", "1/2", "3/4"], ["1/8", "3/8", "5/8", "7/8"]);

  test("accepts an error of exactly epsilon, and rejects it with any digit changed", () => {
    expect(checkCertificate(certificate("x", tight, "1/8"))).toEqual({ verdict: "accepted" });
    expect(verdict(certificate("x", tight, "124999999999999/1000000000000000"))).toBe("rejected");
    for (const change of ["1p-200", "-1p-200"]) {
      const bump = (value: string) => Rational.from(value).add(Rational.from(change)).toString();
      const [first, middle, last] = tight as [Layer & { type: "affine" }, Layer, Layer & { type: "affine" }];
      const knot = { ...first, bias: first.bias.map((b, i) => (i === 2 ? bump(b) : b)) };
      expect(verdict(certificate("x", [knot, middle, last], "1/8"))).toBe("rejected");
      const height = { ...last, weight: [last.weight[0]!.map((w, i) => (i === 2 ? bump(w) : w))] };
      expect(verdict(certificate("x", [first, middle, height], "1/8"))).toBe("rejected");
    }
  });

  test("rejects one unit removed", () => {
    expect(verdict(certificate("x", steps(["1/4", "3/4"], ["1/8", "5/8", "7/8"]), "1/8"))).toBe("rejected");
  });

  test("is exact at kinks of piecewise-linear functions that are no dyadic numbers", () => {
    expect(verdict(certificate("abs(x - 1/3)", [affine([["0"]], ["1/3"])], "1/3", ["0", "2/3"]))).toBe("accepted");
    expect(verdict(certificate("abs(x - 1/3)", [affine([["0"]], ["1/3"])], "1/3", ["0", "3000001/3000000"]))).toBe(
      "rejected",
    );
    expect(verdict(certificate("max(x, 2/3 - x, 1/2)", [affine([["0"]], ["2/3"])], "1/3"))).toBe("accepted");
    expect(verdict(certificate("abs(abs(3*x - 1) - 1/7)", [affine([["0"]], ["13/14"])], "13/14"))).toBe("accepted");
    expect(verdict(certificate("abs(abs(3*x - 1) - 1/7)", [affine([["0"]], ["14/14"])], "13/14"))).toBe("rejected");
    const table = {
      ...certificate("x", steps(["1/3"], ["1/2", "3/2"]), "1/2"),
      function: {
        op: "piecewise-linear",
        knots: [
          ["0", "0"],
          ["1/3", "1"],
          ["2/3", "2"],
          ["1", "1"],
        ],
        args: [{ var: 0 }],
      },
    };
    expect(verdict(table)).toBe("accepted");
    expect(verdict({ ...table, epsilon: "4999999/10000000" })).toBe("rejected");
  });

  test("counts the value 0 of a root of 0 at the jump itself, also at the ends of the domain", () => {
    // Left of 0 the level is -1, right of it 1, at 0 the mean 0: |0 − 1| ≤ 1/2 fails at the end point alone.
    const jump = steps(["0"], ["-1", "1"]);
    expect(verdict(certificate("1", jump, "1/2"))).toBe("rejected");
    expect(verdict(certificate("1", jump, "1"))).toBe("accepted");
    expect(verdict(certificate("1", jump, "1/2", ["1p-300", "1"]))).toBe("accepted");
    expect(verdict(certificate("0-1", jump, "1/2", ["-1", "0"]))).toBe("rejected");
    // At an inner jump both sides count in full.
    expect(verdict(certificate("0", jump, "1", ["-1", "1"]))).toBe("accepted");
    expect(verdict(certificate("0", jump, "9/10", ["-1", "1"]))).toBe("rejected");
    // PLS-1 is the sign; two jumps at one point.
    const sign = [affine([["1"], ["2"]], ["0", "0"]), norm(1, false), affine([["1", "-1"]], ["0"])];
    expect(verdict(certificate("0", sign, "0", ["-1", "1"]))).toBe("accepted");
  });

  test("approximates a sine, and rejects one percent less than the error", () => {
    const knots = Array.from({ length: 99 }, (_, i) => exact((i + 1) / 100));
    const levels = Array.from({ length: 100 }, (_, i) => exact(Math.sin(2 * Math.PI * ((i + 0.5) / 100))));
    const error = Math.sin(2 * Math.PI * 0.005);
    expect(verdict(certificate("sin(2*pi*x)", steps(knots, levels), exact(error * 1.001)))).toBe("accepted");
    expect(verdict(certificate("sin(2*pi*x)", steps(knots, levels), exact(error * 0.99)))).toBe("rejected");
  });
});

describe("other units", () => {
  const activation = (name: "relu" | "tanh" | "logistic"): Layer => ({ type: "activation", function: name });

  test("relu: interpolation is exact, kinks on both sides", () => {
    const hat = [
      affine([["3"], ["-3"], ["0"]], ["-1", "1", "5"]),
      activation("relu"),
      affine([["1", "1", "1"]], ["-5"]),
    ];
    expect(verdict(certificate("abs(3*x - 1)", hat, "0"))).toBe("accepted");
    expect(verdict(certificate("abs(3*x - 1) + x/10^30", hat, "0"))).toBe("rejected");
  });

  test("large units that cancel are settled by their slopes together", () => {
    // 10^7·(φ(x) − φ(x + 10^-7)) with φ(t) = t/√(t² + 1): −φ′, which is −1 at 0.
    const difference = [
      affine([["1"], ["0"], ["1"], ["0"]], ["0", "1", "1/10000000", "1"]),
      norm(2, false),
      affine([["7071068", "0", "-7071068", "0"]], ["0"]),
    ];
    expect(verdict(certificate("0*x", difference, "11/10", ["0", "1/16"]))).toBe("accepted");
    expect(verdict(certificate("0*x", difference, "9/10"))).toBe("rejected");
  });

  test("tanh, logistic and norm groups are compared with themselves written as expressions", () => {
    const close = "1p-30";
    const tanh = [affine([["4"]], ["-2"]), activation("tanh"), affine([["3"]], ["1"])];
    const tanhText = "1 + 3*(1 - 2/(exp(8*x - 4) + 1))";
    expect(verdict({ ...certificate(tanhText, tanh, "1/1000"), subdivision: 60 })).toBe("accepted");
    expect(verdict(certificate(`${tanhText} + 1/500`, tanh, "1/1000"))).toBe("rejected");
    const logistic = [affine([["-1000000"]], ["500000"]), activation("logistic"), affine([["2"]], ["0"])];
    expect(verdict(certificate("1", logistic, "1"))).toBe("accepted");
    expect(verdict(certificate("1", logistic, "99/100"))).toBe("rejected");
    const pls = [affine([["1"], ["1"]], ["-1/2", "1/3"]), norm(2, false), affine([["1", "2"]], ["0"])];
    const plsText = "(3*x + 1/6)/sqrt(((x - 1/2)^2 + (x + 1/3)^2)/2)";
    expect(verdict(certificate(plsText, pls, "1/200"))).toBe("accepted");
    expect(verdict(certificate(`${plsText} + 1/100`, pls, "1/200"))).toBe("rejected");
    expect(verdict(certificate("0", pls, close))).toBe("rejected");
  });

  test("a group that turns inside a piece is seen there", () => {
    // 1/√((x − 1/2)² + 1): greatest, 1·√2, at 1/2.
    const bump = [affine([["1"], ["0"]], ["-1/2", "1"]), norm(2, false), affine([["0", "1"]], ["0"])];
    expect(verdict(certificate("1", bump, "4143/10000"))).toBe("accepted");
    expect(verdict(certificate("1", bump, "4142/10000"))).toBe("rejected");
  });
});

test("where a sine or cosine is ±1 or 0 the error may be exactly epsilon, at an end and inside", () => {
  const level = (value: string): Layer[] => [affine([["0"]], [value])];
  for (const [f, value, epsilon, domain] of [
    ["cos(pi*x)", "3/4", "1/4", ["0", "1/3"]],
    ["cos(pi*x)", "3/4", "1/4", ["-1/3", "1/3"]],
    ["-cos(pi*x)", "-3/4", "1/4", ["-1/3", "0"]],
    ["sin(pi*x)", "1/2", "1/2", ["0", "1"]],
    ["sin(x)", "0", "1", ["0", "100"]],
    ["x*sin(x)", "1/2", "1/2", ["-1/2", "1/2"]],
  ] as const) {
    expect(checkCertificate(certificate(f, level(value), epsilon, [...domain])), `${f} on ${domain.join()}`).toEqual({
      verdict: "accepted",
    });
    const less = Rational.from(epsilon).sub(Rational.from("1p-40")).toString();
    expect(checkCertificate(certificate(f, level(value), less, [...domain])), f).toMatchObject({
      verdict: "rejected",
      where: "domain",
    });
  }
});

describe("bad input", () => {
  test("names a wrong field", () => {
    const network = [affine([["1"]], ["0"])];
    const good = certificate("x", network, "0");
    expect(verdict(good)).toBe("accepted");
    expect(() => verdict({ ...good, domain: [["1", "0"]] })).toThrow(/domain\[0\]: expected a < b/);
    expect(() => verdict({ ...good, domain: [] })).toThrow(InputError);
    expect(() => verdict({ ...good, epsilon: "-1" })).toThrow(/epsilon: expected a number ≥ 0/);
    expect(() => verdict({ ...good, function: { var: 1 } })).toThrow(/function\.var/);
    expect(() => verdict({ ...good, function: { op: "tan", args: [{ var: 0 }] } })).toThrow(/function\.op/);
    expect(() => verdict({ ...good, function: { op: "sub", args: [{ var: 0 }] } })).toThrow(/a list of length 2/);
    expect(() => verdict({ ...good, subdivision: 1e6 })).toThrow(/subdivision/);
    let deep: object = { var: 0 };
    for (let i = 0; i < 100_000; i += 1) deep = { op: "neg", args: [deep] };
    expect(() => verdict({ ...good, function: deep })).toThrow(/levels of nesting/);
  });

  test("a function without a value somewhere is rejected, not an error", () => {
    expect(checkCertificate(certificate("1/(x - 1/3)", [affine([["0"]], ["0"])], "100000"))).toMatchObject({
      verdict: "rejected",
    });
    expect(verdict(certificate("sqrt(x - 1/2)", [affine([["0"]], ["0"])], "100000"))).toBe("rejected");
    expect(verdict(certificate("sqrt(x)", [affine([["0"]], ["1/2"])], "1/2"))).toBe("accepted");
  });
});

describe("near a pole that no halving meets", () => {
  const zero = [affine([["0"]], ["0"])];
  const said = (text: string, domain = ["0", "2"], more = {}) =>
    checkCertificate({ ...certificate(text, zero, "1", domain), ...more });

  test.each([
    ["min(1, abs(1/(x^2 - 2)))", "it divides by (x0^2 - 2), and (x0^2 - 2) changes its sign there"],
    ["1/(1/(x^2 - 2)) - (x^2 - 2)", "changes its sign there"],
    ["min(1, 1/sqrt(abs(-(x^2 - 2)^3)))", "changes its sign there"],
    ["min(1, exp(x)/(exp(x)*(x^2 - 2)^2/3))", "changes its sign there"],
    ["max(-1, min(1, 1/(sin(x) - cos(x))))", "(sin(x0) - cos(x0)) changes its sign there"],
    ["max(-1, min(1, 1/(abs(x - 1/3) - 1/7)))", "changes its sign there"],
  ])("%s is rejected, for it divides by 0 at a point between, and accepted beside it", (text, why) => {
    const found = said(text);
    expect(found).toMatchObject({
      verdict: "rejected",
      where: "domain",
      reason: expect.stringMatching(
        /^between .* there is a point where the function has no value: it divides by/,
      ) as string,
    });
    expect((found as { reason: string }).reason).toContain(why);
    expect(said(text, ["2", "3"])).toEqual({ verdict: "accepted" });
  });

  test.each([
    ["a root of even order that is no factor", "min(1, 1/(x^4 - 4*x^2 + 4))"],
    ["a power 0", "min(1, 1/((x^2 - 2)^0*(x^4 - 4*x^2 + 4)))"],
    ["an exponential", "min(1, 1/(exp(x^2 - 2)*(x^4 - 4*x^2 + 4)))"],
  ])("with %s it is open whether there is a value", (_, text) => {
    expect(said(text, ["0", "2"], { subdivision: 10 })).toMatchObject({
      verdict: "undecided",
      needs: "subdivision",
      reason: expect.stringMatching(/^between .* the function is not seen to have a value everywhere/) as string,
    });
  });

  test("with a value everywhere, as by a root that touches epsilon, it is the error", () => {
    expect(said("sin(x)/sin(1)*(2 - sin(x)/sin(1))")).toMatchObject({
      verdict: "undecided",
      reason: expect.not.stringMatching(/value everywhere/) as string,
    });
  });

  test("in two variables, between two corners of a part", () => {
    const plane = {
      domain: [
        ["0", "1"],
        ["0", "1"],
      ],
      network: [affine([["0", "0"]], ["0"])],
      subdivision: 12,
    };
    expect(
      checkCertificate({
        ...certificate("0*x", zero, "1"),
        ...plane,
        function: parseExpression("min(1, 1/abs(x*y - 2/7))", ["x", "y"]),
      }),
    ).toMatchObject({
      verdict: "rejected",
      reason: expect.stringMatching(
        /^on .* there is a point where the function has no value: .* changes its sign there/,
      ) as string,
    });
  });
});
