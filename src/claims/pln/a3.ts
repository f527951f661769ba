import { Rational, type AffineLayer, type Network } from "../../exact/index.js";
import type { Figure } from "../../plot/figure.js";
import {
  approximate,
  hardestZigzag,
  impossibilityCertificate,
  neuronBounds,
  readLipschitzClass,
} from "../../theory/index.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate } from "../claim.js";
import { approximationFigure } from "./approximation-figure.js";

const id = "A3";

/** (L, ε) of the table; 1/20 and 1/8 make L/(2ε) an integer, where the margins are 0. */
const table = [
  ["1", "1/20"],
  ["1", "3/50"],
  ["3", "1/8"],
  ["6.2832", "1/10"],
] as const;
const stepsLike = ["pln-2", "pls-1", "sign", "heaviside"];
const smooth = ["pln-3", "pln-8", "pls-2", "logistic", "tanh"];

const upper: CertificateCheck = {
  id: "upper",
  title:
    "As many units as the upper bound says are enough for the straight line, the hardest zigzag and given functions",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { activations: [...stepsLike, ...smooth, "relu"], given: ["sin(2*pi*x)", "exp(-x*x)*cos(3*x)"] },
    full: {
      activations: [...stepsLike, ...smooth, "relu"],
      given: ["sin(2*pi*x)", "exp(-x*x)*cos(3*x)", "sqrt(x+1)*sin(4*x)"],
    },
    paper: {},
  },
  control:
    "The tight line with ε one percent too small, with one unit removed, and with one weight changed in its last digit; a smooth network with ε halved.",
  async run({ parameters, progress }) {
    const certificates: NamedCertificate[] = [];
    const activations = parameters["activations"] as string[];
    const given = (parameters["given"] as string[]).map((f) => [f, "6.2832", "1/20"] as const);
    let figure: Figure | undefined;
    for (const [a, activation] of activations.entries()) {
      const targets = [
        ...table.map(([lipschitz, epsilon]) => [`${lipschitz}*x`, lipschitz, epsilon] as const),
        ...table.slice(0, 2).map(([lipschitz, epsilon]) => ["zigzag", lipschitz, epsilon] as const),
        ...given,
      ];
      for (const [i, [f, lipschitz, epsilon]] of targets.entries()) {
        const made = approximate({
          f: f === "zigzag" ? zigzagTable(lipschitz, epsilon) : f,
          domain: [0, 1],
          lipschitz,
          epsilon,
          activation,
          claim: id,
        });
        if (made.units > made.bounds.upper) throw new Error(`${activation}: ${made.units} units, more than the bound`);
        certificates.push(named(`a3-upper-${activation}-${i}`, made.certificate));
        if (f === "sin(2*pi*x)" && activation === "pln-2") figure = approximationFigure(made, "sine-pln-2");
      }
      progress((a + 1) / activations.length, activation);
    }
    return {
      summary: `${certificates.length} networks of ${activations.length} activations, none with more units than its bound, each certified on all of [0, 1].`,
      measurements: { certificates: certificates.length },
      figures: figure === undefined ? [] : [figure],
      certificates,
    };
  },
  runControl: async () => {
    const { certificate, network } = approximate({
      f: "x",
      domain: [0, 1],
      lipschitz: 1,
      epsilon: "1/20",
      activation: "pln-2",
      claim: id,
    });
    const sine = approximate({
      f: "sin(2*pi*x)",
      domain: [0, 1],
      lipschitz: "6.2832",
      epsilon: "1/20",
      activation: "pln-3",
      claim: id,
    });
    return [
      named("a3-epsilon-one-percent-less", { ...certificate, epsilon: "99/2000" }),
      named("a3-one-unit-removed", { ...certificate, network: withoutLastUnit(network!, 2) }),
      named("a3-last-digit", { ...certificate, network: lastDigitChanged(network!) }),
      named("a3-smooth-half-epsilon", { ...sine.certificate, epsilon: "1/40" }),
    ];
  },
};

