import { parseExpression, Rational, type AffineLayer, type Network } from "../../exact/index.js";
import { approximate } from "../../theory/index.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate } from "../claim.js";

const id = "A9";

/** f, Lipschitz for no constant, and f_L + δ/2 with f − δ ≤ f_L ≤ f, L-Lipschitz. δ = 1/(4L) is the greatest ω(t) − Lt for ω(t) = √t. */
interface Target {
  readonly name: string;
  readonly f: string;
  readonly lipschitz: string;
  /** f_L + δ/2. */
  readonly near: string;
  readonly halfDelta: string;
  readonly domain: readonly (number | string)[];
}

const root: Target = {
  name: "root",
  f: "sqrt(x)",
  lipschitz: "5",
  near: "min(5*x, sqrt(x)) + 1/40",
  halfDelta: "1/40",
  domain: [0, 1],
};
const cusp: Target = {
  name: "cusp",
  f: "1 - sqrt(abs(x - 1/3))",
  lipschitz: "5",
  near: "1 + 1/20 + 1/40 - 5*min(abs(x - 1/3), 1/100) - sqrt(max(abs(x - 1/3), 1/100))",
  halfDelta: "1/40",
  domain: [0, 1],
};

/** The certificate of the network for f_L + δ/2, with f in its place: within ε + δ/2. */
function throughLipschitz(target: Target, activation: string, epsilon: string): NamedCertificate {
  const { name, f, lipschitz, near, halfDelta, domain } = target;
  const made = approximate({ f: near, domain, lipschitz, epsilon, activation, claim: id });
  const whole = Rational.from(epsilon).add(Rational.from(halfDelta));
  return of(`a9-${name}-${activation}`, made.network!, f, whole, `${made.units} ${activation} units`);
}

function of(name: string, network: Network, f: string, epsilon: Rational, units: string): NamedCertificate {
  return {
    name,
    certificate: {
      format: "normlab-certificate/1",
      kind: "approximation",
      claim: id,
      statement: `${units} are within ${epsilon.toString()} of ${f} on [0, 1], which is Lipschitz for no constant.`,
      function: parseExpression(f, ["x"]),
      domain: [["0", "1"]],
      epsilon: epsilon.toString(),
      precision: 96,
      network,
    } as unknown as JsonObject,
  };
}

/** N + 1 equal pieces for √x, N + 1 a square: the mid-range on each. The error is ω(1/(N + 1))/2, on the first piece exactly. */
function equalPieces(side: number): { network: Network; epsilon: Rational; units: number } {
  const pieces = side * side;
  const level = (i: number): Rational => {
    // (√(i/pieces) + √((i + 1)/pieces))/2, to 2^-40; exact at the first piece.
    const value = (Math.sqrt(i) + Math.sqrt(i + 1)) / (2 * side);
    return i === 0 ? Rational.of(1n, BigInt(2 * side)) : Rational.of(BigInt(Math.round(value * 2 ** 40)), 1n << 40n);
  };
  const [weight, bias, heights]: [string[][], string[], string[]] = [[], [], []];
  for (let i = 1; i < pieces; i += 1) {
    const knot = Rational.of(BigInt(i), BigInt(pieces));
    const quarter = level(i)
      .sub(level(i - 1))
      .mul(Rational.from("1/4"));
    weight.push(["1"], ["-1"]);
    bias.push(knot.neg().toString(), knot.toString());
    heights.push(quarter.toString(), quarter.neg().toString());
  }
  const middle = level(0)
    .add(level(pieces - 1))
    .mul(Rational.from("1/2"));
  const network: Network = [
    { type: "affine", weight, bias },
    { type: "norm", normSize: 2, center: true, epsilon: "0" },
    { type: "affine", weight: [heights], bias: [middle.toString()] },
  ];
  return { network, epsilon: Rational.of(1n, BigInt(2 * side)), units: pieces - 1 };
}

/** The same network with epsilon > 0 inside every root: a PLN-2 unit is then u/√(u² + epsilon), and the factor makes it as steep as is needed. */
function withEpsilon(network: Network, epsilon: string, factor: string): Network {
  const by = Rational.from(factor);
  const scaled = (x: string): string => Rational.from(x).mul(by).toString();
  return network.map((layer, l) => {
    if (layer.type === "norm") return { ...layer, epsilon };
    if (layer.type !== "affine" || l > 0) return layer;
    const first: AffineLayer = {
      ...layer,
      weight: layer.weight.map((row) => row.map(scaled)),
      bias: layer.bias.map(scaled),
    };
    return first;
  });
}

