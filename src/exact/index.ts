export { InputError, type Problem } from "./input-error.js";
export { Rational, type RationalInput } from "./rational.js";
export { Interval, pi } from "./interval.js";
export { Polynomial } from "./polynomial.js";
export { certificateValue, checkCertificate } from "./check-certificate.js";
export {
  limits,
  type ActivationLayer,
  type AffineLayer,
  type ExactNumber,
  type Layer,
  type Network,
  type NormLayer,
  type Verdict,
} from "./certificate.js";
export type { Expression } from "./expression.js";
export { evaluateExpression, parseExpression } from "./parse-expression.js";
