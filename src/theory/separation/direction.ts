import { bitLength } from "../../exact/integer.js";
import { toDouble } from "./circle.js";
import { countChanges } from "./fold-search.js";
import { isNoncrossing } from "./noncrossing.js";
import type { RandomStream } from "./random.js";
import { featureScales, project, type DirectionWeight, type Projection, type Samples } from "./samples.js";

/** Samples on a line: in increasing order, those that coincide (all of one class) taken once. */
export interface OrderedProjection extends Projection {
  /** Sample indices by increasing scalar, one a distinct scalar. */
  readonly order: readonly number[];
}

/** Random directions tried beside the axes and the sum of all features. */
const randomDirections = 24;
const mostAxes = 16;

/**
 * A direction onto which the samples project without two of different classes falling together (an exact test; the next direction is tried where they
 * do), with as few changes of class along the line as found among the axes, their sum and random directions.
 *
 * Each further random direction has larger integer factors. There are always directions that do:
 * each pair excludes a hyperplane.
 */
export function chooseDirection(samples: Samples, random: RandomStream): OrderedProjection {
  const scales = featureScales(samples);
  const axes = scales.flatMap((scale, j) => (scale === undefined ? [] : [j]));
  if (axes.length === 0)
    return ordered(
      samples,
      project(
        samples,
        scales.map(() => ({ factor: 1n, shift: 0 })),
      ),
    )!;
  const along = (factors: ReadonlyMap<number, number>): DirectionWeight[] =>
    scales.map((scale, j) => ({ factor: BigInt(factors.get(j) ?? 0), shift: scale ?? 0 }));
  const candidates = axes.slice(0, mostAxes).map((axis) => new Map([[axis, 1]]));
  if (axes.length > 1) candidates.push(new Map(axes.map((j) => [j, 1])));
  const work = samples.rows.length * axes.length;
  const extra = axes.length === 1 ? 0 : Math.max(2, Math.min(randomDirections, Math.floor(2e6 / work)));
  let best: { readonly projection: OrderedProjection; readonly changes: number } | undefined;
  for (let trial = 0; trial < candidates.length + extra || best === undefined; trial += 1) {
    const size = 2 ** Math.min(40, 8 + trial);
    const factors = candidates[trial] ?? new Map(axes.map((j) => [j, random.integer(2 * size + 1) - size]));
    const projection = ordered(samples, project(samples, along(factors)));
    if (projection === undefined) continue;
    const labels = projection.order.map((i) => samples.labels[i]!);
    const changes = isNoncrossing(labels) ? 0 : countChanges(labels);
    if (best === undefined || changes < best.changes) best = { projection, changes };
    if (changes === 0) break;
  }
  return best.projection;
}

/** undefined where two samples of different classes coincide. */
function ordered(samples: Samples, projection: Projection): OrderedProjection | undefined {
  const { numerators } = projection;
  const all = numerators.map((_, i) => i);
  // Doubles first: comparing integers is needed only where they tie.
  const bits = numerators.reduce((most, n) => Math.max(most, bitLength(n)), 0);
  const keys = numerators.map((n) => toDouble(n, bits));
  all.sort(
    (i, j) => keys[i]! - keys[j]! || (numerators[i]! < numerators[j]! ? -1 : numerators[i]! > numerators[j]! ? 1 : 0),
  );
  const order: number[] = [];
  for (const i of all) {
    const last = order[order.length - 1];
    if (last === undefined || numerators[last] !== numerators[i]) order.push(i);
    else if (samples.labels[last] !== samples.labels[i]) return undefined;
  }
  return { ...projection, order };
}
