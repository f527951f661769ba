import type { Reader } from "./certificate.js";
import {
  absolute,
  bitLength,
  ceilDivide,
  greatestCommonDivisor,
  integerSquareRoot,
  nearSquareRoot,
  shiftDown,
  shiftUp,
} from "./integer.js";
import type { Rational } from "./rational.js";
import { spendKept, spendOperations } from "./work.js";

/** One entry of a sparse row. */
export interface Weight {
  readonly index: number;
  readonly value: Rational;
}

/** A layer as read: rows hold the weights that are not 0. */
export type ReadLayer =
  | { readonly type: "affine"; readonly rows: readonly (readonly Weight[])[]; readonly bias: readonly Rational[] }
  | { readonly type: "norm"; readonly normSize: number; readonly center: boolean; readonly epsilon: Rational }
  | { readonly type: "activation"; readonly function: "relu" | "tanh" | "logistic" };

export interface ReadNetwork {
  readonly layers: readonly ReadLayer[];
  readonly outputs: number;
  /** Weights that are not 0. */
  readonly weights: number;
}

/** A network in a few words. */
export function describeNetwork({ layers, outputs, weights }: ReadNetwork, inputs: number): string {
  const kinds = layers.map((layer) => {
    if (layer.type === "affine") return "affine";
    if (layer.type === "activation") return layer.function;
    const { normSize, center, epsilon } = layer;
    return `norm of ${normSize}${center ? ", centred" : ""}${epsilon.sign() === 0 ? "" : `, epsilon ${epsilon.shown()}`}`;
  });
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const list = [...counts].slice(0, 8).map(([kind, n]) => `${n} ${kind}`);
  return `a network from ${inputs} to ${outputs} numbers (layers: ${list.join("; ")}; ${weights} weights that are not 0)`;
}

/** Reads a network for vectors of `inputs` components; activation layers only where `activations` allows them. */
export function readNetwork(
  reader: Reader,
  value: unknown,
  where: string,
  inputs: number,
  activations = false,
): ReadNetwork {
  let [size, weights] = [inputs, 0];
  const layers = reader.list(value, where).map((entry, l): ReadLayer => {
    const at = `${where}[${l}]`;
    const layer = reader.object(entry, at);
    const only = (...fields: readonly string[]): unknown => reader.closed(layer, at, ["type", ...fields]);
    const types = ["affine", "norm", ...(activations ? (["activation"] as const) : [])] as const;
    const type = reader.word(layer["type"], `${at}.type`, types);
    if (type === "activation") {
      only("function");
      return { type, function: reader.word(layer["function"], `${at}.function`, ["relu", "tanh", "logistic"]) };
    }
    if (type === "norm") {
      only("normSize", "center", "epsilon");
      const normSize = reader.integer(layer["normSize"], `${at}.normSize`, 1, Number.MAX_SAFE_INTEGER);
      if (size % normSize !== 0) throw reader.fail(`${at}.normSize`, `a divisor of the ${size} components`, normSize);
      const center = layer["center"];
      if (typeof center !== "boolean") throw reader.fail(`${at}.center`, "true or false", center);
      const epsilon = reader.number(layer["epsilon"], `${at}.epsilon`);
      if (epsilon.sign() < 0) throw reader.fail(`${at}.epsilon`, "a number ≥ 0", layer["epsilon"]);
      return { type, normSize, center, epsilon };
    }
    only("weight", "bias");
    const rows = reader.list(layer["weight"], `${at}.weight`).map((row, i) => {
      const kept: Weight[] = [];
      reader.list(row, `${at}.weight[${i}]`, size).forEach((w, index) => {
        if (w === "0") return;
        const number = reader.number(w, `${at}.weight[${i}][${index}]`);
        if (number.sign() !== 0) kept.push({ index, value: number });
      });
      weights += kept.length;
      return kept;
    });
    size = rows.length;
    return { type, rows, bias: reader.numbers(layer["bias"], `${at}.bias`, size) };
  });
  return { layers, outputs: size, weights };
}

