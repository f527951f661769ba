import { parseExpression, type Network } from "../../exact/index.js";
import type { Figure } from "../../plot/figure.js";
import {
  approximate,
  hardestZigzag,
  impossibilityCertificate,
  neuronBounds,
  readLipschitzClass,
} from "../../theory/index.js";
import { approximation } from "../approximation.js";
import type { CertificateCheck, Claim, JsonObject, NamedCertificate } from "../claim.js";

const id = "A10";

/** The most changes of sign that N norm groups and a constant have. */
const mostChanges = (units: number): number => units ** 3 - 2 * units ** 2 + 5 * units - 2;

/** q = L/(2ε) just large enough that the zigzag changes its sign once more than N groups can: ε = 1/2, L = q. */
const leastRatio = (units: number): number => mostChanges(units) + 2;

/** That N groups, of any sizes, do not follow the zigzag of (L, ε) = (q, 1/2). */
function tooFew(name: string, units: number, ratio: number): NamedCertificate {
  const zigzag = hardestZigzag(readLipschitzClass({ lipschitz: ratio, epsilon: "1/2" }))!;
  return {
    name,
    certificate: impossibilityCertificate({
      claim: id,
      statement: `No network of ${units} norm groups in one hidden layer is nearer than ${zigzag.amplitude} to the zigzag of slope ${ratio} on [0, 1].`,
      family: { type: "norm-units", units },
      function: zigzag.expression,
      points: zigzag.points,
      signs: zigzag.signs,
      level: zigzag.amplitude,
    }) as JsonObject,
  };
}

/** As many units as the upper bound says, for the zigzag of (L, ε). */
function enough(activation: string, ratio: number): NamedCertificate {
  const zigzag = hardestZigzag(readLipschitzClass({ lipschitz: ratio, epsilon: "1/2" }))!;
  const table = zigzag.points.map((x, i): [string, string] => [
    x.toString(),
    (zigzag.signs[i] === 1 ? zigzag.amplitude : zigzag.amplitude.neg()).toString(),
  ]);
  const made = approximate({ f: table, domain: [0, 1], lipschitz: ratio, epsilon: "1/2", activation, claim: id });
  if (made.units > made.bounds.upper) throw new Error(`${activation}: ${made.units} units, more than the bound`);
  return { name: `a10-enough-${activation}-${ratio}`, certificate: made.certificate as JsonObject };
}

const bracket: CertificateCheck = {
  id: "bracket",
  title: "N groups change sign at most N³ − 2N² + 5N − 2 times, and ⌊q⌋ are enough",
  role: "evidence",
  method: "certificate",
  parameters: { quick: { greatest: 8 }, full: { greatest: 10 }, paper: { greatest: 10 } },
  control: "The same zigzags against one unit more, and with one extreme fewer.",
  async run({ parameters }) {
    const greatest = parameters["greatest"] as number;
    const counts = Array.from({ length: greatest }, (_, i) => i + 1);
    const certificates = [
      ...counts.map((units) => tooFew(`a10-too-few-${units}`, units, leastRatio(units))),
      ...["pln-3", "pln-8", "pls-2"].flatMap((activation) => [4, 10, 24].map((ratio) => enough(activation, ratio))),
    ];
    const rows = [4, 10, 24, 52, 100, 500].map((ratio) => {
      const { lower, upper } = neuronBounds({ activation: "pln-3", lipschitz: ratio, epsilon: "1/2" });
      return { ratio, lower, upper, neurons: [3 * lower, 3 * upper] };
    });
    return {
      summary: `PLN-3 neurons for the whole class: ${rows.map(({ ratio, neurons }) => `${neurons[0]} to ${neurons[1]} at q = ${ratio}`).join(", ")}. That ${greatest} groups and fewer are not enough from q = ${leastRatio(greatest)} on, and that ⌊q⌋ are for the zigzags of q = 4, 10, 24, is certified.`,
      measurements: { rows },
      figures: [bracketFigure()],
      certificates,
    };
  },
  runControl: async () => [
    tooFew("a10-control-one-unit-more", 3, leastRatio(2)),
    tooFew("a10-control-one-extreme-fewer", 3, leastRatio(3) - 1),
  ],
};

