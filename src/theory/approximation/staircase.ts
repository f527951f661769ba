import { Rational } from "../../exact/index.js";
import type { Activation } from "./activation.js";
import type { LipschitzClass } from "./lipschitz-class.js";
import { exactSweep, linearKnots } from "./exact-sweep.js";
import { greedySweep, monotonePieces, type MonotonePieces, type StepApproximation } from "./sweep.js";
import type { Target } from "./target.js";
import type { Staircase } from "./unit-network.js";

const zero = Rational.zero;

/** A staircase within ε of f, and the fewest steps any piecewise-constant function within ε needs (a numerical count). */
export interface StaircaseResult {
  readonly staircase: Staircase;
  readonly fewest: number;
}

/** Steps within ε of f: the greedy sweep, or N + 1 equal pieces where rounding would cost the sweep more than ⌈q⌉ − 1 knots. */
export function stepStaircase(target: Target, family: LipschitzClass): StaircaseResult {
  const most = constantIsEnough(family) ? 0 : Number(family.ratio.ceil()) - 1;
  const knots = linearKnots(target, family.domain);
  if (knots !== null) {
    const sweep = exactSweep(knots, family.epsilon);
    return { staircase: { ...sweep, widths: sweep.knots.map(() => zero) }, fewest: sweep.knots.length };
  }
  const pieces = pieceUp(target, family);
  const epsilon = family.epsilon.toNumber();
  // f in doubles is off by some units in the last place of its own size and of L·|x|.
  const size = pieces.y.reduce((most, y) => Math.max(most, Math.abs(y)), epsilon);
  const reach = Math.max(...family.domain.map((x) => Math.abs(x.toNumber())));
  const rounding = 2 ** -46 * (size + family.lipschitz.toNumber() * reach);
  const sweep = greedySweep((x) => target.value(x), pieces, epsilon - rounding, most);
  const fewest = greedySweep((x) => target.value(x), pieces, epsilon + rounding)!.knots.length;
  if (sweep === null) return { staircase: equalPieces(target, family, most + 1), fewest };
  return {
    staircase: exactly(
      sweep,
      sweep.knots.map(() => zero),
    ),
    fewest,
  };
}

/** Steep sigmoids within ε of f: the sweep with a tolerance below ε, as small as N knots allow; the room left is spent on the widths. */
export function sigmoidStaircase(target: Target, family: LipschitzClass, activation: Activation): StaircaseResult {
  const most = constantIsEnough(family) ? 0 : Number(family.ratio.floor());
  const pieces = pieceUp(target, family);
  const f = (x: number): number => target.value(x);
  const epsilon = family.epsilon.toNumber();
  const fewest = greedySweep(f, pieces, epsilon * (1 + 1e-9))!.knots.length;
  if (most === 0) return { staircase: equalPieces(target, family, 1), fewest: 0 };
  const constant = linearKnots(target, family.domain);
  if (constant !== null) {
    // Where a constant is within ε with no margin at all, no sigmoid is needed.
    const sweep = exactSweep(constant, family.epsilon);
    if (sweep.knots.length === 0) return { staircase: { ...sweep, widths: [] }, fewest: 0 };
  }
  let best = greedySweep(f, pieces, epsilon * (1 - 1 / 32), most);
  let high = epsilon * (1 - 1 / 32);
  if (best === null) {
    high = Math.min(epsilon, (epsilon * family.ratio.toNumber() * (1 + 1e-12)) / (most + 1));
    best = greedySweep(f, pieces, high, most) ?? approximately(equalPieces(target, family, most + 1));
  }
  let low = high / 2;
  for (let i = 0; i < 14; i += 1) {
    const middle = (low + high) / 2;
    const sweep = greedySweep(f, pieces, middle, best.knots.length);
    if (sweep === null) low = middle;
    else [high, best] = [middle, sweep];
  }
  if (best.knots.length === 0) return { staircase: exactly(best, []), fewest };
  const widths = spendRoom(f, family, best, activation, epsilon, epsilon - high);
  return { staircase: exactly(best, widths), fewest };
}

