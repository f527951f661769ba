/** A cosine sum Σ a[k][l]·cos(πkx)·cos(πly) on [0,1]². */
export type CosineTable = readonly Float64Array[];

/**
 * The factors ρ_0 = 1, …, ρ_n (n = 2m − 2) by which Jackson's kernel of order m multiplies cosine coefficients: the coefficients of (sin(mt/2)/sin(t/2))⁴, the square of
 * Fejér's, normalised.
 *
 * @example
 * jacksonFactors(3)[1] - (1 - 3 / (2 * 9 + 1)); // => 0
 */
export function jacksonFactors(order: number): Float64Array {
  const triangle = (j: number): number => Math.max(0, order - Math.abs(j));
  const factors = new Float64Array(2 * order - 1);
  for (let k = 0; k < factors.length; k += 1) {
    for (let j = 1 - order; j < order; j += 1) factors[k]! += triangle(j) * triangle(k - j);
  }
  const total = factors[0]!;
  return factors.map((v) => v / total);
}

/** The cosine coefficients of f on [0,1]² up to `degree` in each variable, by the midpoint rule on `points`² points. */
export function cosineCoefficients(f: (x: number, y: number) => number, degree: number, points: number): CosineTable {
  const cosine = cosineTable(degree, points);
  const half: Float64Array[] = [];
  for (let i = 0; i < points; i += 1) {
    const row = new Float64Array(degree + 1);
    for (let j = 0; j < points; j += 1) {
      const value = f((i + 0.5) / points, (j + 0.5) / points);
      for (let l = 0; l <= degree; l += 1) row[l]! += value * cosine[l]![j]!;
    }
    half.push(row);
  }
  return Array.from({ length: degree + 1 }, (_, k) => {
    const row = new Float64Array(degree + 1);
    for (let i = 0; i < points; i += 1) {
      for (let l = 0; l <= degree; l += 1) row[l]! += half[i]![l]! * cosine[k]![i]!;
    }
    return row.map((v, l) => (v * (k === 0 ? 1 : 2) * (l === 0 ? 1 : 2)) / (points * points));
  });
}

/** cos(πk(i + ½)/points) for all k ≤ degree and i < points. */
function cosineTable(degree: number, points: number): Float64Array[] {
  return Array.from({ length: degree + 1 }, (_, k) =>
    Float64Array.from({ length: points }, (_, i) => Math.cos((Math.PI * k * (i + 0.5)) / points)),
  );
}

/** The greatest |f − C| on an even grid of (points + 1)² points of [0,1]², borders included. */
export function cosineError(f: (x: number, y: number) => number, table: CosineTable, points: number): number {
  const at = Array.from({ length: table.length }, (_, k) =>
    Float64Array.from({ length: points + 1 }, (_, i) => Math.cos((Math.PI * k * i) / points)),
  );
  const terms = table.flatMap((row, k) => [...row].flatMap((a, l) => (a === 0 ? [] : [{ k, l, a }])));
  const columns = [...new Set(terms.map(({ l }) => l))];
  let worst = 0;
  for (let i = 0; i <= points; i += 1) {
    const inner = new Float64Array(table.length);
    for (const { k, l, a } of terms) inner[l]! += a * at[k]![i]!;
    for (let j = 0; j <= points; j += 1) {
      let value = 0;
      for (const l of columns) value += inner[l]! * at[l]![j]!;
      worst = Math.max(worst, Math.abs(f(i / points, j / points) - value));
    }
  }
  return worst;
}
