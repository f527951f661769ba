/** The operations that stand for those of Rocq's integers (proofs/checker/Extraction.v). */

export function integer_add(a: bigint, b: bigint): bigint {
  return a + b;
}

export function integer_sub(a: bigint, b: bigint): bigint {
  return a - b;
}

export function integer_mul(a: bigint, b: bigint): bigint {
  return a * b;
}

export function integer_opp(a: bigint): bigint {
  return -a;
}

export function integer_max(a: bigint, b: bigint): bigint {
  return a < b ? b : a;
}

export function integer_eqb(a: bigint, b: bigint): boolean {
  return a === b;
}

export function integer_leb(a: bigint, b: bigint): boolean {
  return a <= b;
}

export function integer_ltb(a: bigint, b: bigint): boolean {
  return a < b;
}

/** Rounded down; 0 where b is 0. */
export function integer_div(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n;
  const quotient = a / b;
  return quotient * b !== a && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** The greatest common divisor, at least 0. */
export function integer_gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

/** The root rounded down; 0 below 0. Newton's steps from above. */
export function integer_sqrt(a: bigint): bigint {
  if (a <= 0n) return 0n;
  let root = 1n << BigInt((a.toString(16).length * 4 + 1) >> 1);
  for (;;) {
    const next = (root + a / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** A number above 0 as it is; 1 for any other. */
export function integer_to_pos(a: bigint): bigint {
  return a > 0n ? a : 1n;
}
