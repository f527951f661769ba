import { parseExpression } from "../exact/index.js";
import type { JsonObject, NamedCertificate } from "./claim.js";

/**
 * The `identity` certificate that two polynomial expressions are the same, for all values of the named variables.
 *
 * @example
 * identity({ name: "square", claim: "C3", statement: "", variables: ["a", "b"], left: "(a+b)^2", right: "a^2+2*a*b+b^2" }).certificate.variables; // => 2
 */
export function identity(of: {
  readonly name: string;
  readonly claim: string;
  /** For people. */
  readonly statement: string;
  readonly variables: readonly string[];
  readonly left: string;
  readonly right: string;
}): NamedCertificate {
  const { name, claim, statement, variables, left, right } = of;
  return {
    name,
    certificate: {
      format: "normlab-certificate/1",
      kind: "identity",
      claim,
      statement,
      variables: variables.length,
      left: parseExpression(left, variables) as unknown as JsonObject,
      right: parseExpression(right, variables) as unknown as JsonObject,
    },
  };
}
