import { Polynomial } from "../../exact/polynomial.js";
import { iterNormSpectrumPolynomial, spectrumStep } from "../../theory/index.js";
import { parseExpression } from "../../exact/index.js";
import type { JsonObject, NamedCertificate } from "../claim.js";
import { inequality, type StatedPolynomial } from "../inequality.js";

const one = Polynomial.from([1]);

const x: JsonObject = { var: 0 };
const node = (op: string, ...args: JsonObject[]): JsonObject => ({ op, args });
const apply = (name: string, at: JsonObject): JsonObject => ({ op: "apply", name, args: [at] });
const derivative = (of: JsonObject): JsonObject => ({ op: "derivative", variable: 0, args: [of] });
const distance = (map: JsonObject): JsonObject => node("sub", { const: "1" }, map);

/** The step q(x) = x(3 − x)²/4, and h_1 = q, h_2 = q ∘ h_1, … by name. */
function namedMaps(iterations: number): JsonObject[] {
  const step = parseExpression("0.25*x*(3 - x)^2", ["x"]) as unknown as JsonObject;
  const maps = Array.from({ length: iterations }, (_, i) => ({
    name: `h${i + 1}`,
    variables: 1,
    expression: apply("q", i === 0 ? x : apply(`h${i}`, x)),
  }));
  return [{ name: "q", variables: 1, expression: step }, ...maps];
}

/** `((1 − h_T)²)″`, as an inequality says it. */
export function statedConvexity(iterations: number): StatedPolynomial {
  const loss: JsonObject = { op: "pow", args: [distance(apply(`h${iterations}`, x))], exponent: 2 };
  return { polynomials: namedMaps(iterations), expression: derivative(derivative(loss)) };
}

/** `((1 − h_T)h_T′)′`, as an inequality says it. */
export function statedPull(iterations: number): StatedPolynomial {
  const h = apply(`h${iterations}`, x);
  return {
    polynomials: namedMaps(iterations),
    expression: derivative(node("mul", distance(h), derivative(h))),
  };
}

/** G less its tangent at a point, raised by `raise`, with G = (1 − h_T)², as an inequality says it. */
export function statedTangentGap(iterations: number, at: string, raise: string): StatedPolynomial {
  const loss: JsonObject = { op: "pow", args: [distance(apply(`h${iterations}`, x))], exponent: 2 };
  const point: JsonObject = { const: at };
  const tangent = node("add", apply("G", point), node("mul", apply("slope", point), node("sub", x, point)));
  return {
    polynomials: [
      ...namedMaps(iterations),
      { name: "G", variables: 1, expression: loss },
      { name: "slope", variables: 1, expression: derivative(apply("G", x)) },
    ],
    expression: node("sub", apply("G", x), node("add", tangent, { const: raise })),
  };
}

/** In (0, 1), increasing, concave: the four inequalities for one map of (0, 1). */
function shapeOf(
  map: Polynomial,
  label: string,
  symbol: string,
  claim: string,
  iterations: number,
): NamedCertificate[] {
  const slope = map.derivative();
  const polynomials = namedMaps(iterations);
  const h = apply(iterations === 0 ? "q" : `h${iterations}`, x);
  const stated = (expression: JsonObject): StatedPolynomial => ({ polynomials, expression });
  const on = "on (0, 1)";
  return [
    inequality({
      name: `${label}-above-0`,
      claim,
      statement: `${symbol} > 0 ${on}`,
      polynomial: map,
      stated: stated(h),
    }),
    inequality({
      name: `${label}-below-1`,
      claim,
      statement: `1 − ${symbol} > 0 ${on}`,
      polynomial: one.sub(map),
      stated: stated(distance(h)),
    }),
    inequality({
      name: `${label}-increasing`,
      claim,
      statement: `${symbol}′ > 0 ${on}`,
      polynomial: slope,
      stated: stated(derivative(h)),
    }),
    inequality({
      name: `${label}-concave`,
      claim,
      statement: `${symbol}″ < 0 ${on}`,
      polynomial: slope.derivative(),
      relation: "<",
      stated: stated(derivative(derivative(h))),
    }),
  ];
}

/** The step q of the spectrum map lies in (0, 1), increases and is concave on (0, 1): all that the induction over T needs. */
export function stepCertificates(claim: string): NamedCertificate[] {
  return shapeOf(spectrumStep, `${claim.toLowerCase()}-step`, "q", claim, 0);
}

/** The same of `h_T` itself, without the induction. */
export function mapCertificates(iterations: number, claim: string): NamedCertificate[] {
  return shapeOf(
    iterNormSpectrumPolynomial(iterations),
    `${claim.toLowerCase()}-map-${iterations}`,
    `h_${iterations}`,
    claim,
    iterations,
  );
}

/** The loss of one coordinate, `G = (1 − h)²`, of a spectrum map h. */
export function coordinateLoss(map: Polynomial): Polynomial {
  const gap = one.sub(map);
  return gap.mul(gap);
}
