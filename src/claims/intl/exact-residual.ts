import { Rational } from "../../exact/rational.js";
import type { Matrix } from "../../theory/index.js";

/**
 * The greatest entry of |sample covariance of z − I|, computed from the doubles of z in exact integer arithmetic, means included:
 * nothing is lost between the output of an algorithm and this number, which is rounded once at the end.
 *
 * @example
 * identityResidual([[1, 0], [-1, 0], [0, 1], [0, -1]]); // => 0.3333333333333333
 */
export function identityResidual(z: Matrix): number {
  const count = BigInt(z.length);
  // All entries as integers over one power of two.
  const exact = z.map((row) => row.map((value) => Rational.from(value)));
  const scale = exact
    .flat()
    .reduce((greatest, { denominator }) => (denominator > greatest ? denominator : greatest), 1n);
  const columns = z[0]!.map((_, j) => exact.map((row) => row[j]!.numerator * (scale / row[j]!.denominator)));
  const sums = columns.map((column) => column.reduce((sum, value) => sum + value, 0n));
  // n(n − 1)Σ = n ZᵀZ − (Zᵀ1)(1ᵀZ), over scale².
  const unit = count * (count - 1n) * scale * scale;
  let greatest = 0n;
  columns.forEach((a, i) => {
    for (let j = i; j < columns.length; j++) {
      const b = columns[j]!;
      let product = 0n;
      for (let k = 0; k < a.length; k++) product += a[k]! * b[k]!;
      const difference = count * product - sums[i]! * sums[j]! - (i === j ? unit : 0n);
      const size = difference < 0n ? -difference : difference;
      if (size > greatest) greatest = size;
    }
  });
  return Rational.of(greatest, unit).toNumber();
}
