/**
 * A hyper-dual number `a + b ε₁ + c ε₂ + d ε₁ε₂`, `ε₁² = ε₂² = 0`: a function computed on `x + ε₁ e_j + ε₂ e_k` carries its exact
 * second derivative (up to rounding, without a step size) in d. Automatic differentiation after Fike and Alonso (2011).
 *
 * @example
 * const x = new HyperDual(3, 1, 1, 0);
 * x.multiply(x).multiply(x).mixed; // => 18
 */
export class HyperDual {
  constructor(
    readonly value: number,
    readonly first: number,
    readonly second: number,
    readonly mixed: number,
  ) {}

  static constant(value: number): HyperDual {
    return new HyperDual(value, 0, 0, 0);
  }

  add(other: HyperDual): HyperDual {
    return new HyperDual(
      this.value + other.value,
      this.first + other.first,
      this.second + other.second,
      this.mixed + other.mixed,
    );
  }

  multiply(other: HyperDual): HyperDual {
    return new HyperDual(
      this.value * other.value,
      this.value * other.first + this.first * other.value,
      this.value * other.second + this.second * other.value,
      this.value * other.mixed + this.first * other.second + this.second * other.first + this.mixed * other.value,
    );
  }

  /** `this^exponent` for a positive value. */
  power(exponent: number): HyperDual {
    const slope = exponent * this.value ** (exponent - 1);
    const curvature = exponent * (exponent - 1) * this.value ** (exponent - 2);
    return new HyperDual(
      this.value ** exponent,
      slope * this.first,
      slope * this.second,
      slope * this.mixed + curvature * this.first * this.second,
    );
  }
}

/**
 * `Σ_i |∇²f_i(x)|_F²` of group layer normalization f, by automatic differentiation of its definition.
 *
 * @example
 * automaticHessianNorm([-1, 0, 1], 1); // => 2.25
 */
export function automaticHessianNorm(sample: readonly number[], groups: number): number {
  const size = sample.length / groups;
  let sum = 0;
  // Derivatives across groups are 0: both directions lie in one group.
  for (let group = 0; group < groups; group++) {
    const x = sample.slice(group * size, (group + 1) * size);
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) {
        const dual = x.map((value, i) => new HyperDual(value, i === j ? 1 : 0, i === k ? 1 : 0, 0));
        for (const output of normalized(dual)) sum += output.mixed ** 2;
      }
    }
  }
  return sum;
}

function normalized(x: readonly HyperDual[]): HyperDual[] {
  const share = HyperDual.constant(1 / x.length);
  const total = x.reduce((sum, value) => sum.add(value));
  const deviations = x.map((value) => value.add(total.multiply(share).multiply(HyperDual.constant(-1))));
  const squares = deviations.map((value) => value.multiply(value)).reduce((sum, value) => sum.add(value));
  const inverseRoot = squares.multiply(share).power(-0.5);
  return deviations.map((value) => value.multiply(inverseRoot));
}
