export { InputError, type Problem } from "./input-error.js";
export { Rational, type RationalInput } from "./rational.js";
export { Interval, pi } from "./interval.js";
export { Polynomial } from "./polynomial.js";
