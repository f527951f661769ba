import type { JsonObject } from "../../claims/claim.js";
import { Rational } from "../../exact/rational.js";

/**
 * An inequality certificate's claim as a question in SMT-LIB 2 (logic QF_NRA): is there an x in the interval where it fails? A solver
 * that answers `unsat` confirms it. Undefined for certificates of other kinds.
 *
 * @example
 * inequalityToSmtLib({ kind: "inequality", polynomial: ["0", "1", "-1"], interval: ["0", "1"], relation: ">" })?.includes("(assert (<= p 0))"); // => true
 */
export function inequalityToSmtLib(certificate: JsonObject): string | undefined {
  const { kind, polynomial, interval, relation, statement } = certificate as unknown as Inequality;
  const [low, high] = interval ?? [];
  if (kind !== "inequality" || !Array.isArray(polynomial) || low === undefined || high === undefined) return undefined;
  if (!(relation in opposite)) return undefined;
  // Horner's form keeps the text as long as the polynomial.
  const value = polynomial.map(decimal).reduceRight((inner, coefficient) => `(+ ${coefficient} (* x ${inner}))`);
  return `; ${(statement ?? "an inequality on an open interval").replaceAll("\n", " ")}
; Expected answer: unsat.
(set-logic QF_NRA)
(declare-fun x () Real)
(define-fun p () Real ${value})
(assert (> x ${decimal(low)}))
(assert (< x ${decimal(high)}))
(assert (${opposite[relation]} p 0))
(check-sat)
`;
}

interface Inequality {
  readonly kind: string;
  readonly statement?: string;
  readonly polynomial: readonly string[];
  readonly interval: readonly string[];
  readonly relation: keyof typeof opposite;
}

const opposite = { ">": "<=", "<": ">=" } as const;

/** An exact number as SMT-LIB writes it: `(- (/ 1 3))`. */
function decimal(text: string): string {
  const { numerator, denominator } = Rational.from(text);
  const size = numerator < 0n ? -numerator : numerator;
  const value = denominator === 1n ? `${size}` : `(/ ${size} ${denominator})`;
  return numerator < 0n ? `(- ${value})` : value;
}
