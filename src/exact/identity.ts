import { accepted, limits, rejected, requireLimit, type Reader, type Verdict } from "./certificate.js";
import { readExpression, type ExpressionNode } from "./expression.js";
import { bitLength } from "./integer.js";
import { Rational } from "./rational.js";

/** A polynomial: integer coefficients by monomial, over one denominator. The monomial Π x_i^e_i has the key Σ e_i·radix^i. */
interface Expanded {
  readonly terms: ReadonlyMap<number, bigint>;
  readonly denominator: bigint;
}

/** Bounds known before anything is expanded: total degree, number of terms, bits of coefficients and denominator. */
interface Bounds {
  readonly degree: number;
  readonly terms: number;
  readonly bits: number;
}

/** `left` and `right` are the same polynomial in the variables, with rational coefficients: both are expanded and compared. */
export function checkIdentity(reader: Reader, fields: Readonly<Record<string, unknown>>): Verdict {
  const variables = reader.integer(fields["variables"], "variables", 1, 50);
  const sides = (["left", "right"] as const).map((side) => readExpression(reader, fields[side], side, variables));
  let work = 0;
  const product = (a: Bounds, b: Bounds): Bounds => {
    work += a.terms * b.terms * (a.bits + b.bits);
    return { degree: a.degree + b.degree, terms: a.terms * b.terms, bits: a.bits + b.bits + Math.log2(a.terms) + 1 };
  };
  const sum = (a: Bounds, b: Bounds): Bounds => {
    work += (a.terms + b.terms) * (a.bits + b.bits);
    return { degree: Math.max(a.degree, b.degree), terms: a.terms + b.terms, bits: a.bits + b.bits + 1 };
  };
  /** No polynomial of this degree in so many variables has more terms than monomials. */
  const capped = (b: Bounds): Bounds => {
    let monomials = 1;
    for (let i = 1; i <= variables; i += 1) monomials *= (b.degree + i) / i;
    return { ...b, terms: Math.min(b.terms, Math.round(monomials)) };
  };
  const bound = (node: ExpressionNode, where: string): Bounds => {
    const args = "args" in node ? node.args.map((arg, i) => bound(arg, `${where}.args[${i}]`)) : [];
    let result: Bounds;
    if (node.op === "var") result = { degree: 1, terms: 1, bits: 1 };
    else if (node.op === "const") {
      result = { degree: 0, terms: 1, bits: bitLength(node.value.numerator) + bitLength(node.value.denominator) };
    } else if (node.op === "pow") {
      result = { degree: 0, terms: 1, bits: 1 };
      for (let i = 0; i < node.exponent; i += 1) result = capped(product(result, args[0]!));
    } else if (node.op === "mul") result = args.reduce((a, b) => capped(product(a, b)));
    else if (node.op === "neg" || node.op === "add" || node.op === "sub")
      result = args.reduce((a, b) => capped(sum(a, b)));
    else throw reader.fail(`${where}.op`, "add, sub, mul, neg or pow, as in a polynomial", node.op);
    requireLimit(where, "bits × terms² to be expanded", work, limits.expansion);
    return result;
  };
  const degree = Math.max(...sides.map((side, i) => bound(side, i === 0 ? "left" : "right").degree));
  const radix = degree + 1;
  requireLimit("variables", "monomials to be told apart", radix ** variables, Number.MAX_SAFE_INTEGER);

  const [left, right] = sides.map((side) => expand(side, radix)) as [Expanded, Expanded];
  for (const key of new Set([...left.terms.keys(), ...right.terms.keys()])) {
    const [a, b] = [left, right].map(({ terms, denominator }) => Rational.of(terms.get(key) ?? 0n, denominator));
    if (!a!.equals(b!)) {
      return rejected("right", `the coefficient of ${monomial(key, radix)} is ${b} there, and ${a} in left`);
    }
  }
  return accepted;
}

function expand(node: ExpressionNode, radix: number): Expanded {
  if (node.op === "var") return { terms: new Map([[radix ** node.index, 1n]]), denominator: 1n };
  if (node.op === "const") return { terms: new Map([[0, node.value.numerator]]), denominator: node.value.denominator };
  const args = "args" in node ? node.args.map((arg) => expand(arg, radix)) : [];
  if (node.op === "neg") return sumOf({ terms: new Map(), denominator: 1n }, args[0]!, -1n);
  if (node.op === "add") return args.reduce((a, b) => sumOf(a, b, 1n));
  if (node.op === "sub") return sumOf(args[0]!, args[1]!, -1n);
  if (node.op === "mul") return args.reduce(productOf);
  let power: Expanded = { terms: new Map([[0, 1n]]), denominator: 1n };
  for (let i = 0; node.op === "pow" && i < node.exponent; i += 1) power = productOf(power, args[0]!);
  return power;
}

function sumOf(a: Expanded, b: Expanded, sign: bigint): Expanded {
  const terms = new Map<number, bigint>();
  for (const [key, c] of a.terms) terms.set(key, c * b.denominator);
  for (const [key, c] of b.terms) terms.set(key, (terms.get(key) ?? 0n) + sign * c * a.denominator);
  return { terms, denominator: a.denominator * b.denominator };
}

function productOf(a: Expanded, b: Expanded): Expanded {
  const terms = new Map<number, bigint>();
  for (const [i, c] of a.terms) for (const [j, d] of b.terms) terms.set(i + j, (terms.get(i + j) ?? 0n) + c * d);
  return { terms, denominator: a.denominator * b.denominator };
}

function monomial(key: number, radix: number): string {
  const factors: string[] = [];
  for (let i = 0, rest = key; rest > 0; i += 1, rest = Math.floor(rest / radix)) {
    const exponent = rest % radix;
    if (exponent > 0) factors.push(exponent === 1 ? `x${i}` : `x${i}^${exponent}`);
  }
  return factors.length === 0 ? "1" : factors.join("·");
}
