import type { Rational } from "../../exact/index.js";
import { InputError } from "../../exact/index.js";
import { exactDecimal } from "./decimal.js";

/** All f on a cube [a,b]^d with |f(x) − f(y)| ≤ L·max|x_j − y_j|, to be approximated within ε: everything exact. */
export interface LipschitzClass {
  /** L ≥ 0: |f(x) − f(y)| ≤ L·max_j |x_j − y_j|. */
  readonly lipschitz: Rational;
  /** ε > 0: the accuracy, in the supremum norm. */
  readonly epsilon: Rational;
  /** [a, b], in every coordinate. */
  readonly domain: readonly [Rational, Rational];
  /** Number of variables d. */
  readonly dimension: number;
  /** L(b − a)/(2ε): the one number on which the counts depend. */
  readonly ratio: Rational;
}

/**
 * Reads a Lipschitz class and an accuracy, as exact decimals.
 *
 * @throws InputError for ε ≤ 0, L < 0, an empty or reversed domain, numbers that are not finite, a dimension that is not an integer ≥ 1.
 * @example
 * readLipschitzClass({ lipschitz: 1, epsilon: 0.1 }).ratio.toString(); // => "5"
 */
export function readLipschitzClass(input: {
  readonly lipschitz: number | string;
  readonly epsilon: number | string;
  readonly domain?: readonly (number | string)[] | undefined;
  readonly dimension?: number | undefined;
}): LipschitzClass {
  const lipschitz = exactDecimal(input.lipschitz, "lipschitz");
  if (lipschitz.sign() < 0) throw range("lipschitz", "a number ≥ 0", input.lipschitz);
  const epsilon = exactDecimal(input.epsilon, "epsilon");
  if (epsilon.sign() <= 0) throw range("epsilon", "a number > 0", input.epsilon);
  const domain = readInterval(input.domain ?? [0, 1]);
  const dimension = input.dimension ?? 1;
  if (!Number.isInteger(dimension) || dimension < 1 || dimension > 1000) {
    throw range("dimension", "an integer from 1 to 1000", dimension);
  }
  const ratio = lipschitz.mul(domain[1].sub(domain[0])).div(epsilon.add(epsilon));
  return { lipschitz, epsilon, domain, dimension, ratio };
}

/** Reads `[a, b]` with a < b as exact decimals. */
export function readInterval(domain: readonly (number | string)[], where = "domain"): readonly [Rational, Rational] {
  if (!Array.isArray(domain) || domain.length !== 2) throw range(where, "two numbers [a, b]", JSON.stringify(domain));
  const a = exactDecimal(domain[0]!, `${where}[0]`);
  const b = exactDecimal(domain[1]!, `${where}[1]`);
  if (a.compare(b) >= 0) {
    throw new InputError({
      code: "range",
      where,
      expected: "a < b",
      received: `[${String(domain[0])}, ${String(domain[1])}]`,
      remedy: a.equals(b) ? "The interval is empty" : "The ends are reversed",
    });
  }
  return [a, b];
}

function range(where: string, expected: string, received: number | string): InputError {
  return new InputError({ code: "range", where, expected, received: String(received) });
}
