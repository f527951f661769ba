import { parseExpression, Rational, type AffineLayer, type Network } from "../../exact/index.js";
import { approximate } from "../../theory/index.js";
import { approximation } from "../approximation.js";
import type { CertificateCheck, Claim, NamedCertificate } from "../claim.js";

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
  return approximation({
    name,
    claim: id,
    statement: `${units} are within ${epsilon.toString()} of ${f} on [0, 1], which is Lipschitz for no constant.`,
    of: parseExpression(f, ["x"]),
    domain: ["0", "1"],
    epsilon: epsilon.toString(),
    network,
  });
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
    "Let $f$ be continuous on a compact $K \\subset [0,1]^d$, $\\omega$ a concave modulus of continuity of it in the maximum norm, $L \\ge 0$ and $\\delta_L = \\max_{t \\ge 0}(\\omega(t) - Lt)$, which goes to 0 as $L$ grows. Then some $f_L$ is $L$-Lipschitz with $f - \\delta_L \\le f_L \\le f$ on $K$, and as many units of one hidden layer as are enough for every $L$-Lipschitz function on the cube within $e$ are enough for $f$ on $K$ within $e + \\delta_L/2$. So one hidden layer of PLN-$s$, $s \\ge 2$ (PLS-$s$, $s \\ge 1$), is universal for continuous functions on $K$, with any epsilon $\\ge 0$ inside the root. On an interval $N$ units of PLN-2 are enough where $\\omega((b-a)/(N+1)) \\le 2\\varepsilon$; with an epsilon $> 0$ inside the root $\\lfloor L(b-a)/(2\\varepsilon) \\rfloor$ units of PLN-$s$, $s \\ge 2$, are enough for every $L$-Lipschitz function, at most one more than steps.",
  source: "universality: abstract of the PLN paper (paper A); modulus of continuity and counts: normlab",
  assumptions: [
    { name: "input", text: "f is continuous on a compact set; error in the supremum norm." },
    {
      name: "epsilon",
      text: "Inside the root epsilon may be above 0: a PLN-2 unit is then u/√(u² + epsilon), a sigmoid, and PLN-s with s ≥ 3 is what it was with another width.",
    },
  ],
  why: "The infimal convolution $f_L(x) = \\min_{y \\in K} (f(y) + L\\max_j|x_j - y_j|)$ lies below $f$ by at most $\\delta_L$; half of that is put back as a constant. Mid-range values on equal pieces have the error $\\omega/2$. `docs/theory/a9-continuous.md`.",
  covers:
    "Certified: networks in one dimension for two functions that are Lipschitz for no constant, with four kinds of units and with epsilon inside the root.",
  theorem: {
    file: "A9.v",
    name: "A9",
    says: "for every set K in the cube [0, 1]^d that is not empty: where f changes by at most ω of the distance in the maximum norm on K, and ω(t) − Lt ≤ δ for all t ≥ 0, there is f_L, L-Lipschitz everywhere, with f − δ ≤ f_L ≤ f on K, and N units of any kind that are enough for all L-Lipschitz functions within e are enough for f on K within e + δ/2; for a concave ω that is small near 0 such a δ is as small as one likes when L is large; for every f that is bounded and uniformly continuous on K, as every continuous one on a compact K is, and every ε > 0, one hidden layer of PLN-s (s ≥ 2) or PLS-s (s ≥ 1) is within ε on K, also with any epsilon > 0 inside the root; N units of PLN-2 are enough on [a, b] where ω((b − a)/(N + 1)) ≤ 2ε; and ⌊L(b − a)/(2ε)⌋ units of PLN-s, s ≥ 2, with an epsilon > 0 inside the root are enough there for every L-Lipschitz function.",
    mutations: [
      {
        what: "norm size 1",
        replace: "(forall s, (2 <= s)%nat -> universal_on d K (pln_unit_in d s)) /\\",
        by: "(forall s, (1 <= s)%nat -> universal_on d K (pln_unit_in d s)) /\\",
      },
      {
        what: "a gap twice as large",
        replace: "(forall t, 0 <= t -> omega t - L * t <= delta) -> through_lipschitz d K f L delta) /\\",
        by: "(forall t, 0 <= t -> omega t - L * t <= 2 * delta) -> through_lipschitz d K f L delta) /\\",
      },
      {
        what: "pieces half as many again as wide",
        replace: "omega ((b - a) / INR (S N)) <= 2 * eps ->\n    exists g",
        by: "omega ((b - a) / INR (S N)) <= 3 * eps ->\n    exists g",
      },
      {
        what: "fewer units with an epsilon",
        replace: "enough (pln_unit_with e s) L a b eps (Z.to_nat (floor (L * (b - a) / (2 * eps))))).",
        by: "enough (pln_unit_with e s) L a b eps (Z.to_nat (floor (L * (b - a) / (3 * eps))))).",
      },
    ],
  },
  checks: [continuous],
  notebook: { file: "01-pln.ipynb", section: "Any continuous function" },
  module: import.meta.url,
};
