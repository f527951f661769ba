import { array, fieldsOf, listOf, natural, NotCovered, rational, rationalPair, type Constructed } from "./values.js";

const several: Readonly<Record<string, string>> = {
  add: "Plus",
  sub: "Minus",
  mul: "Times",
  div: "Quotient",
  min: "Minimum",
  max: "Maximum",
};
const single: Readonly<Record<string, string>> = {
  neg: "Opposite",
  abs: "Absolute",
  sqrt: "Root",
  exp: "Exponential",
  sin: "Sine",
  cos: "Cosine",
};

/** A `function` of proofs/checker/Functions.v; operations of several arguments are written by two, from the left. */
export function functionOfOne(value: unknown, where: string): Constructed {
  const e = fieldsOf(value, where);
  if ("var" in e) {
    if (e["var"] !== 0) throw new NotCovered(`${where}: another variable than 0`);
    return { $: "Argument" };
  }
  if ("const" in e) return { $: "Constant", a: rational(e["const"], `${where}.const`) } as Constructed;
  const op = String(e["op"]);
  if (op === "pi") return { $: "CirclePi" };
  const [first, ...rest] = array(e["args"], `${where}.args`).map((arg, i) => functionOfOne(arg, `${where}.args[${i}]`));
  if (first === undefined) throw new NotCovered(`${where}: no argument`);
  if (Object.hasOwn(several, op)) return rest.reduce((a, b) => ({ $: several[op]!, a, b }) as Constructed, first);
  if (rest.length > 0) throw new NotCovered(`${where}: more than one argument of ${op}`);
  if (Object.hasOwn(single, op)) return { $: single[op]!, a: first } as Constructed;
  if (op === "pow") return { $: "PowerOf", a: first, b: natural(e["exponent"], `${where}.exponent`) } as Constructed;
  if (op !== "piecewise-linear") throw new NotCovered(`${where}: the operation ${op}`);
  const [knot, ...knots] = array(e["knots"], `${where}.knots`).map((entry, i) => {
    const [a, b] = rationalPair(entry, `${where}.knots[${i}]`);
    return { $: "Pair", a, b } as Constructed;
  });
  if (knot === undefined) throw new NotCovered(`${where}.knots: no knot`);
  return { $: "PiecewiseLinear", a: knot, b: listOf(knots), c: first } as Constructed;
}
