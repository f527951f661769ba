import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { createRandom } from "../../learning/data/random.js";
import type { UnitShape } from "../../theory/approximation/activation.js";

/** A sum of units found by search: an upper bound on the least error, never a proof of the least. */
export interface Optimised {
  /** The greatest |f − network| on the grid. */
  readonly error: number;
  readonly output: (x: number) => number;
}

/** One kind of unit, without its place in the sum: value and partial derivatives with respect to its own weights. */
interface Unit {
  readonly size: number;
  /** Weights of a unit centred near `place`, of width about `width` and height about `height`. */
  start(place: number, width: number, height: number, sign: number): number[];
  value(w: readonly number[], at: number, x: number): number;
  gradient(w: readonly number[], at: number, x: number, into: number[]): void;
}

/** (A(x − p) + B)/√((x − p)² + e²): every PLN-s (s ≥ 3) and PLS-s (s ≥ 2) unit on a line. */
const algebraic: Unit = {
  size: 4,
  start: (place, width, height, sign) => [height, sign * height * width, place, width],
  value: (w, i, x) => {
    const t = x - w[i + 2]!;
    return (w[i]! * t + w[i + 1]!) / Math.sqrt(t * t + w[i + 3]! ** 2 + 1e-12);
  },
  gradient: (w, i, x, into) => {
    const [a, b, e] = [w[i]!, w[i + 1]!, w[i + 3]!];
    const t = x - w[i + 2]!;
    const q = t * t + e * e + 1e-12;
    const root = Math.sqrt(q);
    const n = a * t + b;
    into[i] = t / root;
    into[i + 1] = 1 / root;
    into[i + 2] = -a / root + (n * t) / (q * root);
    into[i + 3] = (-n * e) / (q * root);
  },
};

/** v·tanh(k(x − p)); a logistic unit is the same up to scale and constant. */
const exponential: Unit = {
  size: 3,
  start: (place, width, height) => [height, 1 / width, place],
  value: (w, i, x) => w[i]! * Math.tanh(w[i + 1]! * (x - w[i + 2]!)),
  gradient: (w, i, x, into) => {
    const th = Math.tanh(w[i + 1]! * (x - w[i + 2]!));
    into[i] = th;
    into[i + 1] = w[i]! * (1 - th * th) * (x - w[i + 2]!);
    into[i + 2] = -w[i]! * (1 - th * th) * w[i + 1]!;
  },
};

/** max(0, v₁x + v₀) times ±1, the sign being that of v₂, which is not searched. */
const relu: Unit = {
  size: 3,
  start: (place, width, height, sign) => [height / width, (-height / width) * place, sign],
  value: (w, i, x) => Math.sign(w[i + 2]!) * Math.max(0, w[i]! * x + w[i + 1]!),
  gradient: (w, i, x, into) => {
    const on = w[i]! * x + w[i + 1]! > 0 ? Math.sign(w[i + 2]!) : 0;
    into[i] = on * x;
    into[i + 1] = on;
    into[i + 2] = 0;
  },
};

const shapes = { algebraic, exponential, relu } as const;

/**
 * Searches a sum of `units` units and a constant near f in the supremum norm: Levenberg–Marquardt on squares from several random starts, then with weights that grow where the
 * error is large; of everything seen the network with the smallest greatest error on an even grid is kept.
 *
 * The mid-range constant is kept where no start does better.
 */
