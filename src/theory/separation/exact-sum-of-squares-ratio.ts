import { Polynomial } from "../../exact/polynomial.js";
import { Rational, type RationalInput } from "../../exact/rational.js";
import { InputError } from "../../exact/input-error.js";
import type { ClassLabel } from "./samples.js";

type Row = Rational[];

/** LSSR of rational data, exactly. */
export interface ExactLinearSumOfSquaresRatio {
  /** det(λI − S_total⁻¹·S_within) on the range of S_total: its least root is LSSR. */
  readonly polynomial: Polynomial;
  /** Rank of S_total: the dimension of the samples' affine hull. */
  readonly rank: number;
  /** S_total and S_within on coordinates that span its range: `rank` rows of as many exact numbers. */
  readonly scatter: {
    /** About the mean of all samples. */
    readonly total: readonly (readonly Rational[])[];
    /** About the mean of each class, all classes together. */
    readonly within: readonly (readonly Rational[])[];
  };
  /** lower ≤ LSSR ≤ upper; equal with two classes, where LSSR is rational. */
  readonly lower: Rational;
  /** Upper end of the bracket. */
  readonly upper: Rational;
}

/**
 * The least sum of squares ratio over linear maps (see `linearSumOfSquaresRatio`) of rational data: its characteristic polynomial, and LSSR
 * itself: exactly for two classes, else between bounds 2^-60 apart, found by counting the polynomial's roots.
 *
 * With two classes S_between has rank one, so all eigenvalues but LSSR are 1, and LSSR = trace − (rank − 1).
 *
 * @throws InputError for labels that do not fit, and where all samples are equal.
 * @example
 * exactLinearSumOfSquaresRatio([["0", "0"], ["1", "1"], ["0", "1"], ["1", "0"]], [0, 0, 1, 1]).lower.toString(); // => "1"
 * exactLinearSumOfSquaresRatio([[0], [1], [3], [4]], ["a", "a", "b", "b"]).upper.toString(); // => "1/10"
 */
export function exactLinearSumOfSquaresRatio(
  points: readonly (readonly RationalInput[])[],
  labels: readonly ClassLabel[],
): ExactLinearSumOfSquaresRatio {
  if (labels.length !== points.length || points.length === 0) {
    throw new InputError({
      code: "shape",
      where: "labels",
      expected: `${points.length} labels, at least one`,
      received: String(labels.length),
    });
  }
  const rows = points.map((row, i) => row.map((value, j) => Rational.from(value, `points[${i}][${j}]`)));
  const centredAll = centred(rows);
  const kept = independentColumns(centredAll);
  if (kept.length === 0) {
    throw new InputError({
      code: "constant",
      where: "points",
      expected: "at least two different samples",
      received: "equal ones",
    });
  }
  const restrict = (x: Row[]): Row[] => x.map((row) => kept.map((j) => row[j]!));
  const total = gram(restrict(centredAll));
  const groups = new Map<ClassLabel, Row[]>();
  labels.forEach((label, i) => groups.set(label, [...(groups.get(label) ?? []), rows[i]!]));
  const within = [...groups.values()].map((group) => gram(restrict(centred(group)))).reduce(addMatrices);
  const quotient = solve(total, within);
  const polynomial = characteristicPolynomial(quotient);
  const rank = kept.length;
  const scatter = { total, within };
  if (groups.size <= 2) {
    const trace = quotient.reduce((sum, row, i) => sum.add(row[i]!), Rational.zero);
    const value = groups.size === 1 ? Rational.one : trace.sub(Rational.from(rank - 1));
    return { polynomial, rank, scatter, lower: value, upper: value };
  }
  if (polynomial.evaluate(Rational.zero).sign() === 0) {
    return { polynomial, rank, scatter, lower: Rational.zero, upper: Rational.zero };
  }
  let [lower, upper] = [Rational.zero, Rational.one];
  for (let k = 0; k < 60; k += 1) {
    const middle = lower.add(upper).div(Rational.from(2));
    // No root at `lower`: it is 0, or was a middle below all roots.
    const below = polynomial.countRoots(lower, middle) > 0 || polynomial.evaluate(middle).sign() === 0;
    if (below) upper = middle;
    else lower = middle;
  }
  return { polynomial, rank, scatter, lower, upper };
}

function centred(x: readonly Row[]): Row[] {
  const count = Rational.from(x.length);
  const mean = x[0]!.map((_, j) => x.reduce((sum, row) => sum.add(row[j]!), Rational.zero).div(count));
  return x.map((row) => row.map((value, j) => value.sub(mean[j]!)));
}

function gram(x: readonly Row[]): Row[] {
  const d = x[0]!.length;
  return Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => x.reduce((sum, row) => sum.add(row[i]!.mul(row[j]!)), Rational.zero)),
  );
}

function addMatrices(a: Row[], b: Row[]): Row[] {
  return a.map((row, i) => row.map((value, j) => value.add(b[i]![j]!)));
}

/** Columns that span all columns, by elimination. */
function independentColumns(x: readonly Row[]): number[] {
  const work = x.map((row) => [...row]);
  const kept: number[] = [];
  for (let j = 0; j < (x[0]?.length ?? 0); j += 1) {
    const pivot = work.findIndex((row, i) => i >= kept.length && row[j]!.sign() !== 0);
    if (pivot < 0) continue;
    const top = kept.length;
    [work[top], work[pivot]] = [work[pivot]!, work[top]!];
    for (let i = top + 1; i < work.length; i += 1) {
      if (work[i]![j]!.sign() === 0) continue;
      const factor = work[i]![j]!.div(work[top]![j]!);
      work[i] = work[i]!.map((value, k) => value.sub(factor.mul(work[top]![k]!)));
    }
    kept.push(j);
  }
  return kept;
}

/** a⁻¹·b by Gauss–Jordan elimination, a not singular. */
function solve(a: readonly Row[], b: readonly Row[]): Row[] {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...b[i]!]);
  for (let j = 0; j < n; j += 1) {
    const pivot = work.findIndex((row, i) => i >= j && row[j]!.sign() !== 0);
    [work[j], work[pivot]] = [work[pivot]!, work[j]!];
    const inverse = Rational.one.div(work[j]![j]!);
    work[j] = work[j]!.map((value) => value.mul(inverse));
    for (let i = 0; i < n; i += 1) {
      const factor = work[i]![j]!;
      if (i !== j && factor.sign() !== 0) work[i] = work[i]!.map((value, k) => value.sub(factor.mul(work[j]![k]!)));
    }
  }
  return work.map((row) => row.slice(n));
}

/** det(λI − m), ascending (Faddeev–LeVerrier). */
function characteristicPolynomial(m: readonly Row[]): Polynomial {
  const n = m.length;
  const coefficients: Rational[] = [Rational.one];
  let power = m.map((row) => row.map(() => Rational.zero));
  for (let k = 1; k <= n; k += 1) {
    power = multiply(m, power).map((row, i) => row.map((v, j) => (i === j ? v.add(coefficients[0]!) : v)));
    const trace = multiply(m, power).reduce((sum, row, i) => sum.add(row[i]!), Rational.zero);
    coefficients.unshift(trace.div(Rational.from(-k)));
  }
  return Polynomial.from(coefficients);
}

function multiply(a: readonly Row[], b: readonly Row[]): Row[] {
  return a.map((row) =>
    b[0]!.map((_, j) => row.reduce((sum, value, k) => sum.add(value.mul(b[k]![j]!)), Rational.zero)),
  );
}
