import { evaluateExpression, InputError, parseExpression, Rational, type Expression } from "../../exact/index.js";
import { parseActivation } from "./activation.js";
import { requireSize, type ApproximateInput, type Approximation } from "./approximation.js";
import { cellLevels, cells, coarsestGrid, gridNetwork } from "./grid.js";
import { readInterval, readLipschitzClass } from "./lipschitz-class.js";
import { neuronBounds } from "./neuron-bounds.js";
import { ridgeSum } from "./ridge.js";

type Interval = readonly [Rational, Rational];

/** `approximate` for text in two or three variables on a cube. */
export function approximateOnCube(
  input: ApproximateInput,
  domain: readonly (readonly (number | string)[])[],
): Approximation {
  const dimension = domain.length;
  const depth = input.depth ?? 2;
  const activation = parseActivation(input.activation);
  const sides = domain.map((side, j) => readInterval(side, `domain[${j}]`));
  const [a, b] = sides[0]!;
  if (dimension > 3 || sides.some(([c, d]) => !c.equals(a) || !d.equals(b))) {
    throw refuse("domain", "the same interval for two or three variables", JSON.stringify(domain));
  }
  if (activation.shape !== "step")
    throw refuse("activation", "steps (pln-2, pls-1, sign, heaviside) in more than one variable", activation.name);
  if (typeof input.f !== "string") throw refuse("f", "text in the variables x, y, z", typeof input.f);
  const family = readLipschitzClass({ ...input, domain: domain[0]!, dimension });
  const bounds = neuronBounds({ ...input, domain: domain[0]!, dimension, depth });
  const f = parseExpression(input.f, ["x", "y", "z"].slice(0, dimension));
  requireLipschitzOnCube(f, [a, b], dimension, family.lipschitz);
  const common = {
    format: "normlab-certificate/1",
    claim: input.claim ?? "A4",
    function: f,
    domain: sides.map((side) => side.map(String)),
    epsilon: family.epsilon.toString(),
    precision: 64,
  };
  const epsilon = family.epsilon.toNumber();
  if (depth === 1) {
    if (dimension !== 2 || a.sign() !== 0 || !b.equals(Rational.one)) {
      throw refuse(
        "domain",
        "[0, 1] twice for one hidden layer",
        JSON.stringify(domain),
        "Take depth 2, or neuronBounds for the count",
      );
    }
    const sum = ridgeSum(f, activation, epsilon);
    return {
      ...counted(activation.name, sum.units, activation.neuronsPerUnit),
      bounds,
      network: null,
      certificate: {
        ...common,
        kind: "ridge-sum",
        statement: `One hidden layer of ${sum.units} ${activation.name} units in ${sum.blocks.length} directions is within ${input.epsilon} of ${input.f} on [0, 1]^2.`,
        cosines: sum.cosines.map(({ frequency, coefficient }) => ({ frequency, coefficient: coefficient.toString() })),
        remainder: sum.remainder.toString(),
        constant: sum.constant.toString(),
        blocks: sum.blocks.map(({ direction, network, epsilon: share }) => ({
          direction,
          network,
          epsilon: share.toString(),
        })),
      },
    };
  }
  const most = Math.max(1, Number(family.ratio.ceil()));
  requireSize(most ** dimension);
  const counts = coarsestGrid(f, [a, b], dimension, most, epsilon);
  const { network, units } = gridNetwork(activation, [a, b], cellLevels(f, [a, b], counts, 8, epsilon));
  return {
    ...counted(activation.name, units, activation.neuronsPerUnit),
    bounds,
    network,
    certificate: {
      ...common,
      kind: "approximation",
      statement: `Two hidden layers of ${units} ${activation.name} units in all (a grid of ${counts.join(" x ")} cells) are within ${input.epsilon} of ${input.f} on [${a}, ${b}]^${dimension}.`,
      network,
    },
  };
}

function counted(
  activation: string,
  units: number,
  neuronsPerUnit: number,
): Pick<Approximation, "activation" | "units" | "neurons" | "fewestSteps" | "knots" | "note"> {
  return { activation, units, neurons: units * neuronsPerUnit, fewestSteps: null, knots: [], note: null };
}

/** Compares neighbours, diagonal ones too, on a grid: |f(x) − f(y)| ≤ L·max|x_j − y_j|. */
function requireLipschitzOnCube(f: Expression, [a, b]: Interval, dimension: number, lipschitz: Rational): void {
  const steps = dimension === 2 ? 60 : 16;
  const [from, width, slope] = [a.toNumber(), b.sub(a).toNumber(), lipschitz.toNumber()];
  const point = (k: readonly number[]): number[] => k.map((i) => from + (width * i) / steps);
  const directions = cells(new Array<number>(dimension).fill(3)).map((k) => k.map((i) => i - 1));
  for (const cell of cells(new Array<number>(dimension).fill(steps + 1))) {
    const x = point(cell);
    const here = evaluateExpression(f, x);
    if (!Number.isFinite(here))
      throw refuse(`f(${x.join(", ")})`, "a finite value everywhere on the domain", String(here));
    for (const direction of directions) {
      const other = cell.map((k, j) => k + direction[j]!);
      if (other.some((k) => k < 0 || k > steps)) continue;
      const y = point(other);
      const there = evaluateExpression(f, y);
      const distance = Math.max(...x.map((v, j) => Math.abs(v - y[j]!)));
      if (distance > 0 && Math.abs(here - there) > slope * distance * (1 + 1e-9)) {
        throw refuse(
          "lipschitz",
          "a constant that f keeps in the maximum norm",
          `${slope}, but f(${x.join(", ")}) = ${here} and f(${y.join(", ")}) = ${there}: slope ${(Math.abs(here - there) / distance).toPrecision(8)}`,
          "Give a greater Lipschitz constant",
        );
      }
    }
  }
}

function refuse(where: string, expected: string, received: string, remedy?: string): InputError {
  const code = where === "lipschitz" ? "not-lipschitz" : "unsupported";
  return new InputError({ code, where, expected, received, ...(remedy === undefined ? {} : { remedy }) });
}
