import * as tf from "@tensorflow/tfjs";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { registerOperation, type Attributes, type Operation } from "./operation.js";

interface Shrunk extends Attributes {
  /** The covariance is `(1 − epsilon) zᵀz/(rows − 1) + epsilon I`. */
  readonly epsilon: number;
}

const squareOf = (z: tf.TensorInfo): number[] => [z.shape[1]!, z.shape[1]!];

/**
 * Of a batch x, in double precision: z, x less the means of its columns; the eigenvectors of z's covariance as rows (eigenvalues λ
 * falling), the same rows times `λ^(−power)`, the divided differences `(λ_i^(−p) − λ_j^(−p))/(λ_i − λ_j)` (the derivative at the middle
 * where they are closer than 1e-6, relative; its error is of second order, below 1e-12), and [greatest, least eigenvalue].
 */
export const spectrum = registerOperation<Shrunk & { readonly power: number }>({
  name: "NormlabCenteredSpectrum",
  integers: [],
  shapes: ([x]) => [x!.shape, squareOf(x!), squareOf(x!), squareOf(x!), [2]],
  compute([x], [z, vectors, scaled, differences, extremes], { epsilon, power }) {
    const size = Math.sqrt(vectors!.length);
    centre(x!, size, z!);
    const { values, rows } = symmetricEigen(sampleCovariance(z!, size, epsilon));
    const gains = values.map((value) => Math.max(value, 0) ** -power);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const at = i * size + j;
        vectors![at] = rows[i]![j]!;
        scaled![at] = rows[i]![j]! * gains[i]!;
        differences![at] = power === 0 ? 0 : powerDifference(values[i]!, values[j]!, gains[i]!, gains[j]!, power);
      }
    }
    extremes!.set([values[0]!, values.at(-1)!]);
  },
});

/**
 * Of a batch x, in double precision: z, x less the means of its columns; `L^(−ᵀ)` where z's covariance is `L Lᵀ`, and [greatest, least
 * pivot]; the map is 0 and the pivots [1, 0] where one is not positive.
 */
export const choleskyMap = registerOperation<Shrunk>({
  name: "NormlabCenteredCholesky",
  integers: [],
  shapes: ([x]) => [x!.shape, squareOf(x!), [2]],
  compute([x], [z, map, extremes], { epsilon }) {
    const size = Math.sqrt(map!.length);
    centre(x!, size, z!);
    const factor = choleskyFactor(sampleCovariance(z!, size, epsilon));
    if (factor === undefined) {
      map!.fill(0);
      extremes!.set([1, 0]);
      return;
    }
    const inverse = invertLower(factor);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) map![i * size + j] = inverse[j]![i]!;
    const pivots = factor.map((row, i) => row[i]! ** 2);
    extremes!.set([Math.max(...pivots), Math.min(...pivots)]);
  },
});

/** `(1 − epsilon)/(rows − 1)`: what the covariance's gradient is multiplied by on its way to the batch's. */
interface Factor extends Attributes {
  readonly factor: number;
}

type Matrices = readonly tf.Tensor2D[];

/**
 * From [dL/dy, z, map Φ, eigenvectors as rows, divided differences K] to dL/dx, y = zΦ with Φ a power of the covariance: with G = zᵀ dL/dy
 * that of the covariance is `Vᵀ(K ∘ V G Vᵀ)V`.
 */
export const spectrumGradient = suitedToSize({
  name: "NormlabSpectrumGradient",
  integers: [],
  shapes: ([dy]) => [dy!.shape],
  define(inputs, { factor }) {
    const [dy, z, map, vectors, differences] = inputs as Matrices;
    const inside = tf.matMul(tf.matMul(vectors!, tf.matMul(z!, dy!, true)), vectors!, false, true);
    const gradient = tf.matMul<tf.Tensor2D>(tf.matMul(vectors!, tf.mul(inside, differences!), true), vectors!);
    return [throughCovariance(dy!, z!, map!, gradient, factor)];
  },
});

