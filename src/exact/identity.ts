import { accepted, limits, rejected, requireLimit, type Check, type Reader, type Verdict } from "./certificate.js";
import { bitLength } from "./integer.js";
import type { Polynomial } from "./polynomial.js";
import { Rational } from "./rational.js";
import { spend, spendKept, spendOperations } from "./work.js";

type Fields = Readonly<Record<string, unknown>>;

/** A polynomial: integer coefficients by monomial, over one denominator. The monomial Π x_i^e_i has the key Σ e_i·radix^i. */
interface Expanded {
  readonly terms: ReadonlyMap<number, bigint>;
  readonly denominator: bigint;
}

/** A polynomial of some variables that later expressions may name. */
interface Named {
  readonly name: string;
  readonly variables: number;
  readonly node: Node;
  /** A bound on its total degree. */
  readonly degree: number;
  /** Its place in the list, and those before it that it names. */
  readonly place: number;
  readonly uses: ReadonlySet<Named>;
}

/** A polynomial as it is written. */
type Node =
  | { readonly op: "var"; readonly index: number }
  | { readonly op: "const"; readonly value: Rational }
  | { readonly op: "add" | "sub" | "mul" | "neg"; readonly args: readonly Node[] }
  | { readonly op: "pow"; readonly args: readonly Node[]; readonly exponent: number }
  | { readonly op: "apply"; readonly named: Named; readonly args: readonly Node[] }
  | { readonly op: "derivative"; readonly variable: number; readonly args: readonly Node[] };

const words = ["add", "sub", "mul", "neg", "pow", "apply", "derivative"] as const;

/** `left` and `right` are the same polynomial in the variables, with rational coefficients: both are expanded and compared. */
export function checkIdentity(reader: Reader, fields: Fields, { content }: Check): Verdict {
  const variables = reader.integer(fields["variables"], "variables", 1, 50);
  const named = readNamed(reader, fields["polynomials"]);
  const sides = (["left", "right"] as const).map((side) => readNode(reader, fields[side], side, variables, named));
  const texts = sides.map(textOf) as [string, string];
  content(`${texts[0]} = ${texts[1]} as polynomials in ${names(variables).join(", ")}${definitions(named)}`);
  const difference = compare(sides[0]!, "left", sides[1]!, variables);
  return difference === undefined ? accepted : rejected("right", difference);
}

/** What an inequality's polynomial is said to be, with its text and a word on how a given one differs; undefined where nothing is said. */
export function readStatedPolynomial(
  reader: Reader,
  fields: Fields,
): { text: string; difference(polynomial: Polynomial): string | undefined } | undefined {
  if (fields["expression"] === undefined) return undefined;
  const named = readNamed(reader, fields["polynomials"]);
  const stated = readNode(reader, fields["expression"], "expression", 1, named);
  return {
    text: `${textOf(stated)}${definitions(named)}`,
    difference: ({ coefficients }) => compare(stated, "expression", powers(coefficients), 1),
  };
}

/** Σ c_i·x^i. */
function powers(coefficients: readonly Rational[]): Node {
  const terms = coefficients.map((value, exponent): Node => {
    const power: Node = { op: "pow", args: [{ op: "var", index: 0 }], exponent };
    return { op: "mul", args: [{ op: "const", value }, power] };
  });
  return { op: "add", args: [{ op: "const", value: Rational.zero }, ...terms] };
}

/** Each may use those before it. */
function readNamed(reader: Reader, value: unknown): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>();
  if (value === undefined) return named;
  for (const [i, entry] of reader.list(value, "polynomials").entries()) {
    const where = `polynomials[${i}]`;
    const fields = reader.closed(entry, where, ["name", "variables", "expression", "coefficients"]);
    const { name } = fields;
    if (typeof name !== "string" || !/^[A-Za-z_]\w*$/.test(name) || named.has(name)) {
      throw reader.fail(`${where}.name`, "a new name of letters, digits and _", name);
    }
    const variables = reader.integer(fields["variables"], `${where}.variables`, 1, 50);
    let node: Node;
    if (fields["coefficients"] === undefined) {
      node = readNode(reader, fields["expression"], `${where}.expression`, variables, named);
    } else {
      if (fields["expression"] !== undefined || variables !== 1) {
        throw reader.fail(where, "coefficients of one variable, or an expression", "both, or more variables");
      }
      const coefficients = reader.numbers(fields["coefficients"], `${where}.coefficients`);
      requireLimit(`${where}.coefficients`, "as its degree", coefficients.length - 1, limits.degree);
      node = powers(coefficients);
    }
    const uses = new Set<Named>();
    named.set(name, { name, variables, node, degree: degreeOf(node, uses), place: i, uses });
  }
  return named;
}

