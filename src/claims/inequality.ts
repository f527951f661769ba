import type { Polynomial } from "../exact/polynomial.js";
import type { RationalInput } from "../exact/rational.js";
import { Rational } from "../exact/rational.js";
import type { JsonObject, NamedCertificate } from "./claim.js";

/** A polynomial by an expression of one variable, in which the named ones may be applied. */
export interface StatedPolynomial extends JsonObject {
  readonly expression: JsonObject;
  readonly polynomials: readonly JsonObject[];
}

/**
 * The `inequality` certificate that a polynomial is greater (or less) than 0 on an open interval.
 *
 * @example
 * inequality({ name: "square", claim: "C3", statement: "x² > 0", polynomial: Polynomial.from([0, 0, 1]) }).certificate.relation; // => ">"
 */
export function inequality(of: {
  readonly name: string;
  readonly claim: string;
  /** For people. */
  readonly statement: string;
  readonly polynomial: Polynomial;
  /** `[0, 1]` by default. */
  readonly interval?: readonly [RationalInput, RationalInput];
  /** `">"` by default. */
  readonly relation?: ">" | "<";
  /** What the polynomial is said to be: the checker compares coefficients (docs/certificates.md, `identity`). */
  readonly stated?: StatedPolynomial;
}): NamedCertificate {
  const { name, claim, statement, polynomial, interval = [0, 1], relation = ">", stated } = of;
  return {
    name,
    certificate: {
      format: "normlab-certificate/1",
      kind: "inequality",
      claim,
      statement,
      polynomial: polynomial.coefficients.map(String),
      interval: interval.map((end) => Rational.from(end).toString()),
      relation,
      ...stated,
    },
  };
}
