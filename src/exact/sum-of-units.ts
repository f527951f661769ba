import { Interval } from "./interval.js";
import type { ReadLayer, ReadNetwork, Weight } from "./network.js";
import { Rational } from "./rational.js";

/** A unit without jumps: monotone on either side of `turn`, or everywhere. */
export interface SmoothUnit {
  valueAt(x: Rational): Interval;
  readonly turn: Rational | undefined;
}

/** At `at` the network's linear part gains constant + slope·x. */
export interface Break {
  readonly at: Rational;
  readonly constant: Rational;
  readonly slope: Rational;
}

/**
 * A network of one variable and one hidden layer, taken apart: for x < all breaks it is constant + slope·x + Σ smooth units, and each
 * break changes constant and slope from there on; at a break that is a jump its value is the mean of both sides. All within `slack`.
 */
export interface SumOfUnits {
  constant: Rational;
  slope: Rational;
  /** Sorted by `at`. */
  readonly breaks: Break[];
  readonly smooth: SmoothUnit[];
  slack: Rational;
}

interface Line {
  readonly slope: Rational;
  readonly constant: Rational;
}

/** Undefined where the network has more than one layer that is not affine. The rules are proved in docs/certificates.md, "One hidden layer". */
export function sumOfUnits(network: ReadNetwork, precision: number): SumOfUnits | undefined {
  const hidden = network.layers.findIndex((layer) => layer.type !== "affine");
  const last = network.layers.findLastIndex((layer) => layer.type !== "affine");
  if (hidden !== last) return undefined;
  let lines: Line[] = [{ slope: Rational.one, constant: Rational.zero }];
  for (const layer of hidden < 0 ? network.layers : network.layers.slice(0, hidden)) {
    if (layer.type === "affine") lines = layer.rows.map((row, i) => lineThrough(lines, row, layer.bias[i]!));
  }
  const sum: SumOfUnits = {
    constant: Rational.zero,
    slope: Rational.zero,
    breaks: [],
    smooth: [],
    slack: Rational.zero,
  };
  const layer = network.layers[hidden];
  if (layer === undefined || layer.type === "affine") return { ...sum, ...lines[0]! };
  const [weights, bias] = outputWeights(network.layers.slice(hidden + 1), lines.length);
  sum.constant = bias;
  if (layer.type === "activation") {
    lines.forEach((line, i) => addActivation(sum, layer.function, line, weights[i]!, precision));
  } else {
    for (let g = 0; g < lines.length; g += layer.normSize) {
      const group = lines.slice(g, g + layer.normSize);
      addNorm(sum, layer, group, weights.slice(g, g + layer.normSize), precision);
    }
  }
  sum.breaks.sort((a, b) => a.at.compare(b.at));
  return sum;
}

function lineThrough(lines: readonly Line[], row: readonly Weight[], bias: Rational): Line {
  let [slope, constant] = [Rational.zero, bias];
  for (const { index, value } of row) {
    slope = slope.add(value.mul(lines[index]!.slope));
    constant = constant.add(value.mul(lines[index]!.constant));
  }
  return { slope, constant };
}

/** The scalar output of affine layers as weights of their `size` inputs, and a constant. */
function outputWeights(layers: readonly ReadLayer[], size: number): [Rational[], Rational] {
  let [weights, constant] = [[Rational.one], Rational.zero];
  for (const layer of layers.toReversed()) {
    if (layer.type !== "affine") continue;
    const before: Rational[] = [];
    layer.rows.forEach((row, i) => {
      constant = constant.add(weights[i]!.mul(layer.bias[i]!));
      for (const { index, value } of row) before[index] = (before[index] ?? Rational.zero).add(value.mul(weights[i]!));
    });
    weights = before;
  }
  return [Array.from({ length: size }, (_, i) => weights[i] ?? Rational.zero), constant];
}

