/** A map h of (0, 1) as `1 − h`, which keeps its digits where h is close to 1, and the first two derivatives of h. */
export interface SmoothMap {
  complement(x: number): number;
  slope(x: number): number;
  curvature(x: number): number;
}

/** h_T with its derivatives, by the chain rule through the steps; `1 − q(h) = e²(3 + e)/4` with `e = 1 − h`. */
export function spectrumMap(iterations: number): SmoothMap {
  const derivatives = (x: number): [number, number, number] => {
    let [complement, slope, curvature] = [1 - x, 1, 0];
    for (let iteration = 0; iteration < iterations; iteration++) {
      const first = (3 * (2 + complement) * complement) / 4;
      const second = (-3 * (1 + complement)) / 2;
      [slope, curvature] = [first * slope, second * slope * slope + first * curvature];
      complement = (complement ** 2 * (3 + complement)) / 4;
    }
    return [complement, slope, curvature];
  };
  return {
    complement: (x) => derivatives(x)[0],
    slope: (x) => derivatives(x)[1],
    curvature: (x) => derivatives(x)[2],
  };
}

/** Where a flow ended, and what was seen on the way. */
export interface Flow {
  /** Greatest |y_j − 1/d| at the end. */
  readonly distance: number;
  /** Greatest rise, in one step, of the loss or of the distance from 1/d. */
  readonly rise: number;
  /** Time and `loss − d G(1/d)` along the way. */
  readonly path: readonly (readonly [time: number, gap: number])[];
}

/**
 * Gradient flow `y′ = −(∇F − mean ∇F)` of `F(y) = Σ_j (1 − h(y_j))²` on the simplex, by explicit steps of a tenth of the inverse of the
 * greatest curvature, until y is within 1e-10 of equal shares or 20,000 steps are done. A start inside stays inside: G′ increases, so
 * the least coordinate never falls.
 */
export function flow(of: number | SmoothMap, start: readonly number[]): Flow {
  const h = typeof of === "number" ? spectrumMap(of) : of;
  const equal = 1 / start.length;
  const loss = (y: readonly number[]) => y.reduce((sum, share) => sum + h.complement(share) ** 2, 0);
  const spread = (y: readonly number[]) => y.reduce((sum, share) => sum + (share - equal) ** 2, 0);
  const floor = loss(start.map(() => equal));
  let y = [...start];
  let [time, rise] = [0, 0];
  const path: [number, number][] = [[0, loss(y) - floor]];
  for (let step = 0; step < 20_000; step++) {
    if (Math.max(...y.map((share) => Math.abs(share - equal))) < 1e-10) break;
    const gradient = y.map((share) => -2 * h.complement(share) * h.slope(share));
    const mean = gradient.reduce((sum, entry) => sum + entry, 0) / y.length;
    const curvatures = y.map((share) =>
      Math.abs(2 * h.slope(share) ** 2 - 2 * h.complement(share) * h.curvature(share)),
    );
    const length = 0.1 / Math.max(...curvatures);
    const next = y.map((share, j) => share - length * (gradient[j]! - mean));
    rise = Math.max(rise, loss(next) - loss(y), spread(next) - spread(y));
    time += length;
    y = next;
    path.push([time, loss(y) - floor]);
  }
  return { distance: Math.max(...y.map((share) => Math.abs(share - equal))), rise, path };
}
