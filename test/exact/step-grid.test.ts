import { describe, expect, test } from "vitest";
import { checkCertificate, evaluateExpression, parseExpression, Rational, type Layer } from "../../src/exact/index.js";

/**
 * Levels of f at the middle of n^d cells as Σ c·Π H(x_j − threshold), each product of steps by the sign of a sum.
 */
function grid(text: string, d: number, n: number, epsilon: string) {
  const f = parseExpression(text, ["x", "y", "z"].slice(0, d));
  const half = Rational.from("1/2");
  const level = (cell: number[]) =>
    cell.some((q) => q < 0)
      ? Rational.zero
      : evaluateExpression(
          f,
          cell.map((q) => Rational.of(BigInt(2 * q + 1), BigInt(2 * n))),
        );
  const weight: string[][] = [];
  const bias: string[] = [];
  for (let j = 0; j < d; j += 1) {
    for (let i = 1; i < n; i += 1) {
      for (const sign of [1, -1]) {
        weight.push(Array.from({ length: d }, (_, k) => (k === j ? `${sign}` : "0")));
        bias.push(`${-sign * i}/${n}`);
      }
    }
  }
  const ands: string[][] = [];
  const offsets: string[] = [];
  const heights: string[] = [];
  let constant = Rational.zero;
  for (let u = 0; u < n ** d; u += 1) {
    const cell = Array.from({ length: d }, (_, j) => Math.floor(u / n ** j) % n);
    let jump = Rational.zero;
    for (let corner = 0; corner < 2 ** d; corner += 1) {
      const below = cell.map((q, j) => q - ((corner >> j) & 1));
      const odd = below.reduce((sum, q, j) => sum + cell[j]! - q, 0) % 2 === 1;
      jump = odd ? jump.sub(level(below)) : jump.add(level(below));
    }
    const row = new Array<string>(2 * d * (n - 1)).fill("0");
    cell.forEach((q, j) => {
      if (q > 0) row[2 * (j * (n - 1) + q - 1)] = "1";
    });
    const terms = cell.filter((q) => q > 0).length;
    constant = constant.add(terms === 0 ? jump : jump.mul(half));
    if (terms === 0) continue;
    const offset = Rational.from(terms - 1);
    ands.push(
      row,
      row.map((w) => (w === "0" ? "0" : "-1")),
    );
    offsets.push(offset.neg().toString(), offset.toString());
    heights.push(jump.mul(half).toString(), "0");
  }
  const norm: Layer = { type: "norm", normSize: 2, center: true, epsilon: "0" };
  const network: Layer[] = [
    { type: "affine", weight, bias },
    norm,
    { type: "affine", weight: ands, bias: offsets },
    norm,
    { type: "affine", weight: [heights], bias: [constant.toString()] },
  ];
  return {
    format: "normlab-certificate/1",
    claim: null,
    statement: "a grid of steps",
    kind: "approximation",
    network,
    function: f,
    domain: Array.from({ length: d }, () => ["0", "1"]),
    epsilon,
    precision: 64,
  };
}

const verdict = (c: unknown) => checkCertificate(c).verdict;