function addActivation(
  sum: SumOfUnits,
  name: "relu" | "tanh" | "logistic",
  line: Line,
  weight: Rational,
  precision: number,
) {
  const { slope, constant } = line;
  if (weight.sign() === 0) return;
  if (name !== "relu") {
    const factor = Interval.from(weight, precision);
    const valueAt = (x: Rational): Interval => factor.mul(Interval.from(slope.mul(x).add(constant), precision)[name]());
    if (slope.sign() === 0) addEnclosed(sum, valueAt(Rational.zero));
    else sum.smooth.push({ valueAt, turn: undefined });
    return;
  }
  const [c, s] = [weight.mul(constant), weight.mul(slope)];
  if (slope.sign() === 0) {
    if (constant.sign() > 0) sum.constant = sum.constant.add(c);
    return;
  }
  const at = constant.div(slope).neg();
  if (slope.sign() > 0) {
    sum.breaks.push({ at, constant: c, slope: s });
  } else {
    sum.constant = sum.constant.add(c);
    sum.slope = sum.slope.add(s);
    sum.breaks.push({ at, constant: c.neg(), slope: s.neg() });
  }
}

function addNorm(
  sum: SumOfUnits,
  layer: ReadLayer & { type: "norm" },
  group: readonly Line[],
  weights: readonly Rational[],
  precision: number,
): void {
  const size = Rational.from(group.length);
  const total = (values: readonly Rational[]): Rational => values.reduce((a, b) => a.add(b), Rational.zero);
  let slopes = group.map((line) => line.slope);
  let constants = group.map((line) => line.constant);
  if (layer.center) {
    const [slope, constant] = [total(slopes).div(size), total(constants).div(size)];
    slopes = slopes.map((s) => s.sub(slope));
    constants = constants.map((c) => c.sub(constant));
  }
  // The group gives (a·x + b)/√(mean of (slopes·x + constants)² + epsilon).
  const a = total(slopes.map((s, i) => s.mul(weights[i]!)));
  const b = total(constants.map((c, i) => c.mul(weights[i]!)));
  const meanProduct = (u: readonly Rational[], v: readonly Rational[]): Rational =>
    total(u.map((x, i) => x.mul(v[i]!))).div(size);
  const square = meanProduct(slopes, slopes);
  const steepest = slopes.findIndex((s) => s.sign() !== 0);
  if (steepest < 0) {
    const level = meanProduct(constants, constants).add(layer.epsilon);
    if (level.sign() > 0) addQuotient(sum, b, level, precision, (value) => (sum.constant = sum.constant.add(value)));
    return;
  }
  if (a.sign() === 0 && b.sign() === 0) return;
  // Completed square: square·(x − centre)² + rest.
  const centre = meanProduct(slopes, constants).div(square).neg();
  const atCentre = slopes.map((s, i) => s.mul(centre).add(constants[i]!));
  const rest = meanProduct(atCentre, atCentre).add(layer.epsilon);
  const offset = b.add(a.mul(centre));
  if (rest.sign() === 0) {
    // A step: a·(x − centre)/(√square·|x − centre|).
    addQuotient(sum, a, square, precision, (height) => {
      sum.constant = sum.constant.sub(height);
      sum.breaks.push({ at: centre, constant: height.add(height), slope: Rational.zero });
    });
    return;
  }
  const [rise, offsetAt, squareAt, restAt] = [a, offset, square, rest].map((v) => Interval.from(v, precision)) as [
    Interval,
    Interval,
    Interval,
    Interval,
  ];
  sum.smooth.push({
    valueAt: (x) => {
      // Exactly x − centre, then rounded: near the centre nothing cancels.
      const u = Interval.from(x.sub(centre), precision);
      return rise
        .mul(u)
        .add(offsetAt)
        .div(squareAt.mul(u.pow(2)).add(restAt).sqrt());
    },
    // The derivative has the sign of a·rest − offset·square·(x − centre).
    turn: offset.sign() === 0 ? undefined : centre.add(a.mul(rest).div(offset.mul(square))),
  });
}

/** Adds numerator/√radicand: exactly where it is rational, else its middle, with the rest of the enclosure in the slack. */
function addQuotient(
  sum: SumOfUnits,
  numerator: Rational,
  radicand: Rational,
  precision: number,
  add: (value: Rational) => void,
): void {
  const root = radicand.rationalRoot();
  if (root !== undefined) return add(numerator.div(root));
  const value = Interval.from(numerator, precision).div(Interval.from(radicand, precision).sqrt());
  const middle = value.lower.add(value.upper).mul(Rational.from("1/2"));
  sum.slack = sum.slack.add(value.upper.sub(value.lower));
  add(middle);
}

function addEnclosed(sum: SumOfUnits, value: Interval): void {
  sum.constant = sum.constant.add(value.lower);
  sum.slack = sum.slack.add(value.upper.sub(value.lower));
}
