import { Matrix as Dense, QrDecomposition, SingularValueDecomposition } from "ml-matrix";
import { InputError } from "../../exact/input-error.js";
import { requireWord, transpose, type Matrix } from "../matrix.js";
import { centredBatch } from "./covariance.js";

/** A centred batch in the axes of its covariance: `Z = U diag(s) Vᵀ`, eigenvalues `λ = s²/(n − 1)`, falling. */
export interface Spectrum {
  /** Eigenvalues of the sample covariance, falling; those that are 0 up to rounding are exactly 0. */
  readonly eigenvalues: readonly number[];
  /** d × d, column i is the eigenvector of eigenvalue i; its component of greatest absolute value is positive. */
  readonly eigenvectors: readonly (readonly number[])[];
  /** Number of eigenvalues that are not 0. */
  readonly rank: number;
}

/**
 * Spectrum of the sample covariance of a batch, from the singular values of the centred batch (so small eigenvalues keep their
 * digits). A singular value counts as 0 up to `max(n, d) · 2⁻⁵² ·` the greatest.
 *
 * Shape: n × d to d eigenvalues and d × d eigenvectors. Source: notation of arXiv 2305.16789; claim C1.
 *
 * @throws InputError as `covariance`.
 * @example
 * covarianceSpectrum([[0, 0], [2, 2]]).eigenvalues; // => [4, 0]
 */
export function covarianceSpectrum(x: Matrix): Spectrum {
  const { values, vectors, rank, scale, count } = decompose(x);
  return {
    eigenvalues: values.map((value) => (scale * value) ** 2 / (count - 1)),
    eigenvectors: vectors,
    rank,
  };
}

/**
 * Spectral transformation `Ẑ = Z U g(λ) Uᵀ` of a batch: Z centred, `ZᵀZ/(n − 1) = U diag(λ) Uᵀ`. The covariance of the output has
 * the eigenvalues `λ g(λ)²` on the same eigenvectors. `g = λ^(−1/2)` whitens, `g = λ^(−p)` gives `λ^(1 − 2p)`.
 *
 * Shape: n × d to n × d. Source: abstract of arXiv 2305.16789; claim C1.
 *
 * @throws InputError as `covariance`, and where g is not finite at an eigenvalue: at 0 the covariance is singular, and
 * `restrictToRange` is the remedy.
 * @example
 * spectralTransform([[-3, 0], [3, 0], [0, -1], [0, 1]], (lambda) => lambda); // => [[-18, 0], [18, 0], [0, -0.6666666666666666], [0, 0.6666666666666666]]
 */
export function spectralTransform(x: Matrix, g: (eigenvalue: number) => number): number[][] {
  const { leftVectors, values, vectors, scale, count, rank } = decompose(x);
  const gains = values.map((value) => {
    const eigenvalue = (scale * value) ** 2 / (count - 1);
    const gain = g(eigenvalue);
    if (Number.isFinite(gain)) return gain * scale * value;
    if (eigenvalue === 0) throw singular(rank, values.length);
    throw new InputError({
      code: "not-finite",
      where: `g(${eigenvalue})`,
      expected: "a finite number at every eigenvalue of the covariance",
      received: String(gain),
    });
  });
  return leftVectors().map((row) => {
    const coordinates = row.map((value, i) => value * gains[i]!);
    return vectors.map((component) => component.reduce((sum, entry, i) => sum + entry * (coordinates[i] ?? 0), 0));
  });
}

/**
 * Whitening: an affine map of the batch after which the sample covariance is the identity. `zca`: `Z U λ^(−1/2) Uᵀ`, the spectral
 * transformation; `pca`: `Z U λ^(−1/2)`, the principal axes in falling order; `cholesky`: `Z L^(−ᵀ)` with `Σ = L Lᵀ`. They differ by a
 * rotation. Computed from orthogonal factors of Z itself, so that the covariance of the output is the identity to rounding
 * whatever the condition number.
 *
 * Shape: n × d to n × d. Source: abstract of arXiv 2305.16789; claim C1.
 *
 * @throws InputError as `covariance`, and where the covariance is singular; the remedy is `whiten(restrictToRange(x).coordinates)`.
 * @example
 * whiten([[-2, 0], [2, 0], [0, -1], [0, 1]], { kind: "cholesky" })[3]; // => [0, 1.224744871391589]
 */
