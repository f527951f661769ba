/** Small certificates at random, true and false ones, from a seed. */
export function randomCertificates(seed: number): () => Record<string, unknown> {
  let state = seed >>> 0;
  const random = (): number => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(random() * n);
  const many = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make);
  const integer = (): number => below(13) - 6;
  const number = (): string => {
    const n = integer();
    if (n === 0 || below(2) === 0) return `${n}`;
    return below(2) === 0 ? `${n}/${1 + below(6)}` : `${n}p-${1 + below(3)}`;
  };
  const common = (kind: string) => ({
    format: "normlab-certificate/1",
    kind,
    claim: null,
    statement: `a random ${kind}`,
  });

  const inequality = () => {
    const a = integer();
    let polynomial = many(1 + below(4), number);
    if (below(2) === 0) {
      // A square and a little: near 0, or 0 somewhere.
      const root = integer();
      polynomial = [`${root * root + below(2)}`, `${-2 * root}`, "1"];
    }
    const stated = below(3) === 0;
    return {
      ...common("inequality"),
      polynomial,
      interval: [`${a}`, `${2 * a + 1 + 2 * below(3) - a}/${1}`],
      relation: below(2) === 0 ? ">" : "<",
      ...(stated
        ? {
            polynomials: [{ name: "p", variables: 1, coefficients: polynomial }],
            expression:
              below(4) === 0
                ? { op: "derivative", variable: 0, args: [{ op: "apply", name: "p", args: [{ var: 0 }] }] }
                : { op: "apply", name: "p", args: [{ var: 0 }] },
          }
        : {}),
    };
  };

  const expression = (depth: number, variables: number): object => {
    const kind = depth === 0 ? below(2) : below(8);
    const inner = () => expression(depth - 1, variables);
    switch (kind) {
      case 0:
        return { var: below(variables) };
      case 1:
        return { const: number() };
      case 2:
        return { op: "add", args: many(1 + below(3), inner) };
      case 3:
        return { op: "mul", args: many(1 + below(2), inner) };
      case 4:
        return { op: "sub", args: [inner(), inner()] };
      case 5:
        return { op: "neg", args: [inner()] };
      case 6:
        return { op: "pow", args: [inner()], exponent: below(4) };
      default:
        return { op: "derivative", variable: below(variables), args: [inner()] };
    }
  };

  const identity = () => {
    const variables = 1 + below(3);
    const [a, b] = [expression(2, variables), expression(2, variables)];
    const difference = { op: "sub", args: [a, b] };
    const squares = (op: string) => ({ op, args: [a, b].map((e) => ({ op: "pow", args: [e], exponent: 2 })) });
    const right = [
      { op: "mul", args: [difference, { op: "add", args: [a, b] }] },
      { op: "mul", args: [difference, { op: "add", args: [b, a, { const: number() }] }] },
    ];
    return { ...common("identity"), variables, left: squares("sub"), right: right[below(2)] };
  };

  const classification = () => {
    const [inputs, classes] = [1 + below(2), 2 + below(2)];
    const affine = (rows: number, columns: number) => ({
      type: "affine",
      weight: many(rows, () => many(columns, number)),
      bias: many(rows, number),
    });
    const network: object[] = [];
    let size = inputs;
    for (let l = 1 + below(2); l > 0; l -= 1) {
      const normSize = 1 + below(3);
      const width = normSize * (1 + below(2));
      network.push(affine(width, size), {
        type: "norm",
        normSize,
        center: below(2) === 0,
        epsilon: below(2) === 0 ? "0" : "1p-3",
      });
      size = width;
    }
    network.push(affine(classes, size));
    const count = 1 + below(2);
    return {
      ...common("classification"),
      network,
      samples: many(count, () => many(inputs, number)),
      labels: many(count, () => below(classes)),
      precision: 64,
    };
  };

  const shattering = () => {
    const points = [["0"], ["1"]];
    // The sign of 2x + t, or its opposite.
    const network = (t: number, up: number) => [
      { type: "affine", weight: [["1"], ["-1"]], bias: [`${below(12) === 0 ? integer() : t}`, "0"] },
      { type: "norm", normSize: 2, center: true, epsilon: below(3) === 0 ? "1p-3" : "0" },
      {
        type: "affine",
        weight: [
          ["0", "0"],
          [`${below(24) === 0 ? integer() : up}`, "0"],
        ],
        bias: ["0", below(24) === 0 ? number() : "0"],
      },
    ];
    const cases = [
      { labels: [0, 0], network: network(1, -1) },
      { labels: [0, 1], network: network(-1, 1) },
      { labels: [1, 0], network: network(-1, -1) },
      { labels: [1, 1], network: network(1, 1) },
    ].map((each) => ({ ...each, precision: 64 }));
    if (below(12) === 0) cases[below(4)] = cases[below(4)]!;
    return { ...common("shattering"), points, cases };
  };

  /** Of one real number; not everywhere with a value. */
  const functionOfOne = (depth: number): object => {
    const inner = () => functionOfOne(depth - 1);
    switch (depth === 0 ? below(3) : below(14)) {
      case 0:
      case 1:
        return { var: 0 };
      case 2:
        return { const: number() };
      case 3:
        return { op: "sin", args: [{ op: "mul", args: [{ op: "pi", args: [] }, inner()] }] };
      case 4:
        return { op: "cos", args: [{ op: "mul", args: [inner(), { op: "pi", args: [] }] }] };
      case 5:
        return { op: "exp", args: [{ op: "neg", args: [{ op: "abs", args: [inner()] }] }] };
      case 6:
        return { op: ["abs", "neg", "sqrt"][below(3)]!, args: [inner()] };
      case 7:
        return { op: "pow", args: [inner()], exponent: below(4) };
      case 8:
        return { op: "div", args: [inner(), { op: "add", args: [{ const: "5/2" }, inner()] }] };
      case 9:
      case 10: {
        const y = many(2 + below(3), number);
        return { op: "piecewise-linear", knots: y.map((value, i) => [`${2 * i - 2}/3`, value]), args: [inner()] };
      }
      default:
        return { op: ["add", "sub", "mul", "min", "max"][below(5)]!, args: [inner(), inner()] };
    }
  };

  const approximation = () => {
    const layers = (): object[] => {
      const units = 1 + below(3);
      const kind = below(4);
      const width = kind === 1 ? 2 * units : units;
      const affine = (rows: number, columns: number) => ({
        type: "affine",
        weight: many(rows, () => many(columns, number)),
        bias: many(rows, number),
      });
      if (kind === 0) return [affine(1, 1)];
      const hidden =
        kind === 3
          ? { type: "activation", function: "relu" }
          : { type: "norm", normSize: kind === 1 ? 2 : 1, center: kind === 1, epsilon: "0" };
      return [affine(width, 1), hidden, affine(1, width)];
    };
    const a = integer();
    return {
      ...common("approximation"),
      network: layers(),
      function: functionOfOne(below(3)),
      domain: [[`${a}/4`, `${a + 1 + below(8)}/4`]],
      epsilon: `${1 + below(16)}`,
      precision: 64,
      subdivision: 24,
    };
  };

  const impossibility = () => {
    const count = 2 + below(4);
    const start = below(2);
    const sign = (i: number): number => ((i + start) % 2 === 0 ? 1 : -1);
    const signs = many(count, () => 0).map((_, i) => (below(24) === 0 ? -sign(i) : sign(i)));
    const families = [
      { type: "steps", units: below(5) },
      { type: "relu", units: below(4) },
      { type: "single-layer-norm" },
      { type: "layer-norm-net", depth: 1 + below(2) },
    ];
    const wave = [
      { op: "cos", args: [{ op: "mul", args: [{ op: "pi", args: [] }, { var: 0 }] }] },
      { op: "piecewise-linear", knots: signs.map((_, i) => [`${i}`, `${sign(i)}`]), args: [{ var: 0 }] },
    ][below(2)]!;
    return {
      ...common("impossibility"),
      family: families[below(4)],
      function: below(4) === 0 ? functionOfOne(2) : wave,
      points: signs.map((_, i) => (below(24) === 0 ? number() : `${i}`)),
      signs: wave.op === "cos" ? signs.map((s) => (start === 0 ? s : -s)) : signs,
      level: ["1", "1/2", "9/8"][below(8) % 3],
    };
  };

  const make = [
    inequality,
    identity,
    classification,
    classification,
    shattering,
    approximation,
    approximation,
    impossibility,
  ];
  return () => make[below(make.length)]!();
}