describe("two hidden layers of steps", () => {
  test("an affine function: accepted at its exact error, rejected below", () => {
    // On a cell of side 1/4 the function x + y is off by 1/4 at the corners; where four cells meet, by no more.
    expect(verdict(grid("x + y", 2, 4, "1/4"))).toBe("accepted");
    expect(verdict(grid("x + y", 2, 4, "249999999/1000000000"))).toBe("rejected");
    expect(verdict(grid("2*x - y", 1 + 1, 5, "3/10"))).toBe("accepted");
    expect(verdict(grid("max(x, y) - 3*z", 3, 3, "7/6"))).toBe("accepted");
  });

  test("the value on a threshold counts, even though it is one point", () => {
    // With s = sgn(x − 1/2): sgn(s − 1/2) + sgn(−s − 1/2) is 0 on both sides of 1/2 and −2 at 1/2.
    const sign = { type: "norm", normSize: 1, center: false, epsilon: "0" };
    const network = [
      { type: "affine", weight: [["1"]], bias: ["-1/2"] },
      sign,
      { type: "affine", weight: [["1"], ["-1"]], bias: ["-1/2", "-1/2"] },
      sign,
      { type: "affine", weight: [["1", "1"]], bias: ["0"] },
    ];
    const spike = { ...grid("0*x", 1, 2, "1"), network };
    expect(verdict(spike)).toBe("rejected");
    expect(verdict({ ...spike, epsilon: "2" })).toBe("accepted");
    expect(verdict({ ...spike, domain: [["501/1000", "1"]] })).toBe("accepted");
    expect(verdict({ ...spike, domain: [["1/2", "1"]] })).toBe("rejected");
  });

  test("a changed weight, threshold or constant is rejected where the margin is zero", () => {
    const good = grid("x + y", 2, 3, "1/3");
    expect(verdict(good)).toBe("accepted");
    for (const layer of [0, 2, 4]) {
      const network = structuredClone(good.network) as unknown as { bias: string[] }[];
      network[layer]!.bias[0] = Rational.from(network[layer]!.bias[0]!).add(Rational.from("1p-90")).toString();
      const changed = verdict({ ...good, network });
      // The second layer's sums are integers: a small change decides ties, which moves no value by more than is allowed.
      if (layer !== 2) expect(changed).toBe("rejected");
    }
  });

  test("three variables, and a smooth function", () => {
    expect(verdict(grid("x*y*z", 3, 5, "3/10"))).toBe("accepted");
    expect(verdict(grid("x*y*z", 3, 5, "1/10"))).toBe("rejected");
  });

  test("a network of another shape is not misread", () => {
    const good = grid("x + y", 2, 3, "1");
    const [first, , ...rest] = good.network as [Layer & { type: "affine" }, Layer, Layer, Layer, Layer];
    const oblique = { ...first, weight: [["1", "1"], ...first.weight.slice(1)] };
    const slanted = { ...good, network: [oblique, good.network[1], ...rest] };
    expect(verdict(slanted)).toBe("accepted");
    expect(verdict({ ...slanted, epsilon: "1/3" })).toBe("rejected");
    const soft = { type: "norm", normSize: 2, center: true, epsilon: "1p-20" };
    const steep = { ...good, network: [first, soft, ...rest] };
    expect(verdict(steep)).toBe("accepted");
    expect(verdict({ ...steep, epsilon: "1/3" })).toBe("undecided");
    expect(verdict({ ...steep, epsilon: "1/4" })).toBe("rejected");
    // Not centred, a pair (t, −t) is (sgn t, −sgn t) all the same.
    const pairs = { ...soft, center: false, epsilon: "0" };
    expect(verdict({ ...good, network: [first, pairs, ...rest] })).toBe("accepted");
  });
});