const lower: CertificateCheck = {
  id: "lower",
  title: "One unit less than the lower bound is not enough: steps and ReLU against the zigzag",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { table: table.map((row) => [...row]) },
    full: { table: [...table.map((row) => [...row]), ["100", "1/10"]] },
    paper: {},
  },
  control: "The same zigzags against one unit more, and at a level one percent above their amplitude.",
  async run({ parameters }) {
    const rows = parameters["table"] as [string, string][];
    const certificates = rows.flatMap(([lipschitz, epsilon], i) => refutations(`a3-lower-${i}`, lipschitz, epsilon, 0));
    return {
      summary: `For ${rows.length} pairs (L, ε): the zigzag of slope L is not approximated within ε, nor within its larger amplitude, by ⌈L/(2ε)⌉ − 2 steps or ⌈L/(2ε)⌉ − 3 ReLUs. With the upper side the count of steps is exact.`,
      measurements: { certificates: certificates.length },
      figures: [zigzagFigure()],
      certificates,
    };
  },
  runControl: async () => [
    ...refutations("a3-lower-one-unit-more", "1", "1/20", 1),
    ...refutations("a3-lower-level", "1", "1/20", 0).map(({ name, certificate }) => ({
      name,
      certificate: {
        ...certificate,
        level: Rational.from(certificate["level"] as string)
          .mul(Rational.from("101/100"))
          .toString(),
      },
    })),
  ],
};

/** That `lower − 1 + extra` units of steps, and of ReLU, do not follow the zigzag within its amplitude, which is above ε. */
function refutations(name: string, lipschitz: string, epsilon: string, extra: number): NamedCertificate[] {
  const zigzag = hardestZigzag(readLipschitzClass({ lipschitz, epsilon }))!;
  return (["steps", "relu"] as const).map((type) => {
    const { lower: least } = neuronBounds({ activation: type === "steps" ? "pln-2" : "relu", lipschitz, epsilon });
    const units = least - 1 + extra;
    return named(
      `${name}-${type}`,
      impossibilityCertificate({
        claim: id,
        statement: `No network of ${units} ${type} units is nearer than ${zigzag.amplitude} > ${epsilon} to the zigzag of slope ${lipschitz}.`,
        family: { type, units },
        function: zigzag.expression,
        points: zigzag.points,
        signs: zigzag.signs,
        level: zigzag.amplitude,
      }),
    );
  });
}

function zigzagTable(lipschitz: string, epsilon: string): [string, string][] {
  const { points, signs, amplitude } = hardestZigzag(readLipschitzClass({ lipschitz, epsilon }))!;
  return points.map((x, i) => [x.toString(), (signs[i] === 1 ? amplitude : amplitude.neg()).toString()]);
}

function named(name: string, certificate: { readonly [key: string]: unknown }): NamedCertificate {
  return { name, certificate: certificate as JsonObject };
}

function withoutLastUnit(network: Network, neurons: number): Network {
  const [first, norm, last] = network as [AffineLayer, Network[number], AffineLayer];
  return [
    { ...first, weight: first.weight.slice(0, -neurons), bias: first.bias.slice(0, -neurons) },
    norm,
    { ...last, weight: [last.weight[0]!.slice(0, -neurons)] },
  ];
}

/** The first output weight, raised by 2^-80. */
function lastDigitChanged(network: Network): Network {
  const [first, norm, last] = network as [AffineLayer, Network[number], AffineLayer];
  const [weight, ...rest] = last.weight[0]!;
  const changed = Rational.from(weight!).add(Rational.from("1p-80")).toString();
  return [first, norm, { ...last, weight: [[changed, ...rest]] }];
}

