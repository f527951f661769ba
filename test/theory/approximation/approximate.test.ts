import { describe, expect, it } from "vitest";
import {
  checkCertificate,
  evaluateExpression,
  InputError,
  Rational,
  type Expression,
  type Network,
} from "../../../src/exact/index.js";
import { approximate } from "../../../src/theory/approximation/approximate.js";
import type { ApproximateInput } from "../../../src/theory/approximation/approximation.js";
import { networkFunction } from "../../../src/theory/approximation/network-function.js";

const activations = ["pln-2", "pls-1", "sign", "heaviside", "pln-3", "pln-8", "pls-2", "tanh", "logistic", "relu"];

/** The greatest distance on an even grid: a cross-check in doubles, not a proof. */
function sampledError(network: Network, f: Expression, [a, b]: readonly [number, number], points = 3000): number {
  const g = networkFunction(network);
  let worst = 0;
  for (let i = 0; i <= points; i += 1) {
    const x = a + ((b - a) * i) / points;
    worst = Math.max(worst, Math.abs(g([x])[0]! - evaluateExpression(f, [x])));
  }
  return worst;
}

describe("approximate on an interval", () => {
  it.each(activations)("keeps epsilon and the upper bound with %s", (activation) => {
    for (const [f, lipschitz, domain] of [
      ["sin(2*pi*x)", 6.2832, [0, 1]],
      ["x", 1, [0, 1]],
      ["abs(x - 1/3)", 1, [-1, 1]],
      ["max(0, min(1, 3*x)) - x^2", 3, [-0.5, 1]],
    ] as const) {
      const { network, units, neurons, bounds, certificate } = approximate({
        f,
        lipschitz,
        domain,
        epsilon: 0.05,
        activation,
      });
      expect(units).toBeLessThanOrEqual(bounds.upper);
      expect(neurons).toBe(units * bounds.neuronsPerUnit);
      const error = sampledError(network!, certificate["function"] as Expression, domain);
      expect(error).toBeLessThanOrEqual(0.05 * (1 + 1e-9));
    }
  });

  it("sweeps with the fewest steps, and counts them as the bracket for a straight line", () => {
    const line = approximate({ f: "x", domain: [0, 1], lipschitz: 1, epsilon: 0.05, activation: "pln-2" });
    expect([line.units, line.fewestSteps, line.bounds.lower]).toEqual([9, 9, 9]);
    // Pieces of height 0.0998: 10 up, 1 over the top, 19 down, 1 through the bottom, 10 up again; the class needs 62 steps.
    const sine = approximate({
      f: "sin(2*pi*x)",
      domain: [0, 1],
      lipschitz: 6.2832,
      epsilon: 0.0499,
      activation: "pln-2",
    });
    expect(sine.units).toBe(sine.fewestSteps);
    expect(sine.units).toBe(40);
  });

  it("needs no unit for what is nearly constant", () => {
    for (const activation of activations) {
      expect(approximate({ f: "x/10", domain: [0, 1], lipschitz: 0.1, epsilon: 0.05, activation }).units).toBe(0);
    }
  });

  it("keeps the equal pieces of ReLU within the bound even for the zigzag that is hardest for interpolation", () => {
    // Slopes ±1, teeth of width 1/8: with q = 8 the bound is 7 units.
    const teeth = Array.from({ length: 9 }, (_, i): [string, string] => [`${i}/8`, i % 2 === 0 ? "0" : "1/8"]);
    const zigzag = approximate({ f: teeth, domain: [0, 1], lipschitz: 1, epsilon: 0.0625, activation: "relu" });
    expect(zigzag.units).toBeLessThanOrEqual(zigzag.bounds.upper);
    expect(sampledError(zigzag.network!, zigzag.certificate["function"] as Expression, [0, 1])).toBeLessThanOrEqual(
      0.0625 * (1 + 1e-12),
    );
  });

  it("takes a table and a TypeScript function", () => {
    const table = approximate({
      f: [
        [0, 0],
        [0.5, 1],
        ["1", 0.25],
      ],
      domain: [0, 1],
      lipschitz: 2,
      epsilon: 0.1,
      activation: "pln-3",
    });
    expect(sampledError(table.network!, table.certificate["function"] as Expression, [0, 1])).toBeLessThanOrEqual(0.1);
    const sampled = approximate({
      f: (x) => Math.exp(-x),
      domain: [0, 2],
      lipschitz: 1,
      epsilon: 0.05,
      activation: "pls-1",
      samples: 200,
    });
    expect(sampled.note).toContain("201 samples");
    expect(sampledError(sampled.network!, sampled.certificate["function"] as Expression, [0, 2])).toBeLessThanOrEqual(
      0.05 * (1 + 1e-9),
    );
  });
});

