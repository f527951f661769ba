import { evaluateExpression, Rational, type Expression, type Network } from "../../exact/index.js";
import type { Activation } from "./activation.js";
import { rationalValue } from "./target.js";
import { hiddenLayer } from "./unit-network.js";

const two = Rational.from(2n);

/** A grid of cells on [a, b]^d: `counts[j]` equal pieces along axis j, and a level for each cell, the last axis running fastest. */
export interface CellLevels {
  readonly counts: readonly number[];
  readonly levels: readonly Rational[];
  /** The greatest distance of f from the level of its cell that sampling shows. */
  readonly error: number;
}

/** Part of 2ε that the sampled range of a cell, with what may be missed between samples, may fill. */
const filled = 0.9999;

/**
 * The mid-range of f on every cell, from a grid of `fine` steps an axis; exact where f is rational at the two points that give it. Where sampling leaves no room below
 * ε, the value at the cell's centre, which is within L/2 times the cell's side of f whatever was missed.
 */
export function cellLevels(
  f: Expression,
  [a, b]: readonly [Rational, Rational],
  counts: readonly number[],
  fine: number,
  epsilon: number,
): CellLevels {
  const width = b.sub(a);
  let error = 0;
  const levels = cellRanges(f, [a, b], counts, fine).map(({ cell, low, high, missed, lowest, highest }) => {
    error = Math.max(error, (high - low + missed) / 2);
    const at = (offsets: readonly number[]): Rational =>
      rationalValue(
        f,
        cell.map((k, j) => a.add(width.mul(Rational.of(BigInt(k * fine + offsets[j]!), BigInt(counts[j]! * fine))))),
      );
    const fits = high - low + missed <= 2 * epsilon * filled;
    return fits ? at(lowest).add(at(highest)).div(two) : at(counts.map(() => fine / 2));
  });
  return { counts, levels, error };
}

interface CellRange {
  readonly cell: readonly number[];
  readonly low: number;
  readonly high: number;
  /** How much of the range may lie between samples, by their second differences. */
  readonly missed: number;
  readonly lowest: readonly number[];
  readonly highest: readonly number[];
}

/** On every cell the least and greatest sample of f, and where. */
function cellRanges(
  f: Expression,
  [a, b]: readonly [Rational, Rational],
  counts: readonly number[],
  fine: number,
): CellRange[] {
  const [from, width] = [a.toNumber(), b.sub(a).toNumber()];
  const inside = cells(counts.map(() => fine + 1));
  return cells(counts).map((cell) => {
    let [low, high] = [Infinity, -Infinity];
    let [lowest, highest] = [inside[0]!, inside[0]!];
    const values = inside.map((offsets) => {
      const y = evaluateExpression(
        f,
        cell.map((k, j) => from + (width * (k * fine + offsets[j]!)) / (counts[j]! * fine)),
      );
      if (y < low) [low, lowest] = [y, offsets];
      if (y > high) [high, highest] = [y, offsets];
      return y;
    });
    return { cell, low, high, missed: missedBetween(values, counts.length, fine), lowest, highest };
  });
}

/**
 * Half of the greatest second difference along each axis, added up: an extreme between two samples lies at most an eighth of it beyond them where f is smooth,
 * and at most half of it at a kink.
 */
function missedBetween(values: readonly number[], dimension: number, fine: number): number {
  let total = 0;
  for (let stride = 1, axis = 0; axis < dimension; axis += 1, stride *= fine + 1) {
    let greatest = 0;
    for (let i = 0; i < values.length; i += 1) {
      const offset = Math.floor(i / stride) % (fine + 1);
      if (offset === 0 || offset === fine) continue;
      greatest = Math.max(greatest, Math.abs(values[i - stride]! - 2 * values[i]! + values[i + stride]!));
    }
    total += greatest / 2;
  }
  return total;
}

/** All index vectors below `counts`, the last index running fastest. */
export function cells(counts: readonly number[]): number[][] {
  return counts.reduce<number[][]>(
    (list, n) => list.flatMap((k) => Array.from({ length: n }, (_, i) => [...k, i])),
    [[]],
  );
}

