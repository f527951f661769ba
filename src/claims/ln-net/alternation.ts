import type { JsonObject, NamedCertificate } from "../claim.js";

/**
 * The `impossibility` certificate that no member of a family follows the labels 1, 0, 1, 0, … of points 0, 1, …, m − 1 on a line: the zigzag that is
 * 1 and −1 there in turn is not approximated below 1.
 *
 * @example
 * alternation({ name: "four", claim: "B5", points: 4, family: { type: "single-layer-norm" } }).certificate.level; // => "1"
 */
export function alternation(of: {
  readonly name: string;
  readonly claim: string;
  readonly points: number;
  readonly family: JsonObject;
}): NamedCertificate {
  const places = Array.from({ length: of.points }, (_, i) => i);
  const sign = (i: number): number => (i % 2 === 0 ? 1 : -1);
  return {
    name: of.name,
    certificate: {
      format: "normlab-certificate/1",
      kind: "impossibility",
      claim: of.claim,
      statement: `No net of the family alternates in sign at ${of.points} points of a line.`,
      family: of.family,
      function: {
        op: "piecewise-linear",
        knots: places.map((i) => [String(i), String(sign(i))]),
        args: [{ var: 0 }],
      },
      points: places.map(String),
      signs: places.map(sign),
      level: "1",
    },
  };
}
