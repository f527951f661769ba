import { evaluateNode, type ExpressionNode, type Operations } from "./expression.js";
import { InputError } from "./input-error.js";
import { Rational, undefinedHere } from "./rational.js";

/** A number a + b·π with rational a and b: enough to take cos(πk/3) and sin(πk/2 ± π/6) exactly. Other results throw (code `undefined`). */
class WithPi implements Operations<WithPi> {
  constructor(
    readonly a: Rational,
    readonly b: Rational,
  ) {}

  static rational(a: Rational): WithPi {
    return new WithPi(a, Rational.zero);
  }

  /** This number where it is rational. */
  get rational(): Rational {
    if (this.b.sign() !== 0) throw undefinedHere("a rational value", "a multiple of pi");
    return this.a;
  }

  add(other: WithPi): WithPi {
    return new WithPi(this.a.add(other.a), this.b.add(other.b));
  }

  sub(other: WithPi): WithPi {
    return this.add(other.neg());
  }

  neg(): WithPi {
    return new WithPi(this.a.neg(), this.b.neg());
  }

  mul(other: WithPi): WithPi {
    if (other.b.sign() !== 0) return new WithPi(other.a.mul(this.rational), other.b.mul(this.rational));
    return new WithPi(this.a.mul(other.a), this.b.mul(other.a));
  }

  div(other: WithPi): WithPi {
    return new WithPi(this.a.div(other.rational), this.b.div(other.rational));
  }

  min(other: WithPi): WithPi {
    return WithPi.rational(this.rational.min(other.rational));
  }

  max(other: WithPi): WithPi {
    return WithPi.rational(this.rational.max(other.rational));
  }

  abs(): WithPi {
    return WithPi.rational(this.rational.abs());
  }

  sqrt(): WithPi {
    return WithPi.rational(this.rational.sqrt());
  }

  exp(): WithPi {
    return WithPi.rational(this.rational.exp());
  }

  pow(exponent: number): WithPi {
    return WithPi.rational(this.rational.pow(exponent));
  }

  sin(): WithPi {
    return this.sub(new WithPi(Rational.zero, Rational.from("1/2"))).cos();
  }

  /** cos(πk/3) = 1, 1/2, -1/2, -1, -1/2, 1/2, … and cos(πk/2) = 1, 0, -1, 0, … */
  cos(): WithPi {
    if (this.b.sign() === 0) return WithPi.rational(this.a.cos());
    const sixths = this.b.mul(Rational.from(6n));
    const k = ((sixths.numerator % 12n) + 12n) % 12n;
    const twice = [2n, undefined, 1n, 0n, -1n, undefined, -2n, undefined, -1n, 0n, 1n, undefined][Number(k)];
    if (this.a.sign() !== 0 || sixths.denominator !== 1n || twice === undefined) {
      throw undefinedHere("a rational value", "a cosine");
    }
    return WithPi.rational(Rational.of(twice, 2n));
  }
}

/** The exact value where these rules find it to be rational, else undefined. */
export function exactValue(node: ExpressionNode, point: readonly Rational[]): Rational | undefined {
  try {
    return evaluateNode(node, point.map(WithPi.rational), {
      constant: WithPi.rational,
      pi: () => new WithPi(Rational.zero, Rational.one),
      piecewiseLinear: (knots, at) => WithPi.rational(knots.value(at.rational)),
      sign: (at) => WithPi.rational(Rational.from(at.rational.sign())),
      quotients: (group, root) => group.map((value) => (root.rational.sign() === 0 ? root : value.div(root))),
    }).rational;
  } catch (error) {
    if (error instanceof InputError && error.problem.code === "undefined") return undefined;
    throw error;
  }
}