/** The fewest pieces an axis with which sampling, with what it may miss, shows an error of at most `epsilon`: all axes together first, then each alone. */
export function coarsestGrid(
  f: Expression,
  domain: readonly [Rational, Rational],
  dimension: number,
  most: number,
  epsilon: number,
): number[] {
  const fine = dimension === 2 ? 6 : 4;
  const fits = (counts: number[]): boolean =>
    cellRanges(f, domain, counts, fine).every(({ low, high, missed }) => high - low + missed <= 2 * epsilon * filled);
  let counts = new Array<number>(dimension).fill(most);
  const shrink = (axes: number[]): void => {
    let [low, high] = [0, counts[axes[0]!]!];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const tried = counts.map((n, j) => (axes.includes(j) ? middle : n));
      if (fits(tried)) high = middle;
      else low = middle;
    }
    counts = counts.map((n, j) => (axes.includes(j) ? high : n));
  };
  shrink(counts.map((_, j) => j));
  for (let j = 0; j < dimension; j += 1) shrink([j]);
  return counts;
}

/**
 * Two hidden layers of steps that are `levels` on the cells: Σ_j (n_j − 1) thresholds, then the AND of d of them for every cell but the first, weighted by the mixed differences
 * of the levels. On faces between cells the output is the level of a neighbouring cell (proof in `docs/theory/a4-dimensions.md`).
 */
export function gridNetwork(
  activation: Activation,
  [a, b]: readonly [Rational, Rational],
  { counts, levels }: CellLevels,
): { network: Network; units: number } {
  const width = b.sub(a);
  const paired = activation.name === "pln-2";
  const copies = paired ? 2 : 1;
  const first: { weight: string[][]; bias: string[] } = { weight: [], bias: [] };
  const threshold: number[][] = counts.map(() => []);
  counts.forEach((n, j) => {
    for (let i = 1; i < n; i += 1) {
      threshold[j]!.push(first.weight.length);
      const at = a.add(width.mul(Rational.of(BigInt(i), BigInt(n))));
      const row = (sign: string): string[] => counts.map((_, axis) => (axis === j ? sign : "0"));
      first.weight.push(row("1"));
      first.bias.push(at.neg().toString());
      if (paired) {
        first.weight.push(row("-1"));
        first.bias.push(at.toString());
      }
    }
  });
  const differences = mixedDifferences(counts, levels);
  const second: { weight: string[][]; bias: string[] } = { weight: [], bias: [] };
  const output: string[] = [];
  let constant = differences[0]!;
  cells(counts).forEach((cell, index) => {
    const passed = cell.flatMap((k, j) => (k === 0 ? [] : [threshold[j]![k - 1]!]));
    const difference = differences[index]!;
    if (passed.length === 0 || difference.sign() === 0) return;
    const row = (sign: string): string[] => {
      const weights = new Array<string>(first.weight.length).fill("0");
      for (const unit of passed) weights[unit] = sign;
      return weights;
    };
    const bias = Rational.of(BigInt(1 - 2 * passed.length), 2n);
    constant = constant.add(difference.div(two));
    second.weight.push(row("1"));
    second.bias.push(bias.toString());
    output.push(difference.div(Rational.from(BigInt(2 * copies))).toString());
    if (paired) {
      second.weight.push(row("-1"));
      second.bias.push(bias.neg().toString());
      output.push(difference.div(Rational.from(-4n)).toString());
    }
  });
  const norm = hiddenLayer(activation);
  const last = { type: "affine", bias: [constant.toString()] } as const;
  if (output.length === 0) {
    return { network: [{ ...last, weight: [counts.map(() => "0")] }], units: 0 };
  }
  return {
    network: [{ type: "affine", ...first }, norm, { type: "affine", ...second }, norm, { ...last, weight: [output] }],
    units: (first.weight.length + second.weight.length) / copies,
  };
}

/** c with levels(k) = Σ over k' ≤ k of c(k'): one difference along each axis in turn. */
function mixedDifferences(counts: readonly number[], levels: readonly Rational[]): Rational[] {
  const result = [...levels];
  let stride = 1;
  for (let j = counts.length - 1; j >= 0; j -= 1) {
    const n = counts[j]!;
    for (let i = result.length - 1; i >= 0; i -= 1) {
      if (Math.floor(i / stride) % n > 0) result[i] = result[i]!.sub(result[i - stride]!);
    }
    stride *= n;
  }
  return result;
}
