import { accepted, rejected, undecided, type Progress, type Verdict } from "./certificate.js";
import type { ExpressionNode } from "./expression.js";
import {
  affineAt,
  FunctionRange,
  midpoint,
  subtract,
  within,
  type Affine,
  type Box,
  type Range,
} from "./function-range.js";
import { bitLength } from "./integer.js";
import { commonDenominator, type ReadLayer as Read, type ReadNetwork } from "./network.js";
import { poleIn } from "./pole.js";
import { NoValue, Rational } from "./rational.js";
import { spend, spendKept, spendOperations } from "./work.js";

/** sgn(constant + Σ weights·inputs), by input. */
interface Sign {
  readonly weights: ReadonlyMap<number, Rational>;
  readonly constant: Rational;
}

/** What is to be shown: |network − function| ≤ epsilon on the domain. */
export interface GridTask {
  readonly node: ExpressionNode;
  readonly network: ReadNetwork;
  readonly domain: Box;
  readonly epsilon: Rational;
  readonly precision: number;
  readonly halvings: number;
}

/** A threshold on an axis, with what its sign adds to the units of the second layer. */
interface Threshold {
  readonly at: Rational;
  readonly feeds: readonly (readonly [unit: number, weight: bigint])[];
}

/**
 * Two hidden layers of steps, the first along single coordinates: the network is constant on every product of open intervals between
 * thresholds and threshold points. All of these cells are visited, each a neighbour of the one before, so that a move changes one
 * threshold's sign and only the units it feeds. Undefined where the network is not of this shape.
 */
export function checkStepGrid(task: GridTask, progress: Progress): Verdict | undefined {
  const grid = readGrid(task.network, task.domain);
  if (grid === undefined) return undefined;
  const { axes, sums, heights, scale } = grid;
  const f = new FunctionRange(task.node, task.precision);
  const signs = sums.map(sign);
  let output = grid.constant + heights.reduce((total, height, unit) => total + height * BigInt(signs[unit]!), 0n);
  /** Even positions are the open intervals between thresholds, odd ones the thresholds. */
  const position = axes.map(() => 0);
  const direction = axes.map(() => 1);
  const cells = axes.reduce((count, axis) => count * (2 * axis.length + 1), 1);
  const digits = bitLength(scale);
  for (let visited = 1; ; visited += 1) {
    const box = axes.map((axis, i) => cellOn(axis, position[i]!, task.domain[i]!));
    if (box.every(([lower, upper], i) => position[i]! % 2 === 1 || lower.compare(upper) < 0)) {
      const verdict = checkConstant(f, box, Rational.of(output, scale), task);
      if (verdict.verdict !== "accepted") return verdict;
    }
    progress(visited / cells);
    // Stryker disable next-line ArithmeticOperator: an axis that is not there is passed over
    let axis = axes.length - 1;
    while (axis >= 0) {
      const next = position[axis]! + direction[axis]!;
      if (next >= 0 && next <= 2 * axes[axis]!.length) break;
      direction[axis] = -direction[axis]!;
      axis -= 1;
    }
    if (axis < 0) return accepted;
    const [before, step] = [position[axis]!, direction[axis]!];
    position[axis] = before + step;
    // Between a threshold and the interval beside it its sign changes by one, rising along the axis.
    const threshold = axes[axis]![(Math.max(before, before + step) - 1) >> 1]!;
    spendOperations(threshold.feeds.length, digits, 0);
    for (const [unit, weight] of threshold.feeds) {
      // Stryker disable next-line EqualityOperator: a step is 1 or -1
      sums[unit]! += step > 0 ? weight : -weight;
      const now = sign(sums[unit]!);
      // Stryker disable next-line ConditionalExpression: without a change it adds 0
      if (now !== signs[unit]) output += heights[unit]! * BigInt(now - signs[unit]!);
      signs[unit] = now;
    }
  }
}

function cellOn(
  axis: readonly Threshold[],
  position: number,
  [a, b]: readonly [Rational, Rational],
): [Rational, Rational] {
  const index = position >> 1;
  if (position % 2 === 1) return [axis[index]!.at, axis[index]!.at];
  return [index === 0 ? a : axis[index - 1]!.at, index === axis.length ? b : axis[index]!.at];
}

function sign(n: bigint): number {
  return n > 0n ? 1 : n < 0n ? -1 : 0;
}

