import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCertificate, InputError, parseExpression, Polynomial } from "../../src/exact/index.js";

function check(left: string, right: string, variables: readonly string[] = ["x", "y", "z"], budget?: number) {
  return checkCertificate(
    {
      format: "normlab-certificate/1",
      kind: "identity",
      claim: null,
      statement: `${left} = ${right}`,
      variables: variables.length,
      left: parseExpression(left, variables),
      right: parseExpression(right, variables),
    },
    budget === undefined ? {} : { budget },
  );
}

describe("identity certificates", () => {
  it.each([
    ["(x + y)^2", "x^2 + 2*x*y + y^2"],
    ["x^3 - y^3", "(x - y)*(x^2 + x*y + y^2)"],
    ["(0.5*x + 0.25)*8", "4*x + 2"],
    ["x^0", "1"],
    ["-(x - x)", "0"],
    ["(x + y + z)^2", "x*(x + y + z) + y*(y + z + x) + z*(z + x + y)"],
  ])("accept %s = %s", (left, right) => {
    expect(check(left, right)).toEqual({ verdict: "accepted" });
  });

  it("reject a wrong coefficient, a wrong exponent and a missing term, and say which", () => {
    expect(check("(x + y)^2", "x^2 + 3*x*y + y^2")).toMatchObject({
      verdict: "rejected",
      reason: /x0·x1 is 3 there, and 2/,
    });
    expect(check("x^2*y", "x*y^2").verdict).toBe("rejected");
    expect(check("x + 1", "x")).toMatchObject({ verdict: "rejected", reason: /coefficient of 1 is 0 there, and 1/ });
    expect(check("x", "x + 0.0000000000000000000000000001*y").verdict).toBe("rejected");
  });

  const named = (polynomials: readonly object[], left: object, right: object, budget = 1e9) =>
    checkCertificate({ ...common, variables: 1, polynomials, left, right }, { budget });
  const common = { format: "normlab-certificate/1", kind: "identity", claim: null, statement: "" };
  const x = { var: 0 };
  const power = (base: object, ...exponents: readonly number[]): object =>
    exponents.reduce((e, exponent) => ({ op: "pow", args: [e], exponent }), base);

  it("compose polynomials of degrees beyond 2^32", () => {
    // x^5000000000: its exponent is no index of a list.
    const exponents = [1000, 1000, 1000, 5];
    const p = [{ name: "p", variables: 1, expression: power(x, ...exponents) }];
    const of = (e: object) => ({ op: "apply", name: "p", args: [e] });
    expect(named(p, of(x), { const: "0" })).toEqual({
      verdict: "rejected",
      where: "right",
      reason: "the coefficient of x0^5000000000 is 0 there, and 1 in left",
    });
    expect(named(p, of(x), power(x, ...exponents))).toEqual({ verdict: "accepted" });
    expect(named(p, of({ const: "0" }), { const: "0" })).toEqual({ verdict: "accepted" });
    expect(named(p, of({ op: "add", args: [x, { const: "1" }] }), x)).toMatchObject({ needs: "budget" });
  });

  it("compose with gaps between the exponents, in several variables", () => {
    const q = { op: "add", args: [{ op: "mul", args: [power(x, 5), power({ var: 1 }, 3)] }, power({ var: 1 }, 7), x] };
    const p = [{ name: "q", variables: 2, expression: q }];
    const square = { op: "mul", args: [x, x] };
    const at = { op: "apply", name: "q", args: [square, { op: "neg", args: [x] }] };
    const result = (sign: "add" | "sub") => ({
      op: sign,
      args: [{ op: "neg", args: [{ op: "add", args: [power(x, 13), power(x, 7)] }] }, square],
    });
    expect(named(p, at, { op: "neg", args: [{ op: "neg", args: [result("add")] }] })).toEqual({ verdict: "accepted" });
    expect(named(p, at, result("sub"))).toMatchObject({ verdict: "rejected", reason: /x0\^2 is -1 there, and 1/ });
  });

  it("follow a long chain of names", () => {
    const chain = Array.from({ length: 12_000 }, (_, i) => ({
      name: `p${i}`,
      variables: 1,
      expression: i === 0 ? x : { op: "apply", name: `p${i - 1}`, args: [x] },
    }));
    const end = { op: "apply", name: "p11999", args: [x] };
    expect(named(chain, end, x)).toEqual({ verdict: "accepted" });
    expect(named(chain, end, power(x, 2)).verdict).toBe("rejected");
  });

  it("do not take a polynomial that vanishes at many points for 0", () => {
    const factors = Array.from({ length: 12 }, (_, i) => `(x - ${i})`).join("*");
    expect(check(factors, "0*x").verdict).toBe("rejected");
  });

  it("agree with polynomial arithmetic in one variable", () => {
    const coefficients = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 5 });
    const text = (c: readonly number[]) => c.map((a, i) => `(${a})*x^${i}`).join(" + ");
    fc.assert(
      fc.property(coefficients, coefficients, fc.boolean(), (a, b, tamper) => {
        const product = Polynomial.from(a)
          .mul(Polynomial.from(b))
          .coefficients.map((c) => c.toNumber());
        if (product.length === 0) product.push(0);
        if (tamper) product[0]! += 1;
        const { verdict } = check(`(${text(a)})*(${text(b)})`, text(product), ["x"]);
        expect(verdict).toBe(tamper ? "rejected" : "accepted");
      }),
      { numRuns: 200 },
    );
  });

  it("refuse other operations, other variables and what is too large, before expanding", () => {
    expect(() => check("sqrt(x)^2", "x")).toThrow(
      /left\.args\[0\]\.op: expected add, sub, mul, neg, pow, apply or derivative/,
    );
    expect(() => check("x/y", "x")).toThrow(InputError);
    expect(check("(x + y + z + 1)^1000", "x", ["x", "y", "z"], 1e7)).toMatchObject({
      verdict: "undecided",
      needs: "budget",
    });
    expect(() => check("((((x + y)^100)^100)^100)", "x")).toThrow(/at most/);
    const deep = { op: "add", args: Array.from({ length: 200_000 }, () => ({ const: "1/3" })) };
    const body = { format: "normlab-certificate/1", kind: "identity", claim: null, statement: "" };
    const wide = { ...body, variables: 1, left: deep, right: { var: 0 } };
    expect(checkCertificate(wide, { budget: 1e7 })).toMatchObject({ verdict: "undecided", needs: "budget" });
    expect(() => checkCertificate({ ...body, variables: 1, left: { var: 1 }, right: { var: 0 } })).toThrow(/left\.var/);
    expect(() => checkCertificate({ ...body, variables: 0, left: { var: 0 }, right: { var: 0 } })).toThrow(/variables/);
  });
});
