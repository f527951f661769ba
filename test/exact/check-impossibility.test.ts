import { describe, expect, test } from "vitest";
import { checkCertificate, InputError, parseExpression } from "../../src/exact/index.js";
import { problem, said } from "./said.js";

const cosine = {
  format: "normlab-certificate/1",
  claim: "A5",
  statement: "no single layer norm comes nearer to cos(pi x) on [0, 3] than 1",
  kind: "impossibility",
  family: { type: "single-layer-norm" },
  function: parseExpression("cos(pi*x)", ["x"]),
  points: ["0", "1", "2", "3"],
  signs: [1, -1, 1, -1],
  level: "1",
};

const verdict = (change: object) => checkCertificate({ ...cosine, ...change }).verdict;

describe("impossibility", () => {
  test("accepts cos(pi x) at level 1 exactly, for every family with too few sign changes", () => {
    expect(checkCertificate(cosine)).toEqual({ verdict: "accepted" });
    expect(verdict({ family: { type: "steps", units: 2 } })).toBe("accepted");
    expect(verdict({ family: { type: "relu", units: 1 } })).toBe("accepted");
  });

  test("rejects a family that could follow: the rule misused by one unit", () => {
    expect(verdict({ family: { type: "steps", units: 3 } })).toBe("rejected");
    expect(verdict({ family: { type: "relu", units: 2 } })).toBe("rejected");
    expect(verdict({ points: ["0", "1", "2"], signs: [1, -1, 1] })).toBe("rejected");
  });

  test("knows how many sign changes a deep LN-Net has: 2 to the power of its depth", () => {
    const alternating = (count: number, depth: number) => {
      const places = Array.from({ length: count }, (_, i) => i);
      const signs = places.map((i) => (i % 2 === 0 ? 1 : -1));
      return verdict({ family: { type: "layer-norm-net", depth }, points: places.map(String), signs });
    };
    expect([alternating(4, 1), alternating(6, 2), alternating(10, 3)]).toEqual(["accepted", "accepted", "accepted"]);
    expect([alternating(3, 1), alternating(5, 2), alternating(9, 3)]).toEqual(["rejected", "rejected", "rejected"]);
    expect(() => alternating(4, 0)).toThrow(/family\.depth/);
  });

  test("knows how many sign changes a sum of norm groups has: 2, 8, 22, 50", () => {
    const alternating = (count: number, units: number) => {
      const places = Array.from({ length: count }, (_, i) => i);
      const signs = places.map((i) => (i % 2 === 0 ? 1 : -1));
      const family = { type: "norm-units", units };
      return checkCertificate({ ...cosine, family, points: places.map(String), signs });
    };
    for (const [units, changes] of [
      [1, 2],
      [2, 8],
      [3, 22],
      [4, 50],
    ] as const) {
      expect(alternating(changes + 2, units)).toEqual({ verdict: "accepted" });
      expect(alternating(changes + 1, units)).toMatchObject({
        verdict: "rejected",
        where: "family",
        reason: `it has up to ${changes} sign changes, and the signs alternate only ${changes} times`,
      });
    }
    expect(() => alternating(3, 0)).toThrow(/family\.units/);
  });

  test("says of which network it speaks", () => {
    const said = (family: object) => {
      let text = "";
      checkCertificate({ ...cosine, family }, { onContent: ({ checked }) => (text = checked) });
      return text.slice(0, text.indexOf(" is nearer"));
    };
    expect(said({ type: "steps", units: 5 })).toBe("no sum of 5 steps and a constant");
    expect(said({ type: "relu", units: 5 })).toBe("no sum of 5 rectified linear units and a constant");
    expect(said({ type: "norm-units", units: 5 })).toBe("no sum of 5 norm groups of one layer and a constant");
    expect(said({ type: "layer-norm-net", depth: 5 })).toBe("no LN-Net of width 3 with 5 norm layers");
    expect(said({ type: "single-layer-norm" })).toBe("no network with a single norm layer of one group");
  });

  test("takes how many units a single layer has for no more than a number", () => {
    expect(verdict({ family: { type: "single-layer-norm", units: 7 } })).toBe("accepted");
    expect(() => verdict({ family: { type: "single-layer-norm", units: "many" } })).toThrow(/family\.units/);
  });

  test("rejects a level a little too high, signs that do not alternate or are not the function's, points out of order", () => {
    expect(verdict({ level: "1000000000001/1000000000000" })).toBe("rejected");
    expect(verdict({ signs: [1, 1, -1, 1] })).toBe("rejected");
    expect(verdict({ signs: [-1, 1, -1, 1] })).toBe("rejected");
    expect(verdict({ points: ["0", "1", "4", "3"] })).toBe("rejected");
    expect(verdict({ points: ["0", "1", "1", "3"] })).toBe("rejected");
  });

  test("reads irrational values in intervals, and rejects where there is no value", () => {
    expect(verdict({ function: parseExpression("cos(pi*x) + x/exp(9)", ["x"]), level: "999/1000" })).toBe("accepted");
    expect(verdict({ function: parseExpression("cos(pi*x)/x", ["x"]) })).toBe("rejected");
  });

  test("names a wrong field", () => {
    expect(() => verdict({ family: { type: "tanh" } })).toThrow(InputError);
    expect(() => verdict({ family: { type: "steps" } })).toThrow(/family\.units: expected an integer/);
    expect(() => verdict({ signs: [1, -1, 1, 0] })).toThrow(/signs\[3\]: expected 1 or -1, got 0/);
  });
});

