import * as tf from "@tensorflow/tfjs";
import { chooseBackend, inspectBackends } from "../../src/learning/backend.js";
import { createRandom } from "../../src/learning/data/random.js";

/** The backends of this machine, by name. */
export async function usableBackends(): Promise<string[]> {
  return (await inspectBackends()).filter((fact) => fact.usable).map((fact) => fact.name);
}

/** Runs the same on every usable backend and answers the numbers of each. */
export async function onEveryBackend<T>(run: () => T): Promise<{ backend: string; result: T }[]> {
  const results: { backend: string; result: T }[] = [];
  for (const backend of await usableBackends()) {
    await chooseBackend({ backend });
    results.push({ backend, result: tf.tidy(run as () => never) as T });
  }
  return results;
}

/** Standard normal numbers of a seed, as rows of plain data. */
export function normalRows(rows: number, columns: number, seed: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
}

/** Greatest absolute difference of two lists of numbers, in units of the greatest absolute value of the second (at least 1). */
export function deviation(a: Iterable<number>, b: Iterable<number>): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  if (left.length !== right.length) throw new Error(`${left.length} numbers against ${right.length}`);
  const unit = Math.max(1, ...right.map(Math.abs));
  const worst = left.reduce((greatest, value, i) => {
    const difference = Math.abs(value - right[i]!) / unit;
    return Number.isNaN(difference) ? Infinity : Math.max(greatest, difference);
  }, 0);
  return worst;
}

/** A value and the gradient of its weighted sum with respect to the input, as plain numbers. */
export function valueAndGradient(
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  weights: tf.Tensor,
): { value: number[]; gradient: number[] } {
  const { value, grad } = tf.valueAndGrad((input: tf.Tensor) => tf.sum(tf.mul(f(input), weights)))(x);
  value.dispose();
  return { value: Array.from(f(x).dataSync()), gradient: Array.from(grad.dataSync()) };
}

/** The gradient of the weighted sum of a function on plain doubles, by central differences of step 1e-5. */
export function differenceQuotients(
  f: (x: number[][]) => number[][],
  x: readonly (readonly number[])[],
  weights: readonly (readonly number[])[],
): number[] {
  const step = 1e-5;
  const loss = (at: number[][]) =>
    f(at).reduce((sum, row, i) => sum + row.reduce((part, value, j) => part + value * weights[i]![j]!, 0), 0);
  return x.flatMap((row, i) =>
    row.map((_, j) => {
      const moved = (by: number) => x.map((r, k) => r.map((value, l) => (k === i && l === j ? value + by : value)));
      return (loss(moved(step)) - loss(moved(-step))) / (2 * step);
    }),
  );
}