function readNode(
  reader: Reader,
  value: unknown,
  where: string,
  variables: number,
  named: ReadonlyMap<string, Named>,
  depth = 0,
): Node {
  requireLimit(where, "levels of nesting in an expression", depth, limits.depth);
  const e = reader.object(value, where);
  if ("var" in e) {
    reader.closed(e, where, ["var"]);
    return { op: "var", index: reader.integer(e["var"], `${where}.var`, 0, variables - 1) };
  }
  if ("const" in e) {
    reader.closed(e, where, ["const"]);
    return { op: "const", value: reader.number(e["const"], `${where}.const`) };
  }
  if (!words.includes(e["op"] as "add")) {
    throw reader.fail(`${where}.op`, `${words.slice(0, -1).join(", ")} or derivative, as in a polynomial`, e["op"]);
  }
  const op = e["op"] as (typeof words)[number];
  const own = { pow: ["exponent"], apply: ["name"], derivative: ["variable"] }[op as string] ?? [];
  reader.closed(e, where, ["op", "args", ...own]);
  let length: number | undefined = op === "add" || op === "mul" ? undefined : op === "sub" ? 2 : 1;
  let polynomial: Named | undefined;
  if (op === "apply") {
    polynomial = typeof e["name"] === "string" ? named.get(e["name"]) : undefined;
    if (polynomial === undefined) throw reader.fail(`${where}.name`, "a polynomial named before", e["name"]);
    length = polynomial.variables;
  }
  const args = reader
    .list(e["args"], `${where}.args`, length)
    .map((arg, i) => readNode(reader, arg, `${where}.args[${i}]`, variables, named, depth + 1));
  if (polynomial !== undefined) return { op: "apply", named: polynomial, args };
  if (op === "pow") {
    return { op, args, exponent: reader.integer(e["exponent"], `${where}.exponent`, 0, limits.power) };
  }
  if (op === "derivative") {
    return { op, args, variable: reader.integer(e["variable"], `${where}.variable`, 0, variables - 1) };
  }
  return { op: op as "add", args };
}

/** How the two differ, at one coefficient; undefined where they are the same polynomial. */
function compare(one: Node, name: string, other: Node, variables: number): string | undefined {
  const used = new Set<Named>();
  const radix = Math.max(degreeOf(one, used), degreeOf(other, used)) + 1;
  // The loop goes through what it adds, too.
  for (const named of used) for (const inner of named.uses) used.add(inner);
  const inOrder = [...used].sort((a, b) => a.place - b.place);
  // Named polynomials may have more variables than the identity.
  const most = inOrder.reduce((count, named) => Math.max(count, named.variables), variables);
  requireLimit("variables", "monomials to be told apart", radix ** most, Number.MAX_SAFE_INTEGER);
  const expanding = new Expanding(radix);
  // Each after those that it names: however long the chain of names, calls are nested no deeper than one expression.
  for (const named of inOrder) expanding.define(named);
  const [left, right] = [expanding.expand(one), expanding.expand(other)];
  for (const key of new Set([...left.terms.keys(), ...right.terms.keys()])) {
    const [a, b] = [left, right].map(({ terms, denominator }) => Rational.of(terms.get(key) ?? 0n, denominator));
    if (!a!.equals(b!)) {
      return `the coefficient of ${monomial(key, radix)} is ${b!.shown()} there, and ${a!.shown()} in ${name}`;
    }
  }
  return undefined;
}

/** A bound on the total degree; the polynomials that are named are added to `uses`. */
function degreeOf(node: Node, uses: Set<Named>): number {
  if (node.op === "var") return 1;
  if (node.op === "const") return 0;
  const args = node.args.map((arg) => degreeOf(arg, uses));
  const greatest = args.reduce((a, b) => Math.max(a, b));
  switch (node.op) {
    case "mul":
      return args.reduce((a, b) => a + b);
    case "pow":
      return node.exponent * greatest;
    case "apply":
      uses.add(node.named);
      return node.named.degree * greatest;
    default:
      return greatest;
  }
}

/** What a new term costs beside the operation: it is kept. */
const termSteps = 5000;

const one: Expanded = { terms: new Map([[0, 1n]]), denominator: 1n };

class Expanding {
  private readonly known = new Map<Named, Expanded>();

  constructor(private readonly radix: number) {}

  expand(node: Node): Expanded {
    if (node.op === "var") return { terms: new Map([[this.radix ** node.index, 1n]]), denominator: 1n };
    if (node.op === "const") {
      const { numerator, denominator } = node.value;
      return { terms: new Map(numerator === 0n ? [] : [[0, numerator]]), denominator };
    }
    const args = node.args.map((arg) => this.expand(arg));
    const [first] = args as [Expanded];
    switch (node.op) {
      case "neg":
        return sumOf({ terms: new Map(), denominator: 1n }, first, -1n);
      case "add":
        return args.reduce((a, b) => sumOf(a, b, 1n));
      case "sub":
        return sumOf(first, args[1]!, -1n);
      case "mul":
        return args.reduce(productOf);
      case "pow":
        return this.power(first, node.exponent);
      case "derivative":
        return this.derivative(first, node.variable);
      case "apply":
        // By Horner's scheme in the last variable, and so on in the others.
        return this.horner(this.known.get(node.named)!, args, args.length - 1);
    }
  }

