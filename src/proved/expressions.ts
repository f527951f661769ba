import {
  array,
  fieldsOf,
  listOf,
  natural,
  NotCovered,
  rational,
  rationals,
  type Constructed,
  type Fields,
} from "./values.js";

/** Numbers of the polynomials named so far, by their names. */
type Names = Map<string, number>;

const binary: Readonly<Record<string, string>> = { add: "Sum", mul: "Product", sub: "Difference" };

/** The list `polynomials` as pairs of a number of variables and an `expression` of proofs/checker/Identity.v. */
export function namedPolynomials(value: unknown): { readonly list: Constructed; readonly names: Names } {
  const names: Names = new Map();
  const pairs = array(value ?? [], "polynomials").map((entry, i) => {
    const where = `polynomials[${i}]`;
    const fields = fieldsOf(entry, where);
    const meaning =
      fields["coefficients"] === undefined
        ? expression(fields["expression"], `${where}.expression`, names)
        : { $: "Coefficients", a: rationals(fields["coefficients"], `${where}.coefficients`) };
    names.set(String(fields["name"]), i);
    return { $: "Pair", a: natural(fields["variables"], `${where}.variables`), b: meaning };
  });
  return { list: listOf(pairs), names };
}

/** An `expression` of proofs/checker/Identity.v; sums and products of several are written by two, from the left. */
export function expression(value: unknown, where: string, names: Names): Constructed {
  const e = fieldsOf(value, where);
  if ("var" in e) return { $: "Var", a: natural(e["var"], `${where}.var`) } as Constructed;
  if ("const" in e) return { $: "Const", a: rational(e["const"], `${where}.const`) } as Constructed;
  const op = String(e["op"]);
  const args = array(e["args"], `${where}.args`).map((arg, i) => expression(arg, `${where}.args[${i}]`, names));
  if (op === "apply") {
    const k = names.get(String(e["name"]));
    if (k === undefined) throw new NotCovered(`${where}: a polynomial that is not named before`);
    const list = args.reduceRight<Constructed>((rest, a) => ({ $: "More", a, b: rest }) as Constructed, {
      $: "NoMore",
    });
    return { $: "Apply", a: k, b: list } as Constructed;
  }
  const [first, ...rest] = args;
  if (first === undefined) throw new NotCovered(`${where}: no argument`);
  if (Object.hasOwn(binary, op)) return rest.reduce((a, b) => ({ $: binary[op]!, a, b }) as Constructed, first);
  if (rest.length > 0) throw new NotCovered(`${where}: more than one argument of ${op}`);
  if (op === "neg") return { $: "Negative", a: first } as Constructed;
  if (op === "pow") return { $: "Power", a: first, b: natural(e["exponent"], `${where}.exponent`) } as Constructed;
  if (op === "derivative")
    return { $: "Derivative", a: natural(e["variable"], `${where}.variable`), b: first } as Constructed;
  throw new NotCovered(`${where}: the operation ${op}`);
}

/** The sides of an identity, or what an inequality states: its names and its expressions. */
export function stated(fields: Fields, ...which: readonly string[]): readonly [Constructed, ...Constructed[]] {
  const { list, names } = namedPolynomials(fields["polynomials"]);
  return [list, ...which.map((field) => expression(fields[field], field, names))];
}
