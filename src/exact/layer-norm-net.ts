import { absolute, bitLength, longest, nearSquareRoot, shiftDown, shiftUp } from "./integer.js";
import { commonDenominator, overIntegers, type IntegerMap, type ReadLayer, type ReadNetwork } from "./network.js";
import type { Balls } from "./network-in-balls.js";
import type { Rational } from "./rational.js";
import { spendOperations } from "./work.js";

/** What a component has of y₀ and of y₂. */
type Slopes = readonly [bigint, bigint];

/**
 * An affine map behind a norm of three, whose outputs add up to 0: component i is (slopes[i][0]·y₀ + slopes[i][1]·y₂)·2^twos + constants[i],
 * but for a positive factor that all have in common.
 */
interface CircleMap {
  readonly slopes: readonly Slopes[];
  readonly twos: number;
  readonly constants: readonly bigint[];
  readonly bits: number;
}

/** A map in front of the next norm: components 0 and 2 of what is centred, whose three components add up to 0, and what its derivative is made of. */
interface HiddenMap extends CircleMap {
  readonly determinant: bigint;
  /** γ₀·α₂ − γ₂·α₀ and γ₀·β₂ − γ₂·β₀ for the slopes (α, β) and the constants γ. */
  readonly crossed: readonly [bigint, bigint];
  /** 21·(w₀² + w₂²), w the sums of the slopes' sizes. */
  readonly size: bigint;
}

/** A point y of the circle |y|² = 3, Σy = 0, in units of 2^-bits: y + τ·along·D(y) for one τ from −1 to 1, but for `beside` in components 0 and 2; D(y) = (y₂ − y₁, y₀ − y₂, y₁ − y₀). */
interface Arc {
  readonly y0: bigint;
  readonly y2: bigint;
  readonly along: bigint;
  readonly beside: bigint;
}

/** Below so many bits the roundings' bounds are not those stated here. */
const fewestBits = 64;

/** Digits beyond `bits` to which a vector is kept before it is normalised. */
const guardBits = 8;

/**
 * Evaluates a network of layer normalizations of width 3 (affine maps, each but the last with a centred norm of three and epsilon 0 behind it) along
 * arcs: errors are followed along the circle, where folds turn, shrink and grow them, instead of being added up. `evaluate(x, bits)` encloses what
 * `ballEvaluator` encloses; undefined where the errors are too great for these rules. The rules are proved in docs/certificates.md, "Evaluating a
 * network". undefined for other networks.
 */
export function arcEvaluator(
  network: ReadNetwork,
): ((x: readonly Rational[], bits: number) => Balls | undefined) | undefined {
  const affine = network.layers.filter((layer) => layer.type === "affine");
  const isNet = network.layers.every((layer, l) => (l % 2 === 0 ? layer.type === "affine" : isCircle(layer)));
  const ends = affine.length >= 2 && network.layers.length === 2 * affine.length - 1;
  if (!isNet || !ends || affine.slice(0, -1).some(({ rows }) => rows.length !== 3)) return undefined;
  const [start, ...maps] = affine.map(overIntegers);
  const readout = circleMap(maps.pop()!);
  const hidden = maps.map(hiddenMap);
  return (x, bits) => {
    if (bits < fewestBits) return undefined;
    const unit = commonDenominator(x);
    const whole = x.map(({ numerator, denominator }) => numerator * (unit / denominator));
    spendOperations(start!.rows.flat().length + 3, start!.bits, longest([...whole, unit]));
    const z = start!.rows.map((row, i) =>
      row.reduce((sum, { index, value }) => sum + value * whole[index]!, start!.bias[i]! * unit),
    );
    const [t0, t2] = centred(z);
    if (t0 === 0n && t2 === 0n) return undefined;
    const { y0, y2 } = onCircle(t0, t2, bits);
    let arc: Arc | undefined = { y0, y2, along: 0n, beside: rounding };
    for (const map of hidden) arc &&= next(map, arc, bits);
    return arc && read(readout, arc, bits);
  };
}

function isCircle(layer: ReadLayer): boolean {
  return layer.type === "norm" && layer.normSize === 3 && layer.center && layer.epsilon.sign() === 0;
}

/** Components 0 and 2 of three times what is left of three numbers without their mean. */
function centred(values: readonly bigint[]): [bigint, bigint] {
  const sum = values.reduce((a, b) => a + b, 0n);
  return [3n * values[0]! - sum, 3n * values[2]! - sum];
}

/** The map of (y₀, −y₀ − y₂, y₂), the power of two that all slopes share apart. */
function circleMap({ rows, bias }: Pick<IntegerMap, "rows" | "bias">): CircleMap {
  const slope = (row: IntegerMap["rows"][number], j: number): bigint =>
    row.reduce((sum, { index, value }) => sum + (index === j ? value : index === 1 ? -value : 0n), 0n);
  const whole = rows.map((row) => [slope(row, 0), slope(row, 2)] as const);
  const all = whole.flat().reduce((union, n) => union | n, 0n);
  const twos = all === 0n ? 0 : bitLength(all & -all) - 1;
  const slopes = whole.map(([a, c]) => [a >> BigInt(twos), c >> BigInt(twos)] as const);
  return { slopes, twos, constants: bias, bits: longest([...whole.flat(), ...bias]) };
}

