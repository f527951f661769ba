import type { Polynomial } from "../exact/polynomial.js";
import type { RationalInput } from "../exact/rational.js";
import { Rational } from "../exact/rational.js";
import type { NamedCertificate } from "./claim.js";

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
}): NamedCertificate {
  const { name, claim, statement, polynomial, interval = [0, 1], relation = ">" } = of;
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
    },
  };
}
