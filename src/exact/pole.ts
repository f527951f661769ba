import { evaluateNode, intervalLifting, shownExpression, type ExpressionNode } from "./expression.js";
import { ends, FunctionRange, type Box } from "./function-range.js";
import { Interval } from "./interval.js";
import { NoValue, type Rational } from "./rational.js";

/**
 * Why a function is certain to have no value at some point of a box, by the intermediate value theorem: a divisor in its expression, or a factor of that, has values everywhere on
 * the box, where it is then continuous, and different signs at two corners. Undefined where that is not seen.
 */
export function poleIn({ node, precision }: Pick<FunctionRange, "node" | "precision">, box: Box): string | undefined {
  return poleOf(node, box, precision);
}

function poleOf(node: ExpressionNode, box: Box, precision: number): string | undefined {
  if (!("args" in node)) return undefined;
  const [, divisor] = node.args;
  const zero = node.op === "div" ? vanishing(divisor!, box, precision) : undefined;
  return zero === undefined
    ? first(node.args, (arg) => poleOf(arg, box, precision))
    : `it divides by ${shownExpression(divisor!)}, and ${shownExpression(zero)} changes its sign there`;
}

/** What of an expression is 0 somewhere on the box, so that the expression is 0 or has no value there. */
function vanishing(node: ExpressionNode, box: Box, precision: number): ExpressionNode | undefined {
  if (changesSign(node, box, precision)) return node;
  if (!("args" in node) || (node.op === "pow" && node.exponent === 0)) return undefined;
  const factors = { mul: node.args.length, pow: 1, neg: 1, abs: 1, sqrt: 1, div: 1 }[node.op as string] ?? 0;
  return first(node.args.slice(0, factors), (factor) => vanishing(factor, box, precision));
}

/** The first of what is found that is something. */
function first<T, S>(list: readonly T[], find: (entry: T) => S | undefined): S | undefined {
  for (const entry of list) {
    const found = find(entry);
    if (found !== undefined) return found;
  }
  return undefined;
}

function changesSign(node: ExpressionNode, box: Box, precision: number): boolean {
  const sides = box.map(([lower, upper]) => Interval.of(lower, upper, precision));
  const f = new FunctionRange(node, precision);
  try {
    evaluateNode(node, sides, intervalLifting(precision));
    const values = corners(box).map((corner) => ends(f.at(corner)));
    return values.some(([least]) => least.sign() > 0) && values.some(([, greatest]) => greatest.sign() < 0);
  } catch (error) {
    if (error instanceof NoValue) return false;
    throw error;
  }
}

/** The corners that a walk from the least coordinates to the greatest meets, one coordinate after the other. */
function corners(box: Box): readonly (readonly Rational[])[] {
  return Array.from({ length: box.length + 1 }, (_, k) => box.map(([lower, upper], i) => (i < k ? upper : lower)));
}
