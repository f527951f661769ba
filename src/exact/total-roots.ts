import type { ExpressionNode } from "./expression.js";
import { affineOn, extremes, type Box } from "./function-range.js";
import { Polynomial } from "./polynomial.js";
import { Rational } from "./rational.js";

/** The greatest degree of an argument whose sign is decided. */
const greatestDegree = 100;

/** The expression with its roots marked as total where the argument is seen, exactly, to be nowhere below 0 on the domain. */
export function withTotalRoots(node: ExpressionNode, domain: Box): ExpressionNode {
  if (!("args" in node)) return node;
  const args = node.args.map((arg) => withTotalRoots(arg, domain));
  if (node.op !== "sqrt") return { ...node, args };
  return { ...node, args, total: isNonNegative(args[0]!, domain) };
}

function isNonNegative(node: ExpressionNode, domain: Box): boolean {
  const affine = affineOn(node, domain);
  if (affine !== undefined && !("cut" in affine)) return extremes(affine, domain)[0].sign() >= 0;
  const variables = variablesOf(node);
  if (variables.size > 1) return false;
  const [variable = 0] = variables;
  return polynomialOf(node)?.isNonNegative(...domain[variable]!) ?? false;
}

function variablesOf(node: ExpressionNode): Set<number> {
  if (node.op === "var") return new Set([node.index]);
  return new Set("args" in node ? node.args.flatMap((arg) => [...variablesOf(arg)]) : []);
}

/** An expression of one variable as a polynomial; undefined where it is not seen to be one of a small degree. */
function polynomialOf(node: ExpressionNode): Polynomial | undefined {
  if (node.op === "var") return Polynomial.from([0, 1]);
  if (node.op === "const") return new Polynomial([node.value]);
  if (!("args" in node) || !["add", "sub", "mul", "neg", "pow", "div"].includes(node.op)) return undefined;
  const args: Polynomial[] = [];
  for (const arg of node.args) {
    const polynomial = polynomialOf(arg);
    if (polynomial === undefined) return undefined;
    args.push(polynomial);
  }
  const [first, ...rest] = args as [Polynomial, ...Polynomial[]];
  const product = (a: Polynomial | undefined, b: Polynomial): Polynomial | undefined =>
    a === undefined || a.degree + b.degree > greatestDegree ? undefined : a.mul(b);
  switch (node.op) {
    case "add":
      return rest.reduce((a, b) => a.add(b), first);
    case "sub":
      return first.sub(rest[0]!);
    case "neg":
      return new Polynomial([]).sub(first);
    case "div": {
      const [by] = rest as [Polynomial];
      return by.degree === 0 ? first.mul(new Polynomial([Rational.one.div(by.coefficients[0]!)])) : undefined;
    }
    case "pow": {
      let power: Polynomial | undefined = Polynomial.from([1]);
      for (let i = 0; node.op === "pow" && i < node.exponent && power !== undefined; i += 1)
        power = product(power, first);
      return power;
    }
    default:
      return rest.reduce<Polynomial | undefined>(product, first);
  }
}
