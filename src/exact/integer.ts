import { spendOperations } from "./work.js";

const double = new DataView(new ArrayBuffer(8));

/** Number of binary digits of |n|; 0 for n = 0. */
export function bitLength(n: bigint): number {
  if (n < 0n) n = -n;
  if (n < 4294967296n) return 32 - Math.clz32(Number(n));
  let rounded = Number(n);
  let above = 0;
  while (rounded === Infinity) {
    // What is left of it by the greatest shift 960·2^k that leaves anything: all but the last of these are short work.
    let shift = 960;
    while (n >> BigInt(2 * shift) !== 0n) shift *= 2;
    n >>= BigInt(shift);
    above += shift;
    rounded = Number(n);
  }
  double.setFloat64(0, rounded);
  const bits = (double.getUint16(0) >> 4) - 1022;
  // A number just below a power of two may have been rounded up to it.
  return above + (rounded === 2 ** (bits - 1) && n >> BigInt(bits - 1) === 0n ? bits - 1 : bits);
}

/** Binary digits of the longest of them. */
export function longest(numbers: readonly bigint[]): number {
  let bits = 0;
  for (const n of numbers) bits = Math.max(bits, bitLength(n));
  return bits;
}

/** |n|. */
export function absolute(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/** n·2^bits, rounded down where bits < 0. */
export function shiftDown(n: bigint, bits: number): bigint {
  return bits >= 0 ? n << BigInt(bits) : n >> BigInt(-bits);
}

/** n·2^bits, rounded up where bits < 0. */
export function shiftUp(n: bigint, bits: number): bigint {
  return bits >= 0 ? n << BigInt(bits) : -(-n >> BigInt(-bits));
}

/** ⌊n/d⌋ for d > 0. */
export function floorDivide(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  return n < 0n && quotient * d !== n ? quotient - 1n : quotient;
}

/** ⌈n/d⌉ for d > 0. */
export function ceilDivide(n: bigint, d: bigint): bigint {
  return -floorDivide(-n, d);
}

/** The greatest common divisor of |a| and |b|. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  a = absolute(a);
  b = absolute(b);
  if (b > 1n) spendGreatestCommonDivisor(a, b);
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** Euclid's algorithm takes about one division for two binary digits of the shorter number; the first one, of the whole long number, some 40 times as long as a product. */
function spendGreatestCommonDivisor(a: bigint, b: bigint): void {
  const [long, short] = [bitLength(a), bitLength(b)].sort((x, y) => y - x) as [number, number];
  spendOperations(1, 40 * long, short);
  spendOperations(short / 2, short / 2, 64);
}

/**
 * ⌊√n⌋ for n ≥ 0: Newton's iteration from a root in doubles, each step on twice as many leading digits as the one before.
 *
 * @example
 * integerSquareRoot(99n); // => 9n
 */
export function integerSquareRoot(n: bigint): bigint {
  const root = nearSquareRoot(n);
  return root * root > n ? root - 1n : root;
}

/** ⌊√n⌋ or one more, for n ≥ 0: what Newton's iteration gives, without the last square. */
export function nearSquareRoot(n: bigint): bigint {
  if (n < 4503599627370496n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  const half = Math.floor((bitLength(n) - 1) / 2);
  spendOperations(4, half, half);
  let level = Math.max(0, Math.ceil(Math.log2((half + 1) / 25)));
  let digits = half >> level;
  let root = BigInt(Math.floor(Math.sqrt(Number(n >> BigInt(2 * (half - digits))))));
  while (level > 0) {
    const before = digits;
    digits = half >> --level;
    root = (root << BigInt(digits - before - 1)) + (n >> BigInt(2 * half - before - digits + 1)) / root;
  }
  return root;
}