export function whiten(x: Matrix, { kind = "zca" }: { readonly kind?: "zca" | "pca" | "cholesky" } = {}): number[][] {
  requireWord(["zca", "pca", "cholesky"], "kind", kind);
  const { leftVectors, values, vectors, rank, count, factors } = decompose(x);
  if (rank < values.length) throw singular(rank, values.length);
  const deviation = Math.sqrt(count - 1);
  if (kind === "pca") return leftVectors().map((row) => row.map((value) => value * deviation));
  if (kind === "zca") {
    return leftVectors().map((row) =>
      vectors.map((component) => component.reduce((sum, entry, i) => sum + entry * row[i]!, 0) * deviation),
    );
  }
  const signs = values.map((_, i) => Math.sign(factors.upperTriangularMatrix.get(i, i)) * deviation);
  return factors.orthogonalMatrix.to2DArray().map((row) => row.map((value, i) => value * signs[i]!));
}

/** A batch written in an orthonormal basis of the range of its covariance. */
export interface RangeRestriction {
  /** n × r: the centred batch in the basis, principal axes in falling order. Its covariance is not singular. */
  readonly coordinates: number[][];
  /** d × r, orthonormal columns: `centred x = coordinates · basisᵀ`. */
  readonly basis: number[][];
  /** r, the rank of the covariance. */
  readonly rank: number;
}

/**
 * Restricts a batch to the range of its sample covariance: the remedy where features are constant or linearly dependent, or where
 * there are no more samples than features. The result can be whitened.
 *
 * Shape: n × d to coordinates n × r and basis d × r. Source: normlab (claim C1 for a singular covariance).
 *
 * @throws InputError as `covariance`, and where all samples are equal (rank 0).
 * @example
 * restrictToRange([[0, 7], [2, 7]]); // => { coordinates: [[-1], [1]], basis: [[1], [0]], rank: 1 }
 */
export function restrictToRange(x: Matrix): RangeRestriction {
  const { leftVectors, values, vectors, rank, scale } = decompose(x);
  if (rank === 0) throw allEqual();
  return {
    coordinates: leftVectors().map((row) => row.slice(0, rank).map((value, i) => value * values[i]! * scale)),
    basis: vectors.map((row) => row.slice(0, rank)),
    rank,
  };
}

/** The error for a batch without any variation. */
export function allEqual(): InputError {
  return new InputError({
    code: "singular-covariance",
    where: "x",
    expected: "samples that are not all equal",
    received: "a covariance of rank 0",
  });
}

function singular(rank: number, features: number): InputError {
  return new InputError({
    code: "singular-covariance",
    where: "x",
    expected: `a covariance of full rank ${features}`,
    received: `rank ${rank} (constant or linearly dependent features, or too few samples)`,
    remedy: "Restrict the batch to the range of its covariance: restrictToRange(x).coordinates",
  });
}

/**
 * Singular value decomposition of the centred batch (divided by `scale`), by way of its triangular factor. `leftVectors()` is
 * n × d, with orthonormal columns where n ≥ d.
 */
function decompose(x: Matrix) {
  const { centredRows, scale } = centredBatch(x, "features");
  const count = centredRows.length;
  const features = centredRows[0]!.length;
  // Rows of zeros change neither singular values nor right vectors, and make rows ≥ columns, as the factorisations want it.
  const padding = Array.from({ length: Math.max(0, features - count) }, () => new Array<number>(features).fill(0));
  const factors = new QrDecomposition(new Dense([...centredRows, ...padding]));
  const decomposition = new SingularValueDecomposition(factors.upperTriangularMatrix);
  const values = [...decomposition.diagonal];
  const threshold = Math.max(count, features) * Number.EPSILON * values[0]!;
  const signs = transpose(decomposition.rightSingularVectors.to2DArray()).map((vector) =>
    Math.sign(vector.reduce((greatest, entry) => (Math.abs(entry) > Math.abs(greatest) ? entry : greatest), 0)),
  );
  const signed = (matrix: Dense) => matrix.to2DArray().map((row) => row.map((entry, i) => entry * signs[i]! + 0));
  return {
    leftVectors: () => signed(factors.orthogonalMatrix.mmul(decomposition.leftSingularVectors)).slice(0, count),
    values: values.map((value) => (value > threshold ? value : 0)),
    vectors: signed(decomposition.rightSingularVectors),
    rank: values.filter((value) => value > threshold).length,
    scale,
    count,
    factors,
  };
}
