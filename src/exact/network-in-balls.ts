import {
  absolute,
  bitLength,
  ceilDivide,
  integerSquareRoot,
  longest,
  nearSquareRoot,
  shiftDown,
  shiftUp,
} from "./integer.js";
import { commonDenominator, overIntegers, type IntegerMap, type ReadNetwork } from "./network.js";
import type { Rational } from "./rational.js";
import { spendOperations } from "./work.js";

/** A vector of balls: component i lies within radius[i]/unit of middle[i]/unit. Radius 0 is an exact number. */
export interface Balls {
  readonly middle: readonly bigint[];
  readonly radius: readonly bigint[];
  readonly unit: bigint;
}

type Step =
  | ({ readonly type: "affine"; readonly weights: number } & Omit<IntegerMap, "common">)
  | { readonly type: "norm"; readonly normSize: number; readonly center: boolean; readonly addend: [bigint, bigint] };

/** Bits of radius that are kept: enough that dropping the digits below adds nothing that counts. */
const radiusBits = 40;

/**
 * Evaluates a network of affine and norm layers in balls of integers: `evaluate(x, precision)` encloses a positive multiple (the same for all
 * components and all x) of the network's output. The rules are proved in docs/certificates.md, "Evaluating a network".
 */
export function ballEvaluator(network: ReadNetwork): (x: readonly Rational[], precision: number) => Balls {
  // Affine layers over integers: a common denominator is carried to the next norm layer, which takes it away.
  let scale = 1n;
  const steps = network.layers.map((layer): Step => {
    if (layer.type === "norm") {
      const { numerator, denominator } = layer.epsilon;
      const addend: [bigint, bigint] = [numerator * scale * scale, denominator];
      scale = 1n;
      return { type: "norm", normSize: layer.normSize, center: layer.center, addend };
    }
    if (layer.type === "activation") throw new Error("activation layers have no ball evaluation");
    const { common, rows, bias, bits } = overIntegers(layer);
    const carried = bias.map((b) => b * scale);
    scale *= common;
    const weights = rows.reduce((sum, row) => sum + row.length, rows.length);
    return { type: "affine", rows, bias: carried, weights, bits: Math.max(bits, longest(carried)) };
  });
  return (x, precision) => {
    const unit = commonDenominator(x);
    const middle = x.map((v) => v.numerator * (unit / v.denominator));
    let balls: Balls = { middle, radius: middle.map(() => 0n), unit };
    for (const step of steps) {
      balls = step.type === "norm" ? normalised(step, balls, precision) : trimmed(affine(step, balls), precision);
    }
    return balls;
  };
}

function affine(step: Step & { type: "affine" }, { middle, radius, unit }: Balls): Balls {
  spendOperations(step.weights, step.bits, Math.max(longest(middle), bitLength(unit)));
  const sum = (i: number, term: (w: bigint, index: number) => bigint): bigint =>
    step.rows[i]!.reduce((all, { index, value }) => all + term(value, index), 0n);
  return {
    middle: step.bias.map((bias, i) => sum(i, (w, index) => w * middle[index]!) + bias * unit),
    radius: step.bias.map((_, i) => sum(i, (w, index) => absolute(w) * radius[index]!)),
    unit,
  };
}

/** Drops digits that the radius drowns, and keeps exact numbers from growing without bound between norm layers. */
function trimmed(balls: Balls, precision: number): Balls {
  let [greatest, least] = [0, Infinity];
  for (let i = 0; i < balls.middle.length; i += 1) {
    greatest = Math.max(greatest, bitLength(balls.middle[i]!));
    least = Math.min(least, bitLength(balls.radius[i]!));
  }
  const units = bitLength(balls.unit) - 1;
  const exact = least === 0;
  if (exact ? greatest < 8 * precision + 65_536 : least < 2 * radiusBits) return balls;
  const drop = Math.min(units, exact ? greatest - 2 * precision - 256 : least - radiusBits);
  if (drop <= 0) return balls;
  // Over 2^(units − drop) in place of unit.
  const bits = units - drop;
  const middle = balls.middle.map((m) => (m << BigInt(bits)) / balls.unit);
  const radius = balls.radius.map((r) => ceilDivide(r << BigInt(bits), balls.unit) + 1n);
  return { middle, radius, unit: 1n << BigInt(bits) };
}

function normalised(step: Step & { type: "norm" }, balls: Balls, precision: number): Balls {
  const { normSize: s, center, addend } = step;
  const [size, count] = [BigInt(s), balls.middle.length / s];
  const factor = center ? size : 1n;
  const sign = addend[0] === 0n && s === (center ? 2 : 1);
  const digits = longest(balls.middle);
  // Squares, quotients and the radii's rules.
  spendOperations(8 * balls.middle.length, Math.max(digits, precision), Math.max(digits, precision));
  const groups = [];
  let bits = 0;
  for (let g = 0; g < count; g += 1) {
    let [t, r] = [balls.middle.slice(g * s, (g + 1) * s), balls.radius.slice(g * s, (g + 1) * s)];
    if (center) {
      const [sum, all] = [t.reduce((a, b) => a + b), r.reduce((a, b) => a + b)];
      t = t.map((v) => size * v - sum);
      r = r.map((v) => (size - 2n) * v + all);
    }
    // (mean of squares + epsilon) · normSize · denominator, in the integers' own unit.
    let square = addend[1] * t.reduce((a, b) => a + b * b, 0n);
    if (addend[0] !== 0n) square += size * addend[0] * (factor * balls.unit) ** 2n;
    const spread = r.reduce((a, b) => (a > b ? a : b));
    const rootBits = Math.ceil((bitLength(square) - bitLength(size * addend[1]) + 1) / 2);
    if (!sign && square !== 0n) {
      const accuracy = spread === 0n ? precision : rootBits - bitLength(spread) + radiusBits + 8;
      bits = Math.max(bits, Math.min(precision, Math.max(accuracy, radiusBits)));
    }
    groups.push({ t, r, square, rootBits, exact: spread === 0n });
  }
  const [middle, radius]: [bigint[], bigint[]] = [[], []];
  const most = (integerSquareRoot(size) + 1n) << BigInt(bits);
  for (const { t, r, square, rootBits, exact } of groups) {
    if (sign) {
      for (let i = 0; i < s; i += 1) {
        const decided = absolute(t[i]!) > r[i]!;
        middle.push(!decided ? 0n : t[i]! > 0n ? 1n << BigInt(bits) : -1n << BigInt(bits));
        radius.push(decided || exact ? 0n : 1n << BigInt(bits));
      }
    } else if (square === 0n) {
      for (let i = 0; i < s; i += 1) {
        middle.push(0n);
        radius.push(exact ? 0n : most);
      }
    } else {
      // root = ⌊2^k·√(mean of squares + epsilon)⌋, or one more, with at least bits + guard digits.
      const k = bits + 8 + bitLength(size) - rootBits;
      const root = nearSquareRoot(shiftDown(square, 2 * k) / (size * addend[1]));
      for (const v of t) middle.push((shiftDown(v, k) << BigInt(bits)) / root);
      // |Δy_i| ≤ (r_i + |r|)/√(mean of squares), for any epsilon.
      const total = integerSquareRoot(r.reduce((a, b) => a + b * b, 0n)) + 1n;
      for (const own of r) {
        const error = exact ? 3n : ceilDivide(shiftUp(own + total, bits + k), root - 1n) + 3n;
        radius.push(error < 2n * most ? error : 2n * most);
      }
    }
  }
  return { middle, radius, unit: 1n << BigInt(bits) };
}
