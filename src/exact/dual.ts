import type { Lifting, Operations } from "./expression.js";
import { Interval, pi } from "./interval.js";
import { undefinedHere, type Rational } from "./rational.js";

/**
 * The values of a function on a box and its slopes along one variable: `slope` holds every difference quotient of two points of the
 * box that differ in that variable alone. Where the function has a kink, `slope` is the hull of the slopes on its sides.
 */
export class Dual implements Operations<Dual> {
  constructor(
    readonly value: Interval,
    readonly slope: Interval,
  ) {}

  add(other: Dual): Dual {
    return new Dual(this.value.add(other.value), this.slope.add(other.slope));
  }

  sub(other: Dual): Dual {
    return new Dual(this.value.sub(other.value), this.slope.sub(other.slope));
  }

  mul(other: Dual): Dual {
    return new Dual(this.value.mul(other.value), this.slope.mul(other.value).add(this.value.mul(other.slope)));
  }

  div(other: Dual): Dual {
    const value = this.value.div(other.value);
    return new Dual(value, this.slope.sub(value.mul(other.slope)).div(other.value));
  }

  min(other: Dual): Dual {
    const value = this.value.min(other.value);
    const order = this.value.sub(other.value).sign();
    return new Dual(value, order === -1 ? this.slope : order === 1 ? other.slope : this.slope.hull(other.slope));
  }

  max(other: Dual): Dual {
    return this.neg().min(other.neg()).neg();
  }

  neg(): Dual {
    return new Dual(this.value.neg(), this.slope.neg());
  }

  abs(): Dual {
    return this.max(this.neg());
  }

  sqrt(): Dual {
    const value = this.value.sqrt();
    return new Dual(value, this.slope.div(value.add(value)));
  }

  nonNegative(): Dual {
    return new Dual(this.value.nonNegative(), this.slope);
  }

  /** The derivative of the logistic function is y(1 − y) at its value y. */
  logistic(): Dual {
    const value = this.value.logistic();
    const one = Interval.from(1, value.precision);
    return new Dual(value, value.mul(one.sub(value)).nonNegative().mul(this.slope));
  }

  /** That of tanh is (1 − y)(1 + y). */
  tanh(): Dual {
    const value = this.value.tanh();
    const one = Interval.from(1, value.precision);
    return new Dual(value, one.sub(value).mul(one.add(value)).nonNegative().mul(this.slope));
  }

  exp(): Dual {
    const value = this.value.exp();
    return new Dual(value, value.mul(this.slope));
  }

  sin(): Dual {
    return new Dual(this.value.sin(), this.value.cos().mul(this.slope));
  }

  cos(): Dual {
    return new Dual(this.value.cos(), this.value.sin().neg().mul(this.slope));
  }

  pow(exponent: number): Dual {
    const factor = Interval.from(exponent, this.value.precision);
    const slope = factor.mul(this.value.pow(Math.max(0, exponent - 1))).mul(this.slope);
    return new Dual(this.value.pow(exponent), slope);
  }
}

/** Duals at a precision. */
export function dualLifting(precision: number): Lifting<Dual> {
  const zero = Interval.from(0, precision);
  const circle = new Dual(pi(precision), zero);
  const constants = new Map<Rational, Dual>();
  return {
    constant: (value) => {
      let dual = constants.get(value);
      // Stryker disable next-line ConditionalExpression: a constant that is made again is the same constant
      if (dual === undefined) constants.set(value, (dual = new Dual(Interval.from(value, precision), zero)));
      return dual;
    },
    pi: () => circle,
    piecewiseLinear: (knots, at) => {
      const { value, slope } = knots.range(at.value.lower, at.value.upper);
      return new Dual(Interval.of(...value, precision), Interval.of(...slope, precision).mul(at.slope));
    },
    // Where a sign is not decided there is a jump, and no slope; so it is where a root may be 0.
    sign: (at) => {
      const sign = at.value.sign();
      if (sign === undefined) throw undefinedHere("a number of known sign", `${at.value}`);
      return new Dual(Interval.from(sign, precision), zero);
    },
    quotients: (group, root) => group.map((value) => value.div(root)),
  };
}
