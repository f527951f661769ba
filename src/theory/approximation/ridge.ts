import { evaluateExpression, InputError, Rational, type Expression, type Network } from "../../exact/index.js";
import type { Activation } from "./activation.js";
import { cosineCoefficients, cosineError, jacksonFactors, type CosineTable } from "./cosines.js";
import { greedySweep } from "./sweep.js";
import { staircaseNetwork } from "./unit-network.js";

/** Steps along one direction that stand for one ridge cosine c·cos(π⟨r,x⟩). */
export interface RidgeBlock {
  readonly direction: readonly [number, number];
  readonly network: Network;
  readonly units: number;
  readonly epsilon: Rational;
}

/** A single hidden layer on [0,1]² as a sum of blocks, with what its certificate (kind `ridge-sum`) needs. */
export interface RidgeSum {
  readonly degree: number;
  readonly cosines: readonly { readonly frequency: readonly [number, number]; readonly coefficient: Rational }[];
  readonly remainder: Rational;
  readonly constant: Rational;
  readonly blocks: readonly RidgeBlock[];
  readonly units: number;
}

const coefficientBits = 44;

/**
 * The Jackson construction of A4 on [0,1]²: cosine coefficients of the even extension times Jackson's factors, product-to-sum into ridges, steps along each with errors in proportion to
 * the square root of its variation. Of several orders of the kernel the one with the fewest units is kept. Errors are measured on a grid here; the certificate covers every point.
 */
export function ridgeSum(f: Expression, activation: Activation, epsilon: number): RidgeSum {
  const value = (x: number, y: number): number => evaluateExpression(f, [x, y]);
  let best: { table: CosineTable; order: number; remainder: number; count: number } | null = null;
  const largest = 224;
  const points = 512;
  const coefficients = cosineCoefficients(value, 2 * largest - 2, points);
  for (let order = 4; order <= largest; order = Math.ceil(order * 1.2)) {
    const factors = jacksonFactors(order);
    const kept = 2 ** -14 * epsilon;
    const table = Array.from({ length: factors.length }, (_, k) =>
      factors.map((rho, l) => {
        const a = rho * factors[k]! * coefficients[k]![l]!;
        return Math.abs(a) < kept ? 0 : Math.round(a * 2 ** coefficientBits) / 2 ** coefficientBits;
      }),
    );
    const remainder = cosineError(value, table, 160) * 1.02 + epsilon * 0.005;
    if (remainder >= epsilon * 0.9) continue;
    const count = countUnits(table, epsilon - remainder);
    // A larger order is dearer to check: stop where it saves less than a thirtieth.
    if (best !== null && count > best.count * (1 - 1 / 30)) break;
    best = { table, order, remainder, count };
  }
  if (best === null) {
    throw new InputError({
      code: "limit",
      where: "epsilon",
      expected: `an accuracy that a Jackson kernel of order at most ${largest} reaches for this f`,
      received: String(epsilon),
      remedy: "Take a larger epsilon, two hidden layers, or neuronBounds for the count alone",
    });
  }
  return build(best.table, best.order, best.remainder, epsilon, activation);
}

interface Ridge {
  readonly direction: readonly [number, number];
  readonly coefficient: number;
  readonly variation: number;
}

/** C = c₀ + Σ c_r cos(π⟨r,x⟩): a term with two frequencies becomes two ridges of half its weight. */
function ridges(table: CosineTable): Ridge[] {
  const list: Ridge[] = [];
  const push = (k: number, l: number, coefficient: number): void => {
    list.push({ direction: [k, l], coefficient, variation: 2 * Math.abs(coefficient) * (Math.abs(k) + Math.abs(l)) });
  };
  table.forEach((row, k) =>
    row.forEach((a, l) => {
      if (a === 0 || (k === 0 && l === 0)) return;
      if (k === 0 || l === 0) push(k, l, a);
      else {
        push(k, l, a / 2);
        push(k, -l, a / 2);
      }
    }),
  );
  return list;
}

/** Shares `budget` among the ridges as √variation; a ridge below its share is left out, and what it does not use goes to the others. */
function share(list: readonly Ridge[], budget: number): { kept: Ridge[]; factor: number } {
  let kept = [...list];
  for (;;) {
    const pruned = list
      .filter((ridge) => !kept.includes(ridge))
      .reduce((sum, { coefficient }) => sum + Math.abs(coefficient), 0);
    const factor = (budget - pruned) / kept.reduce((sum, { variation }) => sum + Math.sqrt(variation), 0);
    const still = kept.filter(({ coefficient, variation }) => Math.abs(coefficient) > factor * Math.sqrt(variation));
    if (still.length === kept.length || still.length === 0) return { kept, factor };
    kept = still;
  }
}

function countUnits(table: CosineTable, budget: number): number {
  const { kept, factor } = share(ridges(table), budget);
  return kept.reduce((sum, { variation }) => sum + Math.ceil(Math.sqrt(variation) / (2 * factor)), 0);
}

function build(
  table: CosineTable,
  order: number,
  remainder: number,
  epsilon: number,
  activation: Activation,
): RidgeSum {
  const { kept, factor } = share(ridges(table), (epsilon - remainder) * (1 - 2 ** -30));
  const blocks = kept.map(({ direction, coefficient, variation }): RidgeBlock => {
    const delta = factor * Math.sqrt(variation);
    const [k, l] = direction;
    const [from, to] = [Math.min(0, l), k + Math.max(0, l)];
    // The extremes of cos(πu) are the integers.
    const x = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const pieces = { x, y: x.map((u) => (u % 2 === 0 ? coefficient : -coefficient)) };
    const sweep = greedySweep((u) => coefficient * Math.cos(Math.PI * u), pieces, delta * (1 - 2 ** -30))!;
    const staircase = {
      knots: sweep.knots.map((u) => Rational.from(u)),
      levels: sweep.levels.map((y) => Rational.from(y)),
      widths: sweep.knots.map(() => Rational.zero),
    };
    return {
      direction,
      network: staircaseNetwork(activation, staircase),
      units: sweep.knots.length,
      epsilon: upward(delta),
    };
  });
  const cosines = table.flatMap((row, k) =>
    [...row].flatMap((a, l) => (a === 0 ? [] : [{ frequency: [k, l] as const, coefficient: Rational.from(a) }])),
  );
  return {
    degree: 2 * order - 2,
    cosines,
    remainder: upward(remainder),
    constant: Rational.from(table[0]![0]!),
    blocks,
    units: blocks.reduce((sum, { units }) => sum + units, 0),
  };
}

/** A short dyadic number just above x. */
function upward(x: number): Rational {
  const unit = 2 ** (Math.floor(Math.log2(x)) - 36);
  return Rational.from(Math.ceil(x / unit) * unit);
}