describe("what is said of an impossibility", () => {
  const changed = (change: object) => ({ ...cosine, family: { type: "steps", units: 2 }, ...change });

  test("says what it checks, with the first six points", () => {
    expect(said(changed({})).sentence).toBe(
      "no sum of 2 steps and a constant is nearer than 1 to cos((pi*x0)) at all of the 4 points 0, 1, 2, 3",
    );
    const many = (n: number) =>
      said(
        changed({
          points: Array.from({ length: n }, (_, i) => `${i}`),
          signs: Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1)),
        }),
      ).sentence;
    expect(many(6)).toMatch(/6 points 0, 1, 2, 3, 4, 5$/);
    expect(many(7)).toMatch(/7 points 0, 1, 2, 3, 4, 5, …$/);
  });

  test("is rejected with the place and the reason", () => {
    const end = (change: object) => said(changed(change)).verdict;
    const rejected = (where: string, reason: unknown) => ({ verdict: "rejected", where, reason });
    expect(end({ points: ["0", "1", "1", "3"] })).toEqual(rejected("points[2]", "it is not above the one before"));
    expect(end({ signs: [1, -1, -1, 1] })).toEqual(rejected("signs[2]", "it is the sign before it"));
    expect(end({ signs: [-1, 1, -1, 1] })).toEqual(rejected("points[0]", "sign·f is below the level there"));
    expect(end({ level: "2" })).toEqual(rejected("points[0]", "sign·f is below the level there"));
    expect(end({ function: parseExpression("cos(pi*x)/(x - 1)", ["x"]), level: "1/9" })).toMatchObject({
      verdict: "rejected",
      where: "points[0]",
    });
    expect(end({ function: parseExpression("-cos(pi*x)/(x - 1)", ["x"]), level: "1/9" })).toEqual(
      rejected("points[1]", expect.stringContaining("the function has no value there: ")),
    );
    expect(end({ family: { type: "steps", units: 3 } })).toEqual(
      rejected("family", "it has up to 3 sign changes, and the signs alternate only 3 times"),
    );
    expect(end({ family: { type: "relu", units: 2 } })).toMatchObject({ where: "family" });
    expect(end({ family: { type: "relu", units: 1 } })).toEqual({ verdict: "accepted" });
  });

  test("is undecided where the enclosure holds the level, or the divisor holds 0, at the first such point", () => {
    const end = (text: string, change: object = {}) =>
      said(changed({ function: parseExpression(text, ["x"]), ...change })).verdict;
    // sin² + cos² is 1, which no enclosure shows.
    const one = "cos(pi*x)*(sin(x)^2 + cos(x)^2)";
    expect(end(one, { precision: 40 })).toEqual({
      verdict: "undecided",
      where: "points[1]",
      reason: "sign·f cannot be told from the level at 40 bits",
      needs: "precision",
    });
    expect(end(one)).toMatchObject({ verdict: "undecided", reason: expect.stringContaining("at 128 bits") });
    expect(end(one, { level: "99/100" })).toEqual({ verdict: "accepted" });
    expect(end(one, { level: "99/100", family: { type: "steps", units: 3 } })).toMatchObject({ where: "family" });
    expect(end(one, { points: ["0", "1", "2", "2"] })).toMatchObject({ verdict: "rejected", where: "points[3]" });
    const pole = "cos(pi*x)/(1 - sin(x)^2 - cos(x)^2)";
    expect(end(pole)).toMatchObject({ verdict: "rejected", where: "points[0]" });
    expect(end(pole, { points: ["1", "2", "3", "4"] })).toMatchObject({
      verdict: "undecided",
      reason: expect.stringContaining("the function is not seen to have a value there: "),
      needs: "precision",
    });
  });

  test("refuses a level of 0, other signs, and fields that the family does not have", () => {
    expect(problem(changed({ level: "0" }))).toMatchObject({ where: "level", expected: "a number above 0" });
    expect(problem(changed({ level: "-1" }))).toMatchObject({ where: "level" });
    expect(problem(changed({ signs: [1, -1, 1, 2] }))).toMatchObject({ where: "signs[3]", expected: "1 or -1" });
    expect(problem(changed({ signs: [1, -1, 1] }))).toMatchObject({ where: "signs" });
    expect(problem(changed({ family: { type: "steps", units: 2, depth: 2 } }))).toMatchObject({ where: "family" });
    expect(problem(changed({ family: { type: "layer-norm-net", depth: 1, units: 2 } }))).toMatchObject({
      where: "family",
    });
    expect(problem(changed({ family: { type: "layer-norm-net", depth: 41 } }))).toMatchObject({
      where: "family.depth",
    });
    expect(problem(changed({ family: { type: "norm-units", units: 100_001 } }))).toMatchObject({
      where: "family.units",
    });
    expect(problem(changed({ family: { type: "steps", units: -1 } }))).toMatchObject({ where: "family.units" });
    expect(problem(changed({ family: { type: "single-layer-norm", units: -1 } }))).toMatchObject({
      where: "family.units",
    });
  });
});
