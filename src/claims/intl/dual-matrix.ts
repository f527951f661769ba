import { Matrix as Dense } from "ml-matrix";
import type { Matrix } from "../../theory/index.js";

/** A matrix with its derivative along a direction: forward automatic differentiation, by the rules of sum and product alone. */
export class Dual {
  constructor(
    readonly value: Dense,
    readonly tangent: Dense,
  ) {}

  plus(other: Dual): Dual {
    return new Dual(Dense.add(this.value, other.value), Dense.add(this.tangent, other.tangent));
  }

  times(other: Dual): Dual {
    const tangent = Dense.add(this.tangent.mmul(other.value), this.value.mmul(other.tangent));
    return new Dual(this.value.mmul(other.value), tangent);
  }

  scaled(factor: number): Dual {
    return new Dual(Dense.mul(this.value, factor), Dense.mul(this.tangent, factor));
  }

  transposed(): Dual {
    return new Dual(this.value.transpose(), this.tangent.transpose());
  }

  centred(): Dual {
    return new Dual(this.value.clone().center("column"), this.tangent.clone().center("column"));
  }
}

/** A matrix that moves in a direction. */
export function dual(value: Matrix, direction: Matrix): Dual {
  return new Dual(new Dense(value.map((row) => [...row])), new Dense(direction.map((row) => [...row])));
}

/**
 * `Σ^(−1/2)` of centred rows by Newton's iteration in its coupled, stable form: `Y ← Y(3 − XY)/2`, `X ← (3 − XY)X/2` from Y = Σ/c, X = I, so that
 * X goes to (Σ/c)^(−1/2), c the trace.
 *
 * Source: Higham, Functions of Matrices (2008), section 6.7.
 */
export function newtonWhitening(z: Dual, steps: number): Dual {
  const covariance = z
    .transposed()
    .times(z)
    .scaled(1 / (z.value.rows - 1));
  // A constant of the iteration, not of the result: its derivative has no part in the limit.
  const scale = covariance.value.trace();
  const size = covariance.value.rows;
  const constant = (value: number) => new Dual(Dense.mul(Dense.eye(size), value), Dense.zeros(size, size));
  let [root, inverse] = [covariance.scaled(1 / scale), constant(1)];
  for (let k = 0; k < steps; k++) {
    const half = constant(3).plus(inverse.times(root).scaled(-1)).scaled(0.5);
    [root, inverse] = [root.times(half), half.times(inverse)];
  }
  return inverse.scaled(1 / Math.sqrt(scale));
}