function hiddenMap({ rows, bias }: IntegerMap): HiddenMap {
  const columns = [0, 1, 2].map((j) => centred(rows.map((row) => row.find(({ index }) => index === j)?.value ?? 0n)));
  const map = circleMap({
    rows: [0, 1].map((i) => columns.map((column, index) => ({ index, value: column[i]! }))),
    bias: centred(bias),
  });
  const [[a0, b0], [a2, b2]] = map.slopes as [Slopes, Slopes];
  const [c0, c2] = map.constants as [bigint, bigint];
  const [w0, w2] = [absolute(a0) + absolute(b0), absolute(a2) + absolute(b2)];
  spendOperations(8, map.bits, map.bits);
  return {
    ...map,
    determinant: a0 * b2 - a2 * b0,
    crossed: [c0 * a2 - c2 * a0, c0 * b2 - c2 * b0],
    size: 21n * (w0 * w0 + w2 * w2),
  };
}

/** How far components 0 and 2 of `onCircle` are off at most, in its units. */
const rounding = 2n;

/**
 * √3·t/|t| for t = (t₀, −t₀ − t₂, t₂), in units of 2^-bits; with |t|²·4^-shift, rounded. The greater component keeps bits + 8 digits: cut digits, the
 * root's and the quotient's rounding add up to less than 1.1 units.
 */
function onCircle(t0: bigint, t2: bigint, bits: number) {
  const shift = bitLength(absolute(t0) | absolute(t2)) - bits - guardBits;
  const [a, c] = [shiftDown(t0, -shift), shiftDown(t2, -shift)];
  const sum = a + c;
  const square = 2n * (sum * sum - a * c);
  const root = nearSquareRoot(square / 3n);
  return { y0: (a << BigInt(bits)) / root, y2: (c << BigInt(bits)) / root, square, shift };
}

/** n·2^shift/square or more, where the square is off by less than a 2^-40th. */
function atMost(n: bigint, shift: number, square: bigint): bigint {
  const quotient = shiftUp(n, shift) / square;
  return quotient + (quotient >> 32n) + 2n;
}

/** The arc behind an affine map and a norm. */
function next(map: HiddenMap, { y0, y2, along, beside }: Arc, bits: number): Arc | undefined {
  const { slopes, twos, constants, determinant, crossed, size } = map;
  spendOperations(24, map.bits, bits);
  // Everything 2^scale times: 2^bits for the outputs' units, or 2^twos for the constants'.
  const scale = Math.max(bits, twos);
  const [unit, up, lift] = [BigInt(bits), BigInt(scale - bits), BigInt(scale - twos)];
  const [[a0, c0], [a2, c2]] = slopes as [Slopes, Slopes];
  const t0 = ((a0 * y0 + c0 * y2) << up) + (constants[0]! << lift);
  const t2 = ((a2 * y0 + c2 * y2) << up) + (constants[1]! << lift);
  if (t0 === 0n && t2 === 0n) return undefined;
  const { square, shift, ...image } = onCircle(t0, t2, bits);
  // What a change of y₀, of y₂ and one along D(y) do across t.
  const across0 = (crossed[0] << lift) - ((determinant * y2) << up);
  const across2 = (crossed[1] << lift) + ((determinant * y0) << up);
  const [d0, d2] = [y0 + 2n * y2, -2n * y0 - y2];
  const turned = absolute(d0 * across0 + d2 * across2);
  const errors = ((turned * along) >> unit) + 1n + beside * (absolute(across0) + absolute(across2));
  const reach = atMost(errors, scale - 2 * shift, square);
  const far = 3n * along + beside;
  const remainder = atMost(size * far * far, 2 * (scale - shift) - bits, square);
  if (remainder > 1n << unit) return undefined;
  return { y0: image.y0, y2: image.y2, along: reach, beside: remainder + rounding + ((7n * reach) >> unit) + 1n };
}

function read(
  { slopes, twos, constants, bits: digits }: CircleMap,
  { y0, y2, along, beside }: Arc,
  bits: number,
): Balls {
  spendOperations(8 * slopes.length, digits, bits);
  const scale = Math.max(bits, twos);
  const [unit, up, lift] = [BigInt(bits), BigInt(scale - bits), BigInt(scale - twos)];
  return {
    middle: slopes.map(([a, c], i) => ((a * y0 + c * y2) << up) + (constants[i]! << lift)),
    radius: slopes.map(([a, c]) => {
      if (a === 0n && c === 0n) return 0n;
      const turned = absolute(a * (y0 + 2n * y2) - c * (2n * y0 + y2)) * along;
      return ((turned >> unit) + 1n + (absolute(a) + absolute(c)) * beside) << up;
    }),
    unit: 1n << lift,
  };
}