/** From [dL/dy, z, map W = L^(−ᵀ)] to dL/dx, y = zW: with G = zᵀ dL/dy that of the covariance is `W tril(−Gᵀ W) Wᵀ`, half the diagonal. */
export const choleskyGradient = suitedToSize({
  name: "NormlabCholeskyGradient",
  integers: [],
  shapes: ([dy]) => [dy!.shape],
  define(inputs, { factor }) {
    const [dy, z, map] = inputs as Matrices;
    const inner = tf.matMul(tf.matMul(z!, dy!, true), map!, true);
    const lower = tf.mul(inner, negativeLower(map!.shape[0])) as tf.Tensor2D;
    return [throughCovariance(dy!, z!, map!, tf.matMul(tf.matMul(map!, lower), map!, false, true), factor)];
  },
});

/**
 * Up to 128 features one operation is faster than TensorFlow's dozen, above its products are faster: whichever suits, from the matrices
 * and the factor.
 */
function suitedToSize(operation: Operation<Factor> & Required<Pick<Operation<Factor>, "define">>) {
  const run = registerOperation(operation);
  return (inputs: Matrices, factor: number): tf.Tensor => {
    const few = inputs[0]!.shape[1] <= 128;
    return (few ? run : operation.define)(inputs, { factor })[0]!;
  };
}

function throughCovariance(
  dy: tf.Tensor2D,
  z: tf.Tensor2D,
  map: tf.Tensor2D,
  gradient: tf.Tensor2D,
  factor: number,
): tf.Tensor {
  const share = tf.mul(tf.add(gradient, tf.transpose(gradient)), factor) as tf.Tensor2D;
  const dz = tf.add(tf.matMul(dy, map, false, true), tf.matMul(z, share));
  return tf.sub(dz, tf.mean(dz, 0, true));
}

/** −1 below the diagonal, −1/2 on it. */
function negativeLower(size: number): tf.Tensor2D {
  const values = new Float32Array(size * size);
  for (let i = 0; i < size; i++) {
    values.fill(-1, i * size, i * size + i);
    values[i * size + i] = -0.5;
  }
  return tf.tensor2d(values, [size, size]);
}

/** Less the means of the columns, taken in double precision. */
function centre(x: Float32Array, size: number, z: Float32Array): void {
  const means = new Float64Array(size);
  const rows = x.length / size;
  x.forEach((value, i) => (means[i % size]! += value / rows));
  x.forEach((value, i) => (z[i] = value - means[i % size]!));
}

function sampleCovariance(z: Float32Array, size: number, epsilon: number): number[][] {
  const rows = z.length / size;
  const sums = new Float64Array(size * size);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < size; i++) {
      const value = z[row * size + i]!;
      for (let j = 0; j <= i; j++) sums[i * size + j]! += value * z[row * size + j]!;
    }
  }
  const factor = (1 - epsilon) / (rows - 1);
  return Array.from({ length: size }, (_, i) =>
    Array.from(
      { length: size },
      (__, j) => sums[Math.max(i, j) * size + Math.min(i, j)]! * factor + (i === j ? epsilon : 0),
    ),
  );
}

/** Eigenvalues in falling order, and their eigenvectors as rows. */
function symmetricEigen(matrix: number[][]): { values: number[]; rows: number[][] } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(matrix), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return { values: order.map((i) => realEigenvalues[i]!), rows: order.map((i) => eigenvectorMatrix.getColumn(i)) };
}

function powerDifference(a: number, b: number, gainOfA: number, gainOfB: number, power: number): number {
  if (Math.abs(a - b) > 1e-6 * Math.max(Math.abs(a), Math.abs(b))) return (gainOfA - gainOfB) / (a - b);
  return -power * ((a + b) / 2) ** (-power - 1);
}

/** L with `matrix = L Lᵀ`; nothing where the matrix is not positive definite. */
function choleskyFactor(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const factor = matrix.map((row) => row.map(() => 0));
  for (let j = 0; j < matrix.length; j++) {
    for (let i = j; i < matrix.length; i++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && !(rest > 0)) return undefined;
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
  }
  return factor;
}

/** The inverse of a lower triangular matrix. */
function invertLower(factor: readonly (readonly number[])[]): number[][] {
  const inverse = factor.map((row) => row.map(() => 0));
  for (let j = 0; j < factor.length; j++) {
    inverse[j]![j] = 1 / factor[j]![j]!;
    for (let i = j + 1; i < factor.length; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= factor[i]![k]! * inverse[k]![j]!;
      inverse[i]![j] = sum / factor[i]![i]!;
    }
  }
  return inverse;
}