/** |f − level| ≤ epsilon on a closed box, by halving its widest side. */
export function checkConstant(
  f: FunctionRange,
  start: Box,
  level: Rational,
  task: Pick<GridTask, "epsilon" | "halvings" | "precision">,
): Verdict {
  const part = { constant: level, slopes: [] };
  const stack = [{ box: start, halvings: task.halvings }];
  while (stack.length > 0) {
    const { box, halvings } = stack.pop()!;
    // A box that waits is kept.
    // Stryker disable next-line ArithmeticOperator: what a box costs is a matter of measure
    spend(1000 * box.length);
    let range;
    try {
      range = f.range(box, part);
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      return rejected("domain", `the function has no value on ${shownBox(box)}: ${error.message}`);
    }
    let [axis, cut] = [0, range !== undefined && "cut" in range ? range.cut : undefined];
    if (cut === undefined) {
      if (range !== undefined && "least" in range) {
        if (within(range.least, task.epsilon) === "yes" && within(range.greatest, task.epsilon) === "yes") continue;
      }
      const widths = box.map(([lower, upper]) => upper.sub(lower));
      axis = widths.reduce((widest, width, i) => (width.compare(widths[widest]!) > 0 ? i : widest), 0);
      const witness = witnessIn(f, box, part, task);
      if (witness !== undefined) return rejected("domain", witness);
      if (widths[axis]!.sign() === 0) {
        const reason = `at ${shownBox(box)} the error cannot be told from epsilon at ${task.precision} bits`;
        return undecided("domain", reason, "precision");
      }
      if (halvings === 0)
        return notSettled("domain", `on ${shownBox(box)}`, range, range === undefined ? poleIn(f, box) : undefined);
      cut = midpoint(box[axis]!);
    }
    const resized = (ends: readonly [Rational, Rational]): Box => box.map((side, i) => (i === axis ? ends : side));
    stack.push({ box: resized([cut, box[axis]![1]]), halvings: halvings - 1 });
    stack.push({ box: resized([box[axis]![0], cut]), halvings: halvings - 1 });
  }
  return accepted;
}

/** Of a box that is halved no more: near a pole no number of halvings shows a value. */
export function notSettled(where: string, box: string, range: Range | undefined, pole: string | undefined): Verdict {
  if (pole !== undefined) return rejected(where, `${box} there is a point where the function has no value: ${pole}`);
  const open =
    range === undefined
      ? "the function is not seen to have a value everywhere (it has none where a divisor is 0)"
      : "the error is not shown to be at most epsilon";
  return undecided(where, `${box} ${open}`, "subdivision");
}

/** A box for people. */
export function shownBox(box: Box): string {
  return box.map(([lower, upper]) => `[${lower.shown()}, ${upper.shown()}]`).join(" × ");
}

/** A point of the box (its middle, or the corners of least and of greatest coordinates) where the error is above epsilon, or f has no value. */
function witnessIn(
  f: FunctionRange,
  box: Box,
  part: Affine,
  { epsilon, precision }: Pick<GridTask, "epsilon" | "precision">,
): string | undefined {
  for (const point of [box.map(midpoint), box.map(([lower]) => lower), box.map(([, upper]) => upper)]) {
    const at = `at (${point.map((x) => x.shown()).join(", ")})`;
    try {
      const value = f.at(point);
      if (within(subtract(value, affineAt(part, point), precision), epsilon) === "no") {
        return `${at} the error is above epsilon`;
      }
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      if (error.certain) return `${at} the function has no value: ${error.message}`;
    }
  }
  return undefined;
}

interface Grid {
  /** By axis, in increasing order: the thresholds inside the domain. */
  readonly axes: readonly (readonly Threshold[])[];
  /** The second layer's forms, as integers, where every coordinate is below its thresholds in the domain. */
  readonly sums: bigint[];
  /** The output is (constant + Σ heights·signs of the forms)/scale. */
  readonly heights: readonly bigint[];
  readonly constant: bigint;
  readonly scale: bigint;
}