/** PLN-3 units for sin(2πx), symmetric to 1/2: t/√(t² + c²) at t = s − m and at t = s + m, s = x − 1/2, with one output weight for each pair. */
interface Fit {
  /** c, in tenths. */
  readonly width: number;
  /** m, in thousandths. */
  readonly offsets: readonly number[];
  /** By least squares, weighted until the errors' peaks are alike; in units of 10^-12. */
  readonly weights: readonly number[];
}

const eight: Fit = {
  width: 6,
  offsets: [114, 343, 571, 800],
  weights: [-8757311033000, 6125977223000, 12203214928000, -10314534089000],
};
const twelve: Fit = {
  width: 8,
  offsets: [793, 739, 635, 487, 306, 104],
  weights: [-75375165751367, 44503264645476, 19869933436200, 21043846254219, 12178919938480, -26392117802908],
};

/** Group (t + c/√3, −t + c/√3, −2c/√3), whose first two outputs differ by √6·t/√(t² + c²); `factor` multiplies the first output weight. */
function smoothUnits(name: string, { width, offsets, weights }: Fit, epsilon: string, factor = 1): NamedCertificate {
  const dyadic = (x: number): string => `${Math.round(x * 2 ** 50)}p-50`;
  const lift = width / 10 / Math.sqrt(3);
  const rows: string[][] = [];
  const bias: string[] = [];
  const output: string[] = [];
  [-1, 1].forEach((side) =>
    offsets.forEach((offset, i) => {
      const centre = 0.5 + (side * offset) / 1000;
      const weight = ((weights[i]! / 1e12) * (i === 0 && side === -1 ? factor : 1)) / Math.sqrt(6);
      rows.push(["1"], ["-1"], ["0"]);
      bias.push(dyadic(lift - centre), dyadic(lift + centre), dyadic(-2 * lift));
      output.push(dyadic(weight), dyadic(-weight), "0");
    }),
  );
  const units = 2 * offsets.length;
  const network: Network = [
    { type: "affine", weight: rows, bias },
    { type: "norm", normSize: 3, center: true, epsilon: "0" },
    { type: "affine", weight: [output], bias: ["0"] },
  ];
  return approximation({
    name,
    claim: id,
    statement: `${units} PLN-3 units, ${3 * units} neurons, are within ${epsilon} of sin(2πx) on [0, 1].`,
    of: parseExpression("sin(2*pi*x)", ["x"]),
    domain: ["0", "1"],
    epsilon,
    network,
  });
}

const smooth: CertificateCheck = {
  id: "smooth",
  title:
    "For one smooth function far fewer: 8 and 12 units, where the bracket of the class ends in the thousands and millions",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { epsilons: ["1/4000", "1/10000000"] },
    full: { epsilons: ["1/5000", "3/100000000"] },
    paper: { epsilons: ["1/5000", "3/100000000"] },
  },
  control: "An ε that is a third smaller than either network's error; one output weight changed by a thousandth.",
  async run({ parameters }) {
    const epsilons = parameters["epsilons"] as [string, string];
    const rows = [eight, twelve].map(({ offsets }, i) => {
      const { upper, lower } = neuronBounds({ activation: "pln-3", lipschitz: "6.2832", epsilon: epsilons[i]! });
      return { units: 2 * offsets.length, epsilon: epsilons[i]!, lower, upper };
    });
    const told = rows.map(
      ({ units, epsilon, lower, upper }) =>
        `${units} units (${3 * units} neurons) are within ${epsilon}, where the bracket for all functions as steep is ${lower} to ${upper} units`,
    );
    return {
      summary: `PLN-3 and sin(2πx) on [0, 1], certified at every point: ${told.join("; ")}.`,
      measurements: { rows },
      figures: [],
      certificates: [
        smoothUnits("a10-eight-units", eight, epsilons[0]),
        smoothUnits("a10-twelve-units", twelve, epsilons[1]),
      ],
    };
  },
  runControl: async () => [
    smoothUnits("a10-control-smaller-epsilon", eight, "1/6000"),
    smoothUnits("a10-control-weight", eight, "1/4000", 1.001),
    smoothUnits("a10-control-twelve-smaller-epsilon", twelve, "1/60000000"),
    smoothUnits("a10-control-twelve-weight", twelve, "1/10000000", 1.001),
  ],
};

