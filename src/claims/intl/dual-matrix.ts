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

/** `Σ^(−1/2)` of centred rows by that many steps of Newton's iteration `P ← (3P − P³Σ/c)/2`, over √c, from P = I, for a constant c ≥ λ_max. */
export function newtonWhitening(z: Dual, steps: number): Dual {
  const covariance = z
    .transposed()
    .times(z)
    .scaled(1 / (z.value.rows - 1));
  // A constant of the iteration, not of the result: its derivative has no part in the limit.
  const scale = covariance.value.trace();
  const identity = Dense.eye(covariance.value.rows);
  let power = new Dual(identity, Dense.zeros(identity.rows, identity.columns));
  for (let k = 0; k < steps; k++) {
    const cube = power
      .times(power)
      .times(power)
      .times(covariance.scaled(1 / scale));
    power = power.scaled(1.5).plus(cube.scaled(-0.5));
  }
  return power.scaled(1 / Math.sqrt(scale));
}