export function optimise(of: {
  readonly f: (x: number) => number;
  readonly domain: readonly [number, number];
  readonly shape: Exclude<UnitShape, "step">;
  readonly units: number;
  readonly starts: number;
  readonly seed: number;
}): Optimised {
  const { f, units, starts, seed } = of;
  const [a, b] = of.domain;
  const unit = shapes[of.shape];
  const points = Math.max(120, 12 * units);
  const x = Array.from({ length: points + 1 }, (_, i) => a + ((b - a) * i) / points);
  const y = x.map(f);
  const spread = Math.max(...y) - Math.min(...y);
  const last = units * unit.size;
  const model =
    (w: readonly number[]) =>
    (at: number): number => {
      let sum = w[last]!;
      for (let i = 0; i < last; i += unit.size) sum += unit.value(w, i, at);
      return sum;
    };
  const jacobian =
    (w: number[]) =>
    (at: number): number[] => {
      const into = new Array<number>(last + 1).fill(1);
      for (let i = 0; i < last; i += unit.size) unit.gradient(w, i, at, into);
      return into;
    };
  const middle = (Math.max(...y) + Math.min(...y)) / 2;
  let best = { error: spread / 2, weights: [...new Array<number>(last).fill(0), middle] };
  const errors = (w: readonly number[]): number[] => x.map((at, i) => Math.abs(y[i]! - model(w)(at)));
  const random = createRandom(seed, units);
  for (let start = 0; start < starts; start += 1) {
    let weights: number[] = [];
    for (let k = 0; k < units; k += 1) {
      const place = a + ((b - a) * (k + random.uniform())) / units;
      const width = ((b - a) / units) * (0.3 + random.uniform());
      weights.push(...unit.start(place, width, 0.3 * spread * random.normal(), random.uniform() < 0.5 ? -1 : 1));
    }
    weights.push(middle);
    let importance = x.map(() => 1);
    for (let round = 0; round < 6; round += 1) {
      weights = levenbergMarquardt({ x, y, importance, model, jacobian }, weights, round === 0 ? 80 : 15);
      const distance = errors(weights);
      const error = Math.max(...distance);
      if (!Number.isFinite(error)) break;
      if (error < best.error) best = { error, weights };
      const mean = distance.reduce((sum, v) => sum + v, 0) / distance.length;
      importance = importance.map((v, i) => v * (0.05 + distance[i]! / mean));
      const total = importance.reduce((sum, v) => sum + v, 0) / importance.length;
      importance = importance.map((v) => v / total);
    }
  }
  return { error: best.error, output: model(best.weights) };
}

interface LeastSquares {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly importance: readonly number[];
  readonly model: (w: readonly number[]) => (x: number) => number;
  readonly jacobian: (w: number[]) => (x: number) => number[];
}

/** Minimises Σ importance·(y − model(x))²: Gauss–Newton steps damped by the diagonal; a step that does not improve is taken back. */
function levenbergMarquardt(problem: LeastSquares, start: number[], iterations: number): number[] {
  const { x, y, importance, model, jacobian } = problem;
  const cost = (w: number[]): number => x.reduce((sum, at, i) => sum + importance[i]! * (y[i]! - model(w)(at)) ** 2, 0);
  let [weights, here, damping] = [start, cost(start), 1e-2];
  for (let iteration = 0; iteration < iterations && damping < 1e12; iteration += 1) {
    const rows = x.map((at, i) => jacobian(weights)(at).map((v) => v * Math.sqrt(importance[i]!)));
    const residual = x.map((at, i) => [Math.sqrt(importance[i]!) * (y[i]! - model(weights)(at))]);
    const j = new Matrix(rows);
    const transposed = j.transpose();
    const normal = transposed.mmul(j);
    const right = transposed.mmul(new Matrix(residual));
    for (let improved = false; !improved && damping < 1e12;) {
      const damped = normal.clone();
      for (let k = 0; k < weights.length; k += 1)
        damped.set(k, k, normal.get(k, k) * (1 + damping) + 1e-12 * (1 + damping));
      const cholesky = new CholeskyDecomposition(damped);
      const next = cholesky.isPositiveDefinite()
        ? cholesky
            .solve(right)
            .to1DArray()
            .map((step, k) => weights[k]! + step)
        : null;
      const there = next === null ? Infinity : cost(next);
      improved = there < here;
      if (improved) [weights, here, damping] = [next!, there, Math.max(1e-9, damping / 8)];
      else damping *= 6;
    }
  }
  return weights;
}