/** More than the error with epsilon 0, by what a steep unit is off beside its jump. */
const room = Rational.from("1/1000");

const continuous: CertificateCheck = {
  id: "continuous",
  title:
    "Functions that are Lipschitz for no constant: through a Lipschitz one, by equal pieces, with epsilon inside the root",
  role: "evidence",
  method: "certificate",
  parameters: { quick: { side: 5 }, full: { side: 10 }, paper: { side: 10 } },
  control:
    "The error of equal pieces one percent smaller; f_L's own ε with f in its place; a network with epsilon in the root that is not steep enough.",
  async run({ parameters }) {
    const { network, epsilon, units } = equalPieces(parameters["side"] as number);
    const soft = epsilon.add(room);
    const certificates = [
      ...["pln-2", "pln-3", "pln-8", "pls-2"].map((activation) => throughLipschitz(root, activation, "3/40")),
      throughLipschitz(cusp, "pln-2", "1/10"),
      of("a9-equal-pieces", network, root.f, epsilon, `${units} pln-2 units on equal pieces`),
      ...["1/100000", "1"].map((inside, i) =>
        of(
          `a9-epsilon-inside-${i}`,
          withEpsilon(network, inside, "1000000000"),
          root.f,
          soft,
          `${units} pln-2 units with epsilon ${inside} inside the root`,
        ),
      ),
    ];
    return {
      summary: `${certificates.length} networks for √x and 1 − √|x − 1/3|, which are Lipschitz for no constant: PLN-2, PLN-3, PLN-8 and PLS-2 through a Lipschitz function; ${units} PLN-2 units on equal pieces within ω(1/${units + 1})/2 = ${epsilon.toString()} exactly; and the same with epsilon 1/100000 and 1 inside the root.`,
      measurements: { certificates: certificates.length, units },
      figures: [],
      certificates,
    };
  },
  async runControl() {
    const { network, epsilon, units } = equalPieces(5);
    const made = `${units} pln-2 units`;
    const near = throughLipschitz(root, "pln-2", "3/40");
    return [
      of("a9-control-equal-pieces", network, root.f, epsilon.mul(Rational.from("99/100")), made),
      { name: "a9-control-without-delta", certificate: { ...near.certificate, epsilon: "3/40" } },
      of("a9-control-not-steep", withEpsilon(network, "1", "1"), root.f, epsilon.add(room), made),
    ];
  },
};

/** A9: universality for continuous functions. */
export const claimA9: Claim = {
  id,
  paper: "A",
  title: "Every continuous function on a compact set, by its modulus of continuity",
  statement:
    "Let $f$ be continuous on a compact $K \\subset [a,b]^d$, $\\omega$ a concave modulus of continuity of it in the maximum norm, $L > 0$ and $\\delta_L = \\max_{t \\ge 0}(\\omega(t) - Lt)$, which goes to 0 as $L$ grows. Then $f_L(x) = \\min_{y \\in K} (f(y) + L\\max_j|x_j - y_j|)$ is $L$-Lipschitz on $[a,b]^d$ with $f - \\delta_L \\le f_L \\le f$ on $K$, and for every $\\varepsilon > \\delta_L/2$ one hidden PLN layer with as many units as A3 and A4 allow for $(L, \\varepsilon - \\delta_L/2)$ is within $\\varepsilon$ of $f$ on $K$. On an interval $N$ units of PLN-2 are enough where $\\omega((b-a)/(N+1)) \\le 2\\varepsilon$. All this holds with any epsilon $\\ge 0$ inside the root, for PLN-2 with one unit more at most on an interval.",
  source: "universality: abstract of the PLN paper (paper A); modulus of continuity and counts: normlab",
  assumptions: [
    { name: "input", text: "f is continuous on a compact set; error in the supremum norm." },
    {
      name: "epsilon",
      text: "Inside the root epsilon may be above 0: a PLN-2 unit is then u/√(u² + epsilon), a sigmoid, and PLN-s with s ≥ 3 is what it was with another width.",
    },
  ],
  why: "The infimal convolution $f_L$ lies below $f$ by at most $\\delta_L$; half of that is put back as a constant. Mid-range values on equal pieces have the error $\\omega/2$. `docs/theory/a9-continuous.md`.",
  covers:
    "Certified: networks in one dimension for two functions that are Lipschitz for no constant, with four kinds of units and with epsilon inside the root. For all functions and dimensions: argued in `docs/theory/a9-continuous.md`.",
  checks: [continuous],
  notebook: { file: "01-pln.ipynb", section: "Any continuous function" },
  module: import.meta.url,
};