function readGrid(network: ReadNetwork, domain: Box): Grid | undefined {
  if (network.layers.length !== 5) return undefined;
  const [first, firstNorm, second, secondNorm, last] = network.layers as [Read, Read, Read, Read, Read];
  const lower = signsOf(first, firstNorm);
  const upper = signsOf(second, secondNorm);
  if (lower === undefined || upper === undefined || last.type !== "affine") return undefined;
  const integers = upper.signs.map((unit) => {
    const weights = throughSigns(unit.weights, lower.pairs);
    const scale = commonDenominator([unit.constant, ...weights.values()]);
    spendKept(weights.size, bitLength(scale) - 1);
    return { weights, constant: scaled(unit.constant, scale), scale };
  });
  const feeds: [unit: number, weight: bigint][][] = lower.signs.map(() => []);
  integers.forEach(({ weights, scale }, unit) => {
    for (const [input, weight] of weights) feeds[input]!.push([unit, scaled(weight, scale)]);
  });
  const sums = integers.map(({ constant }) => constant);
  const axes: Threshold[][] = domain.map(() => []);
  for (const [input, { weights, constant }] of lower.signs.entries()) {
    if (weights.size > 1) return undefined;
    const [[axis, slope] = [-1, Rational.one]] = weights;
    const at = constant.div(slope).neg();
    // The sign where the coordinate is below the domain's thresholds; where it rises from there, it adds twice its weight in all.
    let start = axis < 0 ? constant.sign() : -slope.sign();
    if (axis >= 0 && at.compare(domain[axis]![0]) < 0) start = -start;
    else if (axis >= 0 && at.compare(domain[axis]![1]) <= 0) {
      // Stryker disable next-line EqualityOperator: no slope is 0
      const rising = feeds[input]!.map(([unit, w]): [number, bigint] => [unit, slope.sign() > 0 ? w : -w]);
      axes[axis]!.push({ at, feeds: rising });
    }
    for (const [unit, weight] of feeds[input]!) sums[unit]! += weight * BigInt(start);
  }
  const merged = axes.map((axis) => {
    const thresholds: { at: Rational; feeds: (readonly [number, bigint])[] }[] = [];
    for (const { at, feeds: more } of axis.toSorted((a, b) => a.at.compare(b.at))) {
      const same = thresholds.at(-1);
      if (same?.at.equals(at)) for (const feed of more) same.feeds.push(feed);
      else thresholds.push({ at, feeds: [...more] });
    }
    return thresholds;
  });
  const outputs = throughSigns(new Map(last.rows[0]!.map((w) => [w.index, w.value])), upper.pairs);
  const scale = commonDenominator([last.bias[0]!, ...outputs.values()]);
  spendKept(upper.signs.length, bitLength(scale) - 1);
  const heights = upper.signs.map((_, unit) => scaled(outputs.get(unit) ?? Rational.zero, scale));
  return { axes: merged, sums, heights, constant: scaled(last.bias[0]!, scale), scale };
}

function scaled(x: Rational, scale: bigint): bigint {
  return x.numerator * (scale / x.denominator);
}

/** The signs a step layer takes: of differences of pairs (norm size 2, centred) or of single inputs (norm size 1). */
function signsOf(affine: Read, norm: Read): { readonly signs: readonly Sign[]; readonly pairs: boolean } | undefined {
  if (affine.type !== "affine" || norm.type !== "norm" || norm.epsilon.sign() !== 0) return undefined;
  if (norm.normSize !== (norm.center ? 2 : 1)) return undefined;
  const signs: Sign[] = [];
  for (let i = 0; i < affine.rows.length; i += norm.normSize) {
    const weights = new Map(affine.rows[i]!.map((w) => [w.index, w.value]));
    let constant = affine.bias[i]!;
    if (norm.center) {
      constant = constant.sub(affine.bias[i + 1]!);
      for (const { index, value } of affine.rows[i + 1]!) {
        const difference = (weights.get(index) ?? Rational.zero).sub(value);
        if (difference.sign() === 0) weights.delete(index);
        else weights.set(index, difference);
      }
    }
    signs.push({ weights, constant });
  }
  return { signs, pairs: norm.center };
}

/** Weights of a step layer's components as weights of its signs: a centred pair is (sign, −sign). */
function throughSigns(weights: ReadonlyMap<number, Rational>, pairs: boolean): Map<number, Rational> {
  const bySign = new Map<number, Rational>();
  for (const [index, weight] of weights) {
    const unit = pairs ? index >> 1 : index;
    const signed = pairs && index % 2 === 1 ? weight.neg() : weight;
    bySign.set(unit, (bySign.get(unit) ?? Rational.zero).add(signed));
  }
  return bySign;
}
