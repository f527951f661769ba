import { InputError, Rational } from "../../exact/index.js";

/**
 * Reads a number exactly as it is written in decimal: 0.1 is 1/10, not the nearest double. Text may also hold `p/q`.
 *
 * @throws InputError when it is not a finite number.
 * @example
 * exactDecimal(0.1, "epsilon").toString(); // => "1/10"
 * exactDecimal("1e-3", "epsilon").toString(); // => "1/1000"
 */
export function exactDecimal(value: number | string, where: string): Rational {
  if (typeof value === "string") return Rational.from(value.trim().replace(/^(-?)\./, "$10."), where);
  if (typeof value === "number" && Number.isFinite(value)) return Rational.from(String(value), where);
  throw new InputError({ code: "not-finite", where, expected: "a finite number", received: String(value) });
}
