import { createRandom } from "../../learning/data/random.js";
import { covarianceSpectrum, type Matrix } from "../../theory/index.js";

/** Where the flow of free embeddings ended, and what was seen on the way. */
export interface EmbeddingFlow {
  /** Greatest |d·share − 1| over the eigenvalues' shares at the end. */
  readonly distance: number;
  /** How far |Z|² moved from 1 at most; the exact flow keeps it. */
  readonly drift: number;
  /** Greatest rise of the loss in one step. */
  readonly rise: number;
  /** Time and greatest |d·share − 1|, now and then. */
  readonly path: readonly (readonly [time: number, distance: number])[];
}

function multiply(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));
}

function transpose(x: Matrix): number[][] {
  return x[0]!.map((_, j) => x.map((row) => row[j]!));
}

/** The loss Σ_j (1 − h(M)_jj)², M = ZᵀZ/|Z|², and its gradient with respect to M, by reverse differentiation through the steps h ← h(3 − h)²/4. */
export function traceLossGradient(
  m: Matrix,
  iterations: number,
): { readonly loss: number; readonly gradient: number[][] } {
  const states: Matrix[] = [m];
  for (let k = 0; k < iterations; k += 1) {
    const h = states[k]!;
    const square = multiply(h, h);
    const cube = multiply(square, h);
    states.push(h.map((row, i) => row.map((v, j) => (9 * v - 6 * square[i]![j]! + cube[i]![j]!) / 4)));
  }
  const last = states[iterations]!;
  const loss = last.reduce((sum, row, i) => sum + (1 - row[i]!) ** 2, 0);
  let adjoint: number[][] = last.map((row, i) => row.map((v, j) => (i === j ? -2 * (1 - v) : 0)));
  for (let k = iterations - 1; k >= 0; k -= 1) {
    const h = states[k]!;
    const [right, left] = [multiply(adjoint, h), multiply(h, adjoint)];
    const [twice, both, before] = [multiply(right, h), multiply(left, h), multiply(h, left)];
    adjoint = adjoint.map((row, i) =>
      row.map(
        (v, j) => (9 * v - 6 * (right[i]![j]! + left[i]![j]!) + twice[i]![j]! + both[i]![j]! + before[i]![j]!) / 4,
      ),
    );
  }
  return { loss, gradient: adjoint };
}

/** −∇ of the loss with respect to centred Z, times |Z|²/2: −Z(G − tr(GM)·I), G the gradient with respect to M. */
function velocity(z: Matrix, iterations: number): { readonly loss: number; readonly step: number[][] } {
  const product = multiply(transpose(z), z);
  const total = product.reduce((sum, row, i) => sum + row[i]!, 0);
  const m = product.map((row) => row.map((v) => v / total));
  const { loss, gradient } = traceLossGradient(m, iterations);
  const mean = gradient.reduce((sum, row, i) => sum + row.reduce((s, v, j) => s + v * m[j]![i]!, 0), 0);
  const shifted = gradient.map((row, i) => row.map((v, j) => (i === j ? mean - v : -v)));
  return { loss, step: multiply(z, shifted) };
}

/** Gradient flow of the trace loss on free embeddings of |Z|² = 1, by Runge–Kutta steps of order four, until all shares are within 1e-9 of equal or `steps` are done. */
export function embeddingFlow(start: Matrix, iterations: number, steps = 8000): EmbeddingFlow {
  const d = start[0]!.length;
  const length = 0.125 / (9 / 4) ** iterations;
  const add = (z: Matrix, v: Matrix, factor: number): number[][] =>
    z.map((row, i) => row.map((value, j) => value + factor * v[i]![j]!));
  const distanceOf = (z: Matrix): number => {
    const { eigenvalues } = covarianceSpectrum(z);
    const total = eigenvalues.reduce((a, b) => a + b, 0);
    return Math.max(...eigenvalues.map((value) => Math.abs((d * value) / total - 1)));
  };
  let z: Matrix = start;
  let [drift, rise, before] = [0, 0, Infinity];
  const path: [number, number][] = [[0, distanceOf(z)]];
  for (let step = 0; step < steps; step += 1) {
    const one = velocity(z, iterations);
    const two = velocity(add(z, one.step, length / 2), iterations).step;
    const three = velocity(add(z, two, length / 2), iterations).step;
    const four = velocity(add(z, three, length), iterations).step;
    rise = Math.max(rise, before === Infinity ? 0 : one.loss - before);
    before = one.loss;
    z = z.map((row, i) =>
      row.map((v, j) => v + (length / 6) * (one.step[i]![j]! + 2 * two[i]![j]! + 2 * three[i]![j]! + four[i]![j]!)),
    );
    drift = Math.max(drift, Math.abs(z.reduce((sum, row) => sum + row.reduce((s, v) => s + v * v, 0), 0) - 1));
    if (step % 20 !== 19) continue;
    path.push([(step + 1) * length, distanceOf(z)]);
    if (path[path.length - 1]![1] < 1e-9) break;
  }
  return { distance: path[path.length - 1]![1], drift, rise, path };
}

/** Centred random embeddings with |Z|² = 1 whose features have the given scales along a random rotation. */
export function randomEmbeddings(count: number, scales: readonly number[], seed: number): number[][] {
  const random = createRandom(seed);
  const d = scales.length;
  let z = Array.from({ length: count }, () => scales.map((scale) => scale * random.normal()));
  for (let turn = 0; turn < 3 * d; turn += 1) {
    const [i, j] = [random.integer(d), random.integer(d)];
    if (i === j) continue;
    const angle = 2 * Math.PI * random.uniform();
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    z = z.map((row) =>
      row.map((v, k) => (k === i ? c * row[i]! - s * row[j]! : k === j ? s * row[i]! + c * row[j]! : v)),
    );
  }
  const mean = scales.map((_, j) => z.reduce((sum, row) => sum + row[j]!, 0) / count);
  z = z.map((row) => row.map((v, j) => v - mean[j]!));
  const norm = Math.sqrt(z.reduce((sum, row) => sum + row.reduce((s, v) => s + v * v, 0), 0));
  return z.map((row) => row.map((v) => v / norm));
}
