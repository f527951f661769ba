import type { Expression, Network } from "../exact/index.js";
import type { JsonObject, NamedCertificate } from "./claim.js";

/**
 * The `approximation` certificate that a network of one output is nowhere further than epsilon from a function of one variable.
 *
 * @example
 * const network = [{ type: "affine", weight: [["1"]], bias: ["0"] }] as const;
 * approximation({ name: "line", claim: "A1", statement: "", network, of: { var: 0 }, domain: ["0", "1"], epsilon: "0" }).certificate.precision; // => 96
 */
export function approximation(what: {
  readonly name: string;
  readonly claim: string;
  /** For people. */
  readonly statement: string;
  readonly network: Network;
  /** The function. */
  readonly of: Expression;
  readonly domain: readonly [string, string];
  readonly epsilon: string;
}): NamedCertificate {
  const { name, claim, statement, network, of, domain, epsilon } = what;
  return {
    name,
    certificate: {
      format: "normlab-certificate/1",
      kind: "approximation",
      claim,
      statement,
      function: of,
      domain: [domain],
      epsilon,
      precision: 96,
      network,
    } as unknown as JsonObject,
  };
}
