import type { Figure } from "../../plot/figure.js";
import { neuronBounds } from "../../theory/index.js";
import { parseActivation } from "../../theory/approximation/activation.js";
import { greedySweep, monotonePieces } from "../../theory/approximation/sweep.js";
import type { CheckContext, Claim, JsonObject, NumericalCheck } from "../claim.js";

const id = "A8";
const activations = ["pln-2", "pln-3", "pln-8", "pls-1", "pls-2", "sign", "logistic", "tanh", "relu"];
const epsilons = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const constants = [1, 10];

const brackets: NumericalCheck = {
  id: "brackets",
  title: "Brackets of the number of units over (L, ε) for nine activations",
  role: "evidence",
  method: "numerical",
  parameters: { quick: {}, full: {}, paper: {} },
  tolerance: {
    value: 0,
    why: "The deviation counts brackets that are empty, not monotone in ε, or not as tight as stated: whole numbers.",
  },
  control: "The same count with the ends of every bracket exchanged.",
  run: async () => {
    const rows = table();
    return {
      deviation: violations(rows, false),
      summary: `${rows.length} brackets. At L = 10, ε = 0.01: exactly ${at(rows, "pln-2").lower} steps (PLN-2: ${2 * at(rows, "pln-2").lower} neurons), ReLU ${at(rows, "relu").lower} to ${at(rows, "relu").upper}, PLN-8 ${at(rows, "pln-8").lower} to ${at(rows, "pln-8").upper} units (up to ${8 * at(rows, "pln-8").upper} neurons), tanh ${at(rows, "tanh").lower} to ${at(rows, "tanh").upper}.`,
      measurements: { rows: rows as unknown as JsonObject[] },
      figures: [bracketFigure("units"), bracketFigure("neurons")],
    };
  },
  runControl: async () => ({ deviation: violations(table(), true) }),
};

interface Row {
  readonly activation: string;
  readonly lipschitz: number;
  readonly epsilon: number;
  readonly lower: number;
  readonly upper: number;
  readonly neuronsPerUnit: number;
}

function table(): Row[] {
  return activations.flatMap((activation) =>
    constants.flatMap((lipschitz) =>
      epsilons.map((epsilon) => {
        const { lower, upper, neuronsPerUnit } = neuronBounds({ activation, lipschitz, epsilon });
        return { activation, lipschitz, epsilon, lower, upper, neuronsPerUnit };
      }),
    ),
  );
}

function at(rows: readonly Row[], activation: string): Row {
  return rows.find((row) => row.activation === activation && row.lipschitz === 10 && row.epsilon === 0.01)!;
}

function violations(rows: readonly Row[], exchanged: boolean): number {
  let count = 0;
  rows.forEach(({ activation, lipschitz, epsilon, ...row }, i) => {
    const [lower, upper] = exchanged ? [row.upper, row.lower] : [row.lower, row.upper];
    const easier = epsilon < 0.5 ? rows[i - 1]! : null;
    const stated = Math.max(0, Math.ceil(Math.round(lipschitz * 1000) / Math.round(2000 * epsilon)) - 1);
    const { shape } = parseActivation(activation);
    if (lower > upper) count += 1;
    if (easier !== null && (easier.lower > row.lower || easier.upper > row.upper)) count += 1;
    if (shape === "step" && (lower !== stated || upper !== stated)) count += 1;
    if (shape === "relu" && upper !== stated) count += 1;
  });
  return count;
}

/** The target of the comparison: three sines, |f′| ≤ 13.51. */
const target = (x: number): number =>
  0.5 * Math.sin(2 * Math.PI * x) + 0.3 * Math.sin(5 * Math.PI * x + 1) + 0.2 * Math.sin(9 * Math.PI * x);
const steepest = 13.51;

const practice: NumericalCheck = {
  id: "practice",
  title: "Networks found by search keep the error that the bracket promises for their size",
  role: "evidence",
  method: "numerical",
  parameters: {
    quick: { units: [4, 8], starts: 4 },
    full: { units: [4, 8, 16, 32], starts: 12 },
    paper: { units: [4, 8, 16, 32], starts: 12 },
  },
  tolerance: {
    value: 0,
    why: "The deviation is the greatest (error reached)/(error promised) − 1; what is promised, L/(2(N + 1)), is an upper bound.",
  },
  control: "The promise made for a tenth of the Lipschitz constant, which steps cannot keep.",
  run: async (context) => {
    const reached = await search(context);
    const deviation = Math.max(...reached.map(({ ratio }) => ratio)) - 1;
    return {
      deviation: Math.max(0, deviation),
      summary: `Errors reached with ${(context.parameters["units"] as number[]).join(", ")} units, kept from ${context.parameters["starts"] as number} starts: ${reached.map(({ family, units, error }) => `${family} ${units}: ${error.toPrecision(2)}`).join("; ")}. The greatest is ${(deviation + 1).toPrecision(3)} of what is promised. On this smooth target tanh, PLN and ReLU are all far below the bound for the whole class; which is lowest depends on target and search.`,
      measurements: {
        reached: reached.map(({ family, units, error, promised }) => ({ family, units, error, promised })),
      },
      figures: [practiceFigure(reached)],
    };
  },
  runControl: async (context) => {
    const reached = await search({ ...context, parameters: { units: [4], starts: 1 } });
    return { deviation: Math.max(...reached.map(({ ratio }) => 10 * ratio)) - 1 };
  },
};