/** A vector of balls: component i lies within radius[i]/unit of middle[i]/unit. Radius 0 is an exact number. */
export interface Balls {
  readonly middle: readonly bigint[];
  readonly radius: readonly bigint[];
  readonly unit: bigint;
}

type Step =
  | {
      readonly type: "affine";
      /** Integer weights, divided by 2^twos. */
      readonly rows: [index: number, value: bigint][][];
      readonly twos: number;
      readonly bias: bigint[];
      readonly weights: number;
      readonly bits: number;
    }
  | {
      readonly type: "norm";
      readonly normSize: number;
      readonly center: boolean;
      readonly addend: [bigint, bigint];
      /** Which outputs the next layer reads: the others are not computed. undefined where all are wanted. */
      readonly read: readonly boolean[] | undefined;
    };

/** Bits of radius that are kept: enough that dropping the digits below adds nothing that counts. */
const radiusBits = 40;

/**
 * Evaluates a network of affine and norm layers in balls of integers: `evaluate(x, precision)` encloses a positive multiple (the same for all
 * components and all x) of the network's output. The rules are proved in docs/certificates.md, "Evaluating a network".
 */
export function ballEvaluator(network: ReadNetwork): (x: readonly Rational[], precision: number) => Balls {
  // Affine layers over integers: a common denominator is carried to the next norm layer, which takes it away.
  let scale = 1n;
  const steps = network.layers.map((layer, l): Step => {
    if (layer.type === "norm") {
      const { numerator, denominator } = layer.epsilon;
      const addend: [bigint, bigint] = [numerator * scale * scale, denominator];
      scale = 1n;
      return {
        type: "norm",
        normSize: layer.normSize,
        center: layer.center,
        addend,
        read: readBy(network.layers[l + 1]),
      };
    }
    if (layer.type === "activation") throw new Error("activation layers have no ball evaluation");
    const common = commonDenominator([...layer.rows.flatMap((row) => row.map((w) => w.value)), ...layer.bias]);
    const integer = (x: Rational): bigint => x.numerator * (common / x.denominator);
    const entries = layer.rows.reduce((sum, row) => sum + row.length, layer.rows.length);
    // Integers keep as they are; numbers over a long common denominator become as long as it is.
    spendKept(entries, bitLength(common) - 1);
    const whole = layer.rows.map((row) => row.map((w): [number, bigint] => [w.index, integer(w.value)]));
    const bias = layer.bias.map((b) => integer(b) * scale);
    scale *= common;
    // Slopes have fewer digits than the bias in deep folds: the power of two that they share is kept apart.
    const twos = trailingZeros(whole.flatMap((row) => row.map(([, w]) => w)));
    const rows = whole.map((row) => row.map(([index, w]): [number, bigint] => [index, w >> BigInt(twos)]));
    const weights = rows.reduce((sum, row) => sum + row.length, rows.length);
    return {
      type: "affine",
      rows,
      twos,
      bias,
      weights,
      bits: longest([...rows.flatMap((row) => row.map(([, w]) => w)), ...bias]),
    };
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

/** Which components have a weight that is not 0 in an affine layer; undefined for other layers. */
function readBy(layer: ReadLayer | undefined): boolean[] | undefined {
  if (layer?.type !== "affine") return undefined;
  const read: boolean[] = [];
  for (const row of layer.rows) for (const { index } of row) read[index] = true;
  return read;
}

/** How often two divides all of them; 0 where there are none. */
function trailingZeros(numbers: readonly bigint[]): number {
  const all = numbers.reduce((bits, n) => bits | absolute(n), 0n);
  return all === 0n ? 0 : bitLength(all & -all) - 1;
}

/** Binary digits of the longest of them. */
function longest(numbers: readonly bigint[]): number {
  let bits = 0;
  for (const n of numbers) bits = Math.max(bits, bitLength(n));
  return bits;
}

/** The least positive integer that makes all of them integers. */
export function commonDenominator(numbers: readonly Rational[]): bigint {
  return numbers.reduce(
    (all, { denominator: d }) => (all % d === 0n ? all : (all / greatestCommonDivisor(all, d)) * d),
    1n,
  );
}

function affine(step: Step & { type: "affine" }, { middle, radius, unit }: Balls): Balls {
  const unitBits = bitLength(unit);
  spendOperations(step.weights, step.bits, Math.max(longest(middle), unitBits));
  // Where the unit is a power of two, the power that the weights share is taken out of it.
  const power = unit === 1n << BigInt(unitBits - 1) ? unitBits - 1 - step.twos : -1;
  const [twos, units] = [BigInt(power < 0 ? step.twos : 0), BigInt(Math.max(power, 0))];
  const middles: bigint[] = [];
  const radii: bigint[] = [];
  for (let i = 0; i < step.rows.length; i += 1) {
    let [m, r] = [0n, 0n];
    for (const [index, w] of step.rows[i]!) {
      m += w * middle[index]!;
      if (radius[index] !== 0n) r += (w < 0n ? -w : w) * radius[index]!;
    }
    const bias = step.bias[i]!;
    middles.push(power < 0 ? (m << twos) + bias * unit : m + (bias << units));
    radii.push(r << twos);
  }
  return { middle: middles, radius: radii, unit: power < 0 ? unit : 1n << units };
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
  // Over 2^(units − drop) in place of unit: exactly `drop` digits fewer where the unit is a power of two, else by division.
  const bits = units - drop;
  const power = balls.unit === 1n << BigInt(units);
  const middle = balls.middle.map((m) => (power ? m >> BigInt(drop) : (m << BigInt(bits)) / balls.unit));
  const radius = balls.radius.map((r) => (power ? shiftUp(r, -drop) : ceilDivide(r << BigInt(bits), balls.unit)) + 1n);
  return { middle, radius, unit: 1n << BigInt(bits) };
}

function normalised(step: Step & { type: "norm" }, balls: Balls, precision: number): Balls {
  const { normSize: s, center, addend, read } = step;
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
    const raw = r;
    if (center) {
      const [sum, all] = [t.reduce((a, b) => a + b), r.reduce((a, b) => a + b)];
      t = t.map((v) => size * v - sum);
      r = r.map((v) => (size - 2n) * v + all);
    }
    // (mean of squares + epsilon) · normSize · denominator, in the integers' own unit.
    let square = addend[1] * sumOfSquares(t, center);
    if (addend[0] !== 0n) square += size * addend[0] * (factor * balls.unit) ** 2n;
    const spread = r.reduce((a, b) => (a > b ? a : b));
    const rootBits = Math.ceil((bitLength(square) - bitLength(size * addend[1]) + 1) / 2);
    if (!sign && square !== 0n) {
      const accuracy = spread === 0n ? precision : rootBits - bitLength(spread) + radiusBits + 8;
      bits = Math.max(bits, Math.min(precision, Math.max(accuracy, radiusBits)));
    }
    groups.push({ t, r, raw, square, rootBits, exact: spread === 0n });
  }
  const middle: bigint[] = [];
  const radius: bigint[] = [];
  const most = (integerSquareRoot(size) + 1n) << BigInt(bits);
  for (const { t, r, raw, square, rootBits, exact } of groups) {
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
      // Quotients by the root's inverse, with digits enough that it adds a quarter of a unit at most.
      const numerators = t.map((v) => shiftDown(v, k));
      const reach = longest(numerators) + 2;
      const inverse = (1n << BigInt(bits + reach)) / root;
      const from = middle.length;
      const isRead = (i: number): boolean => read === undefined || read[from + i] === true;
      const quotient = (i: number): bigint => (isRead(i) ? (numerators[i]! * inverse) >> BigInt(reach) : 0n);
      if (center && s === 3 && isRead(0) && isRead(1)) {
        // Three outputs add up to 0: two roundings, of less than 1.3 units each, take the place of one.
        const [first, last] = [quotient(0), (numerators[2]! * inverse) >> BigInt(reach)];
        middle.push(first, -first - last, last);
      } else {
        for (let i = 0; i < s; i += 1) middle.push(quotient(i));
      }
      const errors = exact
        ? t.map(() => 0n)
        : ((addend[0] === 0n ? tangentErrors(raw, numerators, root - 1n, bits, k, center) : undefined) ??
          uniformErrors(r, root - 1n, bits + k));
      for (const error of errors) radius.push(error + 3n < 2n * most ? error + 3n : 2n * most);
    }
  }
  return { middle, radius, unit: 1n << BigInt(bits) };
}

/** Σt². Three numbers that add up to 0 need one product fewer: 2((t₀ + t₂)² − t₀·t₂). */
function sumOfSquares(t: readonly bigint[], centred: boolean): bigint {
  if (t.length !== 3 || !centred) return t.reduce((a, b) => a + b * b, 0n);
  const [a, , c] = t as [bigint, bigint, bigint];
  return 2n * ((a + c) ** 2n - a * c);
}

/** |Δy_i| ≤ (r_i + |r|) / √(mean of squares), for vectors t (centred already) and any epsilon. */
function uniformErrors(r: readonly bigint[], root: bigint, shift: number): bigint[] {
  const total = integerSquareRoot(r.reduce((a, b) => a + b * b, 0n)) + 1n;
  return r.map((radius) => ceilDivide(shiftUp(radius + total, shift), root));
}

/** Largest group for which the errors' directions are followed: the work grows with its square. */
const tangentSize = 4;

/**
 * |Δy_i| ≤ Σ_j |J_ij|·r_j + 4·s·√s·|r|²/root², J the derivative y(v) has at the middle: (s·δ_ij − 1 − y_i·y_j)/root of the vector s·(v − mean), or
 * (δ_ij − y_i·y_j/s)/root where nothing is centred. An output that hardly moves in a component gets a small radius there.
 *
 * The remainder: with w = Pv, h = PΔ and q = |h|/|w| ≤ 1/2, w + h has the direction (1 + a)n + bτ with |a|, |b| ≤ q, n = w/|w| ⟂ τ. Beyond the linear bτ it moves
 * along τ by |b|·|1/√((1 + a)² + b²) − 1| ≤ q²/(1 − q), and along n by at most (b/(1 + a))²/2 ≤ q²/(2(1 − q)²): together ≤ 4q².
 *
 * undefined where q > 1/2 or the group is large.
 */
function tangentErrors(
  r: readonly bigint[],
  numerators: readonly bigint[],
  root: bigint,
  bits: number,
  k: number,
  center: boolean,
): bigint[] | undefined {
  if (r.length > tangentSize) return undefined;
  const s = BigInt(r.length);
  // All to some 64 digits: the root's leading ones, and quotients by them, rounded up.
  const drop = Math.max(0, bitLength(root) - 64);
  const divisor = root >> BigInt(drop);
  let squares = 0n;
  for (const radius of r) squares += radius * radius;
  const whole = divisor * divisor;
  if (shiftUp(4n * s * squares, 2 * (k - drop)) > whole) return undefined;
  const remainder = ceilDivide(shiftUp(4n * s * (integerSquareRoot(s) + 1n) * squares, bits + 2 * (k - drop)), whole);
  // The outputs to 32 digits: off by a unit for each rounding, and by the root's own where it has fewer digits.
  const short = numerators.map((v) => shiftDown(v, 32 - drop) / divisor);
  const doubt = 4n + shiftUp(4n, 32 - bits);
  const [own, other] = center ? [(s - 1n) << 64n, -1n << 64n] : [1n << 64n, 0n];
  const errors: bigint[] = [];
  for (let i = 0; i < r.length; i += 1) {
    let sum = 0n;
    for (let j = 0; j < r.length; j += 1) {
      if (r[j] === 0n) continue;
      const product = short[i]! * short[j]!;
      const slack = doubt * (absolute(short[i]!) + absolute(short[j]!) + doubt);
      sum += (absolute((i === j ? own : other) - (center ? product : product / s)) + slack) * r[j]!;
    }
    errors.push(ceilDivide(shiftUp(sum, bits + k - 64 - drop), divisor) + remainder);
  }
  return errors;
}