function bracketFigure(): Figure {
  const ratios = [2, 4, 7, 10, 24, 52, 100, 200, 500, 1000];
  return {
    id: "pln-neurons",
    title: "The least number of PLN-s neurons, s ≥ 3",
    caption:
      "Lower and upper ends of the bracket for all L-Lipschitz functions on an interval, in units (times s: neurons), over q = L(b − a)/(2ε). Between them the least number is not known.",
    traces: (["upper", "lower"] as const).map((end) => ({
      type: "scatter" as const,
      name: end,
      mode: "lines+markers" as const,
      x: ratios,
      y: ratios.map((ratio) => neuronBounds({ activation: "pln-3", lipschitz: ratio, epsilon: "1/2" })[end]),
    })),
    xAxis: { title: "q", type: "log" },
    yAxis: { title: "units", type: "log" },
  };
}

/** A10: the least number of PLN-s neurons. */
export const claimA10: Claim = {
  id,
  paper: "A",
  title: "The least number of PLN-s neurons, s ≥ 3, as a bracket",
  statement:
    "Let $q = L(b-a)/(2\\varepsilon)$, and $N^*$ the least number of PLN-s units, $s \\ge 3$ (PLS-s, $s \\ge 2$), in one hidden layer with which every $L$-Lipschitz $f$ on $[a,b]$ is approximated within $\\varepsilon$; $sN^*$ is the number of neurons. A sum of $N \\ge 1$ such units and a constant changes its sign at most $N^3 - 2N^2 + 5N - 2$ times, so for $q > 1$ $N^{*3} - 2N^{*2} + 5N^* - 2 \\ge \\lceil q\\rceil - 1$, and $N^* \\le \\lfloor q\\rfloor$. For large $q$ sign patterns raise the lower end to the order of $\\sqrt q$.",
  source:
    "that there is a least number, and that it is sought: abstract of the PLN paper (paper A); the bracket: normlab",
  assumptions: [
    { name: "one hidden layer", text: "An affine map, one layer of units, an affine map with one output bias." },
  ],
  why: "Units are $n/\\sqrt{q}$ with $n$ affine and $q$ quadratic; Rolle's theorem for the Wronskians of their derivatives bounds the changes of sign (`docs/theory/a3-counts.md`, and `norm-units` in `docs/certificates.md`). From above: a staircase with room for sigmoids.",
  covers:
    "Certified: for N = 1 to 8 (10 in full) a zigzag that N groups cannot follow, by the checker's rule for sums of norm groups, whose proof is on paper; and networks of at most ⌊q⌋ units for zigzags, and of 8 and 12 for a sine. For all functions: argued in `docs/theory/a3-counts.md`. Between the ends the least number is open.",
  theorem: {
    file: "A10.v",
    name: "A10",
    says: "for every L ≥ 0, a < b, ε > 0 and q = L(b − a)/(2ε): ⌊q⌋ units of PLN-s, for every s ≥ 3, and of PLS-s, for every s ≥ 2, are enough to approximate every L-Lipschitz function on [a, b] within ε; a constant and one unit of any size change their sign at most twice along the line, which is N³ − 2N² + 5N − 2 for N = 1; so for q > 1 at least one unit is needed, and for q > 3 at least two.",
    leavesOut:
      "that N ≥ 2 units and a constant change their sign at most N³ − 2N² + 5N − 2 times, and so the lower end from there on; and the order of √q, which stands on Warren's theorem (1968). Both are argued in `docs/theory/a3-counts.md`.",
    mutations: [
      {
        what: "one unit fewer",
        replace: "(3 <= s)%nat -> enough (pln_unit s) L a b eps (Z.to_nat (floor q))",
        by: "(3 <= s)%nat -> enough (pln_unit s) L a b eps (Z.to_nat (floor q) - 1)",
      },
      {
        what: "PLN-2, whose units are steps, by the same proof",
        replace: "(3 <= s)%nat -> enough (pln_unit s) L a b eps",
        by: "(2 <= s)%nat -> enough (pln_unit s) L a b eps",
      },
      {
        what: "one change of sign",
        replace: "sign_changes_at_most 2 g",
        by: "sign_changes_at_most 1 g",
      },
      {
        what: "two units for q > 2",
        replace: "(3 < q -> (2 <= N)%nat)",
        by: "(2 < q -> (2 <= N)%nat)",
      },
    ],
  },
  checks: [bracket, smooth],
  notebook: { file: "01-pln.ipynb", section: "Any continuous function" },
  module: import.meta.url,
};