/** Numbers 0 … below, the same ones every time. */
function dice(seed: number) {
  let state = Math.imul(seed, 0x9e3779b1);
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Affine {
  readonly type: "affine";
  readonly weight: string[][];
  readonly bias: string[];
}

const shape = { format: "normlab-certificate/1", claim: null, statement: "", kind: "approximation" };
const signNorm = { type: "norm", normSize: 1, center: false, epsilon: "0" };
const pairNorm = { type: "norm", normSize: 2, center: true, epsilon: "0" };

/** Two hidden layers of signs of random lines in one coordinate: thresholds twice, outside, at the ends; pairs that are not opposite, or equal; zeros. */
function randomGrid(seed: number, axes: number) {
  const next = dice(seed);
  const layer = (units: number, inputs: number, weights: (row: number) => string[], bias: () => string): Affine => ({
    type: "affine",
    weight: Array.from({ length: units }, (_, i) => weights(i)).map((row) => row.slice(0, inputs)),
    bias: Array.from({ length: units }, bias),
  });
  const norms = [next(2) === 0 ? signNorm : pairNorm, next(2) === 0 ? signNorm : pairNorm] as const;
  const [lower, upper] = [8, 4];
  const axisOf = Array.from({ length: lower }, () => next(axes));
  const first = layer(
    lower,
    axes,
    (i) => {
      const row = Array<string>(axes).fill("0");
      row[axisOf[norms[0] === pairNorm ? i & ~1 : i]!] = String(next(5) - 2);
      return row;
    },
    () => `${next(5) - 2}/2`,
  );
  const second = layer(
    upper,
    lower,
    () => Array.from({ length: lower }, () => `${next(5) - 2}/${1 + next(2)}`),
    () => `${next(5) - 2}`,
  );
  const last = layer(
    1,
    upper,
    () => Array.from({ length: upper }, () => `${next(7) - 3}/3`),
    () => `${next(5) - 2}`,
  );
  return [first, norms[0], second, norms[1], last] as const;
}

/** The network's value, sign by sign. */
function valueAt([first, lower, second, upper, last]: ReturnType<typeof randomGrid>, x: readonly Rational[]): Rational {
  const through = ({ weight, bias }: Affine, input: readonly Rational[]): Rational[] =>
    weight.map((row, i) =>
      row.reduce((sum, w, j) => sum.add(Rational.from(w).mul(input[j]!)), Rational.from(bias[i]!)),
    );
  const signs = (norm: object, z: Rational[]): Rational[] =>
    z.map((v, i) => Rational.from(norm === pairNorm ? v.sub(z[i ^ 1]!).sign() : v.sign()));
  return through(last, signs(upper, through(second, signs(lower, through(first, x)))))[0]!;
}

describe("every cell and every threshold counts, against the values at all of them", () => {
  const [a, b] = [Rational.from("-1/2"), Rational.from("1/2")];
  /** All thresholds are multiples of 1/12 (differences of halves over differences of slopes up to 4): they, the ends, and the places between. */
  const places = Array.from({ length: 25 }, (_, i) => a.add(Rational.of(BigInt(i), 24n)));

  for (const axes of [1, 2]) {
    test(`${axes} variable${axes === 1 ? "" : "s"}`, () => {
      const points =
        axes === 1 ? places.map((x) => [x]) : places.flatMap((x, i) => (i % 2 ? places.map((y) => [x, y]) : []));
      const ends =
        axes === 1 ? points : [...points, ...places.flatMap((x) => [a, b, Rational.zero].map((y) => [x, y]))];
      for (let seed = 1; seed <= (axes === 1 ? 50 : 8); seed += 1) {
        const network = randomGrid(seed, axes);
        const certificate = (epsilon: Rational) => ({
          ...shape,
          network,
          function: parseExpression("0*x", ["x", "y"].slice(0, axes)),
          domain: Array.from({ length: axes }, () => [a.toString(), b.toString()]),
          epsilon: epsilon.toString(),
          precision: 64,
        });
        let most = Rational.zero;
        for (const point of ends) {
          const value = valueAt(network, point);
          const size = value.sign() < 0 ? value.neg() : value;
          if (size.compare(most) > 0) most = size;
        }
        if (axes === 1) expect(checkCertificate(certificate(most)), `seed ${seed}`).toEqual({ verdict: "accepted" });
        if (most.sign() === 0) continue;
        const less = most.sub(Rational.from("1/1000"));
        const found = checkCertificate(certificate(less));
        expect(found).toMatchObject({ verdict: "rejected", where: "domain" });
        // The witness is a point of the domain at which the network is as far off as that.
        const witness = /^at \((.*)\) the error is above epsilon$/.exec((found as { reason: string }).reason)!;
        const value = valueAt(
          network,
          witness[1]!.split(", ").map((x) => Rational.from(x)),
        );
        expect((value.sign() < 0 ? value.neg() : value).compare(less), `seed ${seed}`).toBe(1);
      }
    });
  }
});

describe("what a cell's verdict says", () => {
  /** sgn(s − 1/2) + sgn(−s − 1/2) with s = sgn(x − 1/2) is 0, and −2 at 1/2; `height` times that, and a constant. */
  const spike = (f: string, constant: string, height: string, epsilon: string, more: object = {}) => ({
    ...shape,
    network: [
      { type: "affine", weight: [["1"]], bias: ["-1/2"] },
      signNorm,
      { type: "affine", weight: [["1"], ["-1"]], bias: ["-1/2", "-1/2"] },
      signNorm,
      { type: "affine", weight: [[height, height]], bias: [constant] },
    ],
    function: parseExpression(f, ["x"]),
    domain: [["0", "1"]],
    epsilon,
    precision: 64,
    ...more,
  });

  test("above the network and below it, at the ends and in the middle of a cell", () => {
    expect(checkCertificate(spike("x", "0", "0", "1"))).toEqual({ verdict: "accepted" });
    for (const [f, where] of [
      ["x", "1"],
      ["-x", "1"],
      ["1 - x", "0"],
      ["x - 1", "0"],
      ["4*x*(1/2 - x)", "1/4"],
    ] as const) {
      const epsilon = where === "1/4" ? "1/5" : "9/10";
      const more = where === "1/4" ? { domain: [["0", "1/2"]] } : {};
      expect(checkCertificate(spike(f, "0", "0", epsilon, more)), f).toEqual({
        verdict: "rejected",
        where: "domain",
        reason: `at (${where}) the error is above epsilon`,
      });
    }
  });

  test("a kink is met exactly, so that an error of exactly epsilon on both sides of it is accepted", () => {
    // 2|x − 1/3| − x/2 goes from 2/3 to −1/6 at 1/3 and to 5/6.
    expect(checkCertificate(spike("2*abs(x - 1/3) - x/2", "1/3", "0", "1/2"))).toEqual({ verdict: "accepted" });
    expect(verdict(spike("2*abs(x - 1/3) - x/2", "1/3", "0", "499999/1000000"))).toBe("rejected");
  });

  test("no value: certain on a part, certain at a point, and perhaps", () => {
    expect(checkCertificate(spike("sqrt(x - 2)", "0", "0", "1"))).toMatchObject({
      verdict: "rejected",
      where: "domain",
      reason: expect.stringMatching(/^the function has no value on \[0, 1\/2\]: /) as string,
    });
    expect(checkCertificate(spike("1/(x - 1/4)", "0", "0", "1000"))).toMatchObject({
      verdict: "rejected",
      reason: expect.stringMatching(/^at \(1\/4\) the function has no value: /) as string,
    });
    expect(
      checkCertificate(spike("1/(sqrt(x)*sqrt(x) - x)", "0", "0", "1", { subdivision: 3, domain: [["2/5", "3/5"]] })),
    ).toMatchObject({
      verdict: "undecided",
      where: "domain",
    });
  });

  test("undecided: by bits at a threshold, by halvings on a cell, neither more of them than were stated", () => {
    // At 1/2 the network is −2 and the error √(1/2) + 2, which epsilon is but for the 40th digit.
    const root = "27071067811865475244008443621048490392848/10000000000000000000000000000000000000000";
    expect(checkCertificate(spike("sqrt(x)", "0", "1", root, { precision: 32, domain: [["2/5", "3/5"]] }))).toEqual({
      verdict: "undecided",
      where: "domain",
      reason: "at [1/2, 1/2] the error cannot be told from epsilon at 32 bits",
      needs: "precision",
    });
    const narrow = spike("x*(1 - x)*(2 - x)", "0", "0", "385/1000", { subdivision: 0 });
    expect(checkCertificate(narrow, { budget: 1e8 })).toEqual({
      verdict: "undecided",
      where: "domain",
      reason: "on [0, 1/2] the error is not shown to be at most epsilon",
      needs: "subdivision",
    });
    // The greatest value, 2/(3√3), to 30 digits: no number of halvings shows that it is not passed.
    const touched = { ...narrow, epsilon: "384900179459750509672765853668/1000000000000000000000000000000" };
    for (const subdivision of [3, 12]) {
      const found = checkCertificate({ ...touched, subdivision }, { budget: 1e9 });
      expect(found).toMatchObject({ verdict: "undecided", needs: "subdivision" });
      const [, lower, upper] = /on \[(.*), (.*)\] the error/.exec((found as { reason: string }).reason)!;
      const width = Rational.from(upper!).sub(Rational.from(lower!));
      expect(width.equals(Rational.of(1n, 2n ** BigInt(subdivision + 1)))).toBe(true);
    }
  });

  test("progress rises to 1, cell by cell", () => {
    const seen: number[] = [];
    checkCertificate(spike("0*x", "0", "1", "2"), { onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([1 / 3, 2 / 3, 1]);
  });

  test("a threshold that is passed on the way back is visited to its first cell", () => {
    // −2 where x = 1/2 and y < 1/2; between −1 and 1 everywhere else.
    const network = [
      {
        type: "affine",
        weight: [
          ["1", "0"],
          ["0", "1"],
        ],
        bias: ["-1/2", "-1/2"],
      },
      signNorm,
      {
        type: "affine",
        weight: [
          ["1", "2"],
          ["-1", "2"],
          ["0", "1"],
        ],
        bias: ["3/2", "3/2", "0"],
      },
      signNorm,
      { type: "affine", weight: [["1", "1", "-1"]], bias: ["-1"] },
    ];
    const plane = {
      ...spike("0", "0", "1", "3/2"),
      network,
      function: parseExpression("0*x", ["x", "y"]),
      domain: [
        ["0", "1"],
        ["0", "1"],
      ],
    };
    expect(checkCertificate(plane)).toEqual({
      verdict: "rejected",
      where: "domain",
      reason: "at (1/2, 1/4) the error is above epsilon",
    });
    expect(verdict({ ...plane, epsilon: "2" })).toBe("accepted");
  });

  test("layers beside these five are not left out", () => {
    const one = spike("0*x", "0", "1", "0");
    const more = [...one.network, signNorm, { type: "affine", weight: [["1"]], bias: ["1"] }];
    expect(verdict({ ...one, network: more, epsilon: "1/2" })).toBe("rejected");
    const unit = [
      { type: "affine", weight: [["1"]], bias: ["2"] },
      signNorm,
      { type: "affine", weight: [["-1"]], bias: ["0"] },
      signNorm,
      { type: "activation", function: "relu" },
    ];
    // −1 without the last layer, 0 with it.
    expect(verdict({ ...one, network: unit, epsilon: "1/2" })).toBe("accepted");
    const soft = [...unit.slice(0, 1), { type: "activation", function: "tanh" }, ...unit.slice(2, 4), one.network[4]!];
    const last = { type: "affine", weight: [["1"]], bias: ["1"] };
    expect(verdict({ ...one, network: [...soft.slice(0, 4), last], epsilon: "1/2" })).toBe("accepted");
    const softer = [...unit.slice(0, 3), { ...signNorm, epsilon: "1p-40" }, last];
    expect(verdict({ ...one, network: softer, epsilon: "1/2" })).toBe("accepted");
    const normFirst = [signNorm, signNorm, ...unit.slice(2, 4), last];
    expect(verdict({ ...one, network: normFirst, domain: [["1", "2"]], epsilon: "1/2" })).toBe("accepted");
  });
});
