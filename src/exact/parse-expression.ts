import { limits, Reader } from "./certificate.js";
import { evaluateNode, intervalLifting, readExpression, type Expression, type ExpressionNode } from "./expression.js";
import { InputError } from "./input-error.js";
import { Interval } from "./interval.js";
import { Rational, undefinedHere } from "./rational.js";
import { exactValue } from "./point.js";

/** The functions with the least and the greatest number of arguments. */
const functions: Readonly<Record<string, readonly [number, number]>> = {
  sin: [1, 1],
  cos: [1, 1],
  exp: [1, 1],
  sqrt: [1, 1],
  abs: [1, 1],
  min: [1, Infinity],
  max: [1, Infinity],
};

/**
 * Reads a function from text: numbers (decimals are exact), the variables by name, `pi`, `+ - * / ^`, parentheses, and the functions
 * `sin cos exp sqrt abs min max`. `^` takes an integer exponent ≥ 0 and binds before the sign: -x^2 = -(x²).
 *
 * @throws InputError with the column where it does not parse.
 * @example
 * JSON.stringify(parseExpression("2*x", ["x"])); // => '{"op":"mul","args":[{"const":"2"},{"var":0}]}'
 */
export function parseExpression(text: string, variables: readonly string[]): Expression {
  const tokens = [...text.matchAll(/\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)|([a-z_]\w*)|(.))/giu)].filter(
    (match) => match[0].trim() !== "",
  );
  let [next, depth] = [0, 0];
  const peek = (): string => tokens[next]?.[0].trim() ?? "";
  const fail = (expected: string): InputError => {
    const token = tokens[next];
    const column = token === undefined ? text.length + 1 : token.index + token[0].length - token[0].trim().length + 1;
    return new InputError({
      code: "syntax",
      where: `expression, column ${column}`,
      expected,
      received: token === undefined ? "the end" : `"${peek()}" in "${text.slice(0, 80)}"`,
    });
  };
  const take = (token: string): void => {
    if (peek() !== token) throw fail(`"${token}"`);
    next += 1;
  };
  const nested = <T>(read: () => T): T => {
    if (++depth > limits.depth) throw fail(`at most ${limits.depth} levels of nesting`);
    const result = read();
    depth -= 1;
    return result;
  };
  const chain = (part: () => Expression, operators: Readonly<Record<string, "add" | "sub" | "mul" | "div">>) => () => {
    let left = part();
    // A long sum or product of one operator is one flat list: depth counts nesting, not length.
    let list: Expression[] | undefined;
    let last: string | undefined;
    while (Object.hasOwn(operators, peek())) {
      const op = operators[peek()]!;
      next += 1;
      const right = part();
      if (list !== undefined && op === last && (op === "add" || op === "mul")) list.push(right);
      else left = { op, args: (list = [left, right]) };
      last = op;
    }
    return left;
  };
  const primary = (): Expression => {
    const token = tokens[next];
    if (token?.[1] !== undefined) {
      next += 1;
      return { const: Rational.from(token[1].replace(/\.$/, "").replace(/^\./, "0."), "expression").toString() };
    }
    const name = token?.[2];
    if (name !== undefined) {
      const index = variables.indexOf(name);
      if (index < 0 && name !== "pi" && !Object.hasOwn(functions, name)) {
        throw fail(`a variable (${variables.join(", ")}), pi, or one of ${Object.keys(functions).join(", ")}`);
      }
      next += 1;
      if (index >= 0) return { var: index };
      if (name === "pi") return { op: "pi", args: [] };
      take("(");
      const args = [nested(sum)];
      while (peek() === ",") {
        next += 1;
        args.push(nested(sum));
      }
      const [least, most] = functions[name]!;
      if (args.length < least || args.length > most) throw fail(`${least} argument of ${name}`);
      take(")");
      return { op: name as "sin", args };
    }
    if (peek() !== "(") throw fail("a number, a variable, a function or a parenthesis");
    next += 1;
    const inner = nested(sum);
    take(")");
    return inner;
  };
  const power = (): Expression => {
    const base = primary();
    if (peek() !== "^") return base;
    next += 1;
    const exponent = Number(tokens[next]?.[1] ?? NaN);
    if (!Number.isInteger(exponent) || exponent > limits.power) throw fail(`an integer from 0 to ${limits.power}`);
    next += 1;
    return { op: "pow", args: [base], exponent };
  };
  const signed = (): Expression => {
    if (peek() === "+") next += 1;
    if (peek() !== "-") return power();
    next += 1;
    return { op: "neg", args: [nested(signed)] };
  };
  const product = chain(signed, { "*": "mul", "/": "div" });
  const sum = chain(product, { "+": "add", "-": "sub" });
  const result = sum();
  if (next < tokens.length) throw fail("an operator or the end");
  readNode(result, variables.length);
  return result;
}