  /** A single variable's power at once, others by repeated multiplication. */
  private power(base: Expanded, exponent: number): Expanded {
    if (exponent === 1 || (base.terms.size === 0 && exponent > 0)) return base;
    const [[key, c] = [0, 0n]] = base.terms;
    if (base.terms.size === 1 && c === 1n && base.denominator === 1n) {
      return { terms: new Map([[key * exponent, 1n]]), denominator: 1n };
    }
    let power = one;
    for (let i = 0; i < exponent; i += 1) power = productOf(power, base);
    return power;
  }

  private derivative({ terms, denominator }: Expanded, variable: number): Expanded {
    const unit = this.radix ** variable;
    const result = new Map<number, bigint>();
    for (const [key, c] of terms) {
      const exponent = Math.floor(key / unit) % this.radix;
      if (exponent > 0) result.set(key - unit, c * BigInt(exponent));
    }
    spend(termSteps * result.size);
    return { terms: result, denominator };
  }

  /** To be called before a polynomial is named. */
  define(named: Named): void {
    this.known.set(named, this.expand(named.node));
  }

  private horner({ terms, denominator }: Expanded, args: readonly Expanded[], variable: number): Expanded {
    if (variable < 0) return { terms, denominator };
    const unit = this.radix ** variable;
    // Exponents may pass 2^32, where lists end.
    const byExponent = new Map<number, Map<number, bigint>>();
    for (const [key, c] of terms) {
      const exponent = Math.floor(key / unit);
      let part = byExponent.get(exponent);
      if (part === undefined) byExponent.set(exponent, (part = new Map()));
      part.set(key % unit, c);
    }
    const exponents = [...byExponent.keys()].sort((a, b) => b - a);
    let result: Expanded = { terms: new Map(), denominator: 1n };
    for (const [i, exponent] of exponents.entries()) {
      const part = { terms: byExponent.get(exponent)!, denominator };
      result = sumOf(result, this.horner(part, args, variable - 1), 1n);
      result = productOf(result, this.power(args[variable]!, exponent - (exponents[i + 1] ?? 0)));
    }
    return result;
  }
}

function longest({ terms, denominator }: Expanded): number {
  let bits = bitLength(denominator);
  for (const c of terms.values()) bits = Math.max(bits, bitLength(c));
  return bits;
}

function sumOf(a: Expanded, b: Expanded, sign: bigint): Expanded {
  spendOperations(a.terms.size + b.terms.size + 1, longest(a), longest(b));
  spend(termSteps * (a.terms.size + b.terms.size));
  const [one, other] = [a.denominator, b.denominator];
  const denominator = one % other === 0n ? one : other % one === 0n ? other : one * other;
  const [up, across] = [denominator / one, denominator / other];
  spendKept(up === 1n ? 0 : a.terms.size, bitLength(denominator));
  spendKept(across === 1n ? 0 : b.terms.size, bitLength(denominator));
  const terms = new Map<number, bigint>();
  for (const [key, c] of a.terms) terms.set(key, c * up);
  for (const [key, c] of b.terms) {
    const sum = (terms.get(key) ?? 0n) + sign * c * across;
    if (sum === 0n) terms.delete(key);
    else terms.set(key, sum);
  }
  return { terms, denominator };
}

function productOf(a: Expanded, b: Expanded): Expanded {
  const [long, short] = [longest(a), longest(b)];
  spendOperations(1, long, short);
  const terms = new Map<number, bigint>();
  for (const [i, c] of a.terms) {
    const before = terms.size;
    spendOperations(b.terms.size, long, short);
    for (const [j, d] of b.terms) terms.set(i + j, (terms.get(i + j) ?? 0n) + c * d);
    spend(termSteps * (terms.size - before));
  }
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

function names(variables: number): string[] {
  return Array.from({ length: variables }, (_, i) => `x${i}`);
}

/** The most characters of an expression in a sentence. */
const longestText = 400;

function textOf(node: Node): string {
  const text = ((): string => {
    if (node.op === "var") return `x${node.index}`;
    if (node.op === "const") return node.value.shown();
    const args = node.args.slice(0, longestText).map(textOf);
    if (node.op === "neg") return `-${args[0]}`;
    if (node.op === "pow") return `${args[0]}^${node.exponent}`;
    if (node.op === "apply") return `${node.named.name}(${args.join(", ")})`;
    if (node.op === "derivative") return `d/dx${node.variable} ${args[0]}`;
    return `(${args.join({ add: " + ", sub: " - ", mul: "*" }[node.op])})`;
  })();
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

function definitions(named: ReadonlyMap<string, Named>): string {
  const texts = [...named.values()].slice(0, 20).map(({ name, variables, node }) => {
    return `${name}(${names(variables).join(", ")}) = ${textOf(node)}`;
  });
  return texts.length === 0 ? "" : `, where ${texts.join("; ")}`;
}