function zigzagFigure(): Figure {
  const zigzag = hardestZigzag(readLipschitzClass({ lipschitz: 1, epsilon: "1/10" }))!;
  const x = zigzag.points.map((p) => p.toNumber());
  const amplitude = zigzag.amplitude.toNumber();
  return {
    id: "zigzag",
    title: `The zigzag that ${zigzag.points.length - 2} steps do not follow (L = 1, ε = 0.1)`,
    caption: `Amplitude ${amplitude} is above ε = 0.1: within ε of it a function changes sign ${zigzag.points.length - 1} times; a sum of N steps does so at most N times.`,
    traces: [
      { type: "scatter", name: "zigzag", mode: "lines+markers", x, y: zigzag.signs.map((s) => s * amplitude) },
      { type: "scatter", name: "+ε", mode: "lines", x: [0, 1], y: [0.1, 0.1], dash: "dot" },
      { type: "scatter", name: "−ε", mode: "lines", x: [0, 1], y: [-0.1, -0.1], dash: "dot" },
    ],
    xAxis: { title: "x" },
    yAxis: { title: "f(x)" },
  };
}

export const claimA3: Claim = {
  id,
  paper: "A",
  title: "Universal approximation in one dimension, with the number of units",
  statement:
    "Let $N^*$ be the least number of units with which every $L$-Lipschitz $f$ on $[a,b]$ is approximated within $\\varepsilon$, and $q = L(b-a)/(2\\varepsilon)$. Steps (PLN-2, PLS-1, sign, Heaviside): $N^* = \\max(0, \\lceil q\\rceil - 1)$ exactly. Bounded sigmoids (PLN-s with $s \\ge 3$, PLS-s with $s \\ge 2$, tanh, logistic): $N^* \\le \\lfloor q\\rfloor$. ReLU: $\\lceil q\\rceil - 2 \\le N^* \\le \\max(0, \\lceil q\\rceil - 1)$.",
  source: "universality with a number of neurons: abstract of the PLN paper (paper A); the exact counts: normlab",
  assumptions: [
    { name: "one hidden layer", text: "An affine map, one layer of units, an affine map with one output bias." },
    { name: "unit", text: "A unit is one group with its input map and output weights: s neurons for PLN-s and PLS-s." },
  ],
  why: "Mid-range values on equal pieces from above, the sign changes of a zigzag from below; proofs for the whole class in `docs/theory/a3-counts.md`, the optimal sweep for one f in `docs/theory/a3-greedy.md`. The certificates confirm both sides on a table of (L, ε).",
  covers:
    "Certified: networks of at most the stated size for given functions and a table of (L, ε), and zigzags that one unit less cannot follow. For all functions of the class and all (L, ε): argued in `docs/theory/a3-counts.md`.",
  theorem: {
    file: "A3.v",
    name: "A3",
    says: "for every L ≥ 0, a < b and ε > 0, with q = L(b − a)/(2ε): the least number of units with which every L-Lipschitz function on [a, b] is approximated within ε by one hidden layer with an output bias is max(0, ⌈q⌉ − 1) for PLN-2, for PLS-1, for the sign and for Heaviside's function (1/2 at 0); ⌊q⌋ units are enough for PLN-s with s ≥ 3, PLS-s with s ≥ 2, tanh and the logistic function; max(0, ⌈q⌉ − 1) ReLU units are enough, and no fewer than ⌈q⌉ − 2 are.",
    mutations: [
      { what: "one step fewer", replace: "(ceiling q - 1)", by: "(ceiling q - 2)" },
      { what: "one sigmoid fewer", replace: "(floor q)", by: "(floor q - 1)" },
      {
        what: "one ReLU fewer is enough",
        replace: "enough (activation_unit relu) L a b eps steps",
        by: "enough (activation_unit relu) L a b eps (steps - 1)",
      },
      {
        what: "one ReLU more is needed",
        replace: "(ceiling q - 2 <= Z.of_nat N)",
        by: "(ceiling q - 1 <= Z.of_nat N)",
      },
      { what: "PLN-2 counts as a sigmoid", replace: "(3 <= s)%nat", by: "(2 <= s)%nat" },
    ],
  },
  checks: [upper, lower],
  notebook: { file: "01-pln.ipynb", section: "One dimension" },
  module: import.meta.url,
};