interface Reached {
  readonly family: string;
  readonly units: number;
  readonly error: number;
  readonly promised: number;
  readonly ratio: number;
}

/** Steps by the optimal sweep; the others by Levenberg–Marquardt from several starts. */
async function search({ parameters, progress }: CheckContext): Promise<Reached[]> {
  const { optimise } = await import("./optimise.js");
  const families = [
    ["steps (PLN-2, PLS-1, sign)", "step"],
    ["PLN-s (s ≥ 3), PLS-s (s ≥ 2)", "algebraic"],
    ["tanh, logistic", "exponential"],
    ["ReLU", "relu"],
  ] as const;
  const sizes = parameters["units"] as number[];
  const reached: Reached[] = [];
  for (const [family, shape] of families) {
    for (const units of sizes) {
      const error =
        shape === "step"
          ? leastStepError(units)
          : optimise({ f: target, domain: [0, 1], shape, units, starts: parameters["starts"] as number, seed: 8 })
              .error;
      const promised = steepest / (2 * (units + 1));
      reached.push({ family, units, error, promised, ratio: error / promised });
      progress(reached.length / (families.length * sizes.length), `${family}, ${units} units`);
    }
  }
  return reached;
}

/** The least tolerance with which the sweep needs at most `units` steps, by bisection. */
function leastStepError(units: number): number {
  const pieces = monotonePieces(target, 0, 1, 4096);
  let [low, high] = [0, 1];
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (greedySweep(target, pieces, middle, units) === null) low = middle;
    else high = middle;
  }
  return high;
}

function bracketFigure(counted: "units" | "neurons"): Figure {
  return {
    id: `brackets-${counted}`,
    title: `Brackets of the number of ${counted} for all 10-Lipschitz functions on [0, 1]`,
    caption: `Upper end solid, lower end dotted. Steps are exact in units; counted in ${counted === "units" ? "units all families agree above within one, so the norm size costs neurons, not units" : "neurons PLN-8 pays eight a unit"}.`,
    traces: ["pln-2", "pln-3", "pln-8", "pls-2", "tanh", "relu"].flatMap((activation) =>
      (["upper", "lower"] as const).map((end) => ({
        type: "scatter" as const,
        name: `${activation} ${end}`,
        mode: "lines" as const,
        x: epsilons,
        y: epsilons.map((epsilon) => {
          const bounds = neuronBounds({ activation, lipschitz: 10, epsilon });
          return bounds[end] * (counted === "neurons" ? bounds.neuronsPerUnit : 1);
        }),
        ...(end === "lower" ? { dash: "dot" as const } : {}),
      })),
    ),
    xAxis: { title: "ε", type: "log" },
    yAxis: { title: counted, type: "log" },
  };
}

function practiceFigure(reached: readonly Reached[]): Figure {
  const families = [...new Set(reached.map(({ family }) => family))];
  const sizes = [...new Set(reached.map(({ units }) => units))];
  return {
    id: "practice",
    title: "Errors reached on a sum of three sines, beside the bound for the whole class",
    caption:
      "Steps are optimal for this target; the others are what a search found, kept from several starts. All lie below L/(2(N + 1)).",
    traces: [
      {
        type: "scatter",
        name: "promised: L/(2(N + 1))",
        mode: "lines+markers",
        x: sizes,
        y: sizes.map((n) => steepest / (2 * (n + 1))),
        dash: "dash",
      },
      ...families.map((family) => {
        const mine = reached.filter((row) => row.family === family);
        return {
          type: "scatter" as const,
          name: family,
          mode: "lines+markers" as const,
          x: mine.map(({ units }) => units),
          y: mine.map(({ error }) => error),
        };
      }),
    ],
    xAxis: { title: "units", type: "log" },
    yAxis: { title: "largest error", type: "log" },
  };
}

export const claimA8: Claim = {
  id,
  paper: "A",
  title: "PLN beside traditional activations: brackets and practice",
  statement:
    "The number of units with which all $L$-Lipschitz functions are approximated within $\\varepsilon$ has brackets that agree above within one unit for PLN-2, PLN-3, PLN-8, PLS-1, PLS-2, sign, logistic, tanh and ReLU; in neurons a PLN-s unit counts s. Numerically optimised networks lie inside: their errors are below the bound for the class.",
  source: "comparison with traditional activations: abstract of the PLN paper (paper A); the brackets: normlab",
  assumptions: [
    {
      name: "bounds, not best",
      text: "Brackets are about the hardest function of the class; on one target any of the activations may come out lowest.",
    },
  ],
  why: "A3's bounds, tabulated; the target's errors from an optimal sweep (steps) and from Levenberg–Marquardt with several starts. `docs/theory/a3-counts.md`.",
  covers:
    "Checked: the brackets as computed on a table of (L, ε), and searches on one target function; that the brackets hold for the class is A3.",
  checks: [brackets, practice],
  notebook: { file: "01-pln.ipynb", section: "Beside other activations" },
  module: import.meta.url,
};