describe("approximate on a square and a cube", () => {
  const f = "sin(2*pi*x)*cos(pi*y)";
  const square = {
    f,
    lipschitz: 6.2832,
    domain: [
      [0, 1],
      [0, 1],
    ],
    activation: "pln-2",
  } as const;

  it("fills a grid with two hidden layers, faces and corners included", () => {
    const { network, units, bounds } = approximate({ ...square, epsilon: 0.25, depth: 2 });
    expect(units).toBeLessThanOrEqual(bounds.upper);
    const g = networkFunction(network!);
    const grid = network![0]!;
    const cuts = grid.type === "affine" ? grid.bias.map((b) => Math.abs(Rational.from(b).toNumber())) : [];
    const points = [0, 1, 0.3, 0.71, ...new Set(cuts)];
    // On a face the error is ε itself; the network and f are evaluated here in doubles, some hundred operations each.
    const rounding = 1e-13;
    for (const x of points) {
      for (const y of points) {
        expect(Math.abs(g([x, y])[0]! - Math.sin(2 * Math.PI * x) * Math.cos(Math.PI * y))).toBeLessThanOrEqual(
          0.25 + rounding,
        );
      }
    }
  });

  it.each([
    // The range over the cell that holds x = 1/4 and ends at y = 1/3 is exactly 2ε, between the samples.
    [f, "6.2832", "1/4"],
    [f, "6.2832", "1/3"],
    ["abs(x - 1/3) + abs(y - 2/7)", "2", "1/7"],
    ["max(x, y)*2", "2", "1/6"],
    ["exp(-8*((x - 0.3)^2 + (y - 0.6)^2))", "5", "1/8"],
  ])("leaves room for what samples miss: %s, L = %s, within %s", (g, lipschitz, epsilon) => {
    const { certificate } = approximate({ ...square, f: g, lipschitz, epsilon, depth: 2 });
    expect(checkCertificate(certificate).verdict).toBe("accepted");
    const tenthLess = Rational.from(epsilon).mul(Rational.from("9/10")).toString();
    expect(checkCertificate({ ...certificate, epsilon: tenthLess }).verdict).not.toBe("accepted");
  });

  it("runs in three dimensions", () => {
    const { network } = approximate({
      f: "x*y - z",
      lipschitz: 3,
      domain: [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      epsilon: 0.3,
      activation: "sign",
      depth: 2,
    });
    const g = networkFunction(network!);
    for (const [x, y, z] of [
      [0, 0, 0],
      [1, 1, 0],
      [0.5, 0.2, 0.9],
      [0.25, 0.75, 0.5],
    ] as const) {
      expect(Math.abs(g([x, y, z])[0]! - (x * y - z))).toBeLessThanOrEqual(0.3);
    }
  });

  it("adds ridges of steps with one hidden layer", () => {
    const { certificate, units, neurons } = approximate({ ...square, epsilon: 0.3, depth: 1 });
    expect(neurons).toBe(2 * units);
    const blocks = certificate["blocks"] as { direction: number[]; network: Network }[];
    const parts = blocks.map(({ network }) => networkFunction(network));
    const constant = Rational.from(certificate["constant"] as string).toNumber();
    for (let i = 0; i <= 20; i += 1) {
      for (let j = 0; j <= 20; j += 1) {
        const sum = blocks.reduce(
          (all, { direction }, k) => all + parts[k]!([(direction[0]! * i + direction[1]! * j) / 20])[0]!,
          constant,
        );
        expect(Math.abs(sum - Math.sin((2 * Math.PI * i) / 20) * Math.cos((Math.PI * j) / 20))).toBeLessThanOrEqual(
          0.3,
        );
      }
    }
  });
});

describe("approximate on bad input", () => {
  const good: ApproximateInput = { f: "x", domain: [0, 1], lipschitz: 1, epsilon: 0.1, activation: "pln-2" };
  it.each<[string, Partial<ApproximateInput>, RegExp]>([
    ["text that does not parse", { f: "sin(2*x" }, /column/],
    ["an unknown variable", { f: "x + t" }, /column 5/],
    ["a division by 0 inside", { f: "1/(x - 1/2)" }, /f\(0\.5\).*finite/],
    [
      "f steeper than L, with the two points",
      { f: "sin(2*pi*x)", lipschitz: 6.28 },
      /lipschitz.*f\(.*\) = .*f\(.*\) = .*slope 6\.283/,
    ],
    [
      "a table steeper than L",
      {
        f: [
          [0, 0],
          [0.5, 1],
          [1, 0],
        ],
      },
      /f\(0\) = 0 and f\(0\.5\) = 1/,
    ],
    [
      "an unsorted table",
      {
        f: [
          [0, 0],
          [0.5, 0.1],
          [0.4, 0],
        ],
      },
      /f\[2\].*Sort/,
    ],
    [
      "a repeated x",
      {
        f: [
          [0, 0],
          [0.5, 0.1],
          [0.5, 0],
        ],
      },
      /f\[2\].*again/,
    ],
    [
      "a table that is too short for the domain",
      {
        f: [
          [0, 0],
          [0.5, 0.1],
        ],
      },
      /domain/,
    ],
    [
      "a value that is not finite",
      {
        f: [
          [0, 0],
          [0.5, NaN],
          [1, 0],
        ],
      },
      /f\[1\]\[1\]/,
    ],
    ["a function with a value that is not finite", { f: (x: number) => Math.log(x) }, /f\(0\)/],
    ["a reversed domain", { domain: [1, 0] }, /reversed/],
    ["epsilon 0", { epsilon: 0 }, /epsilon/],
    ["an unknown activation", { activation: "swish" }, /pln-2/],
    ["more units than are built", { epsilon: 1e-9 }, /neuronBounds/],
    [
      "a steep function of two variables",
      {
        f: "x*y*3",
        domain: [
          [0, 1],
          [0, 1],
        ],
      },
      /maximum norm/,
    ],
    [
      "smooth units in two variables",
      {
        f: "x",
        domain: [
          [0, 1],
          [0, 1],
        ],
        activation: "tanh",
      },
      /steps/,
    ],
  ])("refuses %s", (_, change, message) => {
    expect(() => approximate({ ...good, ...change })).toThrow(InputError);
    expect(() => approximate({ ...good, ...change })).toThrow(message);
  });
});