const nodes = new WeakMap<Expression, ExpressionNode>();

function readNode(expression: Expression, variables: number): ExpressionNode {
  let node = nodes.get(expression);
  if (node === undefined) {
    node = readExpression(new Reader(), expression, "expression", variables);
    nodes.set(expression, node);
  }
  return node;
}

/**
 * The value of an expression: in doubles, in intervals (an enclosure), or exactly in rationals.
 *
 * @param at - one value a variable, all of one kind; the kind decides the kind of the result.
 * @throws InputError (code `undefined`) for division by 0 or a root of a negative number, and, in rationals, where the value is not
 * seen to be rational (sines and cosines of multiples of pi/2 and pi/3 are); in doubles the former give NaN or an infinity.
 * @example
 * const f = parseExpression("x*(1 - x)", ["x"]);
 * evaluateExpression(f, [0.25]); // => 0.1875
 * evaluateExpression(f, [Rational.from("1/3")]).toString(); // => "2/9"
 * evaluateExpression(parseExpression("cos(pi*x)", ["x"]), [Rational.from("1/3")]).toString(); // => "1/2"
 */
export function evaluateExpression(expression: Expression, at: readonly number[]): number;
export function evaluateExpression(expression: Expression, at: readonly Rational[]): Rational;
export function evaluateExpression(expression: Expression, at: readonly Interval[]): Interval;
export function evaluateExpression(
  expression: Expression,
  at: readonly number[] | readonly Rational[] | readonly Interval[],
): number | Rational | Interval {
  const node = readNode(expression, at.length);
  const first = at[0];
  if (first instanceof Interval) {
    return evaluateNode(node, at as readonly Interval[], intervalLifting(first.precision));
  }
  if (first instanceof Rational) {
    const value = exactValue(node, at as readonly Rational[]);
    if (value === undefined) throw undefinedHere("a value that is seen to be rational", "another");
    return value;
  }
  return evaluateInDoubles(node, at as readonly number[]);
}

const doubles = new WeakMap<ExpressionNode, number>();

function evaluateInDoubles(node: ExpressionNode, at: readonly number[]): number {
  if (node.op === "var") return at[node.index]!;
  if (node.op === "pi") return Math.PI;
  if (node.op === "const") {
    let value = doubles.get(node);
    if (value === undefined) doubles.set(node, (value = node.value.toNumber()));
    return value;
  }
  const first = evaluateInDoubles(node.args[0]!, at);
  switch (node.op) {
    case "piecewise-linear":
      return Number.isFinite(first) ? node.knots.value(Rational.from(first)).toNumber() : NaN;
    case "pow":
      return first ** node.exponent;
    case "neg":
      return -first;
    case "abs":
    case "sqrt":
    case "exp":
    case "sin":
    case "cos":
      return Math[node.op](first);
    default:
      return node.args.slice(1).reduce((value, arg) => {
        const other = evaluateInDoubles(arg, at);
        if (node.op === "add") return value + other;
        if (node.op === "sub") return value - other;
        if (node.op === "mul") return value * other;
        if (node.op === "div") return value / other;
        return node.op === "min" ? Math.min(value, other) : Math.max(value, other);
      }, first);
  }
}