/** N equal pieces with the mid-range of f on each; exact where f is rational, so that a margin of 0 is kept. */
export function equalPieces(target: Target, family: LipschitzClass, count: number): Staircase {
  const [a, b] = family.domain;
  const at = (i: number): Rational => a.add(b.sub(a).mul(Rational.of(BigInt(i), BigInt(count))));
  const levels: Rational[] = [];
  for (let i = 0; i < count; i += 1) levels.push(midRange(target, at(i), at(i + 1)));
  const knots = Array.from({ length: count - 1 }, (_, i) => at(i + 1));
  return { knots, levels, widths: knots.map(() => zero) };
}

/** (max + min)/2 of f between two points: from their exact places where these are the ends, else from a fine grid. */
function midRange(target: Target, from: Rational, to: Rational): Rational {
  const [a, b] = [from.toNumber(), to.toNumber()];
  const pieces = monotonePieces((x) => target.value(x), a, b, 64);
  let [low, high] = [0, 0];
  pieces.y.forEach((y, i) => {
    if (y < pieces.y[low]!) low = i;
    if (y > pieces.y[high]!) high = i;
  });
  const last = pieces.x.length - 1;
  const at = (i: number): Rational => target.rational(i === 0 ? from : i === last ? to : Rational.from(pieces.x[i]!));
  return at(low).add(at(high)).div(Rational.from(2n));
}

function constantIsEnough(family: LipschitzClass): boolean {
  return family.ratio.compare(Rational.one) <= 0;
}

function pieceUp(target: Target, family: LipschitzClass): MonotonePieces {
  const steps = Math.min(2 ** 21, Math.max(4096, Math.ceil(16 * family.ratio.toNumber())));
  return monotonePieces((x) => target.value(x), family.domain[0].toNumber(), family.domain[1].toNumber(), steps);
}

/** The greatest common width whose sampled error leaves a tenth of the room. */
function spendRoom(
  f: (x: number) => number,
  family: LipschitzClass,
  { knots, levels }: StepApproximation,
  activation: Activation,
  epsilon: number,
  room: number,
): Rational[] {
  const [a, b] = family.domain.map((x) => x.toNumber()) as [number, number];
  const sigmoid = activation.shape === "exponential" ? Math.tanh : (u: number): number => u / Math.sqrt(1 + u * u);
  const middle = (levels[0]! + levels[levels.length - 1]!) / 2;
  const stride = Math.max(1, Math.ceil((knots.length * knots.length) / 1e6));
  let width = Math.min((3.3 * room) / Math.max(family.lipschitz.toNumber(), room), b - a);
  const output = (x: number): number => {
    let sum = middle;
    for (let j = 0; j < knots.length; j += 1) {
      sum += ((levels[j + 1]! - levels[j]!) / 2) * sigmoid((x - knots[j]!) / width);
    }
    return sum;
  };
  for (let attempt = 0; attempt < 60; attempt += 1) {
    let worst = Math.max(Math.abs(f(a) - output(a)), Math.abs(f(b) - output(b)));
    for (let i = 0; i < knots.length && worst <= epsilon - room / 10; i += stride) {
      const [left, right] = [knots[i - 1] ?? a, knots[i + 1] ?? b];
      for (const u of [-8, -3, -1, -0.6, -0.2, 0, 0.2, 0.6, 1, 3, 8]) {
        const x = knots[i]! + u * width;
        if (x > left && x < right) worst = Math.max(worst, Math.abs(f(x) - output(x)));
      }
      for (const t of [0.02, 0.25, 0.5, 0.75, 0.98]) {
        const x = knots[i]! + t * (right - knots[i]!);
        worst = Math.max(worst, Math.abs(f(x) - output(x)));
      }
    }
    if (worst <= epsilon - room / 10) break;
    width *= 0.7;
  }
  // A few binary digits are enough for a width, and keep the certificate short.
  const unit = 2 ** (Math.floor(Math.log2(width)) - 8);
  const short = Rational.from(Math.floor(width / unit) * unit);
  return knots.map(() => short);
}

function exactly({ knots, levels }: StepApproximation, widths: Rational[]): Staircase {
  return { knots: knots.map((x) => Rational.from(x)), levels: levels.map((y) => Rational.from(y)), widths };
}

function approximately({ knots, levels }: Staircase): StepApproximation {
  return { knots: knots.map((x) => x.toNumber()), levels: levels.map((y) => y.toNumber()) };
}
